// Counts, lists and grids in words.
#include "shell/lessons/phrases.h"

#include "shell/state/field_text.h"

namespace shell {

std::string count_of(int count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string place_text(int row, int column) {
    return "row " + std::to_string(row + 1) + ", column " + std::to_string(column + 1);
}

std::string list_of(std::span<const float> values) {
    std::string text;
    for (const float value : values) text += (text.empty() ? "" : ", ") + number_text(value);
    return text;
}

std::string rows_text(const std::string& what, const std::string& plane, const cnn::Shape& shape,
                      std::span<const float> values) {
    std::string text;
    const auto width = static_cast<std::size_t>(shape.w);
    for (int c = 0; c < shape.c; ++c) {
        const std::string name = shape.c > 1 ? ", " + plane + " " + std::to_string(c + 1) : "";
        for (int row = 0; row < shape.h; ++row) {
            text.append(what).append(name).append(", row ").append(std::to_string(row + 1)).append(": ");
            text.append(list_of(values.first(width))).append(".\n");
            values = values.subspan(width);
        }
    }
    return text;
}

std::string left_over_text(const cnn::WindowPlan& window) {
    const int y = window.y.left_over;
    const int x = window.x.left_over;
    if (y + x == 0) return {};
    std::string text;
    if (y > 0) text += count_of(y, "row", "rows") + " at the bottom";
    if (y > 0 && x > 0) text += " and ";
    if (x > 0) text += count_of(x, "column", "columns") + " on the right";
    return text + (y + x == 1 ? " is" : " are") + " never read: no whole window is left there.";
}

}  // namespace shell
