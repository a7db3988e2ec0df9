// The one implementation of stb_image and stb_image_write in the program.
#include <cstdint>
#include <cstdlib>

#include "core/base/assert.h"

namespace cnn {
namespace {

std::size_t block_limit = SIZE_MAX;

void* limited_malloc(std::size_t bytes) { return bytes > block_limit ? nullptr : std::malloc(bytes); }
void* limited_realloc(void* block, std::size_t bytes) {
    return bytes > block_limit ? nullptr : std::realloc(block, bytes);
}

}  // namespace
}  // namespace cnn

#define STBI_MALLOC(bytes) cnn::limited_malloc(bytes)
#define STBI_REALLOC(block, bytes) cnn::limited_realloc(block, bytes)
#define STBI_FREE(block) std::free(block)
#define STBI_ASSERT(condition) CNN_ASSERT(condition)

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#endif
#define STB_IMAGE_IMPLEMENTATION
#include "core/io/stb.h"
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace cnn {

StbBlockLimit::StbBlockLimit(std::size_t bytes) : former_(block_limit) { block_limit = bytes; }
StbBlockLimit::~StbBlockLimit() { block_limit = former_; }

// stb's public call does not say where the stream ended; what was read but not used is still in its bit
// buffer.
std::optional<Inflated> inflate(std::span<const std::uint8_t> packed, std::span<std::uint8_t> to) {
    stbi__zbuf stream{};
    stream.zbuffer = const_cast<stbi_uc*>(packed.data());  // it is only read
    stream.zbuffer_end = stream.zbuffer + packed.size();
    if (stbi__do_zlib(&stream, reinterpret_cast<char*>(to.data()), static_cast<int>(to.size()), 0, 0) == 0)
        return std::nullopt;
    const auto taken = static_cast<std::size_t>(stream.zbuffer - packed.data());
    return Inflated{taken - static_cast<std::size_t>(stream.num_bits / 8),
                    static_cast<std::size_t>(stream.zout - stream.zout_start)};
}

struct Inflater::Stream {
    stbi__zbuf z{};
    State state = State::kMore;

    bool block(bool& last);
};

// One turn of the loop of stb's own call, which cannot be left in between.
bool Inflater::Stream::block(bool& last) {
    last = stbi__zreceive(&z, 1) != 0;
    const unsigned int type = stbi__zreceive(&z, 2);
    if (type == 0) return stbi__parse_uncompressed_block(&z) != 0;
    if (type == 3) return false;
    const bool codes = type == 1
                           ? stbi__zbuild_huffman(&z.z_length, stbi__zdefault_length, STBI__ZNSYMS) != 0 &&
                                 stbi__zbuild_huffman(&z.z_distance, stbi__zdefault_distance, 32) != 0
                           : stbi__compute_huffman_codes(&z) != 0;
    return codes && stbi__parse_huffman_block(&z) != 0;
}

Inflater::Inflater(std::span<const std::uint8_t> packed, std::span<std::uint8_t> to)
    : stream_(std::make_unique<Stream>()) {
    stbi__zbuf& z = stream_->z;
    z.zbuffer = const_cast<stbi_uc*>(packed.data());  // it is only read
    z.zbuffer_end = z.zbuffer + packed.size();
    z.zout = z.zout_start = reinterpret_cast<char*>(to.data());
    z.zout_end = z.zout + to.size();
    if (stbi__parse_zlib_header(&z) == 0) stream_->state = State::kDamaged;
}

Inflater::~Inflater() = default;

Inflater::State Inflater::work(std::size_t bytes) {
    const std::size_t before = written();
    while (stream_->state == State::kMore && written() - before < bytes) {
        bool last = false;
        if (!stream_->block(last))
            stream_->state = State::kDamaged;
        else if (last)
            stream_->state = State::kDone;
    }
    return stream_->state;
}

std::size_t Inflater::written() const {
    return static_cast<std::size_t>(stream_->z.zout - stream_->z.zout_start);
}

}  // namespace cnn
