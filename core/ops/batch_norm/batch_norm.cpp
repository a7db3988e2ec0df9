// Batch normalisation plane by plane: the sums of eight lanes and the pass over the pixels become vectors.
#include "core/ops/batch_norm/batch_norm.h"

#include <algorithm>
#include <cmath>

#include "core/kernels/vec.h"

namespace cnn {
namespace {

constexpr int kLanes = 8;

// The header's eight accumulators. term(pixel) is what a pixel of the plane at hand adds.
struct LaneSums {
    float lanes[kLanes] = {};

    template <class Term>
    CNN_INLINE void add_plane(int pixels, Term&& term) {
        int i = 0;
        for (; i + kLanes <= pixels; i += kLanes) {
            CNN_UNROLL for (int lane = 0; lane < kLanes; ++lane) lanes[lane] += term(i + lane);
        }
        for (int lane = 0; i < pixels; ++i, ++lane) lanes[lane] += term(i);
    }
    float total() const {
        float sum = 0;
        for (const float lane : lanes) sum += lane;
        return sum;
    }
};

// Calls visit(offset of the plane) for the planes of one channel, image by image.
template <class Visit>
void for_each_plane(const BatchNormPlan& plan, int n, int channel, Visit&& visit) {
    for (int image = 0; image < n; ++image)
        visit((static_cast<std::ptrdiff_t>(image) * plan.channels + channel) * plan.pixels);
}

float count_of(const BatchNormPlan& plan, int n) {
    return static_cast<float>(n) * static_cast<float>(plan.pixels);
}

float inverse_deviation(const BatchNormPlan& plan, float variance) {
    return 1.0F / std::sqrt(variance + plan.epsilon);
}

}  // namespace

void batch_norm_statistics(const BatchNormPlan& plan, int n, const float* x, float* mean, float* variance) {
    const float count = count_of(plan, n);
    for (int c = 0; c < plan.channels; ++c) {
        LaneSums sums;
        for_each_plane(plan, n, c, [&](std::ptrdiff_t at) {
            sums.add_plane(plan.pixels, [plane = x + at](int i) { return plane[i]; });
        });
        mean[c] = sums.total() / count;
        LaneSums squares;
        for_each_plane(plan, n, c, [&](std::ptrdiff_t at) {
            squares.add_plane(plan.pixels, [plane = x + at, centre = mean[c]](int i) {
                return (plane[i] - centre) * (plane[i] - centre);
            });
        });
        variance[c] = squares.total() / count;
    }
}

void batch_norm_forward(const BatchNormPlan& plan, int n, const float* x, const float* mean,
                        const float* variance, const float* gamma, const float* beta, float* y) {
    for (int c = 0; c < plan.channels; ++c) {
        const float centre = mean[c];
        const float scale = gamma[c] * inverse_deviation(plan, variance[c]);
        const float shift = beta[c];
        for_each_plane(plan, n, c, [&](std::ptrdiff_t at) {
            CNN_INDEPENDENT
            for (int i = 0; i < plan.pixels; ++i) y[at + i] = (x[at + i] - centre) * scale + shift;
        });
    }
}

void batch_norm_backward(const BatchNormPlan& plan, int n, const float* x, const float* mean,
                         const float* variance, const float* gamma, const float* dy, float* dx, float* dgamma,
                         float* dbeta) {
    const float count = count_of(plan, n);
    for (int c = 0; c < plan.channels; ++c) {
        const float centre = mean[c];
        const float inverse = inverse_deviation(plan, variance[c]);
        LaneSums gradients;
        LaneSums products;
        for_each_plane(plan, n, c, [&](std::ptrdiff_t at) {
            const float* plane = x + at;
            const float* slopes = dy + at;
            gradients.add_plane(plan.pixels, [slopes](int i) { return slopes[i]; });
            products.add_plane(plan.pixels,
                               [=](int i) { return slopes[i] * ((plane[i] - centre) * inverse); });
        });
        dbeta[c] = gradients.total();
        dgamma[c] = products.total();
        if (!dx) continue;
        const float scale = gamma[c] * inverse;
        const float mean_gradient = dbeta[c] / count;
        const float mean_product = dgamma[c] / count;
        for_each_plane(plan, n, c, [&](std::ptrdiff_t at) {
            CNN_INDEPENDENT
            for (int i = 0; i < plan.pixels; ++i) {
                const float normal = (x[at + i] - centre) * inverse;
                dx[at + i] = scale * ((dy[at + i] - mean_gradient) - normal * mean_product);
            }
        });
    }
}

void batch_norm_inference_backward(const BatchNormPlan& plan, int n, const float* variance,
                                   const float* gamma, const float* dy, float* dx) {
    for (int image = 0; image < n; ++image)
        for (int c = 0; c < plan.channels; ++c) {
            const float scale = gamma[c] * inverse_deviation(plan, variance[c]);
            for (int i = 0; i < plan.pixels; ++i) *dx++ = scale * *dy++;
        }
}

void batch_norm_update_running(const BatchNormPlan& plan, float keep, RunningVariance kind, int count,
                               const float* mean, const float* variance, float* running_mean,
                               float* running_variance) {
    const auto samples = static_cast<float>(count);
    // one sample has no variance of its own: the population's 0 stands in
    const float factor = kind == RunningVariance::kSample && count > 1 ? samples / (samples - 1.0F) : 1.0F;
    for (int c = 0; c < plan.channels; ++c) {
        running_mean[c] = keep * running_mean[c] + (1.0F - keep) * mean[c];
        running_variance[c] = keep * running_variance[c] + (1.0F - keep) * (variance[c] * factor);
    }
}

}  // namespace cnn
