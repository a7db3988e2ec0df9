// One number of the chosen layer, taken apart: the terms of the sum that it is, or of its gradient. Pressing
// a term goes to the number that it reads, so that a learner can follow the arithmetic through the network.
#include <array>
#include <cctype>
#include <initializer_list>
#include <string>
#include <vector>

#include "shell/lessons/17_mnist/explained.h"
#include "shell/lessons/17_mnist/view_terms.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

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
    if (model.batch_part() != BatchPart::kNumber)
        return steppers(ui, {{"cell_c", flat ? "Unit" : "Channel", cell.c, shape.c}});
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

// ": −36.1 / 288": the sum and how many numbers it has.
std::string statistic_text(const MnistModel& model, const MnistModel::Explained& explained) {
    if (model.batch_part() == BatchPart::kNumber) return {};
    const auto& steps = explained.value.steps;
    const float sum =
        steps.size() > 1 ? steps[steps.size() - 2].partial : explained.value.terms.back().partial;
    return ": " + short_number(sum, kExplainedDigits) + " / " + short_number(steps.back().value);
}

void value_part(Ui& ui, const MnistModel& model, const MnistModel::Explained& explained, Memory& memory) {
    batch_parts(ui, model);
    const Run line[] = {output_run(short_number(explained.number, kExplainedDigits + 1)),
                        plain_run(" is " + explained.value.rule + statistic_text(model, explained) + ".")};
    text_runs(ui, line);
    trace_table(ui, model, memory, lines_of(model, explained), explained.value.steps);
}

void gradient_part(Ui& ui, const MnistModel& model, const MnistModel::Explained& explained, Memory& memory) {
    const std::vector<cnn::CellGradient::Part>& parts = explained.gradient.parts;
    const Run line[] = {output_run(short_number(explained.number, kExplainedDigits + 1)),
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
                short_number(part.trace.result, kExplainedDigits) + ": " + part.trace.rule + ". ";
    paragraph(ui, rule, TextStyle::kBody, Colour::kMuted);
    trace_table(ui, model, memory, lines_of(model, explained),
                parts.size() == 1 ? parts.front().trace.steps : std::vector<cnn::CellStep>());
}

void weight_part(Ui& ui, const MnistModel& model, const MnistModel::Explained& explained, Memory& memory) {
    if (!model.chosen_axes(model.selection().weight.bias).any())
        return paragraph(ui, no_weights_text(model), TextStyle::kBody, Colour::kMuted);
    const Run line[] = {
        output_run(short_number(explained.number, kExplainedDigits + 1)),
        plain_run(": by so much " + loss_text(model, explained) + ", now " + short_number(explained.loss) +
                  ", rises per unit that the " + weight_text(model) + ", now "),
        kernel_run(short_number(explained.parameter, kExplainedDigits)), plain_run(", rises.")};
    text_runs(ui, line);
    const std::vector<Line> lines = lines_of(model, explained);
    const std::size_t outputs = explained.weight.terms.size();
    const std::string without = lines.size() < outputs ? " Of its " + count_text(outputs) + " outputs " +
                                                             count_text(outputs - lines.size()) +
                                                             " have the gradient 0 and add nothing."
                                                       : std::string();
    paragraph(ui,
              "It is " + explained.weight.rule + "." + without +
                  (model.in_batch() ? " The optimiser takes a step against it."
                                    : " Training takes the mean of such gradients over the images of a "
                                      "batch, and its optimiser a step against it."),
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
    if (open && !of_weight) detail = chosen_text(model);
    if (fold(ui, "explain", "Where one number comes from", ui.phone() ? "" : detail, open))
        ui.set("explain", kExplainNames[open ? 0 : 1]);
    if (!open) return;
    batch_controls(ui, model);
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
