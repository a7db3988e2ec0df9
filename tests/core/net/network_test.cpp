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
#include "core/net/spec_text.h"
#include "core/net/workspace.h"
#include "core/ops/softmax/softmax.h"

namespace {

using namespace cnn;

Network network_of(const std::string& text, Shape input, std::uint64_t seed = 1) {
    const Result<NetworkSpec> spec = parse_network(text, input);
    if (!spec) FAIL(spec.error().sentence);
    Result<Network> network = make_network(spec.value());
    REQUIRE(network.ok());
    initialise(network.value(), seed);
    return network.value();
}

// A forward pass of one image in double, straight from the definitions. parameters: as Network::parameters.
class DoubleNetwork {
 public:
    explicit DoubleNetwork(const Network& network) : network_(network) {}

    using Values = std::vector<double>;

    double loss(const Values& parameters, const Values& image, int label) const {
        std::vector<Values> values{image};  // then every layer's output
        for (std::size_t i = 0; i < network_.plan.size(); ++i) {
            std::vector<const Values*> inputs;
            for (const int source : network_.spec.inputs[i])
                inputs.push_back(&values[static_cast<std::size_t>(source + 1)]);
            values.push_back(inputs.size() == 1 ? layer(i, parameters, *inputs[0]) : joined(i, inputs));
        }
        const Values& x = values.back();
        const double peak = *std::max_element(x.begin(), x.end());
        double sum = 0;
        for (const double logit : x) sum += std::exp(logit - peak);
        return std::log(sum) + peak - x[static_cast<std::size_t>(label)];
    }

 private:
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

    Values layer(std::size_t i, const Values& parameters, const Values& x) const {
        const LayerSpec& spec = network_.spec.layers[i];
        const LayerPlan& plan = network_.plan[i];
        if (std::holds_alternative<ConvSpec>(spec)) return conv(plan, parameters, x);
        if (std::holds_alternative<DenseSpec>(spec)) return dense(plan, parameters, x);
        if (const auto* pool = std::get_if<PoolSpec>(&spec)) return pooled(plan, pool->kind, x);
        Values y = x;
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

    static Values conv(const LayerPlan& plan, const Values& parameters, const Values& x) {
        Values y;
        const WindowPlan& window = plan.window;
        for (int oc = 0; oc < plan.output.c; ++oc)
            for (int oy = 0; oy < plan.output.h; ++oy)
                for (int ox = 0; ox < plan.output.w; ++ox) {
                    double sum = bias(plan, parameters, static_cast<std::size_t>(oc));
                    std::size_t weight = plan.weights + static_cast<std::size_t>(oc) * plan.weight_count /
                                                            static_cast<std::size_t>(plan.output.c);
                    for_each_tap(plan.input.c, window, [&](int ic, int ky, int kx) {
                        sum += parameters[weight++] *
                               pixel(plan, x, ic, window.y.tap(oy, ky), window.x.tap(ox, kx));
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
    for (int layer = 0; layer < layers; ++layer) workspace.forward(network, layer, n);
    std::vector<float> losses(images.size());
    cross_entropy(n, network.classes(), workspace.logits(), labels.data(), losses.data());
    softmax(n, network.classes(), workspace.logits(), workspace.probabilities());
    cross_entropy_gradient(n, network.classes(), workspace.probabilities(), labels.data(),
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
        labels.push_back(static_cast<std::uint8_t>(rng.below(static_cast<std::uint32_t>(network.classes()))));
    }
    const Pass pass = run_pass(network, images, labels);
    const DoubleNetwork reference(network);
    std::vector<double> parameters(network.parameters.begin(), network.parameters.end());
    const auto loss = [&] {
        double sum = 0;
        for (std::size_t k = 0; k < images.size(); ++k)
            sum += reference.loss(parameters, images[k], labels[k]);
        return sum / static_cast<double>(images.size());
    };
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
}

TEST_CASE("a workspace takes the bytes that it said it would") {
    const Network network = network_of("conv 8 3x3 | relu | maxpool 2 | dense 10", {1, 1, 28, 28});
    const std::int64_t one = Workspace::bytes(best_kernels(), network.spec, network.plan, 1);
    const std::int64_t four = Workspace::bytes(best_kernels(), network.spec, network.plan, 4);
    // Fullest while the pool goes back: the input, the convolution's block (shared with relu) and its
    // gradient, the pool's gradient; besides them argmax and probabilities. Floats per image.
    const std::int64_t floats = 784 + 2 * 5408 + 1352 + 1352 + 10;
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
