// The signatures of a zip file's parts (APPNOTE.TXT 4.3), for who reads them and who writes them.
#pragma once

#include <cstdint>

namespace cnn {

inline constexpr std::uint32_t kLocalHeader = 0x04034B50;
inline constexpr std::uint32_t kCentralHeader = 0x02014B50;
inline constexpr std::uint32_t kEndRecord = 0x06054B50;

}  // namespace cnn
