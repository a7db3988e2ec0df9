// Batch normalisation over a chunk of n images, channel by channel. Memory belongs to the caller.
//   mean[c] = sum over n, pixels of x / count                      count = n pixels
//   variance[c] = sum over n, pixels of (x - mean)^2 / count       of the population, not of a sample
//   y = (x - mean) (gamma / sqrt(variance + epsilon)) + beta
// Training normalises by the chunk's own mean and variance, inference by running ones, which are updated
// after each chunk, in the order of the chunks: batch_norm_update_running. Ioffe and Szegedy, arXiv
// 1502.03167.
//
// What differs between frameworks:
//            running value becomes                  variance in the running value   default epsilon
//   PyTorch  (1 - momentum) old + momentum new      of a sample, momentum 0.1       1e-5
//   Keras    momentum old + (1 - momentum) new      population, momentum 0.99       1e-3
//   ONNX     momentum old + (1 - momentum) new      population, momentum 0.9        1e-5
// All three normalise a training batch by the population's variance, as here.
//
// Sums have eight accumulators: pixel i of a plane (row order) goes to accumulator i % 8, the planes of the
// images one behind the other; then the eight are added, first to last.
#pragma once

#include <cstddef>

namespace cnn {

struct BatchNormPlan {
    int channels = 1;
    int pixels = 1;  // of one plane; behind a dense layer 1
    float epsilon = 1e-3F;

    std::size_t size() const {  // floats of one image
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(pixels);
    }
};

// x: (n, C, pixels); mean, variance: (C)
void batch_norm_statistics(const BatchNormPlan& plan, int n, const float* x, float* mean, float* variance);

// By the chunk's statistics (training) or running ones (inference). gamma, beta: (C); y: (n, C, pixels), may
// be the same memory as x when no backward pass follows.
void batch_norm_forward(const BatchNormPlan& plan, int n, const float* x, const float* mean,
                        const float* variance, const float* gamma, const float* beta, float* y);

// Through the statistics of batch_norm_statistics. dy: (n, C, pixels); dx: as dy, null when not wanted, may
// be the same memory as dy; dgamma, dbeta: (C), overwritten.
//   dbeta = sum of dy        dgamma = sum of dy x^        x^ = (x - mean) / sqrt(variance + epsilon)
//   dx = gamma / sqrt(variance + epsilon) (dy - dbeta / count - x^ dgamma / count)
void batch_norm_backward(const BatchNormPlan& plan, int n, const float* x, const float* mean,
                         const float* variance, const float* gamma, const float* dy, float* dx, float* dgamma,
                         float* dbeta);

// The same in inference, where mean and variance are constants: dx = gamma / sqrt(variance + epsilon) dy.
// dy, dx: (n, C, pixels), may be the same memory
void batch_norm_inference_backward(const BatchNormPlan& plan, int n, const float* variance,
                                   const float* gamma, const float* dy, float* dx);

enum class RunningVariance { kPopulation, kSample };  // sample: times count / (count - 1)

// running = keep running + (1 - keep) new.   keep: Keras' and ONNX' momentum, 1 - PyTorch's; count: n pixels
void batch_norm_update_running(const BatchNormPlan& plan, float keep, RunningVariance kind, int count,
                               const float* mean, const float* variance, float* running_mean,
                               float* running_variance);

}  // namespace cnn
