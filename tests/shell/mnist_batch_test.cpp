// The inside of a network in a batch, as in training: which images the batch has, what it normalises by, and
// what dropout leaves of it.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/shell/sliced_model.h"

namespace shell::lesson_mnist {

using nlohmann::json;

namespace {

constexpr char kSpec[] = "conv 6 3x3 | batchnorm | relu | maxpool 2 | dropout 0.25 | dense 10";

// After three updates, so that gamma, beta and the weights are no longer those of the start.
MnistModel in_a_batch() {
    MnistModel model = sliced_model();
    REQUIRE(model.command("apply-spec", {{"text", kSpec}}).ok());
    for (int update = 0; update < 3; ++update) {
        REQUIRE(model.command("step", {}).ok());
        run_to_rest(model);
    }
    REQUIRE(set(model, "in_training", "1").ok());
    return model;
}

// Of a channel of what the convolution makes of the batch's images, by themselves.
struct Statistics {
    double mean = 0;
    double variance = 0;
};
Statistics of_convolution(const MnistModel& model, int channel) {
    std::vector<double> numbers;
    for (int k = 0; k < model.batch_size(); ++k) {
        std::vector<float> pixels(model.data()->test.image.size());
        model.data()->test.image_to(model.selection().batch_first + k, pixels.data());
        const cnn::Activations run = cnn::run_image(*model.run()->network, pixels);
        const cnn::Shape& map = run.outputs.front().shape();
        for (int y = 0; y < map.h; ++y)
            for (int x = 0; x < map.w; ++x)
                numbers.push_back(static_cast<double>(run.outputs.front().at(0, channel, y, x)));
    }
    Statistics all;
    for (const double number : numbers) all.mean += number / static_cast<double>(numbers.size());
    for (const double number : numbers)
        all.variance += (number - all.mean) * (number - all.mean) / static_cast<double>(numbers.size());
    return all;
}

json look(MnistModel& model, const json& number) {
    REQUIRE(model.command("choose-number", number).ok());
    return model.state()["explained"];
}

}  // namespace

TEST_CASE("mnist: in a batch, a number is normalised by what the batch's images have in common") {
    MnistModel model = in_a_batch();
    REQUIRE(model.command("choose-image", {{"set", "test"}, {"image", 40}}).ok());
    REQUIRE(set(model, "batch_images", "5").ok());
    const json told = look(model, {{"layer", 1}, {"c", 2}, {"y", 3}, {"x", 4}});
    CHECK(told["batch"]["images"] == 5);
    CHECK(told["batch"]["first"] == 40);
    CHECK(told["batch"]["position"] == 0);

    const Statistics batch = of_convolution(model, 2);
    CHECK(told["batch"]["mean"].get<double>() == doctest::Approx(batch.mean).epsilon(1e-5));
    CHECK(told["batch"]["variance"].get<double>() == doctest::Approx(batch.variance).epsilon(1e-5));
    const cnn::Network& network = *model.run()->network;
    const auto gamma = static_cast<double>(network.parameters[network.plan[1].weights + 2]);
    const auto beta = static_cast<double>(network.parameters[network.plan[1].bias + 2]);
    const auto input =
        static_cast<double>(model.activations()->outputs[0].at(0, 2, 3, 4));  // before any statistics
    CHECK(told["number"].get<double>() ==
          doctest::Approx((input - batch.mean) / std::sqrt(batch.variance + 1e-5) * gamma + beta)
              .epsilon(1e-5));
    const float predicted = model.activations()->outputs[1].at(0, 2, 3, 4);
    CHECK(std::abs(told["number"].get<float>() - predicted) > 0.1F);

    // The mean and the variance are taken apart too, and their terms lead to the other images.
    REQUIRE(set(model, "batch_part", "mean").ok());
    json mean = model.state()["explained"];
    CHECK(mean["number"] == told["batch"]["mean"]);
    CHECK(mean["trace"]["term_count"] == 5 * 36);
    CHECK(mean["trace"]["terms"][40]["image"] == 1);
    CHECK(model.sentences().find("The batch's mean in layer 2, channel 3 is") != std::string::npos);
    REQUIRE(set(model, "batch_part", "variance").ok());
    CHECK(model.state()["explained"]["number"] == told["batch"]["variance"]);
    // Only a value has these parts.
    REQUIRE(set(model, "explain", "gradient").ok());
    CHECK(model.state()["explained"]["batch"]["part"] == "number");
    REQUIRE(set(model, "explain", "value").ok());
    const json there = look(model, {{"layer", 0}, {"c", 2}, {"y", 0}, {"x", 4}, {"image", 1}});
    CHECK(there["number"] == mean["trace"]["terms"][40]["input"]);
    CHECK(model.selection().image == 41);
    CHECK(there["batch"]["first"] == 40);  // the same batch
    CHECK(there["batch"]["position"] == 1);
    CHECK_FALSE(model.command("choose-number", {{"c", 0}, {"y", 0}, {"x", 0}, {"image", 5}}).ok());

    // As it predicts, the same number has the running statistics again.
    REQUIRE(set(model, "in_training", "0").ok());
    REQUIRE(model.command("choose-image", {{"set", "test"}, {"image", 40}}).ok());
    const json alone = look(model, {{"layer", 1}, {"c", 2}, {"y", 3}, {"x", 4}});
    CHECK(alone["batch"].is_null());
    CHECK(alone["number"] == predicted);
}

TEST_CASE("mnist: in a batch, gradients through a normalisation add up to 0, and so do those times x^") {
    MnistModel model = in_a_batch();
    REQUIRE(set(model, "batch_images", "3").ok());
    REQUIRE(set(model, "explain", "gradient").ok());
    const Statistics batch = of_convolution(model, 1);
    double sum = 0, with_normal = 0, size = 0;
    for (int image = 0; image < 3; ++image)
        for (int y = 0; y < 6; ++y)
            for (int x = 0; x < 6; ++x) {
                const json told = look(model, {{"layer", 0}, {"c", 1}, {"y", y}, {"x", x}, {"image", image}});
                const double gradient = told["number"].get<double>();
                const auto input = static_cast<double>(model.activations()->outputs[0].at(0, 1, y, x));
                sum += gradient;
                with_normal += gradient * (input - batch.mean) / std::sqrt(batch.variance + 1e-5);
                size += std::abs(gradient);
                CHECK(told["parts"][0]["trace"]["steps"].size() == 3);
            }
    CHECK(size > 0.01);
    CHECK(std::abs(sum) < 1e-5 * size);
    CHECK(std::abs(with_normal) < 1e-3 * size);  // less epsilon's share of the variance
    CHECK(model.sentences().find("the mean loss of these 3 images") != std::string::npos);
}

TEST_CASE("mnist: in a batch, dropout drops a share of the numbers and raises the others") {
    MnistModel model = in_a_batch();
    int dropped = 0, kept = 0;
    for (int image = 0; image < 8; ++image)
        for (int c = 0; c < 6; ++c)
            for (int i = 0; i < 9; ++i) {
                const json told =
                    look(model, {{"layer", 4}, {"c", c}, {"y", i / 3}, {"x", i % 3}, {"image", image}});
                const json term = told["trace"]["terms"][0];
                if (term["input"] == 0) continue;
                if (term["factor"] == 0) {
                    CHECK(told["number"] == 0);
                    ++dropped;
                    continue;
                }
                CHECK(term["factor"].get<double>() == doctest::Approx(4.0 / 3));
                CHECK(told["number"].get<double>() ==
                      doctest::Approx(term["input"].get<double>() * 4 / 3).epsilon(1e-6));
                ++kept;
            }
    CHECK(dropped > (dropped + kept) / 6);
    CHECK(dropped < (dropped + kept) / 3);
}

TEST_CASE("mnist: of a batch's numbers those are struck out that dropout drops, zero or not before") {
    MnistModel model = in_a_batch();
    REQUIRE(set(model, "layer", "4").ok());
    for (int image = 0; image < 3; ++image) {
        look(model, {{"layer", 4}, {"c", 0}, {"y", 0}, {"x", 0}, {"image", image}});
        const std::vector<bool> dropped = model.dropped();
        REQUIRE(dropped.size() == 6 * 3 * 3);
        for (int i = 0; i < 54; ++i) {
            const json told = look(model, {{"layer", 4}, {"c", i / 9}, {"y", i / 3 % 3}, {"x", i % 3}});
            CHECK((told["trace"]["terms"][0]["factor"] == 0) == dropped[static_cast<std::size_t>(i)]);
        }
    }
    REQUIRE(set(model, "layer", "3").ok());
    CHECK(model.dropped().empty());
    REQUIRE(set(model, "layer", "4").ok());
    REQUIRE(set(model, "in_training", "0").ok());
    CHECK(model.dropped().empty());
}

TEST_CASE("mnist: the batch has the chosen image in it, as many as a frame has time for, and no drawing") {
    MnistModel model = in_a_batch();
    CHECK(model.batch_size() == 8);
    const int last = model.data()->test.count() - 1;
    REQUIRE(model.command("choose-image", {{"set", "test"}, {"image", last}}).ok());
    CHECK(model.batch_position() == 7);
    REQUIRE(model.command("previous-image", {}).ok());
    CHECK(model.batch_position() == 6);
    REQUIRE(set(model, "image", "7").ok());
    CHECK(model.batch_position() == 0);
    REQUIRE(set(model, "batch_images", "32").ok());
    CHECK(model.batch_size() == 32);
    REQUIRE(model.command("draw", {{"strokes", {{{0.2, 0.2}, {0.8, 0.8}}}}}).ok());
    CHECK_FALSE(model.in_batch());
    const json drawn = look(model, {{"layer", 1}, {"c", 0}, {"y", 0}, {"x", 0}});
    CHECK(drawn["batch"].is_null());
    REQUIRE(model.command("clear-drawing", {}).ok());
    CHECK(model.in_batch());

    // A large network has fewer; one that trains as it predicts has no batch.
    REQUIRE(model.command("choose-network", {{"network", "resnet-20"}}).ok());
    CHECK(model.differs_in_training());
    CHECK(model.most_in_batch() == 2);
    REQUIRE(model.command("choose-network", {{"network", "lenet-5"}}).ok());
    CHECK_FALSE(model.differs_in_training());
    CHECK_FALSE(model.in_batch());
}

}  // namespace shell::lesson_mnist
