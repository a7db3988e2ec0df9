// The update loops and their table. Each loop is one pass without branches, for the compiler to turn into
// vector code; square roots and divisions are exact in IEEE arithmetic, so all builds agree to the bit.
#include "core/train/optimizer.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/assert.h"
#include "core/base/bits.h"
#include "core/base/math.h"

namespace cnn {
namespace {

using namespace usual_constants;

// By bits, because GCC makes a branch of the plain choice where a square root of the result follows.
float unless_faded(float moment) {
    const std::uint32_t bits = bits_of(moment);
    const std::uint32_t keep = (bits & 0x7FFFFFFFU) < bits_of(kFadedMoment) ? 0U : ~0U;
    return float_of(bits & keep);
}
float average(float decay, float mean, float value) {
    return unless_faded(decay * mean + (1.0F - decay) * value);
}

// next[i] = rule(w[i], g[i], moments[i]...), the rule bringing the moments up to date. Restricted, or the
// loops would not become vector loops.
template <class Rule, class... Moment>
void update_each(std::size_t count, const UpdateArrays& arrays, Rule rule, Moment* __restrict... moments) {
    const float* __restrict w = arrays.parameters;
    const float* __restrict g = arrays.gradient;
    float* __restrict next = arrays.next;
    for (std::size_t i = 0; i < count; ++i) next[i] = rule(w[i], g[i], moments[i]...);
}

void update_sgd(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    update_each(count, arrays, [=](float w, float g) { return w - rate * g; });
}

void update_momentum(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float keep = update.constants.momentum.value_or(kMomentum);
    const auto rule = [=](float w, float g, float& v) {
        v = unless_faded(keep * v - rate * g);
        return w + v;
    };
    update_each(count, arrays, rule, arrays.moments[0]);
}

void update_nesterov(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float keep = update.constants.momentum.value_or(kMomentum);
    const auto rule = [=](float w, float g, float& v) {
        v = unless_faded(keep * v - rate * g);
        return w + (keep * v - rate * g);
    };
    update_each(count, arrays, rule, arrays.moments[0]);
}

void update_adagrad(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float e = update.constants.epsilon.value_or(kEpsilon);
    const auto rule = [=](float w, float g, float& s) {
        s = unless_faded(s + g * g);
        return w - rate * g / (std::sqrt(s) + e);
    };
    update_each(count, arrays, rule, arrays.moments[0]);
}

void update_rmsprop(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float e = update.constants.epsilon.value_or(kEpsilon);
    const float decay = update.constants.decay.value_or(kRmspropDecay);
    const auto rule = [=](float w, float g, float& s) {
        s = average(decay, s, g * g);
        return w - rate * g / (std::sqrt(s) + e);
    };
    update_each(count, arrays, rule, arrays.moments[0]);
}

void update_adadelta(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float e = update.constants.epsilon.value_or(kEpsilon);
    const float decay = update.constants.decay.value_or(kAdadeltaDecay);
    const auto rule = [=](float w, float g, float& s, float& u) {
        s = average(decay, s, g * g);
        const float d = g * std::sqrt(u + e) / std::sqrt(s + e);
        u = average(decay, u, d * d);
        return w - rate * d;
    };
    update_each(count, arrays, rule, arrays.moments[0], arrays.moments[1]);
}

void update_adam(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float beta1 = update.constants.beta1.value_or(kBeta1);
    const float beta2 = update.constants.beta2.value_or(kBeta2);
    const float e = update.constants.epsilon.value_or(kEpsilon);
    const float correct1 = correction(beta1, update.step);
    const float correct2 = correction(beta2, update.step);
    const auto rule = [=](float w, float g, float& m, float& s) {
        m = average(beta1, m, g);
        s = average(beta2, s, g * g);
        return w - rate * (m * correct1) / (std::sqrt(s * correct2) + e);
    };
    update_each(count, arrays, rule, arrays.moments[0], arrays.moments[1]);
}

void update_adamw(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float beta1 = update.constants.beta1.value_or(kBeta1);
    const float beta2 = update.constants.beta2.value_or(kBeta2);
    const float e = update.constants.epsilon.value_or(kEpsilon);
    const float shrink = rate * update.constants.weight_decay.value_or(kWeightDecay);
    const float correct1 = correction(beta1, update.step);
    const float correct2 = correction(beta2, update.step);
    const auto rule = [=](float w, float g, float& m, float& s) {
        m = average(beta1, m, g);
        s = average(beta2, s, g * g);
        return (w - shrink * w) - rate * (m * correct1) / (std::sqrt(s * correct2) + e);
    };
    update_each(count, arrays, rule, arrays.moments[0], arrays.moments[1]);
}

void update_adamax(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float beta1 = update.constants.beta1.value_or(kBeta1);
    const float beta2 = update.constants.beta2.value_or(kBeta2);
    const float e = update.constants.epsilon.value_or(kEpsilon);
    const float correct = correction(beta1, update.step);
    const auto rule = [=](float w, float g, float& m, float& u) {
        m = average(beta1, m, g);
        u = unless_faded(std::max(beta2 * u, std::fabs(g)));
        return w - rate * (m * correct) / (u + e);
    };
    update_each(count, arrays, rule, arrays.moments[0], arrays.moments[1]);
}

// Nadam's share of the momentum at update t.
double nadam_share(double beta1, std::int64_t t) {
    constexpr double kRoot = 0.99983672666147857;  // 0.96^(1 / 250)
    return beta1 * (1 - 0.5 * integer_power(kRoot, t));
}

// What Nadam's m and g are multiplied by at update t.
struct NadamFactors {
    float momentum;
    float gradient;
};
NadamFactors nadam_factors(double beta1, std::int64_t t) {
    constexpr double kNothing = 1e-20;  // 1 less than this is 1: no more than 60 shares are multiplied
    double product = 1;
    for (std::int64_t i = 1; i <= t && product > kNothing; ++i) product *= nadam_share(beta1, i);
    const double next = nadam_share(beta1, t + 1);
    return {static_cast<float>(next / (1 - product * next)),
            static_cast<float>((1 - nadam_share(beta1, t)) / (1 - product))};
}

void update_nadam(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float beta1 = update.constants.beta1.value_or(kBeta1);
    const float beta2 = update.constants.beta2.value_or(kBeta2);
    const float e = update.constants.epsilon.value_or(kEpsilon);
    const NadamFactors factors = nadam_factors(static_cast<double>(beta1), update.step);
    const float correct = correction(beta2, update.step);
    const auto rule = [=](float w, float g, float& m, float& s) {
        m = average(beta1, m, g);
        s = average(beta2, s, g * g);
        return w - rate * (factors.momentum * m + factors.gradient * g) / (std::sqrt(s * correct) + e);
    };
    update_each(count, arrays, rule, arrays.moments[0], arrays.moments[1]);
}

void update_ftrl(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    if (update.step == 1) {
        std::fill_n(arrays.moments[0], count, kFtrlStart);
        for (std::size_t i = 0; i < count; ++i)
            arrays.moments[1][i] = -std::sqrt(kFtrlStart) * arrays.parameters[i];
    }
    // -z / root is w but for roundings, and a rate of 0 is to change no bit.
    const bool moving = rate > 0;
    const auto rule = [=](float w, float g, float& n, float& z) {
        const float before = std::sqrt(n);
        n += g * g;
        const float root = std::sqrt(n);
        z = unless_faded(z + (rate * g - (root - before) * w));
        return moving ? -z / root : w;
    };
    update_each(count, arrays, rule, arrays.moments[0], arrays.moments[1]);
}

// ---- As printed in S0: the sum of all squares where the square belongs, and moments used before they are
// ---- brought up to date.

void update_adagrad_printed(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float e = update.constants.epsilon.value_or(kPrintedEpsilon);
    const auto rule = [=](float w, float g, float& a) {
        a = unless_faded(a + g * g);
        return w - rate * g / std::sqrt(e + a);
    };
    update_each(count, arrays, rule, arrays.moments[0]);
}

void update_rmsprop_printed(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float e = update.constants.epsilon.value_or(kPrintedEpsilon);
    const float decay = update.constants.decay.value_or(kRmspropDecay);
    const auto rule = [=](float w, float g, float& s, float& a) {
        const float next = w - rate * g / std::sqrt(e + s);
        a = unless_faded(a + g * g);
        s = average(decay, s, a);
        return next;
    };
    update_each(count, arrays, rule, arrays.moments[0], arrays.moments[1]);
}

void update_adam_printed(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const float rate = update.rate;
    const float beta1 = update.constants.beta1.value_or(kBeta1);
    const float beta2 = update.constants.beta2.value_or(kBeta2);
    const float e = update.constants.epsilon.value_or(kPrintedEpsilon);
    const auto rule = [=](float w, float g, float& m, float& v, float& a) {
        const float next = w - rate * m / std::sqrt(e + v);
        m = average(beta1, m, g);
        a = unless_faded(a + g * g);
        v = average(beta2, v, a);
        return next;
    };
    update_each(count, arrays, rule, arrays.moments[0], arrays.moments[1], arrays.moments[2]);
}

using C = OptimizerConstants;
constexpr UsualConstant kOfMomentum[] = {{&C::momentum, kMomentum}};
constexpr UsualConstant kOfAdagrad[] = {{&C::epsilon, kEpsilon}};
constexpr UsualConstant kOfRmsprop[] = {{&C::decay, kRmspropDecay}, {&C::epsilon, kEpsilon}};
constexpr UsualConstant kOfAdadelta[] = {{&C::decay, kAdadeltaDecay}, {&C::epsilon, kEpsilon}};
constexpr UsualConstant kOfAdam[] = {{&C::beta1, kBeta1}, {&C::beta2, kBeta2}, {&C::epsilon, kEpsilon}};
constexpr UsualConstant kOfAdamw[] = {
    {&C::beta1, kBeta1}, {&C::beta2, kBeta2}, {&C::weight_decay, kWeightDecay}, {&C::epsilon, kEpsilon}};
constexpr UsualConstant kOfAdagradPrinted[] = {{&C::epsilon, kPrintedEpsilon}};
constexpr UsualConstant kOfRmspropPrinted[] = {{&C::decay, kRmspropDecay}, {&C::epsilon, kPrintedEpsilon}};
constexpr UsualConstant kOfAdamPrinted[] = {
    {&C::beta1, kBeta1}, {&C::beta2, kBeta2}, {&C::epsilon, kPrintedEpsilon}};

using K = OptimizerKind;
constexpr OptimizerInfo kOptimizers[] = {
    {K::kSgd, "sgd", "SGD", "step against the gradient", 0.01F, 0, false, {}, update_sgd},
    {K::kMomentum, "momentum", "Momentum", "SGD that keeps 0.9 of its speed", 0.01F, 1, false, kOfMomentum,
     update_momentum},
    {K::kNesterov, "nesterov", "Nesterov", "momentum that looks one step ahead", 0.01F, 1, false, kOfMomentum,
     update_nesterov},
    {K::kAdagrad, "adagrad", "Adagrad", "steps shrink with all gradients so far", 0.01F, 1, true, kOfAdagrad,
     update_adagrad},
    {K::kRmsprop, "rmsprop", "RMSprop", "steps scaled by the gradient's recent size", 0.001F, 1, true,
     kOfRmsprop, update_rmsprop},
    {K::kAdadelta, "adadelta", "Adadelta", "steps as large as recent steps were; rate 1", 1.0F, 2, true,
     kOfAdadelta, update_adadelta},
    {K::kAdam, "adam", "Adam", "RMSprop with momentum, corrected for its start", 0.001F, 2, true, kOfAdam,
     update_adam},
    {K::kAdamw, "adamw", "AdamW", "Adam, and weights shrink by 0.004 of the rate", 0.001F, 2, true, kOfAdamw,
     update_adamw},
    {K::kAdamax, "adamax", "Adamax", "Adam, scaled by the largest recent gradient", 0.001F, 2, false, kOfAdam,
     update_adamax},
    {K::kNadam, "nadam", "Nadam", "Adam with Nesterov's look ahead", 0.001F, 2, true, kOfAdam, update_nadam},
    {K::kFtrl, "ftrl", "Ftrl", "the best weights for all gradients so far", 0.01F, 2, true, {}, update_ftrl},
    {K::kAdagradPrinted, "adagrad-printed", "Adagrad as printed", "S0-5: right, e inside the root", 0.01F, 1,
     true, kOfAdagradPrinted, update_adagrad_printed},
    {K::kRmspropPrinted, "rmsprop-printed", "RMSprop as printed", "S0-6: wrong, errata E1, E2, E4", 0.001F, 2,
     true, kOfRmspropPrinted, update_rmsprop_printed},
    {K::kAdamPrinted, "adam-printed", "Adam as printed", "S0-7: wrong, errata E3, E4", 0.001F, 3, true,
     kOfAdamPrinted, update_adam_printed},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(kOptimizers); ++i)
        if (static_cast<std::size_t>(kOptimizers[i].kind) != i) return false;
    return true;
}
static_assert(in_order(), "a kind is its row's index");

}  // namespace

std::span<const OptimizerInfo> optimizers() { return kOptimizers; }

const OptimizerInfo& optimizer_info(OptimizerKind kind) {
    const auto row = static_cast<std::size_t>(kind);
    CNN_ASSERT(row < std::size(kOptimizers));
    return kOptimizers[row];
}

std::string_view optimizer_name(OptimizerKind kind) { return optimizer_info(kind).name; }

std::optional<OptimizerKind> find_optimizer(std::string_view name) {
    for (const OptimizerInfo& info : kOptimizers)
        if (info.name == name) return info.kind;
    return std::nullopt;
}

bool has_constant(OptimizerKind kind, ConstantMember value) {
    const std::span<const UsualConstant> constants = optimizer_info(kind).constants;
    return std::any_of(constants.begin(), constants.end(),
                       [=](const UsualConstant& constant) { return constant.value == value; });
}

float constant_of(OptimizerKind kind, const OptimizerConstants& said, ConstantMember value) {
    for (const UsualConstant& constant : optimizer_info(kind).constants)
        if (constant.value == value) return (said.*value).value_or(constant.usual);
    CNN_ASSERT(false);
}

std::string_view optimizer_list() {
    static const std::string list = [] {
        std::string names;
        for (const OptimizerInfo& info : kOptimizers)
            names += (names.empty() ? "" : ", ") + std::string(info.name);
        return names;
    }();
    return list;
}

}  // namespace cnn
