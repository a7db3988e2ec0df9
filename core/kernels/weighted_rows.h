// Sums of weighted rows, as many numbers at a time as there are registers: what the gradients of a
// convolution are made of, where only the outputs with a gradient take part. For the files of isa/ alone.
#pragma once

#include "core/kernels/table.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {

constexpr int kRowVectors = 8;  // sums at a time; more do not fit 16 registers

// One block of `vectors` vectors of all segments' sums.
template <int lanes, int vectors>
CNN_INLINE void weighted_block(const WeightedRows& r, const float* rows, float* out) {
    vec<lanes> sum[vectors];
    CNN_UNROLL for (int v = 0; v < vectors; ++v) {
        sum[v] = r.resume ? load<lanes>(out + v * lanes) : vec<lanes>{};
    }
    for (int e = 0; e < r.count; ++e) {
        const vec<lanes> factor = splat<lanes>(r.factors[e]);
        const float* row = rows + r.offsets[r.index[e]];
        CNN_UNROLL for (int v = 0; v < vectors; ++v) sum[v] += factor * load<lanes>(row + v * lanes);
    }
    CNN_UNROLL for (int v = 0; v < vectors; ++v) {
        store<lanes>(out + v * lanes, r.resume ? sum[v] : load<lanes>(out + v * lanes) + sum[v]);
    }
}

template <int lanes>
void weighted_tail(const WeightedRows& r, int vectors, const float* rows, float* out) {
    switch (vectors) {
        case 1:
            return weighted_block<lanes, 1>(r, rows, out);
        case 2:
            return weighted_block<lanes, 2>(r, rows, out);
        case 3:
            return weighted_block<lanes, 3>(r, rows, out);
        case 4:
            return weighted_block<lanes, 4>(r, rows, out);
        case 5:
            return weighted_block<lanes, 5>(r, rows, out);
        case 6:
            return weighted_block<lanes, 6>(r, rows, out);
        default:
            return weighted_block<lanes, 7>(r, rows, out);
    }
}

template <int lanes>
void weighted_rows(const WeightedRows& r) {
    constexpr int kBlock = kRowVectors * lanes;
    for (int s = 0; s < r.segments; ++s) {
        const float* rows = r.rows + s * r.row_step;
        float* out = r.out + s * r.out_step;
        int left = r.length;
        for (; left > kBlock - lanes; left -= kBlock, rows += kBlock, out += kBlock)
            weighted_block<lanes, kRowVectors>(r, rows, out);
        if (left > 0) weighted_tail<lanes>(r, (left + lanes - 1) / lanes, rows, out);
    }
}

}  // namespace
}  // namespace cnn
