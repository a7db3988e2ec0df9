// Tables as text (RFC 4180): one row per line, fields between commas, semicolons or tabs, quotes where a
// field holds one of these. One column is the class, the others are numbers; MNIST and its kin go round as
// such tables too, a pixel to a column.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/train/dataset.h"

namespace cnn {

inline constexpr std::size_t kMaxCsvBytes = std::size_t{128} << 20U;
inline constexpr std::size_t kMaxCsvRows = 1'000'000;
inline constexpr std::size_t kMaxCsvColumns = 16'384;
inline constexpr std::size_t kMaxCsvNumbers = 64'000'000;
inline constexpr std::size_t kMaxCsvClasses = 256;

// label: the class's column by its name in the header, or by its number counted from 1; empty: the one that
// the header calls label, class or target, or the last. The first row is a header when a field of it that is
// to be a number is none. Classes are numbered in the order of their names, of their values where all are
// whole numbers. The rows become images of (columns - 1) x 1 x 1; of 1 x side x side bytes, where the header
// names the pixels of a square ("pixel0", "pixel1" or "1x1", "1x2") and all numbers are whole, from 0 to 255.
// `name` is the file's; errors say the line and the column, both counted from 1.
Result<Dataset> read_csv(const std::string& name, std::span<const std::uint8_t> bytes,
                         const std::string& label);

// What a choice of the class's column is made from.
struct CsvColumns {
    std::vector<std::string> names;  // of the header; without one what the first row holds
    bool named = false;              // by a header
    int label = 0;                   // the one that read_csv takes where none is said
};
// The first row alone is read; an error says why it cannot be, as read_csv's.
Result<CsvColumns> csv_columns(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace cnn
