// The three running sums of the current cell, and the index formula with its numbers.
#include <algorithm>

#include "shell/lessons/02_correlation/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_correlation {
namespace {

std::string bracketed(float value) {
    return value < 0 ? "(" + short_number(value) + ")" : short_number(value);
}

std::vector<Run> sum_line(const CorrelationModel& model, Reading reading) {
    const Cursor at = model.cursor();
    const cnn::Conv2dTrace trace = model.trace(reading, at.row, at.column);
    std::vector<Run> runs{muted_run(std::string(name_of(reading)) + ":  ")};
    if (at.result) {
        runs.push_back(muted_run("sum of the products = "));
        runs.push_back(output_run(short_number(trace.result, 7)));
        return runs;
    }
    const cnn::Conv2dTerm& now = trace.terms[static_cast<std::size_t>(at.term)];
    runs.push_back(input_run(short_number(now.input)));
    runs.push_back(plain_run(" × "));
    runs.push_back(kernel_run(bracketed(now.weight)));
    runs.push_back(plain_run(" = " + short_number(now.product)));
    runs.push_back(muted_run("  →  "));
    runs.push_back(output_run(short_number(now.partial, 7)));
    return runs;
}

}  // namespace

void draw_sums(Ui& ui, const CorrelationModel& model, ViewState& state) {
    {
        const Card card(ui, "sums");
        for (const Reading reading : kReadings) {
            text_runs(ui, sum_line(model, reading));
            ui.name_item("sum." + std::to_string(static_cast<int>(reading)));
            if (reading != Reading::kPrinted) space(ui, 3);
        }
    }
    const float height = ImGui::GetItemRectSize().y;
    if (height <= state.sum_height) return;
    state.sum_height = height;
    ui.wants_frame();
}

void draw_formula(Ui& ui, const CorrelationModel& model) {
    constexpr std::array<std::string_view, 4> kKeys{"convolution", "commuted", "correlation", "printed"};
    constexpr std::array<std::string_view, 4> kLabels{"Convolution", "Exchanged", "Correlation",
                                                      "As printed"};
    const Formula formula = model.settings().formula;
    const Cursor at = model.cursor();
    heading(ui, "The indices");
    const int chosen = static_cast<int>(formula);
    if (const auto pressed = segmented(ui, "formula", kLabels, chosen); pressed && *pressed != chosen)
        ui.set("formula", kKeys[static_cast<std::size_t>(*pressed)]);
    const int columns = model.settings().kernel_width;
    const int tap = std::min(at.term, model.products() - 1);
    const Indices now = model.indices(formula, at.row, at.column, tap / columns, tap % columns);
    const Reading reading = reading_of(formula);
    const cnn::Conv2dTerm term = model.trace(reading, at.row, at.column).terms[static_cast<std::size_t>(tap)];
    const std::string weight =
        "K(" + std::to_string(now.weight_row) + ", " + std::to_string(now.weight_column) + ")";
    const std::vector<std::vector<Run>> lines{
        {muted_run(model.formula_text(formula))},
        {plain_run("S("), output_run(std::to_string(now.i) + ", " + std::to_string(now.j)),
         plain_run(") has")},
        {plain_run(model.product_text(now, formula))},
        {plain_run("= "), input_run("I(" + std::to_string(term.iy) + ", " + std::to_string(term.ix) + ")"),
         plain_run(" · "), kernel_run(weight)},
        {plain_run("= "), input_run(short_number(term.input)), plain_run(" · "),
         kernel_run(bracketed(term.weight)), plain_run(" = " + short_number(term.product))}};
    shell::formula(ui, "indices", lines);
    paragraph(ui, "Indices count from 0. S(i, j) starts where all of the kernel lies on the picture.",
              TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
}

}  // namespace shell::lesson_correlation
