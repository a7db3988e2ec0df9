// A gzip member: 10 bytes of header, optional fields, the deflate stream, CRC-32 and length, little-endian. A
// file is one member or several in a row.
#include "core/io/gunzip.h"

#include <algorithm>
#include <optional>

#include "core/io/crc32.h"
#include "core/io/stb.h"

namespace cnn {
namespace {

constexpr std::size_t kHeaderBytes = 10;
constexpr std::size_t kTrailerBytes = 8;
constexpr std::uint8_t kDeflate = 8;
// Bits of the header's flag byte.
constexpr unsigned kHeaderChecksum = 2;
constexpr unsigned kExtraField = 4;
constexpr unsigned kOriginalName = 8;
constexpr unsigned kComment = 16;
constexpr unsigned kReserved = 0xE0;

// Past the zero byte that ends a text at `at`, or nothing when the file ends before.
std::optional<std::size_t> past_text(std::span<const std::uint8_t> bytes, std::size_t at) {
    while (at < bytes.size() && bytes[at] != 0) ++at;
    if (at >= bytes.size()) return std::nullopt;
    return at + 1;
}

// Where the deflate stream begins; nothing when the header is cut off or unknown.
std::optional<std::size_t> past_header(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < kHeaderBytes || bytes[2] != kDeflate) return std::nullopt;
    const unsigned flags = bytes[3];
    if ((flags & kReserved) != 0) return std::nullopt;
    std::optional<std::size_t> at = kHeaderBytes;
    if ((flags & kExtraField) != 0) {
        if (bytes.size() < *at + 2) return std::nullopt;
        at =
            *at + 2 + (static_cast<std::size_t>(bytes[*at]) | static_cast<std::size_t>(bytes[*at + 1]) << 8U);
    }
    if ((flags & kOriginalName) != 0) at = past_text(bytes, *at);
    if (at && (flags & kComment) != 0) at = past_text(bytes, *at);
    if (at && (flags & kHeaderChecksum) != 0) at = *at + 2;
    return at;
}

// Unpacks the member at the front of `bytes` into `to`; nothing when it is not sound or does not fit.
std::optional<Inflated> read_member(std::span<const std::uint8_t> bytes, std::span<std::uint8_t> to) {
    const std::optional<std::size_t> begin = is_gzip(bytes) ? past_header(bytes) : std::nullopt;
    if (!begin || bytes.size() < *begin + kTrailerBytes) return std::nullopt;
    const std::optional<Inflated> stream = inflate(bytes.subspan(*begin), to);
    if (!stream) return std::nullopt;
    const std::size_t end = *begin + stream->read;
    if (bytes.size() < end + kTrailerBytes || read_le32(bytes, end) != crc32(to.first(stream->written)) ||
        read_le32(bytes, end + 4) != stream->written)
        return std::nullopt;
    return Inflated{end + kTrailerBytes, stream->written};
}

// All members, which together give at most `room` bytes.
std::optional<std::vector<std::uint8_t>> read_members(std::span<const std::uint8_t> bytes, std::size_t room) {
    std::vector<std::uint8_t> content(room);
    std::size_t length = 0;
    while (!bytes.empty()) {
        const auto member = read_member(bytes, std::span(content).subspan(length));
        if (!member) return std::nullopt;
        bytes = bytes.subspan(member->read);
        length += member->written;
    }
    content.resize(length);
    return content;
}

}  // namespace

bool is_gzip(std::span<const std::uint8_t> bytes) {
    return bytes.size() >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;
}

Result<std::vector<std::uint8_t>> gunzip(const std::string& name, std::span<const std::uint8_t> bytes,
                                         std::size_t limit) {
    const std::optional<std::size_t> begin = past_header(bytes);
    if (!begin || bytes.size() < *begin + kTrailerBytes)
        return Error{name + ": the gzip header is damaged or cut off."};
    const std::size_t end = bytes.size() - kTrailerBytes;
    const std::size_t length = read_le32(bytes, end + 4);
    if (length > limit)
        return Error{name + ": the gzip trailer promises " + std::to_string(length) +
                     " bytes (or it is cut off); at most " + std::to_string(limit) + " are read."};
    // The last member's length is that of nearly every file: it has one. Of several, the sum is not known
    // before they are unpacked, only that deflate makes at most 1032 bytes of one.
    constexpr std::size_t kMostExpansion = 1032;
    for (const std::size_t room : {length, std::min(limit, kMostExpansion * bytes.size())})
        if (auto content = read_members(bytes, room)) return *std::move(content);
    return Error{name + ": the gzip data does not match its length and checksum, or holds more than " +
                 std::to_string(limit) + " bytes: it is cut off, damaged or too large."};
}

}  // namespace cnn
