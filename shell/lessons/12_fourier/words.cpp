// What the lesson says of its state. Nothing is computed here that is shown.
#include <cmath>

#include "shell/lessons/12_fourier/model.h"
#include "shell/state/field_text.h"

namespace shell::lesson_fourier {
namespace {

using nlohmann::json;
using std::to_string;

json number_of(double value) { return number_json(static_cast<float>(value)); }

// Six decimals are what can be read. By the printed root a term may have no number.
std::string text_of(double value) {
    if (!std::isfinite(value)) return "no number";
    const double rounded = std::round(value * 1e6) / 1e6;
    if (rounded == 0 && std::fabs(value) > 1e-12) return number_text(static_cast<float>(value));
    return number_text(static_cast<float>(rounded == 0 ? 0 : rounded));
}

}  // namespace

json FourierModel::curve_json() const {
    constexpr int kPoints = 64;  // over one period
    json curve = json::array();
    for (int k = 0; k <= kPoints; ++k) {
        const double t = wave_.period * k / kPoints;
        json point = {{"t", number_of(t)},
                      {"wave", number_of(cnn::value_at(wave_, t))},
                      {"sum", number_of(cnn::partial_sum(wave_, count(), t))}};
        if (settings_.topic == Topic::kOscillator)
            point["answer"] =
                number_of(cnn::driven_sum(wave_, oscillator_, count(), t, settings_.as_printed));
        curve.push_back(std::move(point));
    }
    return curve;
}

json FourierModel::oscillator_json() const {
    const Cubes all = cubes();
    json phases = json::array();
    for (int i = 0; i <= count(); ++i) phases.push_back(number_of(phase(i)));
    return {{"omega", number_of(omega(1))},
            {"omega0", number_of(std::sqrt(oscillator_.stiffness / oscillator_.mass))},
            {"beta", number_of(oscillator_.damping / (2 * oscillator_.mass))},
            {"phases", phases},
            {"printed_square", number_of(printed_square())},
            {"x1", number_of(all.first)},
            {"x3", number_of(all.third)},
            {"cube_of_sum", number_of(all.of_sum)},
            {"sum_of_cubes", number_of(all.sum_of)},
            {"square_of_sum", number_of(all.squared)}};
}

json FourierModel::samples_json() const {
    const SampleCounts counts = samples();
    json values = json::array();
    for (int i = 0; i < kSampleCount; ++i) values.push_back(number_of(number(i)));
    return {{"topic", "samples"},
            {"samples",
             {{"count", kSampleCount},
              {"seconds", 1},
              {"high", counts.high},
              {"zero", counts.zero},
              {"smallest", number_of(counts.smallest)},
              {"largest", number_of(counts.largest)},
              {"values", values}}},
            {"sample", {{"t", number_of(sample_time(count()))}, {"value", number_of(number(count()))}}}};
}

json FourierModel::lesson_state() const {
    if (sampling()) return samples_json();
    json numbers = json::array();
    for (int i = 0; i <= count(); ++i) numbers.push_back(number_of(number(i)));
    json state = {{"topic", settings_.topic == Topic::kSeries     ? "series"
                            : settings_.topic == Topic::kProducts ? "products"
                                                                  : "oscillator"},
                  {"numbers", numbers},
                  {"curve", curve_json()},
                  {"at_middle", number_of(quality().at_middle)},
                  {"largest", number_of(quality().largest)},
                  {"rms", number_of(quality().rms)}};
    if (settings_.topic == Topic::kProducts)
        state["cosine_square"] = {{"mean", number_of(cosine_square())},
                                  {"integral", number_of(cosine_square() * wave_.period)}};
    if (settings_.topic == Topic::kOscillator) state["oscillator"] = oscillator_json();
    return state;
}

std::string FourierModel::lesson_sentences() const {
    std::string text = "A wave of period " + text_of(wave_.period) + " s is " + text_of(wave_.height) +
                       " for " + text_of(wave_.width) + " s and 0 for the rest; its mean is " +
                       text_of(cnn::mean_of(wave_)) + ".\n";
    if (sampling()) {
        const SampleCounts counts = samples();
        return text + "Of " + to_string(kSampleCount) + " samples of one second " + to_string(counts.high) +
               " are " + text_of(counts.largest) + " and " + to_string(counts.zero) + " are 0.\n";
    }
    for (int i = 1; i <= std::min(count(), 9); ++i)
        text += "Term " + to_string(i) + ": " + text_of(number(i)) + ".\n";
    const bool driven = settings_.topic == Topic::kOscillator;
    return text + (driven ? "The force's sum of " : "The sum of ") + to_string(count()) + " terms is " +
           text_of(quality().at_middle) + " in the middle of the pulse, at most " +
           text_of(quality().largest) + ", and its RMS error is " + text_of(quality().rms) + ".\n";
}

std::string FourierModel::stage_title() const {
    switch (settings_.topic) {
        case Topic::kSeries:
            return "A square wave out of cosines";
        case Topic::kProducts:
            return "A coefficient is the integral of a product";
        case Topic::kOscillator:
            return "Each term drives the oscillator by itself";
        case Topic::kSamples:
            return "500 samples of one second";
    }
    CNN_ASSERT(false);
}

std::string FourierModel::series_sentence() const {
    if (count() == 0) return "The mean alone: height times width by period, " + text_of(number(0)) + ".";
    const std::string i = to_string(count());
    const std::string time = wave_.shift == 0 ? "t"
                                              : "(t " + std::string(wave_.shift < 0 ? "+ " : "− ") +
                                                    text_of(std::fabs(wave_.shift)) + ")";
    return "Term " + i + ": (2 · " + text_of(wave_.height) + " / π) / " + i + " · sin(π · " + i + " · " +
           text_of(wave_.width / wave_.period) + ") = " + text_of(number(count())) + ", times cos(2π · " + i +
           " " + time + " / " + text_of(wave_.period) + ").";
}

std::string FourierModel::products_sentence() const {
    if (count() == 0) return "The mean of the wave: " + text_of(number(0)) + ".";
    const std::string i = to_string(count());
    return "2 / T times the integral of f(t) · " + std::string(settings_.against_sine ? "sin" : "cos") +
           "(2π · " + i + " t / T) over one period: " + text_of(number(count())) +
           ". The 2 / T, because the integral of cos² is T / 2: here " +
           text_of(cosine_square() * wave_.period) + ", the mean " + text_of(cosine_square()) + ".";
}

std::string FourierModel::oscillator_sentence() const {
    if (count() == 0)
        return "The mean force " + text_of(cnn::mean_of(wave_)) +
               " only stretches the spring: by F / k = " + text_of(number(0)) + ".";
    const std::string i = to_string(count());
    const std::string push = "Term " + i + " pushes with " + text_of(cnn::amplitude(wave_, count())) +
                             " at nω = " + text_of(omega(count())) + "; ";
    if (!std::isfinite(number(count())))
        return push + "as printed the answer would be divided by the root of " + text_of(printed_square()) +
               ", " + (printed_square() == 0 ? "by 0" : "a negative number") +
               ": it has no size, so the printed root is wrong (E16).";
    return push + "the oscillator answers with " + text_of(number(count())) +
           (settings_.as_printed ? ", by the root as printed," : "") +
           " and is late by the phase δ = " + text_of(phase(count())) + ".";
}

std::string FourierModel::sample_sentence() const {
    const double value = number(count());
    return "Sample " + to_string(count()) + ", t = " + text_of(sample_time(count())) +
           " s: " + text_of(sample_place(count())) + " of the period after a pulse began. A pulse lasts " +
           text_of(wave_.width / wave_.period) + " of it, so the wave is " + text_of(value) + ".";
}

std::string FourierModel::step_sentence() const {
    switch (settings_.topic) {
        case Topic::kSeries:
            return series_sentence();
        case Topic::kProducts:
            return products_sentence();
        case Topic::kOscillator:
            return oscillator_sentence();
        case Topic::kSamples:
            return sample_sentence();
    }
    CNN_ASSERT(false);
}

std::string FourierModel::place_label() const {
    if (sampling()) return "sample " + to_string(count()) + " · 0 to " + to_string(kSampleCount - 1);
    return to_string(count()) + " of " + to_string(settings_.terms) + " terms";
}

std::string FourierModel::latex() const {
    const std::string i = to_string(count());
    const double value = number(count());
    if (sampling()) return "f(" + text_of(sample_time(count())) + ") = " + text_of(value);
    if (count() == 0) return "a_0 = " + text_of(value);
    if (!std::isfinite(value))
        return "a_{" + i + "} = \\frac{" + text_of(cnn::amplitude(wave_, count())) + "}{" +
               text_of(oscillator_.mass) + " \\sqrt{" + text_of(printed_square()) +
               "}} \\text{, which is no number}";
    if (settings_.topic == Topic::kSeries)
        return "\\frac{2 \\cdot " + text_of(wave_.height) + "}{\\pi \\cdot " + i +
               "} \\sin\\left(\\pi \\cdot " + i + " \\cdot " + text_of(wave_.width / wave_.period) +
               "\\right) = " + text_of(value);
    return "a_{" + i + "} = " + text_of(value);
}

StepText FourierModel::step_text() const {
    StepText step{step_sentence(), {sampling() ? "sample" : "term", "number"}, {}, {}};
    for (int i = 0; i <= count(); ++i) step.rows.push_back({to_string(i), text_of(number(i))});
    step.latex = latex();
    return step;
}

}  // namespace shell::lesson_fourier
