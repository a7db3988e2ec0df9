// Softmax and cross-entropy, one row after another; sums run over classes, rising.
#include "core/ops/softmax/softmax.h"

#include <cstddef>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace cnn {
namespace {

// A NaN among the logits is the maximum, so that it reaches every result of its row.
float maximum(int classes, const float* logits) {
    float most = logits[0];
    for (int c = 1; c < classes; ++c) {
        if (logits[c] > most || logits[c] != logits[c]) most = logits[c];
    }
    return most;
}

}  // namespace

void softmax(int n, int classes, const float* logits, float* probabilities) {
    for (int sample = 0; sample < n; ++sample, logits += classes, probabilities += classes) {
        const float most = maximum(classes, logits);
        float sum = 0;
        for (int c = 0; c < classes; ++c) {
            probabilities[c] = exp_f32(logits[c] - most);
            sum += probabilities[c];
        }
        for (int c = 0; c < classes; ++c) probabilities[c] /= sum;
    }
}

void cross_entropy(int n, int classes, const float* logits, const std::uint8_t* labels, float* losses) {
    for (int sample = 0; sample < n; ++sample, logits += classes) {
        CNN_ASSERT(labels[sample] < classes);
        const float most = maximum(classes, logits);
        float sum = 0;
        for (int c = 0; c < classes; ++c) sum += exp_f32(logits[c] - most);
        losses[sample] = log_f32(sum) - (logits[labels[sample]] - most);
    }
}

void cross_entropy_gradient(int n, int classes, const float* probabilities, const std::uint8_t* labels,
                            float scale, float* dlogits) {
    for (int sample = 0; sample < n; ++sample) {
        CNN_ASSERT(labels[sample] < classes);
        const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(sample) * classes;
        for (int c = 0; c < classes; ++c) {
            const float target = c == labels[sample] ? 1.0F : 0.0F;
            dlogits[row + c] = scale * (probabilities[row + c] - target);
        }
    }
}

}  // namespace cnn
