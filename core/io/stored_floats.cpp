// Bit patterns of 16 bits widened by hand; those of 32 and 64 are the machine's own.
#include "core/io/stored_floats.h"

#include "core/base/bits.h"
#include "core/io/bytes.h"

namespace cnn {

std::size_t byte_count(StoredFloat type) {
    switch (type) {
        case StoredFloat::kHalf:
        case StoredFloat::kBfloat16:
            return 2;
        case StoredFloat::kSingle:
            return 4;
        case StoredFloat::kDouble:
            return 8;
    }
    return 0;
}

// A half has a sign, 5 bits of exponent that count from 15, and 10 of fraction; a float 8 that count from
// 127, and 23. Exponent 0 stands for fraction x 2^-24, the highest for infinity and what is no number.
float half_to_float(std::uint16_t bits) {
    constexpr unsigned kHighest = 31;
    const unsigned exponent = (bits >> 10U) & kHighest;
    const std::uint32_t fraction = bits & 0x3FFU;
    const std::uint32_t sign = (bits & 0x8000U) << 16U;
    if (exponent == 0) {
        const float size = static_cast<float>(fraction) * 0x1p-24F;
        return sign != 0 ? -size : size;
    }
    const std::uint32_t wide = exponent == kHighest ? 255U : exponent + (127 - 15);
    return float_of(sign | wide << 23U | fraction << 13U);
}

float bfloat16_to_float(std::uint16_t bits) {
    return float_of(static_cast<std::uint32_t>(bits) << 16U);  // a float's upper half
}

void load_floats(StoredFloat type, const std::uint8_t* from, std::span<float> to) {
    for (float& value : to) {
        switch (type) {
            case StoredFloat::kHalf:
                value = half_to_float(load_le<std::uint16_t>(from));
                break;
            case StoredFloat::kBfloat16:
                value = bfloat16_to_float(load_le<std::uint16_t>(from));
                break;
            case StoredFloat::kSingle:
                value = load_le<float>(from);
                break;
            case StoredFloat::kDouble:
                value = static_cast<float>(load_le<double>(from));
                break;
        }
        from += byte_count(type);
    }
}

}  // namespace cnn
