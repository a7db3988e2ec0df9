// Slips with the window itself, for questions about one output: stride, padding or dilation ignored, the
// window off by one pixel.
#pragma once

#include <functional>

#include "core/ops/window.h"
#include "shell/lessons/quiz.h"

namespace shell {

// Adds what `value` gives for each wrong reading of `window`.
void add_window_slips(const cnn::WindowPlan& window,
                      const std::function<float(const cnn::WindowPlan&)>& value, Question& question);

}  // namespace shell
