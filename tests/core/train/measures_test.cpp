// What is measured on an evaluation, put together by hand.
#include "core/train/measures.h"

#include <doctest/doctest.h>

#include <vector>

using namespace cnn;

namespace {

// Four images of three classes, of which `images` are evaluated.
Evaluation four_images(int images) {
    const std::vector<float> losses = {0.1F, 0.9F, 0.2F, 0.9F};
    const std::vector<std::uint8_t> predictions = {0, 0, 2, 1};
    const std::vector<float> confidence = {0.8F, 0.6F, 0.9F, 0.5F};
    const std::vector<float> probabilities = {0.8F,  0.1F,  0.1F, 0.6F, 0.3F, 0.1F,  //
                                              0.05F, 0.05F, 0.9F, 0.4F, 0.5F, 0.1F};
    const std::vector<std::uint8_t> labels = {0, 1, 2, 0};
    return summarise_evaluation(images, 3, {losses, predictions, confidence, probabilities, labels});
}

}  // namespace

TEST_CASE("measures: all of them from one evaluation") {
    const Measures all = measure(four_images(4));
    REQUIRE(all.top_k.size() == 2);  // the first three of three classes hold every label
    CHECK(all.top_k[0].k == 1);
    CHECK(all.top_k[0].accuracy == 0.5F);
    CHECK(all.top_k[1].k == 2);
    CHECK(all.top_k[1].accuracy == 1);
    REQUIRE(all.classes.size() == 3);
    CHECK(all.classes[0].figures.images == 2);
    CHECK(all.classes[0].figures.precision == 0.5F);
    CHECK(all.classes[0].figures.recall == 0.5F);
    CHECK(all.classes[1].figures.f1 == 0);
    CHECK(all.classes[2].figures.f1 == 1);
    CHECK(all.classes[0].roc_area == doctest::Approx(0.75));  // 0.8 and 0.4 against 0.6 and 0.05
    CHECK(all.classes[0].average_precision == doctest::Approx((1 + 2.0 / 3) / 2));
    CHECK(all.classes[1].roc_area == doctest::Approx(2.0 / 3));
    CHECK(all.means.f1 == doctest::Approx((0.5 + 0 + 1) / 3));
    CHECK(all.means.roc_area == doctest::Approx((0.75 + 2.0 / 3 + 1) / 3));
    CHECK(all.hardest == std::vector<int>{1, 3, 2, 0});  // of equal losses the first image
    CHECK(all.calibration.bins.size() == kCalibrationBins);
    CHECK(all.calibration.expected_error == doctest::Approx((0.2 + 0.6 + 0.1 + 0.5) / 4));
}

TEST_CASE("measures: only of the images that are evaluated so far") {
    const Measures some = measure(four_images(2));
    CHECK(some.hardest == std::vector<int>{1, 0});
    CHECK(some.top_k[0].accuracy == 0.5F);
    CHECK(some.classes[2].figures.images == 0);
    CHECK(some.classes[2].roc_area == 0.5);
    CHECK(class_curve(four_images(2), 0).size() == 3);
    const Measures none = measure(four_images(0));
    CHECK(none.hardest.empty());
    CHECK(none.means.f1 == 0);
    CHECK(none.calibration.expected_error == 0);
}
