// A picture of rows and columns with one window for both axes: the fields of the lessons about pooling and
// sizes, and the bounds of their sliders.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/ops/window.h"
#include "shell/state/fields.h"

namespace shell {

struct SquareWindow {
    int height = 4;
    int width = 4;
    cnn::AxisSpec spec;
};

struct WindowLimits {
    int side = 16;
    int kernel = 7;
    int stride = 16;
    int pad = 8;
    int dilation = 1;  // 1: the lesson has none
    bool ceil = false;
    bool pad_below_kernel = false;  // every window then sees a pixel, as pooling needs
};

// "valid" "same" "same-lower" "full" "explicit", in the order of cnn::Padding.
std::span<const std::string_view> padding_names();

// height, width (size), kernel, stride, padding, pad_before, pad_after (pad), dilation, ceil; the last two as
// far as the limits have them. Pads alone mean explicit padding.
void visit_window(FieldVisitor& visitor, SquareWindow& window, const WindowLimits& limits);

// Both axes, or plan_axis's sentence.
cnn::Result<cnn::WindowPlan> plan_window(const SquareWindow& window);

enum class WindowNumber { kHeight, kWidth, kKernel, kStride, kPadBefore, kPadAfter, kDilation };
int& number_of(SquareWindow& window, WindowNumber which);
std::string_view key_of(WindowNumber which);

// Whether a lesson can show this window; by default: whether plan_window has a plan.
using WindowFits = std::function<bool(const SquareWindow&)>;
bool has_plan(const SquareWindow& window);

// What fits while the rest stays: a slider's ends, so that no position is an error.
struct WindowRange {
    int low = 1;
    int high = 1;
};
WindowRange range_of(const SquareWindow& window, WindowNumber which, const WindowLimits& limits,
                     const WindowFits& fits = has_plan);

}  // namespace shell
