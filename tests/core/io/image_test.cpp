// Pictures: what PNG reading takes and what it refuses (the P family of hostile files), shrinking by area
// means.
#include "core/io/image.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "core/base/rng.h"
#include "core/io/bytes.h"
#include "core/io/image_classes.h"
#include "tests/core/io/big_endian.h"

// Of stb_image_write, whose header only core/io sees.
extern "C" int stbi_write_jpg_to_func(void (*write)(void*, void*, int), void* context, int width, int height,
                                      int components, const void* pixels, int quality);

namespace {

using cnn::Bytes;

// A JPEG of `width` x `height` pixels of one colour.
Bytes jpeg_of(int width, int height, const Bytes& colour) {
    Bytes pixels;
    for (int i = 0; i < width * height; ++i) pixels.insert(pixels.end(), colour.begin(), colour.end());
    Bytes file;
    const auto append = [](void* context, void* data, int size) {
        const auto* first = static_cast<const std::uint8_t*>(data);
        static_cast<Bytes*>(context)->insert(static_cast<Bytes*>(context)->end(), first, first + size);
    };
    REQUIRE(stbi_write_jpg_to_func(append, &file, width, height, static_cast<int>(colour.size()),
                                   pixels.data(), 95) != 0);
    return file;
}

// Where the content of the first segment with this marker begins: of a frame bits, height, width, components.
std::size_t segment_of(const Bytes& jpeg, int marker) {
    for (std::size_t at = 2; at + 4 < jpeg.size(); at += 2 + jpeg[at + 2] * 256U + jpeg[at + 3])
        if (jpeg[at + 1] == marker) return at + 4;
    FAIL("no such segment");
    return 0;
}
using cnn::bytes_of;
using cnn::testing::append_be32;

std::string refusal(std::span<const std::uint8_t> bytes) {
    const auto read = cnn::read_picture("a.png", bytes);
    REQUIRE_FALSE(read.ok());
    return read.error().sentence;
}

// A chunk with checksum 0, which the reader does not look at.
void append_chunk(Bytes& out, std::string_view name, const Bytes& data) {
    append_be32(out, static_cast<std::uint32_t>(data.size()));
    out.insert(out.end(), name.begin(), name.end());
    out.insert(out.end(), data.begin(), data.end());
    append_be32(out, 0);
}

Bytes header_only(std::uint32_t width, std::uint32_t height, std::uint8_t depth = 8, std::uint8_t colour = 2,
                  std::uint8_t interlace = 0) {
    Bytes png;
    cnn::append_text(png, "\x89PNG\r\n\x1A\n");
    Bytes header;
    append_be32(header, width);
    append_be32(header, height);
    for (const std::uint8_t byte : {depth, colour, std::uint8_t{0}, std::uint8_t{0}, interlace})
        header.push_back(byte);
    append_chunk(png, "IHDR", header);
    return png;
}

// Stored (uncompressed) zlib stream of `raw`, at most 65,535 bytes; the checksum is not looked at.
Bytes stored(const Bytes& raw) {
    const auto size = static_cast<std::uint32_t>(raw.size());
    Bytes out{0x78, 0x01, 0x01};
    for (const std::uint32_t value : {size, ~size}) {
        out.push_back(static_cast<std::uint8_t>(value));
        out.push_back(static_cast<std::uint8_t>(value >> 8U));
    }
    out.insert(out.end(), raw.begin(), raw.end());
    append_be32(out, 0);
    return out;
}

Bytes with_pixels(Bytes png, const Bytes& raw) {
    append_chunk(png, "IDAT", stored(raw));
    append_chunk(png, "IEND", {});
    return png;
}

cnn::Picture random_picture(int width, int height, cnn::Rng& rng) {
    cnn::Picture picture{width, height, {}};
    for (int i = 0; i < width * height * 4; ++i)
        picture.rgba.push_back(static_cast<std::uint8_t>(rng.below(256)));
    return picture;
}

}  // namespace

TEST_CASE("image: what is written is read again") {
    cnn::Rng rng(1);
    for (const auto& [width, height] : {std::pair{1, 1}, {3, 2}, {17, 31}, {256, 1}}) {
        const cnn::Picture picture = random_picture(width, height, rng);
        const auto read = cnn::read_picture("a.png", cnn::write_png(picture));
        REQUIRE(read.ok());
        CHECK(read.value().width == width);
        CHECK(read.value().height == height);
        CHECK(read.value().rgba == picture.rgba);
    }
}

TEST_CASE("image: grey, 16 bits, one bit, palette and interlacing are read") {
    const auto pixel = [](const Bytes& png) {
        const auto read = cnn::read_picture("a.png", png);
        REQUIRE(read.ok());
        return Bytes(read.value().rgba.begin(), read.value().rgba.begin() + 4);
    };
    CHECK(pixel(with_pixels(header_only(1, 1, 8, 0), {0, 77})) == Bytes{77, 77, 77, 255});
    CHECK(pixel(with_pixels(header_only(1, 1, 16, 0), {0, 77, 200})) == Bytes{77, 77, 77, 255});
    CHECK(pixel(with_pixels(header_only(1, 1, 1, 0), {0, 0x80})) == Bytes{255, 255, 255, 255});
    CHECK(pixel(with_pixels(header_only(1, 1, 8, 2, 1), {0, 1, 2, 3})) == Bytes{1, 2, 3, 255});
    Bytes palette = header_only(1, 1, 8, 3);
    append_chunk(palette, "PLTE", {9, 8, 7});
    CHECK(pixel(with_pixels(palette, {0, 0})) == Bytes{9, 8, 7, 255});
}

TEST_CASE("image: other formats are named, whatever the file's name says") {
    CHECK(refusal({}) == "\"a.png\" is empty.");
    CHECK(refusal(bytes_of("PNG too")) == "\"a.png\" is neither a PNG nor a JPEG picture.");
    CHECK(refusal(bytes_of("just some text in a file")) == "\"a.png\" is neither a PNG nor a JPEG picture.");
    CHECK(refusal(Bytes{0xFF, 0xD8, 0xFF, 0xE0, 0, 16}) ==
          "\"a.png\" is a JPEG picture cut off before its end.");
    CHECK(refusal(bytes_of("GIF89a...")) ==
          "\"a.png\" is a GIF picture; PNG and JPEG are read: save it as one of these first.");
    CHECK(refusal(bytes_of("RIFF\1\1\1\1WEBPVP8 ")) ==
          "\"a.png\" is a WebP picture; PNG and JPEG are read: save it as one of these first.");
    CHECK(refusal(bytes_of("BM......")) ==
          "\"a.png\" is a BMP picture; PNG and JPEG are read: save it as one of these first.");
    CHECK(refusal(bytes_of("<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>")) ==
          "\"a.png\" is an SVG picture; PNG and JPEG are read: save it as one of these first.");
}

TEST_CASE("image: a JPEG is read, whatever it is called") {
    for (const char* name : {"a.jpg", "a.png"}) {
        const auto read = cnn::read_picture(name, jpeg_of(20, 12, {200, 40, 60}));
        REQUIRE(read.ok());
        CHECK(read.value().width == 20);
        CHECK(read.value().height == 12);
        for (std::size_t i = 0; i < read.value().rgba.size(); i += 4) {
            const std::uint8_t* rgba = &read.value().rgba[i];
            const bool near =
                std::abs(rgba[0] - 200) < 4 && std::abs(rgba[1] - 40) < 4 && std::abs(rgba[2] - 60) < 4;
            REQUIRE(near);
            REQUIRE(rgba[3] == 255);
        }
    }
    CHECK(cnn::read_picture("a.jpg", jpeg_of(9, 9, {77})).value().rgba[5] ==
          doctest::Approx(77).epsilon(0.03));
    cnn::Rng rng(4);
    CHECK(cnn::read_picture("a.jpg", cnn::write_png(random_picture(3, 3, rng))).ok());
    CHECK_FALSE(cnn::check_png("a.png", jpeg_of(9, 9, {77})).ok());
}

TEST_CASE("image: JPEG and PNG files in folders are classes alike") {
    CHECK(cnn::ImageClasses::wants("cats/1.JPEG"));
    CHECK(cnn::ImageClasses::wants("cats/1.jpg"));
    CHECK_FALSE(cnn::ImageClasses::wants("cats/.jpg"));
    CHECK_FALSE(cnn::ImageClasses::wants("cats/jpg"));
    cnn::ImageClasses classes("pets", {1, 3, 4, 4});
    REQUIRE(classes.add("cats/1.jpg", jpeg_of(9, 9, {200, 40, 60})).ok());
    const cnn::Picture dog{1, 1, {10, 20, 30, 255}};
    REQUIRE(classes.add("dogs/1.png", cnn::write_png(dog)).ok());
    const auto cut = classes.add("dogs/2.jpg", Bytes{0xFF, 0xD8, 0xFF, 0xE0, 0, 16});
    REQUIRE_FALSE(cut.ok());
    CHECK(cut.error().sentence == "\"dogs/2.jpg\" is a JPEG picture cut off before its end.");
    const auto data = std::move(classes).finish();
    REQUIRE(data.ok());
    CHECK(data.value().labels == Bytes{0, 1});
    CHECK(std::abs(data.value().pixels[0] - 200) < 4);
    CHECK(data.value().pixels[48] == 10);
}

TEST_CASE("image: a JPEG that is cut off, huge, of another kind or damaged") {
    const Bytes good = jpeg_of(40, 40, {200, 40, 60});
    for (std::size_t size = 3; size < good.size(); size += 11)
        CHECK(refusal(std::span(good).first(size)) == "\"a.png\" is a JPEG picture cut off before its end.");
    CHECK(refusal(std::span(good).first(good.size() - 1)).find("cut off") != std::string::npos);
    const std::size_t frame = segment_of(good, 0xC0);
    const auto changed = [&](std::size_t at, std::uint8_t value) {
        Bytes other = good;
        other[at] = value;
        return other;
    };
    CHECK(refusal(changed(frame + 1, 0xFF)) ==
          "\"a.png\" is 40 x 65320 pixels; the limit is 4096 on a side and 4194304 in all.");
    CHECK(refusal(changed(frame, 12)) == "\"a.png\" is a JPEG picture with 12 bits per colour; 8 are read.");
    CHECK(refusal(changed(frame + 5, 4)).find("printing colours (CMYK)") != std::string::npos);
    CHECK(refusal(changed(frame - 3, 0xC9)).find("arithmetically coded") != std::string::npos);
    CHECK(refusal(changed(frame - 4, 0)) == "\"a.png\" is a damaged JPEG picture.");
    CHECK(refusal(changed(frame + 2, 0)).find("damaged JPEG") != std::string::npos);  // no rows
    // More codes in a Huffman table than 256: also where the pixels stand.
    const std::size_t tables = segment_of(good, 0xC4);
    CHECK(refusal(changed(tables + 9, 255)) == "\"a.png\" is a damaged JPEG picture.");
    Bytes late = good;
    const Bytes table = {0xFF, 0xC4, 0, 19, 0, 255, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    late.insert(late.end() - 2, table.begin(), table.end());
    CHECK(refusal(late) == "\"a.png\" is a damaged JPEG picture.");
    // Every byte wrong once: an error or other pixels, but nothing else happens.
    for (std::size_t at = 2; at < good.size(); ++at)
        if (const auto read = cnn::read_picture("a.jpg", changed(at, static_cast<std::uint8_t>(~good[at])));
            read)
            CHECK(read.value().rgba.size() == std::size_t{4} * static_cast<std::size_t>(read.value().width) *
                                                  static_cast<std::size_t>(read.value().height));
}

TEST_CASE("image: limits hold before anything is decoded") {
    CHECK(refusal(header_only(65535, 65535)) ==
          "\"a.png\" is 65535 x 65535 pixels; the limit is 4096 on a side and 4194304 in all.");
    CHECK(refusal(header_only(4097, 1)) ==
          "\"a.png\" is 4097 x 1 pixels; the limit is 4096 on a side and 4194304 in all.");
    CHECK(refusal(header_only(4096, 4096)) ==
          "\"a.png\" is 4096 x 4096 pixels; the limit is 4096 on a side and 4194304 in all.");
    Bytes large = header_only(1, 1);
    large.resize(30U << 20U);
    CHECK(refusal(large) == "\"a.png\" is 30 MB large; the limit is 16 MB.");
}

TEST_CASE("image: damaged files are said to be damaged") {
    CHECK(refusal(bytes_of("\x89PNG\r\n\x1A\n")) == "\"a.png\" is a PNG picture cut off in its header.");
    const auto damaged = [](const Bytes& png) {
        const std::string sentence = refusal(png);
        CHECK(sentence.starts_with("\"a.png\" is a damaged PNG picture ("));
        CHECK(sentence.ends_with(")."));
    };
    damaged(header_only(0, 5));
    damaged(header_only(2, 2));                                   // no pixels
    damaged(with_pixels(header_only(2, 2, 8, 3), {0, 0, 0}));     // a palette picture without PLTE
    damaged(with_pixels(header_only(2, 2, 8, 2), {0, 1, 2, 3}));  // too few pixels
    damaged(with_pixels(header_only(1, 1, 3, 0), {0, 0}));        // no such depth
    damaged(with_pixels(header_only(1, 1, 8, 5), {0, 0}));        // no such colour type
    damaged(with_pixels(header_only(1, 1, 8, 0), {9, 0}));        // no such filter
    Bytes claims = header_only(1, 1);
    append_be32(claims, 0xFFFFFFF0U);
    for (const char c : {'I', 'D', 'A', 'T'}) claims.push_back(static_cast<std::uint8_t>(c));
    damaged(claims);
    cnn::Rng rng(2);
    const Bytes whole = cnn::write_png(random_picture(9, 9, rng));
    for (std::size_t size = 24; size < whole.size() - 12; size += 13) {
        const auto read = cnn::read_picture("a.png", std::span(whole).first(size));
        CHECK_FALSE(read.ok());
    }
}

TEST_CASE("image: a pixel that inflates to gigabytes is stopped") {
    // Deflate with fixed codes: a literal 0, then matches of length 258 at distance 1, 13 bits for 258 bytes
    // each.
    Bytes bomb{0x78, 0x01};
    std::uint32_t bits = 0;
    int count = 0;
    const auto put = [&](std::uint32_t value, int width) {  // least significant bit first
        for (int i = 0; i < width; ++i) {
            bits |= ((value >> i) & 1U) << count;
            if (++count == 8) {
                bomb.push_back(static_cast<std::uint8_t>(bits));
                bits = 0;
                count = 0;
            }
        }
    };
    put(0b011, 3);       // last block, fixed codes
    put(0b00001100, 8);  // literal 0 is 00110000, sent from its first bit
    while (bomb.size() < (4U << 20U)) {
        put(0b10100011, 8);  // length 258 is 11000101
        put(0, 5);           // distance 1
    }
    Bytes png = header_only(1, 1, 8, 0);
    append_chunk(png, "IDAT", bomb);
    append_chunk(png, "IEND", {});
    CHECK(refusal(png) == "\"a.png\" is a damaged PNG picture (outofmem).");
}

TEST_CASE("image: changed bytes never do worse than a refusal") {
    cnn::Rng rng(4);
    const Bytes whole = cnn::write_png(random_picture(12, 7, rng));
    for (int round = 0; round < 2000; ++round) {
        Bytes changed = whole;
        for (std::uint32_t i = 0; i < rng.below(4) + 1; ++i) {
            changed[rng.below(static_cast<std::uint32_t>(changed.size()))] =
                static_cast<std::uint8_t>(rng.below(256));
        }
        const auto read = cnn::read_picture("a.png", changed);
        if (read)
            CHECK(read.value().rgba.size() == static_cast<std::size_t>(read.value().width) *
                                                  static_cast<std::size_t>(read.value().height) * 4);
    }
}

TEST_CASE("image: shrinking takes area means of the centred part") {
    // 4 x 2 pixels, grey steps of 10; a 1 x 1 grid sees the middle 2 x 2.
    cnn::Picture picture{4, 2, {}};
    for (int i = 0; i < 8; ++i) {
        const auto grey = static_cast<std::uint8_t>(10 * i);
        for (const std::uint8_t byte : {grey, grey, grey, std::uint8_t{255}}) picture.rgba.push_back(byte);
    }
    CHECK(cnn::shrink_to_grid(picture, 1, 1, 1)[0] == doctest::Approx((10 + 20 + 50 + 60) / 4.0 / 255));
    const std::vector<float> half = cnn::shrink_to_grid(picture, 1, 1, 2);
    CHECK(half[0] == doctest::Approx((0 + 10 + 40 + 50) / 4.0 / 255));
    CHECK(half[1] == doctest::Approx((20 + 30 + 60 + 70) / 4.0 / 255));
    // Larger than the picture: each cell is inside one pixel or shares two.
    const std::vector<float> larger = cnn::shrink_to_grid(picture, 1, 4, 8);
    CHECK(larger[0] == doctest::Approx(0));
    CHECK(larger[3] == doctest::Approx(10 / 255.0));
    // Cells of 4/3 pixels: the first has all of column 0 and a third of column 1, and two thirds of each row.
    CHECK(cnn::shrink_to_grid(picture, 1, 1, 3)[0] ==
          doctest::Approx((20 * 1.0 + 30 / 3.0) / (4 / 3.0) / 255));
}

TEST_CASE("image: transparency lies over white, colours keep their channel") {
    const cnn::Picture clear{1, 1, {0, 0, 0, 0}};
    CHECK(cnn::shrink_to_grid(clear, 1, 1, 1)[0] == doctest::Approx(1));
    const cnn::Picture red{1, 1, {255, 0, 0, 255}};
    CHECK(cnn::shrink_to_grid(red, 3, 1, 1) == std::vector<float>{1, 0, 0});
    CHECK(cnn::shrink_to_grid(red, 1, 1, 1)[0] == doctest::Approx(0.299));
    const cnn::Picture half{1, 1, {0, 0, 0, 51}};
    CHECK(cnn::shrink_to_grid(half, 3, 1, 1)[2] == doctest::Approx(0.8));
}
