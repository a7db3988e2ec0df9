// The input of a convolution as the kernels read it: padded where there is padding, and its pixels as the
// columns of a product, numbered through the whole chunk (image, row, column) so that small maps fill panels
// too.
#pragma once

#include <cstddef>

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

// The distance of tap `tap` (counted ic, ky, kx) of a pixel from the pixel's first tap.
std::ptrdiff_t tap_offset(const Conv2dPlan& plan, const PixelSource& source, int tap);

// One panel of the image matrix: out[tap][j] is what pixel first + j reads at that tap. Columns behind the
// last pixel hold anything. out: (taps, panel) and kWidestPanel floats behind, which are overwritten.
void pack_pixels(const Conv2dPlan& plan, int n, const PixelSource& source, int first, int panel, float* out);

// The same numbers with taps as columns: out[pixel][i] is what a pixel of the images [image, image + images)
// reads at tap `tap` + i, i < rows <= 4. out: (images x pixels, 4) and 16 floats behind, which are
// overwritten.
void pack_taps(const Conv2dPlan& plan, const PixelSource& source, int image, int images, int tap, int rows,
               float* out);

}  // namespace cnn
