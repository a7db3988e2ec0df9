#include "tests/bench/layers.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/kernels/nonzero.h"
#include "core/net/execution.h"
#include "core/net/spec_text.h"
#include "core/net/summary.h"
#include "core/net/workspace.h"
#include "core/train/training_config.h"
#include "tests/bench/timing.h"

namespace {

using namespace cnn;

// Seconds of one layer's passes, an entry per round.
struct Times {
    std::vector<double> forward;
    std::vector<double> parameters;
    std::vector<double> input;
    double nonzero = 0;  // share of what it gives
};

template <class Pass>
void time_pass(std::vector<double>& times, Pass&& pass) {
    const double begin = seconds_now();
    pass();
    times.push_back(seconds_now() - begin);
}

// One training pass over a chunk, without loss and update.
void run_round(const Network& network, Workspace& workspace, int images, Floats& gradient,
               std::vector<Times>& times) {
    const int layers = static_cast<int>(network.plan.size());
    for (int i = 0; i < layers; ++i) {
        Times& layer = times[static_cast<std::size_t>(i)];
        time_pass(layer.forward, [&] { workspace.forward(network, i, images); });
        const auto count = static_cast<std::ptrdiff_t>(workspace.output_size(i)) * images;
        layer.nonzero =
            static_cast<double>(count_nonzero(count, workspace.output(i))) / static_cast<double>(count);
    }
    Rng rng(1);
    for (int i = 0; i < images * network.outputs(); ++i)
        workspace.logits_gradient()[i] = rng.uniform(-0.1F, 0.1F);
    for (int i = layers - 1; i >= first_trained_layer(network.plan); --i) {
        Times& layer = times[static_cast<std::size_t>(i)];
        time_pass(layer.parameters,
                  [&] { workspace.backward_parameters(network, i, images, gradient.data()); });
        time_pass(layer.input, [&] { workspace.backward_input(network, i, images); });
    }
}

// "    12.3 us  45.6", the rate where there is one. Returns the microseconds per image.
double print_pass(std::vector<double>& times, int images, double operations) {
    if (times.empty()) times.push_back(0);
    const double seconds = median(times) / images;
    std::printf("  %7.2f us", seconds * 1e6);
    if (operations > 0 && seconds > 0)
        std::printf(" %6.1f", operations / seconds * 1e-9);
    else
        std::printf("       ");
    return seconds * 1e6;
}

}  // namespace

void print_layers(std::string_view model, const Network& network, int batch, const Dataset& data,
                  double seconds) {
    const NetworkSpec& spec = network.spec;
    const NetworkSummary summary = summarise(spec);
    const int images = chunk_size(spec, batch);
    Workspace workspace(best_kernels(), spec, network.plan, images);
    Floats gradient(network.parameters.size());
    for (int image = 0; image < images; ++image)
        data.image_to(image, workspace.input() + static_cast<std::size_t>(image) * spec.input.size());
    std::vector<Times> times(network.plan.size());
    for (const double end = seconds_now() + seconds; seconds_now() < end;)  // compilers settle
        run_round(network, workspace, images, gradient, times);
    times.assign(times.size(), {});
    for (const double end = seconds_now() + seconds; seconds_now() < end;)
        run_round(network, workspace, images, gradient, times);

    std::printf(
        "%s, chunks of %d: forward, gradient of parameters, gradient of input (us per image, GFLOP/s); "
        "share of outputs that are not 0\n",
        std::string(model).c_str(), images);
    const std::vector<LayerSpec> layers = plan_execution(spec, network.plan).spec.layers;  // in their order
    double all = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double operations = 2.0 * static_cast<double>(summary.layers[i].multiply_adds);
        std::printf("  %-22s", to_text(layers[i]).c_str());
        for (std::vector<double>* pass : {&times[i].forward, &times[i].parameters, &times[i].input})
            all += print_pass(*pass, images, operations);
        std::printf("  %4.2f\n", times[i].nonzero);
    }
    std::printf("  %-22s  %7.2f us\n", "all", all);
}
