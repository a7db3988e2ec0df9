// The state of the signals lesson: a signal, a filter, and how the filter slides. Bounds are such that every
// combination of fields has at least one output.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/ops/window.h"
#include "shell/state/fields.h"

namespace shell::lesson_signals {

inline constexpr int kMaxLength = 24;
inline constexpr int kMaxTaps = 7;
inline constexpr int kMaxSpan = 13;  // of the filter with its gaps
inline constexpr int kMaxPad = 12;
inline constexpr int kMaxStride = 8;

enum class Padding { kNarrow, kEqual, kWide, kCausal, kExplicit };
enum class Convention { kCrossCorrelation, kConvolution };

struct Settings {
    int length = 12;
    Padding padding = Padding::kNarrow;
    int pad_left = 0;  // read only with explicit padding
    int pad_right = 0;
    int taps = 3;
    int dilation = 1;
    int stride = 1;
    Convention convention = Convention::kConvolution;
    std::uint64_t seed = 1;  // of the next random numbers

    std::span<const float> signal() const {
        return std::span(signal_).first(static_cast<std::size_t>(length));
    }
    std::span<const float> filter() const { return std::span(filter_).first(static_cast<std::size_t>(taps)); }
    // What is longer than the longest is cut; what a shorter length hides comes back with a longer one.
    void set_signal(std::span<const float> values);
    void set_filter(std::span<const float> values);
    void clear_hidden();

 private:
    std::array<float, kMaxLength> signal_{9, 6, 12, 9, 15, 12, 18, 9, 12, 3, 6, 0};
    std::array<float, kMaxTaps> filter_{1 / 3.0F, 1 / 3.0F, 1 / 3.0F};
};

std::span<const std::string_view> padding_names();  // in the order of Padding
std::span<const std::string_view> convention_names();

void visit_fields(FieldVisitor& visitor, Settings& settings);

// The largest number of weights, and then the largest dilation, that the fields before them allow.
int most_taps(const Settings& settings);
int most_dilation(const Settings& settings);

cnn::Result<cnn::AxisPlan> plan_of(const Settings& settings);

struct Named {
    std::string_view name;
    std::vector<float> values;
};
std::span<const Named> filters();
// A built-in signal of so many samples.
std::span<const std::string_view> signal_names();
std::vector<float> named_signal(int index, int length);

}  // namespace shell::lesson_signals
