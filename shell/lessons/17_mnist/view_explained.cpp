// One number of the chosen layer, taken apart: the terms of the sum that it is, or of its gradient. Pressing
// a term goes to the number that it reads, so that a learner can follow the arithmetic through the network.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shell/lessons/17_mnist/explained.h"
#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

constexpr int kDigits = 5;
constexpr int kTermsOnPage = 9;

bool of_gradient(const MnistModel& model) {
    return model.selection().explain == static_cast<int>(Explain::kGradient);
}

// A term with the layer whose number it reads, and whose it is.
struct Line {
    const cnn::CellTerm* term;
    int layer;  // kNetworkInput: the image
};

// Channel, row and column; a flat layer has units.
void place_steppers(Ui& ui, const MnistModel& model) {
    const cnn::Shape& shape = model.chosen_shape();
    const cnn::CellPlace& cell = model.selection().cell;
    struct Axis {
        const char* field;
        const char* label;
        int at;
        int count;
    };
    const bool flat = shape.h == 1 && shape.w == 1;
    for (const Axis& axis :
         {Axis{"cell_c", flat ? "Unit" : "Channel", cell.c, shape.c}, Axis{"cell_y", "Row", cell.y, shape.h},
          Axis{"cell_x", "Column", cell.x, shape.w}})
        if (axis.count > 1)
            if (const auto at =
                    stepper(ui, std::string("explain.") + axis.field, axis.label, axis.at + 1, 1, axis.count))
                ui.set(axis.field, *at - 1);
}

// "channel 3, row 1, column 7"; a phone has room for "3 / 1 / 7".
std::string term_place(const Ui& ui, const MnistModel& model, const Line& line) {
    if (line.term->padding) return "padding";
    // Where several layers read the number, the term says which.
    const MnistModel::Explained* explained = model.explained();
    if (explained != nullptr && explained->gradient.parts.size() > 1 && !ui.phone())
        return place_text(model, line.layer, line.term->place);
    const cnn::Shape& shape = line.layer == cnn::kNetworkInput
                                  ? model.summary().input
                                  : model.summary().layers[static_cast<std::size_t>(line.layer)].output;
    const cnn::CellPlace& at = line.term->place;
    if (!ui.phone() || (shape.h == 1 && shape.w == 1)) return place_text(shape, at);
    return std::to_string(at.c + 1) + " / " + std::to_string(at.y + 1) + " / " + std::to_string(at.x + 1);
}

// What stands in the columns behind the first: a phone has no room for the term by itself.
std::vector<std::string> numbers_of(const Ui& ui, const cnn::CellTerm& term) {
    const int digits = ui.phone() ? 3 : kDigits;
    std::vector<std::string> numbers = {short_number(term.input, digits), short_number(term.factor, digits)};
    if (!ui.phone()) numbers.push_back(short_number(term.value, digits));
    numbers.push_back(short_number(term.partial, digits));
    return numbers;
}

TableRow term_row(const Ui& ui, const MnistModel& model, const Line& line, int index) {
    const cnn::CellTerm& term = *line.term;
    TableRow row;
    const bool somewhere = !term.padding && line.layer != cnn::kNetworkInput;
    if (somewhere) row.name = "explain.term." + std::to_string(index);
    row.cells = {term_place(ui, model, line)};
    for (std::string& number : numbers_of(ui, term)) row.cells.push_back(std::move(number));
    row.colours = {term.chosen ? Colour::kAccent : Colour::kText,
                   of_gradient(model) ? Colour::kOutput : Colour::kInput, Colour::kKernel};
    return row;
}

std::vector<TableColumn> term_columns(const Ui& ui, const MnistModel& model) {
    const bool gradient = of_gradient(model);
    const std::string place = ui.phone() ? " Channel, row and column." : "";
    std::vector<TableColumn> columns = {
        gradient ? TableColumn{"read by", "The output that reads this number." + place}
                 : TableColumn{"reads", "Where the number stands that is read." + place},
        gradient ? TableColumn{"its gradient", "How the loss changes with that output."}
                 : TableColumn{"number", "As the layer before gave it."},
        gradient ? TableColumn{"× factor", "How that output follows this number: a weight, a slope, a share."}
                 : TableColumn{"× weight", "What it is multiplied by; 1 where there is no weight."}};
    if (!ui.phone()) columns.push_back({"= term", "What is added."});
    columns.push_back({"so far", "The result after this term."});
    return columns;
}

// Back and More where there are more terms than a page has; answers the first of the page.
int first_term(Ui& ui, const MnistModel& model, Memory& memory, int count) {
    const Selection& selection = model.selection();
    const std::tuple of(selection.layer, selection.explain, selection.cell);
    if (std::exchange(memory.terms_of, of) != of) memory.term_page = 0;
    const int last = (count - 1) / kTermsOnPage;
    memory.term_page = std::clamp(memory.term_page, 0, last);
    if (last == 0) return 0;
    if (button(ui, "explain.back", "Back", ButtonLook::kQuiet, Icon::kBack, memory.term_page > 0))
        --memory.term_page;
    ImGui::SameLine();
    if (button(ui, "explain.on", "More", ButtonLook::kQuiet, Icon::kForward, memory.term_page < last))
        ++memory.term_page;
    ImGui::SameLine();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (ui.target() - ui.font_size(TextStyle::kBody)) * 0.5F);
    const int first = memory.term_page * kTermsOnPage;
    const Run line[] = {muted_run("terms " + std::to_string(first + 1) + " to " +
                                  std::to_string(std::min(first + kTermsOnPage, count)) + " of " +
                                  std::to_string(count))};
    text_runs(ui, line);
    return first;
}

// The terms of a page and, on the last, what becomes of their sum.
void trace_table(Ui& ui, const MnistModel& model, Memory& memory, const std::vector<Line>& lines,
                 const std::vector<cnn::CellStep>& steps) {
    const int count = static_cast<int>(lines.size());
    if (count == 0) paragraph(ui, "No number reaches it.", TextStyle::kBody, Colour::kMuted);
    const int first = first_term(ui, model, memory, count);
    const int end = std::min(first + kTermsOnPage, count);
    std::vector<TableRow> rows;
    for (int i = first; i < end; ++i)
        rows.push_back(term_row(ui, model, lines[static_cast<std::size_t>(i)], i));
    if (end == count)
        for (const cnn::CellStep& step : steps) {
            TableRow row;
            row.strong = &step == &steps.front();
            const int digits = ui.phone() ? 3 : kDigits;
            row.cells = {step.name, ""};
            if (!ui.phone()) row.cells.emplace_back();
            row.cells.push_back(short_number(step.value, digits));
            row.cells.push_back(short_number(step.partial, digits));
            rows.push_back(row);
        }
    const auto pressed = table(ui, "explain.terms", term_columns(ui, model), rows);
    if (!pressed || first + *pressed >= count) return;
    const Line& line = lines[static_cast<std::size_t>(first + *pressed)];
    const cnn::CellPlace& place = line.term->place;
    ui.command("choose-number", {{"layer", line.layer}, {"c", place.c}, {"y", place.y}, {"x", place.x}});
}

std::vector<Line> lines_of(const MnistModel& model, const MnistModel::Explained& explained) {
    std::vector<Line> lines;
    const auto layer = static_cast<std::size_t>(model.selection().layer);
    for (const cnn::CellTerm& term : explained.value.terms)
        lines.push_back({&term, model.summary().layers[layer].inputs[static_cast<std::size_t>(term.branch)]});
    for (const cnn::CellGradient::Part& part : explained.gradient.parts)
        for (const cnn::CellTerm& term : part.trace.terms) lines.push_back({&term, part.reader});
    return lines;
}

void value_part(Ui& ui, const MnistModel& model, const MnistModel::Explained& explained, Memory& memory) {
    const Run line[] = {output_run(short_number(explained.number, kDigits + 1)),
                        plain_run(" is " + explained.value.rule + ".")};
    text_runs(ui, line);
    trace_table(ui, model, memory, lines_of(model, explained), explained.value.steps);
}

void gradient_part(Ui& ui, const MnistModel& model, const MnistModel::Explained& explained, Memory& memory) {
    const std::vector<cnn::CellGradient::Part>& parts = explained.gradient.parts;
    const Run line[] = {output_run(short_number(explained.number, kDigits + 1)),
                        plain_run(": by so much " + loss_text(model, explained) + ", now " +
                                  short_number(explained.loss) + ", rises per unit that this number rises.")};
    text_runs(ui, line);
    if (parts.empty()) return paragraph(ui, output_gradient_text(model), TextStyle::kBody, Colour::kMuted);
    std::string rule = parts.size() > 1
                           ? std::to_string(parts.size()) + " layers read it, and their gradients add up. "
                           : std::string();
    for (const cnn::CellGradient::Part& part : parts)
        rule += "Layer " + std::to_string(part.reader + 1) + " (" +
                model.summary().layers[static_cast<std::size_t>(part.reader)].text + ") hands back " +
                short_number(part.trace.result, kDigits) + ": " + part.trace.rule + ". ";
    paragraph(ui, rule, TextStyle::kBody, Colour::kMuted);
    trace_table(ui, model, memory, lines_of(model, explained),
                parts.size() == 1 ? parts.front().trace.steps : std::vector<cnn::CellStep>());
}

}  // namespace

void explained_part(Ui& ui, const MnistModel& model, Memory& memory) {
    static constexpr std::array<std::string_view, 2> kTabs = {"Its value", "Its gradient"};
    space(ui, 8);
    const MnistModel::Explained* explained = model.explained();
    const bool open = explained != nullptr;
    const Selection& selection = model.selection();
    const std::string detail = open ? place_text(model, selection.layer, selection.cell) : "";
    if (fold(ui, "explain", "Where one number comes from", ui.phone() ? "" : detail, open))
        ui.set("explain", kExplainNames[open ? 0 : 1]);
    if (!open) return;
    place_steppers(ui, model);
    if (const auto tab = segmented(ui, "explain.what", kTabs, selection.explain - 1))
        ui.set("explain", kExplainNames[static_cast<std::size_t>(*tab) + 1]);
    space(ui, 6);
    if (of_gradient(model))
        gradient_part(ui, model, *explained, memory);
    else
        value_part(ui, model, *explained, memory);
}

}  // namespace shell::lesson_mnist
