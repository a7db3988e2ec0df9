// CIFAR-10's PNG batches: made here, read back, and what is refused.
#include "core/io/cifar.h"

#include <doctest/doctest.h>

#include "core/base/rng.h"
#include "core/io/bytes.h"
#include "core/io/image.h"

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

TEST_CASE("CIFAR-10: a batch larger than any picture that is opened") {
    Rng rng(3);
    CifarImages images("cifar-10");
    const Bytes png = write_png(random_batch(4100, rng));  // 4,198,400 pixels, 4,100 rows
    CHECK_FALSE(read_png("a.png", png).ok());
    CHECK(images.add({"batch.png", png}).ok());
}

TEST_CASE("CIFAR-10: refusals name the file, what is wrong and the limit") {
    Rng rng(4);
    CHECK(refusal_of_batch(bytes_of("no picture")) == "\"batch.png\" is not a PNG picture.");
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
