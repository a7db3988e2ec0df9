// IDX, the format of MNIST's files: two zero bytes, a type byte, the number of dimensions, the sizes (32
// bits, big-endian), then the numbers. Read here: unsigned bytes, as is or in gzip.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/train/dataset.h"

namespace cnn {

struct NamedBytes {
    std::string name;  // for the sentences; "train-images-idx3-ubyte"
    std::span<const std::uint8_t> bytes;
};

inline constexpr int kMaxIdxSide = 256;         // pixels
inline constexpr int kMaxIdxCount = 1'000'000;  // images
inline constexpr std::size_t kMaxIdxBytes = std::size_t{128} << 20U;

// Images (3 dimensions: count, rows, columns) and their labels (1 dimension, 0 to classes - 1), equally many.
// The error names the file, the field and the limit.
Result<Dataset> read_idx(std::string name, const NamedBytes& images, const NamedBytes& labels,
                         int classes = 10);

// Which of the two a file is: its header and length are right; its labels may still be too large.
enum class IdxKind { kImages, kLabels };
Result<IdxKind> inspect_idx(const NamedBytes& file);

}  // namespace cnn
