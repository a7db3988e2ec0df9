// The right column: topic, how good the sum is, the wave, the oscillator.
#include <algorithm>
#include <array>
#include <cmath>

#include "shell/lessons/12_fourier/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_fourier {
namespace {

std::string shown(double value, int digits = 6) {
    if (!std::isfinite(value)) return "no number";
    return short_number(static_cast<float>(std::fabs(value) < 1e-9 ? 0 : value), digits);
}

void field(Ui& ui, std::string_view key, std::string_view label, float value, float low, float high) {
    if (const auto typed = number_field(ui, key, label, value, low, high)) ui.set(key, *typed);
}

void quality(Ui& ui, const FourierModel& model) {
    heading(ui, "The sum so far");
    key_value(ui, "Terms", std::to_string(model.count()));
    key_value(ui, "Middle of the pulse", shown(model.quality().at_middle), Colour::kOutput);
    key_value(ui, "Largest value", shown(model.quality().largest), Colour::kOutput);
    const double over = (model.quality().largest - model.wave().height) / model.wave().height;
    key_value(ui, "Over the top, of the jump", percent_text(over, 1));
    key_value(ui, "RMS error, 100 per period", shown(model.quality().rms));
    space(ui, 14);
}

void sample_counts(Ui& ui, const FourierModel& model) {
    const SampleCounts counts = model.samples();
    heading(ui, "The samples");
    key_value(ui, "Samples of one second", std::to_string(kSampleCount));
    key_value(ui, "High, " + shown(model.wave().height), std::to_string(counts.high), Colour::kOutput);
    key_value(ui, "Zero", std::to_string(counts.zero), Colour::kOutput);
    key_value(ui, "t of sample " + std::to_string(model.count()),
              shown(model.sample_time(model.count())) + " s");
    key_value(ui, "Share of its period", shown(model.sample_place(model.count())));
    key_value(ui, "Its value", shown(model.number(model.count())), Colour::kOutput);
    space(ui, 14);
}

void cosine_square(Ui& ui, const FourierModel& model) {
    heading(ui, "Where the 2 / T comes from");
    key_value(ui, "Integral of cos² over T", shown(model.cosine_square() * model.wave().period));
    key_value(ui, "T / 2", shown(model.wave().period / 2));
    space(ui, 14);
}

void formula_of(Ui& ui, const FourierModel& model) {
    if (model.count() == 0) return;
    const std::string i = std::to_string(model.count());
    heading(ui, "Term " + i);
    const std::string share = shown(model.wave().width / model.wave().period, 3);
    const std::vector<std::vector<Run>> lines{
        {plain_run("(2 · "), input_run(shown(model.wave().height, 3)), plain_run(" / π) / "), kernel_run(i),
         plain_run(" · sin(π · "), kernel_run(i), plain_run(" · "), input_run(share), plain_run(")")},
        {plain_run("= "), output_run(shown(cnn::amplitude(model.wave(), model.count())))}};
    formula(ui, "term-formula", lines);
    const cnn::Harmonic both = cnn::harmonic(model.wave(), model.count());
    key_value(ui, "Of the cosine", shown(both.cosine));
    key_value(ui, "Of the sine", shown(both.sine));
    space(ui, 14);
}

void oscillator(Ui& ui, const FourierModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Oscillator");
    field(ui, "mass", "Mass m", settings.mass, 0.01F, 100);
    field(ui, "damping", "Friction η", settings.damping, 0.01F, 100);
    field(ui, "stiffness", "Spring constant k", settings.stiffness, 0.01F, 100);
    key_value(ui, "ω0 = √(k / m)",
              shown(std::sqrt(model.oscillator().stiffness / model.oscillator().mass), 4));
    key_value(ui, "ω of term 1", shown(model.omega(1), 4));
    if (const auto on = toggle(ui, "as_printed", "The root as printed (E16)", settings.as_printed))
        ui.set("as_printed", *on ? "1" : "0");
    const int last = std::min(model.count(), 7);
    for (int i = 0; i <= last; ++i)
        key_value(ui, "Answer to " + (i == 0 ? "the mean" : "term " + std::to_string(i)),
                  shown(model.number(i)), Colour::kOutput);
    if (model.count() > 0)
        key_value(ui, "Phase δ of term " + std::to_string(model.count()), shown(model.phase(model.count())),
                  Colour::kOutput);
    space(ui, 14);
    heading(ui, "If there were a third power");
    const Cubes all = model.cubes();
    key_value(ui, "x1 and x3", shown(all.first, 4) + ", " + shown(all.third, 4));
    key_value(ui, "(x1 + x3)³", shown(all.of_sum, 4));
    key_value(ui, "x1³ + x3³", shown(all.sum_of, 4));
    key_value(ui, "(x1 + x3)², as printed", shown(all.squared, 4));
    paragraph(ui, "The cube of a sum is not the sum of the cubes: then answers cannot be added.",
              TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
}

void wave_controls(Ui& ui, const Settings& settings) {
    heading(ui, "Wave");
    field(ui, "period", "Period, s", settings.period, 0.05F, 10);
    field(ui, "width_share", "Width / period", settings.width_share, 0.05F, 0.95F);
    field(ui, "height", "Height", settings.height, 0.1F, 10);
    field(ui, "shift_share", "Shift / period", settings.shift_share, -0.5F, 0.5F);
    if (settings.topic == Topic::kSamples) return space(ui, 14);
    if (const auto terms = slider_row(ui, "terms", "Terms to add", settings.terms, 1, kMostTerms))
        ui.set("terms", *terms);
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const FourierModel& model) {
    constexpr std::array<std::string_view, 4> kLabels{"Series", "Products", "Oscillator", "Samples"};
    constexpr std::array<std::string_view, 4> kKeys{"series", "products", "oscillator", "samples"};
    heading(ui, "Look at");
    const int topic = static_cast<int>(model.settings().topic);
    if (const auto pressed = segmented(ui, "topic", kLabels, topic); pressed && *pressed != topic)
        ui.set("topic", kKeys[static_cast<std::size_t>(*pressed)]);
    if (model.settings().topic == Topic::kProducts) {
        constexpr std::array<std::string_view, 2> kWaves{"times cosine", "times sine"};
        const int against = model.settings().against_sine ? 1 : 0;
        if (const auto pressed = segmented(ui, "against", kWaves, against); pressed && *pressed != against)
            ui.command("exchange");
    }
    space(ui, 14);
    if (model.settings().topic == Topic::kOscillator) oscillator(ui, model);
    if (model.sampling())
        sample_counts(ui, model);
    else
        formula_of(ui, model);
    if (model.settings().topic == Topic::kProducts) cosine_square(ui, model);
    if (model.settings().topic == Topic::kSeries) quality(ui, model);
    wave_controls(ui, model.settings());
}

}  // namespace shell::lesson_fourier
