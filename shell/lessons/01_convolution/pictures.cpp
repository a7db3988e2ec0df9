// Built-in pictures and kernels.
#include "shell/lessons/01_convolution/pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "core/base/assert.h"
#include "shell/lessons/named_kernels.h"

namespace shell::lesson_convolution {
namespace {

constexpr std::array<std::string_view, 8> kPictures{"edge",     "ramp",  "corner", "checkerboard",
                                                    "diagonal", "cross", "disc",   "stripes"};
constexpr std::array<std::string_view, 10> kKernels{
    "identity",         "box-blur",  "gaussian", "sharpen", "sobel-vertical",
    "sobel-horizontal", "laplacian", "edges",    "corners", "emboss"};
constexpr float kLight = 9;

NamedKernel sized(std::string_view name, int height, int width, float value) {
    return {name, height, width, std::vector<float>(static_cast<std::size_t>(height * width), value)};
}

}  // namespace

std::span<const std::string_view> picture_names() { return kPictures; }
std::span<const std::string_view> kernel_names() { return kKernels; }

float picture_pixel(std::size_t picture, int row, int column, int rows, int columns) {
    const auto lit = [](bool light) { return light ? kLight : 0.0F; };
    // Twice the distance from the middle, in pixels: whole numbers for odd and even sizes.
    const int dy = std::abs(2 * row - (rows - 1));
    const int dx = std::abs(2 * column - (columns - 1));
    switch (picture) {
        case 0:
            return lit(2 * column >= columns);
        case 1:
            return std::round(kLight * static_cast<float>(column) /
                              static_cast<float>(std::max(columns - 1, 1)));
        case 2:
            return lit(2 * column >= columns && 2 * row >= rows);
        case 3:
            return lit((row + column) % 2 == 1);
        case 4:
            return lit(row * columns / rows == column);
        case 5:
            return lit(dx <= 1 || dy <= 1);
        case 6:
            return lit(dx * dx + dy * dy <= std::min(rows, columns) * std::min(rows, columns) * 2 / 3);
        case 7:
            return lit(row % 2 == 1);
        default:
            break;
    }
    CNN_ASSERT(false);
}

NamedKernel named_kernel(std::size_t kernel, int height_now, int width_now) {
    const std::string_view name = kKernels[kernel];
    if (kernel == 1)
        return sized(name, height_now, width_now, 1.0F / static_cast<float>(height_now * width_now));
    if (kernel == 0) {
        NamedKernel identity = sized(name, height_now, width_now, 0);
        identity.weights[static_cast<std::size_t>((height_now - 1) / 2 * width_now + (width_now - 1) / 2)] =
            1;
        return identity;
    }
    const auto table = named_kernels();
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const KernelOf3& one) { return one.name == name; });
    CNN_ASSERT(found != table.end());
    return {name, 3, 3, {found->weights.begin(), found->weights.end()}};
}

}  // namespace shell::lesson_convolution
