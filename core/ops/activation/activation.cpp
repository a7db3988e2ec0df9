// Plain loops of which the compiler makes vectors: no number depends on another, choices instead of branches.
#include "core/ops/activation/activation.h"

#include <algorithm>

#include "core/base/math.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {

constexpr std::size_t kTanhBlock = 128;

void tanh_block(std::size_t count, const TanhNumbers& numbers, const float* x, float* y) {
    float r[kTanhBlock];
    float scale[kTanhBlock];
    CNN_INDEPENDENT_LONG
    for (std::size_t i = 0; i < count; ++i) {
        const TanhParts parts = tanh_parts(x[i], numbers);
        r[i] = parts.r;
        scale[i] = parts.scale;
    }
    CNN_INDEPENDENT_LONG
    for (std::size_t i = 0; i < count; ++i) r[i] = tanh_rest(r[i], numbers);
    CNN_INDEPENDENT_LONG
    for (std::size_t i = 0; i < count; ++i) y[i] = tanh_of(x[i], scale[i], r[i], numbers);
}

}  // namespace

void activation_forward(const ActivationPlan& plan, std::size_t count, const float* x, float* y) {
    switch (plan.kind) {
        case Activation::kRelu:
            return relu_forward(count, x, y);
        case Activation::kTanh:
            return tanh_forward(count, x, y);
        case Activation::kLeakyRelu:
            return leaky_relu_forward(plan.alpha, count, x, y);
        case Activation::kElu:
            return elu_forward(plan.alpha, count, x, y);
        case Activation::kSigmoid:
            return sigmoid_forward(count, x, y);
        case Activation::kSoftplus:
            return softplus_forward(count, x, y);
    }
}

void activation_backward(const ActivationPlan& plan, std::size_t count, const float* y, const float* dy,
                         float* dx) {
    switch (plan.kind) {
        case Activation::kRelu:
            return relu_backward(count, y, dy, dx);
        case Activation::kTanh:
            return tanh_backward(count, y, dy, dx);
        case Activation::kLeakyRelu:
            return leaky_relu_backward(plan.alpha, count, y, dy, dx);
        case Activation::kElu:
            return elu_backward(plan.alpha, count, y, dy, dx);
        case Activation::kSigmoid:
            return sigmoid_backward(count, y, dy, dx);
        case Activation::kSoftplus:
            return softplus_backward(count, y, dy, dx);
    }
}

void relu_forward(std::size_t count, const float* x, float* y) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) y[i] = x[i] <= 0.0F ? 0.0F : x[i];
}

void relu_backward(std::size_t count, const float* y, const float* dy, float* dx) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) {
        const float gradient = dy[i];  // read in any case, so that the choice needs no branch
        dx[i] = y[i] <= 0.0F ? 0.0F : gradient;
    }
}

void leaky_relu_forward(float alpha, std::size_t count, const float* x, float* y) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) {
        const float below = alpha * x[i];
        y[i] = x[i] <= 0.0F ? below : x[i];
    }
}

void leaky_relu_backward(float alpha, std::size_t count, const float* y, const float* dy, float* dx) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) {
        const float slope = y[i] <= 0.0F ? alpha : 1.0F;
        dx[i] = dy[i] * slope;
    }
}

void elu_forward(float alpha, std::size_t count, const float* x, float* y) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) {
        const float below = alpha * expm1_f32(x[i]);
        y[i] = x[i] <= 0.0F ? below : x[i];
    }
}

void elu_backward(float alpha, std::size_t count, const float* y, const float* dy, float* dx) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) {
        const float below = y[i] + alpha;
        const float slope = y[i] <= 0.0F ? below : 1.0F;
        dx[i] = dy[i] * slope;
    }
}

void sigmoid_forward(std::size_t count, const float* x, float* y) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) y[i] = 1.0F / (1.0F + exp_f32(-x[i]));
}

void sigmoid_backward(std::size_t count, const float* y, const float* dy, float* dx) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) dx[i] = dy[i] * (y[i] * (1.0F - y[i]));
}

void tanh_forward(std::size_t count, const float* x, float* y) {
    const TanhNumbers numbers = from_memory(kTanhNumbers);
    for (std::size_t first = 0; first < count; first += kTanhBlock)
        tanh_block(std::min(count - first, kTanhBlock), numbers, x + first, y + first);
}

void tanh_backward(std::size_t count, const float* y, const float* dy, float* dx) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) dx[i] = dy[i] * (1.0F - y[i] * y[i]);
}

void softplus_forward(std::size_t count, const float* x, float* y) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) {
        const float above = x[i] > 0.0F ? x[i] : 0.0F;
        const float size = x[i] < 0.0F ? -x[i] : x[i];
        y[i] = above + log1p_f32(exp_f32(-size));
    }
}

void softplus_backward(std::size_t count, const float* y, const float* dy, float* dx) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) dx[i] = dy[i] * -expm1_f32(-y[i]);
}

}  // namespace cnn
