// The geometries over which each op's gradient is checked, and its fast loops against the reference: here, so
// that geometries_test.cpp counts the very ones.
#pragma once

#include <algorithm>

#include "core/ops/batch_norm/batch_norm.h"
#include "core/ops/conv2d/conv2d.h"
#include "core/ops/conv_transpose2d/conv_transpose2d.h"
#include "core/ops/dense/dense.h"
#include "core/ops/join/join.h"
#include "core/ops/local_response_norm/local_response_norm.h"
#include "core/ops/locally_connected/locally_connected.h"
#include "core/ops/pool2d/pool2d.h"
#include "tests/core/ops/geometries.h"

namespace cnn::testing {

// Grouped and depthwise ones among them.   visit(plan)
template <class Visit>
void for_each_convolution(Visit&& visit) {
    struct Layer {
        int channels, filters, groups;
    };
    for (const Layer layer :
         {Layer{1, 1, 1}, Layer{2, 3, 1}, Layer{3, 5, 1}, Layer{4, 6, 2}, Layer{3, 3, 3}, Layer{2, 4, 2}})
        for_each_window_geometry(false, [&](const WindowPlan& window) {
            visit(Conv2dPlan{layer.channels, layer.filters, window, layer.groups});
        });
}

// The second axis differs from the first in every number; output padding goes from 0 to the most there is.
inline WindowPlan enumerated_transposed_window(int kernel, int stride, int pad, int dilation) {
    const int extra = (kernel + pad) % std::max(stride, dilation);
    const AxisSpec y{kernel, stride, Padding::kExplicit, pad, pad, dilation, false};
    const AxisSpec x{kernel % 3 + 1, stride % 3 + 1, Padding::kExplicit, pad / 2, 0, dilation % 2 + 1, false};
    return {plan_transposed_axis(2 + pad + stride % 2, y, extra).value(),
            plan_transposed_axis(3, x, std::max(x.stride, x.dilation) - 1).value()};
}

// visit(plan)
template <class Visit>
void for_each_transposed_convolution(Visit&& visit) {
    struct Layer {
        int channels, filters, groups;
    };
    for (const Layer layer : {Layer{2, 3, 1}, Layer{4, 2, 2}, Layer{3, 3, 3}})
        for_each_window([&](int kernel, int stride, int pad, int dilation) {
            visit(ConvTranspose2dPlan{layer.channels, layer.filters,
                                      enumerated_transposed_window(kernel, stride, pad, dilation),
                                      layer.groups});
        });
}

// visit(plan)
template <class Visit>
void for_each_locally_connected(Visit&& visit) {
    for_each_window_geometry(false, [&](const WindowPlan& window) {
        visit(LocallyConnectedPlan{2, 2, window});
    });
}

// Every window by every rule of counting that the kind has, and global ones.   visit(plan)
template <class Visit>
void for_each_pool(PoolKind kind, Visit&& visit) {
    for (const MeanCount rule : {MeanCount::kInside, MeanCount::kPadded, MeanCount::kKernel})
        for (const bool ceil : {false, true})
            if (rule == MeanCount::kPadded || kind == PoolKind::kAverage)
                for_each_window_geometry(ceil, [&](const WindowPlan& window) {
                    visit(Pool2dPlan{2, window, rule});
                });
    for (const int height : {1, 2, 5})
        for (const int width : {1, 4, 7}) visit(Pool2dPlan{2, global_window(height, width)});
}

inline constexpr PoolKind kPoolKinds[] = {PoolKind::kMax, PoolKind::kMin, PoolKind::kAverage, PoolKind::kSum,
                                          PoolKind::kL2};

// Sizes below, at and above the vectors' widths, and odd ones.   visit(plan, images)
template <class Visit>
void for_each_dense(Visit&& visit) {
    for (const int in : {1, 2, 3, 5, 8, 17})
        for (const int out : {1, 3, 4, 5, 8, 9, 16, 17, 33})
            for (const int n : {1, 2, 3, 8, 9}) visit(DensePlan{in, out}, n);
}

// visit(plan, images)
template <class Visit>
void for_each_batch_norm(Visit&& visit) {
    for (const int channels : {1, 2, 5})
        for (const int pixels : {1, 5, 8, 19})
            for (const int n : {2, 3, 4}) visit(BatchNormPlan{channels, pixels, 1e-2F}, n);
}

// visit(plan)
template <class Visit>
void for_each_local_response_norm(Visit&& visit) {
    for (const int channels : {1, 2, 4, 5, 9})
        for (int size = 1; size <= 6; ++size)
            for (const float beta : {0.5F, 0.75F})
                visit(LocalResponseNormPlan{channels, 5, size, 2.0F, beta, 1.5F});
}

// visit(rate, numbers of a sample, samples)
template <class Visit>
void for_each_dropout(Visit&& visit) {
    for (const float rate : {0.0F, 0.3F, 0.5F, 0.75F, 1.0F})
        for (const std::size_t size : {1U, 8U, 33U})
            for (const int n : {1, 3}) visit(rate, size, n);
}

// visit(place, images)
template <class Visit>
void for_each_concatenation(Visit&& visit) {
    for (const int n : {1, 2, 5})
        for (const std::size_t own : {1U, 3U, 8U})
            for (const std::size_t before : {0U, 5U})
                for (const std::size_t behind : {0U, 2U})
                    visit(ConcatPart{before + own + behind, before, own}, n);
}

}  // namespace cnn::testing
