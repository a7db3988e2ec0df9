// The project's own exp, log and tanh: the same bits on every platform and at every vector width, which no
// standard library promises. Plain additions, multiplications and one division, no table, no fused
// multiply-add. Bounds, measured against double over all floats of the range (tests/core/base/math_test.cpp).
#pragma once

namespace cnn {

// Error at most 2 ulp. 0 below -104, infinity above 88.73, NaN for NaN.
float exp_f32(float x);

// Error at most 2 ulp. log(0) = -infinity, NaN for x < 0 and NaN, infinity for infinity.
float log_f32(float x);

// Error at most 3 ulp. NaN for NaN.
float tanh_f32(float x);

}  // namespace cnn
