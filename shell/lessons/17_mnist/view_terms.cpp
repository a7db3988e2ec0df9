// Terms page by page: where each number stands, what it is multiplied by, and what it adds.
#include "shell/lessons/17_mnist/view_terms.h"

#include <algorithm>
#include <string>
#include <utility>

#include "shell/lessons/17_mnist/explained.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

constexpr int kTermsOnPage = 9;

// The terms run over the images of a batch.
bool over_images(const MnistModel& model) {
    return model.in_batch() &&
           (explained_now(model) == Explain::kWeight || model.batch_part() != BatchPart::kNumber);
}

// "channel 3, row 1, column 7"; a phone has room for "3 / 1 / 7".
std::string place_in_image(const Ui& ui, const MnistModel& model, const Line& line) {
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

// Over the images of a batch the channel is the same everywhere.
std::string place_in_batch(const Ui& ui, const MnistModel& model, const Line& line) {
    const std::string image = std::to_string(model.selection().batch_first + line.term->image);
    const cnn::CellPlace& at = line.term->place;
    const cnn::Shape& shape = model.chosen_shape();
    const std::string noun = example_noun(model) + " ";
    if (shape.h == 1 && shape.w == 1) return noun + image;
    if (ui.phone()) return image + " / " + std::to_string(at.y + 1) + " / " + std::to_string(at.x + 1);
    return noun + image + ", " + place_text({1, 1, shape.h, shape.w}, at);
}

std::string term_place(const Ui& ui, const MnistModel& model, const Line& line) {
    return over_images(model) ? place_in_batch(ui, model, line) : place_in_image(ui, model, line);
}

// A mean multiplies by nothing.
bool has_factors(const MnistModel& model) { return model.batch_part() != BatchPart::kMean; }

// What stands in the columns behind the first: a phone has no room for the term by itself.
std::vector<std::string> numbers_of(const Ui& ui, const MnistModel& model, const cnn::CellTerm& term) {
    const int digits = ui.phone() ? 3 : kExplainedDigits;
    std::vector<std::string> numbers = {short_number(term.input, digits)};
    if (has_factors(model)) {
        numbers.push_back(short_number(term.factor, digits));
        if (!ui.phone()) numbers.push_back(short_number(term.value, digits));
    }
    numbers.push_back(short_number(term.partial, digits));
    return numbers;
}

TableRow term_row(const Ui& ui, const MnistModel& model, const Line& line, int index) {
    const cnn::CellTerm& term = *line.term;
    TableRow row;
    const bool somewhere = !term.padding && line.layer != cnn::kNetworkInput;
    if (somewhere) row.name = "explain.term." + std::to_string(index);
    row.cells = {term_place(ui, model, line)};
    for (std::string& number : numbers_of(ui, model, term)) row.cells.push_back(std::move(number));
    const Explain what = explained_now(model);
    row.colours = {term.chosen ? Colour::kAccent : Colour::kText,
                   what == Explain::kValue ? Colour::kInput : Colour::kOutput,
                   what == Explain::kWeight ? Colour::kInput : Colour::kKernel};
    if (!has_factors(model)) row.colours.pop_back();
    return row;
}

// Of a value: what it reads and by what it is multiplied.
std::vector<TableColumn> value_columns(const MnistModel& model, const std::string& place) {
    const TableColumn reads{"reads", "Where the number stands that is read." + place};
    const TableColumn number{"number", "As the layer before gave it."};
    if (model.batch_part() == BatchPart::kMean) return {reads, number};
    if (model.batch_part() == BatchPart::kVariance)
        return {reads,
                {"less the mean", "What is left of the number without the batch's mean."},
                {"× itself", "Squared, so that both sides of the mean count."}};
    if (model.chosen_axes(false).any() && !normalises(model))
        return {reads, number, {"× weight", "The weight of this number."}};
    return {reads, number, {"× factor", "1 where the number is taken as it is."}};
}

// Whose terms go to several sums in turn.
bool in_turns(const MnistModel& model) {
    const cnn::Shape& map = model.chosen_shape();
    return normalises(model) && map.h * map.w > 1 &&
           (explained_now(model) == Explain::kWeight || model.batch_part() != BatchPart::kNumber);
}

std::vector<TableColumn> term_columns(const Ui& ui, const MnistModel& model) {
    const std::string place = !ui.phone()          ? ""
                              : over_images(model) ? " Image, row and column."
                                                   : " Channel, row and column.";
    const TableColumn gradient{"its gradient", "How the loss changes with that output."};
    std::vector<TableColumn> columns;
    switch (explained_now(model)) {
        case Explain::kNothing:
        case Explain::kValue:
            columns = value_columns(model, place);
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
    if (!ui.phone() && has_factors(model)) columns.push_back({"= term", "What is added."});
    columns.push_back(in_turns(model) ? TableColumn{"its sum so far",
                                                    "Several sums take turns, pixel by pixel: this is the "
                                                    "term's own. At the end they are added."}
                                      : TableColumn{"so far", "The result after this term."});
    return columns;
}

// In a batch, the first two steps of a normalised number are what the batch gives it, and lead there.
bool leads_to_statistic(const MnistModel& model, std::size_t step) {
    return step < 2 && model.in_batch() && normalises(model) && explained_now(model) == Explain::kValue &&
           model.batch_part() == BatchPart::kNumber;
}
void to_statistic(Ui& ui, int step) {
    ui.set("batch_part", kBatchPartNames[static_cast<std::size_t>(step) + 1]);
}

// What becomes of the terms' sum. The last step's result is the number itself.
TableRow step_row(const MnistModel& model, const std::vector<cnn::CellStep>& steps, std::size_t step,
                  std::size_t columns) {
    TableRow row;
    row.strong = step + 1 == steps.size();
    if (leads_to_statistic(model, step)) row.name = "explain.step." + std::to_string(step);
    row.cells = {steps[step].name};
    row.cells.resize(columns - 2);
    row.cells.push_back(short_number(steps[step].value, kExplainedDigits));
    row.cells.push_back(short_number(steps[step].partial, kExplainedDigits));
    return row;
}

// The same on a phone, which has no room for a name beside two numbers.
void step_lines(Ui& ui, const std::vector<cnn::CellStep>& steps) {
    for (const cnn::CellStep& step : steps) {
        const Run line[] = {
            muted_run(step.name + ", " + short_number(step.value, kExplainedDigits) + ": "),
            {short_number(step.partial, kExplainedDigits), Colour::kText, &step == &steps.back()}};
        text_runs(ui, line);
    }
}

// Back, More and Last where there are more terms than a page has; answers the first of the page.
int first_term(Ui& ui, const MnistModel& model, Memory& memory, int count) {
    MnistModel::Explained::From of = model.explained()->from;
    of.passage = 0;  // the page stays while the network trains
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
    // Where the sum ends, and what becomes of it.
    if (icon_button(ui, "explain.last", Icon::kLast, "To the last terms and the result",
                    memory.term_page < last))
        memory.term_page = last;
    ImGui::SameLine();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (ui.target() - ui.font_size(TextStyle::kBody)) * 0.5F);
    const int first = memory.term_page * kTermsOnPage;
    const Run line[] = {muted_run("terms " + count_text(first + 1) + " to " +
                                  count_text(std::min(first + kTermsOnPage, count)) + " of " +
                                  count_text(count))};
    text_runs(ui, line);
    return first;
}

}  // namespace

Explain explained_now(const MnistModel& model) { return static_cast<Explain>(model.selection().explain); }

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

void trace_table(Ui& ui, const MnistModel& model, Memory& memory, const std::vector<Line>& lines,
                 const std::vector<cnn::CellStep>& steps) {
    const int count = static_cast<int>(lines.size());
    if (count == 0) paragraph(ui, "No number reaches it.", TextStyle::kBody, Colour::kMuted);
    const int first = first_term(ui, model, memory, count);
    const int end = std::min(first + kTermsOnPage, count);
    std::vector<TableRow> rows;
    for (int i = first; i < end; ++i)
        rows.push_back(term_row(ui, model, lines[static_cast<std::size_t>(i)], i));
    const std::vector<TableColumn> columns = term_columns(ui, model);
    if (end == count && !ui.phone())
        for (std::size_t step = 0; step < steps.size(); ++step)
            rows.push_back(step_row(model, steps, step, columns.size()));
    const auto pressed = table(ui, "explain.terms", columns, rows);
    if (end == count && ui.phone()) step_lines(ui, steps);
    if (!pressed) return;
    if (first + *pressed >= count) return to_statistic(ui, first + *pressed - count);
    const Line& line = lines[static_cast<std::size_t>(first + *pressed)];
    const cnn::CellPlace& place = line.term->place;
    nlohmann::json number = {{"layer", line.layer},
                             {"c", place.c},
                             {"y", place.y},
                             {"x", place.x},
                             {"explain", model.selection().explains(Explain::kValue) ? "value" : "gradient"}};
    if (model.in_batch()) number["image"] = line.term->image;
    ui.command("choose-number", std::move(number));
}

}  // namespace shell::lesson_mnist
