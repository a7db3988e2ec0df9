// Points in the plane: their shapes, and what a network makes of them.
#include "core/train/synthetic.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "core/net/spec_text.h"
#include "core/train/trainer.h"
#include "tests/core/train/finish.h"

namespace {

using namespace cnn;

float accuracy_after(const std::string& text, const DataSplit& data, int epochs) {
    const Result<NetworkSpec> spec = parse_network(text, data.train.image);
    if (!spec) FAIL(spec.error().sentence);
    TrainingConfig config;
    config.network = spec.value();
    config.optimizer = OptimizerKind::kAdam;
    config.rate = 0.01F;
    config.batch = 32;
    const Status status = check_training(config, data);
    if (!status) FAIL(status.error().sentence);
    Trainer trainer(config, std::make_shared<const DataSplit>(data), 1);
    testing::train(trainer, epochs * trainer.steps_per_epoch());
    trainer.begin_evaluation(ImageSet::kTest);
    testing::finish(trainer);
    return trainer.evaluation().accuracy;
}

}  // namespace

TEST_CASE("synthetic sets: classes in turn, bits from the seed") {
    for (const SyntheticInfo& info : synthetic_sets()) {
        const std::string name(info.name);
        CAPTURE(name);
        CHECK(find_synthetic(info.name) == info.kind);
        const Dataset data = make_synthetic(info.kind, 99, 0.05F, 1);
        CHECK(data.count() == 99);
        CHECK(data.values.size() == 198);
        CHECK(data.classes == info.classes);
        for (std::size_t i = 0; i < 99; ++i)
            CHECK(data.labels[i] == i % static_cast<std::size_t>(info.classes));
        CHECK(data.largest(0) < 1.5F);
        CHECK(make_synthetic(info.kind, 99, 0.05F, 1).values == data.values);
        CHECK(make_synthetic(info.kind, 99, 0.05F, 2).values != data.values);
    }
    CHECK(!find_synthetic("cubes"));
}

TEST_CASE("circles lie on their radii; xor's class is the sign of x y") {
    const Dataset circles = make_synthetic(SyntheticKind::kCircles, 100, 0, 3);
    const Dataset squares = make_synthetic(SyntheticKind::kXor, 100, 0, 3);
    for (std::size_t i = 0; i < 100; ++i) {
        CHECK(std::hypot(circles.values[2 * i], circles.values[2 * i + 1]) ==
              doctest::Approx(circles.labels[i] == 0 ? 1.0 : 0.5));
        CHECK((squares.values[2 * i] * squares.values[2 * i + 1] > 0) == (squares.labels[i] == 0));
    }
}

TEST_CASE("a line parts the clouds and not the others; a small network parts all") {
    for (const SyntheticInfo& info : synthetic_sets()) {
        const std::string name(info.name);
        CAPTURE(name);
        const DataSplit data = split(make_synthetic(info.kind, 600, 0.03F, 1), 0.25F, 1);
        const std::string end = "dense " + std::to_string(info.classes);
        const float straight = accuracy_after(end, data, 20);
        if (info.kind == SyntheticKind::kGaussians)
            CHECK(straight > 0.99F);
        else
            CHECK(straight < 0.95F);
        CHECK(accuracy_after("dense 32 | relu | dense 32 | relu | " + end, data, 150) > 0.95F);
    }
}
