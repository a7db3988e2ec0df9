// Activations, element by element. The backward passes need the forward result y, not the input; y may be
// the same memory as x, dx the same as dy. exp and log are those of core/base/math: the same bits everywhere.
//
//   kind        y                                        dy/dx, from y
//   relu        max(0, x)                                1, but 0 where y <= 0
//   leaky relu  x, but alpha x where x <= 0              1, but alpha where y <= 0
//   elu         x, but alpha (exp(x) - 1) where x <= 0   1, but y + alpha where y <= 0
//   sigmoid     1 / (1 + exp(-x))                        y (1 - y)
//   tanh        tanh(x)                                  1 - y^2
//   softplus    log(1 + exp(x))                          1 - exp(-y)
//
// alpha of leaky relu is negative_slope in PyTorch and Keras 3; its default is 0.01 in PyTorch and ONNX (and
// in Maas, Hannun, Ng 2013), 0.3 in Keras. ELU: Clevert, Unterthiner, Hochreiter, arXiv 1511.07289. A NaN
// stays NaN in all of them, so that a diverged run is seen.
#pragma once

#include <cstddef>

namespace cnn {

enum class Activation { kRelu, kTanh, kLeakyRelu, kElu, kSigmoid, kSoftplus };

struct ActivationPlan {
    Activation kind = Activation::kRelu;
    float alpha = 0;  // leaky relu and elu only, >= 0: with a negative one y would not tell which side x was
};

// x, y: (count)
void activation_forward(const ActivationPlan& plan, std::size_t count, const float* x, float* y);
// y: what forward gave; dy, dx: (count)
void activation_backward(const ActivationPlan& plan, std::size_t count, const float* y, const float* dy,
                         float* dx);

// The kinds one by one.
void relu_forward(std::size_t count, const float* x, float* y);
void relu_backward(std::size_t count, const float* y, const float* dy, float* dx);

void leaky_relu_forward(float alpha, std::size_t count, const float* x, float* y);
void leaky_relu_backward(float alpha, std::size_t count, const float* y, const float* dy, float* dx);

void elu_forward(float alpha, std::size_t count, const float* x, float* y);
void elu_backward(float alpha, std::size_t count, const float* y, const float* dy, float* dx);

void sigmoid_forward(std::size_t count, const float* x, float* y);
void sigmoid_backward(std::size_t count, const float* y, const float* dy, float* dx);

void tanh_forward(std::size_t count, const float* x, float* y);
void tanh_backward(std::size_t count, const float* y, const float* dy, float* dx);

// As max(x, 0) + log(1 + exp(-|x|)), which neither overflows nor loses the small values of negative x.
void softplus_forward(std::size_t count, const float* x, float* y);
void softplus_backward(std::size_t count, const float* y, const float* dy, float* dx);

}  // namespace cnn
