// Numbers in rows and columns: texts at the left of the first column, the others end at the right.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shell/ui.h"

namespace shell {

struct TableColumn {
    std::string title;  // "recall"
    std::string tip;    // "Of its images, the share predicted as it."
};
struct TableRow {
    std::string name;  // of the item to press: "classes.3"; empty: the row is just read
    std::vector<std::string> cells;
    std::vector<Colour> colours;  // of the cells; missing ones are in kText
    bool strong = false;          // bold, under a line: the means
};

// Draws the header and the rows over the available width; where it has no room the first column is shortened,
// but for what strong rows say there.
// Answers the pressed row; Up and Down answer the neighbours of the chosen one.
std::optional<int> table(Ui& ui, std::string_view name, std::span<const TableColumn> columns,
                         std::span<const TableRow> rows, int chosen = -1);

}  // namespace shell
