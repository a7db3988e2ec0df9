// Local response normalisation, channel by channel, with the pixels as the inner loop.
#include "core/ops/local_response_norm/local_response_norm.h"

#include <algorithm>

#include "core/base/math.h"
#include "core/kernels/carver.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {

std::ptrdiff_t plane(const LocalResponseNormPlan& plan, int c) {
    return static_cast<std::ptrdiff_t>(c) * plan.pixels;
}

// scale[c] of one image. x: (C, pixels); scale: (pixels)
void scale_plane(const LocalResponseNormPlan& plan, const float* x, int c, float* scale) {
    std::fill_n(scale, plan.pixels, 0.0F);
    for (int k = plan.first(c); k <= plan.last(c); ++k) {
        const float* from = x + plane(plan, k);
        CNN_INDEPENDENT
        for (int i = 0; i < plan.pixels; ++i) scale[i] += from[i] * from[i];
    }
    const float factor = plan.alpha / static_cast<float>(plan.size);
    CNN_INDEPENDENT
    for (int i = 0; i < plan.pixels; ++i) scale[i] = plan.bias + factor * scale[i];
}

// scale^-beta
float damping(const LocalResponseNormPlan& plan, float scale) { return exp_f32(-plan.beta * log_f32(scale)); }

struct BackwardSpace {
    float* scales;  // (C, pixels)
    float* ratios;  // (C, pixels): dy x / scale^beta / scale
};

BackwardSpace carve(Carver& carver, const LocalResponseNormPlan& plan) {
    return {carver.take(plan.channels, plan.pixels), carver.take(plan.channels, plan.pixels)};
}

// One image. Writes dx = dy / scale^beta, the first term, and what the second is summed from.
void first_term(const LocalResponseNormPlan& plan, const float* x, const float* dy, float* dx,
                const BackwardSpace& space) {
    for (int c = 0; c < plan.channels; ++c) {
        const std::ptrdiff_t at = plane(plan, c);
        scale_plane(plan, x, c, space.scales + at);
        for (std::ptrdiff_t i = at; i < at + plan.pixels; ++i) {
            dx[i] = dy[i] * damping(plan, space.scales[i]);
            space.ratios[i] = dx[i] * x[i] / space.scales[i];
        }
    }
}

void second_term(const LocalResponseNormPlan& plan, const float* x, float* dx, const BackwardSpace& space) {
    const float factor = 2.0F * plan.alpha * plan.beta / static_cast<float>(plan.size);
    for (int c = 0; c < plan.channels; ++c) {
        const std::ptrdiff_t at = plane(plan, c);
        float* sums = space.scales;  // no longer needed: reused for the sums of one channel
        std::fill_n(sums, plan.pixels, 0.0F);
        for (int k = 0; k < plan.channels; ++k) {
            if (c < plan.first(k) || c > plan.last(k)) continue;
            const float* from = space.ratios + plane(plan, k);
            CNN_INDEPENDENT
            for (int i = 0; i < plan.pixels; ++i) sums[i] += from[i];
        }
        CNN_INDEPENDENT
        for (int i = 0; i < plan.pixels; ++i) dx[at + i] -= factor * x[at + i] * sums[i];
    }
}

}  // namespace

std::size_t local_response_norm_workspace(const LocalResponseNormPlan& plan) {
    Carver carver;
    carve(carver, plan);
    return carver.used();
}

void local_response_norm_forward(const LocalResponseNormPlan& plan, int n, const float* x, float* y) {
    for (int image = 0; image < n; ++image, x += plane(plan, plan.channels), y += plane(plan, plan.channels))
        for (int c = 0; c < plan.channels; ++c) {
            const std::ptrdiff_t at = plane(plan, c);
            scale_plane(plan, x, c, y + at);
            for (std::ptrdiff_t i = at; i < at + plan.pixels; ++i) y[i] = x[i] * damping(plan, y[i]);
        }
}

void local_response_norm_backward(const LocalResponseNormPlan& plan, int n, const float* x, const float* dy,
                                  float* dx, float* workspace) {
    Carver carver(workspace);
    const BackwardSpace space = carve(carver, plan);
    const std::ptrdiff_t image_size = plane(plan, plan.channels);
    for (int image = 0; image < n; ++image, x += image_size, dy += image_size, dx += image_size) {
        first_term(plan, x, dy, dx, space);
        second_term(plan, x, dx, space);
    }
}

}  // namespace cnn
