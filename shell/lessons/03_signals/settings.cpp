// Fields with their bounds, the window that follows, and the built-in signals and filters.
#include "shell/lessons/03_signals/settings.h"

#include <algorithm>
#include <cmath>

#include "core/ops/conventions.h"
#include "core/ops/signal/fourier.h"

namespace shell::lesson_signals {
namespace {

constexpr std::array<std::string_view, 5> kPaddings{"narrow", "equal", "wide", "causal", "explicit"};
constexpr std::array<std::string_view, 7> kSignals{"slow wave", "fast wave", "slow and fast", "step",
                                                   "impulse",   "ramp",      "echoes"};

// What the filter with its gaps may span.
int most_span(const Settings& settings) {
    if (settings.padding == Padding::kNarrow) return std::min(settings.length, kMaxSpan);
    if (settings.padding == Padding::kExplicit)
        return std::min(settings.length + settings.pad_left + settings.pad_right, kMaxSpan);
    return kMaxSpan;
}

// Numbers that are written are all that there are: a link does not depend on what was hidden before.
template <class Write>
void visit_numbers(FieldVisitor& visitor, FieldName name, std::span<const float> shown, Write&& write) {
    std::vector<float> values(shown.begin(), shown.end());
    write(values, visitor.numbers(name, values, values.size()));
}

}  // namespace

std::span<const std::string_view> padding_names() { return kPaddings; }
std::span<const std::string_view> convention_names() { return cnn::choice("kernel-flip").names; }
std::span<const std::string_view> signal_names() { return kSignals; }

void Settings::set_signal(std::span<const float> values) {
    std::copy_n(values.begin(), std::min(values.size(), signal_.size()), signal_.begin());
}

void Settings::set_filter(std::span<const float> values) {
    std::copy_n(values.begin(), std::min(values.size(), filter_.size()), filter_.begin());
}

void Settings::clear_hidden() {
    std::fill(signal_.begin() + length, signal_.end(), 0.0F);
    std::fill(filter_.begin() + taps, filter_.end(), 0.0F);
}

int most_taps(const Settings& settings) { return std::min(kMaxTaps, most_span(settings)); }

int most_dilation(const Settings& settings) {
    return settings.taps == 1 ? 1 : std::max((most_span(settings) - 1) / (settings.taps - 1), 1);
}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    visitor.integer({"length", "Samples of the signal"}, settings.length, 1, kMaxLength);
    int padding = static_cast<int>(settings.padding);
    visitor.choice({"padding", "Padding"}, padding, kPaddings);
    settings.padding = static_cast<Padding>(padding);
    visitor.integer({"pad_left", "Padding on the left"}, settings.pad_left, 0, kMaxPad);
    visitor.integer({"pad_right", "Padding on the right"}, settings.pad_right, 0, kMaxPad);
    visitor.integer({"taps", "Weights of the filter"}, settings.taps, 1, most_taps(settings));
    visitor.integer({"dilation", "Dilation"}, settings.dilation, 1, most_dilation(settings));
    visitor.integer({"stride", "Stride"}, settings.stride, 1, kMaxStride);
    int convention = static_cast<int>(settings.convention);
    visitor.choice({"convention", "Convention"}, convention, convention_names());
    settings.convention = static_cast<Convention>(convention);
    visit_numbers(visitor, {"signal", "Signal"}, settings.signal(),
                  [&](const std::vector<float>& values, bool written) {
                      settings.set_signal(values);
                      if (written) settings.clear_hidden();
                  });
    visit_numbers(visitor, {"filter", "Filter"}, settings.filter(),
                  [&](const std::vector<float>& values, bool written) {
                      settings.set_filter(values);
                      if (written) settings.clear_hidden();
                  });
    visitor.big_integer({"seed", "Seed of the random numbers"}, settings.seed);
}

cnn::Result<cnn::AxisPlan> plan_of(const Settings& settings) {
    cnn::AxisSpec spec{.kernel = settings.taps, .stride = settings.stride, .dilation = settings.dilation};
    switch (settings.padding) {
        case Padding::kNarrow:
            spec.padding = cnn::Padding::kValid;
            break;
        case Padding::kEqual:
            spec.padding = cnn::Padding::kSameUpper;
            break;
        case Padding::kWide:
            spec.padding = cnn::Padding::kFull;
            break;
        case Padding::kCausal:
            spec.padding = cnn::Padding::kExplicit;
            spec.pad_before = settings.dilation * (settings.taps - 1);
            break;
        case Padding::kExplicit:
            spec.padding = cnn::Padding::kExplicit;
            spec.pad_before = settings.pad_left;
            spec.pad_after = settings.pad_right;
            break;
    }
    return cnn::plan_axis(settings.length, spec);
}

std::span<const Named> filters() {
    static const std::vector<Named> table{{"mean of three", {1 / 3.0F, 1 / 3.0F, 1 / 3.0F}},
                                          {"second difference", {1, -2, 1}},
                                          {"difference", {1, 0, -1}},
                                          {"Gaussian", {0.25F, 0.5F, 0.25F}},
                                          {"mean of five", {0.2F, 0.2F, 0.2F, 0.2F, 0.2F}},
                                          {"fading echo", {1, 0.5F, 0.25F}},
                                          {"one sample late", {0, 1}},
                                          {"undo a fading echo", {1, -0.5F}}};
    return table;
}

std::vector<float> named_signal(int index, int length) {
    std::vector<float> values;
    double echo = 8;
    for (int i = 0; i < length; ++i, echo /= 2) {
        const double slow = 6 + 5 * cnn::turn(i / 12.0).im;
        const double fast = i % 2 == 0 ? 3 : -3;
        const std::array<double, 7> all{slow,
                                        fast,
                                        slow + fast,
                                        i < length / 2 ? 0.0 : 8.0,
                                        i == length / 2 ? 8.0 : 0.0,
                                        static_cast<double>(i + 1),
                                        echo};
        values.push_back(static_cast<float>(std::round(all[static_cast<std::size_t>(index)] * 100) / 100));
    }
    return values;
}

}  // namespace shell::lesson_signals
