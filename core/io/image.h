// Pictures: PNG and JPEG read, PNG written, and a picture shrunk to a small grid of numbers.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace cnn {

struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;  // height x width x 4, row by row
};

inline constexpr std::size_t kMaxPictureBytes = 16U << 20U;  // of the file
inline constexpr int kMaxPictureSide = 4096;
inline constexpr int kMaxPicturePixels = 2048 * 2048;

// Of a picture that somebody made or took. A data set's own files may be larger.
struct PictureLimits {
    std::size_t bytes = kMaxPictureBytes;
    int side = kMaxPictureSide;
    int pixels = kMaxPicturePixels;
};

// A PNG file of any colour type, depth and interlacing; 16 bits become 8, of an animation the first image
// counts. Or a JPEG file, grey or in colour, as sequential or progressive as people have them; how it is to
// be turned (Exif) is not looked at. The bytes say which it is, whatever the name does. In a page too, zips
// are read here and not by the browser: so the pixels are the same everywhere, and are there at once. `name`
// is for the sentence when it is none, is damaged or is beyond a limit. Wrong checksums are not noticed.
Result<Picture> read_picture(std::string_view name, std::span<const std::uint8_t> bytes,
                             const PictureLimits& limits = {});

// Whether read_picture would go on to decode: a PNG by its first bytes, whose header is whole and keeps the
// limits.
Status check_png(std::string_view name, std::span<const std::uint8_t> bytes,
                 const PictureLimits& limits = {});

std::vector<std::uint8_t> write_png(const Picture& picture);

// The mean of each cell when the largest centred part of the picture with the grid's proportions is laid over
// it, pixels at the edge of a cell counting by the share that is inside. Transparency is laid over white.
// channels 1: luma (ITU-R BT.601, the "L" of PIL), 3: red, green, blue. Returns (channels, height, width), 0
// = black to 1 = white.
std::vector<float> shrink_to_grid(const Picture& picture, int channels, int height, int width);

}  // namespace cnn
