// exp, log and tanh in plain float arithmetic. Reductions and coefficients are those of Cephes (Moshier,
// expf.c, logf.c, tanhf.c), written so that the result never depends on a rounding mode, a fused operation or
// a library.
#include "core/base/math.h"

#include <cstdint>
#include <limits>

#include "core/base/bits.h"

namespace cnn {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// 2^power for -126 <= power <= 127.
float power_of_two(std::int32_t power) {
    return float_of(static_cast<std::uint32_t>(power + 127) << 23U);
}

// Horner's rule, highest coefficient first.
template <int count>
float polynomial(const float (&coefficients)[count], float x) {
    float sum = coefficients[0];
    for (int i = 1; i < count; ++i) sum = sum * x + coefficients[i];
    return sum;
}

}  // namespace

float exp_f32(float x) {
    if (x != x) return x;
    if (x > 88.72284F) return kInfinity;
    if (x < -103.9721F) return 0.0F;
    // x = power ln 2 + r with |r| <= ln 2 / 2; ln 2 in two parts, the first exact in few bits.
    const float scaled = x * 1.44269504088896341F;
    const auto power = static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5F : scaled + 0.5F);
    const auto whole = static_cast<float>(power);
    const float r = (x - whole * 0.693359375F) - whole * -2.12194440E-4F;
    const float series = polynomial({1.9875691500E-4F, 1.3981999507E-3F, 8.3334519073E-3F, 4.1665795894E-2F,
                                     1.6666665459E-1F, 5.0000001201E-1F},
                                    r);
    const float fraction = series * (r * r) + r + 1.0F;
    // In two steps, because 2^128 and 2^-149 are no floats by themselves.
    const std::int32_t half = power / 2;
    return fraction * power_of_two(half) * power_of_two(power - half);
}

float log_f32(float x) {
    if (!(x > 0.0F)) return x == 0.0F ? -kInfinity : kNaN;
    if (x == kInfinity) return x;
    std::int32_t exponent = 0;
    if (x < std::numeric_limits<float>::min()) {  // subnormal: scaled up by 2^23
        x *= 8388608.0F;
        exponent = -23;
    }
    // x = 2^exponent (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2)
    const auto bits = bits_of(x);
    exponent += static_cast<std::int32_t>(bits >> 23U) - 126;
    float f = float_of((bits & 0x007FFFFFU) | 0x3F000000U);
    if (f < 0.707106781186547524F) {
        --exponent;
        f = f + f - 1.0F;
    } else {
        f = f - 1.0F;
    }
    const auto whole = static_cast<float>(exponent);
    const float square = f * f;
    const float series = polynomial(
        {7.0376836292E-2F, -1.1514610310E-1F, 1.1676998740E-1F, -1.2420140846E-1F, 1.4249322787E-1F,
         -1.6668057665E-1F, 2.0000714765E-1F, -2.4999993993E-1F, 3.3333331174E-1F},
        f);
    float tail = f * square * series;
    tail += whole * -2.12194440E-4F;
    tail -= 0.5F * square;
    return (f + tail) + whole * 0.693359375F;
}

float tanh_f32(float x) {
    const float size = x < 0 ? -x : x;
    if (size < 0.625F) {
        const float square = x * x;
        const float series = polynomial({-5.70498872745E-3F, 2.06390887954E-2F, -5.37397155531E-2F,
                                         1.33314422036E-1F, -3.33332819422E-1F},
                                        square);
        return series * square * x + x;
    }
    if (x != x) return x;
    if (size > 9.1F) return x < 0 ? -1.0F : 1.0F;  // 1 - tanh is below half a unit in the last place
    const float tail = 2.0F / (exp_f32(size + size) + 1.0F);
    return x < 0 ? tail - 1.0F : 1.0F - tail;
}

}  // namespace cnn
