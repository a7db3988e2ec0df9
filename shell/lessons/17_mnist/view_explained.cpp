// One number of the chosen layer, taken apart: the terms of the sum that it is, or of its gradient. Pressing
// a term goes to the number that it reads, so that a learner can follow the arithmetic through the network.
#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
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

Explain explained_now(const MnistModel& model) { return static_cast<Explain>(model.selection().explain); }

// A term with the layer whose number it reads, and whose it is.
struct Line {
    const cnn::CellTerm* term;
    int layer;  // kNetworkInput: the image
};

// One of the numbers by which a place is told, from 0.
struct Axis {
    const char* field;
    std::string label;
    int at;
    int count;
};

void steppers(Ui& ui, std::initializer_list<Axis> axes) {
    for (const Axis& axis : axes)
        if (axis.count > 1)
            if (const auto at =
                    stepper(ui, std::string("explain.") + axis.field, axis.label, axis.at + 1, 1, axis.count))
                ui.set(axis.field, *at - 1);
}

// Channel, row and column; a flat layer has units.
void place_steppers(Ui& ui, const MnistModel& model) {
    const cnn::Shape& shape = model.chosen_shape();
    const cnn::CellPlace& cell = model.selection().cell;
    const bool flat = shape.h == 1 && shape.w == 1;
    steppers(ui, {{"cell_c", flat ? "Unit" : "Channel", cell.c, shape.c},
                  {"cell_y", "Row", cell.y, shape.h},
                  {"cell_x", "Column", cell.x, shape.w}});
}

void weight_steppers(Ui& ui, const MnistModel& model) {
    const cnn::ParameterPlace& weight = model.selection().weight;
    const cnn::ParameterAxes axes = model.chosen_axes(weight.bias);
    const auto label = [](std::string noun) {
        noun.front() = static_cast<char>(std::toupper(noun.front()));
        return noun;
    };
    steppers(ui, {{"cell_c", label(output_noun(model)), weight.output.c, axes.output.c},
                  {"cell_y", "Output row", weight.output.y, axes.output.y},
                  {"cell_x", "Output column", weight.output.x, axes.output.x},
                  {"weight_in", label(input_noun(model)), weight.ic, axes.ic},
                  {"weight_y", "Row of the kernel", weight.ky, axes.ky},
                  {"weight_x", "Column of the kernel", weight.kx, axes.kx}});
    static constexpr std::array<std::string_view, 2> kNames = {"A weight", "The bias"};
    static constexpr std::array<std::string_view, 2> kNormal = {"Gamma", "Beta"};
    if (!model.chosen_axes(false).any() || !model.chosen_axes(true).any()) return;
    space(ui, 4);
    if (const auto which =
            segmented(ui, "explain.weight", normalises(model) ? kNormal : kNames, weight.bias ? 1 : 0))
        ui.set("weight_bias", *which == 1);
    space(ui, 4);
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
    const Explain what = explained_now(model);
    row.colours = {term.chosen ? Colour::kAccent : Colour::kText,
                   what == Explain::kValue ? Colour::kInput : Colour::kOutput,
                   what == Explain::kWeight ? Colour::kInput : Colour::kKernel};
    return row;
}

std::vector<TableColumn> term_columns(const Ui& ui, const MnistModel& model) {
    const std::string place = ui.phone() ? " Channel, row and column." : "";
    const TableColumn gradient{"its gradient", "How the loss changes with that output."};
    std::vector<TableColumn> columns;
    switch (explained_now(model)) {
        case Explain::kNothing:
        case Explain::kValue:
            columns = {{"reads", "Where the number stands that is read." + place},
                       {"number", "As the layer before gave it."},
                       {"× weight", "What it is multiplied by; 1 where there is no weight."}};
            break;
        case Explain::kGradient:
            columns = {{"read by", "The output that reads this number." + place},
                       gradient,
                       {"× factor", "How that output follows this number: a weight, a slope, a share."}};
            break;
        case Explain::kWeight:
            columns = {
                {"in output", "The output whose sum this weight is a factor of." + place},
                gradient,
                {"× input", "What the weight was multiplied by there; 0 in the padding, 1 of a bias."}};
            break;
    }
    if (!ui.phone()) columns.push_back({"= term", "What is added."});
    columns.push_back({"so far", "The result after this term."});
    return columns;
}

// Back and More where there are more terms than a page has; answers the first of the page.
int first_term(Ui& ui, const MnistModel& model, Memory& memory, int count) {
    const Selection& selection = model.selection();
    const std::tuple of(selection.layer, selection.explain, selection.cell, selection.weight);
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
    ui.command("choose-number",
               {{"layer", line.layer},
                {"c", place.c},
                {"y", place.y},
                {"x", place.x},
                {"explain", model.selection().explains(Explain::kValue) ? "value" : "gradient"}});
}

std::vector<Line> lines_of(const MnistModel& model, const MnistModel::Explained& explained) {
    std::vector<Line> lines;
    const auto layer = static_cast<std::size_t>(model.selection().layer);
    for (const cnn::CellTerm& term : explained.value.terms)
        lines.push_back({&term, model.summary().layers[layer].inputs[static_cast<std::size_t>(term.branch)]});
    for (const cnn::CellGradient::Part& part : explained.gradient.parts)
        for (const cnn::CellTerm& term : part.trace.terms) lines.push_back({&term, part.reader});
    // Behind a rectifier and a pool most outputs have no gradient.
    for (const cnn::CellTerm& term : explained.weight.terms)
        if (term.input != 0) lines.push_back({&term, model.selection().layer});
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

void weight_part(Ui& ui, const MnistModel& model, const MnistModel::Explained& explained, Memory& memory) {
    if (!model.chosen_axes(model.selection().weight.bias).any())
        return paragraph(ui, no_weights_text(model), TextStyle::kBody, Colour::kMuted);
    const Run line[] = {
        output_run(short_number(explained.number, kDigits + 1)),
        plain_run(": by so much " + loss_text(model, explained) + ", now " + short_number(explained.loss) +
                  ", rises per unit that the " + weight_text(model) + ", now "),
        kernel_run(short_number(explained.parameter, kDigits)), plain_run(", rises.")};
    text_runs(ui, line);
    const std::vector<Line> lines = lines_of(model, explained);
    const std::size_t outputs = explained.weight.terms.size();
    const std::string without = lines.size() < outputs ? " Of its " + count_text(outputs) + " outputs " +
                                                             count_text(outputs - lines.size()) +
                                                             " have the gradient 0 and add nothing."
                                                       : std::string();
    paragraph(ui,
              "It is " + explained.weight.rule + "." + without +
                  " Training takes the mean of such gradients over the images of a batch, and its optimiser "
                  "a step against it.",
              TextStyle::kBody, Colour::kMuted);
    trace_table(ui, model, memory, lines, explained.weight.steps);
}

}  // namespace

void explained_part(Ui& ui, const MnistModel& model, Memory& memory) {
    static constexpr std::array<std::string_view, 3> kTabs = {"Its value", "Its gradient",
                                                              "A weight's gradient"};
    space(ui, 8);
    const MnistModel::Explained* explained = model.explained();
    const bool open = explained != nullptr;
    const Selection& selection = model.selection();
    const bool of_weight = selection.explains(Explain::kWeight);
    std::string detail;
    if (open && !of_weight) detail = place_text(model, selection.layer, selection.cell);
    if (fold(ui, "explain", "Where one number comes from", ui.phone() ? "" : detail, open))
        ui.set("explain", kExplainNames[open ? 0 : 1]);
    if (!open) return;
    of_weight ? weight_steppers(ui, model) : place_steppers(ui, model);
    if (const auto tab = segmented(ui, "explain.what", kTabs, selection.explain - 1))
        ui.set("explain", kExplainNames[static_cast<std::size_t>(*tab) + 1]);
    space(ui, 6);
    switch (explained_now(model)) {
        case Explain::kNothing:
        case Explain::kValue:
            return value_part(ui, model, *explained, memory);
        case Explain::kGradient:
            return gradient_part(ui, model, *explained, memory);
        case Explain::kWeight:
            return weight_part(ui, model, *explained, memory);
    }
}

}  // namespace shell::lesson_mnist
