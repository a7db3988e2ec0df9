// PCG32 (O'Neill 2014, XSH-RR 64/32): small, fast, and the same numbers on every platform. A stream is an
// independent sequence of the same seed, so that initial weights, shuffling and data never share draws.
#pragma once

#include <cstdint>

namespace cnn {

class Rng {
 public:
    explicit Rng(std::uint64_t seed, std::uint64_t stream = 0) : state_(0), increment_((stream << 1U) | 1U) {
        next();
        state_ += seed;
        next();
    }

    // Uniform over all 2^32 values.
    std::uint32_t next() {
        const std::uint64_t old = state_;
        state_ = old * 6364136223846793005ULL + increment_;
        const auto shifted = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
        const auto rotation = static_cast<std::uint32_t>(old >> 59U);
        return (shifted >> rotation) | (shifted << ((32U - rotation) & 31U));
    }

    // Uniform in [0, 1), a multiple of 2^-24: exact in float.
    float unit() { return static_cast<float>(next() >> 8U) * (1.0F / 16777216.0F); }

    // Uniform in [low, high).
    float uniform(float low, float high) { return low + (high - low) * unit(); }

    // Uniform in [0, bound), bound >= 1, without the bias of a bare remainder.
    std::uint32_t below(std::uint32_t bound) {
        const std::uint32_t threshold = (0U - bound) % bound;
        for (;;) {
            const std::uint32_t draw = next();
            if (draw >= threshold) return draw % bound;
        }
    }

 private:
    std::uint64_t state_;
    std::uint64_t increment_;
};

}  // namespace cnn
