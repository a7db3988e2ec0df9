// Plain loops and copies: no number depends on another.
#include "core/ops/join/join.h"

#include <algorithm>

#include "core/kernels/vec.h"

namespace cnn {

void add_forward(std::size_t count, const float* a, const float* b, float* y) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) y[i] = a[i] + b[i];
}

void accumulate(std::size_t count, const float* part, float* sum) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) sum[i] += part[i];
}

void concat_forward(const ConcatPart& place, int n, const float* x, float* y) {
    for (std::size_t image = 0; image < static_cast<std::size_t>(n); ++image)
        std::copy_n(x + image * place.part, place.part, y + image * place.whole + place.first);
}

void concat_backward(const ConcatPart& place, int n, const float* dy, float* dx) {
    for (std::size_t image = 0; image < static_cast<std::size_t>(n); ++image)
        std::copy_n(dy + image * place.whole + place.first, place.part, dx + image * place.part);
}

void concat_backward_onto(const ConcatPart& place, int n, const float* dy, float* dx) {
    for (std::size_t image = 0; image < static_cast<std::size_t>(n); ++image)
        accumulate(place.part, dy + image * place.whole + place.first, dx + image * place.part);
}

}  // namespace cnn
