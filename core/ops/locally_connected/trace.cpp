// The weights of one cell, gathered into a kernel, and that kernel's convolution.
#include "core/ops/locally_connected/trace.h"

namespace cnn {

Conv2dTrace trace_locally_connected(const LocallyConnectedPlan& plan, const Tensor& x,
                                    std::span<const float> w, std::span<const float> bias, int oc, int oy,
                                    int ox) {
    CNN_ASSERT(oc >= 0 && oc < plan.filters && w.size() == plan.weight_count() &&
               bias.size() == plan.bias_count());
    const std::size_t pixels = plan.output_pixels();
    const auto pixel = static_cast<std::size_t>(oy * plan.window.x.output + ox);
    Tensor kernel({1, plan.channels, plan.window.y.kernel, plan.window.x.kernel});
    const std::size_t first_tap = static_cast<std::size_t>(oc) * kernel.size();
    for (std::size_t tap = 0; tap < kernel.size(); ++tap)
        kernel.values()[tap] = w[(first_tap + tap) * pixels + pixel];
    const float own_bias = bias[static_cast<std::size_t>(oc) * pixels + pixel];
    return trace_conv2d(x, kernel, {&own_bias, 1}, plan.window, 0, oy, ox);
}

}  // namespace cnn
