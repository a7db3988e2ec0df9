// The two roads of a convolution forward, both over one group of channels and filters and with the same bits.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/ops/conv2d/conv2d.h"
#include "core/ops/conv2d/pixels.h"

namespace cnn {

// From the group's first channel and filter on.
struct GroupForward {
    PixelSource source;           // x, padded where there is padding
    const std::int32_t* offsets;  // (taps), of find_tap_offsets
    const float* w;               // (OC / groups, taps)
    const float* bias;            // (OC / groups), or null
    float* y;                     // (n, OC, OH, OW)
};

// Products with packed filters: y (pixels, OC) = x (pixels, taps) w (taps, OC) + bias, for any geometry. The
// im2col matrix never exists as a whole; with few filters its pixels are not packed at all.
std::size_t packed_workspace(const KernelTable& kernels, const Conv2dPlan& plan, int n);
void forward_packed(const KernelTable& kernels, const Conv2dPlan& plan, int n, const GroupForward& group,
                    float* workspace);

// The time of a pixel with all filters, in products of a row's number with one filter in whole tiles.
double packed_cost(const KernelTable& kernels, const Conv2dPlan& plan);

// Rows of outputs as they lie, from pixels read in place: nothing is packed but the filters. Shorter where
// neighbouring outputs read neighbouring pixels and a row of them nearly fills whole vectors. Of a single
// channel, as a picture of strokes on black has it, kernel rows that meet nothing but zeros are left out.
bool direct_is_shorter(const KernelTable& kernels, const Conv2dPlan& plan);
std::size_t direct_workspace(const KernelTable& kernels, const Conv2dPlan& plan);
void forward_direct(const KernelTable& kernels, const Conv2dPlan& plan, int n, const GroupForward& group,
                    float* workspace);

}  // namespace cnn
