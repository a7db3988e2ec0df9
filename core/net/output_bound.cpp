// One rule per kind of layer; kinds that are not named give nothing larger than they read.
#include "core/net/output_bound.h"

#include <algorithm>
#include <cmath>

namespace cnn {
namespace {

struct Bound {
    const LayerPlan& plan;
    float input;
    float weight;
    int images;

    // A sum of `terms` products, and a bias.
    float weighted() const {
        return std::max(1.0F, static_cast<float>(plan.terms) * weight * input + weight);
    }

    float operator()(const ConvSpec&) const { return weighted(); }
    float operator()(const ConvTransposeSpec&) const { return weighted(); }
    float operator()(const LocalSpec&) const { return weighted(); }
    float operator()(const DenseSpec&) const { return weighted(); }
    float operator()(const BiasSpec&) const { return input + weight; }
    float operator()(const PoolSpec& pool) const {
        if (pool.kind != PoolKind::kSum && pool.kind != PoolKind::kL2) return input;
        return input * static_cast<float>(plan.window.y.kernel) * static_cast<float>(plan.window.x.kernel);
    }
    // Sigmoid and tanh stay within 1, softplus within 1 of what it reads, elu within alpha below 0.
    float operator()(const ActivationSpec& activation) const {
        return std::max(1.0F, activation.alpha) * (input + 1);
    }
    float operator()(const DropoutSpec& dropout) const { return input / (1 - dropout.rate); }
    // One of m numbers lies at most sqrt(m) deviations from their mean.
    float operator()(const BatchNormSpec&) const {
        const float count =
            static_cast<float>(images) * static_cast<float>(plan.input.h) * static_cast<float>(plan.input.w);
        return weight * (std::sqrt(count) + 1);
    }
    float operator()(const LrnSpec& lrn) const {
        float bound = input;  // over (1 / k)^beta, which k < 1 makes larger than 1
        for (float power = 0; power < lrn.beta && lrn.k < 1; power += 1) bound /= lrn.k;
        return bound;
    }
    // A logarithm lies at most the spread of the logits and log(classes) < 12 below 0.
    float operator()(const SoftmaxSpec& softmax) const { return softmax.logarithm ? 2 * input + 12 : 1; }
    template <class Other>
    float operator()(const Other&) const {
        return input;
    }
};

}  // namespace

float output_bound(const LayerSpec& layer, const LayerPlan& plan, float input, float weight, int images) {
    return std::visit(Bound{plan, input, weight, images}, layer);
}

}  // namespace cnn
