// Floats as files store them, little-endian: of 16 bits (IEEE 754's half and bfloat16, whose numbers all are
// floats of 32 bits), of 32, and of 64, which are rounded to the nearest of 32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cnn {

enum class StoredFloat { kHalf, kBfloat16, kSingle, kDouble };

std::size_t byte_count(StoredFloat type);

float half_to_float(std::uint16_t bits);
float bfloat16_to_float(std::uint16_t bits);

// to: as many as begin at `from`, which need not be aligned.
void load_floats(StoredFloat type, const std::uint8_t* from, std::span<float> to);

}  // namespace cnn
