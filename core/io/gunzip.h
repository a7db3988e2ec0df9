// Unpacking of .gz files (RFC 1952) within a limit: header, length and checksum are checked here, the deflate
// stream is stb's to read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace cnn {

bool is_gzip(std::span<const std::uint8_t> bytes);

// The content of a gzip file, at most `limit` bytes; of several members ("cat a.gz b.gz") all, in their
// order. `name` is the file's, for the sentence.
Result<std::vector<std::uint8_t>> gunzip(const std::string& name, std::span<const std::uint8_t> bytes,
                                         std::size_t limit);

}  // namespace cnn
