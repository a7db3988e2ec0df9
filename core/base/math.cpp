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
    return math_detail::log_parts(f, static_cast<float>(exponent));
}

}  // namespace cnn
