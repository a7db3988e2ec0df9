// What the learner can put into the grids at once: built-in pictures and kernels by name.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace shell::lesson_convolution {

// Drawn for any size, in whole numbers from 0 (dark) to 9 (light), so that products stay easy to check by
// hand.
std::span<const std::string_view> picture_names();
float picture_pixel(std::size_t picture, int row, int column, int rows, int columns);

struct NamedKernel {
    std::string_view name;
    int height = 3;
    int width = 3;
    std::vector<float> weights;  // height x width
};

// The kernels of S2-8, S2-11 and S3-3. "identity" and "box-blur" come in the size that the kernel has now.
std::span<const std::string_view> kernel_names();
NamedKernel named_kernel(std::size_t kernel, int height_now, int width_now);

}  // namespace shell::lesson_convolution
