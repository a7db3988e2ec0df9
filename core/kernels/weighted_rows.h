// Sums of weighted rows, as many numbers at a time as there are registers: what the gradients of a
// convolution are made of, where only the outputs with a gradient take part. For the files of isa/ alone.
#pragma once

#include "core/kernels/table.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {

constexpr int kRowVectors = 12;  // sums at a time; with a factor and a product, more do not fit 16 registers

// `vectors` vectors of the sums of `segments` segments.
template <int lanes, int vectors, int segments, bool resume>
CNN_INLINE void weighted_block(const WeightedRows& r, const float* rows, float* out) {
    vec<lanes> sum[segments][vectors];
    CNN_UNROLL for (int s = 0; s < segments; ++s) {
        CNN_UNROLL for (int v = 0; v < vectors; ++v) {
            sum[s][v] = resume ? load<lanes>(out + s * r.out_step + v * lanes) : vec<lanes>{};
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
            store<lanes>(to, resume ? sum[s][v] : load<lanes>(to) + sum[s][v]);
        }
    }
}

// Rows of up to two vectors, as the first layer of a network has them: several segments at a time, so that no
// sum waits for the one before. Returns the segments taken.
template <int lanes, bool resume>
int weighted_segments(const WeightedRows& r) {
    const bool one = r.length <= lanes;
    if (r.segments >= 5) {
        one ? weighted_block<lanes, 1, 5, resume>(r, r.rows, r.out)
            : weighted_block<lanes, 2, 5, resume>(r, r.rows, r.out);
        return 5;
    }
    if (r.segments >= 3) {
        one ? weighted_block<lanes, 1, 3, resume>(r, r.rows, r.out)
            : weighted_block<lanes, 2, 3, resume>(r, r.rows, r.out);
        return 3;
    }
    one ? weighted_block<lanes, 1, 1, resume>(r, r.rows, r.out)
        : weighted_block<lanes, 2, 1, resume>(r, r.rows, r.out);
    return 1;
}

// Blocks of `vectors` vectors, side by side, of all segments: a call for each of them takes as long as three
// or four entries of the list.
template <int lanes, int vectors, bool resume>
void weighted_blocks(const WeightedRows& r, int blocks) {
    for (int s = 0; s < r.segments; ++s) {
        const float* rows = r.rows + s * r.row_step;
        float* out = r.out + s * r.out_step;
        for (int left = blocks; left > 0; --left, rows += vectors * lanes, out += vectors * lanes)
            weighted_block<lanes, vectors, 1, resume>(r, rows, out);
    }
}

template <int lanes, bool resume>
void weighted_blocks(const WeightedRows& r, int blocks, int vectors) {
    switch (vectors) {
        case 1:
            return weighted_blocks<lanes, 1, resume>(r, blocks);
        case 2:
            return weighted_blocks<lanes, 2, resume>(r, blocks);
        case 3:
            return weighted_blocks<lanes, 3, resume>(r, blocks);
        case 4:
            return weighted_blocks<lanes, 4, resume>(r, blocks);
        case 5:
            return weighted_blocks<lanes, 5, resume>(r, blocks);
        case 6:
            return weighted_blocks<lanes, 6, resume>(r, blocks);
        case 7:
            return weighted_blocks<lanes, 7, resume>(r, blocks);
        case 8:
            return weighted_blocks<lanes, 8, resume>(r, blocks);
        case 9:
            return weighted_blocks<lanes, 9, resume>(r, blocks);
        case 10:
            return weighted_blocks<lanes, 10, resume>(r, blocks);
        case 11:
            return weighted_blocks<lanes, 11, resume>(r, blocks);
        default:
            return weighted_blocks<lanes, kRowVectors, resume>(r, blocks);
    }
}

// All segments, some at a time.
template <int lanes, bool resume>
void weighted_short_rows(WeightedRows r) {
    while (r.segments > 0) {
        const int taken = weighted_segments<lanes, resume>(r);
        r.segments -= taken;
        r.rows += taken * r.row_step;
        r.out += taken * r.out_step;
    }
}

template <int lanes, bool resume>
void weighted_rows_of(const WeightedRows& r) {
    const int vectors = (r.length + lanes - 1) / lanes;
    if (vectors <= 2) return weighted_short_rows<lanes, resume>(r);
    // Of about equal size: 40 vectors are 10 + 10 + 10 + 10, not 12 + 12 + 12 + 4.
    const int most = (vectors + kRowVectors - 1) / kRowVectors;
    const int size = (vectors + most - 1) / most;
    const int blocks = vectors / size;
    weighted_blocks<lanes, resume>(r, blocks, size);
    if (vectors == blocks * size) return;
    WeightedRows rest = r;
    rest.rows += blocks * size * lanes;
    rest.out += blocks * size * lanes;
    weighted_blocks<lanes, resume>(rest, 1, vectors - blocks * size);
}

template <int lanes>
void weighted_rows(const WeightedRows& r) {
    r.resume ? weighted_rows_of<lanes, true>(r) : weighted_rows_of<lanes, false>(r);
}

}  // namespace
}  // namespace cnn
