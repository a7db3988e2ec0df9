// Fields, what follows from them, the question about the next coefficient or answer.
#include "shell/lessons/12_fourier/model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "shell/state/field_text.h"

namespace shell::lesson_fourier {
namespace {

constexpr std::array<std::string_view, 4> kTopics{"series", "products", "oscillator", "samples"};
constexpr std::array<std::string_view, 2> kWaves{"cosine", "sine"};
constexpr int kPieces = 4000;       // of an integral over a period
constexpr int kErrorSamples = 100;  // of each period, as many as the lecture takes

// A float that was typed in decimals, as that decimal number: 0.2F is 0.2000000030.
double decimal(float value) { return std::round(static_cast<double>(value) * 1e6) / 1e6; }

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<FourierModel>(); }

FourierModel::FourierModel() : SteppedModel({"term", "pair", "pair of terms"}) {
    add_commands();
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

void FourierModel::lesson_fields(FieldVisitor& visitor) {
    int topic = static_cast<int>(settings_.topic);
    visitor.choice({"topic", "Topic"}, topic, kTopics);
    settings_.topic = static_cast<Topic>(topic);
    visitor.integer({"terms", "Terms to add"}, settings_.terms, 1, kMostTerms);
    visitor.real({"period", "Period in seconds"}, settings_.period, 0.05F, 10);
    visitor.real({"width_share", "Width of the pulse, share of the period"}, settings_.width_share, 0.05F,
                 0.95F);
    visitor.real({"height", "Height of the pulse"}, settings_.height, 0.1F, 10);
    visitor.real({"shift_share", "Shift, share of the period"}, settings_.shift_share, -0.5F, 0.5F);
    int against = settings_.against_sine ? 1 : 0;
    visitor.choice({"against", "Multiplied with"}, against, kWaves);
    settings_.against_sine = against == 1;
    visitor.real({"mass", "Mass m"}, settings_.mass, 0.01F, 100);
    visitor.real({"damping", "Friction"}, settings_.damping, 0.01F, 100);
    visitor.real({"stiffness", "Spring constant k"}, settings_.stiffness, 0.01F, 100);
    visitor.flag({"as_printed", "The root as printed"}, settings_.as_printed);
}

cnn::Status FourierModel::compute() {
    const double period = decimal(settings_.period);
    wave_ = {period, decimal(settings_.width_share) * period, decimal(settings_.height),
             decimal(settings_.shift_share) * period};
    oscillator_ = {decimal(settings_.mass), decimal(settings_.damping), decimal(settings_.stiffness)};
    rms_.clear();
    outcome_.clear();
    quality_.reset();
    return cnn::success();
}

void FourierModel::add_commands() {
    add_command({"exchange", "Cosine or sine", "C"}, [this](const Arguments&) {
        settings_.against_sine = !settings_.against_sine;
        return cnn::success();
    });
}

double FourierModel::omega(int i) const { return 6.283185307179586 * i / wave_.period; }

double FourierModel::sample_place(int i) const {
    const double turns = (sample_time(i) - wave_.shift + wave_.width / 2) / wave_.period;
    return turns - std::floor(turns + 1e-9);
}

SampleCounts FourierModel::samples() const {
    SampleCounts counts;
    counts.smallest = counts.largest = cnn::value_at(wave_, 0);
    for (int i = 0; i < kSampleCount; ++i) {
        const double value = cnn::value_at(wave_, sample_time(i));
        ++(value == 0 ? counts.zero : counts.high);
        counts.smallest = std::min(counts.smallest, value);
        counts.largest = std::max(counts.largest, value);
    }
    return counts;
}

double FourierModel::phase(int i) const {
    const cnn::Complex delay = cnn::response(oscillator_, omega(i)).delay;
    return i == 0 ? 0 : std::atan2(delay.im, delay.re);
}

double FourierModel::cosine_square() const {
    return cnn::mean_square_of_cosine(std::max(count(), 1), kPieces);
}

double FourierModel::printed_square() const { return cnn::square_as_printed(oscillator_, omega(count())); }

double FourierModel::number(int i) const {
    if (sampling()) return cnn::value_at(wave_, sample_time(i));
    if (settings_.topic == Topic::kProducts)
        return i == 0 ? cnn::mean_of(wave_) : cnn::projection(wave_, i, settings_.against_sine, kPieces);
    const double force = i == 0 ? cnn::mean_of(wave_) : cnn::amplitude(wave_, i);
    if (settings_.topic == Topic::kSeries) return force;
    if (i == 0) return force / oscillator_.stiffness;
    return force * (settings_.as_printed ? cnn::gain_as_printed(oscillator_, omega(i))
                                         : cnn::response(oscillator_, omega(i)).gain);
}

std::vector<double> FourierModel::rms() const {
    if (rms_.empty()) rms_ = cnn::rms_errors(wave_, kMostTerms, kErrorSamples);
    return rms_;
}

const Quality& FourierModel::quality() const {
    if (!quality_ || quality_of_ != count()) {
        quality_ = Quality{cnn::partial_sum(wave_, count(), wave_.shift), cnn::largest_value(wave_, count()),
                           rms()[static_cast<std::size_t>(count())]};
        quality_of_ = count();
    }
    return *quality_;
}

Cubes FourierModel::cubes() const {
    const auto answer = [&](int i) {
        const cnn::Response one = cnn::response(oscillator_, omega(i));
        return cnn::amplitude(wave_, i) * one.gain * one.delay.re;
    };
    Cubes all{answer(1), answer(3)};
    const double sum = all.first + all.third;
    all.of_sum = sum * sum * sum;
    all.sum_of = all.first * all.first * all.first + all.third * all.third * all.third;
    all.squared = sum * sum;
    return all;
}

std::vector<float> FourierModel::outcome() const {
    if (!outcome_.empty()) return outcome_;
    const auto add = [&](double value) { outcome_.push_back(static_cast<float>(value)); };
    if (sampling()) {
        const SampleCounts counts = samples();
        for (const int number : {kSampleCount, counts.high, counts.zero}) add(number);
        for (const double value : {counts.smallest, counts.largest, number(0), number(50), number(100)})
            add(value);
        return outcome_;
    }
    if (settings_.topic == Topic::kProducts) {
        add(cnn::mean_square_of_cosine(1, kPieces));
        for (int i = 1; i <= 7; ++i) add(cnn::projection(wave_, i, true, kPieces));
        return outcome_;
    }
    for (int i = 0; i <= 7; ++i) add(number(i));
    if (settings_.topic == Topic::kOscillator) {
        for (int i = 0; i <= 7; ++i) add(phase(i));
        return outcome_;
    }
    constexpr std::array<int, 8> kCounts{1, 3, 5, 9, 19, 49, 99, 499};
    for (const int terms : kCounts) add(cnn::partial_sum(wave_, terms, wave_.shift));
    for (const int terms : kCounts) add(rms()[static_cast<std::size_t>(terms)]);
    for (const int terms : {9, 49, 199}) add(cnn::largest_value(wave_, terms));
    return outcome_;
}

std::optional<Question> FourierModel::question(int t) const {
    if (t + 1 >= count_steps()) return std::nullopt;
    if (sampling()) return sample_question(t + 1);
    if (settings_.topic == Topic::kOscillator) return oscillator_question(t + 1);
    const int next = t + 1;
    const bool sine = settings_.topic == Topic::kProducts && settings_.against_sine;
    Question question;
    question.prompt = "Term " + std::to_string(next) + ": how large is the coefficient of its " +
                      (sine ? "sine?" : "cosine?");
    question.answer = number(next);
    question.shown_at = next;
    const double amplitude = cnn::amplitude(wave_, next);
    const double without_sine = 2 * wave_.height / (3.14159265358979324 * next);
    const auto add = [&](double value, const char* why) { question.mistakes.push_back({value, why}); };
    if (sine && wave_.shift == 0) {
        add(amplitude,
            "That is the cosine's: the wave is even, and an even times an odd function has no integral.");
        return question;
    }
    add(-amplitude, "The sign: sin(pi i W / T) decides it.");
    add(amplitude * next, "That is without the division by i.");
    add(without_sine,
        "That is without the factor sin(pi i W / T), which makes every other term 0 for W = T / 2.");
    add(amplitude / 2,
        "Half of it: the integral over a period of the cosine's square is T / 2, so a factor 2 stays.");
    return question;
}

std::optional<Question> FourierModel::sample_question(int next) const {
    Question question;
    question.prompt = "Sample " + std::to_string(next) +
                      ", t = " + number_text(static_cast<float>(sample_time(next))) +
                      " s: how large is the wave?";
    question.answer = number(next);
    question.shown_at = next;
    question.mistakes.push_back(
        {wave_.height - question.answer,
         "The other of its two values: see how much of the period has gone by since a pulse began."});
    return question;
}

// By the root as printed there may be no number to ask for.
std::optional<Question> FourierModel::oscillator_question(int next) const {
    if (settings_.as_printed) return std::nullopt;
    const double force = cnn::amplitude(wave_, next);
    const double w = omega(next);
    const double spring = oscillator_.stiffness - oscillator_.mass * w * w;  // what is left of it at w
    const double friction = oscillator_.damping * w;
    Question question;
    question.prompt = "Term " + std::to_string(next) + " of the force: how large is the oscillator's answer?";
    question.answer = number(next);
    question.shown_at = next;
    const auto add = [&](double value, const char* why) { question.mistakes.push_back({value, why}); };
    add(-question.answer, "The sign is the force's; the delay is told apart from it, as a phase.");
    add(force, "That is the force. The oscillator divides it by m √((w² − ω0²)² + 4β²w²).");
    add(force / oscillator_.stiffness,
        "So far a force at rest stretches the spring; this one swings with w.");
    if (spring != 0) add(force / spring, "That is without friction: 4β²w² is missing under the root.");
    add(force / (spring * spring + friction * friction), "The root is missing.");
    add(force / (std::fabs(spring) + friction), "The two parts add as squares, under the root.");
    return question;
}

}  // namespace shell::lesson_fourier
