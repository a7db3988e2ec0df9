// Sliders and switches of a square window (square_window.h), for the right column.
#pragma once

#include <optional>
#include <string_view>

#include "shell/lessons/square_window.h"
#include "shell/ui.h"

namespace shell {

// Window, stride, padding and what else the limits have.
void window_controls(Ui& ui, const SquareWindow& window, const cnn::WindowPlan& plan,
                     const WindowLimits& limits, const WindowFits& fits = has_plan);
// Rows and columns.
void size_controls(Ui& ui, const SquareWindow& window, const WindowLimits& limits,
                   const WindowFits& fits = has_plan);

// The paddings to choose from, where "same" stands for both of its kinds; answers the name of another one.
std::optional<std::string_view> padding_mode(Ui& ui, cnn::Padding now);

// A row of core/ops/conventions.h: a question, and what each framework answers.
void convention_note(Ui& ui, std::string_view key);

}  // namespace shell
