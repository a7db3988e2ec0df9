// The lesson in words and as JSON.
#include <algorithm>

#include "shell/lessons/14_softmax/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_softmax {
namespace {

using nlohmann::json;
using std::to_string;

// Losses are told with a float's digits.
std::string text_of(double value) { return number_text(static_cast<float>(value)); }
json json_of(double value) { return number_json(static_cast<float>(value)); }

std::string relu_text(const SoftmaxModel& model) {
    const int t = model.t();
    const int columns = model.settings().columns;
    const float x = model.settings().map[static_cast<std::size_t>(t)];
    const std::string place =
        "Row " + to_string(t / columns + 1) + ", column " + to_string(t % columns + 1) + ". ";
    if (x < 0) return place + number_text(x) + " is negative and becomes 0.";
    return place + number_text(x) + (x > 0 ? " is positive and stays." : " is 0 and stays.");
}

std::string softmax_text(const SoftmaxModel& model) {
    const int t = model.t();
    const bool shares = t >= model.classes();
    const int c = t % model.classes();
    const cnn::SoftmaxTerm& term = model.softmax().terms[static_cast<std::size_t>(c)];
    const std::string name = "Class " + to_string(c) + ". ";
    if (shares)
        return name + "Its exponential " + number_text(term.exponential) + " divided by the sum " +
               number_text(model.softmax().terms.back().partial) + " is the share " +
               number_text(model.shares()[static_cast<std::size_t>(c)]) + ".";
    std::string text =
        name + "The logit " + number_text(model.settings().logits[static_cast<std::size_t>(c)]);
    if (model.settings().temperature != 1)
        text += ", divided by the temperature " + number_text(model.settings().temperature) + ",";
    return text + " minus the largest is " + number_text(term.shifted) + "; its exponential is " +
           number_text(term.exponential) + ", and the sum so far " + number_text(term.partial) + ".";
}

std::string entropy_text(const SoftmaxModel& model) {
    const int t = model.t();
    if (t == model.classes())
        return (model.topic() == Topic::kBinary ? "The mean over the outputs is " : "The loss is ") +
               text_of(model.entropy().result) + ".";
    const cnn::EntropyTerm& term = model.entropy().terms[static_cast<std::size_t>(t)];
    const std::string p = text_of(term.probability);
    if (model.topic() == Topic::kBinary) {
        const std::string name = "Output " + to_string(t) + ". ";
        if (term.target == 1)
            return name + "It should say yes and gives it " + p + ": minus the logarithm is " +
                   text_of(term.loss) + ".";
        if (term.target == 0)
            return name + "It should say no and gives that 1 - " + p + ": minus the logarithm is " +
                   text_of(term.loss) + ".";
        return name + "Target " + number_text(term.target) + ", probability " + p +
               ": both logarithms, weighed, make " + text_of(term.loss) + ".";
    }
    const std::string name = "Class " + to_string(t) + ". ";
    if (term.target == 0) return name + "It is not the true one: 0 times log " + p + " adds nothing.";
    return name + "It is the true one: minus log " + p + " is " + text_of(term.loss) + ".";
}

std::string matrix_text(const std::string& what, int rows, int columns, std::span<const float> values) {
    return rows_text(what, "", {1, 1, rows, columns}, values);
}

json terms_json(const SoftmaxModel& model) {
    json terms = json::array();
    if (model.topic() == Topic::kSoftmax)
        for (const cnn::SoftmaxTerm& term : model.softmax().terms)
            terms.push_back({{"scaled", number_json(term.logit)},
                             {"shifted", number_json(term.shifted)},
                             {"exponential", number_json(term.exponential)},
                             {"partial", number_json(term.partial)}});
    else if (model.topic() != Topic::kRelu)
        for (const cnn::EntropyTerm& term : model.entropy().terms)
            terms.push_back({{"probability", term.probability},
                             {"target", number_json(term.target)},
                             {"log", json_of(term.logarithm)},
                             {"log_of_rest", json_of(term.other)},
                             {"loss", json_of(term.loss)},
                             {"partial", json_of(term.partial)}});
    return terms;
}

}  // namespace

std::string SoftmaxModel::stage_title() const {
    switch (topic()) {
        case Topic::kRelu:
            return "ReLU: what is negative becomes 0";
        case Topic::kSoftmax:
            return "Softmax: from any numbers to shares of 1";
        case Topic::kCrossEntropy:
            return "Cross-entropy: how surprised by the truth";
        default:
            return "Binary cross-entropy: every output its own question";
    }
}

std::string SoftmaxModel::step_sentence() const {
    if (topic() == Topic::kRelu) return relu_text(*this);
    return topic() == Topic::kSoftmax ? softmax_text(*this) : entropy_text(*this);
}

std::string SoftmaxModel::place_label() const {
    const int steps = classes();
    if (topic() == Topic::kRelu) return "number " + to_string(t() + 1) + " of " + to_string(count_steps());
    if (topic() == Topic::kSoftmax)
        return (t() < steps ? "exponential " : "share ") + to_string(t() % steps + 1) + " of " +
               to_string(steps);
    return t() == steps ? "loss" : "term " + to_string(t() + 1) + " of " + to_string(steps);
}

StepText SoftmaxModel::step_text() const {
    StepText step{step_sentence(), {}, {}, {}};
    const auto n = static_cast<std::size_t>(t());
    if (topic() == Topic::kRelu) {
        step.columns = {"x", "relu"};
        for (std::size_t i = 0; i <= n; ++i)
            step.rows.push_back({number_text(settings_.map[i]), number_text(rectified_[i])});
        step.latex = "\\max(0, " + step.rows.back()[0] + ") = " + step.rows.back()[1];
        return step;
    }
    const auto count = static_cast<std::size_t>(classes());
    if (topic() == Topic::kSoftmax) {
        step.columns = {"class", "logit", "shifted", "exponential", "sum", "share"};
        for (std::size_t c = 0; c < std::min(n + 1, count); ++c) {
            const cnn::SoftmaxTerm& term = softmax_.terms[c];
            step.rows.push_back({to_string(c), number_text(settings_.logits[c]), number_text(term.shifted),
                                 number_text(term.exponential), number_text(term.partial),
                                 n >= count + c ? number_text(shares_[c]) : ""});
        }
        const cnn::SoftmaxTerm& term = softmax_.terms[n % count];
        step.latex = n < count ? "e^{" + number_text(term.shifted) + "} = " + number_text(term.exponential)
                               : "\\frac{" + number_text(term.exponential) + "}{" +
                                     number_text(softmax_.terms.back().partial) +
                                     "} = " + number_text(shares_[n % count]);
        return step;
    }
    step.columns = {"class", "probability", "target", "loss", "sum"};
    for (std::size_t c = 0; c < std::min(n + 1, count); ++c) {
        const cnn::EntropyTerm& term = entropy_.terms[c];
        step.rows.push_back({to_string(c), text_of(term.probability), number_text(term.target),
                             text_of(term.loss), text_of(term.partial)});
    }
    step.latex = "L = " + text_of(n < count ? entropy_.terms[n].partial : entropy_.result);
    return step;
}

json SoftmaxModel::lesson_state() const {
    json out = {{"topic", topic_names()[static_cast<std::size_t>(topic())]},
                {"terms", terms_json(*this)},
                {"cursor", json::object()}};
    if (topic() == Topic::kRelu) {
        out["before"] = matrix_json(settings_.columns, settings_.map);
        out["after"] = matrix_json(settings_.columns, rectified_);
    } else if (topic() == Topic::kSoftmax) {
        out["logits"] = numbers_json(settings_.logits);
        out["temperature"] = number_json(settings_.temperature);
        out["sum"] = number_json(softmax_.terms.back().partial);
        out["shares"] = numbers_json(shares_);
    } else {
        out["probabilities"] = numbers_json(settings_.probabilities);
        out["truth"] = numbers_json(truth_);
        out["probability_sum"] = number_json(total_);
        out["loss"] = json_of(entropy_.result);
    }
    return out;
}

std::string SoftmaxModel::lesson_sentences() const {
    if (topic() == Topic::kRelu)
        return matrix_text("Before", settings_.rows, settings_.columns, settings_.map) +
               matrix_text("After", settings_.rows, settings_.columns, rectified_);
    if (topic() == Topic::kSoftmax)
        return "Logits: " + list_of(settings_.logits) +
               ".\nTemperature: " + number_text(settings_.temperature) + ".\nShares: " + list_of(shares_) +
               ".\n";
    return "Probabilities: " + list_of(settings_.probabilities) + ", in all " + number_text(total_) +
           ".\nTruth: " + list_of(truth_) + ".\nLoss: " + text_of(entropy_.result) + ".\n";
}

}  // namespace shell::lesson_softmax
