// Floats as their bits and back. std::bit_cast does this, but the standard library of Emscripten 3.1.6 lacks
// it.
#pragma once

#include <cstdint>
#include <cstring>

namespace cnn {

inline std::uint32_t bits_of(float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

inline float float_of(std::uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

}  // namespace cnn
