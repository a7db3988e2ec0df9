// The trainer: what training must do on any machine, and the bits that it must give on all of them.
#include "core/train/trainer.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>

#include "core/base/bits.h"
#include "core/base/rng.h"
#include "core/net/spec_text.h"
#include "core/net/zoo.h"
#include "tests/core/train/finish.h"

namespace {

using namespace cnn;
using cnn::testing::finish;
using cnn::testing::train;

TrainingConfig config_for(const std::string& text, Shape input) {
    const Result<NetworkSpec> spec = parse_network(text, input);
    if (!spec) FAIL(spec.error().sentence);
    TrainingConfig config;
    config.network = spec.value();
    return config;
}

TrainingConfig config_of(std::string_view slug) {
    const ZooEntry* entry = find_network(slug);
    REQUIRE(entry != nullptr);
    TrainingConfig config = config_for(std::string(entry->spec), entry->input);
    config.optimizer = *find_optimizer(entry->optimizer);
    config.rate = entry->rate;
    config.batch = entry->batch;
    config.epochs = entry->epochs;
    return config;
}

// `count` images of noise with a bright bar whose place is the label: MNIST's shape without its file.
SharedData bars(int count, int side = 28) {
    DataSplit split;
    for (Dataset* data : {&split.train, &split.test}) {
        Rng rng(data == &split.train ? 1 : 2);
        data->name = "bars";
        data->image = {1, 1, side, side};
        for (int i = 0; i < count; ++i) {
            const int label = i % 10;
            data->labels.push_back(static_cast<std::uint8_t>(label));
            for (int y = 0; y < side; ++y)
                for (int x = 0; x < side; ++x)
                    data->pixels.edit().push_back(static_cast<std::uint8_t>(
                        x * 10 / side == label ? 155 + rng.below(100) : rng.below(100)));
        }
    }
    return std::make_shared<const DataSplit>(std::move(split));
}

}  // namespace

TEST_CASE("an untrained network of ten classes is within 2 % of guessing") {
    Trainer trainer(config_of("s4-13"), bars(200), 1);
    trainer.begin_evaluation(ImageSet::kTest);
    finish(trainer);
    CHECK(trainer.evaluation().images == 200);
    CHECK(trainer.evaluation().loss == doctest::Approx(std::log(10.0)).epsilon(0.02));
}

TEST_CASE("eight images are learnt by heart") {
    TrainingConfig config = config_of("s4-13");
    config.limit = 8;
    config.batch = 8;
    Trainer trainer(config, bars(20), 1);
    train(trainer, 100);
    CHECK(trainer.batch_loss() < 1e-3F);
    CHECK(trainer.batch_accuracy() == 1.0F);
}

TEST_CASE("rate 0 changes no bit") {
    for (const OptimizerInfo& optimizer : optimizers()) {
        TrainingConfig config = config_of("small");
        config.optimizer = optimizer.kind;
        config.rate = 0;
        Trainer trainer(config, bars(100), 1);
        const std::uint64_t before = parameters_hash(trainer.network());
        train(trainer, 3);
        CHECK(parameters_hash(trainer.network()) == before);
    }
}

TEST_CASE("same seed, same bits, whatever the number of jobs at a time; another seed, other bits") {
    std::set<std::uint64_t> hashes;
    for (const int workers : {1, 2, 3, 8}) {
        TrainingConfig config = config_of("small");
        config.batch = 50;  // chunks of 25
        Trainer trainer(config, bars(120), workers);
        train(trainer, 7);  // over the end of an epoch, whose last batch is smaller
        hashes.insert(parameters_hash(trainer.network()));
    }
    CHECK(hashes.size() == 1);
    TrainingConfig config = config_of("small");
    config.batch = 50;
    config.seed = 2;
    Trainer trainer(config, bars(120), 1);
    train(trainer, 7);
    CHECK(hashes.count(parameters_hash(trainer.network())) == 0);
}

TEST_CASE(
    "batch norm and dropout in branches: same bits whatever the number of jobs; statistics are restored") {
    const TrainingConfig config = config_for(
        "init he_normal | conv 6 3x3 s2 nobias | batchnorm | relu | residual [conv 6 3x3 p1 nobias | "
        "batchnorm | dropout 0.25] | relu | globalavgpool | dense 10",
        {1, 1, 12, 12});
    Trainer one(config, bars(160, 12), 1);
    Trainer three(config, bars(160, 12), 3);
    train(one, 4);
    TrainingState state;
    one.save(state);
    train(one, 4);
    train(three, 8);
    CHECK(one.step() == 8);
    CHECK(one.network().parameters == three.network().parameters);
    CHECK(one.network().state == three.network().state);
    CHECK(one.network().state != state.state);
    const Floats trained = one.network().state;
    one.restore(state);
    CHECK(one.network().state == state.state);
    train(one, 4);
    CHECK(one.network().state == trained);
}

// Golden: gcc, clang, wasm scalar or SIMD, sliced or threaded must give these bits. They change only when the
// arithmetic of training is changed on purpose.
TEST_CASE("fifty updates give the golden bits") {
    struct Golden {
        const char* slug;
        std::uint32_t loss_bits;
        std::uint64_t hash;
    };
    const Golden goldens[] = {
        {"quick", 0x400D1674, 0x80DBE89CA31A56A6ULL},
        {"s1-15", 0x3FE890B7, 0x05BAD4E2FE4132ABULL},
    };
    for (const Golden& golden : goldens) {
        CAPTURE(golden.slug);
        Trainer trainer(config_of(golden.slug), embedded_digits(), 1);
        train(trainer, 50);
        CHECK(bits_of(trainer.batch_loss()) == golden.loss_bits);
        CHECK(parameters_hash(trainer.network()) == golden.hash);
    }
}

TEST_CASE("fifty updates of a network with every kind of layer give the golden bits") {
    TrainingConfig config = config_for(
        "conv 6 5x5 p2 | tanh | avgpool 2 | conv 8 3x3 s2 | relu | maxpool 3 s2 | dense 20 | tanh | dense 10",
        {1, 1, 28, 28});
    config.optimizer = OptimizerKind::kMomentum;
    config.rate = 0.05F;
    config.batch = 30;
    Trainer trainer(config, bars(400), 2);
    train(trainer, 50);
    CHECK(bits_of(trainer.batch_loss()) == 0x3E51312D);
    CHECK(parameters_hash(trainer.network()) == 0x791316D94969B605ULL);
}

TEST_CASE("batch norm takes mean and variance of the whole batch, whatever the number of jobs at a time") {
    TrainingConfig config = config_for("batchnorm m0.75 | dense 10", {1, 1, 4, 4});
    config.limit = config.batch = 50;  // all images: the order does not matter
    const SharedData data = bars(50, 4);
    double sum = 0;
    double squares = 0;
    std::vector<float> image(16);
    for (int i = 0; i < config.limit; ++i) {
        data->train.image_to(i, image.data());
        for (const double value : image) {
            sum += value;
            squares += value * value;
        }
    }
    const double mean = sum / (50 * 16);
    const double variance = squares / (50 * 16) - mean * mean;
    for (const int workers : {1, 2, 4}) {
        Trainer trainer(config, data, workers);
        train(trainer, 1);
        CHECK(trainer.network().state[0] == doctest::Approx(0.25 * mean).epsilon(1e-5));
        CHECK(trainer.network().state[1] == doctest::Approx(0.75 + 0.25 * variance).epsilon(1e-5));
    }
}

TEST_CASE("batch norm learns with two images a batch") {
    TrainingConfig config = config_for("dense 16 | batchnorm | relu | dense 10", {1, 1, 4, 4});
    config.optimizer = OptimizerKind::kAdam;
    config.rate = 0.01F;
    config.batch = 2;
    Trainer trainer(config, bars(200, 4), 2);
    train(trainer, 600);
    trainer.begin_evaluation(ImageSet::kTest);
    finish(trainer);
    CHECK(trainer.evaluation().accuracy > 0.35F);  // four columns: four bars of ten can be told apart
}

TEST_CASE("the last batch of an epoch is smaller, and every image is seen once an epoch") {
    TrainingConfig config = config_of("small");
    config.batch = 32;
    config.limit = 70;
    Trainer trainer(config, bars(100), 1);
    CHECK(trainer.steps_per_epoch() == 3);
    int images = 0;
    for (int i = 0; i < 3; ++i) {
        train(trainer, 1);
        images += trainer.batch_images();
    }
    CHECK(images == 70);
    CHECK(trainer.batch_images() == 6);
}

TEST_CASE("a batch larger than the data is the data") {
    TrainingConfig config = config_of("quick");
    config.batch = 4096;
    Trainer trainer(config, embedded_digits(), 1);
    CHECK(trainer.steps_per_epoch() == 1);
    train(trainer, 2);
    CHECK(trainer.batch_images() == 1437);
    CHECK(trainer.step() == 2);
}

TEST_CASE("validation images are held out of training; a sample is spread over them") {
    TrainingConfig config = config_of("quick");
    config.validation = 237;
    Trainer trainer(config, embedded_digits(), 2);
    CHECK(trainer.training_images() == 1200);
    trainer.begin_evaluation(ImageSet::kValidation);
    finish(trainer);
    CHECK(trainer.evaluation().total == 237);
    trainer.begin_evaluation(ImageSet::kTest);
    finish(trainer);
    CHECK(trainer.evaluation().total == 360);
}

TEST_CASE("an evaluation counts each image once, in its true class's row") {
    Trainer trainer(config_of("quick"), embedded_digits(), 3);
    train(trainer, 200);
    trainer.begin_evaluation(ImageSet::kTest);
    finish(trainer);
    const Evaluation evaluation = trainer.evaluation();
    const SharedData digits = embedded_digits();
    const Dataset& test = digits->test;
    REQUIRE(evaluation.confusion.size() == 100);
    std::vector<int> rows(10, 0);
    int diagonal = 0;
    for (std::size_t i = 0; i < 100; ++i) {
        rows[i / 10] += evaluation.confusion[i];
        if (i / 10 == i % 10) diagonal += evaluation.confusion[i];
    }
    std::vector<int> labels(10, 0);
    for (const std::uint8_t label : test.labels) ++labels[label];
    CHECK(rows == labels);
    CHECK(evaluation.accuracy == doctest::Approx(diagonal / 360.0));
    CHECK(evaluation.accuracy > 0.7F);
    // What is said of one image is what run_image says of it.
    std::vector<float> image(64);
    for (const int i : {0, 100, 359}) {
        test.image_to(i, image.data());
        const Activations run = run_image(trainer.network(), image);
        const auto k = static_cast<std::size_t>(i);
        CHECK(run.probabilities[evaluation.predictions[k]] == evaluation.confidence[k]);
    }
}

TEST_CASE("a diverging run stops before the update is made, names the layer and keeps finite weights") {
    for (const OptimizerInfo& optimizer : optimizers()) {
        for (const float rate : {1e3F, 1e12F, 1e30F}) {
            CAPTURE(optimizer.title);
            CAPTURE(rate);
            TrainingConfig config = config_of("lenet-5");
            config.network =
                config_for("conv 4 3x3 | relu | maxpool 2 | dense 16 | relu | dense 10", {1, 1, 28, 28})
                    .network;
            config.optimizer = optimizer.kind;
            config.rate = rate;
            Trainer trainer(config, bars(100), 1);
            train(trainer, 100);
            for (const float weight : trainer.network().parameters) REQUIRE(std::isfinite(weight));
            REQUIRE(std::isfinite(trainer.batch_loss()));
            if (!trainer.divergence()) continue;
            CHECK(trainer.divergence()->step == trainer.step() + 1);
            CHECK(trainer.divergence()->layer >= 0);
            CHECK(trainer.divergence()->sentence.find("Update " + std::to_string(trainer.step() + 1)) == 0);
        }
    }
}

TEST_CASE("SGD with an absurd rate diverges within a few updates, and restore leads back to the same bits") {
    TrainingConfig config = config_of("s4-13");
    config.optimizer = OptimizerKind::kSgd;
    config.rate = 0.01F;
    Trainer trainer(config, bars(300), 1);
    train(trainer, 2);
    TrainingState state;
    trainer.save(state);
    train(trainer, 2);
    const std::uint64_t hash = parameters_hash(trainer.network());
    trainer.set_rate(1e6F);
    train(trainer, 20);
    REQUIRE(trainer.divergence());
    trainer.restore(state);
    CHECK(!trainer.divergence());
    trainer.set_rate(0.01F);
    train(trainer, 2);
    CHECK(parameters_hash(trainer.network()) == hash);
}

TEST_CASE("a config that cannot be trained is refused by name") {
    const SharedData data = embedded_digits();
    const auto refusal = [&](auto change) {
        TrainingConfig config = config_of("quick");
        change(config);
        const Status status = check_training(config, *data);
        return status.ok() ? std::string("accepted") : status.error().sentence;
    };
    const auto names = [](const std::string& sentence, const char* word) {
        CAPTURE(sentence);
        CHECK(sentence.find(word) != std::string::npos);
        CHECK(sentence.back() == '.');
    };
    CHECK(refusal([](TrainingConfig&) {}) == "accepted");
    CHECK(refusal([](TrainingConfig& c) { c.epochs = 0; }) == "accepted");
    CHECK(refusal([](TrainingConfig& c) { c.seed = ~std::uint64_t{0}; }) == "accepted");
    names(refusal([](TrainingConfig& c) { c.batch = 0; }), "batch");
    names(refusal([](TrainingConfig& c) { c.batch = 5000; }), "4096");
    names(refusal([](TrainingConfig& c) { c.epochs = -1; }), "epochs");
    names(refusal([](TrainingConfig& c) { c.rate = -1; }), "rate");
    names(refusal([](TrainingConfig& c) { c.rate = std::nanf(""); }), "rate");
    names(refusal([](TrainingConfig& c) { c.limit = 1438; }), "1437");
    names(refusal([](TrainingConfig& c) { c.validation = 1437; }), "validation");
    names(refusal([](TrainingConfig& c) { c.network = config_of("s4-13").network; }), "1 x 28 x 28");
    names(refusal([](TrainingConfig& c) {
              c.network = config_for("dense 9", {1, 1, 8, 8}).network;
          }),
          "9 values");
    const auto dense_norm = [](TrainingConfig& c) {
        c.network = config_for("dense 16 | batchnorm | relu | dense 10", {1, 1, 8, 8}).network;
        c.limit = 33;
        c.batch = 16;
    };
    names(refusal(dense_norm), "Layer 3 (batchnorm) takes mean and deviation over a batch");
    CHECK(refusal([&](TrainingConfig& c) {
              dense_norm(c);
              c.batch = 15;
          }) == "accepted");
    names(refusal([](TrainingConfig& c) {
              c.network = config_for("dense 10 | sigmoid", {1, 1, 8, 8}).network;
              c.loss = LossKind::kBinaryCrossEntropy;
          }),
          "has the sigmoid in it");
}
