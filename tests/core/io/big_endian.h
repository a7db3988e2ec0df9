// Numbers with the highest byte first, as IDX and PNG files have them, for files that tests make.
#pragma once

#include <cstdint>

#include "core/io/bytes.h"

namespace cnn::testing {

inline void append_be32(Bytes& to, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(number >> shift));
}

}  // namespace cnn::testing
