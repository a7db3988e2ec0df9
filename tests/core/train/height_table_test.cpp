// S0-4: numbers to predict. The lecture's example as it is printed, and repaired.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/base/rng.h"
#include "core/net/spec_text.h"
#include "core/train/trainer.h"
#include "tests/core/train/finish.h"

namespace {

using namespace cnn;
using cnn::testing::finish;
using cnn::testing::train;

constexpr float kPrintedRate = 0.01F;
// E5: the printed loss is a mean over 10 rows, the printed gradient lacks the 1 / 10.
constexpr float kLiteralRate = 10 * kPrintedRate;

TrainingConfig config_for(const char* text, float rate) {
    TrainingConfig config;
    config.network = parse_network(text, {1, 2, 1, 1}).value();
    config.optimizer = OptimizerKind::kSgd;
    config.loss = LossKind::kMeanSquared;
    config.rate = rate;
    config.batch = 10;
    config.epochs = 10000;
    return config;
}

SharedData standardised_heights() {
    DataSplit data = *height_table();
    standardise(data, 10);
    return std::make_shared<const DataSplit>(std::move(data));
}

// The lecture's start: everything uniform in [0, 1).
void start_uniform(Trainer& trainer, std::uint64_t seed) {
    Network network = trainer.network();
    Rng rng(seed);
    for (float& parameter : network.parameters) parameter = rng.unit();
    trainer.set_weights(network);
}

void learn(Trainer& trainer, int updates) {
    train(trainer, updates);
    REQUIRE_FALSE(trainer.divergence());
}

float loss_of(Trainer& trainer) {
    trainer.begin_evaluation(ImageSet::kTest);
    finish(trainer);
    CHECK(trainer.evaluation().accuracy == 0.0F);
    return trainer.evaluation().loss;
}

// Hidden activations above 0, of all rows.
int alive(const Trainer& trainer, const Dataset& data) {
    int count = 0;
    for (int row = 0; row < data.count(); ++row) {
        float input[2];
        data.image_to(row, input);
        const Activations run = run_image(trainer.network(), input);
        const auto hidden = run.outputs[run.outputs.size() - 2].values();
        count += static_cast<int>(std::count_if(hidden.begin(), hidden.end(), [](float h) { return h > 0; }));
    }
    return count;
}

}  // namespace

TEST_CASE("S0-4, E6: run as it is printed, the network dies in two steps and predicts the mean height") {
    for (const std::uint64_t seed : {1, 2, 3}) {
        CAPTURE(seed);
        Trainer trainer(config_for("dense 2 | relu | dense 1", kLiteralRate), height_table(), 1);
        start_uniform(trainer, seed);
        CHECK(loss_of(trainer) > 1000);
        learn(trainer, 1);
        CHECK(loss_of(trainer) > 1e15F);
        learn(trainer, 1);
        CHECK(alive(trainer, height_table()->test) == 0);
        learn(trainer, 198);
        CHECK(loss_of(trainer) == doctest::Approx(70.04));                     // the variance of the heights
        CHECK(trainer.network().parameters.back() == doctest::Approx(168.6));  // their mean
    }
}

TEST_CASE("S0-4, E5: the gradient of the mean is a tenth of the printed sum") {
    TrainingConfig config = config_for("dense 1", kPrintedRate);
    config.network.initialiser = {Initialiser::kZeros, 0};
    Trainer trainer(config, height_table(), 1);
    learn(trainer, 1);
    // All predictions are 0: the mean of 2 (0 - y) is -337.2, the printed sum -3372.
    CHECK(trainer.network().parameters.back() == doctest::Approx(kPrintedRate * 337.2F));
}

TEST_CASE("S0-4: on standardised columns a dense layer finds the line of least squares") {
    const SharedData data = standardised_heights();
    Trainer trainer(config_for("dense 1", 0.1F), data, 1);
    learn(trainer, 1000);
    const Dataset& rows = data->train;
    const auto slope = [&](std::size_t column) {
        return trainer.network().parameters[column] * rows.target_deviation[0] / rows.deviation[column];
    };
    CHECK(slope(0) == doctest::Approx(-0.53978).epsilon(1e-4));
    CHECK(slope(1) == doctest::Approx(0.19506).epsilon(1e-3));
    const float middle = trainer.network().parameters[2] * rows.target_deviation[0] + rows.target_mean[0];
    CHECK(middle - slope(0) * rows.mean[0] - slope(1) * rows.mean[1] ==
          doctest::Approx(179.123).epsilon(1e-5));
    CHECK(loss_of(trainer) * rows.target_deviation[0] * rows.target_deviation[0] ==
          doctest::Approx(4.665).epsilon(1e-3));
}

TEST_CASE("S0-4: on standardised columns the lecture's network learns, and bends the line") {
    float best = 1;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Trainer trainer(config_for("dense 2 | relu | dense 1", kLiteralRate), standardised_heights(), 1);
        start_uniform(trainer, seed);
        const float first = loss_of(trainer);
        learn(trainer, 1000);
        CHECK(loss_of(trainer) < first);
        best = std::min(best, loss_of(trainer));
    }
    CHECK(best < 0.03F);  // a line leaves 4.665 / 70.04 = 0.067
}

TEST_CASE(
    "numbers to predict: standardised and back, split row by row, and losses that compare classes refused") {
    const SharedData data = standardised_heights();
    float wanted = 0;
    data->train.targets_to(0, LossKind::kMeanSquared, 1, &wanted);
    CHECK(wanted == doctest::Approx((175 - 168.6) / std::sqrt(70.04)));
    CHECK(data->train.in_target_unit(0, wanted) == doctest::Approx(175));
    const DataSplit parts = split(height_table()->train, 0.3F, 1);
    CHECK(parts.test.targets.size() == 3);
    CHECK(parts.train.targets.size() == 7);
    TrainingConfig config = config_for("dense 1", 0.1F);
    CHECK(check_training(config, *data).ok());
    config.loss = LossKind::kCrossEntropy;
    CHECK_FALSE(check_training(config, *data).ok());
    CHECK(check_training(config_for("dense 3", 0.1F), *data).error().sentence ==
          "The network gives 3 values, the training rows have 1 to predict: end it with dense 1.");
}
