// Softmax and cross-entropy from logits, row by row. The row's maximum is subtracted first, so that no exp
// overflows.
#pragma once

#include <cstdint>

namespace cnn {

// p[n, c] = exp(z[n, c]) / sum over c of exp(z[n, c]).   logits, probabilities: (n, classes), may be the same
// memory.
void softmax(int n, int classes, const float* logits, float* probabilities);

// losses[n] = -log p[n, label] = log(sum exp(z - max)) - (z[label] - max): finite where log(p) would be
// -infinity. labels: (n), each < classes; losses: (n)
void cross_entropy(int n, int classes, const float* logits, const std::uint8_t* labels, float* losses);

// dlogits = scale (p - one_hot(label)); scale = 1 / batch gives the gradient of the batch's mean loss.
// dlogits: (n, classes), may be the same memory as probabilities.
void cross_entropy_gradient(int n, int classes, const float* probabilities, const std::uint8_t* labels,
                            float scale, float* dlogits);

}  // namespace cnn
