// Fields, numbers, commands and questions.
#include "shell/lessons/14_softmax/model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "core/ops/activation/activation.h"
#include "shell/state/arguments.h"
#include "shell/state/field_text.h"

namespace shell::lesson_softmax {
namespace {

constexpr std::array<std::string_view, 4> kTopics{"relu", "softmax", "cross-entropy", "binary"};

// A list that grows gets zeros.
void visit_list(FieldVisitor& visitor, FieldName name, std::vector<float>& values, int count) {
    values.resize(static_cast<std::size_t>(count), 0.0F);
    visitor.numbers(name, values, values.size());
}

// The decimal number that the screen shows and the learner typed.
double as_written(float value) { return std::strtod(number_text(value).c_str(), nullptr); }

void keep_between(std::vector<float>& values, float low, float high) {
    for (float& value : values) value = std::clamp(value, low, high);
}

}  // namespace

std::span<const std::string_view> topic_names() { return kTopics; }

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    int topic = static_cast<int>(settings.topic);
    visitor.choice({"topic", "What is stepped through"}, topic, kTopics);
    settings.topic = static_cast<Topic>(topic);
    visitor.integer({"rows", "Rows of the map"}, settings.rows, 1, kMaxSide);
    visitor.integer({"columns", "Columns of the map"}, settings.columns, 1, kMaxSide);
    visit_list(visitor, {"map", "Map before ReLU"}, settings.map, settings.rows * settings.columns);
    visitor.integer({"classes", "Classes"}, settings.classes, 2, kMostClasses);
    visit_list(visitor, {"logits", "Logits"}, settings.logits, settings.classes);
    keep_between(settings.logits, -1e4F, 1e4F);
    visitor.real({"temperature", "Temperature"}, settings.temperature, 0.05F, 20);
    visit_list(visitor, {"probabilities", "Probabilities"}, settings.probabilities, settings.classes);
    keep_between(settings.probabilities, 0, 1);
    settings.label = std::min(settings.label, settings.classes - 1);
    visitor.integer({"label", "True class"}, settings.label, 0, settings.classes - 1);
    visit_list(visitor, {"targets", "Targets, one per output"}, settings.targets, settings.classes);
    keep_between(settings.targets, 0, 1);
}

std::unique_ptr<LessonModel> make_model() { return std::make_unique<SoftmaxModel>(); }

SoftmaxModel::SoftmaxModel() : SteppedModel({"step", "part", "part"}) {
    add_command({"take-softmax", "Take softmax's shares as the probabilities of the losses", ""},
                [this](const Arguments&) { return settings_.probabilities = shares_, settle(); });
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

cnn::Status SoftmaxModel::compute() {
    rectified_.assign(settings_.map.size(), 0.0F);
    cnn::relu_forward(settings_.map.size(), settings_.map.data(), rectified_.data());

    std::vector<float> scaled = settings_.logits;
    for (float& logit : scaled) logit /= settings_.temperature;
    shares_.clear();
    for (int c = 0; c < settings_.classes; ++c) {
        softmax_ = cnn::trace_softmax(scaled, c);
        shares_.push_back(softmax_.result);
    }

    truth_ = settings_.targets;
    if (topic() != Topic::kBinary) {
        truth_.assign(static_cast<std::size_t>(settings_.classes), 0.0F);
        truth_[static_cast<std::size_t>(settings_.label)] = 1;
    }
    written_.clear();
    for (const float p : settings_.probabilities) written_.push_back(as_written(p));
    entropy_ = topic() == Topic::kBinary ? cnn::trace_binary_entropy(written_, truth_)
                                         : cnn::trace_entropy(written_, truth_);
    double total = 0;
    for (const double p : written_) total += p;
    total_ = static_cast<float>(total);
    return cnn::success();
}

int SoftmaxModel::steps_per_part() const {
    switch (topic()) {
        case Topic::kRelu:
            return settings_.columns;
        case Topic::kSoftmax:
            return settings_.classes;
        default:
            return settings_.classes + 1;
    }
}

int SoftmaxModel::count_steps() const {
    switch (topic()) {
        case Topic::kRelu:
            return settings_.rows * settings_.columns;
        case Topic::kSoftmax:
            return 2 * settings_.classes;  // exponentials, then shares
        default:
            return settings_.classes + 1;  // terms, then the loss
    }
}

// ReLU: the map. Softmax: the shares. Cross-entropy: one-hot, the sum of the probabilities, the loss. Binary:
// the loss of each output, their mean.
std::vector<float> SoftmaxModel::outcome() const {
    if (topic() == Topic::kRelu) return rectified_;
    if (topic() == Topic::kSoftmax) return shares_;
    std::vector<float> numbers;
    if (topic() == Topic::kCrossEntropy) {
        numbers = truth_;
        numbers.push_back(total_);
    } else {
        for (const cnn::EntropyTerm& term : entropy_.terms) numbers.push_back(static_cast<float>(term.loss));
    }
    numbers.push_back(static_cast<float>(entropy_.result));
    return numbers;
}

std::span<const LectureExample> SoftmaxModel::lecture_examples() const { return softmax_examples(); }
std::span<const Erratum> SoftmaxModel::errata() const { return softmax_errata(); }

// ---- questions

namespace {

void slip(Question& question, double value, const char* why) {
    if (std::isfinite(value)) question.mistakes.push_back({value, why});
}

}  // namespace

void SoftmaxModel::ask_share(int t, Question& question) const {
    const auto next = static_cast<std::size_t>(t + 1 - classes());
    const cnn::SoftmaxTerm& term = softmax_.terms[next];
    question.prompt = "Class " + std::to_string(next) + ": which share does it get?";
    question.answer = static_cast<double>(shares_[next]);
    slip(question, static_cast<double>(term.exponential),
         "That is the exponential; it is to be divided by the sum.");
    float sum = 0;
    for (const float logit : settings_.logits) sum += logit;
    slip(question, static_cast<double>(settings_.logits[next] / sum),
         "That is the logit's share of the logits: first comes the exponential.");
    slip(question, 1.0 / classes(), "All the same would be the share if all logits were equal.");
    slip(question, static_cast<double>(cnn::trace_softmax(settings_.logits, static_cast<int>(next)).result),
         "That is with temperature 1.");
}

void SoftmaxModel::ask_loss(Question& question) const {
    question.prompt =
        topic() == Topic::kBinary ? "What is the mean loss of the outputs?" : "What is the loss?";
    question.answer = entropy_.result;
    const double p = written_[static_cast<std::size_t>(settings_.label)];
    if (topic() == Topic::kBinary) {
        slip(question, entropy_.terms.back().partial,
             "That is the sum over the outputs; the loss is their mean.");
        slip(question, cnn::trace_entropy(written_, truth_).result,
             "Outputs whose target is 0 count too: with the logarithm of 1 minus p.");
        return;
    }
    slip(question, p, "That is the probability of the true class; the loss is minus its logarithm.");
    slip(question, std::log(p), "The sign: a logarithm of a share is negative, the loss is not.");
    slip(question, 1 - p, "That is what is missing to 1; the loss is minus the logarithm.");
    slip(question, -std::log2(p), "That is the logarithm to base 2; here it is the natural one.");
    slip(question, cnn::trace_binary_entropy(written_, truth_).result,
         "That is the binary form; here the classes exclude each other.");
}

std::optional<Question> SoftmaxModel::question(int t) const {
    Question question;
    question.shown_at = t + 1;
    if (t + 1 >= count_steps()) return std::nullopt;
    if (topic() == Topic::kRelu) {
        const auto next = static_cast<std::size_t>(t + 1);
        const auto x = static_cast<double>(settings_.map[next]);
        question.prompt =
            "Next, the number " + number_text(settings_.map[next]) + ": what does ReLU make of it?";
        question.answer = static_cast<double>(rectified_[next]);
        slip(question, x, "That is the number itself: negative ones become 0.");
        slip(question, -x, "ReLU is not the absolute value: negative numbers become 0.");
        return question;
    }
    if (topic() == Topic::kSoftmax) {
        if (t + 1 < classes()) return std::nullopt;
        ask_share(t, question);
        return question;
    }
    if (t != 0 || !std::isfinite(entropy_.result)) return std::nullopt;
    question.shown_at = count_steps() - 1;
    ask_loss(question);
    return question;
}

}  // namespace shell::lesson_softmax
