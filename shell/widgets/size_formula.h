// The live size formula of a window, with the numbers of each axis in the colours of whose they are.
#pragma once

#include "core/ops/window.h"
#include "shell/ui.h"

namespace shell {

// ⌊(6 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1 = ⌊3 / 1⌋ + 1 = 4, for rows and columns where they differ, and the
// names of the numbers below.
void size_formula(Ui& ui, const cnn::WindowPlan& window);

}  // namespace shell
