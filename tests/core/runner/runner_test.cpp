// The two runners: commands, snapshots, and equal bits. The threaded half is left out where the build has no
// threads.
#include "core/runner/runner.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <thread>

#include "core/net/spec_text.h"
#include "core/net/zoo.h"
#include "core/train/synthetic.h"

namespace {

using namespace cnn;

TrainingConfig quick_config() {
    const ZooEntry* entry = find_network("quick");
    TrainingConfig config;
    config.network = parse_network(entry->spec, entry->input).value();
    config.optimizer = *find_optimizer(entry->optimizer);
    config.rate = entry->rate;
    config.batch = 100;  // 15 updates an epoch
    config.epochs = 4;
    return config;
}

// Until there is nothing more to do; returns what the screen sees then.
std::shared_ptr<const Snapshot> settle(Runner& runner) {
    while (runner.work(1)) {
    }
    return runner.snapshot();
}

std::shared_ptr<const Snapshot> after(Runner& runner, Command command) {
    REQUIRE(runner.post(std::move(command)));
    return settle(runner);
}

// The sliced runner and, where there are any, threaded ones.
std::vector<std::unique_ptr<Runner>> all_runners() {
    std::vector<std::unique_ptr<Runner>> runners;
    runners.push_back(make_sliced_runner());
    for (const int threads : {1, 2, 3})
        if (auto runner = make_threaded_runner(threads)) runners.push_back(std::move(runner));
    return runners;
}

}  // namespace

TEST_CASE("runners: before a network there is a snapshot, and commands are refused with a sentence") {
    for (const auto& runner : all_runners()) {
        const auto first = runner->snapshot();
        REQUIRE(first != nullptr);
        CHECK(first->state == RunState::kIdle);
        CHECK(first->network == nullptr);
        CHECK(first->training_curve->empty());
        const auto snapshot = after(*runner, Train{});
        CHECK(snapshot->state == RunState::kIdle);
        CHECK(snapshot->refusal == "There is no network yet.");
    }
}

TEST_CASE("runners: a run goes through its epochs and is finished") {
    for (const auto& runner : all_runners()) {
        auto snapshot = after(*runner, Configure{quick_config(), embedded_digits()});
        CHECK(snapshot->state == RunState::kIdle);
        CHECK(snapshot->step == 0);
        CHECK(snapshot->memory_bytes > 0);
        REQUIRE(snapshot->network != nullptr);
        CHECK(snapshot->parameters_hash == parameters_hash(*snapshot->network));
        snapshot = after(*runner, Train{});
        CHECK(snapshot->state == RunState::kFinished);
        CHECK(snapshot->step == 60);
        CHECK(snapshot->steps_per_epoch == 15);
        CHECK(snapshot->epoch == 4);
        REQUIRE(snapshot->rows->size() == 4);
        const EpochRow& last = snapshot->rows->back();
        CHECK(last.epoch == 4);
        CHECK(last.train_loss < snapshot->rows->front().train_loss);
        CHECK(last.parameters_hash == snapshot->parameters_hash);
        CHECK(last.images_per_second > 0);
        CHECK(snapshot->training_curve->size() == 60);
        // One point before the first update, one at each epoch's end.
        REQUIRE(snapshot->validation_curve->size() == 5);
        CHECK(snapshot->validation_curve->front().epoch == 0.0F);
        CHECK(snapshot->validation_curve->front().loss == doctest::Approx(std::log(10.0)).epsilon(0.1));
        CHECK(snapshot->validation_curve->back().epoch == 4.0F);
        // Validation was on the test images, so they are evaluated.
        REQUIRE(snapshot->evaluation != nullptr);
        CHECK(snapshot->evaluation->accuracy == last.validation_accuracy);
        CHECK(snapshot->seconds_left == 0);
    }
}

TEST_CASE("runners: sliced and threaded with 1, 2 and 3 threads give one hash after 50 updates") {
    std::uint64_t hash = 0;
    for (const auto& runner : all_runners()) {
        REQUIRE(runner->post(Configure{quick_config(), embedded_digits()}));
        for (int i = 0; i < 50; ++i) REQUIRE(runner->post(StepOnce{}) == (i < 63));
        // Steps posted together are one wish; the rest is asked for one by one.
        auto snapshot = settle(*runner);
        while (snapshot->step < 50) snapshot = after(*runner, StepOnce{});
        CHECK(snapshot->step == 50);
        if (hash == 0) hash = snapshot->parameters_hash;
        CHECK(snapshot->parameters_hash == hash);
    }
}

TEST_CASE("runners: a run begins with given weights, and a reset goes back to them") {
    for (const auto& runner : all_runners()) {
        after(*runner, Configure{quick_config(), embedded_digits()});
        const std::shared_ptr<const Network> given = after(*runner, StepOnce{})->network;
        const auto start = after(*runner, Configure{quick_config(), embedded_digits(), 2, given});
        CHECK(start->step == 0);
        CHECK(start->parameters_hash == parameters_hash(*given));
        CHECK(after(*runner, StepOnce{})->parameters_hash != parameters_hash(*given));
        CHECK(after(*runner, Reset{})->parameters_hash == parameters_hash(*given));
        TrainingConfig other = quick_config();
        other.network = parse_network("dense 10", {1, 1, 8, 8}).value();
        const auto refused = after(*runner, Configure{other, embedded_digits(), 3, given});
        CHECK(refused->refusal == "The weights to begin with are those of another network.");
        CHECK(refused->run == 2);
    }
}

TEST_CASE("runners: one update, one epoch, more epochs, reset") {
    for (const auto& runner : all_runners()) {
        const auto start = after(*runner, Configure{quick_config(), embedded_digits()});
        auto snapshot = after(*runner, StepOnce{});
        CHECK(snapshot->step == 1);
        CHECK(snapshot->state == RunState::kPaused);
        CHECK(snapshot->training_curve->size() == 1);
        snapshot = after(*runner, EpochOnce{});
        CHECK(snapshot->step == 15);
        CHECK(snapshot->state == RunState::kPaused);
        snapshot = after(*runner, EpochOnce{});
        CHECK(snapshot->step == 30);
        snapshot = after(*runner, SetEpochs{2});
        CHECK(snapshot->state == RunState::kFinished);
        snapshot = after(*runner, Train{});
        CHECK(snapshot->step == 30);
        after(*runner, SetEpochs{3});
        snapshot = after(*runner, Train{});
        CHECK(snapshot->step == 45);
        CHECK(snapshot->state == RunState::kFinished);
        snapshot = after(*runner, Reset{});
        CHECK(snapshot->state == RunState::kIdle);
        CHECK(snapshot->step == 0);
        CHECK(snapshot->rows->empty());
        CHECK(snapshot->evaluation == nullptr);
        CHECK(snapshot->parameters_hash == start->parameters_hash);
    }
}

TEST_CASE("runners: pause holds, and training goes on to the same bits") {
    std::uint64_t whole = 0;
    for (const auto& runner : all_runners()) {
        after(*runner, Configure{quick_config(), embedded_digits()});
        if (whole == 0) {
            whole = after(*runner, Train{})->parameters_hash;
            after(*runner, Reset{});
        }
        REQUIRE(runner->post(Train{}));
        for (int i = 0; i < 3; ++i) runner->work(0);
        auto snapshot = after(*runner, Pause{});
        CHECK((snapshot->state == RunState::kPaused || snapshot->state == RunState::kFinished ||
               snapshot->state == RunState::kIdle));
        CHECK(settle(*runner)->step == snapshot->step);
        snapshot = after(*runner, Train{});
        CHECK(snapshot->state == RunState::kFinished);
        CHECK(snapshot->parameters_hash == whole);
    }
}

TEST_CASE("runners: evaluation on request, with the state it had before") {
    for (const auto& runner : all_runners()) {
        after(*runner, Configure{quick_config(), embedded_digits()});
        auto snapshot = after(*runner, Evaluate{});
        CHECK(snapshot->state == RunState::kIdle);
        REQUIRE(snapshot->evaluation != nullptr);
        CHECK(snapshot->evaluation->images == 360);
        CHECK(snapshot->evaluation->total == 360);
        CHECK(snapshot->evaluation->accuracy < 0.4F);
    }
}

TEST_CASE("runners: the rate changes while it runs, and a bad one is refused") {
    for (const auto& runner : all_runners()) {
        after(*runner, Configure{quick_config(), embedded_digits()});
        auto snapshot = after(*runner, SetRate{0.0F});
        CHECK(snapshot->rate == 0.0F);
        const std::uint64_t before = snapshot->parameters_hash;
        CHECK(after(*runner, StepOnce{})->parameters_hash == before);
        snapshot = after(*runner, SetRate{std::numeric_limits<float>::quiet_NaN()});
        CHECK(!snapshot->refusal.empty());
        CHECK(snapshot->rate == 0.0F);
        snapshot = after(*runner, SetRate{0.01F});
        CHECK(snapshot->refusal.empty());
        CHECK(after(*runner, StepOnce{})->parameters_hash != before);
    }
}

TEST_CASE("runners: a refused network leaves the run as it was") {
    for (const auto& runner : all_runners()) {
        after(*runner, Configure{quick_config(), embedded_digits()});
        const auto before = after(*runner, StepOnce{});
        TrainingConfig wrong = quick_config();
        wrong.network = parse_network("dense 9", {1, 1, 8, 8}).value();
        const auto snapshot = after(*runner, Configure{wrong, embedded_digits()});
        CHECK(snapshot->refusal.find("9 values") != std::string::npos);
        CHECK(snapshot->step == 1);
        CHECK(snapshot->parameters_hash == before->parameters_hash);
    }
}

TEST_CASE("runners: a diverged run says so, keeps its weights and goes back") {
    for (const auto& runner : all_runners()) {
        TrainingConfig config = quick_config();
        config.optimizer = OptimizerKind::kSgd;
        config.rate = 0.1F;
        config.batch = 10;  // 144 updates an epoch: one checkpoint after 100
        after(*runner, Configure{config, embedded_digits()});
        auto snapshot = after(*runner, EpochOnce{});
        REQUIRE(snapshot->step == 144);
        after(*runner, SetRate{1e9F});
        snapshot = after(*runner, Train{});
        REQUIRE(snapshot->state == RunState::kDiverged);
        REQUIRE(snapshot->divergence != nullptr);
        CHECK(snapshot->divergence->step == snapshot->step + 1);
        for (const float weight : snapshot->network->parameters) REQUIRE(std::isfinite(weight));
        for (const CurvePoint& point : *snapshot->training_curve) REQUIRE(std::isfinite(point.loss));
        CHECK(after(*runner, Train{})->refusal.find("diverged") != std::string::npos);
        snapshot = after(*runner, GoBack{});
        CHECK(snapshot->state == RunState::kPaused);
        CHECK(snapshot->step == 144);
        CHECK(snapshot->rate == doctest::Approx(1e8));
        CHECK(snapshot->training_curve->back().epoch < 1.0F);
        after(*runner, SetRate{0.1F});
        snapshot = after(*runner, Train{});
        CHECK(snapshot->state == RunState::kFinished);
        CHECK(snapshot->rows->back().validation_accuracy > 0.8F);
    }
}

TEST_CASE("runners: going back where nothing failed is refused") {
    const auto runner = make_sliced_runner();
    after(*runner, Configure{quick_config(), embedded_digits()});
    CHECK(!after(*runner, GoBack{})->refusal.empty());
}

TEST_CASE("runners: no epochs wanted means finished at once") {
    for (const auto& runner : all_runners()) {
        TrainingConfig config = quick_config();
        config.epochs = 0;
        after(*runner, Configure{config, embedded_digits()});
        const auto snapshot = after(*runner, Train{});
        CHECK(snapshot->state == RunState::kFinished);
        CHECK(snapshot->step == 0);
    }
}

TEST_CASE("runners: commands that find the ring full are refused, not lost") {
    const auto runner = make_sliced_runner();
    int taken = 0;
    for (int i = 0; i < 100; ++i) taken += runner->post(Pause{}) ? 1 : 0;
    CHECK(taken == 64);
    settle(*runner);
    CHECK(runner->post(Pause{}));
}

TEST_CASE("runners: a threaded runner may go while it trains") {
    for (int round = 0; round < 20; ++round) {
        auto runner = make_threaded_runner(2);
        if (!runner) return;
        REQUIRE(runner->post(Configure{quick_config(), embedded_digits()}));
        REQUIRE(runner->post(Train{}));
        if (round % 2 == 1) std::this_thread::sleep_for(std::chrono::milliseconds(round));
    }
}

namespace {

// Learns by heart what it has seen: the validation loss falls, then rises.
TrainingConfig overfitting_config() {
    TrainingConfig config = quick_config();
    config.limit = 200;
    config.validation = 100;
    config.batch = 20;
    config.rate = 0.02F;
    config.epochs = 60;
    return config;
}

}  // namespace

TEST_CASE("runners: without a better validation loss for `patience` epochs a run stops") {
    for (const auto& runner : all_runners()) {
        TrainingConfig config = overfitting_config();
        config.patience = 3;
        after(*runner, Configure{config, embedded_digits()});
        auto snapshot = after(*runner, Train{});
        CHECK(snapshot->state == RunState::kFinished);
        CHECK(snapshot->stopped_early);
        REQUIRE(snapshot->epoch < 60);
        CHECK(snapshot->epoch == snapshot->best_epoch + 3);
        const std::vector<EpochRow>& rows = *snapshot->rows;
        for (const EpochRow& row : rows)
            CHECK(row.validation_loss >=
                  rows[static_cast<std::size_t>(snapshot->best_epoch) - 1].validation_loss);
        CHECK(snapshot->parameters_hash == rows.back().parameters_hash);  // the last weights
        CHECK(after(*runner, Train{})->step == snapshot->step);
        // A wish for more epochs goes on.
        after(*runner, SetEpochs{61});
        CHECK(after(*runner, EpochOnce{})->epoch == snapshot->epoch + 1);
    }
}

TEST_CASE("runners: a run that keeps the best ends with the weights of its best epoch") {
    for (const auto& runner : all_runners()) {
        TrainingConfig config = overfitting_config();
        config.patience = 4;
        config.keep_best = true;
        after(*runner, Configure{config, embedded_digits()});
        const auto snapshot = after(*runner, Train{});
        REQUIRE(snapshot->best_epoch > 0);
        const EpochRow& best = (*snapshot->rows)[static_cast<std::size_t>(snapshot->best_epoch) - 1];
        CHECK(snapshot->parameters_hash == best.parameters_hash);
        CHECK(parameters_hash(*snapshot->network) == best.parameters_hash);
        CHECK(snapshot->step > snapshot->best_epoch * snapshot->steps_per_epoch);
    }
}

TEST_CASE("runners: fewer epochs than are done end the run with its best weights, wherever it is") {
    for (const auto& runner : all_runners()) {
        TrainingConfig config = overfitting_config();
        config.keep_best = true;
        after(*runner, Configure{config, embedded_digits()});
        auto snapshot = runner->snapshot();
        for (int i = 0; i < 20; ++i) snapshot = after(*runner, EpochOnce{});
        REQUIRE(snapshot->best_epoch < 20);
        snapshot = after(*runner, StepOnce{});  // within an epoch
        const auto best = [&] {
            return (*snapshot->rows)[static_cast<std::size_t>(snapshot->best_epoch) - 1].parameters_hash;
        };
        REQUIRE(snapshot->parameters_hash != best());
        snapshot = after(*runner, SetEpochs{2});
        CHECK(snapshot->state == RunState::kFinished);
        CHECK(snapshot->parameters_hash == best());
        const std::int64_t step = snapshot->step;
        CHECK(after(*runner, Evaluate{})->state == RunState::kFinished);
        CHECK(after(*runner, SetEpochs{30})->step == step);  // more are made when they are asked for
        snapshot = after(*runner, Train{});
        CHECK(snapshot->state == RunState::kFinished);
        CHECK(snapshot->epoch == 30);
        CHECK(snapshot->parameters_hash == best());
    }
}

TEST_CASE("runners: fewer epochs than are done, asked for while updates are made") {
    for (const auto& runner : all_runners()) {
        TrainingConfig config = overfitting_config();
        config.keep_best = true;
        config.epochs = kMaxEpochs;  // more than are done before this thread has its turn
        after(*runner, Configure{config, embedded_digits()});
        REQUIRE(runner->post(Train{}));
        while (runner->snapshot()->epoch < 6) runner->work(1);
        const auto snapshot = after(*runner, SetEpochs{1});
        CHECK(snapshot->state == RunState::kFinished);
        CHECK(snapshot->epoch < kMaxEpochs);
        REQUIRE(snapshot->best_epoch > 0);
        CHECK(snapshot->parameters_hash ==
              (*snapshot->rows)[static_cast<std::size_t>(snapshot->best_epoch) - 1].parameters_hash);
    }
}

TEST_CASE("runners: an epoch whose validation loss is no number is not the best for ever") {
    const auto data =
        std::make_shared<DataSplit>(split(make_synthetic(SyntheticKind::kMoons, 200, 0.1F, 1), 0.5F, 1));
    const std::vector<float> numbers = data->test.values.copy();
    TrainingConfig config;
    config.network = parse_network("dense 8 | relu | dense 2", data->train.image).value();
    config.epochs = 5;
    config.keep_best = true;
    const auto runner = make_sliced_runner();
    data->test.values.edit().assign(numbers.size(), std::numeric_limits<float>::quiet_NaN());
    after(*runner, Configure{config, data});
    auto snapshot = after(*runner, EpochOnce{});
    REQUIRE(snapshot->rows->size() == 1);
    REQUIRE(std::isnan(snapshot->rows->front().validation_loss));
    data->test.values.edit() = numbers;  // at rest: nobody reads them
    snapshot = after(*runner, Train{});
    REQUIRE(snapshot->rows->size() == 5);
    CHECK(snapshot->best_epoch > 1);
    const EpochRow& best = (*snapshot->rows)[static_cast<std::size_t>(snapshot->best_epoch) - 1];
    for (const EpochRow& row : *snapshot->rows) CHECK_FALSE(row.validation_loss < best.validation_loss);
    CHECK(snapshot->parameters_hash == best.parameters_hash);
}

TEST_CASE("runners: rows tell the rate that the schedule came to") {
    const auto runner = make_sliced_runner();
    TrainingConfig config = quick_config();
    config.rate = 0.01F;
    config.schedule = {ScheduleKind::kStep, 0.5F, 1, 0};
    after(*runner, Configure{config, embedded_digits()});
    const auto snapshot = after(*runner, Train{});
    REQUIRE(snapshot->rows->size() == 4);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK((*snapshot->rows)[i].rate == doctest::Approx(0.01 / static_cast<double>(1U << i)));
    CHECK(snapshot->rate == 0.01F);
}
