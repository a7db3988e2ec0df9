// Two classes told apart by one output: its targets, the gradient, what training makes of it, and what is
// refused.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "core/net/spec_text.h"
#include "core/train/chunk_job.h"
#include "core/train/measures.h"
#include "core/train/synthetic.h"
#include "core/train/trainer.h"
#include "tests/core/net/network_of.h"
#include "tests/core/train/finish.h"

namespace {

using namespace cnn;

constexpr Shape kPoint{1, 2, 1, 1};

SharedData points(SyntheticKind kind) {
    return std::make_shared<const DataSplit>(split(make_synthetic(kind, 600, 0.03F, 1), 0.25F, 1));
}

TrainingConfig config_for(const char* text, LossKind loss) {
    TrainingConfig config;
    config.network = parse_network(text, kPoint).value();
    config.loss = loss;
    config.optimizer = OptimizerKind::kAdam;
    config.rate = 0.01F;
    config.batch = 32;
    return config;
}

std::string refusal(const char* text, LossKind loss, SyntheticKind kind = SyntheticKind::kMoons) {
    const Status status = check_training(config_for(text, loss), *points(kind));
    return status.ok() ? "accepted" : status.error().sentence;
}

// Of logistic regression, in double: the mean loss of the first images under weights (w0, w1, b).
double defined_loss(const Dataset& data, int images, const std::vector<double>& weights) {
    double sum = 0;
    for (int i = 0; i < images; ++i) {
        float x[2];
        data.image_to(i, x);
        const double z =
            weights[0] * static_cast<double>(x[0]) + weights[1] * static_cast<double>(x[1]) + weights[2];
        const double s = 1 / (1 + std::exp(-z));
        sum -= data.labels[static_cast<std::size_t>(i)] == 1 ? std::log(s) : std::log(1 - s);
    }
    return sum / images;
}

}  // namespace

TEST_CASE("one output: 1 asks for class 1, and class 0 is what the loss reads as no") {
    const auto target = [](LossKind kind, int label) {
        float written = 7;
        class_targets(kind, label, 1, &written);
        return written;
    };
    for (const LossInfo& info : losses()) CHECK(target(info.kind, 1) == 1.0F);
    CHECK(target(LossKind::kBinaryCrossEntropy, 0) == 0.0F);
    CHECK(target(LossKind::kHinge, 0) == 0.0F);
    CHECK(target(LossKind::kMeanSquared, 0) == -1.0F);
    CHECK(target(LossKind::kMeanAbsolute, 0) == -1.0F);
    float three[3] = {7, 7, 7};
    class_targets(LossKind::kMeanSquared, 2, 3, three);
    CHECK((three[0] == 0 && three[1] == 0 && three[2] == 1));
    // A network that says 0 loses the same whichever class it is, and that is what guessing costs.
    for (const LossInfo& info : losses()) {
        if (info.kind == LossKind::kCrossEntropy) continue;
        for (const int label : {0, 1}) {
            const float z = 0;
            const float t = target(info.kind, label);
            float loss = 0;
            info.apply({1, 1, &z, nullptr, nullptr, &t, &loss, 0, nullptr});
            CHECK(loss == loss_of_guessing(info.kind, 1));
        }
    }
    CHECK(loss_of_guessing(LossKind::kBinaryCrossEntropy, 1) == doctest::Approx(std::log(2.0)));
    CHECK(trains_probabilities(LossKind::kBinaryCrossEntropy, 1));
    CHECK_FALSE(trains_probabilities(LossKind::kBinaryCrossEntropy, 2));
    CHECK_FALSE(trains_probabilities(LossKind::kHinge, 1));
    CHECK(trains_probabilities(LossKind::kCrossEntropy, 2));
}

TEST_CASE("one output: the gradient of binary cross-entropy is that of logistic regression in double") {
    constexpr int kImages = 40;
    const Dataset data = make_synthetic(SyntheticKind::kMoons, kImages, 0.1F, 4);
    const Network network = testing::network_of("dense 1", kPoint, 3);
    std::vector<std::uint32_t> images(kImages);
    std::iota(images.begin(), images.end(), 0U);
    ChunkJob job(best_kernels(), network.spec, network.plan, kImages);
    job.start({&network, &data, images, LossKind::kBinaryCrossEntropy, 1.0F / kImages});
    while (job.advance()) {
    }
    std::vector<double> weights(network.parameters.begin(), network.parameters.end());
    REQUIRE(weights.size() == 3);
    double loss = 0;
    for (const float one : job.losses()) loss += static_cast<double>(one) / kImages;
    CHECK(loss == doctest::Approx(defined_loss(data, kImages, weights)).epsilon(1e-5));
    for (std::size_t k = 0; k < 3; ++k) {
        const double at = weights[k];
        weights[k] = at + 1e-5;
        const double above = defined_loss(data, kImages, weights);
        weights[k] = at - 1e-5;
        const double below = defined_loss(data, kImages, weights);
        weights[k] = at;
        CHECK(std::fabs(static_cast<double>(job.gradient()[k]) - (above - below) / 2e-5) < 1e-6);
    }
    REQUIRE(job.probabilities().size() == 2 * kImages);
    for (std::size_t i = 0; i < kImages; ++i) {
        const auto shares = job.probabilities().subspan(2 * i, 2);
        CHECK(job.predictions()[i] == (shares[1] > shares[0] ? 1 : 0));
        CHECK(job.confidence()[i] == std::max(shares[0], shares[1]));
    }
}

TEST_CASE("one output: every loss but cross-entropy parts two half moons, and the measures see two classes") {
    const SharedData data = points(SyntheticKind::kMoons);
    for (const LossInfo& info : losses()) {
        if (info.kind == LossKind::kCrossEntropy) continue;
        CAPTURE(std::string(info.name));
        const TrainingConfig config = config_for("dense 16 | tanh | dense 16 | tanh | dense 1", info.kind);
        REQUIRE(check_training(config, *data).ok());
        Trainer trainer(config, data, 2);
        testing::train(trainer, 60 * trainer.steps_per_epoch());
        trainer.begin_evaluation(ImageSet::kTest);
        testing::finish(trainer);
        const Evaluation evaluation = trainer.evaluation();
        CHECK(evaluation.accuracy > 0.97F);
        CHECK(evaluation.classes == 2);
        REQUIRE(evaluation.confusion.size() == 4);
        CHECK(std::accumulate(evaluation.confusion.begin(), evaluation.confusion.end(), 0) == 150);
        CHECK(evaluation.confusion[0] + evaluation.confusion[3] == std::lround(evaluation.accuracy * 150));
        REQUIRE(evaluation.probabilities.size() == 300);
        for (std::size_t i = 0; i < 300; i += 2)
            CHECK(evaluation.probabilities[i] + evaluation.probabilities[i + 1] == doctest::Approx(1));
        const Measures measures = measure(evaluation);
        CHECK(measures.classes.size() == 2);
        CHECK(measures.classes[1].roc_area > 0.99);
        CHECK(measures.top_k.size() == 1);
    }
}

TEST_CASE("one output: what cannot be is refused with what to do") {
    CHECK(refusal("dense 1", LossKind::kBinaryCrossEntropy) == "accepted");
    CHECK(refusal("dense 1", LossKind::kCrossEntropy) ==
          "The network gives 1 value, a yes or no, and the loss cross-entropy compares one for each class: "
          "choose the loss binary-cross-entropy, or end the network with dense 2.");
    CHECK(refusal("dense 1", LossKind::kBinaryCrossEntropy, SyntheticKind::kSpirals) ==
          "The network gives 1 value for the 3 classes of the training images: end it with dense 3.");
    CHECK(refusal("dense 3", LossKind::kCrossEntropy) ==
          "The network gives 3 values for the 2 classes of the training images: end it with dense 2.");
    CHECK(refusal("dense 1 | sigmoid", LossKind::kBinaryCrossEntropy) ==
          "The loss binary-cross-entropy has the sigmoid in it: leave out the last sigmoid.");
    CHECK(refusal("dense 1 | sigmoid", LossKind::kMeanSquared) ==
          "What a single output says is read through a sigmoid: leave out the last sigmoid.");
    CHECK(refusal("dense 2 | sigmoid", LossKind::kMeanSquared) == "accepted");
}
