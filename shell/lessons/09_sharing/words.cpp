// Words, state and questions of the lesson from dense to convolution.
#include <span>

#include "shell/lessons/09_sharing/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/lessons/window_slips.h"
#include "shell/state/field_text.h"

namespace shell::lesson_sharing {
namespace {

using nlohmann::json;
using std::to_string;

std::string row_sentence(const SharingModel& model) {
    const Cursor cursor = model.cursor();
    const RowTrace trace = model.trace(cursor.row);
    const std::string name = "Output h" + to_string(cursor.row + 1) + ". ";
    if (cursor.result)
        return name + "The products add up to " + number_text(trace.products.back().partial) +
               "; with the bias " + number_text(trace.bias) + " that is " + number_text(trace.result) + ".";
    const Product& now = trace.products[static_cast<std::size_t>(cursor.term)];
    const bool inside = now.column >= 0 && now.column < model.settings().matrix.inputs;
    return name +
           (inside ? "x" + to_string(now.column + 1) + " = " + number_text(now.input) : "A padding zero") +
           " times the weight " + number_text(now.weight) + " makes " + number_text(now.product) +
           "; the sum is " + number_text(now.partial) + ".";
}

json count_json(const SharingModel& model) {
    json lines = json::array();
    for (const CountLine& line : model.lines())
        lines.push_back({{"what", line.what}, {"product", line.product}, {"value", line.value}});
    const ThreeCounts& counts = model.counts();
    return {{"lines", lines},          {"outputs", counts.outputs}, {"weights_of_one", counts.weights_of_one},
            {"shared", counts.shared}, {"local", counts.local},     {"dense", counts.dense}};
}

std::string weights_words(const SharingModel& model) {
    const MatrixSettings& matrix = model.settings().matrix;
    const std::string numbers = count_of(static_cast<int>(matrix.weight_count()), "weight", "weights") +
                                " and " + count_of(static_cast<int>(matrix.bias_count()), "bias", "biases");
    switch (matrix.kind) {
        case Kind::kDense:
            return "Dense: every output reads every input, " + numbers;
        case Kind::kLocal:
            return "Local: every output reads its window, " + numbers;
        case Kind::kShared:
            return "Shared: every output uses the same kernel, " + numbers;
    }
    return {};
}

}  // namespace

json SharingModel::lesson_state() const {
    const MatrixSettings& matrix = settings_.matrix;
    json out = {{"topic", topic_names()[static_cast<std::size_t>(settings_.topic)]},
                {"kind", kind_names()[static_cast<std::size_t>(matrix.kind)]},
                {"input", numbers_json(matrix.x)},
                {"matrix", matrix_json(matrix.inputs, this->matrix())},
                {"weights", matrix.weight_count()},
                {"biases", numbers_json(matrix.biases())},
                {"output", numbers_json(outputs_)},
                {"count", count_json(*this)}};
    if (matrix.kind != Kind::kDense) out["geometry"] = {{"x", axis_json(plan_of(matrix))}};
    if (is_matrix())
        out["cursor"] = {{"row", cursor().row}, {"term", cursor().term}, {"on_result", cursor().result}};
    return out;
}

std::string SharingModel::lesson_sentences() const {
    std::string text;
    if (!is_matrix()) {
        for (const CountLine& line : lines_)
            text += line.what + ": " + line.product + " = " + to_string(line.value) + ".\n";
        return text;
    }
    text = weights_words(*this) + ".\nInputs: " + list_of(settings_.matrix.x) + ".\n";
    text += rows_text("Matrix", "", {1, 1, rows(), settings_.matrix.inputs}, matrix());
    return text + "Biases: " + list_of(settings_.matrix.biases()) + ".\nOutputs: " + list_of(outputs_) +
           ".\n";
}

std::string SharingModel::stage_title() const {
    if (is_matrix()) return weights_words(*this);
    return settings_.topic == Topic::kCount ? "One layer, counted three ways" : "A dense network's weights";
}

std::string SharingModel::step_sentence() const {
    if (is_matrix()) return row_sentence(*this);
    const CountLine& line = lines_[static_cast<std::size_t>(player_.t)];
    std::string what = line.what;
    what.front() = static_cast<char>(what.front() - 'a' + 'A');
    return what + ": " + line.product + " = " + to_string(line.value) + ".";
}

std::string SharingModel::place_label() const {
    if (!is_matrix()) return "line " + to_string(player_.t + 1) + " of " + to_string(player_.count);
    const Cursor at = cursor();
    const std::string output = "output " + to_string(at.row + 1) + " of " + to_string(rows());
    return at.result ? output + " · result"
                     : output + " · term " + to_string(at.term + 1) + " of " + to_string(taps());
}

StepText SharingModel::step_text() const {
    StepText step{step_sentence(), {}, {}, {}};
    if (!is_matrix()) {
        step.columns = {"what", "product", "value"};
        for (const CountLine& line : std::span(lines_).first(static_cast<std::size_t>(player_.t) + 1))
            step.rows.push_back({line.what, line.product, to_string(line.value)});
        const CountLine& now = lines_[static_cast<std::size_t>(player_.t)];
        step.latex = latex_equation(now.product, to_string(now.value));
        return step;
    }
    step.columns = {"input", "value", "weight", "product", "sum"};
    const Cursor at = cursor();
    const RowTrace trace = this->trace(at.row);
    std::vector<LatexTerm> terms;
    for (const Product& one : std::span(trace.products).first(static_cast<std::size_t>(at.term) + 1)) {
        step.rows.push_back({"x" + to_string(one.column + 1), number_text(one.input), number_text(one.weight),
                             number_text(one.product), number_text(one.partial)});
        terms.push_back({{one.input, one.weight}});
    }
    step.latex = at.result ? latex_sum(terms, trace.bias, trace.result)
                           : latex_sum(terms, 0, trace.products[static_cast<std::size_t>(at.term)].partial);
    return step;
}

// ---- questions

Question SharingModel::row_question(int t) const {
    const int row = t / (taps() + 1);
    const RowTrace trace = this->trace(row);
    Question question;
    question.prompt = "Which number is h" + to_string(row + 1) + "?";
    question.answer = static_cast<double>(trace.result);
    question.shown_at = t + taps();
    const auto add = [&](float value, const char* why) {
        question.mistakes.push_back({static_cast<double>(value), why});
    };
    add(trace.products.back().partial, "That is the sum of the products; the bias is still to be added.");
    float turned = trace.bias;
    for (std::size_t i = 0; i < trace.products.size(); ++i)
        turned += trace.products[i].input * trace.products[trace.products.size() - 1 - i].weight;
    if (settings_.matrix.kind != Kind::kDense) {
        add(turned, "That is with the kernel turned round; here it is used as written.");
        add_window_slips(
            line_window(), [&](const cnn::WindowPlan& wrong) { return this->trace(row, wrong).result; },
            question);
    }
    if (row + 1 < rows())
        add(outputs_[static_cast<std::size_t>(row) + 1], "That window is one output too far.");
    if (row > 0) add(outputs_[static_cast<std::size_t>(row) - 1], "That is the output before.");
    return question;
}

std::optional<Question> SharingModel::question(int t) const {
    if (is_matrix()) return t % (taps() + 1) == 0 ? std::optional(row_question(t)) : std::nullopt;
    if (t != 0) return std::nullopt;
    constexpr std::int64_t kMostTyped = 100000000;  // more is asked for in millions
    const std::int64_t asked = settings_.topic == Topic::kCount ? counts_.shared : lines_[1].value;
    const bool millions = asked > kMostTyped;
    const auto real = [&](std::int64_t number) {
        return static_cast<double>(number) / (millions ? 1000000 : 1);
    };
    Question question;
    question.counted = true;
    question.prompt = millions ? "In millions: how many " : "How many ";
    question.answer = real(asked);
    if (settings_.topic == Topic::kCount) {
        question.prompt += "parameters has the layer when its weights are shared?";
        question.shown_at = 4;
        const std::int64_t filters = settings_.count.filters;
        const std::int64_t area = std::int64_t{settings_.count.kernel} * settings_.count.kernel;
        question.mistakes = {
            {real(counts_.weights_of_one * filters), "Those are the weights; each filter has a bias too."},
            {real(counts_.local), "That is without sharing: a set of weights for each output."},
            {real((area + 1) * filters), "A filter has a sheet of weights for each channel."}};
        return question;
    }
    const std::int64_t inputs = lines_.front().value;
    question.prompt += "weights lie between the inputs and the hidden units?";
    question.shown_at = 1;
    question.mistakes = {
        {real(inputs + settings_.dense.hidden),
         "Every input is joined with every hidden unit: a product, not a sum."},
        {real(lines_[1].value + settings_.dense.hidden), "That is with the biases; asked are the weights."}};
    return question;
}

}  // namespace shell::lesson_sharing
