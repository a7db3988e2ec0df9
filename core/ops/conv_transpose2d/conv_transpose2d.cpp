// The kernels of conv2d with the directions exchanged: forward is the input gradient of a convolution, the
// input gradient is its forward pass, and the weight gradient is its weight gradient. A group of several is
// copied together, run as a layer of its own, and copied back.
#include "core/ops/conv_transpose2d/conv_transpose2d.h"

#include <algorithm>

#include "core/kernels/carver.h"

namespace cnn {
namespace {

// The convolution of one group from this layer's output to its input.
Conv2dPlan mirror(const ConvTranspose2dPlan& plan) {
    Conv2dPlan convolution;
    convolution.channels = plan.group_filters();
    convolution.filters = plan.group_channels();
    convolution.window = plan.window;
    return convolution;
}

struct Space {
    float* convolution;
    float* bias;    // (C / groups): what conv2d takes for a bias and for its gradient
    float* input;   // (n, C / groups, H, W): a group's channels of x, or of dx
    float* output;  // (n, OC / groups, OH, OW): a group's channels of y, or of dy
};

Space carve(Carver& carver, const KernelTable& kernels, const ConvTranspose2dPlan& plan, int n) {
    const auto images = static_cast<std::size_t>(n);
    const auto groups = static_cast<std::size_t>(plan.groups);
    Space space{carver.take(conv2d_workspace(kernels, mirror(plan), n)),
                carver.take(1, plan.group_channels()), nullptr, nullptr};
    if (plan.groups > 1) {
        space.input = carver.take(images * plan.input_size() / groups);
        space.output = carver.take(images * plan.output_size() / groups);
    }
    return space;
}

// Where a group of the n images' planes lies: (n, groups, planes) floats each, or already (n, planes).
struct GroupOf {
    int n;
    int groups;
    std::size_t planes;  // floats of one group of one image

    const float* gather(const float* all, int group, float* copy) const {
        if (groups == 1) return all;
        for (int image = 0; image < n; ++image)
            std::copy_n(at(all, image, group), planes, copy + offset(image));
        return copy;
    }
    float* target(float* all, float* copy) const { return groups == 1 ? all : copy; }
    void scatter(const float* copy, int group, float* all) const {
        if (groups == 1) return;
        for (int image = 0; image < n; ++image)
            std::copy_n(copy + offset(image), planes, at(all, image, group));
    }

 private:
    std::size_t offset(int image) const { return static_cast<std::size_t>(image) * planes; }
    template <class Real>
    Real* at(Real* all, int image, int group) const {
        return all + static_cast<std::size_t>(image * groups + group) * planes;
    }
};

GroupOf inputs(const ConvTranspose2dPlan& plan, int n) {
    return {n, plan.groups, plan.input_size() / static_cast<std::size_t>(plan.groups)};
}
GroupOf outputs(const ConvTranspose2dPlan& plan, int n) {
    return {n, plan.groups, plan.output_size() / static_cast<std::size_t>(plan.groups)};
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
    const std::size_t group_weights = plan.weight_count() / static_cast<std::size_t>(plan.groups);
    for (int group = 0; group < plan.groups; ++group, w += group_weights) {
        const float* input = inputs(plan, n).gather(x, group, space.input);
        float* output = outputs(plan, n).target(y, space.output);
        conv2d_backward(kernels, mirror(plan), n, nullptr, w, input, output, nullptr, nullptr,
                        space.convolution);
        outputs(plan, n).scatter(output, group, y);
    }
    if (bias) add_bias(plan, n, bias, y);
}

void conv_transpose2d_backward(const KernelTable& kernels, const ConvTranspose2dPlan& plan, int n,
                               const float* x, const float* w, const float* dy, float* dx, float* dw,
                               float* db, float* workspace) {
    Carver carver(workspace);
    const Space space = carve(carver, kernels, plan, n);
    const std::size_t group_weights = plan.weight_count() / static_cast<std::size_t>(plan.groups);
    const Conv2dPlan convolution = mirror(plan);
    for (int group = 0; group < plan.groups; ++group, w += group_weights) {
        const float* output = outputs(plan, n).gather(dy, group, space.output);
        if (dw) {
            const float* input = inputs(plan, n).gather(x, group, space.input);
            conv2d_backward(kernels, convolution, n, output, w, input, nullptr,
                            dw + static_cast<std::size_t>(group) * group_weights, space.bias,
                            space.convolution);
        }
        if (dx) {
            float* input = inputs(plan, n).target(dx, space.input);
            std::fill_n(space.bias, plan.group_channels(), 0.0F);
            conv2d_forward(kernels, convolution, n, output, w, space.bias, input, space.convolution);
            inputs(plan, n).scatter(input, group, dx);
        }
    }
    if (db) bias_gradient(plan, n, dy, db);
}

}  // namespace cnn
