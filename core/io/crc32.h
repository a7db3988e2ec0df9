// CRC-32 of ISO 3309, bits reversed, as gzip, zip and PNG use it; and the byte order that they share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cnn {

std::uint32_t crc32(std::span<const std::uint8_t> bytes);

inline std::uint32_t read_le16(std::span<const std::uint8_t> bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at]) | static_cast<std::uint32_t>(bytes[at + 1]) << 8U;
}
inline std::uint32_t read_le32(std::span<const std::uint8_t> bytes, std::size_t at) {
    return read_le16(bytes, at) | read_le16(bytes, at + 2) << 16U;
}

}  // namespace cnn
