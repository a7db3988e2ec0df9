// Zip archives, to memory (PKWARE APPNOTE 6.3): every file stored as it is, which numpy and every unzip read.
// Little-endian. No zip64: below 4 GiB and 65,535 files.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/io/bytes.h"

namespace cnn {

class ZipWriter {
 public:
    // path: "model/weights.bin"; no two files alike.
    void add(const std::string& path, std::span<const std::uint8_t> content);
    // The archive; nothing can be added afterwards.
    Bytes finish() &&;

 private:
    Bytes archive_;
    Bytes directory_;
    std::size_t files_ = 0;
};

}  // namespace cnn
