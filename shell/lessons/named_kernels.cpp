// The lectures' kernels by name.
#include "shell/lessons/named_kernels.h"

namespace shell {
namespace {

constexpr float k9 = 1.0F / 9;
constexpr float k16 = 1.0F / 16;

constexpr std::array<KernelOf3, 13> kKernels{{
    {"identity", {0, 0, 0, 0, 1, 0, 0, 0, 0}},
    {"box-blur", {k9, k9, k9, k9, k9, k9, k9, k9, k9}},
    {"gaussian", {k16, 2 * k16, k16, 2 * k16, 4 * k16, 2 * k16, k16, 2 * k16, k16}},
    {"sharpen", {0, -1, 0, -1, 5, -1, 0, -1, 0}},
    {"sobel-vertical", {-1, 0, 1, -2, 0, 2, -1, 0, 1}},
    {"sobel-horizontal", {1, 2, 1, 0, 0, 0, -1, -2, -1}},
    {"laplacian", {0, 1, 0, 1, -4, 1, 0, 1, 0}},
    {"edges", {-1, -1, -1, -1, 8, -1, -1, -1, -1}},
    {"corners", {1, 0, -1, 0, 0, 0, -1, 0, 1}},
    {"emboss", {0, 1, 1, -1, 0, 1, -1, -1, 0}},
    {"edges-4", {0, -1, 0, -1, 4, -1, 0, -1, 0}},
    {"brightens", {0, -1, 0, -1, 8, -1, 0, -1, 0}},
    {"darkens", {0, -1, 0, -1, 4, -2, 0, -1, 0}},
}};

}  // namespace

std::span<const KernelOf3> named_kernels() { return kKernels; }

}  // namespace shell
