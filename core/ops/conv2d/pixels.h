// The input of a convolution as the kernels read it: padded where there is padding, planes apart (forward) or
// channel by channel within a pixel (backward).
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/ops/conv2d/conv2d.h"

namespace cnn {

// Where a tap of an output pixel lies: data + n image_step + ic plane_step
//     + (oy stride_y + ky dilation_y) row_step + ox stride_x + kx dilation_x
struct PixelSource {
    const float* data = nullptr;
    std::ptrdiff_t image_step = 0;
    std::ptrdiff_t plane_step = 0;
    std::ptrdiff_t row_step = 0;
    const float* end = nullptr;  // behind the last float that may be read
};

// Floats that pad_input writes for n images; 0 where no window leaves the image, which is then read in place.
std::size_t padded_size(const Conv2dPlan& plan, int n);

// x: (n, C, H, W); padded: padded_size floats
PixelSource pad_input(const Conv2dPlan& plan, int n, const float* x, float* padded);

// The distance of each tap (ic, ky, kx) of a pixel from the pixel's first tap, within a group of channels.
// offsets: (taps)
void find_tap_offsets(const Conv2dPlan& plan, const PixelSource& source, std::int32_t* offsets);

// The distance of each pixel's first tap from source.data, of the chunk's pixels [first, first + count),
// numbered image, row, column.   places: (count)
void find_places(const Conv2dPlan& plan, const PixelSource& source, int first, int count,
                 std::int32_t* places);

// Four pixels of the chunk, numbered in the same way: out[k][j] is what pixel first + j reads at the tap
// of offsets[k]. Columns behind the chunk's last pixel hold anything.   offsets: all of find_tap_offsets;
// out: (taps, 4) and 4 floats behind, which are overwritten
void pack_pixels(const Conv2dPlan& plan, int n, const PixelSource& source, const std::int32_t* offsets,
                 int taps, int first, float* out);

// A group's channels of one image, side by side and with their padding, as far as windows reach: (reach_y,
// reach_x, C / groups), and kWidestVector floats behind, which a kernel may touch.
std::size_t channels_last_size(const Conv2dPlan& plan);
// x: (C / groups, H, W); out: channels_last_size floats, of which padding and the floats behind stay as they
// are
void to_channels_last(const Conv2dPlan& plan, const float* x, float* out);
// dx: (C / groups, H, W), 0 where no window reaches; in: as above
void from_channels_last(const Conv2dPlan& plan, const float* in, float* dx);

}  // namespace cnn
