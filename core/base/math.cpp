// log, which stands in no loop over many numbers and may branch.
#include "core/base/math.h"

namespace cnn {

float log_f32(float x) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    if (!(x > 0.0F)) return x == 0.0F ? -kInfinity : std::numeric_limits<float>::quiet_NaN();
    if (x == kInfinity) return x;
    std::int32_t exponent = 0;
    if (x < std::numeric_limits<float>::min()) {  // subnormal: scaled up by 2^23
        x *= 8388608.0F;
        exponent = -23;
    }
    // x = 2^exponent (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2)
    const std::uint32_t bits = bits_of(x);
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
    const float series = math_detail::polynomial(
        {7.0376836292E-2F, -1.1514610310E-1F, 1.1676998740E-1F, -1.2420140846E-1F, 1.4249322787E-1F,
         -1.6668057665E-1F, 2.0000714765E-1F, -2.4999993993E-1F, 3.3333331174E-1F},
        f);
    float tail = f * square * series;
    tail += whole * math_detail::kLn2Low;
    tail -= 0.5F * square;
    return (f + tail) + whole * math_detail::kLn2High;
}

}  // namespace cnn
