// The numbers in optimisers' formulas as rows of settings.
#pragma once

#include <span>

#include "core/train/optimizer.h"
#include "shell/ui.h"

namespace shell {

// A row where one of the optimisers has this constant, with what is said or the usual number of the first
// that has it. What is typed is set under the constant's name; the usual number as if nothing were said.
void constant_row(Ui& ui, const cnn::ConstantInfo& info, std::span<const cnn::OptimizerKind> kinds,
                  const cnn::OptimizerConstants& said);

}  // namespace shell
