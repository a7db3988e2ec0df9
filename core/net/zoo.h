// The lectures' networks by name, and the published ones that they show. With the training recipe that their
// lecture prints, where it prints one.
#pragma once

#include <span>
#include <string_view>

#include "core/net/layer_spec.h"

namespace cnn {

// What a recipe has beyond optimiser, rate, batch and epochs; as it stands here, nothing. The numbers are
// those of core/train/training_config.h.
struct RecipeRules {
    float l2 = 0;
    std::string_view schedule = "constant";  // of core/train/schedule.h, with its numbers
    float factor = 0.5F;
    float at = 0.5F;
    float then = 0.75F;
    float warmup = 0;
    float validation = 0;  // share of the training images that is held out
    bool keep_best = false;
    float shift = 0;  // of the images, as augmentation.h has it
    bool flip = false;
    bool operator==(const RecipeRules&) const = default;
};

struct ZooEntry {
    std::string_view slug;    // "s4-13", as links and the command line say it
    std::string_view code;    // "S4-13", the inventory's code; "LeNet-5" where there is none
    std::string_view title;   // "MNIST convnet"
    std::string_view source;  // "Vanschoren, Neural Networks in practice"
    std::string_view spec;    // spec text
    Shape input;
    std::string_view data;       // "mnist", "digits", "cifar-10", "imagenet" or "go"
    std::string_view optimizer;  // "rmsprop"; empty: the lecture does not train it
    float rate = 0.001F;
    int batch = 64;
    int epochs = 5;
    RecipeRules rules = {};
    // As the inventory or, for published networks, the reference implementation named in `source` counts
    // them: tests compare them with what is computed.
    std::int64_t parameters = 0;
    std::string_view items = {};  // further items of the inventory that show it: "S0-17 S2-16"
};

// All of them; those first that are trained on the digits and MNIST images.
std::span<const ZooEntry> zoo();
// By slug, or by an inventory item's code: the first that shows it. In any case of letters; nullptr: unknown.
const ZooEntry* find_network(std::string_view name);
// Whose layers and input these are, among those that come with a recipe; nullptr: none's.
const ZooEntry* find_recipe(const NetworkSpec& network);

}  // namespace cnn
