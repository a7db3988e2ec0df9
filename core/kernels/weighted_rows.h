// Sums of weighted rows, as many numbers at a time as there are registers: what the gradients of a
// convolution are made of, where only the outputs with a gradient take part. For the files of isa/ alone.
#pragma once

#include "core/kernels/table.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {

constexpr int kRowVectors = 12;  // sums at a time; with a factor and a product, more do not fit 16 registers

// `vectors` vectors of the sums of `segments` segments.
template <int lanes, int vectors, int segments>
CNN_INLINE void weighted_block(const WeightedRows& r, const float* rows, float* out) {
    vec<lanes> sum[segments][vectors];
    CNN_UNROLL for (int s = 0; s < segments; ++s) {
        CNN_UNROLL for (int v = 0; v < vectors; ++v) {
            sum[s][v] = r.resume ? load<lanes>(out + s * r.out_step + v * lanes) : vec<lanes>{};
        }
    }
    for (const WeightedRow *at = r.list, *end = at + r.count; at != end; ++at) {
        const vec<lanes> factor = splat<lanes>(at->factor);
        const float* row = rows + at->offset;
        CNN_UNROLL for (int s = 0; s < segments; ++s) {
            CNN_UNROLL for (int v = 0; v < vectors; ++v) sum[s][v] += factor * load<lanes>(row + v * lanes);
            row += r.row_step;
        }
    }
    CNN_UNROLL for (int s = 0; s < segments; ++s) {
        CNN_UNROLL for (int v = 0; v < vectors; ++v) {
            float* to = out + s * r.out_step + v * lanes;
            store<lanes>(to, r.resume ? sum[s][v] : load<lanes>(to) + sum[s][v]);
        }
    }
}

// Short rows, as the first layer of a network has them: several segments at a time, so that no sum waits for
// the one before. Returns the segments taken; 0: none.
template <int lanes>
int weighted_segments(const WeightedRows& r, int left, const float* rows, float* out) {
    if (left < 3 || r.length > 2 * lanes) return 0;
    const bool one = r.length <= lanes;
    if (left >= 5) {
        one ? weighted_block<lanes, 1, 5>(r, rows, out) : weighted_block<lanes, 2, 5>(r, rows, out);
        return 5;
    }
    one ? weighted_block<lanes, 1, 3>(r, rows, out) : weighted_block<lanes, 2, 3>(r, rows, out);
    return 3;
}

template <int lanes>
void weighted_vectors(const WeightedRows& r, int vectors, const float* rows, float* out) {
    switch (vectors) {
        case 1:
            return weighted_block<lanes, 1, 1>(r, rows, out);
        case 2:
            return weighted_block<lanes, 2, 1>(r, rows, out);
        case 3:
            return weighted_block<lanes, 3, 1>(r, rows, out);
        case 4:
            return weighted_block<lanes, 4, 1>(r, rows, out);
        case 5:
            return weighted_block<lanes, 5, 1>(r, rows, out);
        case 6:
            return weighted_block<lanes, 6, 1>(r, rows, out);
        case 7:
            return weighted_block<lanes, 7, 1>(r, rows, out);
        case 8:
            return weighted_block<lanes, 8, 1>(r, rows, out);
        case 9:
            return weighted_block<lanes, 9, 1>(r, rows, out);
        case 10:
            return weighted_block<lanes, 10, 1>(r, rows, out);
        case 11:
            return weighted_block<lanes, 11, 1>(r, rows, out);
        default:
            return weighted_block<lanes, kRowVectors, 1>(r, rows, out);
    }
}

// In blocks of about equal size: 40 vectors are 10 + 10 + 10 + 10, not 12 + 12 + 12 + 4.
template <int lanes>
CNN_INLINE void weighted_segment(const WeightedRows& r, const float* rows, float* out) {
    const int vectors = (r.length + lanes - 1) / lanes;
    const int blocks = (vectors + kRowVectors - 1) / kRowVectors;
    const int size = (vectors + blocks - 1) / blocks;
    for (int done = 0; done < vectors; done += size) {
        const int left = vectors - done;
        weighted_vectors<lanes>(r, left < size ? left : size, rows + done * lanes, out + done * lanes);
    }
}

template <int lanes>
void weighted_rows(const WeightedRows& r) {
    for (int s = 0; s < r.segments;) {
        const float* rows = r.rows + s * r.row_step;
        float* out = r.out + s * r.out_step;
        if (const int taken = weighted_segments<lanes>(r, r.segments - s, rows, out)) {
            s += taken;
            continue;
        }
        weighted_segment<lanes>(r, rows, out);
        ++s;
    }
}

}  // namespace
}  // namespace cnn
