// log, powers, cosine and sine, which stand in no loop over many numbers and may branch.
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

double integer_power(double base, std::int64_t exponent) {
    double result = 1;
    for (; exponent > 0; exponent /= 2, base *= base)
        if (exponent % 2 == 1) result *= base;
    return result;
}

// Taylor's series, whose term of x^22 is below 1e-16 up to pi / 2, after a turn to |x| <= 1 / 2.
double cos_pi(double x) {
    constexpr double kPi = 3.14159265358979323846;
    x = x < 0 ? -x : x;
    x -= 2 * static_cast<double>(static_cast<std::int64_t>(x / 2));  // into [0, 2)
    if (x > 1) x = 2 - x;
    if (x > 0.5) return -cos_pi(1 - x);
    const double square = (kPi * x) * (kPi * x);
    double sum = 1;
    for (int k = 22; k > 0; k -= 2) sum = 1 - sum * square / (k * (k - 1));
    return sum;
}

double sin_pi(double x) { return cos_pi(x - 0.5); }

}  // namespace cnn
