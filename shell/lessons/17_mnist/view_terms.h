// The terms of a number that is taken apart, as a table.
#pragma once

#include <vector>

#include "shell/lessons/17_mnist/view_parts.h"

namespace shell::lesson_mnist {

inline constexpr int kExplainedDigits = 5;

// A term with the layer whose number it reads, and whose it is.
struct Line {
    const cnn::CellTerm* term;
    int layer;  // kNetworkInput: the image
};
std::vector<Line> lines_of(const MnistModel& model, const MnistModel::Explained& explained);

Explain explained_now(const MnistModel& model);

// The terms of a page and, on the last, what becomes of their sum. Pressing a term goes to the number that it
// reads.
void trace_table(Ui& ui, const MnistModel& model, Memory& memory, const std::vector<Line>& lines,
                 const std::vector<cnn::CellStep>& steps);

}  // namespace shell::lesson_mnist
