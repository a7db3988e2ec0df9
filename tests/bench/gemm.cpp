#include "tests/bench/gemm.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "core/base/rng.h"
#include "core/io/layer_names.h"
#include "core/kernels/carver.h"
#include "core/kernels/table.h"
#include "core/net/network.h"
#include "core/net/spec_text.h"
#include "core/tensor/tensor.h"
#include "tests/bench/peak.h"
#include "tests/bench/timing.h"

namespace {

using namespace cnn;

constexpr int kRounds = 3;
// Seconds of a round, at least: a browser's clock moves in steps of up to 0.1 ms.
constexpr double kShortest = 2e-3;

Floats noise(std::size_t count) {
    Rng rng(1);
    Floats values(count);
    for (float& value : values) value = rng.uniform(-1, 1);
    return values;
}

// GFLOP/s: the mean over about `seconds`.
template <class Multiply>
double rate_of(Multiply&& multiply, double operations, double seconds) {
    const double begin = seconds_now();
    double taken = 0;
    int times = 0;
    do {
        multiply();
        ++times;
        taken = seconds_now() - begin;
    } while (taken < seconds);
    return times * operations / taken * 1e-9;
}

void measure(GemmRate& product, double seconds) {
    const KernelTable& kernels = best_kernels();
    const int columns = round_up(product.columns, kernels.panel);
    const auto floats = [](int a, int b) {
        return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
    };
    const Floats a = noise(floats(round_up(product.rows, kTileRows), product.depth));
    const Floats b = noise(floats(columns, product.depth));
    Floats c(floats(product.rows, columns));
    const auto multiply = [&] {
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
    };
    const double operations = 2.0 * product.rows * product.columns * product.depth;
    const double slice = std::max(seconds / (2 * kRounds), kShortest);  // half of it for the peak
    std::array<GemmRate, kRounds> rounds;
    double before = measure_peak(slice);
    for (GemmRate& round : rounds) {
        round.gflops = rate_of(multiply, operations, slice);
        const double behind = measure_peak(slice);
        round.peak_gflops = (before + behind) / 2;
        before = behind;
    }
    std::nth_element(
        rounds.begin(), rounds.begin() + kRounds / 2, rounds.end(),
        [](const GemmRate& one, const GemmRate& other) { return one.peak_share() < other.peak_share(); });
    product.gflops = rounds[kRounds / 2].gflops;
    product.peak_gflops = rounds[kRounds / 2].peak_gflops;
}

// Forward and gradient of the weights of each convolution and dense layer, as products.
std::vector<GemmRate> products_of(const ZooEntry& entry) {
    const NetworkSpec spec = parse_network(entry.spec, entry.input).value();
    const std::vector<LayerPlan> plan = plan_layers(spec).value();
    const std::vector<std::string> names = layer_names(spec);
    std::vector<GemmRate> products;
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        const auto* conv = std::get_if<ConvSpec>(&spec.layers[i]);
        if (conv == nullptr && !std::holds_alternative<DenseSpec>(spec.layers[i])) continue;
        const LayerPlan& layer = plan[i];
        const int outputs = layer.output.c;
        const int columns = entry.batch * layer.output.h * layer.output.w;
        const int taps = conv == nullptr ? static_cast<int>(layer.input.size())
                                         : layer.input.c * layer.window.y.kernel * layer.window.x.kernel;
        products.push_back({names[i] + " forward", outputs, columns, taps, 0, 0});
        if (conv == nullptr) std::swap(products.back().rows, products.back().columns);  // images x units
        products.push_back({names[i] + " dw", taps, outputs, columns, 0, 0});
    }
    return products;
}

}  // namespace

std::vector<GemmRate> measure_gemm(const cnn::ZooEntry& entry, double seconds) {
    std::vector<GemmRate> products = products_of(entry);
    for (GemmRate& product : products) measure(product, seconds);
    return products;
}
