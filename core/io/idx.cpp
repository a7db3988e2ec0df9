// Every size is checked against its limit and against the file's length before anything is allocated for it.
#include "core/io/idx.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/io/bytes.h"
#include "core/io/gunzip.h"

namespace cnn {
namespace {

constexpr std::uint8_t kUnsignedByte = 0x08;
constexpr std::size_t kMostDimensions = 3;

// The header's content and where the numbers begin.
struct IdxHeader {
    std::size_t dimensions = 0;
    std::array<std::uint32_t, kMostDimensions> sizes{};
    std::size_t begin = 0;
};

std::string type_text(std::uint8_t type) {
    switch (type) {
        case 0x09:
            return "signed bytes (type 0x09)";
        case 0x0B:
            return "16-bit integers (type 0x0B)";
        case 0x0C:
            return "32-bit integers (type 0x0C)";
        case 0x0D:
            return "32-bit floats (type 0x0D)";
        case 0x0E:
            return "64-bit floats (type 0x0E)";
        default:
            return "numbers of the unknown type " + std::to_string(type);
    }
}

// What a file that does not begin with two zeros may be instead.
Error wrong_magic(const NamedBytes& file) {
    std::string sentence = file.name + ": this is not an IDX file, which begins with two zero bytes";
    if (file.bytes[2] == 0 && file.bytes[3] == 0 && file.bytes[1] == kUnsignedByte)
        sentence += "; its magic number is in the opposite byte order (little-endian)";
    return Error{sentence + "."};
}

Result<IdxHeader> read_idx_header(const NamedBytes& file, std::size_t dimensions, const std::string& wanted) {
    if (file.bytes.size() < 4)
        return Error{file.name + ": the file has " + std::to_string(file.bytes.size()) +
                     " bytes; an IDX file begins with a header of at least 8."};
    if (file.bytes[0] != 0 || file.bytes[1] != 0) return wrong_magic(file);
    if (file.bytes[2] != kUnsignedByte)
        return Error{file.name + ": it holds " + type_text(file.bytes[2]) +
                     "; only unsigned bytes (type 0x08) are read."};
    IdxHeader header;
    header.dimensions = file.bytes[3];
    if (header.dimensions != dimensions)
        return Error{file.name + ": it has " + std::to_string(header.dimensions) + " dimensions; " + wanted +
                     "."};
    header.begin = 4 + 4 * dimensions;
    if (file.bytes.size() < header.begin)
        return Error{file.name + ": the header is cut off after " + std::to_string(file.bytes.size()) +
                     " of " + std::to_string(header.begin) + " bytes."};
    for (std::size_t i = 0; i < dimensions; ++i) header.sizes[i] = read_be32(file.bytes, 4 + 4 * i);
    return header;
}

Status check_size(const NamedBytes& file, const std::string& what, std::uint32_t size, int most) {
    if (size >= 1 && size <= static_cast<std::uint32_t>(most)) return success();
    return Error{file.name + ": the header says " + std::to_string(size) + " " + what + "; 1 to " +
                 std::to_string(most) + " are read."};
}

Status check_length(const NamedBytes& file, const IdxHeader& header) {
    std::uint64_t numbers = 1;  // each factor was checked: the product stays below 2^36
    for (std::size_t i = 0; i < header.dimensions; ++i) numbers *= header.sizes[i];
    const std::uint64_t wanted = header.begin + numbers;
    if (wanted > kMaxIdxBytes)
        return Error{file.name + ": the header asks for " + std::to_string(wanted) + " bytes; at most " +
                     std::to_string(kMaxIdxBytes) + " are read."};
    if (file.bytes.size() == wanted) return success();
    return Error{file.name + ": the file has " + std::to_string(file.bytes.size()) +
                 " bytes, its header asks for " + std::to_string(wanted) +
                 (file.bytes.size() < wanted ? ": it is cut off." : ": there are bytes too many.")};
}

Result<IdxHeader> image_header(const NamedBytes& file) {
    Result<IdxHeader> header = read_idx_header(
        file, 3, "images have 3: count, rows and columns. (Labels have 1: are the two files swapped?)");
    if (!header) return header;
    const auto& sizes = header.value().sizes;
    if (Status status = check_size(file, "images", sizes[0], kMaxIdxCount); !status) return status.error();
    if (Status status = check_size(file, "rows", sizes[1], kMaxIdxSide); !status) return status.error();
    if (Status status = check_size(file, "columns", sizes[2], kMaxIdxSide); !status) return status.error();
    if (Status status = check_length(file, header.value()); !status) return status.error();
    return header;
}

Result<IdxHeader> label_header(const NamedBytes& file) {
    Result<IdxHeader> header =
        read_idx_header(file, 1, "labels have 1. (Images have 3: are the two files swapped?)");
    if (!header) return header;
    if (Status status = check_size(file, "labels", header.value().sizes[0], kMaxIdxCount); !status)
        return status.error();
    if (Status status = check_length(file, header.value()); !status) return status.error();
    return header;
}

Result<Dataset> read_images(std::string name, const NamedBytes& file) {
    const Result<IdxHeader> header = image_header(file);
    if (!header) return header.error();
    const auto& sizes = header.value().sizes;
    Dataset data;
    data.name = std::move(name);
    data.image = {1, 1, static_cast<int>(sizes[1]), static_cast<int>(sizes[2])};
    const auto pixels = file.bytes.subspan(header.value().begin);
    data.pixels.edit().assign(pixels.begin(), pixels.end());
    return data;
}

Result<std::vector<std::uint8_t>> read_labels(const NamedBytes& file, int classes) {
    const Result<IdxHeader> header = label_header(file);
    if (!header) return header.error();
    const auto labels = file.bytes.subspan(header.value().begin);
    const auto wrong =
        std::find_if(labels.begin(), labels.end(), [classes](int label) { return label >= classes; });
    if (wrong != labels.end())
        return Error{file.name + ": label " + std::to_string(wrong - labels.begin()) +
                     " (counted from 0) is " + std::to_string(*wrong) + "; labels go from 0 to " +
                     std::to_string(classes - 1) + "."};
    return std::vector<std::uint8_t>(labels.begin(), labels.end());
}

// A file as its content: unpacked when it is gzip. `room` keeps what was unpacked.
Result<NamedBytes> unpacked(const NamedBytes& file, std::vector<std::uint8_t>& room) {
    if (!is_gzip(file.bytes)) return file;
    Result<std::vector<std::uint8_t>> content = gunzip(file.name, file.bytes, kMaxIdxBytes);
    if (!content) return content.error();
    room = std::move(content).value();
    return NamedBytes{file.name, room};
}

}  // namespace

Result<Dataset> read_idx(std::string name, const NamedBytes& images, const NamedBytes& labels, int classes) {
    std::vector<std::uint8_t> room;
    const Result<NamedBytes> image_file = unpacked(images, room);
    if (!image_file) return image_file.error();
    Result<Dataset> data = read_images(std::move(name), image_file.value());
    if (!data) return data;
    const Result<NamedBytes> label_file = unpacked(labels, room);
    if (!label_file) return label_file.error();
    Result<std::vector<std::uint8_t>> read = read_labels(label_file.value(), classes);
    if (!read) return read.error();
    data.value().labels = std::move(read).value();
    data.value().classes = classes;
    const auto held = data.value().pixels.size() / data.value().image.size();
    if (held != data.value().labels.size())
        return Error{images.name + " holds " + std::to_string(held) + " images, " + labels.name + " " +
                     std::to_string(data.value().labels.size()) +
                     " labels; there must be one label for each image."};
    return data;
}

Result<IdxKind> inspect_idx(const NamedBytes& file) {
    constexpr std::size_t kDimensionsAt = 3;
    std::vector<std::uint8_t> room;
    const Result<NamedBytes> content = unpacked(file, room);
    if (!content) return content.error();
    const auto bytes = content.value().bytes;
    const bool labels = bytes.size() > kDimensionsAt && bytes[kDimensionsAt] == 1;
    const Result<IdxHeader> header = labels ? label_header(content.value()) : image_header(content.value());
    if (!header) return header.error();
    return labels ? IdxKind::kLabels : IdxKind::kImages;
}

}  // namespace cnn
