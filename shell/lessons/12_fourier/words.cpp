// What the lesson says of its state. Nothing is computed here that is shown.
#include <cmath>

#include "shell/lessons/12_fourier/model.h"
#include "shell/state/field_text.h"

namespace shell::lesson_fourier {
namespace {

using nlohmann::json;
using std::to_string;

json number_of(double value) { return number_json(static_cast<float>(value)); }

// Six decimals are what can be read.
std::string text_of(double value) {
    const double rounded = std::round(value * 1e6) / 1e6;
    if (rounded == 0 && std::fabs(value) > 1e-12) return number_text(static_cast<float>(value));
    return number_text(static_cast<float>(rounded == 0 ? 0 : rounded));
}

}  // namespace

nlohmann::json FourierModel::lesson_state() const {
    constexpr int kPoints = 64;  // of the curves, over one period
    json curve = json::array();
    for (int k = 0; k <= kPoints; ++k) {
        const double t = wave_.period * k / kPoints;
        json point = {{"t", number_of(t)},
                      {"wave", number_of(cnn::value_at(wave_, t))},
                      {"sum", number_of(cnn::partial_sum(wave_, count(), t))}};
        if (settings_.topic == Topic::kOscillator)
            point["answer"] = number_of(cnn::driven_sum(wave_, oscillator_, count(), t));
        curve.push_back(std::move(point));
    }
    json numbers = json::array();
    for (int i = 0; i <= count(); ++i) numbers.push_back(number_of(number(i)));
    json state = {{"topic", settings_.topic == Topic::kSeries     ? "series"
                            : settings_.topic == Topic::kProducts ? "products"
                                                                  : "oscillator"},
                  {"numbers", numbers},
                  {"curve", curve},
                  {"at_middle", number_of(quality().at_middle)},
                  {"largest", number_of(quality().largest)},
                  {"rms", number_of(quality().rms)}};
    if (settings_.topic != Topic::kOscillator) return state;
    const Cubes all = cubes();
    state["oscillator"] = {{"omega", number_of(omega(1))},
                           {"omega0", number_of(std::sqrt(oscillator_.stiffness / oscillator_.mass))},
                           {"beta", number_of(oscillator_.damping / (2 * oscillator_.mass))},
                           {"x1", number_of(all.first)},
                           {"x3", number_of(all.third)},
                           {"cube_of_sum", number_of(all.of_sum)},
                           {"sum_of_cubes", number_of(all.sum_of)},
                           {"square_of_sum", number_of(all.squared)}};
    return state;
}

std::string FourierModel::lesson_sentences() const {
    std::string text = "A wave of period " + text_of(wave_.period) + " s is " + text_of(wave_.height) +
                       " for " + text_of(wave_.width) + " s and 0 for the rest; its mean is " +
                       text_of(cnn::mean_of(wave_)) + ".\n";
    for (int i = 1; i <= std::min(count(), 9); ++i)
        text += "Term " + to_string(i) + ": " + text_of(number(i)) + ".\n";
    return text + "The sum of " + to_string(count()) + " terms is " + text_of(quality().at_middle) +
           " in the middle of the pulse, at most " + text_of(quality().largest) + ", and its RMS error is " +
           text_of(quality().rms) + ".\n";
}

std::string FourierModel::stage_title() const {
    if (settings_.topic == Topic::kSeries) return "A square wave out of cosines";
    return settings_.topic == Topic::kProducts ? "A coefficient is the integral of a product"
                                               : "Each term drives the oscillator by itself";
}

std::string FourierModel::series_sentence() const {
    if (count() == 0) return "The mean alone: height times width by period, " + text_of(number(0)) + ".";
    const std::string i = to_string(count());
    return "Term " + i + ": (2 · " + text_of(wave_.height) + " / π) / " + i + " · sin(π · " + i + " · " +
           text_of(wave_.width / wave_.period) + ") = " + text_of(number(count())) + ", times cos(2π · " + i +
           " t / " + text_of(wave_.period) + ").";
}

std::string FourierModel::step_sentence() const {
    if (settings_.topic == Topic::kSeries) return series_sentence();
    const std::string i = to_string(count());
    if (settings_.topic == Topic::kProducts) {
        if (count() == 0) return "The mean of the wave: " + text_of(number(0)) + ".";
        return "2 / T times the integral of f(t) · " + std::string(settings_.against_sine ? "sin" : "cos") +
               "(2π · " + i + " t / T) over one period: " + text_of(number(count())) + ".";
    }
    if (count() == 0)
        return "The mean force " + text_of(cnn::mean_of(wave_)) +
               " only stretches the spring: by F / k = " + text_of(number(0)) + ".";
    const std::string answer = std::isfinite(number(count())) ? text_of(number(count())) : "no number";
    return "Term " + i + " pushes with " + text_of(cnn::amplitude(wave_, count())) +
           " at nω = " + text_of(omega(count())) + "; the oscillator answers with " + answer +
           (settings_.as_printed ? ", by the root as printed." : ".");
}

std::string FourierModel::place_label() const {
    return to_string(count()) + " of " + to_string(settings_.terms) + " terms";
}

StepText FourierModel::step_text() const {
    StepText step{step_sentence(), {"term", "number"}, {}, {}};
    for (int i = 0; i <= count(); ++i) step.rows.push_back({to_string(i), text_of(number(i))});
    const std::string i = to_string(count());
    step.latex = count() == 0 ? "a_0 = " + text_of(number(0)) : "a_{" + i + "} = " + text_of(number(count()));
    if (settings_.topic == Topic::kSeries && count() > 0)
        step.latex = "\\frac{2 \\cdot " + text_of(wave_.height) + "}{\\pi \\cdot " + i +
                     "} \\sin\\left(\\pi \\cdot " + i + " \\cdot " + text_of(wave_.width / wave_.period) +
                     "\\right) = " + text_of(number(count()));
    return step;
}

}  // namespace shell::lesson_fourier
