// The 3 x 3 kernels that the lectures give a name or a row of a table (S2-8, S2-11, S3-2, S3-3).
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace shell {

struct KernelOf3 {
    std::string_view name;           // "sobel-vertical"
    std::array<float, 9> weights{};  // row by row
};
std::span<const KernelOf3> named_kernels();

}  // namespace shell
