// JSON and sentences of the lesson of sizes. Nothing is computed here.
#include "core/ops/reach.h"
#include "shell/lessons/04_size/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_size {
namespace {

using nlohmann::json;
using std::to_string;

constexpr int kLargestMap = 40;  // sides of a coverage that the state spells out

json formula_json(const SizeModel& model, const cnn::AxisPlan& axis) {
    json lines = json::array();
    const std::vector<FormulaLine> all = formula_of(axis, model.settings());
    for (int i = 0; i <= model.formula_step(); ++i) {
        const FormulaLine& line = all[static_cast<std::size_t>(i)];
        lines.push_back({{"what", line.what}, {"terms", line.terms}, {"value", line.value}});
    }
    return lines;
}

int padded(const cnn::AxisPlan& axis) { return axis.input + axis.pad_before + axis.pad_after; }

bool spells_out(const cnn::WindowPlan& window) {
    return padded(window.y) <= kLargestMap && padded(window.x) <= kLargestMap;
}

json coverage_json(const SizeModel& model) {
    if (!spells_out(model.window())) return nullptr;
    const std::vector<std::int32_t> counts = model.coverage();
    return matrix_json(padded(model.window().x), std::vector<float>(counts.begin(), counts.end()));
}

std::string coverage_text(const SizeModel& model) {
    if (model.windows() == 0 || !spells_out(model.window())) return {};
    const std::vector<std::int32_t> counts = model.coverage();
    return rows_text("Windows so far that touch each pixel, padding included", "",
                     {1, 1, padded(model.window().y), padded(model.window().x)},
                     std::vector<float>(counts.begin(), counts.end()));
}

json dialects_json(const SizeModel& model) {
    json rows = json::array();
    for (const Dialect& one : dialects(model.settings()))
        rows.push_back({{"framework", one.framework},
                        {"words", one.words},
                        {"pad_before", one.pad_before},
                        {"pad_after", one.pad_after},
                        {"output", one.output == 0 ? json(nullptr) : json(one.output)},
                        {"reason", one.reason}});
    return rows;
}

std::string line_text(const FormulaLine& line) {
    const std::string value = number_text(static_cast<float>(line.value));
    return line.terms == value ? line.what + ": " + value : line.what + ": " + line.terms + " = " + value;
}

std::string plain_minus(std::string text) {
    for (std::size_t at = 0; (at = text.find("−", at)) != std::string::npos;) text.replace(at, 3, "-");
    return text;
}

std::string formula_sentence(const SizeModel& model) {
    const auto at = static_cast<std::size_t>(model.formula_step());
    const FormulaLine x = formula_of(model.window().x, model.settings())[at];
    const FormulaLine y = formula_of(model.window().y, model.settings())[at];
    std::string text = "Columns, " + line_text(x) + ".";
    if (x.terms != y.terms) text += " Rows, " + line_text(y) + ".";
    if (at == kFormulaSteps - 2 && !model.settings().transposed) {
        const std::string unread = left_over_text(model.window());
        if (!unread.empty()) text += " " + unread;
    }
    return plain_minus(text);
}

std::string window_sentence(const SizeModel& model) {
    const cnn::WindowPlan& window = model.window();
    const int at = model.windows() - 1;
    const int row = at / window.x.output;
    const int column = at % window.x.output;
    const auto range = [](const cnn::AxisPlan& axis, int o) {
        return to_string(axis.tap(o, 0) + 1) + " to " + to_string(axis.tap(o, axis.kernel - 1) + 1);
    };
    if (model.settings().transposed)
        return "Input " + to_string(at + 1) + " is spread over rows " + range(window.y, row) +
               " and columns " + range(window.x, column) + " of the output.";
    const auto reaches_out = [](const cnn::AxisPlan& axis, int o) {
        return !axis.inside(axis.tap(o, 0)) || !axis.inside(axis.tap(o, axis.kernel - 1));
    };
    const std::string text = "Window " + to_string(at + 1) + " reads rows " + range(window.y, row) +
                             " and columns " + range(window.x, column);
    if (!reaches_out(window.y, row) && !reaches_out(window.x, column)) return text + ".";
    return text + "; what is below 1 or behind the end is padding.";
}

std::string dialects_text(const SizeModel& model) {
    std::string text;
    for (const Dialect& one : dialects(model.settings()))
        text += std::string(one.framework) + ", " + std::string(one.words) + ": " +
                (one.output == 0 ? one.reason
                                 : count_of(one.output, "column", "columns") + ", padding " +
                                       to_string(one.pad_before) + " and " + to_string(one.pad_after)) +
                ".\n";
    return text;
}

}  // namespace

json SizeModel::lesson_state() const {
    json out = {
        {"geometry", settings_.transposed ? transposed_window_json(window_) : window_json(window_)},
        {"transposed", settings_.transposed},
        {"padding", padding_names()[static_cast<std::size_t>(settings_.window.spec.padding)]},
        {"formula", {{"rows", formula_json(*this, window_.y)}, {"columns", formula_json(*this, window_.x)}}},
        {"windows", windows()},
        {"coverage", coverage_json(*this)},
        {"output", nullptr},
        {"dialects", nullptr}};
    if (size_shown()) {
        out["output"] = {result_rows(), result_columns()};
        out["dialects"] = dialects_json(*this);
    }
    return out;
}

std::string SizeModel::lesson_sentences() const {
    std::string text = stage_title() + ".\n";
    const std::vector<FormulaLine> y = formula_of(window_.y, settings_);
    const std::vector<FormulaLine> x = formula_of(window_.x, settings_);
    for (std::size_t i = 0; i <= static_cast<std::size_t>(formula_step()); ++i)
        text +=
            "Rows, " + plain_minus(line_text(y[i])) + ". Columns, " + plain_minus(line_text(x[i])) + ".\n";
    text += coverage_text(*this);
    return size_shown() ? text + dialects_text(*this) : text;
}

std::string SizeModel::stage_title() const {
    if (settings_.transposed) return "From the small picture back to the large one";
    return "How many places are there for the window?";
}

std::string SizeModel::step_sentence() const {
    return windows() == 0 ? formula_sentence(*this) : window_sentence(*this);
}

std::string SizeModel::place_label() const {
    if (windows() == 0) return "formula " + to_string(player_.t + 1) + " of " + to_string(kFormulaSteps);
    return (settings_.transposed ? "input " : "window ") + to_string(windows()) + " of " +
           to_string(window_.y.output * window_.x.output);
}

StepText SizeModel::step_text() const {
    StepText step{step_sentence(), {"what", "rows", "columns"}, {}, {}};
    const std::vector<FormulaLine> y = formula_of(window_.y, settings_);
    const std::vector<FormulaLine> x = formula_of(window_.x, settings_);
    for (std::size_t i = 0; i <= static_cast<std::size_t>(formula_step()); ++i)
        step.rows.push_back({x[i].what, number_text(static_cast<float>(y[i].value)),
                             number_text(static_cast<float>(x[i].value))});
    const FormulaLine& line = x[static_cast<std::size_t>(formula_step())];
    step.latex = latex_equation(line.terms, number_text(static_cast<float>(line.value)));
    return step;
}

}  // namespace shell::lesson_size
