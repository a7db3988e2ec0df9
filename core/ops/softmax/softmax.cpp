// Softmax, its logarithm and cross-entropy, one row after another; sums run over classes, rising.
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

void softmax_backward(int n, int classes, const float* p, const float* dp, float* dz) {
    for (int sample = 0; sample < n; ++sample, p += classes, dp += classes, dz += classes) {
        float mean = 0;
        for (int c = 0; c < classes; ++c) mean += p[c] * dp[c];
        for (int c = 0; c < classes; ++c) dz[c] = p[c] * (dp[c] - mean);
    }
}

void log_softmax(int n, int classes, const float* logits, float* y) {
    for (int sample = 0; sample < n; ++sample, logits += classes, y += classes) {
        const float most = maximum(classes, logits);
        float sum = 0;
        for (int c = 0; c < classes; ++c) sum += exp_f32(logits[c] - most);
        const float log_sum = log_f32(sum);
        for (int c = 0; c < classes; ++c) y[c] = (logits[c] - most) - log_sum;
    }
}

void log_softmax_backward(int n, int classes, const float* y, const float* dy, float* dz) {
    for (int sample = 0; sample < n; ++sample, y += classes, dy += classes, dz += classes) {
        float sum = 0;
        for (int c = 0; c < classes; ++c) sum += dy[c];
        for (int c = 0; c < classes; ++c) dz[c] = dy[c] - exp_f32(y[c]) * sum;
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
