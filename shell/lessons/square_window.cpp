// Fields, plan and slider ends of a square window.
#include "shell/lessons/square_window.h"

#include <algorithm>
#include <array>

#include "core/base/assert.h"
#include "core/ops/conventions.h"

namespace shell {
namespace {

constexpr std::array<std::string_view, 2> kSides{"height", "width"};
constexpr std::array<std::string_view, 2> kPads{"pad_before", "pad_after"};

int pad_limit(const SquareWindow& window, const WindowLimits& limits) {
    return limits.pad_below_kernel ? std::min(limits.pad, window.spec.kernel - 1) : limits.pad;
}

WindowRange limits_of(const SquareWindow& window, WindowNumber which, const WindowLimits& limits) {
    switch (which) {
        case WindowNumber::kHeight:
        case WindowNumber::kWidth:
            return {1, limits.side};
        case WindowNumber::kKernel:
            return {1, limits.kernel};
        case WindowNumber::kStride:
            return {1, limits.stride};
        case WindowNumber::kDilation:
            return {1, limits.dilation};
        case WindowNumber::kPadBefore:
        case WindowNumber::kPadAfter:
            return {0, pad_limit(window, limits)};
    }
    CNN_ASSERT(false);
}

}  // namespace

std::span<const std::string_view> padding_names() { return cnn::choice("same-uneven").names; }

void visit_window(FieldVisitor& visitor, SquareWindow& window, const WindowLimits& limits) {
    cnn::AxisSpec& spec = window.spec;
    visitor.shorthand("size", kSides);
    visitor.shorthand("pad", kPads);
    visitor.integer({"height", "Input rows"}, window.height, 1, limits.side);
    visitor.integer({"width", "Input columns"}, window.width, 1, limits.side);
    visitor.integer({"kernel", "Window"}, spec.kernel, 1, limits.kernel);
    visitor.integer({"stride", "Stride"}, spec.stride, 1, limits.stride);
    int padding = static_cast<int>(spec.padding);
    visitor.choice({"padding", "Padding"}, padding, padding_names());
    // A mode that computes its pixels drops those that were set by hand.
    if (static_cast<cnn::Padding>(padding) != spec.padding) spec.pad_before = spec.pad_after = 0;
    spec.padding = static_cast<cnn::Padding>(padding);
    visitor.integer({"pad_before", "Padding before"}, spec.pad_before, 0, pad_limit(window, limits));
    visitor.integer({"pad_after", "Padding after"}, spec.pad_after, 0, pad_limit(window, limits));
    if (spec.padding == cnn::Padding::kValid && spec.pad_before + spec.pad_after > 0)
        spec.padding = cnn::Padding::kExplicit;
    if (limits.dilation > 1) visitor.integer({"dilation", "Dilation"}, spec.dilation, 1, limits.dilation);
    if (limits.ceil) visitor.flag({"ceil", "Round the size up"}, spec.ceil);
}

cnn::Result<cnn::WindowPlan> plan_window(const SquareWindow& window) {
    const auto y = cnn::plan_axis(window.height, window.spec);
    if (!y) return y.error();
    const auto x = cnn::plan_axis(window.width, window.spec);
    if (!x) return x.error();
    return cnn::WindowPlan{y.value(), x.value()};
}

int& number_of(SquareWindow& window, WindowNumber which) {
    switch (which) {
        case WindowNumber::kHeight:
            return window.height;
        case WindowNumber::kWidth:
            return window.width;
        case WindowNumber::kKernel:
            return window.spec.kernel;
        case WindowNumber::kStride:
            return window.spec.stride;
        case WindowNumber::kPadBefore:
            return window.spec.pad_before;
        case WindowNumber::kPadAfter:
            return window.spec.pad_after;
        case WindowNumber::kDilation:
            return window.spec.dilation;
    }
    CNN_ASSERT(false);
}

std::string_view key_of(WindowNumber which) {
    constexpr std::array<std::string_view, 7> kKeys{"height",     "width",     "kernel",  "stride",
                                                    "pad_before", "pad_after", "dilation"};
    return kKeys[static_cast<std::size_t>(which)];
}

bool has_plan(const SquareWindow& window) { return plan_window(window).ok(); }

WindowRange range_of(const SquareWindow& window, WindowNumber which, const WindowLimits& limits,
                     const WindowFits& fits) {
    SquareWindow tried = window;
    int& value = number_of(tried, which);
    const int now = value;
    const WindowRange bounds = limits_of(window, which, limits);
    const auto allows = [&](int candidate) {
        value = candidate;
        return fits(tried);
    };
    WindowRange range{now, now};
    while (range.low > bounds.low && allows(range.low - 1)) --range.low;
    while (range.high < bounds.high && allows(range.high + 1)) ++range.high;
    return range;
}

}  // namespace shell
