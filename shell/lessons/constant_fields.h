// The numbers in optimisers' formulas as fields of a lesson, and as JSON.
#pragma once

#include "core/base/json.h"
#include "core/train/optimizer.h"
#include "shell/state/fields.h"

namespace shell {

inline constexpr float kUsual = -1;  // the field of a constant of which nothing is said, as is all below 0

void visit_constant(FieldVisitor& visitor, const cnn::ConstantInfo& info, cnn::OptimizerConstants& said);

// {"beta1": 0.5} of those that are said.
nlohmann::json constants_json(const cnn::OptimizerConstants& said);

}  // namespace shell
