// The table of constants, and those that are said in words.
#include "core/train/optimizer_constants.h"

#include "core/net/layer_text.h"

namespace cnn {
namespace {

using C = OptimizerConstants;
constexpr float kMostKept = 0.99999F;  // of a mean: 1 would never change it
constexpr float kLeastEpsilon = 1e-12F;
constexpr ConstantInfo kConstants[] = {
    {"momentum", "Momentum", &C::momentum, 0, kMostKept},
    {"decay", "Decay", &C::decay, 0, kMostKept},
    {"beta1", "β1", &C::beta1, 0, kMostKept},
    {"beta2", "β2", &C::beta2, 0, kMostKept},
    {"weight_decay", "Weight decay", &C::weight_decay, 0, 1},
    {"epsilon", "ε", &C::epsilon, kLeastEpsilon, 1},
};

}  // namespace

std::span<const ConstantInfo> constant_infos() { return kConstants; }

std::string constants_words(const OptimizerConstants& constants) {
    std::string words;
    for (const ConstantInfo& info : kConstants)
        if (const std::optional<float> value = constants.*info.value)
            words += (words.empty() ? "" : ", ") + std::string(info.title) + " " + decimal_text(*value);
    return words;
}

}  // namespace cnn
