#include "core/io/zip.h"

#include <algorithm>
#include <optional>

#include "core/io/crc32.h"
#include "core/io/stb.h"
#include "core/io/zip_format.h"

namespace cnn {
namespace {

using Archive = std::span<const std::uint8_t>;

constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kMostComment = 65'535;
constexpr unsigned kEncrypted = 1;
constexpr unsigned kStored = 0;
constexpr unsigned kDeflated = 8;

// The end record's place, searched from the end of the file.
std::optional<std::size_t> find_end(Archive bytes) {
    if (bytes.size() < kEndBytes) return std::nullopt;
    const std::size_t last = bytes.size() - kEndBytes;
    const std::size_t first = last > kMostComment ? last - kMostComment : 0;
    for (std::size_t at = last + 1; at-- > first;)
        if (read_le32(bytes, at) == kEndRecord) return at;
    return std::nullopt;
}

std::string shown(std::string_view path) {
    std::string text;
    for (const char c : path.substr(0, 60))
        text += static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E ? '?' : c;
    return text;
}

Status check_entry(const std::string& name, const ZipEntry& entry, unsigned flags) {
    const std::string about = name + ", " + shown(entry.path) + ": ";
    if ((flags & kEncrypted) != 0) return Error{about + "it is encrypted, which is not read."};
    if (entry.method != kStored && entry.method != kDeflated)
        return Error{about + "it is packed by method " + std::to_string(entry.method) +
                     "; stored (0) and deflated (8) are read."};
    if (entry.packed == 0xFFFFFFFFU || entry.size == 0xFFFFFFFFU || entry.header == 0xFFFFFFFFU)
        return Error{about + "it is stored as zip64, which is not read."};
    return success();
}

// Each file's bytes are its own: many names for the same bytes are how a small archive unpacks to a huge one.
Status check_overlap(const std::string& name, const std::vector<ZipEntry>& entries) {
    std::vector<const ZipEntry*> by_place(entries.size());
    std::transform(entries.begin(), entries.end(), by_place.begin(),
                   [](const ZipEntry& entry) { return &entry; });
    std::sort(by_place.begin(), by_place.end(),
              [](const ZipEntry* a, const ZipEntry* b) { return a->header < b->header; });
    for (std::size_t i = 1; i < by_place.size(); ++i) {
        const ZipEntry& before = *by_place[i - 1];
        if (by_place[i]->header - before.header < kLocalBytes + before.path.size() + before.packed)
            return Error{name + ", " + shown(by_place[i]->path) + ": its bytes overlap those of " +
                         shown(before.path) + "."};
    }
    return success();
}

// Where the file's packed bytes begin; nothing: its own header is not there, or names another file or method.
std::optional<std::size_t> find_content(Archive bytes, const ZipEntry& entry) {
    const bool there = entry.header < bytes.size() && bytes.size() - entry.header >= kLocalBytes &&
                       read_le32(bytes, entry.header) == kLocalHeader;
    if (!there || read_le16(bytes, entry.header + 8) != entry.method) return std::nullopt;
    const std::size_t path_bytes = read_le16(bytes, entry.header + 26);
    const std::size_t path = entry.header + kLocalBytes;
    const std::size_t begin = path + path_bytes + read_le16(bytes, entry.header + 28);
    if (begin > bytes.size() || bytes.size() - begin < entry.packed) return std::nullopt;
    const auto named = bytes.subspan(path, path_bytes);
    if (!std::equal(named.begin(), named.end(), entry.path.begin(), entry.path.end())) return std::nullopt;
    return begin;
}

}  // namespace

bool is_zip(Archive bytes) {
    return bytes.size() >= 4 && (read_le32(bytes, 0) == kLocalHeader || read_le32(bytes, 0) == kEndRecord);
}

Result<std::vector<ZipEntry>> list_zip(const std::string& name, Archive bytes) {
    const std::optional<std::size_t> end = find_end(bytes);
    if (!end)
        return Error{name + ": this is no zip archive, or it is cut off: its directory's end is missing."};
    const std::size_t count = read_le16(bytes, *end + 10);
    if (read_le16(bytes, *end + 4) != 0 || read_le16(bytes, *end + 8) != count)
        return Error{name + ": an archive in several parts is not read."};
    std::size_t at = read_le32(bytes, *end + 16);
    if (count == 0xFFFF || at == 0xFFFFFFFFU) return Error{name + ": a zip64 archive is not read."};
    std::vector<ZipEntry> entries;
    for (std::size_t i = 0; i < count; ++i) {
        if (at > *end || *end - at < kCentralBytes || read_le32(bytes, at) != kCentralHeader)
            return Error{name + ": the archive's directory is damaged at entry " + std::to_string(i + 1) +
                         " of " + std::to_string(count) + "."};
        const std::size_t path_bytes = read_le16(bytes, at + 28);
        const std::size_t next =
            at + kCentralBytes + path_bytes + read_le16(bytes, at + 30) + read_le16(bytes, at + 32);
        if (next > *end)
            return Error{name + ": the archive's directory runs beyond its end at entry " +
                         std::to_string(i + 1) + "."};
        const char* path = reinterpret_cast<const char*>(bytes.data() + at + kCentralBytes);
        ZipEntry entry{{path, path_bytes},        read_le32(bytes, at + 42), read_le32(bytes, at + 20),
                       read_le32(bytes, at + 24), read_le16(bytes, at + 10), read_le32(bytes, at + 16)};
        const unsigned flags = read_le16(bytes, at + 8);
        at = next;
        if (entry.path.empty() || entry.path.back() == '/') continue;
        if (Status sound = check_entry(name, entry, flags); !sound) return sound.error();
        entries.push_back(std::move(entry));
    }
    if (Status apart = check_overlap(name, entries); !apart) return apart.error();
    return entries;
}

Result<std::vector<std::uint8_t>> unzip(const std::string& name, Archive bytes, const ZipEntry& entry,
                                        std::size_t limit) {
    const std::string about = name + ", " + shown(entry.path) + ": ";
    if (entry.size > limit)
        return Error{about + "it has " + std::to_string(entry.size) + " bytes; at most " +
                     std::to_string(limit) + " are read."};
    const std::optional<std::size_t> begin = find_content(bytes, entry);
    if (!begin) return Error{about + "the archive does not hold it where its directory says."};
    std::vector<std::uint8_t> content(entry.size);
    bool sound = false;
    if (entry.method == kStored) {
        sound = entry.packed == entry.size;
        if (sound)
            std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(*begin), entry.size, content.begin());
    } else {
        const auto stream = inflate(bytes.subspan(*begin), content);
        sound = stream && stream->written == entry.size;
    }
    if (!sound || crc32(content) != entry.crc)
        return Error{about + "its content does not match its length and checksum: it is damaged."};
    return content;
}

}  // namespace cnn
