// Networks as values: initialisation, one image's activations, and the gradient of whole networks against
// central differences of a forward pass in double.
#include "core/net/network.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/net/layer_ops.h"
#include "core/net/memory_plan.h"
#include "core/net/predictor.h"
#include "core/net/spec_text.h"
#include "core/net/workspace.h"
#include "core/ops/conv_transpose2d/reference.h"
#include "core/ops/dropout/dropout.h"
#include "core/ops/local_response_norm/reference.h"
#include "core/ops/locally_connected/reference.h"
#include "core/ops/softmax/softmax.h"
#include "tests/core/net/network_of.h"

namespace {

using namespace cnn;
using testing::kChunk;
using testing::network_of;

// A forward pass of a chunk in double, straight from the definitions. parameters: as Network::parameters.
class DoubleNetwork {
 public:
    explicit DoubleNetwork(const Network& network) : network_(network) {}

    using Values = std::vector<double>;

    using Chunk = std::vector<Values>;  // by image

    // Mean of the images' losses in a training pass.
    double loss(const Values& parameters, const Chunk& images,
                const std::vector<std::uint8_t>& labels) const {
        std::vector<Chunk> values{images};  // then every layer's output
        for (std::size_t i = 0; i < network_.plan.size(); ++i) {
            std::vector<const Chunk*> inputs;
            for (const int source : network_.spec.inputs[i])
                inputs.push_back(&values[static_cast<std::size_t>(source + 1)]);
            values.push_back(layer(i, parameters, inputs));
        }
        double sum = 0;
        for (std::size_t n = 0; n < images.size(); ++n) sum += image_loss(values.back()[n], labels[n]);
        return sum / static_cast<double>(images.size());
    }

 private:
    static double image_loss(const Values& x, int label) {
        const double peak = *std::max_element(x.begin(), x.end());
        double sum = 0;
        for (const double logit : x) sum += std::exp(logit - peak);
        return std::log(sum) + peak - x[static_cast<std::size_t>(label)];
    }

    Chunk layer(std::size_t i, const Values& parameters, const std::vector<const Chunk*>& inputs) const {
        if (const auto* norm = std::get_if<BatchNormSpec>(&network_.spec.layers[i]))
            return normalised(network_.plan[i], *norm, parameters, *inputs[0]);
        Chunk outputs;
        for (std::size_t n = 0; n < inputs[0]->size(); ++n) {
            std::vector<const Values*> x;
            for (const Chunk* input : inputs) x.push_back(&(*input)[n]);
            outputs.push_back(x.size() == 1 ? layer(i, n, parameters, *x[0]) : joined(i, x));
        }
        return outputs;
    }

    static Chunk normalised(const LayerPlan& plan, const BatchNormSpec& norm, const Values& parameters,
                            Chunk x) {
        const auto pixels = static_cast<std::size_t>(plan.input.h * plan.input.w);
        const double count = static_cast<double>(pixels * x.size());
        for (std::size_t c = 0; c < plan.weight_count; ++c) {
            double mean = 0;
            double variance = 0;
            const auto each = [&](const auto& visit) {
                for (Values& image : x)
                    for (std::size_t k = c * pixels; k < (c + 1) * pixels; ++k) visit(image[k]);
            };
            each([&](double value) { mean += value / count; });
            each([&](double value) { variance += (value - mean) * (value - mean) / count; });
            each([&](double& value) {
                value = (value - mean) / std::sqrt(variance + static_cast<double>(norm.epsilon)) *
                            parameters[plan.weights + c] +
                        parameters[plan.bias + c];
            });
        }
        return x;
    }

    // Pixel by pixel, across the channels.
    static Values normalised_locally(const LayerPlan& plan, const LrnSpec& lrn, Values x) {
        const std::size_t pixels = static_cast<std::size_t>(plan.input.h * plan.input.w);
        Values column(static_cast<std::size_t>(plan.input.c));
        Values divided(column.size());
        for (std::size_t at = 0; at < pixels; ++at) {
            for (std::size_t c = 0; c < column.size(); ++c) column[c] = x[c * pixels + at];
            reference_local_response_norm_forward<double>(
                {plan.input.c, 1, lrn.size, lrn.alpha, lrn.beta, lrn.k}, column, divided);
            for (std::size_t c = 0; c < column.size(); ++c) x[c * pixels + at] = divided[c];
        }
        return x;
    }

    // What dropout does to ones.
    static Values dropped(float rate, std::size_t layer, std::size_t n, Values x) {
        std::vector<float> mask(x.size(), 1.0F);
        dropout_forward(rate, {kChunk.seed, kChunk.step, layer}, kChunk.first + n, 1, x.size(), mask.data(),
                        mask.data());
        for (std::size_t k = 0; k < x.size(); ++k) x[k] *= static_cast<double>(mask[k]);
        return x;
    }

    Values joined(std::size_t i, const std::vector<const Values*>& inputs) const {
        Values y = *inputs[0];
        for (std::size_t k = 1; k < inputs.size(); ++k) {
            const Values& x = *inputs[k];
            if (std::holds_alternative<ConcatSpec>(network_.spec.layers[i]))
                y.insert(y.end(), x.begin(), x.end());
            else
                std::transform(y.begin(), y.end(), x.begin(), y.begin(), std::plus<>());
        }
        return y;
    }

    Values layer(std::size_t i, std::size_t n, const Values& parameters, const Values& x) const {
        const LayerSpec& spec = network_.spec.layers[i];
        const LayerPlan& plan = network_.plan[i];
        if (const auto* conv = std::get_if<ConvSpec>(&spec)) return convolved(plan, *conv, parameters, x);
        if (std::holds_alternative<DenseSpec>(spec)) return dense(plan, parameters, x);
        if (const auto* pool = std::get_if<PoolSpec>(&spec)) return pooled(plan, pool->kind, x);
        if (const auto* dropout = std::get_if<DropoutSpec>(&spec)) return dropped(dropout->rate, i, n, x);
        Values y(plan.output.size());
        if (const auto* conv = std::get_if<ConvTransposeSpec>(&spec)) {
            reference_conv_transpose2d_forward({plan.input.c, plan.output.c, plan.window, conv->groups}, 1,
                                               x.data(), &parameters[plan.weights], &parameters[plan.bias],
                                               y.data());
            return y;
        }
        if (std::holds_alternative<LocalSpec>(spec)) {
            reference_locally_connected_forward({plan.input.c, plan.output.c, plan.window}, 1, x.data(),
                                                &parameters[plan.weights], &parameters[plan.bias], y.data());
            return y;
        }
        if (const auto* lrn = std::get_if<LrnSpec>(&spec)) {
            return normalised_locally(plan, *lrn, x);
        }
        y = x;
        if (const auto* activation = std::get_if<ActivationSpec>(&spec))
            for (double& value : y) value = activated(*activation, value);
        if (const auto* softmax = std::get_if<SoftmaxSpec>(&spec)) {
            double sum = 0;
            for (const double value : x) sum += std::exp(value);
            for (double& value : y)
                value = softmax->logarithm ? value - std::log(sum) : std::exp(value) / sum;
        }
        if (std::holds_alternative<BiasSpec>(spec))
            for (std::size_t k = 0; k < y.size(); ++k) y[k] += parameters[plan.bias + k];
        return y;
    }

    static double activated(const ActivationSpec& activation, double x) {
        const auto alpha = static_cast<double>(activation.alpha);
        switch (activation.kind) {
            case Activation::kRelu:
                return std::max(0.0, x);
            case Activation::kLeakyRelu:
                return x > 0 ? x : alpha * x;
            case Activation::kElu:
                return x > 0 ? x : alpha * (std::exp(x) - 1);
            case Activation::kSigmoid:
                return 1 / (1 + std::exp(-x));
            case Activation::kTanh:
                return std::tanh(x);
            case Activation::kSoftplus:
                return std::log(1 + std::exp(x));
        }
        return 0;
    }

    static Values convolved(const LayerPlan& plan, const ConvSpec& conv, const Values& parameters,
                            const Values& x) {
        Values y;
        const WindowPlan& window = plan.window;
        const int channels = plan.input.c / conv.groups;
        for (int oc = 0; oc < plan.output.c; ++oc)
            for (int oy = 0; oy < plan.output.h; ++oy)
                for (int ox = 0; ox < plan.output.w; ++ox) {
                    double sum = bias(plan, parameters, static_cast<std::size_t>(oc));
                    std::size_t weight = plan.weights + static_cast<std::size_t>(oc) * plan.weight_count /
                                                            static_cast<std::size_t>(plan.output.c);
                    const int first = oc / (plan.output.c / conv.groups) * channels;
                    for_each_tap(channels, window, [&](int ic, int ky, int kx) {
                        sum += parameters[weight++] *
                               pixel(plan, x, first + ic, window.y.tap(oy, ky), window.x.tap(ox, kx));
                    });
                    y.push_back(sum);
                }
        return y;
    }

    static double bias(const LayerPlan& plan, const Values& parameters, std::size_t i) {
        return plan.bias_count > 0 ? parameters[plan.bias + i] : 0;
    }
    static bool inside(const LayerPlan& plan, int iy, int ix) {
        return iy >= 0 && iy < plan.input.h && ix >= 0 && ix < plan.input.w;
    }
    static double pixel(const LayerPlan& plan, const Values& x, int ic, int iy, int ix) {
        if (!inside(plan, iy, ix)) return 0;
        return x[static_cast<std::size_t>((ic * plan.input.h + iy) * plan.input.w + ix)];
    }

    static Values dense(const LayerPlan& plan, const Values& parameters, const Values& x) {
        Values y(static_cast<std::size_t>(plan.output.c));
        for (std::size_t o = 0; o < y.size(); ++o) {
            y[o] = bias(plan, parameters, o);
            for (std::size_t i = 0; i < x.size(); ++i)
                y[o] += x[i] * parameters[plan.weights + i * y.size() + o];
        }
        return y;
    }

    // Padding pixels count neither for the maximum and minimum nor for the mean.
    static Values pooled(const LayerPlan& plan, PoolKind kind, const Values& x) {
        Values y;
        for (int c = 0; c < plan.output.c; ++c)
            for (int oy = 0; oy < plan.output.h; ++oy)
                for (int ox = 0; ox < plan.output.w; ++ox) {
                    Values window;
                    for_each_tap(1, plan.window, [&](int, int ky, int kx) {
                        const int iy = plan.window.y.tap(oy, ky);
                        const int ix = plan.window.x.tap(ox, kx);
                        if (inside(plan, iy, ix)) window.push_back(pixel(plan, x, c, iy, ix));
                    });
                    y.push_back(pooled_window(kind, window));
                }
        return y;
    }
    static double pooled_window(PoolKind kind, const Values& window) {
        double sum = 0;
        double squares = 0;
        for (const double value : window) {
            sum += value;
            squares += value * value;
        }
        switch (kind) {
            case PoolKind::kMax:
                return *std::max_element(window.begin(), window.end());
            case PoolKind::kMin:
                return *std::min_element(window.begin(), window.end());
            case PoolKind::kAverage:
                return sum / static_cast<double>(window.size());
            case PoolKind::kSum:
                return sum;
            case PoolKind::kL2:
                return std::sqrt(squares);
        }
        return 0;
    }

    const Network& network_;
};

// Loss and parameter gradient of `images` by the passes that training uses.
struct Pass {
    double loss = 0;
    Floats gradient;
};
Pass run_pass(const Network& network, const std::vector<std::vector<double>>& images,
              const std::vector<std::uint8_t>& labels) {
    const int n = static_cast<int>(images.size());
    Workspace workspace(best_kernels(), network.spec, network.plan, n);
    float* input = workspace.input();
    for (const auto& image : images)
        for (const double pixel : image) *input++ = static_cast<float>(pixel);
    const int layers = static_cast<int>(network.plan.size());
    workspace.begin(&kChunk);
    for (int layer = 0; layer < layers; ++layer) workspace.forward(network, layer, n);
    std::vector<float> losses(images.size());
    cross_entropy(n, network.outputs(), workspace.logits(), labels.data(), losses.data());
    softmax(n, network.outputs(), workspace.logits(), workspace.probabilities());
    cross_entropy_gradient(n, network.outputs(), workspace.probabilities(), labels.data(),
                           1.0F / static_cast<float>(n), workspace.logits_gradient());
    Pass pass{0, Floats(network.parameters.size(), -77.0F)};
    for (int layer = layers - 1; layer >= first_trained_layer(network.plan); --layer) {
        workspace.backward_parameters(network, layer, n, pass.gradient.data());
        workspace.backward_input(network, layer, n);
    }
    for (const float loss : losses) pass.loss += static_cast<double>(loss) / n;
    return pass;
}

// Central differences, step 1e-6 in double (correctness: float differences would drown in rounding).
void check_gradient(const std::string& text, Shape input) {
    CAPTURE(text);
    const Network network = network_of(text, input, 3);
    Rng rng(5);
    std::vector<std::vector<double>> images(3, std::vector<double>(input.size()));
    std::vector<std::uint8_t> labels;
    for (auto& image : images) {
        for (double& pixel : image) pixel = static_cast<double>(rng.unit());
        labels.push_back(static_cast<std::uint8_t>(rng.below(static_cast<std::uint32_t>(network.outputs()))));
    }
    const Pass pass = run_pass(network, images, labels);
    const DoubleNetwork reference(network);
    std::vector<double> parameters(network.parameters.begin(), network.parameters.end());
    const auto loss = [&] { return reference.loss(parameters, images, labels); };
    CHECK(pass.loss == doctest::Approx(loss()).epsilon(1e-5));
    double largest = 0;
    double worst = 0;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const double kept = parameters[i];
        parameters[i] = kept + 1e-6;
        const double above = loss();
        parameters[i] = kept - 1e-6;
        const double difference = (above - loss()) / 2e-6;
        parameters[i] = kept;
        largest = std::max(largest, std::fabs(difference));
        worst = std::max(worst, std::fabs(difference - static_cast<double>(pass.gradient[i])));
    }
    CHECK(largest > 1e-3);
    CHECK(worst < 2e-5 * std::max(1.0, largest));
}

}  // namespace

TEST_CASE("gradient of whole networks against central differences in double") {
    check_gradient("dense 5 | tanh | dense 3", {1, 1, 3, 3});
    check_gradient("conv 3 3x3 | relu | maxpool 2 | conv 2 2x2 | tanh | avgpool 2 | dense 4", {1, 2, 9, 9});
    check_gradient("conv 3 3x2 s2x1 p1 d1x2 | tanh | maxpool 3 s2 p1 | dense 3", {1, 1, 8, 7});
    check_gradient("conv 2 3x3 same | avgpool 3 s2 p1 ceil | tanh | conv 3 3x3 full | relu | dense 3",
                   {1, 2, 5, 6});
    check_gradient("tanh | conv 2 3x3 | tanh | tanh | flatten | relu | dense 6 | tanh | dense 2",
                   {1, 1, 6, 6});
    check_gradient("maxpool 2 | flatten | tanh | dense 4 | relu | dense 3", {1, 2, 6, 6});
    check_gradient("conv 4 1x1 | relu | conv 3 6x5", {1, 2, 6, 5});
    check_gradient("conv 3 3x3 nobias | sigmoid | minpool 2 | bias | softplus | l2pool 2 s1 | dense 4 nobias",
                   {1, 2, 8, 7});
    check_gradient(
        "sumpool 2 s1 | conv 3 3x3 p1 | elu 0.7 | globalavgpool | dense 5 | softmax | dense 4 | "
        "logsoftmax | leakyrelu 0.2 | dense 3",
        {1, 1, 5, 5});
}

TEST_CASE("gradient through grouped and depthwise convolutions, forth and back") {
    check_gradient("conv 4 2x2 | tanh | conv 6 3x2 s2x1 p1 g2 | relu | depthwise 2 nobias | tanh | dense 3",
                   {1, 1, 6, 6});
    check_gradient("conv 4 3x3 g2 | tanh | convtranspose 6 2x2 s2 g2 | tanh | dense 2", {1, 2, 4, 4});
}

TEST_CASE("gradient through batch norm, dropout, LRN, transposed and unshared convolutions") {
    check_gradient(
        "conv 3 3x3 nobias | batchnorm | tanh | dropout 0.4 | dense 4 | batchnorm e0.001 | dense 3",
        {1, 2, 5, 4});
    check_gradient(
        "residual [conv 2 3x3 same nobias | batchnorm | tanh | conv 2 3x3 same nobias | batchnorm] | "
        "tanh | dropout 0.2 | dense 3",
        {1, 2, 4, 4});
    check_gradient("conv 4 1x1 | lrn 3 a2 b0.75 k1.5 | local 2 3x2 s2x1 | tanh | dense 3", {1, 2, 5, 5});
    check_gradient("conv 2 2x2 s2 | tanh | convtranspose 3 3x2 s2 p1x0 o1 | tanh | dense 3", {1, 1, 6, 6});
}

TEST_CASE("inference reads the running statistics, drops nothing, and follows the chunks") {
    Network network = network_of("batchnorm m0.75 e1e-10 | dropout 0.5 | flatten | dense 2", {1, 1, 1, 2});
    CHECK(network.parameters[0] == 1.0F);
    CHECK(network.state == Floats{0, 1});
    const float statistics[] = {4.0F, 9.0F};  // a chunk's mean and variance
    update_state(network, statistics, 8, network.state.data());
    CHECK(network.state == Floats{1, 3});
    const std::vector<float> image{1.0F, 4.0F};
    const Activations run = run_image(network, image);
    CHECK(run.outputs[1].data()[0] == 0.0F);
    CHECK(run.outputs[1].data()[1] == doctest::Approx(std::sqrt(3.0)));
}

TEST_CASE("gradient of residual and inception networks against central differences in double") {
    check_gradient("conv 3 3x3 same | tanh | residual [conv 3 3x3 same | tanh | conv 3 1x1] | tanh | dense 3",
                   {1, 2, 5, 4});
    check_gradient(
        "conv 4 3x3 | relu | add [conv 3 1x1 s2] [conv 3 3x3 s2 p1 | relu | conv 3 3x3 same] | relu "
        "| 2x [residual [conv 3 3x3 same | tanh]] | avgpool 3 | dense 3",
        {1, 1, 7, 7});
    check_gradient(
        "conv 3 3x3 same | tanh | concat [conv 2 1x1 | tanh] [conv 2 1x1 | tanh | conv 3 3x3 same] "
        "[conv 1 1x1 | conv 2 5x5 same | tanh] [maxpool 3 s1 p1 | conv 2 1x1] | maxpool 2 | dense 4",
        {1, 2, 6, 6});
    // Gradients that several layers give: to a value read by joins, activations and flatten in every order.
    check_gradient("conv 2 2x2 | add [] [tanh] [] | concat [] [tanh] [residual [tanh]] | dense 3",
                   {1, 1, 4, 4});
    check_gradient(
        "dense 5 | add [] [] [] | concat [flatten] [tanh] [] [residual [flatten]] | tanh | dense 2",
        {1, 1, 2, 3});
    check_gradient(
        "concat [conv 2 3x3 same | tanh] [] | residual [conv 3 1x1 | residual [tanh | conv 3 3x3 same]] "
        "| dense 3",
        {1, 1, 4, 4});
    check_gradient("dense 4 | tanh | add [dense 3] [dense 3 | tanh | dense 3] [add [dense 3] [dense 3]]",
                   {1, 1, 2, 2});
}

TEST_CASE("initialisation: Glorot uniform, receptive field included; biases zero; seed decides all") {
    Network network = network_of("conv 16 5x5 | relu | conv 32 3x3 | relu | dense 10", {1, 3, 12, 12}, 42);
    for (std::size_t i = 0; i < network.plan.size(); ++i) {
        const LayerPlan& plan = network.plan[i];
        if (plan.weight_count == 0) continue;
        const double field = i == 4 ? 1 : plan.window.y.kernel * plan.window.x.kernel;
        const double limit = std::sqrt(6.0 / (field * (plan.input.c + plan.output.c)));
        double largest = 0;
        double squares = 0;
        for (std::size_t k = 0; k < plan.weight_count; ++k) {
            const double w = static_cast<double>(network.parameters[plan.weights + k]);
            largest = std::max(largest, std::fabs(w));
            squares += w * w;
        }
        CHECK(largest <= limit * 1.0001);
        CHECK(largest > 0.98 * limit);
        // A uniform distribution's variance is limit^2 / 3.
        CHECK(squares / static_cast<double>(plan.weight_count) ==
              doctest::Approx(limit * limit / 3).epsilon(0.08));
        for (std::size_t k = 0; k < plan.bias_count; ++k) CHECK(network.parameters[plan.bias + k] == 0.0F);
    }
    const std::uint64_t first = parameters_hash(network);
    initialise(network, 43);
    CHECK(parameters_hash(network) != first);
    initialise(network, 42);
    CHECK(parameters_hash(network) == first);
}

TEST_CASE("initialisers: deviation and limits as Keras has them, by fan") {
    struct Row {
        const char* name;
        double deviation;  // times sqrt(fan)
        bool out;          // fan is the mean of fan in and fan out
        double limit;      // the largest draw, in deviations
    };
    const double cut = 2 / 0.87962566103423978;
    const Row rows[] = {
        {"glorot_uniform", 1, true, std::sqrt(3.0)},           {"glorot_normal", 1, true, cut},
        {"he_uniform", std::sqrt(2.0), false, std::sqrt(3.0)}, {"he_normal", std::sqrt(2.0), false, cut},
        {"lecun_uniform", 1, false, std::sqrt(3.0)},           {"lecun_normal", 1, false, cut}};
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const Network network =
            network_of("init " + std::string(row.name) + " | conv 40 5x5 | dense 10", {1, 8, 5, 5}, 7);
        const double in = 8 * 25;
        const double out = 40 * 25;
        const double deviation = row.deviation / std::sqrt(row.out ? (in + out) / 2 : in);
        double largest = 0;
        double squares = 0;
        double sum = 0;
        for (std::size_t k = 0; k < network.plan[0].weight_count; ++k) {
            const auto w = static_cast<double>(network.parameters[k]);
            largest = std::max(largest, std::fabs(w));
            squares += w * w;
            sum += w;
        }
        const auto count = static_cast<double>(network.plan[0].weight_count);
        CHECK(std::sqrt(squares / count) == doctest::Approx(deviation).epsilon(0.03));
        CHECK(std::fabs(sum / count) < 0.04 * deviation);
        CHECK(largest <= 1.0001 * row.limit * deviation);
        CHECK(largest > 0.99 * row.limit * deviation);
    }
    const Network constant = network_of("init constant 0.25 | dense 3 | dense 2", {1, 2, 1, 1});
    CHECK(constant.parameters ==
          Floats{.25F, .25F, .25F, .25F, .25F, .25F, 0, 0, 0, .25F, .25F, .25F, .25F, .25F, .25F, 0, 0});
    const Network zeros = network_of("init zeros | dense 2", {1, 1, 1, 1});
    CHECK(zeros.parameters == Floats(4, 0.0F));
}

TEST_CASE("run_image gives the bits of the training pass, layer by layer, with nothing overwritten") {
    const Network network =
        network_of("conv 3 3x3 | relu | maxpool 2 | tanh | flatten | dense 4", {1, 1, 8, 8});
    std::vector<float> image(64);
    Rng rng(9);
    for (float& pixel : image) pixel = rng.unit();
    const Activations run = run_image(network, image);
    REQUIRE(run.outputs.size() == 6);
    CHECK(*std::min_element(run.outputs[0].values().begin(), run.outputs[0].values().end()) < 0);
    for (std::size_t i = 0; i < run.outputs[0].size(); ++i)
        REQUIRE(run.outputs[1].data()[i] == std::max(0.0F, run.outputs[0].data()[i]));
    Workspace workspace(best_kernels(), network.spec, network.plan, 2);
    std::copy(image.begin(), image.end(), workspace.input());
    for (int layer = 0; layer < 6; ++layer) workspace.forward(network, layer, 1);
    float sum = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(workspace.logits()[i] == run.outputs[5].data()[i]);
        sum += run.probabilities[i];
    }
    CHECK(sum == doctest::Approx(1.0F));
    Predictor predictor(network);
    for (int call = 0; call < 2; ++call) {
        const std::span<const float> said = predictor.predict(image);
        CHECK(std::vector<float>(said.begin(), said.end()) == run.probabilities);
    }
}

TEST_CASE("a workspace takes the bytes that it said it would") {
    const Network network = network_of("conv 8 3x3 | relu | maxpool 2 | dense 10", {1, 1, 28, 28});
    const std::int64_t one = Workspace::bytes(best_kernels(), network.spec, network.plan, 1);
    const std::int64_t four = Workspace::bytes(best_kernels(), network.spec, network.plan, 4);
    // The input; a place for the convolution's output and, later, its gradient; the pool's output (shared
    // with relu) and its gradient, which meet when relu goes back; besides them argmax and probabilities.
    // Floats per image.
    const std::int64_t floats = 784 + 5408 + 2 * 1352 + 1352 + 10;
    const auto scratch =
        static_cast<std::int64_t>(layers_scratch(best_kernels(), network.spec.layers, network.plan, 4));
    CHECK(one >= 4 * floats);
    CHECK(four == 16 * floats + 4 * scratch);
}

TEST_CASE("a residual network keeps what it still reads, and no more") {
    // Values of 64 floats. Forward: one and the branch beside it, in whose place the sum is computed.
    // Training is fullest when the second branch goes back: what its convolution read and the two values
    // before it, the gradient of the sum, the gradient of the branch's start, and what the convolution adds
    // to that.
    const Network network =
        network_of("conv 1 3x3 same | 2x [residual [conv 1 3x3 same]] | conv 1 8x8 | dense 2", {1, 1, 8, 8});
    const MemoryPlan forward = plan_memory(network.spec, network.plan, 1, Passes::kForward);
    CHECK(forward.floats == 2 * 64);
    CHECK(plan_memory(network.spec, network.plan, 1, Passes::kTraining).floats == 6 * 64);
    for (const std::size_t gradient : forward.gradients) CHECK(gradient == kNowhere);
}
