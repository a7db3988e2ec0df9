// One convolution computed seven times over, each rung of the ladder faster than the one below for a reason
// of its own: what a lesson on speed climbs, and tests/bench measures. Every rung sums an output's terms in
// the order of conv2d.h, so all give the bits of the reference. Layers of one group.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/base/parallel_for.h"
#include "core/ops/conv2d/conv2d.h"

namespace cnn {

struct LadderCall {
    const Conv2dPlan& plan;
    int n;              // images
    const float* x;     // (n, C, H, W)
    const float* w;     // (OC, C, KH, KW)
    const float* bias;  // (OC)
    float* y;           // (n, OC, OH, OW)
    float* workspace;   // ladder_workspace floats
    ParallelFor& workers;
};

struct LadderRung {
    std::string_view name;
    std::string_view idea;  // what it does that the rung below does not
    void (*forward)(const LadderCall& call);
};

// naive, reordered, im2col, tiled, packed, simd, threads
std::span<const LadderRung> convolution_ladder();

// Floats that any rung needs for n images and this many workers.
std::size_t ladder_workspace(const Conv2dPlan& plan, int n, int workers);

}  // namespace cnn
