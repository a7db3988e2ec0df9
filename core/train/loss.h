// What training makes small: the loss of one image from the network's K outputs z and its targets t, and its
// gradient. Targets of a class: class_targets. Means run over the outputs, rising.
//
//   cross-entropy         -log softmax(z)[class]: classes that exclude each other
//   binary-cross-entropy  mean of -t log s(z) - (1 - t) log(1 - s(z)), s(z) = 1 / (1 + exp(-z)): every
//                         output a question of its own; computed from z, so that no log sees a 0
//   mean-squared          mean of (z - t)^2
//   mean-absolute         mean of |z - t|; over many classes it learns to say 0, the median of the targets
//   hinge                 mean of max(0, 1 - y z), y = 2 t - 1
//
// At a kink the gradient is 0.
//
// As Keras defines them, with from_logits=True. The shares that are shown beside an image are class_shares(z)
// whatever the loss; trains_probabilities says which loss trains them to be probabilities.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cnn {

// In the order of the table.
enum class LossKind { kCrossEntropy, kBinaryCrossEntropy, kMeanSquared, kMeanAbsolute, kHinge };

struct LossPass {
    int n;                       // images
    int outputs;                 // of the network, per image
    const float* z;              // (n, outputs)
    const float* probabilities;  // (n, outputs), softmax of z; read by cross-entropy alone
    const std::uint8_t* labels;  // (n); read by cross-entropy
    const float* targets;        // (n, outputs); read by the others
    float* losses;               // (n)
    float scale;                 // of the gradient: 1 / batch gives that of the batch's mean loss
    float* dz;                   // (n, outputs); null: not wanted
};

// A row of the table. To add a loss: a kind, a function and a row.
struct LossInfo {
    LossKind kind;
    std::string_view name;    // as links and the command line say it
    std::string_view title;   // as a menu says it
    std::string_view remark;  // a few words for beside the title
    bool classes_only;        // targets are 0 or 1; the others take any number
    void (*apply)(const LossPass& pass);
};

std::span<const LossInfo> losses();
const LossInfo& loss_info(LossKind kind);
std::optional<LossKind> find_loss(std::string_view name);
std::string_view loss_list();  // "cross-entropy, ..., hinge", for sentences

// What the network is to say of an image of class `label`, written to targets (outputs): 1 at the class and 0
// elsewhere. One output for two classes: 1 for class 1, and for class 0 what the loss reads as no: 0, but -1
// where it measures the distance from z itself (mean-squared, mean-absolute), because the classes are parted
// at z = 0. So z is trained to what the difference of two outputs would be.
void class_targets(LossKind kind, int label, int outputs, float* targets);

// Whether the loss trains the shares of the classes to be their probabilities: cross-entropy, and with one
// output, whose question is the only one, binary-cross-entropy.
bool trains_probabilities(LossKind kind, int outputs);

// The loss of a network that knows nothing: all outputs 0, whichever class it is; of one number to predict,
// its target one deviation from the mean.
float loss_of_guessing(LossKind kind, int outputs);

}  // namespace cnn
