// The kernels of conv2d with the directions exchanged: forward is the input gradient of a convolution, the
// input gradient is its forward pass, and the weight gradient is its weight gradient.
#include "core/ops/conv_transpose2d/conv_transpose2d.h"

#include <algorithm>

#include "core/kernels/carver.h"

namespace cnn {
namespace {

// The convolution from this layer's output to its input.
Conv2dPlan mirror(const ConvTranspose2dPlan& plan) {
    return {plan.filters, plan.channels, plan.window, plan.groups};
}

struct Space {
    float* convolution;
    float* bias_gradient;  // (C): what conv2d takes for its bias's
};

Space carve(Carver& carver, const KernelTable& kernels, const ConvTranspose2dPlan& plan, int n) {
    return {carver.take(conv2d_workspace(kernels, mirror(plan), n)), carver.take(1, plan.channels)};
}

void add_bias(const ConvTranspose2dPlan& plan, int n, const float* bias, float* y) {
    for (int image = 0; image < n; ++image)
        for (int oc = 0; oc < plan.filters; ++oc, y += plan.output_pixels())
            for (int pixel = 0; pixel < plan.output_pixels(); ++pixel) y[pixel] += bias[oc];
}

void bias_gradient(const ConvTranspose2dPlan& plan, int n, const float* dy, float* db) {
    std::fill_n(db, plan.filters, 0.0F);
    for (int image = 0; image < n; ++image)
        for (int oc = 0; oc < plan.filters; ++oc, dy += plan.output_pixels())
            for (int pixel = 0; pixel < plan.output_pixels(); ++pixel) db[oc] += dy[pixel];
}

}  // namespace

std::size_t conv_transpose2d_workspace(const KernelTable& kernels, const ConvTranspose2dPlan& plan, int n) {
    Carver carver;
    carve(carver, kernels, plan, n);
    return carver.used();
}

void conv_transpose2d_forward(const KernelTable& kernels, const ConvTranspose2dPlan& plan, int n,
                              const float* x, const float* w, const float* bias, float* y, float* workspace) {
    Carver carver(workspace);
    const Space space = carve(carver, kernels, plan, n);
    conv2d_backward(kernels, mirror(plan), n, nullptr, w, x, y, nullptr, nullptr, space.convolution);
    if (bias) add_bias(plan, n, bias, y);
}

void conv_transpose2d_backward(const KernelTable& kernels, const ConvTranspose2dPlan& plan, int n,
                               const float* x, const float* w, const float* dy, float* dx, float* dw,
                               float* db, float* workspace) {
    Carver carver(workspace);
    const Space space = carve(carver, kernels, plan, n);
    const Conv2dPlan convolution = mirror(plan);
    if (dw)
        conv2d_backward(kernels, convolution, n, dy, w, x, nullptr, dw, space.bias_gradient,
                        space.convolution);
    if (dx) conv2d_forward(kernels, convolution, n, dy, w, nullptr, dx, space.convolution);
    if (db) bias_gradient(plan, n, dy, db);
}

}  // namespace cnn
