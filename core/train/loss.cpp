// The losses and their table.
#include "core/train/loss.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/assert.h"
#include "core/base/math.h"
#include "core/ops/softmax/softmax.h"

namespace cnn {
namespace {

void apply_cross_entropy(const LossPass& pass) {
    cross_entropy(pass.n, pass.outputs, pass.z, pass.labels, pass.losses);
    if (pass.dz == nullptr) return;
    cross_entropy_gradient(pass.n, pass.outputs, pass.probabilities, pass.labels, pass.scale, pass.dz);
}

// A loss that is a mean over the outputs: value(z, t) of one output and its slope in z.
template <class Value, class Slope>
void apply_mean(const LossPass& pass, Value value, Slope slope) {
    const auto outputs = static_cast<std::size_t>(pass.outputs);
    const auto count = static_cast<float>(pass.outputs);
    for (std::size_t image = 0; image < static_cast<std::size_t>(pass.n); ++image) {
        float sum = 0;
        for (std::size_t k = image * outputs; k < (image + 1) * outputs; ++k)
            sum += value(pass.z[k], pass.targets[k]);
        pass.losses[image] = sum / count;
    }
    if (pass.dz == nullptr) return;
    const float scale = pass.scale / count;
    for (std::size_t k = 0; k < static_cast<std::size_t>(pass.n) * outputs; ++k)
        pass.dz[k] = scale * slope(pass.z[k], pass.targets[k]);
}

void apply_binary_cross_entropy(const LossPass& pass) {
    apply_mean(
        pass,
        [](float z, float t) {
            const float larger = z < 0 ? 0.0F : z;
            return larger - z * t + log_f32(1.0F + exp_f32(-std::fabs(z)));
        },
        [](float z, float t) { return 1.0F / (1.0F + exp_f32(-z)) - t; });
}

void apply_mean_squared(const LossPass& pass) {
    apply_mean(
        pass, [](float z, float t) { return (z - t) * (z - t); },
        [](float z, float t) { return 2.0F * (z - t); });
}

void apply_mean_absolute(const LossPass& pass) {
    apply_mean(
        pass, [](float z, float t) { return std::fabs(z - t); },
        [](float z, float t) { return z > t ? 1.0F : (z < t ? -1.0F : z - t); });
}

void apply_hinge(const LossPass& pass) {
    const auto margin = [](float z, float t) { return 1.0F - (2.0F * t - 1.0F) * z; };
    apply_mean(
        pass, [=](float z, float t) { return margin(z, t) < 0 ? 0.0F : margin(z, t); },
        [=](float z, float t) { return margin(z, t) > 0 ? 1.0F - 2.0F * t : z - z; });
}

using K = LossKind;
constexpr LossInfo kLosses[] = {
    {K::kCrossEntropy, "cross-entropy", "Cross-entropy", "-log of the true class's probability", true,
     apply_cross_entropy},
    {K::kBinaryCrossEntropy, "binary-cross-entropy", "Binary cross-entropy",
     "each output a yes or no of its own", true, apply_binary_cross_entropy},
    {K::kMeanSquared, "mean-squared", "Mean squared error", "distance from the target, squared", false,
     apply_mean_squared},
    {K::kMeanAbsolute, "mean-absolute", "Mean absolute error", "distance from the target", false,
     apply_mean_absolute},
    {K::kHinge, "hinge", "Hinge", "what lacks to a margin of 1", true, apply_hinge},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(kLosses); ++i)
        if (static_cast<std::size_t>(kLosses[i].kind) != i) return false;
    return true;
}
static_assert(in_order(), "a kind is its row's index");

}  // namespace

std::span<const LossInfo> losses() { return kLosses; }

const LossInfo& loss_info(LossKind kind) {
    const auto row = static_cast<std::size_t>(kind);
    CNN_ASSERT(row < std::size(kLosses));
    return kLosses[row];
}

std::optional<LossKind> find_loss(std::string_view name) {
    for (const LossInfo& info : kLosses)
        if (info.name == name) return info.kind;
    return std::nullopt;
}

std::string_view loss_list() {
    static const std::string list = [] {
        std::string names;
        for (const LossInfo& info : kLosses) names += (names.empty() ? "" : ", ") + std::string(info.name);
        return names;
    }();
    return list;
}

void class_targets(LossKind kind, int label, int outputs, float* targets) {
    if (outputs == 1) {
        targets[0] = label == 1 ? 1.0F : loss_info(kind).classes_only ? 0.0F : -1.0F;
        return;
    }
    std::fill_n(targets, outputs, 0.0F);
    targets[label] = 1;
}

bool trains_probabilities(LossKind kind, int outputs) {
    return kind == (outputs == 1 ? LossKind::kBinaryCrossEntropy : LossKind::kCrossEntropy);
}

float loss_of_guessing(LossKind kind, int outputs) {
    const std::vector<float> z(static_cast<std::size_t>(outputs), 0.0F);
    std::vector<float> targets = z;
    targets[0] = 1;
    const std::uint8_t label = 0;
    float loss = 0;
    loss_info(kind).apply({1, outputs, z.data(), nullptr, &label, targets.data(), &loss, 0, nullptr});
    return loss;
}

}  // namespace cnn
