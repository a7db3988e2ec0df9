#include "core/io/zip_writer.h"

#include "core/base/assert.h"
#include "core/io/crc32.h"
#include "core/io/zip_format.h"

namespace cnn {
namespace {

constexpr unsigned kVersion = 20;        // 2.0: folders in paths
constexpr unsigned kUtf8 = 1U << 11U;    // of the flags: paths are UTF-8
constexpr unsigned kFirstDay = 0x00'21;  // 1980-01-01, the earliest there is: equal content, equal bytes

// What the header before a file and its row in the directory share, from "version needed" on.
void append_common(Bytes& to, const std::string& path, std::span<const std::uint8_t> content) {
    append_le(to, kVersion, 2);
    append_le(to, kUtf8, 2);
    append_le(to, 0, 2);  // stored
    append_le(to, 0, 2);  // midnight
    append_le(to, kFirstDay, 2);
    append_le(to, crc32(content), 4);
    append_le(to, content.size(), 4);
    append_le(to, content.size(), 4);
    append_le(to, path.size(), 2);
    append_le(to, 0, 2);  // no extra field
}

}  // namespace

void ZipWriter::add(const std::string& path, std::span<const std::uint8_t> content) {
    CNN_ASSERT(archive_.size() + content.size() < 0xF000'0000U && files_ < 0xFFFFU);
    const std::size_t header = archive_.size();
    append_le(archive_, kLocalHeader, 4);
    append_common(archive_, path, content);
    append_text(archive_, path);
    append_bytes(archive_, content);

    append_le(directory_, kCentralHeader, 4);
    append_le(directory_, kVersion, 2);
    append_common(directory_, path, content);
    append_le(directory_, 0, 2);  // no comment
    append_le(directory_, 0, 2);  // disk
    append_le(directory_, 0, 6);  // no attributes
    append_le(directory_, header, 4);
    append_text(directory_, path);
    ++files_;
}

Bytes ZipWriter::finish() && {
    const std::size_t directory = archive_.size();
    append_bytes(archive_, directory_);
    append_le(archive_, kEndRecord, 4);
    append_le(archive_, 0, 4);  // disks
    append_le(archive_, files_, 2);
    append_le(archive_, files_, 2);
    append_le(archive_, directory_.size(), 4);
    append_le(archive_, directory, 4);
    append_le(archive_, 0, 2);  // no comment
    return std::move(archive_);
}

}  // namespace cnn
