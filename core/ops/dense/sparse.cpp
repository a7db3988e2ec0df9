// Lists of the inputs that are not 0, and sums of the rows that they weigh: of w for an output, of dy for a
// weight's gradient.
#include "core/ops/dense/sparse.h"

#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/nonzero.h"

namespace cnn {
namespace {

// Vectors of outputs at a time: their part of w stays in the second-level cache while all samples pass.
constexpr int kBlockVectors = 12;
// Of a sample that passes alone, so many rows of w at a time and all outputs: memory is read in long runs, of
// few enough pages that the processor has all their addresses at hand.
constexpr int kRowsAtATime = 16;

// Of (n, in) inputs, those that are not 0: per sample which inputs, or per input which samples.
struct SparseSpace {
    std::int32_t* count;    // (n) or (in)
    WeightedRow* lists;     // (n, in) or (in, n)
    std::int32_t* offsets;  // (in) or (n): where the rows lie
};

SparseSpace carve(Carver& carver, const DensePlan& plan, int n) {
    const auto most = static_cast<std::size_t>(std::max(plan.in, n));
    const std::size_t all = static_cast<std::size_t>(plan.in) * static_cast<std::size_t>(n) + 1;
    return {carver.take_integers(most), carver.take_items<WeightedRow>(all), carver.take_integers(most)};
}

void set_offsets(int rows, int row_step, std::int32_t* offsets) {
    for (int row = 0; row < rows; ++row) offsets[row] = row * row_step;
}

int lanes_of(const KernelTable& kernels) { return kernels.panel / 2; }

// The weighted rows' first `length` columns, summed from 0; the last vector may overlap the one before.
void sum_rows_into(const KernelTable& kernels, WeightedRows rows, int length, int at_a_time) {
    const int lanes = lanes_of(kernels);
    rows.resume = true;
    rows.segments = 1;
    rows.length = length / lanes * lanes;
    std::fill_n(rows.out, length, 0.0F);
    WeightedRows part = rows;
    for (int left = rows.count; left > 0; left -= at_a_time) {
        part.count = std::min(at_a_time, left);
        kernels.weighted_rows(part);
        part.list += part.count;
    }
    if (rows.length == length) return;
    rows.rows += length - lanes;
    rows.out += length - lanes;
    rows.length = lanes;
    std::fill_n(rows.out, lanes, 0.0F);
    kernels.weighted_rows(rows);
}

}  // namespace

bool sparse_is_shorter(const KernelTable& kernels, const DensePlan& plan, int n, const float* x) {
    if (plan.out < kernels.panel) return false;
    if (n < kTileRows) return true;  // too few samples to pack the weights for
    const std::ptrdiff_t all = static_cast<std::ptrdiff_t>(n) * plan.in;
    return 2 * count_nonzero(all, x) < all;
}

std::size_t sparse_workspace(const DensePlan& plan, int n) {
    Carver carver;
    carve(carver, plan, n);
    return carver.used();
}

void multiply_sparse(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, const float* w,
                     float* y, float* workspace) {
    Carver carver(workspace);
    const SparseSpace space = carve(carver, plan, n);
    set_offsets(plan.in, plan.out, space.offsets);
    for (int sample = 0; sample < n; ++sample) {
        const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(sample) * plan.in;
        space.count[sample] = list_nonzero(plan.in, x + first, space.offsets, 0, space.lists + first);
    }
    const bool alone = n < kTileRows;
    const int block = alone ? plan.out : kBlockVectors * lanes_of(kernels);
    WeightedRows rows;
    for (int o = 0; o < plan.out; o += block) {
        // The last block begins early enough to fill a vector.
        const int begin = std::min(o, plan.out - lanes_of(kernels));
        rows.rows = w + begin;
        for (int sample = 0; sample < n; ++sample) {
            rows.count = space.count[sample];
            rows.list = space.lists + static_cast<std::ptrdiff_t>(sample) * plan.in;
            rows.out = y + static_cast<std::ptrdiff_t>(sample) * plan.out + begin;
            sum_rows_into(kernels, rows, std::min(block, plan.out - begin), alone ? kRowsAtATime : plan.in);
        }
    }
}

void weight_gradient_sparse(const KernelTable& kernels, const DensePlan& plan, int n, const float* x,
                            const float* dy, float* dw, float* workspace) {
    Carver carver(workspace);
    const SparseSpace space = carve(carver, plan, n);
    set_offsets(n, plan.out, space.offsets);
    list_nonzero_rows(n, plan.in, x, space.offsets, space.count, space.lists);
    WeightedRows rows;
    rows.rows = dy;
    for (int i = 0; i < plan.in; ++i, dw += plan.out) {
        rows.count = space.count[i];
        rows.list = space.lists + static_cast<std::ptrdiff_t>(i) * n;
        rows.out = dw;
        sum_rows_into(kernels, rows, plan.out, n);
    }
}

}  // namespace cnn
