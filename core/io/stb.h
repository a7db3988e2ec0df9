// stb_image as this project uses it: PNG, JPEG and zlib, from memory only. The one implementation is in
// stb.cpp; every user includes this file, so that all see the same options. One thread at a time: stb keeps
// its last error, and this file a limit, in plain variables, because the page's form without threads is
// linked from objects that were compiled for threads, and Emscripten 3.1.6 lays thread-local zeros over other
// variables there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#define STBI_NO_THREAD_LOCALS
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_SIMD  // one form of the arithmetic everywhere: a JPEG has the same pixels in a page as here
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 10000  // read_picture has looked at its own limits before
#include <stb_image.h>

namespace cnn {

// While it lives, a block that stb asks for is at most `bytes` large; a larger one fails as if
// memory had run out, which stb reports as an error. Stops the picture of one pixel whose data inflates to
// gigabytes.
class StbBlockLimit {
 public:
    explicit StbBlockLimit(std::size_t bytes);
    ~StbBlockLimit();
    StbBlockLimit(const StbBlockLimit&) = delete;
    StbBlockLimit& operator=(const StbBlockLimit&) = delete;

 private:
    std::size_t former_;
};

// Of one deflate stream (RFC 1951): the bytes that it took and the bytes that it became.
struct Inflated {
    std::size_t read = 0;
    std::size_t written = 0;
};
// Unpacks the stream at the front of `packed` into `to`; nothing when it is damaged, cut off or longer than
// `to`. At least two bytes must follow it: stb looks that far ahead.
std::optional<Inflated> inflate(std::span<const std::uint8_t> packed, std::span<std::uint8_t> to);

// A zlib stream (RFC 1950) unpacked a piece at a time, so that a picture on the screen need not wait for it.
// Both arrays must stay where they are. The checksum at the end is not looked at.
class Inflater {
 public:
    Inflater(std::span<const std::uint8_t> packed, std::span<std::uint8_t> to);
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    enum class State { kMore, kDone, kDamaged };
    // Unpacks at least `bytes` more where there are as many: whole blocks, of some 50 KB as zlib writes them.
    State work(std::size_t bytes);
    std::size_t written() const;

 private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace cnn
