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

}  // namespace cnn
