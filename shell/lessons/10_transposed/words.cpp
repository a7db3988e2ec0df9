// Words, state and questions of the lesson on transposed convolution.
#include <algorithm>

#include "shell/lessons/10_transposed/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_transposed {
namespace {

using nlohmann::json;
using std::to_string;

std::string place(int index, int columns) { return place_text(index / columns, index % columns); }

std::string spread_sentence(const TransposedModel& model) {
    const int t = model.stamp();
    if (t == model.inputs())
        return "All inputs have stamped their kernels. With the bias " + number_text(model.settings().bias) +
               " everywhere the output is complete.";
    const float value = model.input().values()[static_cast<std::size_t>(t)];
    return "The input " + number_text(value) + " at " + place(t, model.settings().size) +
           " stamps the kernel, " + number_text(value) +
           " times as strong, on the output. Where stamps overlap they add up.";
}

std::string gather_sentence(const TransposedModel& model) {
    const int columns = model.window().x.input;
    const int row = model.gathered() / columns;
    const int column = model.gathered() % columns;
    const cnn::ConvTranspose2dTrace trace = model.trace(row, column);
    std::string text = "The output at " + place(model.gathered(), columns) + " is reached by " +
                       count_of(static_cast<int>(trace.terms.size()), "input", "inputs") +
                       "; under the other weights of the turned kernel lie zeros.";
    if (model.summed()) text += " With the bias the sum is " + number_text(trace.result) + ".";
    return text;
}

std::string inverse_sentence(const TransposedModel& model) {
    switch (model.player().t) {
        case 0:
            return "A signal, and a filter that it will be convolved with.";
        case 1:
            return "The full convolution: " + list_of(model.convolved()) + ".";
        case 2:
            return "The transposed convolution leads back to the signal's length, but not to the signal: " +
                   list_of(model.transposed()) + ".";
        default:
            if (model.divided().empty())
                return "The filter begins with 0: it cannot be divided by from the front.";
            return "The deconvolution divides, number by number, and gives the signal: " +
                   list_of(model.divided()) + ".";
    }
}

json written_json(const TransposedModel& model) {
    json rows = json::array();
    for (int row = 0; row < model.window().y.input; ++row) {
        json one = json::array();
        for (int column = 0; column < model.window().x.input; ++column)
            one.push_back(model.written(row, column));
        rows.push_back(one);
    }
    return rows;
}

int most_written(const TransposedModel& model) {
    int most = 0;
    for (int row = 0; row < model.window().y.input; ++row)
        for (int column = 0; column < model.window().x.input; ++column)
            most = std::max(most, model.written(row, column));
    return most;
}

void add_gather_rows(const TransposedModel& model, StepText& step) {
    step.columns = {"row", "column", "input", "weight", "product", "sum"};
    const int columns = model.window().x.input;
    const cnn::ConvTranspose2dTrace trace =
        model.trace(model.gathered() / columns, model.gathered() % columns);
    std::vector<LatexTerm> terms;
    for (const cnn::ConvTranspose2dTerm& term : trace.terms) {
        step.rows.push_back({to_string(term.iy + 1), to_string(term.ix + 1), number_text(term.input),
                             number_text(term.weight), number_text(term.product), number_text(term.partial)});
        terms.push_back({{term.input, term.weight}});
    }
    step.latex = model.summed() ? latex_sum(terms, trace.bias, trace.result) : latex_terms(terms);
}

void add_spread_rows(const TransposedModel& model, StepText& step) {
    step.columns = {"row", "column", "output so far"};
    const bool done = model.stamp() == model.inputs();
    const cnn::Tensor output = done ? model.output() : model.stamped(model.stamp() + 1);
    for (int row = 0; row < output.shape().h; ++row)
        for (int column = 0; column < output.shape().w; ++column)
            step.rows.push_back(
                {to_string(row + 1), to_string(column + 1), number_text(output.at(0, 0, row, column))});
    if (done) {
        step.latex = latex_matrix(output.shape().w, model.stamped(model.inputs()).values()) + " + " +
                     number_text(model.settings().bias) + " = " +
                     latex_matrix(output.shape().w, output.values());
        return;
    }
    const float value = model.input().values()[static_cast<std::size_t>(model.stamp())];
    std::vector<float> stamp;
    for (const float weight : model.weights().values()) stamp.push_back(value * weight);
    const int side = model.weights().shape().w;
    step.latex = number_text(value) + " \\cdot " + latex_matrix(side, model.weights().values()) + " = " +
                 latex_matrix(side, stamp);
}

std::string inverse_latex(const TransposedModel& model) {
    const auto list = [](std::span<const float> values) { return "(" + list_of(values) + ")"; };
    switch (model.player().t) {
        case 0:
            return "x = " + list(model.settings().signal) + ",\\quad w = " + list(model.settings().filter);
        case 1:
            return "y = x * w = " + list(model.convolved());
        case 2:
            return "W^\\top y = " + list(model.transposed());
        default:
            return model.divided().empty() ? "w_0 = 0" : "W^{-1} y = " + list(model.divided());
    }
}

}  // namespace

json TransposedModel::lesson_state() const {
    json out = {{"view", view_names()[static_cast<std::size_t>(settings_.view)]},
                {"geometry", transposed_window_json(plan_.window)},
                {"input", tensor_json(input_)[0]},
                {"kernel", tensor_json(weights_)[0]},
                {"bias", number_json(settings_.bias)},
                {"output", tensor_json(output_)[0]},
                {"written", written_json(*this)},
                {"inverse",
                 {{"signal", numbers_json(settings_.signal)},
                  {"filter", numbers_json(settings_.filter)},
                  {"convolved", numbers_json(convolved_)},
                  {"transposed", numbers_json(transposed_)},
                  {"divided", numbers_json(divided_)}}}};
    if (settings_.view == View::kSpread)
        out["so_far"] = tensor_json(stamp() == inputs() ? output_ : stamped(stamp() + 1))[0];
    return out;
}

std::string TransposedModel::lesson_sentences() const {
    if (settings_.view == View::kInverse)
        return "Signal: " + list_of(settings_.signal) + ". Filter: " + list_of(settings_.filter) + ".\n";
    const cnn::AxisPlan& x = plan_.window.x;
    std::string text = "A transposed convolution: kernel " + to_string(x.kernel) + ", stride " +
                       to_string(x.stride) + ", padding " + to_string(x.pad_before) + ", dilation " +
                       to_string(x.dilation) + ", output padding " + to_string(settings_.output_padding) +
                       ": from " + to_string(x.output) + " to " + to_string(x.input) +
                       " pixels along a side.\n";
    text += rows_text("Input", "", input_.shape(), input_.values());
    text += rows_text("Kernel", "", weights_.shape(), weights_.values());
    return text + rows_text("Output", "", output_.shape(), output_.values());
}

std::string TransposedModel::stage_title() const {
    if (settings_.view == View::kInverse) return "\"Deconvolution\": transposed is not inverse";
    if (settings_.view == View::kSpread) return "Each input stamps the kernel on a larger output";
    return settings_.stride > 1 ? "Fractional stride: a convolution over zeros between the inputs"
                                : "The same as a convolution with the turned kernel";
}

std::string TransposedModel::step_sentence() const {
    switch (settings_.view) {
        case View::kSpread:
            return spread_sentence(*this);
        case View::kGather:
            return gather_sentence(*this);
        case View::kInverse:
            return inverse_sentence(*this);
    }
    return {};
}

std::string TransposedModel::place_label() const {
    const int t = player_.t;
    if (settings_.view == View::kInverse)
        return "step " + to_string(t + 1) + " of " + to_string(player_.count);
    if (settings_.view == View::kGather)
        return "output " + to_string(gathered() + 1) + " of " + to_string(outputs()) +
               (summed() ? " · sum" : "");
    return t == inputs() ? "bias" : "input " + to_string(t + 1) + " of " + to_string(inputs());
}

StepText TransposedModel::step_text() const {
    StepText step{step_sentence(), {}, {}, {}};
    if (settings_.view == View::kGather) {
        add_gather_rows(*this, step);
    } else if (settings_.view == View::kSpread) {
        add_spread_rows(*this, step);
    } else {
        step.columns = {"what", "numbers"};
        const std::vector<std::pair<const char*, const std::vector<float>*>> rows{
            {"signal", &settings_.signal},
            {"convolved", &convolved_},
            {"transposed", &transposed_},
            {"divided", &divided_}};
        for (std::size_t i = 0; i <= static_cast<std::size_t>(player_.t); ++i)
            step.rows.push_back({rows[i].first, list_of(*rows[i].second)});
        step.latex = inverse_latex(*this);
    }
    return step;
}

// ---- questions

Question TransposedModel::gather_question(int t) const {
    const int columns = plan_.window.x.input;
    const int row = t / 2 / columns;
    const int column = t / 2 % columns;
    const cnn::ConvTranspose2dTrace trace = this->trace(row, column);
    Question question;
    question.prompt = "Which number comes out at " + place(t / 2, columns) + "?";
    question.answer = static_cast<double>(trace.result);
    question.shown_at = t + 1;
    const auto add = [&](float value, const char* why) {
        question.mistakes.push_back({static_cast<double>(value), why});
    };
    add(trace.result - trace.bias, "That is the sum of the products; the bias is still to be added.");
    float straight = trace.bias;
    for (const cnn::ConvTranspose2dTerm& term : trace.terms)
        straight += term.input * weights_.at(0, 0, plan_.window.y.kernel - 1 - term.ky,
                                             plan_.window.x.kernel - 1 - term.kx);
    add(straight,
        "That is with the kernel as written over the stretched input: there it is turned by half a turn.");
    const auto add_window = [&](const cnn::WindowPlan& wrong, const char* why) {
        if (!(wrong == plan_.window)) add(this->trace(row, column, wrong).result, why);
    };
    cnn::WindowPlan wrong = plan_.window;
    wrong.y.stride = wrong.x.stride = 1;
    add_window(wrong, "That is with stride 1: here zeros stand between the inputs.");
    wrong = plan_.window;
    wrong.y.pad_before = wrong.x.pad_before = 0;
    add_window(wrong, "That is without padding: here it cuts off the first rows and columns.");
    const auto add_neighbour = [&](int down, int right, const char* why) {
        if (plan_.window.y.inside(row + down) && plan_.window.x.inside(column + right))
            add(output_.at(0, 0, row + down, column + right), why);
    };
    add_neighbour(0, 1, "That is the output to the right of it.");
    add_neighbour(0, -1, "That is the output to the left of it.");
    add_neighbour(1, 0, "That is the output below it.");
    add_neighbour(-1, 0, "That is the output above it.");
    return question;
}

std::optional<Question> TransposedModel::question(int t) const {
    if (settings_.view == View::kGather) return t % 2 == 0 ? std::optional(gather_question(t)) : std::nullopt;
    if (t != 0) return std::nullopt;
    Question question;
    if (settings_.view == View::kSpread) {
        question.prompt = "How many stamps will lie on the output that is written most often?";
        question.answer = most_written(*this);
        question.shown_at = inputs();
        question.mistakes = {
            {static_cast<double>(weights_.size()),
             "That is the number of weights; with a stride fewer stamps overlap."},
            {static_cast<double>(settings_.kernel), "That is along one side; rows and columns multiply."},
            {1, "Neighbouring stamps overlap where the kernel is larger than the stride."}};
        return question;
    }
    const auto length = static_cast<double>(settings_.signal.size());
    const auto filter = static_cast<double>(settings_.filter.size());
    question.prompt = "How many numbers has the full convolution?";
    question.answer = length + filter - 1;
    question.shown_at = 1;
    question.mistakes = {
        {length, "That is equal width; the full convolution begins and ends outside the signal."},
        {length - filter + 1, "That is the narrow convolution, without padding."},
        {length + filter, "One too many: the two must overlap by at least one number."}};
    return question;
}

}  // namespace shell::lesson_transposed
