// Geometry and numbers of lessons as JSON, in one form for all of them.
#pragma once

#include <span>

#include "core/base/json.h"
#include "core/ops/window.h"
#include "core/tensor/tensor.h"

namespace shell {

nlohmann::json axis_json(const cnn::AxisPlan& axis);
nlohmann::json window_json(const cnn::WindowPlan& window);  // {"y": axis, "x": axis}
// The transposed convolution that turns `window` round: from its output to its input, whose pixels that were
// left over are the "output_padding".
nlohmann::json transposed_window_json(const cnn::WindowPlan& window);
nlohmann::json numbers_json(std::span<const float> values);
// values: (rows, columns) as [row][column]
nlohmann::json matrix_json(int columns, std::span<const float> values);
// values: (c, h, w) as [channel][row][column]
nlohmann::json planes_json(const cnn::Shape& shape, std::span<const float> values);
nlohmann::json tensor_json(const cnn::Tensor& tensor);  // of the first image

}  // namespace shell
