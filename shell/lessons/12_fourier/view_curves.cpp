// Wave, sum and last term over two periods; a product and its integral; force and answer of the oscillator;
// the samples of a second.
#include <algorithm>
#include <array>
#include <cmath>

#include "shell/lessons/12_fourier/view.h"
#include "shell/state/field_text.h"
#include "shell/widgets/stems.h"
#include "shell/widgets/text.h"

namespace shell::lesson_fourier {
namespace {

constexpr int kPoints = 640;

std::string key_of(const FourierModel& model) {
    const Settings& all = model.settings();
    const std::array<float, 11> numbers{static_cast<float>(all.topic),
                                        static_cast<float>(model.count()),
                                        all.period,
                                        all.width_share,
                                        all.height,
                                        all.shift_share,
                                        all.against_sine ? 1.0F : 0.0F,
                                        all.mass,
                                        all.damping,
                                        all.stiffness,
                                        all.as_printed ? 1.0F : 0.0F};
    return numbers_text(numbers);
}

// The harmonic that is being looked at: with its coefficient in a series, by itself in a product.
double harmonic_at(const FourierModel& model, double t) {
    const cnn::SquareWave& wave = model.wave();
    const int i = model.count();
    if (model.settings().topic != Topic::kProducts)
        return i == 0 ? 0 : cnn::amplitude(wave, i) * cnn::turn(i * (t - wave.shift) / wave.period).re;
    const cnn::Complex arrow = cnn::turn(i * t / wave.period);
    return model.settings().against_sine ? arrow.im : arrow.re;
}

const Curves& sample_curves(const FourierModel& model, Curves& kept) {
    constexpr int kFine = 10;  // points of the wave for each sample
    for (int k = 0; k <= kFine * kSampleCount; ++k) {
        const double t = model.sample_time(k) / kFine;
        kept.wave.push_back({static_cast<float>(t), static_cast<float>(cnn::value_at(model.wave(), t))});
    }
    for (int i = 0; i <= model.count(); ++i)
        kept.sum.push_back({static_cast<float>(model.sample_time(i)), static_cast<float>(model.number(i))});
    return kept;
}

}  // namespace

const Curves& curves_of(const FourierModel& model, Curves& kept) {
    std::string key = key_of(model);
    if (kept.of == key) return kept;
    kept = {};
    kept.of = std::move(key);
    if (model.sampling()) return sample_curves(model, kept);
    const cnn::SquareWave& wave = model.wave();
    const bool product = model.settings().topic == Topic::kProducts;
    const double from = product ? -wave.period / 2 : 0;
    const double to = product ? wave.period / 2 : 2 * wave.period;
    for (int k = 0; k <= kPoints; ++k) {
        const double t = from + (to - from) * k / kPoints;
        const auto x = static_cast<float>(t);
        const double force = cnn::value_at(wave, t);
        const double harmonic = harmonic_at(model, t);
        kept.wave.push_back({x, static_cast<float>(force)});
        kept.term.push_back({x, static_cast<float>(harmonic)});
        kept.sum.push_back(
            {x, static_cast<float>(product ? force * harmonic : cnn::partial_sum(wave, model.count(), t))});
        if (model.settings().topic == Topic::kOscillator)
            kept.answer.push_back(
                {x, static_cast<float>(cnn::driven_sum(wave, model.oscillator(), model.count(), t,
                                                       model.settings().as_printed))});
    }
    return kept;
}

namespace {

void chart_of(Ui& ui, std::string_view name, std::span<const Series> series, float height, bool labelled) {
    LineChart chart;
    chart.name = name;
    chart.series = series;
    chart.x_low = series.front().points.front().x;
    chart.x_high = series.front().points.back().x;
    if (labelled) chart.x_label = "seconds";
    line_chart(ui, chart, {ImGui::GetContentRegionAvail().x, height});
}

}  // namespace

void draw_curves(Ui& ui, const FourierModel& model, Curves& kept, float height) {
    const Curves& all = curves_of(model, kept);
    const bool product = model.settings().topic == Topic::kProducts;
    const bool oscillator = model.settings().topic == Topic::kOscillator;
    const Card card(ui, "curves", 0, height);
    if (model.sampling()) {
        const std::array<Series, 2> series{Series{"wave", all.wave, Colour::kInputMark},
                                           Series{"samples so far", all.sum, Colour::kOutputMark}};
        card_heading(ui, "Signal", chart_legend(series));
        return chart_of(ui, "curves", series, ImGui::GetContentRegionAvail().y, true);
    }
    const std::string harmonic = !product ? "last term" : model.settings().against_sine ? "sine" : "cosine";
    const std::string sum = product ? "their product" : "sum of " + std::to_string(model.count()) + " terms";
    const std::vector<Series> series{{oscillator ? "force" : "wave", all.wave, Colour::kInputMark},
                                     {harmonic, all.term, Colour::kKernelMark},
                                     {sum, all.sum, Colour::kOutputMark}};
    card_heading(ui, oscillator ? "Force" : "Signal", chart_legend(series));
    const float room = ImGui::GetContentRegionAvail().y;
    if (!oscillator) return chart_of(ui, "curves", series, room, true);
    const float half = (room - ui.font_size(TextStyle::kLabel) - ui.px(16)) * 0.5F;
    chart_of(ui, "curves", series, half, false);
    const std::array<Series, 1> answer{Series{"answer", all.answer, Colour::kOutputMark}};
    card_heading(ui, model.settings().as_printed ? "The answer as printed, of terms that have a number"
                                                 : "The oscillator's answer");
    chart_of(ui, "answer", answer, std::max(ImGui::GetContentRegionAvail().y, ui.px(60)), true);
}

// As many as can be told apart, the last of them the current one where there are more.
void draw_coefficients(Ui& ui, const FourierModel& model, float height) {
    const Card card(ui, "coefficients", 0, height);
    const Settings& settings = model.settings();
    const int all = model.player().count;
    const int shown = std::min(all, ui.phone() ? 20 : 50);
    const int first = std::clamp(model.count() - shown + 1, 0, all - shown);
    const Run range = muted_run((model.sampling() ? "samples " : "terms ") + std::to_string(first) + " to " +
                                std::to_string(first + shown - 1) +
                                (first == 0 && !model.sampling() ? ", 0 is the mean" : ""));
    card_heading(ui,
                 settings.topic == Topic::kOscillator ? "Sizes of the answers"
                 : model.sampling()                   ? "Samples"
                                                      : "Coefficients",
                 {&range, 1});
    const float width = ImGui::GetContentRegionAvail().x;
    const float left = ui.px(28);  // the axis is named there
    std::vector<float> values;
    std::vector<float> places;
    std::vector<std::uint8_t> marks;
    for (int i = first; i < first + shown; ++i) {
        const bool reached = i <= model.count();
        const double number = reached ? model.number(i) : 0;
        const bool none = !std::isfinite(number);
        values.push_back(none ? 0 : static_cast<float>(number));
        places.push_back(left +
                         (width - left) * (static_cast<float>(i - first) + 0.5F) / static_cast<float>(shown));
        marks.push_back(!reached || none ? kPending : i == model.count() ? kCurrent : kPlain);
    }
    const StemAxis axis = stem_axis(values);
    Stems stems{"coefficients", Role::kKernel, values,
                marks,          places,        std::min(width / static_cast<float>(shown) * 0.4F, ui.px(9))};
    stems.low = axis.low;
    stems.high = axis.high;
    stems.draw = true;
    stems.hint = model.sampling() ? "press to go to this sample" : "press to add up to here";
    const StemsAnswer answer = shell::stems(ui, stems, {width, ImGui::GetContentRegionAvail().y});
    if (answer.drawn && first + *answer.drawn != model.count())
        ui.command("scrub", {{"t", first + *answer.drawn}});
}

}  // namespace shell::lesson_fourier
