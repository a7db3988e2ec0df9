// Runs of the size formula.
#include "shell/widgets/size_formula.h"

#include <string>
#include <vector>

#include "shell/widgets/text.h"

namespace shell {
namespace {

using std::to_string;

bool evenly_padded(const cnn::AxisPlan& axis) { return axis.pad_before == axis.pad_after; }

// Of one axis.
void size_lines(const cnn::AxisPlan& axis, std::vector<std::vector<Run>>& lines) {
    std::vector<Run> line{plain_run("⌊("), input_run(to_string(axis.input))};
    if (evenly_padded(axis)) {
        line.push_back(plain_run(" + 2·"));
        line.push_back(input_run(to_string(axis.pad_before)));
    } else {
        line.push_back(plain_run(" + "));
        line.push_back(input_run(to_string(axis.pad_before)));
        line.push_back(plain_run(" + "));
        line.push_back(input_run(to_string(axis.pad_after)));
    }
    line.push_back(plain_run(" − "));
    line.push_back(kernel_run(to_string(axis.dilation)));
    line.push_back(plain_run("·("));
    line.push_back(kernel_run(to_string(axis.kernel)));
    line.push_back(plain_run(" − 1) − 1) / "));
    line.push_back(kernel_run(to_string(axis.stride)));
    line.push_back(plain_run("⌋ + 1"));
    lines.push_back(std::move(line));
    lines.push_back({plain_run("= ⌊" + to_string(axis.numerator) + " / "), kernel_run(to_string(axis.stride)),
                     plain_run("⌋ + 1 = "), output_run(to_string(axis.output))});
}

// Whose numbers stand in the formula.
void size_names(Ui& ui, bool even) {
    const std::vector<Run> names{muted_run("⌊("),
                                 {"input", Colour::kInput, false},
                                 muted_run(even ? " + 2·" : " + "),
                                 {even ? "padding" : "padding before + after", Colour::kInput, false},
                                 muted_run(" − "),
                                 {"dilation", Colour::kKernel, false},
                                 muted_run("·("),
                                 {"kernel", Colour::kKernel, false},
                                 muted_run(" − 1) − 1) / "),
                                 {"stride", Colour::kKernel, false},
                                 muted_run("⌋ + 1 = "),
                                 {"output", Colour::kOutput, false}};
    text_runs(ui, names, 0.5F, TextStyle::kSmall);
}

}  // namespace

void size_formula(Ui& ui, const cnn::WindowPlan& window) {
    std::vector<std::vector<Run>> lines;
    const bool equal = window.y == window.x;
    if (!equal) lines.push_back({muted_run("rows")});
    size_lines(window.y, lines);
    if (!equal) {
        lines.push_back({muted_run("columns")});
        size_lines(window.x, lines);
    }
    formula(ui, "size-formula", lines);
    size_names(ui, evenly_padded(window.y) && evenly_padded(window.x));
}

}  // namespace shell
