// Weights and pixels are put where tap() says.
#include "core/ops/signal/matrices.h"

#include "core/base/assert.h"

namespace cnn {
namespace {

// Calls visit(output, tap, input) with flat indices; input is -1 in the padding.
template <class Visit>
void for_each_product(const WindowPlan& window, Visit&& visit) {
    for (int oy = 0; oy < window.y.output; ++oy)
        for (int ox = 0; ox < window.x.output; ++ox)
            for_each_tap(1, window, [&](int, int ky, int kx) {
                const int iy = window.y.tap(oy, ky);
                const int ix = window.x.tap(ox, kx);
                const bool inside = window.y.inside(iy) && window.x.inside(ix);
                visit(oy * window.x.output + ox, ky * window.x.kernel + kx,
                      inside ? iy * window.x.input + ix : -1);
            });
}

}  // namespace

Tensor window_matrix(const Tensor& w, const WindowPlan& window) {
    CNN_ASSERT(w.shape() == (Shape{1, 1, window.y.kernel, window.x.kernel}));
    Tensor m({1, 1, window.y.output * window.x.output, window.y.input * window.x.input});
    for_each_product(window, [&](int output, int tap, int input) {
        if (input >= 0) m.at(0, 0, output, input) = w.values()[static_cast<std::size_t>(tap)];
    });
    return m;
}

Tensor patch_matrix(const Tensor& x, const WindowPlan& window) {
    CNN_ASSERT(x.shape() == (Shape{1, 1, window.y.input, window.x.input}));
    Tensor m({1, 1, window.y.kernel * window.x.kernel, window.y.output * window.x.output});
    for_each_product(window, [&](int output, int tap, int input) {
        if (input >= 0) m.at(0, 0, tap, output) = x.values()[static_cast<std::size_t>(input)];
    });
    return m;
}

std::vector<float> multiply(const Tensor& m, std::span<const float> v) {
    CNN_ASSERT(v.size() == static_cast<std::size_t>(m.shape().w));
    std::vector<float> all(static_cast<std::size_t>(m.shape().h), 0.0F);
    for (int row = 0; row < m.shape().h; ++row)
        for (int column = 0; column < m.shape().w; ++column)
            all[static_cast<std::size_t>(row)] +=
                m.at(0, 0, row, column) * v[static_cast<std::size_t>(column)];
    return all;
}

std::vector<float> multiply(std::span<const float> v, const Tensor& m) {
    CNN_ASSERT(v.size() == static_cast<std::size_t>(m.shape().h));
    std::vector<float> all(static_cast<std::size_t>(m.shape().w), 0.0F);
    for (int row = 0; row < m.shape().h; ++row)
        for (int column = 0; column < m.shape().w; ++column)
            all[static_cast<std::size_t>(column)] +=
                v[static_cast<std::size_t>(row)] * m.at(0, 0, row, column);
    return all;
}

// Each of the a + b - 1 sums needs one addition less than it has products.
Operations pairwise_operations(int a, int b) { return {a * b, a * b - (a + b - 1)}; }

Operations dense_operations(int rows, int columns) { return {rows * columns, rows * (columns - 1)}; }

}  // namespace cnn
