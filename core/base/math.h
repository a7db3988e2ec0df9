// The project's own exp, log and tanh: the same bits on every platform and at every vector width, which no
// standard library promises. Plain additions, multiplications and one division, no table, no fused
// multiply-add. The bounds hold against double for every seventh float there is;
// tests/core/base/math_test.cpp samples them.
#pragma once

namespace cnn {

// Error below 1 ulp (0.98 seen). 0 below -104, infinity above 88.73, NaN for NaN.
float exp_f32(float x);

// Error below 1 ulp (0.81 seen). log(0) = -infinity, NaN for x < 0 and NaN, infinity for infinity.
float log_f32(float x);

// Error below 1.4 ulp (1.33 seen). NaN for NaN.
float tanh_f32(float x);

}  // namespace cnn
