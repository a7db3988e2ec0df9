// exp, log and tanh against double, and at the edges of the range.
#include "core/base/math.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/bits.h"
#include "core/base/hash.h"

namespace cnn {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// The error in units of the last place of the exact result.
double error_in_ulp(float got, double exact) {
    if (std::isnan(exact)) return std::isnan(got) ? 0 : 1e9;
    const auto nearest = static_cast<float>(exact);
    if (std::isinf(nearest) || std::isinf(got)) return nearest == got ? 0 : 1e9;
    int exponent = 0;
    std::frexp(exact, &exponent);
    return std::fabs(got - exact) / std::ldexp(1.0, std::max(exponent - 24, -149));
}

// Over floats of all exponents and both signs: every 10,007th bit pattern.
double worst_error(float (*ours)(float), double (*exact)(double)) {
    double worst = 0;
    for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32U); bits += 10007) {
        const auto x = float_of(static_cast<std::uint32_t>(bits));
        worst = std::max(worst, error_in_ulp(ours(x), exact(static_cast<double>(x))));
    }
    return worst;
}

TEST_CASE("math: exp, log and tanh keep their stated bounds against double") {
    CHECK(worst_error(exp_f32, std::exp) < 1.0);
    CHECK(worst_error(log_f32, std::log) < 1.0);
    CHECK(worst_error(tanh_f32, std::tanh) < 2.5);
    CHECK(worst_error(expm1_f32, std::expm1) < 2.0);
    double worst = 0;
    for (std::uint32_t bits = 0; bits <= bits_of(1.0F); bits += 2503)
        worst = std::max(worst, error_in_ulp(log1p_f32(float_of(bits)), std::log1p(double{float_of(bits)})));
    CHECK(worst < 1.5);
}

TEST_CASE("math: the edges") {
    CHECK(exp_f32(0.0F) == 1.0F);
    CHECK(exp_f32(-0.0F) == 1.0F);
    CHECK(exp_f32(kInfinity) == kInfinity);
    CHECK(exp_f32(-kInfinity) == 0.0F);
    CHECK(exp_f32(88.8F) == kInfinity);
    CHECK(std::isfinite(exp_f32(88.722F)));
    CHECK(exp_f32(-103.9F) > 0.0F);
    CHECK(exp_f32(-104.1F) == 0.0F);
    CHECK(std::isnan(exp_f32(kNaN)));
    CHECK(expm1_f32(0.0F) == 0.0F);
    CHECK(expm1_f32(kInfinity) == kInfinity);
    CHECK(expm1_f32(-kInfinity) == -1.0F);
    CHECK(std::isnan(expm1_f32(kNaN)));
    CHECK(log1p_f32(0.0F) == 0.0F);
    CHECK(log1p_f32(1e-30F) == 1e-30F);
    CHECK(std::isnan(log1p_f32(kNaN)));
    CHECK(log_f32(1.0F) == 0.0F);
    CHECK(log_f32(0.0F) == -kInfinity);
    CHECK(log_f32(-0.0F) == -kInfinity);
    CHECK(log_f32(kInfinity) == kInfinity);
    CHECK(std::isnan(log_f32(-1.0F)));
    CHECK(std::isnan(log_f32(-kInfinity)));
    CHECK(std::isnan(log_f32(kNaN)));
    CHECK(tanh_f32(0.0F) == 0.0F);
    CHECK(tanh_f32(-0.0F) == 0.0F);
    CHECK(tanh_f32(kInfinity) == 1.0F);
    CHECK(tanh_f32(-kInfinity) == -1.0F);
    CHECK(std::isnan(tanh_f32(kNaN)));
}

TEST_CASE("math: tanh is odd and never leaves [-1, 1]") {
    for (float x = 0.0F; x < 12.0F; x += 0.001F) {
        REQUIRE(tanh_f32(-x) == -tanh_f32(x));
        REQUIRE(tanh_f32(x) <= 1.0F);
    }
}

// Every 65,537th bit pattern; a NaN counts as one, whatever its bits.
std::uint64_t hash_of(float (*function)(float)) {
    std::vector<float> results;
    for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32U); bits += 65537) {
        results.push_back(function(float_of(static_cast<std::uint32_t>(bits))));
    }
    return hash_floats(results);
}

TEST_CASE("math: the same bits in every build") {
    CHECK(hash_of(exp_f32) == 0x4d736ba478853c15ULL);
    CHECK(hash_of(log_f32) == 0x7b44f6b290023b60ULL);
    CHECK(hash_of(tanh_f32) == 0x2478f53de57578b2ULL);
}

}  // namespace
}  // namespace cnn
