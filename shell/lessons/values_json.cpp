// Nested arrays of numbers, each with the fewest digits that read back.
#include "shell/lessons/values_json.h"

#include <utility>

#include "shell/state/field_text.h"

namespace shell {

using nlohmann::json;

json axis_json(const cnn::AxisPlan& axis) {
    return {{"input", axis.input},
            {"kernel", axis.kernel},
            {"stride", axis.stride},
            {"pad_before", axis.pad_before},
            {"pad_after", axis.pad_after},
            {"dilation", axis.dilation},
            {"effective_kernel", axis.effective_kernel},
            {"output", axis.output},
            {"left_over", axis.left_over}};
}

json window_json(const cnn::WindowPlan& window) {
    return {{"y", axis_json(window.y)}, {"x", axis_json(window.x)}};
}

json transposed_window_json(const cnn::WindowPlan& window) {
    const auto turned = [](const cnn::AxisPlan& axis) {
        json out = axis_json(axis);
        out["input"] = axis.output;
        out["output"] = axis.input;
        out["output_padding"] = axis.left_over;
        out.erase("left_over");
        return out;
    };
    return {{"y", turned(window.y)}, {"x", turned(window.x)}};
}

json numbers_json(std::span<const float> values) {
    json list = json::array();
    for (const float value : values) list.push_back(number_json(value));
    return list;
}

json matrix_json(int columns, std::span<const float> values) {
    json rows = json::array();
    const auto width = static_cast<std::size_t>(columns);
    for (; !values.empty(); values = values.subspan(width)) rows.push_back(numbers_json(values.first(width)));
    return rows;
}

json planes_json(const cnn::Shape& shape, std::span<const float> values) {
    json planes = json::array();
    const auto plane = static_cast<std::size_t>(shape.h) * static_cast<std::size_t>(shape.w);
    for (std::size_t c = 0; c < static_cast<std::size_t>(shape.c); ++c)
        planes.push_back(matrix_json(shape.w, values.subspan(c * plane, plane)));
    return planes;
}

json tensor_json(const cnn::Tensor& tensor) { return planes_json(tensor.shape(), tensor.values()); }

}  // namespace shell
