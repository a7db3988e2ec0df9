// JSON and sentences of the pooling lesson. Nothing is computed here.
#include <array>
#include <cmath>

#include "shell/lessons/06_pooling/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_pooling {
namespace {

using cnn::PoolKind;
using nlohmann::json;
using std::to_string;

json terms_json(const cnn::PoolTrace& trace) {
    json terms = json::array();
    for (const cnn::PoolTerm& term : trace.terms)
        terms.push_back({{"ky", term.ky},
                         {"kx", term.kx},
                         {"iy", term.iy},
                         {"ix", term.ix},
                         {"padding", term.padding},
                         {"counted", term.counted},
                         {"input", number_json(term.input)},
                         {"partial", number_json(term.partial)}});
    return terms;
}

json shift_json(const PoolingModel& model) {
    if (!model.shifts()) return nullptr;
    return {{"down", model.settings().shift_y},
            {"right", model.settings().shift_x},
            {"input", tensor_json(model.shifted_input())},
            {"output", tensor_json(model.shifted_output())},
            {"survivors", model.survivors()},
            {"of", model.cells()}};
}

std::string cell_name(const PoolingModel& model, const Cursor& cursor) {
    return "Row " + to_string(cursor.row + 1) + ", column " + to_string(cursor.column + 1) +
           " of the output" +
           (model.settings().channels > 1 ? ", channel " + to_string(cursor.channel + 1) : "");
}

std::string place(const cnn::PoolTerm& term) { return place_text(term.iy, term.ix); }

std::string lead_text(PoolKind kind, const cnn::PoolTrace& trace, std::size_t at) {
    const cnn::PoolTerm& term = trace.terms[at];
    if (term.padding) return "a padding pixel: it never wins.";
    const std::string pixel = number_text(term.input) + " at " + place(term);
    bool first = true;
    for (std::size_t i = 0; i < at; ++i) first = first && trace.terms[i].padding;
    if (first) return pixel + " leads.";
    const float before = trace.terms[at - 1].partial;
    if (term.partial == before) return pixel + " changes nothing: " + number_text(before) + " still leads.";
    return pixel + (kind == PoolKind::kMax ? " is larger than " : " is smaller than ") + number_text(before) +
           " and leads.";
}

std::string sum_text(PoolKind kind, const cnn::PoolTerm& term) {
    if (term.padding)
        return kind != PoolKind::kAverage ? "a padding pixel adds nothing."
               : term.counted             ? "a padding pixel adds nothing, but it is counted."
                                          : "a padding pixel adds nothing and is not counted.";
    std::string pixel = number_text(term.input) + " at " + place(term);
    if (kind == PoolKind::kL2)
        return pixel + ", squared " + number_text(term.input * term.input) + ", makes the sum of squares " +
               number_text(term.partial) + ".";
    return pixel + " makes the sum " + number_text(term.partial) + ".";
}

std::string result_text(const PoolingModel& model, const cnn::PoolTrace& trace) {
    const std::string result = number_text(trace.result);
    const std::string sum = number_text(trace.terms.back().partial);
    switch (model.settings().kind) {
        case PoolKind::kMax:
        case PoolKind::kMin:
            return "The " + std::string(model.settings().kind == PoolKind::kMax ? "largest" : "smallest") +
                   " is " + result + ", at " +
                   place(trace.terms[static_cast<std::size_t>(std::max(trace.winner, 0))]) + ".";
        case PoolKind::kAverage:
            return "The sum " + sum + ", divided by " + to_string(trace.count) + ", is " + result + ".";
        case PoolKind::kSum:
            return "The sum is " + result + ".";
        case PoolKind::kL2:
            return "The root of " + sum + " is " + result + ".";
    }
    return result;
}

std::string shift_text(const PoolingModel& model) {
    if (!model.shifts()) return {};
    return "The picture moved down by " + to_string(model.settings().shift_y) + " and to the right by " +
           to_string(model.settings().shift_x) + ": " + to_string(model.survivors()) + " of " +
           to_string(model.cells()) + " outputs are as before.\n" +
           rows_text("Moved input", "channel", model.input().shape(), model.shifted_input().values()) +
           rows_text("Its output", "channel", model.output().shape(), model.shifted_output().values());
}

// The pixels among the first `count`, as what is taken from them wants them.
std::string latex_list(const PoolingModel& model, const cnn::PoolTrace& trace, std::size_t count) {
    std::string list;
    for (const cnn::PoolTerm& term : std::span(trace.terms).first(count)) {
        if (term.padding) continue;
        const std::string number =
            term.input < 0 ? "(" + number_text(term.input) + ")" : number_text(term.input);
        list += list.empty() ? "" : model.by_winner() ? ", " : " + ";
        list += model.by_winner()                        ? number_text(term.input)
                : model.settings().kind == PoolKind::kL2 ? number + "^2"
                                                         : number;
    }
    if (!list.empty()) return list;
    return model.by_winner() ? "\\varnothing" : "0";
}

// The largest, the smallest or the sum of the first `count` pixels.
std::string latex_so_far(const PoolingModel& model, const cnn::PoolTrace& trace, std::size_t count) {
    const PoolKind kind = model.settings().kind;
    const float partial = trace.terms[count - 1].partial;
    const std::string list = latex_list(model, trace, count);
    const std::string number = std::isfinite(partial) ? number_text(partial)
                               : partial < 0          ? "-\\infty"
                                                      : "\\infty";
    if (kind == PoolKind::kMax) return "\\max(" + list + ") = " + number;
    if (kind == PoolKind::kMin) return "\\min(" + list + ") = " + number;
    return list + " = " + number;
}

std::string latex_result(const PoolingModel& model, const cnn::PoolTrace& trace) {
    const std::string list = latex_list(model, trace, trace.terms.size());
    const std::string result = " = " + number_text(trace.result);
    switch (model.settings().kind) {
        case PoolKind::kAverage:
            return "\\frac{" + list + "}{" + to_string(trace.count) + "}" + result;
        case PoolKind::kL2:
            return "\\sqrt{" + list + "}" + result;
        default:
            return latex_so_far(model, trace, trace.terms.size());
    }
}

}  // namespace

json PoolingModel::lesson_state() const {
    const Cursor now = cursor();
    const cnn::PoolTrace sum = trace(now);
    return {{"geometry", window_json(window())},
            {"padding", padding_names()[static_cast<std::size_t>(settings_.window.spec.padding)]},
            {"kind", kind_names()[static_cast<std::size_t>(settings_.kind)]},
            {"count_rule", count_names()[static_cast<std::size_t>(settings_.count)]},
            {"global", settings_.global},
            {"parameters", 0},
            {"input", tensor_json(input_)},
            {"output", tensor_json(output_)},
            {"shift", shift_json(*this)},
            {"sizes", sizes()},
            {"cursor",
             {{"cell", {{"channel", now.channel}, {"row", now.row}, {"col", now.column}}},
              {"cell_index", now.cell},
              {"cells", cells()},
              {"term", now.term},
              {"terms", pixels_per_cell()},
              {"on_result", now.result}}},
            {"terms", terms_json(sum)},
            {"winner", sum.winner},
            {"divisor", settings_.kind == PoolKind::kAverage ? json(sum.count) : json(nullptr)},
            {"result", number_json(sum.result)}};
}

std::string PoolingModel::lesson_sentences() const {
    std::string text = stage_title() + ".\n" + "The window has " + to_string(window().y.kernel) + " x " +
                       to_string(window().x.kernel) + " pixels, stride " + to_string(window().y.stride) +
                       ", padding " + to_string(window().y.pad_before) + " before and " +
                       to_string(window().y.pad_after) + " after. It has no parameters.\n" +
                       rows_text("Input", "channel", input_.shape(), input_.values()) +
                       rows_text("Output", "channel", output_.shape(), output_.values()) + shift_text(*this);
    if (const std::string unread = left_over_text(window()); !unread.empty()) text += unread + "\n";
    const std::vector<int> all = sizes();
    for (std::size_t i = 1; i < all.size(); ++i)
        text += "A picture of " + to_string(all[i - 1]) + " x " + to_string(all[i - 1]) + " becomes " +
                to_string(all[i]) + " x " + to_string(all[i]) + ".\n";
    return text;
}

std::string PoolingModel::stage_title() const {
    constexpr std::array<std::string_view, 5> kTitles{
        "Of each window only the largest number stays", "Each window becomes its average",
        "Of each window only the smallest number stays", "Each window becomes its sum",
        "Each window becomes the length of its numbers: their L2 norm"};
    return std::string(kTitles[static_cast<std::size_t>(settings_.kind)]);
}

std::string PoolingModel::step_sentence() const {
    const Cursor now = cursor();
    const cnn::PoolTrace sum = trace(now);
    const std::string cell = cell_name(*this, now) + ". ";
    if (now.result) return cell + result_text(*this, sum);
    const auto at = static_cast<std::size_t>(now.term);
    return cell + "Pixel " + to_string(now.term + 1) + " of " + to_string(pixels_per_cell()) + ": " +
           (by_winner() ? lead_text(settings_.kind, sum, at) : sum_text(settings_.kind, sum.terms[at]));
}

std::string PoolingModel::place_label() const {
    const Cursor now = cursor();
    const std::string cell = "cell " + to_string(now.cell + 1) + " of " + to_string(cells());
    if (now.result) return cell + " · result";
    return cell + " · pixel " + to_string(now.term + 1) + " of " + to_string(pixels_per_cell());
}

StepText PoolingModel::step_text() const {
    const Cursor now = cursor();
    const cnn::PoolTrace sum = trace(now);
    StepText step{step_sentence(), {"row", "column", "input", by_winner() ? "leads" : "sum"}, {}, {}};
    const std::size_t shown = std::min(sum.terms.size(), static_cast<std::size_t>(now.term) + 1);
    step.latex = now.result ? latex_result(*this, sum) : latex_so_far(*this, sum, shown);
    for (const cnn::PoolTerm& term : std::span(sum.terms).first(shown))
        step.rows.push_back({to_string(term.iy + 1), to_string(term.ix + 1),
                             term.padding ? "padding" : number_text(term.input),
                             std::isfinite(term.partial) ? number_text(term.partial) : ""});
    return step;
}

}  // namespace shell::lesson_pooling
