// Dense layer as products of packed panels; only the input's gradient reads the weights where they lie.
// Inputs that are mostly 0, as the black of a picture or what a ReLU leaves, take the road of sparse.h.
#include "core/ops/dense/dense.h"

#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/pack.h"
#include "core/ops/dense/sparse.h"

namespace cnn {
namespace {

// Weights that are packed at a time: they stay in the second-level cache while all samples pass.
constexpr int kPackedWeights = 98304;
// Rows of the weights' gradient that share one pass over the output gradients.
constexpr int kRowBlock = 4 * kTileRows;

// Inputs whose weights are packed at a time.
int block_depth(const DensePlan& plan) {
    return std::min(plan.in, std::clamp(kPackedWeights / plan.out / kTileRows * kTileRows, 16, 256));
}

struct DenseSpace {
    float* inputs;     // forward (ceil(n / 4), depth of a block, 4), backward (kRowBlock / 4, n, 4): x
    float* weights;    // (panels of outputs, depth of a block, panel): w
    float* result;     // (max(n, kRowBlock), panel): what does not fill a panel of its own
    float* gradients;  // (panels of outputs, n, panel): dy; or (panels of samples, out, panel): dy transposed
    float* bias_sums;  // (panel)
};

DenseSpace carve(Carver& carver, const KernelTable& kernels, const DensePlan& plan, int n) {
    const int panel = kernels.panel;
    const int depth = block_depth(plan);
    return {carver.take(std::max(round_up(n, kTileRows) * depth, kRowBlock * n), 1),
            carver.take(round_up(plan.out, panel), depth), carver.take(std::max(n, kRowBlock), panel),
            carver.take(round_up(plan.out, panel), round_up(n, panel)), carver.take(1, panel)};
}

// Goes on with y = x w over the inputs [first, first + depth), without bias. The last outputs, which do not
// fill a panel, are summed in space.result.   x: (n, in); w: (in, out); y: (n, out)
void add_products(const KernelTable& kernels, const DensePlan& plan, int n, int first, int depth,
                  const float* x, const float* w, float* y, const DenseSpace& space) {
    for (int sample = 0; sample < n; sample += kTileRows) {
        transpose_panel(std::min(kTileRows, n - sample), depth,
                        x + static_cast<std::ptrdiff_t>(sample) * plan.in + first, plan.in, kTileRows,
                        space.inputs + static_cast<std::ptrdiff_t>(sample) * depth);
    }
    copy_panels(depth, plan.out, w + static_cast<std::ptrdiff_t>(first) * plan.out, plan.out, kernels.panel,
                space.weights);
    PackedPanel panel;
    panel.rows = n;
    panel.depth = depth;
    panel.a = space.inputs;
    panel.resume = first > 0;
    for (int o = 0; o < plan.out; o += kernels.panel) {
        const bool whole = o + kernels.panel <= plan.out;
        panel.b = space.weights + static_cast<std::ptrdiff_t>(o) * depth;
        panel.c = whole ? y + o : space.result;
        panel.c_step = whole ? plan.out : kernels.panel;
        kernels.packed_panel(panel);
    }
}

// y = x w, without bias.
void multiply(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, const float* w,
              float* y, const DenseSpace& space) {
    const int depth = block_depth(plan);
    for (int first = 0; first < plan.in; first += depth)
        add_products(kernels, plan, n, first, std::min(depth, plan.in - first), x, w, y, space);
    const int tail = plan.out % kernels.panel;
    for (int sample = 0; sample < n; ++sample)
        std::copy_n(space.result + sample * kernels.panel, tail,
                    y + static_cast<std::ptrdiff_t>(sample + 1) * plan.out - tail);
}

// Rows [first, first + rows) of dw = transposed x dy, from the packed operands.   dw: (in, out)
void weight_gradient_rows(const KernelTable& kernels, const DensePlan& plan, int n, int first, int rows,
                          float* dw, const DenseSpace& space) {
    PackedPanel panel;
    panel.rows = rows;
    panel.depth = n;
    panel.a = space.inputs;
    for (int o = 0; o < plan.out; o += kernels.panel) {
        float* to = dw + static_cast<std::ptrdiff_t>(first) * plan.out + o;
        const int columns = std::min(kernels.panel, plan.out - o);
        const bool whole = columns == kernels.panel;
        panel.b = space.gradients + static_cast<std::ptrdiff_t>(o) * n;
        panel.c = whole ? to : space.result;
        panel.c_step = whole ? plan.out : kernels.panel;
        kernels.packed_panel(panel);
        for (int i = 0; i < rows && !whole; ++i) {
            std::copy_n(space.result + i * kernels.panel, columns,
                        to + static_cast<std::ptrdiff_t>(i) * plan.out);
        }
    }
}

// dw = transposed x dy.   x: (n, in); dy: (n, out), packed; dw: (in, out)
void weight_gradient(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, float* dw,
                     const DenseSpace& space) {
    for (int first = 0; first < plan.in; first += kRowBlock) {
        const int rows = std::min(kRowBlock, plan.in - first);
        for (int i = 0; i < rows; i += kTileRows) {
            copy_panel(n, std::min(kTileRows, rows - i), x + first + i, plan.in, kTileRows,
                       space.inputs + i * n);
        }
        weight_gradient_rows(kernels, plan, n, first, rows, dw, space);
    }
}

// dy packed into space.gradients, its sums over the samples.   dy: (n, out); db: (out)
void pack_gradients(const KernelTable& kernels, const DensePlan& plan, int n, const float* dy, float* db,
                    const DenseSpace& space) {
    copy_panels(n, plan.out, dy, plan.out, kernels.panel, space.gradients);
    for (int o = 0; o < plan.out; o += kernels.panel) {
        std::fill_n(space.bias_sums, kernels.panel, 0.0F);
        sum_panel(n, kernels.panel, space.gradients + static_cast<std::ptrdiff_t>(o) * n, space.bias_sums);
        std::copy_n(space.bias_sums, std::min(kernels.panel, plan.out - o), db + o);
    }
}

// dx = dy transposed w: computed transposed, because then the rows of w are read as they lie, and once.
// w: (in, out); dy: (n, out); dx: (n, in)
void input_gradient(const KernelTable& kernels, const DensePlan& plan, int n, const float* w, const float* dy,
                    float* dx, const DenseSpace& space) {
    for (int first = 0; first < n; first += kernels.panel)
        transpose_panel(std::min(kernels.panel, n - first), plan.out,
                        dy + static_cast<std::ptrdiff_t>(first) * plan.out, plan.out, kernels.panel,
                        space.gradients + static_cast<std::ptrdiff_t>(first) * plan.out);
    RowsTile tile;
    tile.depth = plan.out;
    tile.c = space.result;
    for (int input = 0; input < plan.in; input += kTileRows) {
        tile.rows = std::min(kTileRows, plan.in - input);
        for (int i = 0; i < tile.rows; ++i) tile.a[i] = w + static_cast<std::ptrdiff_t>(input + i) * plan.out;
        for (int sample = 0; sample < n; ++sample) {
            const int lane = sample % kernels.panel;
            tile.b = space.gradients + static_cast<std::ptrdiff_t>(sample) * plan.out;
            if (lane == 0) kernels.rows_tile(tile);
            float* to = dx + static_cast<std::ptrdiff_t>(sample) * plan.in + input;
            for (int i = 0; i < tile.rows; ++i) to[i] = space.result[i * kernels.panel + lane];
        }
    }
}

}  // namespace

std::size_t dense_workspace(const KernelTable& kernels, const DensePlan& plan, int n) {
    Carver carver;
    carve(carver, kernels, plan, n);
    return std::max(carver.used(), sparse_workspace(plan, n));
}

void dense_forward(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, const float* w,
                   const float* bias, float* y, float* workspace) {
    if (sparse_is_shorter(kernels, plan, n, x)) {
        multiply_sparse(kernels, plan, n, x, w, y, workspace);
    } else {
        Carver carver(workspace);
        multiply(kernels, plan, n, x, w, y, carve(carver, kernels, plan, n));
    }
    for (int sample = 0; sample < n; ++sample, y += plan.out)
        for (int o = 0; o < plan.out; ++o) y[o] += bias[o];
}

void dense_backward(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, const float* w,
                    const float* dy, float* dx, float* dw, float* db, float* workspace) {
    Carver carver(workspace);
    const DenseSpace space = carve(carver, kernels, plan, n);
    if (dw) {
        pack_gradients(kernels, plan, n, dy, db, space);
        if (sparse_is_shorter(kernels, plan, n, x))
            weight_gradient_sparse(kernels, plan, n, x, dy, dw, workspace);
        else
            weight_gradient(kernels, plan, n, x, dw, space);
    }
    if (dx) input_gradient(kernels, plan, n, w, dy, dx, space);
}

}  // namespace cnn
