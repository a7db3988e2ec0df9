// From a layer's spec and plan to the plan of the op behind it.
#pragma once

#include "core/net/layer_plan.h"
#include "core/ops/activation/activation.h"
#include "core/ops/batch_norm/batch_norm.h"
#include "core/ops/conv2d/conv2d.h"
#include "core/ops/conv_transpose2d/conv_transpose2d.h"
#include "core/ops/dense/dense.h"
#include "core/ops/join/join.h"
#include "core/ops/local_response_norm/local_response_norm.h"
#include "core/ops/locally_connected/locally_connected.h"
#include "core/ops/pool2d/pool2d.h"

namespace cnn {

inline Conv2dPlan op_plan(const LayerPlan& plan, const ConvSpec& conv) {
    return {plan.input.c, plan.output.c, plan.window, conv.groups};
}
inline ConvTranspose2dPlan op_plan(const LayerPlan& plan, const ConvTransposeSpec& conv) {
    return {plan.input.c, plan.output.c, plan.window, conv.groups};
}
inline LocallyConnectedPlan local_plan(const LayerPlan& plan) {
    return {plan.input.c, plan.output.c, plan.window};
}
inline DensePlan dense_plan(const LayerPlan& plan) { return {plan.input.c, plan.output.c}; }
inline Pool2dPlan op_plan(const LayerPlan& plan, const PoolSpec& pool) {
    return {plan.input.c, plan.window, pool.mean_count};
}
inline BatchNormPlan op_plan(const LayerPlan& plan, const BatchNormSpec& norm) {
    return {plan.input.c, plan.input.h * plan.input.w, norm.epsilon};
}
inline LocalResponseNormPlan op_plan(const LayerPlan& plan, const LrnSpec& lrn) {
    return {plan.input.c, plan.input.h * plan.input.w, lrn.size, lrn.alpha, lrn.beta, lrn.k};
}
inline ActivationPlan op_plan(const LayerPlan&, const ActivationSpec& activation) {
    return {activation.kind, activation.alpha};
}
// The place of input number `input` in the concatenation.
inline ConcatPart concat_part(const LayerPlan& plan, std::size_t input) {
    ConcatPart place{plan.output.size(), 0, plan.parts[input]};
    for (std::size_t i = 0; i < input; ++i) place.first += plan.parts[i];
    return place;
}

}  // namespace cnn
