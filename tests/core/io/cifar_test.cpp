// CIFAR-10's PNG batches: made here, read back, and what is refused.
#include "core/io/cifar.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "core/base/rng.h"
#include "core/io/bytes.h"
#include "core/io/image.h"

// Of stb_image_write, whose header only core/io sees.
extern "C" {
extern int stbi_write_force_png_filter;
unsigned char* stbi_write_png_to_mem(const unsigned char*, int, int, int, int, int*);
}

namespace {

using namespace cnn;

constexpr std::size_t kPixels = 32 * 32;

Picture random_batch(int images, Rng& rng, int width = kPixels) {
    Picture picture{width, images, {}};
    for (int i = 0; i < images * width; ++i) {
        for (int colour = 0; colour < 3; ++colour)
            picture.rgba.push_back(static_cast<std::uint8_t>(rng.below(256)));
        picture.rgba.push_back(255);
    }
    return picture;
}

// What reading `labels` for a batch of two images says.
std::string refusal_of_labels(std::string_view labels) {
    Rng rng(2);
    const Bytes png = write_png(random_batch(2, rng));
    const auto list = bytes_of(labels);
    CifarImages images("cifar-10");
    REQUIRE(images.add({"batch.png", png}).ok());
    const auto data = std::move(images).finish({"labels.json", list});
    REQUIRE_FALSE(data.ok());
    return data.error().sentence;
}

std::string refusal_of_batch(std::span<const std::uint8_t> png) {
    CifarImages images("cifar-10");
    const Status status = images.add({"batch.png", png});
    REQUIRE_FALSE(status.ok());
    return status.error().sentence;
}

}  // namespace

TEST_CASE(
    "S1-17: CIFAR-10's batches become images of three planes, in order, with the lecture's class names") {
    Rng rng(1);
    const Picture batches[] = {random_batch(3, rng), random_batch(2, rng)};
    CifarImages images("cifar-10");
    for (const Picture& batch : batches) {
        const Bytes png = write_png(batch);
        REQUIRE(images.add({"batch.png", png}).ok());
    }
    const auto labels = bytes_of(" [6,9, 9,\n0,1 ]\n");
    const auto read = std::move(images).finish({"labels.json", labels});
    REQUIRE(read.ok());
    const Dataset& data = read.value();
    CHECK(data.count() == 5);
    CHECK(data.image == Shape{1, 3, 32, 32});
    CHECK(data.labels == Bytes{6, 9, 9, 0, 1});
    REQUIRE(data.class_names.size() == 10);
    CHECK(data.class_names[6] == "frog");
    CHECK(data.class_names[9] == "truck");
    REQUIRE(data.pixels.size() == 5 * 3 * kPixels);
    bool equal = true;
    for (std::size_t image = 0; image < 5; ++image)
        for (std::size_t colour = 0; colour < 3; ++colour)
            for (std::size_t k = 0; k < kPixels; ++k) {
                const Picture& batch = batches[image / 3];
                equal = equal && data.pixels[(image * 3 + colour) * kPixels + k] ==
                                     batch.rgba[(image % 3 * kPixels + k) * 4 + colour];
            }
    CHECK(equal);
}

TEST_CASE("CIFAR-10: a batch in pieces is the batch at once, whatever filter its rows have") {
    Rng rng(5);
    Picture batch = random_batch(6, rng);
    for (std::size_t i = 0; i < batch.rgba.size() / 2; ++i) batch.rgba[i] = static_cast<std::uint8_t>(i / 64);
    for (std::size_t i = 3; i < batch.rgba.size(); i += 4) batch.rgba[i] = 255;
    Bytes rgb;
    for (std::size_t i = 0; i < batch.rgba.size(); ++i)
        if (i % 4 != 3) rgb.push_back(batch.rgba[i]);
    const auto labels = bytes_of("[0,1,2,3,4,5,6,7,8]");
    CifarImages whole("cifar-10");
    REQUIRE(whole.add({"batch.png", write_png(batch)}).ok());
    const auto expected = std::move(whole).finish({"labels.json", labels}, true);
    REQUIRE(expected.ok());
    CHECK(expected.value().labels == Bytes{0, 1, 2, 3, 4, 5});
    for (int filter = 0; filter < 5; ++filter) {
        CAPTURE(filter);
        stbi_write_force_png_filter = filter;
        int size = 0;
        unsigned char* png = stbi_write_png_to_mem(rgb.data(), 3 * kPixels, kPixels, 6, 3, &size);
        stbi_write_force_png_filter = -1;
        CifarImages images("cifar-10", 6);
        REQUIRE(images.begin("batch.png", Bytes(png, png + size)).ok());
        std::free(png);
        Result<bool> more = true;
        while (more && more.value()) more = images.work(1);
        REQUIRE(more.ok());
        CHECK(images.count() == 6);
        const auto read = std::move(images).finish({"labels.json", labels}, true);
        REQUIRE(read.ok());
        CHECK(read.value().pixels == expected.value().pixels);
    }
}

TEST_CASE("CIFAR-10: a batch that is cut off, damaged or of another kind is refused by name") {
    Rng rng(6);
    const Bytes png = write_png(random_batch(3, rng));
    const std::string damaged = "\"batch.png\" is a damaged PNG picture.";
    CHECK(refusal_of_batch(std::span(png).first(30)) ==
          "\"batch.png\" is a PNG picture cut off in its header.");
    for (const std::size_t length : {33U, 45U, 2000U})
        CHECK(refusal_of_batch(std::span(png).first(length)) == damaged);
    CHECK(refusal_of_batch(std::span(png).first(png.size() - 13)) == damaged);
    Bytes other = png;
    other[43] ^= 0xFF;  // in the first block of the packed rows
    CHECK(refusal_of_batch(other) == damaged);
    other = png;
    other[23] = 4;  // a row more than there is
    CHECK(refusal_of_batch(other) == damaged);
    other[23] = 0;
    CHECK(refusal_of_batch(other) == damaged);
    for (const auto& [at, value] : {std::pair(24, 16), std::pair(25, 3), std::pair(28, 1)}) {
        other = png;
        other[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
        CHECK(refusal_of_batch(other).find("of another kind than the batches are") != std::string::npos);
    }
    // Every byte of the packed rows wrong once: an error or other pixels, but nothing else happens.
    for (std::size_t at = 41; at < png.size() - 16; at += 97) {
        other = png;
        other[at] ^= 0x55;
        CifarImages images("cifar-10");
        if (!images.add({"batch.png", other})) CHECK(images.count() <= 3);
    }
}

TEST_CASE("CIFAR-10: a batch larger than any picture that is opened") {
    Rng rng(3);
    CifarImages images("cifar-10");
    const Bytes png = write_png(random_batch(4100, rng));  // 4,198,400 pixels, 4,100 rows
    CHECK_FALSE(read_picture("a.png", png).ok());
    CHECK(images.add({"batch.png", png}).ok());
}

TEST_CASE("CIFAR-10: refusals name the file, what is wrong and the limit") {
    Rng rng(4);
    CHECK(refusal_of_batch(bytes_of("no picture")) == "\"batch.png\" is neither a PNG nor a JPEG picture.");
    CHECK(refusal_of_batch(write_png(random_batch(1, rng, 1000))) ==
          "batch.png: a row has 1000 pixels; an image of 32 x 32 has 1024.");
    CHECK(refusal_of_labels("[3]") ==
          "labels.json has 1 labels, the batches have 2 images; there must be one label for each image.");
    CHECK(refusal_of_labels("") == "labels.json, character 1: a list in square brackets is expected.");
    CHECK(refusal_of_labels("{}") == "labels.json, character 1: a list in square brackets is expected.");
    CHECK(refusal_of_labels("[3 4]") ==
          "labels.json, character 4: a comma or the closing bracket is expected.");
    CHECK(refusal_of_labels("[3,4") ==
          "labels.json, character 5: a comma or the closing bracket is expected.");
    CHECK(refusal_of_labels("[3,]") == "labels.json, character 4: a label from 0 to 9 is expected.");
    CHECK(refusal_of_labels("[3,10]") == "labels.json, character 4: a label from 0 to 9 is expected.");
    CHECK(refusal_of_labels("[3,-1]") == "labels.json, character 4: a label from 0 to 9 is expected.");
    CHECK(refusal_of_labels("[3,4] x") == "labels.json, character 7: nothing may follow the list.");
    std::string many = "[0";
    for (std::size_t i = 0; i < kMaxCifarImages; ++i) many += ",0";
    CHECK(refusal_of_labels(many + "]").ends_with("at most 50000 labels are read."));
}
