// The project's own exp, log, tanh and their relatives: the same bits on every platform and at every vector
// width, which no standard library promises. Plain additions, multiplications and one division, no table, no
// fused multiply-add; choices instead of branches, so that loops over them become vectors. The bounds hold
// against double for every seventh float there is; tests/core/base/math_test.cpp samples them. Reductions and
// coefficients are those of Cephes (Moshier: expf.c, logf.c, tanhf.c).
#pragma once

#include <cstdint>
#include <limits>

#include "core/base/bits.h"

namespace cnn {
namespace math_detail {

inline constexpr float kLog2E = 1.44269504088896341F;
// ln 2 in two parts, the first exact in few bits, so that whole * kLn2High is exact.
inline constexpr float kLn2High = 0.693359375F;
inline constexpr float kLn2Low = -2.12194440E-4F;

// Horner's rule, highest coefficient first.
template <int count>
inline float polynomial(const float (&coefficients)[count], float x) {
    float sum = coefficients[0];
    for (int i = 1; i < count; ++i) sum = sum * x + coefficients[i];
    return sum;
}

// 2^power for -126 <= power <= 127.
inline float power_of_two(std::int32_t power) {
    return float_of(static_cast<std::uint32_t>(power + 127) << 23U);
}

// exp(x) = (1 + rest) 2^power for |x| <= 110; |rest| < 0.42.
struct ExpParts {
    float rest;
    std::int32_t power;
};
inline ExpParts exp_parts(float x) {
    const float scaled = x * kLog2E;
    const auto power = static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5F : 0.5F));
    const auto whole = static_cast<float>(power);
    const float r = (x - whole * kLn2High) - whole * kLn2Low;  // |r| <= ln 2 / 2
    const float series = polynomial({1.9875691500E-4F, 1.3981999507E-3F, 8.3334519073E-3F, 4.1665795894E-2F,
                                     1.6666665459E-1F, 5.0000001201E-1F},
                                    r);
    return {series * (r * r) + r, power};
}

// log(2^whole (1 + f)) for sqrt(1/2) <= 1 + f < sqrt(2).
inline float log_parts(float f, float whole) {
    const float square = f * f;
    const float series = polynomial(
        {7.0376836292E-2F, -1.1514610310E-1F, 1.1676998740E-1F, -1.2420140846E-1F, 1.4249322787E-1F,
         -1.6668057665E-1F, 2.0000714765E-1F, -2.4999993993E-1F, 3.3333331174E-1F},
        f);
    float tail = f * square * series;
    tail += whole * kLn2Low;
    tail -= 0.5F * square;
    return (f + tail) + whole * kLn2High;
}

}  // namespace math_detail

// Error below 1 ulp (0.98 seen). 0 below -104, infinity above 88.73, NaN for NaN.
inline float exp_f32(float x) {
    float inside = x < -105.0F ? -105.0F : x;
    inside = inside > 90.0F ? 90.0F : inside;
    inside = x == x ? inside : 0.0F;
    const math_detail::ExpParts parts = math_detail::exp_parts(inside);
    // In two steps, because 2^128 and 2^-149 are no floats by themselves.
    const std::int32_t half = parts.power >> 1;
    const float result =
        (parts.rest + 1.0F) * math_detail::power_of_two(half) * math_detail::power_of_two(parts.power - half);
    return x == x ? result : x;
}

// exp(x) - 1 without the cancellation near 0. Error below 2 ulp (1.54 seen). -1 below -25, NaN for NaN.
inline float expm1_f32(float x) {
    float inside = x < -25.0F ? -25.0F : x;
    inside = inside > 40.0F ? 40.0F : inside;
    inside = x == x ? inside : 0.0F;
    const math_detail::ExpParts parts = math_detail::exp_parts(inside);
    const float scale = math_detail::power_of_two(parts.power);
    const float near = scale * parts.rest + (scale - 1.0F);
    return x > 40.0F ? exp_f32(x) : (x == x ? near : x);  // there 1 is below half an ulp
}

// log(1 + x) for 0 <= x <= 1, without the rounding of 1 + x. Error below 1.5 ulp (1.37 seen). NaN for NaN.
inline float log1p_f32(float x) {
    const bool upper = x > 0.41421356F;
    const float f = upper ? (x - 1.0F) * 0.5F : x;  // 1 + x = 2^whole (1 + f); x - 1 is exact there
    const float whole = upper ? 1.0F : 0.0F;
    return math_detail::log_parts(f, whole);
}

// The numbers of tanh_f32, masks among them. A loop over many values reads them from memory (from_memory in
// core/kernels/vec.h): V8 builds a constant anew in every round, which costs more than a load (LeNet-5's
// first tanh: 12.0 against 7.7 us, and the masks alone 9.4 against 7.5).
struct TanhNumbers {
    float limit = 9.1F;  // beyond it the result is 1
    float log2_e_twice = 2 * math_detail::kLog2E;
    float rounder = 12582912.0F;  // 1.5 x 2^23: added and taken away, it leaves the nearest whole number
    float half_ln2_high = math_detail::kLn2High / 2;
    float half_ln2_low = math_detail::kLn2Low / 2;
    float series[6] = {1.9875691500E-4F, 1.3981999507E-3F, 8.3334519073E-3F,
                       4.1665795894E-2F, 1.6666665459E-1F, 5.0000001201E-1F};
    float one = 1;
    float two = 2;
    std::uint32_t sign = 0x80000000U;
    std::uint32_t one_bits = 0x3F800000U;
};
inline constexpr TanhNumbers kTanhNumbers;

// tanh in three steps, which a loop over many values takes one after the other: short chains of operations,
// of which more fit the processor's window (LeNet-5's first tanh: 9.4 us in one step).

// 2 |x| = power ln 2 + r.
struct TanhParts {
    float r;
    float scale;  // 2^power
};
inline TanhParts tanh_parts(float x, const TanhNumbers& c) {
    const float size = float_of(bits_of(x) & ~c.sign);
    const float inside = c.limit < size ? c.limit : size;       // NaN, of which the limit is not smaller
    const float shifted = inside * c.log2_e_twice + c.rounder;  // power in the lowest bits
    const float power = shifted - c.rounder;
    const float half = (inside - power * c.half_ln2_high) - power * c.half_ln2_low;
    return {half + half, float_of((bits_of(shifted) << 23U) + c.one_bits)};
}
// exp(r) - 1. The series is summed in pairs: a chain of half the length.
inline float tanh_rest(float r, const TanhNumbers& c) {
    const float square = r * r;
    const float series =
        ((c.series[0] * r + c.series[1]) * square + (c.series[2] * r + c.series[3])) * square +
        (c.series[4] * r + c.series[5]);
    return series * square + r;
}
// t / (t + 2) with t = exp(2 |x|) - 1, of x's sign.
inline float tanh_of(float x, float scale, float rest, const TanhNumbers& c) {
    const float t = scale * rest + (scale - c.one);
    return float_of(bits_of(t / (t + c.two)) | (bits_of(x) & c.sign));
}

// Error below 2.5 ulp (2.46 seen). NaN for NaN.
inline float tanh_f32(float x) {
    const TanhParts parts = tanh_parts(x, kTanhNumbers);
    return tanh_of(x, parts.scale, tanh_rest(parts.r, kTanhNumbers), kTanhNumbers);
}

// Error below 1 ulp (0.81 seen). log(0) = -infinity, NaN for x < 0 and NaN, infinity for infinity.
float log_f32(float x);

// base^exponent for exponent >= 0, by squaring: the same roundings everywhere, which std::pow does not
// promise.
double integer_power(double base, std::int64_t exponent);

// cos(pi x) and sin(pi x) in double, for |x| <= 1e6; the same bits everywhere. Error below 1e-14.
double cos_pi(double x);
double sin_pi(double x);

}  // namespace cnn
