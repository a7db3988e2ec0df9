// What weights are before the first update. The schemes and their numbers are those of Keras' initializers:
// uniform within sqrt(3 scale / fan), or normal with variance scale / fan, cut at two deviations and widened
// by 1 / 0.8796 to keep that variance. Scale and fan: Glorot 1 and the mean of fan in and fan out, He 2 and
// fan in, LeCun 1 and fan in.
#include <algorithm>
#include <cmath>

#include "core/base/math.h"
#include "core/base/rng.h"
#include "core/net/network.h"

namespace cnn {
namespace {

constexpr std::uint64_t kInitialisationStream = 1;
// Deviation of a standard normal that is cut at -2 and 2.
constexpr double kCutDeviation = 0.87962566103423978;

// Inputs and outputs that one weight connects, the receptive field included. As Keras counts them: of a
// group's inputs; and a transposed convolution, whose kernel lies (KH, KW, OC, C) there, the other way round.
struct Fans {
    double in = 1;
    double out = 1;
};
Fans fans(const LayerPlan& plan, const LayerSpec& layer) {
    if (std::holds_alternative<DenseSpec>(layer))
        return {static_cast<double>(plan.input.c), static_cast<double>(plan.output.c)};
    const double field = plan.window.y.kernel * plan.window.x.kernel;
    if (std::holds_alternative<ConvTransposeSpec>(layer))
        return {static_cast<double>(plan.weight_count) / plan.input.c, field * plan.input.c};
    return {static_cast<double>(plan.terms), field * plan.output.c};
}

// Marsaglia's polar method, one of the two numbers; without the cosine that differs between platforms.
float normal(Rng& rng) {
    for (;;) {
        const float u = rng.uniform(-1, 1);
        const float v = rng.uniform(-1, 1);
        const float square = u * u + v * v;
        if (square > 0 && square < 1) return u * std::sqrt(-2 * log_f32(square) / square);
    }
}

float cut_normal(Rng& rng) {
    for (;;) {
        const float draw = normal(rng);
        if (draw >= -2 && draw <= 2) return draw;
    }
}

void draw_uniform(Rng& rng, double limit, std::size_t count, float* values) {
    const auto bound = static_cast<float>(limit);
    for (std::size_t k = 0; k < count; ++k) values[k] = rng.uniform(-bound, bound);
}

void draw_normal(Rng& rng, double variance, std::size_t count, float* values) {
    const auto deviation = static_cast<float>(std::sqrt(variance) / kCutDeviation);
    for (std::size_t k = 0; k < count; ++k) values[k] = deviation * cut_normal(rng);
}

void draw(Rng& rng, const InitialiserSpec& initialiser, const Fans& fans, std::size_t count, float* values) {
    switch (initialiser.kind) {
        case Initialiser::kGlorotUniform:
            return draw_uniform(rng, std::sqrt(6 / (fans.in + fans.out)), count, values);
        case Initialiser::kGlorotNormal:
            return draw_normal(rng, 2 / (fans.in + fans.out), count, values);
        case Initialiser::kHeUniform:
            return draw_uniform(rng, std::sqrt(6 / fans.in), count, values);
        case Initialiser::kHeNormal:
            return draw_normal(rng, 2 / fans.in, count, values);
        case Initialiser::kLecunUniform:
            return draw_uniform(rng, std::sqrt(3 / fans.in), count, values);
        case Initialiser::kLecunNormal:
            return draw_normal(rng, 1 / fans.in, count, values);
        case Initialiser::kZeros:
        case Initialiser::kConstant:
            std::fill_n(values, count, initialiser.value);
    }
}

}  // namespace

void initialise(Network& network, std::uint64_t seed) {
    Rng rng(seed, kInitialisationStream);
    std::fill(network.parameters.begin(), network.parameters.end(), 0.0F);
    std::fill(network.state.begin(), network.state.end(), 0.0F);
    for (std::size_t i = 0; i < network.plan.size(); ++i) {
        const LayerPlan& plan = network.plan[i];
        float* weights = network.parameters.data() + plan.weights;
        if (std::holds_alternative<BatchNormSpec>(network.spec.layers[i])) {
            const auto channels = static_cast<std::size_t>(plan.input.c);
            std::fill_n(weights, channels, 1.0F);
            std::fill_n(network.state.data() + plan.state + channels, channels, 1.0F);
        } else if (plan.weight_count > 0) {
            draw(rng, network.spec.initialiser, fans(plan, network.spec.layers[i]), plan.weight_count,
                 weights);
        }
    }
}

}  // namespace cnn
