// Convolution forward, group by group on the shorter of two roads (forward.h). Backward is in gradients.cpp.
#include "core/ops/conv2d/conv2d.h"

#include <algorithm>

#include "core/kernels/carver.h"
#include "core/ops/conv2d/forward.h"
#include "core/ops/conv2d/gradients.h"
#include "core/ops/conv2d/pixels.h"

namespace cnn {
namespace {

struct ForwardSpace {
    float* padded;
    std::int32_t* offsets;  // (taps)
    float* road;            // what the road needs for itself
};

ForwardSpace carve(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    const bool direct = direct_is_shorter(kernels, plan);
    return {carver.take(padded_size(plan, n)), carver.take_integers(static_cast<std::size_t>(plan.taps())),
            carver.take(direct ? direct_workspace(kernels, plan) : packed_workspace(kernels, plan, n))};
}

}  // namespace

std::size_t conv2d_workspace(const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    Carver forward;
    carve(forward, kernels, plan, n);
    return std::max(forward.used(), gradients_workspace(plan, n));
}

void conv2d_forward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x, const float* w,
                    const float* bias, float* y, float* workspace) {
    Carver carver(workspace);
    const ForwardSpace space = carve(carver, kernels, plan, n);
    GroupForward group{pad_input(plan, n, x, space.padded), space.offsets, w, bias, y};
    find_tap_offsets(plan, group.source, space.offsets);
    const bool direct = direct_is_shorter(kernels, plan);
    for (int i = 0; i < plan.groups; ++i) {
        direct ? forward_direct(kernels, plan, n, group, space.road)
               : forward_packed(kernels, plan, n, group, space.road);
        group.source.data += plan.group_channels() * group.source.plane_step;
        group.w += static_cast<std::ptrdiff_t>(plan.group_filters()) * plan.taps();
        if (bias) group.bias += plan.group_filters();
        group.y += static_cast<std::ptrdiff_t>(plan.group_filters()) * plan.output_pixels();
    }
}

void conv2d_backward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                     const float* w, const float* dy, float* dx, float* dw, float* db, float* workspace) {
    if (dw) weight_gradient(kernels, plan, n, x, dy, dw, db, workspace);
    if (dx) input_gradient(kernels, plan, n, w, dy, dx, workspace);
}

}  // namespace cnn
