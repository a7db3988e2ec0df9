// Pictures, read and written by stb; what stb would misread or refuse without a word is looked at here first.
#include "core/io/image.h"

#include <stb_image_write.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/io/bytes.h"
#include "core/io/stb.h"

namespace cnn {
namespace {

constexpr std::size_t kPngHeaderBytes = 24;  // signature, length and name of IHDR, width, height

bool starts_with(std::span<const std::uint8_t> bytes, std::string_view magic, std::size_t at = 0) {
    if (bytes.size() < at + magic.size()) return false;
    const auto same = [](char c, std::uint8_t byte) { return static_cast<std::uint8_t>(c) == byte; };
    return std::equal(magic.begin(), magic.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at), same);
}

// What a file that is neither PNG nor JPEG is, as far as its first bytes tell; empty: unknown.
std::string_view other_format(std::span<const std::uint8_t> bytes) {
    if (starts_with(bytes, "GIF8")) return "a GIF picture";
    if (starts_with(bytes, "RIFF") && starts_with(bytes, "WEBP", 8)) return "a WebP picture";
    if (starts_with(bytes, "BM")) return "a BMP picture";
    if (starts_with(bytes, "ftypavif", 4)) return "an AVIF picture";
    const std::string_view head(reinterpret_cast<const char*>(bytes.data()),
                                std::min<std::size_t>(bytes.size(), 1024));
    if (head.find("<svg") != std::string_view::npos) return "an SVG picture";
    return {};
}

std::string size_refusal(std::uint32_t width, std::uint32_t height, const PictureLimits& limits) {
    const auto side = static_cast<std::uint32_t>(limits.side);
    if (width <= side && height <= side && width * height <= static_cast<std::uint32_t>(limits.pixels))
        return {};
    return " is " + std::to_string(width) + " x " + std::to_string(height) + " pixels; the limit is " +
           std::to_string(limits.side) + " on a side and " + std::to_string(limits.pixels) + " in all.";
}

std::string png_refusal(std::span<const std::uint8_t> bytes, const PictureLimits& limits) {
    if (bytes.size() < kPngHeaderBytes || !starts_with(bytes, "IHDR", 12))
        return " is a PNG picture cut off in its header.";
    return size_refusal(read_be32(bytes, 16), read_be32(bytes, 20), limits);
}

// What a JPEG's frame (marker SOF) says.
std::string frame_refusal(std::span<const std::uint8_t> frame, int marker, const PictureLimits& limits) {
    if (marker > 0xC2) return " is a JPEG picture without losses, or arithmetically coded; save it as PNG.";
    if (frame[0] != 8)
        return " is a JPEG picture with " + std::to_string(frame[0]) + " bits per colour; 8 are read.";
    if (frame[5] == 4) return " is a JPEG picture in printing colours (CMYK); save it in RGB first.";
    return size_refusal(frame[3] * 256U + frame[4], frame[1] * 256U + frame[2], limits);
}

// stb 2.27 has room for 256 codes in a Huffman table and does not count them (nothings/stb, mended in 2.28).
// tables: to the end of the file, because stb reads a last table beyond its segment's `length`.
bool huffman_tables_fit(std::span<const std::uint8_t> tables, std::ptrdiff_t length) {
    constexpr std::size_t kClass = 1, kCounts = 16, kMostCodes = 256;
    while (length > 0) {
        std::size_t codes = 0;
        for (std::size_t i = kClass; i < std::min(tables.size(), kClass + kCounts); ++i) codes += tables[i];
        if (codes > kMostCodes) return false;
        const std::size_t taken = kClass + kCounts + codes;
        length -= static_cast<std::ptrdiff_t>(taken);
        tables = tables.subspan(std::min(tables.size(), taken));
    }
    return true;
}

// Is this the marker of a segment of Huffman tables that do not fit?
bool overfull_tables(std::span<const std::uint8_t> bytes, std::size_t at) {
    if (at + 4 > bytes.size() || bytes[at] != 0xFF || bytes[at + 1] != 0xC4) return false;
    const std::ptrdiff_t length = bytes[at + 2] * 256 + bytes[at + 3] - 2;
    return !huffman_tables_fit(bytes.subspan(at + 4), length);
}

// Behind the first of the coded pixels. Tables may follow between the scans of a progressive picture, and a
// damaged one may have the marker anywhere.
std::string scans_refusal(std::span<const std::uint8_t> bytes, std::size_t at) {
    bool ended = false;
    for (; at + 1 < bytes.size(); ++at) {
        if (overfull_tables(bytes, at)) return " is a damaged JPEG picture.";
        ended = ended || (bytes[at] == 0xFF && bytes[at + 1] == 0xD9);
    }
    return ended ? "" : " is a JPEG picture cut off before its end.";
}

// Segment by segment up to the coded pixels, which have to reach the marker of the end: stb would fill up
// with grey what a broken download lacks.
std::string jpeg_refusal(std::span<const std::uint8_t> bytes, const PictureLimits& limits) {
    constexpr std::size_t kFrameBytes = 6;  // that are looked at: bits, height, width, components
    const std::string cut_off = " is a JPEG picture cut off before its end.";
    bool framed = false;
    for (std::size_t at = 2; at + 4 <= bytes.size();) {
        if (bytes[at] != 0xFF) return " is a damaged JPEG picture.";
        const int marker = bytes[at + 1];
        if (marker == 0xFF) {  // filling
            ++at;
            continue;
        }
        const std::size_t length = bytes[at + 2] * 256U + bytes[at + 3];  // with these two bytes
        if (length < 2) return " is a damaged JPEG picture.";
        if (at + 2 + length > bytes.size()) return cut_off;
        const bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) {
            if (length < 2 + kFrameBytes) return " is a damaged JPEG picture.";
            if (std::string why = frame_refusal(bytes.subspan(at + 4), marker, limits); !why.empty())
                return why;
            framed = true;
        }
        if (overfull_tables(bytes, at)) return " is a damaged JPEG picture.";
        at += 2 + length;
        if (marker == 0xDA) return framed ? scans_refusal(bytes, at) : " is a damaged JPEG picture.";
    }
    return cut_off;
}

bool is_png(std::span<const std::uint8_t> bytes) { return starts_with(bytes, "\x89PNG\r\n\x1A\n"); }

// Why these bytes are not worth decoding; empty: they may be.
std::string refusal(std::span<const std::uint8_t> bytes, const PictureLimits& limits) {
    if (bytes.empty()) return " is empty.";
    if (bytes.size() > limits.bytes) {
        return " is " + std::to_string(bytes.size() >> 20U) + " MB large; the limit is " +
               std::to_string(limits.bytes >> 20U) + " MB.";
    }
    if (is_png(bytes)) return png_refusal(bytes, limits);
    if (starts_with(bytes, "\xFF\xD8\xFF")) return jpeg_refusal(bytes, limits);
    const std::string_view other = other_format(bytes);
    if (other.empty()) return " is neither a PNG nor a JPEG picture.";
    return " is " + std::string(other) + "; PNG and JPEG are read: save it as one of these first.";
}

// The share of each pixel of [from, to) on one axis: visit(pixel, share).
template <class Visit>
void for_each_pixel(double from, double to, int size, Visit&& visit) {
    const int first = std::clamp(static_cast<int>(std::floor(from)), 0, size - 1);
    for (int pixel = first; pixel < size && pixel < to; ++pixel) {
        const double share = std::min(to, pixel + 1.0) - std::max(from, static_cast<double>(pixel));
        if (share > 0) visit(pixel, share);
    }
}

// One pixel over white, 0 to 255.
double over_white(const std::uint8_t* rgba, int channel) {
    const double alpha = rgba[3] / 255.0;
    return alpha * rgba[channel] + (1.0 - alpha) * 255.0;
}

double value_of(const std::uint8_t* rgba, int channels, int channel) {
    if (channels == 3) return over_white(rgba, channel);
    return 0.299 * over_white(rgba, 0) + 0.587 * over_white(rgba, 1) + 0.114 * over_white(rgba, 2);
}

// A square of a picture, in pixels.
struct Box {
    double top = 0;
    double left = 0;
    double side = 0;
};

double mean_over(const Picture& picture, const Box& box, int channels, int channel) {
    double sum = 0;
    for_each_pixel(box.top, box.top + box.side, picture.height, [&](int y, double share_y) {
        for_each_pixel(box.left, box.left + box.side, picture.width, [&](int x, double share_x) {
            const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                             static_cast<std::size_t>(x)) *
                            4;
            sum += share_y * share_x * value_of(&picture.rgba[at], channels, channel);
        });
    });
    return sum / (box.side * box.side);
}

}  // namespace

Status check_png(std::string_view name, std::span<const std::uint8_t> bytes, const PictureLimits& limits) {
    std::string why = refusal(bytes, limits);
    if (why.empty() && !is_png(bytes)) why = " is a JPEG picture, not PNG.";
    if (why.empty()) return success();
    return Error{"\"" + std::string(name) + "\"" + why};
}

Result<Picture> read_picture(std::string_view name, std::span<const std::uint8_t> bytes,
                             const PictureLimits& limits) {
    const std::string quoted = "\"" + std::string(name) + "\"";
    if (const std::string why = refusal(bytes, limits); !why.empty()) return Error{quoted + why};
    // The largest block of an honest file: 16-bit RGBA of the most pixels, a filter byte per row, and some
    // for interlacing.
    const StbBlockLimit limit(static_cast<std::size_t>(limits.pixels) * 8 + (4U << 20U));
    Picture picture;
    int channels = 0;
    stbi_uc* pixels = stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &picture.width,
                                            &picture.height, &channels, 4);
    if (pixels == nullptr) {
        return Error{quoted + " is a damaged " + (is_png(bytes) ? "PNG" : "JPEG") + " picture (" +
                     std::string(stbi_failure_reason()) + ")."};
    }
    const auto size = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 4;
    picture.rgba.assign(pixels, pixels + size);
    stbi_image_free(pixels);
    return picture;
}

std::vector<std::uint8_t> write_png(const Picture& picture) {
    std::vector<std::uint8_t> bytes;
    const auto append = [](void* context, void* data, int size) {
        auto& out = *static_cast<std::vector<std::uint8_t>*>(context);
        const auto* first = static_cast<const std::uint8_t*>(data);
        out.insert(out.end(), first, first + size);
    };
    const int row_bytes = picture.width * 4;
    const int written = stbi_write_png_to_func(append, &bytes, picture.width, picture.height, 4,
                                               picture.rgba.data(), row_bytes);
    CNN_ASSERT(written != 0);
    return bytes;
}

std::vector<float> shrink_to_grid(const Picture& picture, int channels, int height, int width) {
    CNN_ASSERT(channels == 1 || channels == 3);
    const double side =
        std::min(static_cast<double>(picture.width) / width, static_cast<double>(picture.height) / height);
    const double top = (picture.height - side * height) / 2;
    const double left = (picture.width - side * width) / 2;
    std::vector<float> grid;
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const double mean = mean_over(picture, {top + y * side, left + x * side, side}, channels, c);
                grid.push_back(static_cast<float>(std::clamp(mean / 255.0, 0.0, 1.0)));
            }
        }
    }
    return grid;
}

}  // namespace cnn
