// Softmax, its logarithm and cross-entropy from logits, row by row: always along the last axis. The row's
// maximum is subtracted first, so that no exp overflows. Sums run over the classes, rising.
#pragma once

#include <cstdint>

namespace cnn {

// p[n, c] = exp(z[n, c]) / sum over c of exp(z[n, c]).   logits, probabilities: (n, classes), may be the same
// memory.
void softmax(int n, int classes, const float* logits, float* probabilities);

// dz[c] = p[c] (dp[c] - sum over k of p[k] dp[k]).   p: what softmax gave; dp, dz: (n, classes), may be the
// same memory. In front of a cross-entropy, cross_entropy_gradient does both in one step.
void softmax_backward(int n, int classes, const float* p, const float* dp, float* dz);

// y[n, c] = (z[n, c] - max) - log(sum over c of exp(z - max)): finite where log(softmax) would be -infinity.
// logits, y: (n, classes), may be the same memory.
void log_softmax(int n, int classes, const float* logits, float* y);
// dz[c] = dy[c] - exp(y[c]) sum over k of dy[k].   y: what log_softmax gave; dy, dz: may be the same memory.
void log_softmax_backward(int n, int classes, const float* y, const float* dy, float* dz);

// losses[n] = -log p[n, label] = log(sum exp(z - max)) - (z[label] - max): finite where log(p) would be
// -infinity. labels: (n), each < classes; losses: (n)
void cross_entropy(int n, int classes, const float* logits, const std::uint8_t* labels, float* losses);

// dlogits = scale (p - one_hot(label)); scale = 1 / batch gives the gradient of the batch's mean loss.
// dlogits: (n, classes), may be the same memory as probabilities.
void cross_entropy_gradient(int n, int classes, const float* probabilities, const std::uint8_t* labels,
                            float scale, float* dlogits);

}  // namespace cnn
