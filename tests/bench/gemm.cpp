#include "tests/bench/gemm.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "core/base/rng.h"
#include "core/kernels/carver.h"
#include "core/kernels/table.h"
#include "core/tensor/tensor.h"

namespace {

using namespace cnn;

// A product of (rows, depth) by (depth, columns).
struct Product {
    const char* name;
    int rows;
    int columns;
    int depth;
};
constexpr Product kProducts[] = {
    {"M1 conv1 forward", 32, 43264, 9},  {"M1 conv2 forward", 64, 7744, 288},
    {"M1 conv3 forward", 64, 576, 576},  {"M1 dense forward", 64, 64, 576},
    {"M2 conv2 forward", 64, 8192, 800}, {"M2 dense forward", 128, 1000, 1024},
    {"M3 conv2 forward", 16, 3200, 150}, {"M4 dense forward", 128, 512, 784},
    {"M1 conv2 dw", 288, 64, 7744},
};

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Floats noise(std::size_t count) {
    Rng rng(1);
    Floats values(count);
    for (float& value : values) value = rng.uniform(-1, 1);
    return values;
}

double measure(const Product& product, double seconds) {
    const KernelTable& kernels = best_kernels();
    const int columns = round_up(product.columns, kernels.panel);
    const auto floats = [](int a, int b) {
        return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
    };
    const Floats a = noise(floats(round_up(product.rows, kTileRows), product.depth));
    const Floats b = noise(floats(columns, product.depth));
    Floats c(floats(product.rows, columns));
    double best = 0;
    for (const double end = seconds_now() + seconds; seconds_now() < end;) {
        const double begin = seconds_now();
        for (int column = 0; column < columns; column += kernels.panel) {
            PackedPanel panel;
            panel.rows = product.rows;
            panel.depth = product.depth;
            panel.a = a.data();
            panel.b = b.data() + static_cast<std::ptrdiff_t>(column) * product.depth;
            panel.c = c.data() + column;
            panel.c_step = columns;
            kernels.packed_panel(panel);
        }
        const double operations = 2.0 * product.rows * product.columns * product.depth;
        best = std::max(best, operations / (seconds_now() - begin) * 1e-9);
    }
    return best;
}

}  // namespace

void print_gemm(double seconds) {
    std::printf("rows x columns, depth: GFLOP/s, both operands packed beforehand\n");
    for (const Product& product : kProducts)
        std::printf("  %-20s %4d x %5d, %4d: %6.1f\n", product.name, product.rows, product.columns,
                    product.depth, measure(product, seconds));
}
