// How long the runs are that the lectures print, as the trainer counts them.
#include <doctest/doctest.h>

#include <cmath>
#include <memory>

#include "core/net/spec_text.h"
#include "core/net/summary.h"
#include "core/net/zoo.h"
#include "core/train/trainer.h"
#include "tests/core/train/finish.h"

namespace {

using namespace cnn;

// Black images of one pixel: updates are counted by images, whatever is on them.
Dataset blank(int images) {
    Dataset data;
    data.image = {1, 1, 1, 1};
    data.labels.resize(static_cast<std::size_t>(images));
    data.pixels = std::vector<std::uint8_t>(data.labels.size());
    return data;
}

NetworkSpec spec_of(std::string_view text, Shape input) {
    const Result<NetworkSpec> spec = parse_network(text, input);
    if (!spec) FAIL(spec.error().sentence);
    return spec.value();
}

}  // namespace

TEST_CASE("S2-26: 469 updates of 128 see 60,000 images, 313 steps of 32 test 10,000") {
    TrainingConfig config;
    config.network = spec_of("dense 10", {1, 1, 1, 1});
    config.batch = find_network("s2-25")->batch;
    const auto data = std::make_shared<const DataSplit>(DataSplit{blank(60000), blank(10000)});
    REQUIRE(check_training(config, *data).ok());
    Trainer trainer(config, data, 1);
    CHECK(trainer.steps_per_epoch() == 469);
    int seen = 0;
    for (int step = 0; step < 469; ++step) {
        testing::train(trainer, 1);
        seen += trainer.batch_images();
    }
    CHECK(seen == 60000);
    CHECK(trainer.batch_images() == 96);  // what is left for the last

    // Keras tests 32 images at a time unless it is told otherwise; so does this trainer where its batches
    // are of 64.
    config.batch = 64;
    Trainer tester(config, data, 1);
    tester.begin_evaluation(ImageSet::kTest);
    int steps = 0;
    for (; tester.busy(); ++steps) {
        while (tester.advance_job(0)) {
        }
        tester.collect();
    }
    CHECK(steps == 313);
    CHECK(tester.evaluation().images == 10000);
}

TEST_CASE("S1-16: a grid of 7 rates by 7 penalties is 49 runs of S1-15, 174 billion multiply-adds") {
    const ZooEntry& lecture = *find_network("s1-15");
    TrainingConfig config;
    config.network = spec_of(lecture.spec, lecture.input);
    config.optimizer = *find_optimizer(lecture.optimizer);
    config.batch = lecture.batch;
    config.epochs = lecture.epochs;
    const SharedData digits = embedded_digits();
    // forward, and about twice as many on the way back
    const std::int64_t of_an_image = 3 * summarise(config.network).multiply_adds;
    int runs = 0;
    std::int64_t multiply_adds = 0;
    for (int rate = -5; rate <= 1; ++rate)
        for (int penalty = -5; penalty <= 1; ++penalty) {
            config.rate = std::pow(10.0F, static_cast<float>(rate));
            config.l2 = std::pow(10.0F, static_cast<float>(penalty));
            REQUIRE(check_training(config, *digits).ok());
            const int images = divide(config, digits->train).train;
            multiply_adds += of_an_image * images * config.epochs;
            ++runs;
        }
    CHECK(runs == 49);
    CHECK(multiply_adds == 174'060'936'000);
}
