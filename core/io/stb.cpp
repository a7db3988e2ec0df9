// The one implementation of stb_image and stb_image_write in the program.
#include <cstdint>
#include <cstdlib>

#include "core/base/assert.h"

namespace cnn {
namespace {

thread_local std::size_t block_limit = SIZE_MAX;

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

}  // namespace cnn
