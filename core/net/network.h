// A network as a value: its spec, the plan of every layer, and one flat block of parameters. Copy = snapshot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/net/layer_plan.h"

namespace cnn {

inline constexpr std::int64_t kMemoryBudget = std::int64_t{256}
                                              << 20U;  // bytes of a training run besides its data
inline constexpr std::int64_t kTableBudget = std::int64_t{8} << 30U;  // of a network that is only counted
// Copies of the parameters that a run holds: the weights, the next weights, the batch's gradient, a chunk's,
// two moments; a checkpoint of the weights and moments; two snapshots.
inline constexpr int kParameterCopies = 11;

struct Network {
    NetworkSpec spec;
    std::vector<LayerPlan> plan;  // one per spec.layers
    Floats parameters;
    Floats state;  // what training changes without a gradient: running statistics; laid out by the plan

    int outputs() const { return plan.back().output.c; }  // of the last layer
};

// All layers, with their offsets in the flat block. The spec must have come from parse_network, or fit as
// checked there; otherwise the first layer's error.
Result<std::vector<LayerPlan>> plan_layers(const NetworkSpec& spec);
std::size_t parameter_count(std::span<const LayerPlan> plan);
std::size_t state_count(std::span<const LayerPlan> plan);

// Plans the layers; parameters are zero.
Result<Network> make_network(const NetworkSpec& spec);

// Weights as spec.initialiser says, drawn layer by layer from `seed`; biases 0. Batch norm begins as the
// identity: gamma 1, beta 0, running mean 0 and variance 1.
void initialise(Network& network, std::uint64_t seed);

// What a training pass over a chunk has beyond an inference. Batch norm takes the statistics of the chunk,
// which is then the whole batch, and dropout draws by run, update and image: so the bits depend neither on
// threads nor on slices.
struct TrainingChunk {
    std::uint64_t seed = 0;   // of the run
    std::uint64_t step = 0;   // updates before this one
    std::uint64_t first = 0;  // index of the chunk's first image in its batch
};

// A forward pass with every layer's output kept, for the pictures of activations and their explanations.
// outputs[i]: of layer i, (n, output); probabilities: class_shares of the last, (n, classes), which mean
// nothing where the network predicts numbers.
struct Activations {
    std::vector<Tensor> outputs;
    std::vector<float> probabilities;
    std::optional<TrainingChunk> training;  // none: the pass of a prediction
    Floats statistics;                      // of a training pass: the batch's, laid out as the state

    int images() const { return outputs.front().shape().n; }
};
// One image, as the network predicts. x: (C, H, W), scaled
Activations run_image(const Network& network, std::span<const float> x);
// A batch as in training. x: (n, C, H, W), scaled; n follows from the size
Activations run_batch(const Network& network, std::span<const float> x, const TrainingChunk& training);

// Of all that training changes: the parameters, then the running statistics.
std::uint64_t parameters_hash(const Network& network);

}  // namespace cnn
