// The hash of 50 updates with everything that draws or divides: whatever the build, the instruction set, the
// number of workers, sliced or threaded. It changes only when the arithmetic of training is changed on
// purpose. Batch norm keeps a batch in one piece; the same network without it is cut into chunks, whose sum
// must not depend on who computed them.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include "core/net/spec_text.h"
#include "core/runner/runner.h"
#include "core/train/trainer.h"
#include "tests/core/train/finish.h"

namespace {

using namespace cnn;

struct Golden {
    const char* spec;
    std::uint64_t hash;
};
constexpr Golden kGolden[] = {
    {"conv 6 3x3 p1 nobias | batchnorm | relu | residual [conv 6 3x3 p1 g2 | tanh] | maxpool 2 | "
     "dropout 0.2 | dense 24 | batchnorm m0.8 | relu | dropout 0.4 | dense 10",
     0xE16970D7118EBF65ULL},
    {"conv 6 3x3 p1 | relu | residual [conv 6 3x3 p1 g2 | tanh] | maxpool 2 | "
     "dropout 0.2 | dense 24 | relu | dropout 0.4 | dense 10",
     0x21D826E57E6AE7B0ULL},
};

TrainingConfig golden_config(const Golden& golden) {
    const Result<NetworkSpec> spec = parse_network(golden.spec, {1, 1, 8, 8});
    if (!spec) FAIL(spec.error().sentence);
    TrainingConfig config;
    config.network = spec.value();
    config.optimizer = OptimizerKind::kNadam;
    config.rate = 0.01F;
    config.schedule = {ScheduleKind::kCosine, 0.5F, 1, 0.5F};
    config.l2 = 1e-4F;
    config.clip_norm = 1;
    config.augment = {0.1F, 10, 0.1F, 5, true, 0.05F};
    config.batch = 60;
    config.limit = 700;  // 12 updates an epoch, the last of 40 images
    config.epochs = 5;
    return config;
}

SharedData standardised_digits() {
    DataSplit data = *embedded_digits();
    standardise(data, 700);
    return std::make_shared<const DataSplit>(std::move(data));
}

std::uint64_t hash_after_updates(Runner& runner, const Golden& golden, int updates) {
    const auto settle = [&runner] {
        while (runner.work(5)) std::this_thread::sleep_for(std::chrono::microseconds(200));
    };
    REQUIRE(runner.post(Configure{golden_config(golden), standardised_digits(), 1}));
    settle();
    REQUIRE_MESSAGE(runner.snapshot()->refusal.empty(), runner.snapshot()->refusal);
    while (runner.snapshot()->step < updates) {
        REQUIRE(runner.post(StepOnce{}));
        settle();
    }
    return runner.snapshot()->parameters_hash;
}

}  // namespace

TEST_CASE("golden hash: every instruction set, 1, 2 and 4 jobs at a time") {
    for (const Golden& golden : kGolden) {
        for (const KernelTable* kernels : available_kernels()) {
            for (const int workers : {1, 2, 4}) {
                const std::string name(kernels->name);
                CAPTURE(golden.spec);
                CAPTURE(name);
                CAPTURE(workers);
                Trainer trainer(golden_config(golden), standardised_digits(), workers, *kernels);
                testing::train(trainer, 50);
                REQUIRE(!trainer.divergence());
                CHECK(parameters_hash(trainer.network()) == golden.hash);
            }
        }
    }
}

TEST_CASE("golden hash: sliced, and threaded with 1, 2 and 4 workers") {
    for (const Golden& golden : kGolden) {
        CAPTURE(golden.spec);
        CHECK(hash_after_updates(*make_sliced_runner(), golden, 50) == golden.hash);
        for (const int threads : {1, 2, 4}) {
            const auto runner = make_threaded_runner(threads);
            REQUIRE((runner != nullptr) == static_cast<bool>(CNN_THREADS));
            if (runner != nullptr) CHECK(hash_after_updates(*runner, golden, 50) == golden.hash);
        }
    }
}
