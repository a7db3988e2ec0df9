// Dense layer as products of packed panels; only the input's gradient reads the weights where they lie.
#include "core/ops/dense/dense.h"

#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/pack.h"

namespace cnn {
namespace {

// Rows of a panel of weights that stay in the first-level cache while all samples pass.
constexpr int kDepth = 256;
// Rows of the weights' gradient that share one pass over the output gradients.
constexpr int kRowBlock = 4 * kTileRows;

struct DenseSpace {
    float* inputs;     // forward (ceil(n / 4), kDepth, 4), backward (kRowBlock / 4, n, 4): x
    float* panel;      // forward (kDepth, panel): w; backward (out, panel): dy transposed
    float* result;     // (max(n, kRowBlock), panel): what does not fill a panel of its own
    float* gradients;  // (panels of outputs, n, panel): dy
    float* bias_sums;  // (panel)
};

DenseSpace carve(Carver& carver, const KernelTable& kernels, const DensePlan& plan, int n) {
    const int panel = kernels.panel;
    return {carver.take(round_up(n, kTileRows), kDepth), carver.take(std::max(kDepth, plan.out), panel),
            carver.take(std::max(n, kRowBlock), panel), carver.take(round_up(plan.out, panel), n),
            carver.take(1, panel)};
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
    PackedPanel panel;
    panel.rows = n;
    panel.depth = depth;
    panel.a = space.inputs;
    panel.b = space.panel;
    panel.resume = first > 0;
    for (int o = 0; o < plan.out; o += kernels.panel) {
        const int columns = std::min(kernels.panel, plan.out - o);
        const bool whole = columns == kernels.panel;
        copy_panel(depth, columns, w + static_cast<std::ptrdiff_t>(first) * plan.out + o, plan.out,
                   kernels.panel, space.panel);
        panel.c = whole ? y + o : space.result;
        panel.c_step = whole ? plan.out : kernels.panel;
        kernels.packed_panel(panel);
    }
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

// x: (n, in); dy: (n, out); dw: (in, out); db: (out)
void weight_gradient(const KernelTable& kernels, const DensePlan& plan, int n, const float* x,
                     const float* dy, float* dw, float* db, const DenseSpace& space) {
    for (int o = 0; o < plan.out; o += kernels.panel) {
        const int columns = std::min(kernels.panel, plan.out - o);
        float* to = space.gradients + static_cast<std::ptrdiff_t>(o) * n;
        copy_panel(n, columns, dy + o, plan.out, kernels.panel, to);
        std::fill_n(space.bias_sums, kernels.panel, 0.0F);
        sum_panel(n, kernels.panel, to, space.bias_sums);
        std::copy_n(space.bias_sums, columns, db + o);
    }
    for (int first = 0; first < plan.in; first += kRowBlock) {
        const int rows = std::min(kRowBlock, plan.in - first);
        for (int i = 0; i < rows; i += kTileRows) {
            copy_panel(n, std::min(kTileRows, rows - i), x + first + i, plan.in, kTileRows,
                       space.inputs + i * n);
        }
        weight_gradient_rows(kernels, plan, n, first, rows, dw, space);
    }
}

// dx = dy transposed w for the samples [first, first + count), count <= panel: computed transposed, because
// then the rows of w are read as they lie.   w: (in, out); dy: (n, out); dx: (n, in)
void input_gradient(const KernelTable& kernels, const DensePlan& plan, const float* w, const float* dy,
                    float* dx, int first, int count, const DenseSpace& space) {
    transpose_panel(count, plan.out, dy + static_cast<std::ptrdiff_t>(first) * plan.out, plan.out,
                    kernels.panel, space.panel);
    RowsTile tile;
    tile.depth = plan.out;
    tile.b = space.panel;
    tile.c = space.result;
    for (int input = 0; input < plan.in; input += kTileRows) {
        tile.rows = std::min(kTileRows, plan.in - input);
        for (int i = 0; i < tile.rows; ++i) tile.a[i] = w + static_cast<std::ptrdiff_t>(input + i) * plan.out;
        kernels.rows_tile(tile);
        for (int j = 0; j < count; ++j) {
            float* to = dx + static_cast<std::ptrdiff_t>(first + j) * plan.in + input;
            for (int i = 0; i < tile.rows; ++i) to[i] = space.result[i * kernels.panel + j];
        }
    }
}

}  // namespace

std::size_t dense_workspace(const KernelTable& kernels, const DensePlan& plan, int n) {
    Carver carver;
    carve(carver, kernels, plan, n);
    return carver.used();
}

void dense_forward(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, const float* w,
                   const float* bias, float* y, float* workspace) {
    Carver carver(workspace);
    const DenseSpace space = carve(carver, kernels, plan, n);
    for (int first = 0; first < plan.in; first += kDepth) {
        add_products(kernels, plan, n, first, std::min(kDepth, plan.in - first), x, w, y, space);
    }
    const int tail = plan.out % kernels.panel;
    for (int sample = 0; sample < n; ++sample) {
        float* row = y + static_cast<std::ptrdiff_t>(sample) * plan.out;
        std::copy_n(space.result + sample * kernels.panel, tail, row + plan.out - tail);
        for (int o = 0; o < plan.out; ++o) row[o] += bias[o];
    }
}

void dense_backward(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, const float* w,
                    const float* dy, float* dx, float* dw, float* db, float* workspace) {
    Carver carver(workspace);
    const DenseSpace space = carve(carver, kernels, plan, n);
    if (dw) weight_gradient(kernels, plan, n, x, dy, dw, db, space);
    if (!dx) return;
    for (int first = 0; first < n; first += kernels.panel) {
        input_gradient(kernels, plan, w, dy, dx, first, std::min(kernels.panel, n - first), space);
    }
}

}  // namespace cnn
