// Zip archives, from memory: the central directory is read, deflate is stb's to unpack (PKWARE APPNOTE 6.3).
// Not read: encryption, archives in parts, zip64, and methods other than stored and deflated; each is refused
// by its name. So are files whose bytes overlap, and such as their own header names otherwise.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace cnn {

struct ZipEntry {
    std::string path;  // as the archive has it: "cats/1.png"
    std::size_t header = 0;
    std::size_t packed = 0;  // bytes
    std::size_t size = 0;    // bytes, unpacked
    unsigned method = 0;
    std::uint32_t crc = 0;
};

bool is_zip(std::span<const std::uint8_t> bytes);

// The archive's files in its order; folders are left out. `name` is the archive's, for the sentence.
Result<std::vector<ZipEntry>> list_zip(const std::string& name, std::span<const std::uint8_t> bytes);

// One file's content, at most `limit` bytes.
Result<std::vector<std::uint8_t>> unzip(const std::string& name, std::span<const std::uint8_t> bytes,
                                        const ZipEntry& entry, std::size_t limit);

}  // namespace cnn
