// Everything that decides a run's numbers: with the same config, data and steps, every build gives the same
// bits.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/net/layer_spec.h"
#include "core/net/zoo.h"
#include "core/train/augmentation.h"
#include "core/train/dataset.h"
#include "core/train/loss.h"
#include "core/train/optimizer.h"
#include "core/train/schedule.h"

namespace cnn {

struct TrainingConfig {
    NetworkSpec network;
    OptimizerKind optimizer = OptimizerKind::kRmsprop;
    float rate = 0.001F;
    OptimizerConstants constants;  // those that are not the optimiser's usual ones
    LossKind loss = LossKind::kCrossEntropy;
    Schedule schedule;  // of the rate
    float l1 = 0;       // penalties on the weights: gradient_rules.h
    float l2 = 0;
    float clip_value = 0;  // of the gradient; 0: not clipped; not both
    float clip_norm = 0;
    Augmentation augment;  // of the training images
    int batch = 64;
    int epochs = 5;
    std::uint64_t seed = 1;
    int validation = 0;  // images held out of the training set; 0: validation is measured on the test images
    int limit = 0;       // use only the first `limit` training images; 0: all
    int patience = 0;    // stop when the validation loss has not improved for so many epochs; 0: never
    bool keep_best = false;  // end with the weights of the epoch whose validation loss was lowest
};

inline constexpr int kMaxBatch = 4096;
inline constexpr int kMaxEpochs = 10000;
inline constexpr float kMaxPenalty = 1000;
inline constexpr float kMaxClip = 1e6F;

// The optimiser's constants, schedule, penalties, clipping and patience within their limits.
Status check_rules(const TrainingConfig& config);

// Whether the network's `outputs` values tell `classes` classes apart and the loss can compare them: one
// value per class, or one for two classes under a loss that asks yes or no. whose: "MNIST", for the sentence.
Status check_class_outputs(const NetworkSpec& network, int outputs, LossKind loss, int classes,
                           const std::string& whose);

// Whether the network's `outputs` values are as many as the `numbers` to predict, and the loss compares
// numbers. whose: "the training rows", for the sentence.
Status check_number_outputs(int outputs, LossKind loss, int numbers, const std::string& whose);

// The config's numbers within their limits, the network fit for these images and labels, the memory within
// kMemoryBudget; or the first thing that is wrong, by name.
Status check_training(const TrainingConfig& config, const DataSplit& data);

// Bytes that the run takes besides its data, known before anything is allocated.
std::int64_t training_bytes(const TrainingConfig& config, int workers);

// A batch is cut into chunks of this many images; the last may be smaller. A chunk is what one worker
// computes, and chunk gradients are added in order, so that the bits do not depend on how many workers there
// are. With batch normalisation the whole batch is one chunk, because its statistics are the batch's.
int chunk_size(const NetworkSpec& network, int batch);

// How the training images are divided: [0, train) is trained on, [train, train + held_out) is for validation.
struct Division {
    int train = 0;
    int held_out = 0;
};
Division divide(const TrainingConfig& config, const Dataset& training_images);

// Takes over what the recipe has beyond optimiser, rate, batch and epochs, for `images` training images of
// config.network's size; schedule, l2, validation, keep_best and augment are the recipe's afterwards. Rows of
// numbers are not shifted or flipped.
void apply_recipe(const RecipeRules& recipe, int images, TrainingConfig& config);

// "penalty L2 0.0001, 10 % of the training images held out" of the rules that are no defaults; empty: none.
std::string recipe_words(const RecipeRules& recipe);

// The rate where none is given: the recipe's when the recipe is made for this optimiser, else its usual one.
// One optimiser's rate is no other's: SGD's 0.1 under RMSprop learns nothing. nullptr: no recipe.
float usual_rate(OptimizerKind kind, const ZooEntry* recipe);

}  // namespace cnn
