// What goes beyond the plain recipe: schedules of the rate, penalties, clipping; and that none of it depends
// on how many jobs run at a time.
#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>

#include "core/net/spec_text.h"
#include "core/net/zoo.h"
#include "core/train/gradient_rules.h"
#include "core/train/schedule.h"
#include "core/train/trainer.h"
#include "tests/core/train/finish.h"

namespace {

using namespace cnn;
using cnn::testing::finish;
using cnn::testing::train;

TrainingConfig digits_config(
    const std::string& text = "conv 4 3x3 | relu | maxpool 2 | dense 40 | relu | dense 10") {
    const Result<NetworkSpec> spec = parse_network(text, {1, 1, 8, 8});
    if (!spec) FAIL(spec.error().sentence);
    TrainingConfig config;
    config.network = spec.value();
    config.batch = 50;
    config.limit = 300;
    return config;
}

double weight_sum(const Trainer& trainer, double exponent) {
    double sum = 0;
    for (const LayerPlan& plan : trainer.network().plan)
        for (std::size_t i = 0; i < plan.weight_count; ++i)
            sum += std::pow(std::fabs(static_cast<double>(trainer.network().parameters[plan.weights + i])),
                            exponent);
    return sum;
}

}  // namespace

TEST_CASE("schedules by hand: 4 epochs of 5 updates") {
    const auto factors = [](const Schedule& schedule) {
        std::vector<double> all;
        for (int step = 0; step < 22; ++step)
            all.push_back(static_cast<double>(rate_factor(schedule, step, 5, 4)));
        return all;
    };
    for (const double factor : factors({})) CHECK(factor == 1);

    const auto steps = factors({ScheduleKind::kStep, 0.5F, 2, 0});
    CHECK(steps[0] == 1);
    CHECK(steps[9] == 1);
    CHECK(steps[10] == 0.5);
    CHECK(steps[19] == 0.5);

    // With a float for "every" that is a little above three tenths, 3 of 10 updates are one step all the
    // same.
    for (int step = 0; step < 40; ++step)
        CHECK(rate_factor({ScheduleKind::kStep, 0.5F, 0.3F, 0}, step, 10, 4) ==
              std::ldexp(1.0F, -(step / 3)));

    const auto falling = factors({ScheduleKind::kExponential, 0.1F, 2, 0});
    CHECK(falling[0] == 1);
    CHECK(falling[5] == doctest::Approx(std::pow(0.1, 0.5)).epsilon(1e-6));
    CHECK(falling[10] == doctest::Approx(0.1).epsilon(1e-6));

    const auto cosine = factors({ScheduleKind::kCosine, 0.5F, 1, 0});
    CHECK(cosine[0] == 1);
    CHECK(cosine[5] == doctest::Approx((1 + std::cos(3.14159265358979 / 4)) / 2));
    CHECK(cosine[10] == doctest::Approx(0.5));
    CHECK(cosine[19] == doctest::Approx((1 + std::cos(3.14159265358979 * 19 / 20)) / 2));
    CHECK(cosine[21] == cosine[19]);  // beyond the end

    const auto milestones = factors({ScheduleKind::kMilestones, 0.5F, 1, 0, 0.5F, 0.75F});
    CHECK(milestones[9] == 1);
    CHECK(milestones[10] == 0.5);
    CHECK(milestones[14] == 0.5);
    CHECK(milestones[15] == 0.25);
    CHECK(milestones[21] == 0.25);
    const auto once = factors({ScheduleKind::kMilestones, 0.5F, 1, 0, 0.2F, 1});
    CHECK(once[3] == 1);
    CHECK(once[4] == 0.5);
    CHECK(once[21] == 0.5);

    const auto warm = factors({ScheduleKind::kConstant, 0.5F, 1, 2});
    CHECK(warm[0] == doctest::Approx(0.1));
    CHECK(warm[4] == doctest::Approx(0.5));
    CHECK(warm[9] == 1);
    CHECK(warm[15] == 1);
}

// Section 4.2 of He and others 2015, by the updates: 352 an epoch, 182 epochs.
TEST_CASE("ResNet-20 and -56 divide their rate by 10 at 32k and at 48k of 64k updates") {
    for (const char* name : {"resnet-20", "resnet-56"}) {
        const ZooEntry* entry = find_network(name);
        REQUIRE(entry != nullptr);
        TrainingConfig config;
        config.network.input = entry->input;
        apply_recipe(entry->rules, 50000, config);
        CHECK(config.validation == 5000);
        CHECK(2 * config.l2 == 1e-4F);  // gradient_rules.h
        CHECK(config.augment.shift * 32 == 4);
        CHECK(config.augment.flip);
        CHECK_FALSE(config.keep_best);
        const int steps = (50000 - config.validation + entry->batch - 1) / entry->batch;
        const auto factor = [&](int step) {
            return rate_factor(config.schedule, step, steps, entry->epochs);
        };
        CHECK(steps * entry->epochs == 64064);
        CHECK(factor(32031) == 1);
        CHECK(factor(32032) == 0.1F);
        CHECK(factor(48047) == 0.1F);
        CHECK(factor(48048) == doctest::Approx(0.01));
    }
}

TEST_CASE("recipes of S3-26 and S3-27, said in words; the others have no such rules") {
    TrainingConfig config;
    config.network.input = {1, 3, 32, 32};
    apply_recipe(find_network("s3-26")->rules, 50000, config);
    CHECK(divide(config, Dataset{}).held_out == 5000);
    CHECK(config.keep_best);
    CHECK_FALSE(config.augment.any());
    const ZooEntry* augmented = find_network("s3-27");
    apply_recipe(augmented->rules, 1000, config);
    CHECK(config.validation == 100);
    CHECK(config.augment.shift == 0.1F);
    CHECK(config.augment.flip);
    CHECK(recipe_words(augmented->rules) ==
          "10 % of the training images held out, best weights kept, images shifted by up to 0.1, left and "
          "right exchanged every other time");
    config.network.input = {1, 5, 1, 1};  // rows of numbers
    apply_recipe(augmented->rules, 1000, config);
    CHECK_FALSE(config.augment.any());
    CHECK(find_network("s1-15")->rules == RecipeRules{.l2 = 1e-4F});
    for (const char* name : {"quick", "s4-13", "s4-1", "lenet-5", "s2-25", "s3-22", "s3-28"})
        CHECK(find_network(name)->rules == RecipeRules{});
}

TEST_CASE("the trainer takes its schedule's rate, and a rate that is set changes its height") {
    TrainingConfig config = digits_config("dense 10");
    config.optimizer = OptimizerKind::kSgd;
    config.rate = 0.1F;
    config.epochs = 2;
    config.schedule = {ScheduleKind::kStep, 0.1F, 1, 0};
    Trainer trainer(config, embedded_digits(), 1);
    train(trainer, 6);
    CHECK(trainer.last_rate() == 0.1F);
    CHECK(trainer.rate() == doctest::Approx(0.01F));
    trainer.set_rate(1);
    CHECK(trainer.rate() == doctest::Approx(0.1F));
}

TEST_CASE("penalties by hand, and what they do to the weights of a run") {
    const float w[] = {2, -3, 0};
    float g[] = {1, 1, 1};
    add_penalty(0.5F, 0.25F, 3, w, g);
    CHECK(g[0] == doctest::Approx(1 + 0.5 + 2 * 0.25 * 2));
    CHECK(g[1] == doctest::Approx(1 - 0.5 - 2 * 0.25 * 3));
    CHECK(g[2] == 1);

    TrainingConfig config = digits_config();
    config.optimizer = OptimizerKind::kSgd;
    config.rate = 0.1F;
    Trainer free(config, embedded_digits(), 1);
    config.l2 = 0.05F;
    Trainer square(config, embedded_digits(), 1);
    config.l2 = 0;
    config.l1 = 0.02F;
    Trainer straight(config, embedded_digits(), 1);
    for (Trainer* trainer : {&free, &square, &straight}) train(*trainer, 100);
    CHECK(weight_sum(square, 2) < 0.5 * weight_sum(free, 2));
    CHECK(weight_sum(straight, 1) < 0.5 * weight_sum(free, 1));
}

TEST_CASE("a penalty leaves biases alone") {
    TrainingConfig config = digits_config("dense 10");
    config.optimizer = OptimizerKind::kSgd;
    config.rate = 1;
    Trainer free(config, embedded_digits(), 1);
    config.l2 = 0.3F;
    Trainer held(config, embedded_digits(), 1);
    train(free, 1);
    train(held, 1);
    const LayerPlan& plan = free.network().plan.back();
    for (std::size_t i = 0; i < plan.bias_count; ++i)
        CHECK(free.network().parameters[plan.bias + i] == held.network().parameters[plan.bias + i]);
    CHECK(free.network().parameters[0] != held.network().parameters[0]);
}

TEST_CASE("clipping by hand") {
    float g[] = {-3, 0.5F, 2};
    CHECK(sum_of_squares(3, g) == doctest::Approx(13.25));
    CHECK(norm_clipping(1, 13.25) == doctest::Approx(1 / std::sqrt(13.25)));
    CHECK(norm_clipping(4, 13.25) == 1);
    CHECK(norm_clipping(1, 0) == 1);
    clip_values(1, 3, g);
    CHECK(g[0] == -1);
    CHECK(g[1] == 0.5F);
    CHECK(g[2] == 1);
}

// Under SGD with rate 1 the step is the gradient.
TEST_CASE("no step of a run is longer than its clipping allows") {
    for (const bool by_norm : {false, true}) {
        TrainingConfig config = digits_config();
        config.optimizer = OptimizerKind::kSgd;
        config.rate = 1;
        (by_norm ? config.clip_norm : config.clip_value) = 0.01F;
        Trainer trainer(config, embedded_digits(), 2);
        double longest = 0;
        float largest = 0;
        for (int i = 0; i < 10; ++i) {
            const Floats before = trainer.network().parameters;
            train(trainer, 1);
            double squares = 0;
            for (std::size_t k = 0; k < before.size(); ++k) {
                const float step = std::fabs(trainer.network().parameters[k] - before[k]);
                largest = std::max(largest, step);
                squares += static_cast<double>(step) * static_cast<double>(step);
            }
            longest = std::max(longest, std::sqrt(squares));
        }
        if (by_norm)
            CHECK(longest == doctest::Approx(0.01).epsilon(1e-3));
        else
            CHECK(largest == doctest::Approx(0.01F).epsilon(1e-3));
    }
}

TEST_CASE("losses, penalties, clipping and schedules: same bits, whatever the number of jobs at a time") {
    for (const LossInfo& loss : losses()) {
        for (const bool by_norm : {false, true}) {
            std::set<std::uint64_t> hashes;
            for (const int workers : {1, 2, 3, 8}) {
                TrainingConfig config = digits_config();
                config.optimizer = OptimizerKind::kNadam;
                config.loss = loss.kind;
                config.l1 = 1e-5F;
                config.l2 = 1e-4F;
                (by_norm ? config.clip_norm : config.clip_value) = 0.05F;
                config.schedule = {ScheduleKind::kCosine, 0.5F, 1, 0.5F};
                Trainer trainer(config, embedded_digits(), workers);
                train(trainer, 7);
                CHECK(!trainer.divergence());
                hashes.insert(parameters_hash(trainer.network()));
            }
            CHECK(hashes.size() == 1);
        }
    }
}

// Not the mean absolute error: with one target of ten at 1, no outputs are better than all at 0, the median.
TEST_CASE("every other loss learns the digits") {
    for (const LossInfo& loss : losses()) {
        if (loss.kind == LossKind::kMeanAbsolute) continue;
        const std::string name(loss.name);
        CAPTURE(name);
        TrainingConfig config = digits_config();
        config.optimizer = OptimizerKind::kAdam;
        config.rate = 0.005F;
        config.limit = 0;
        config.loss = loss.kind;
        Trainer trainer(config, embedded_digits(), 1);
        train(trainer, 200);
        trainer.begin_evaluation(ImageSet::kTest);
        finish(trainer);
        CHECK(trainer.evaluation().accuracy > 0.75F);
    }
}

TEST_CASE("rules out of range are refused with a sentence that names them") {
    const auto refusal = [](auto change) {
        TrainingConfig config = digits_config();
        change(config);
        const Status status = check_training(config, *embedded_digits());
        return status.ok() ? std::string("accepted") : status.error().sentence;
    };
    CHECK(refusal([](TrainingConfig&) {}) == "accepted");
    CHECK(refusal([](TrainingConfig& c) {
              c.optimizer = OptimizerKind::kSgd;
              c.constants.beta1 = 0.5F;
          }) == "The optimiser sgd has no beta1 in its formula; of such constants it has: none.");
    CHECK(refusal([](TrainingConfig& c) {
              c.optimizer = OptimizerKind::kAdamw;
              c.constants.momentum = 0.5F;
          }) ==
          "The optimiser adamw has no momentum in its formula; of such constants it has: beta1, beta2, "
          "weight_decay, epsilon.");
    for (const float number : {1.0F, -0.1F, std::nanf("")}) {
        CHECK(refusal([=](TrainingConfig& c) {
                  c.optimizer = OptimizerKind::kAdam;
                  c.constants.beta2 = number;
              }) == "The optimiser's beta2 must be a number from 0 to 0.99999.");
    }
    CHECK(refusal([](TrainingConfig& c) { c.schedule.factor = 0; }).find("factor") != std::string::npos);
    CHECK(refusal([](TrainingConfig& c) { c.schedule.factor = std::nanf(""); }).find("factor") !=
          std::string::npos);
    CHECK(refusal([](TrainingConfig& c) { c.schedule.every = 0; }).find("epochs") != std::string::npos);
    CHECK(refusal([](TrainingConfig& c) { c.schedule.warmup = -1; }).find("warm-up") != std::string::npos);
    CHECK(refusal([](TrainingConfig& c) { c.schedule.at = 1.5F; }).find("first milestone") !=
          std::string::npos);
    CHECK(refusal([](TrainingConfig& c) { c.schedule.then = -1; }).find("second milestone") !=
          std::string::npos);
    CHECK(refusal([](TrainingConfig& c) { c.l1 = -1; }).find("L1") == 0);
    CHECK(refusal([](TrainingConfig& c) { c.l2 = std::nanf(""); }) == "L2 must be a number from 0 to 1000.");
    CHECK(refusal([](TrainingConfig& c) { c.clip_value = -1; }).find("by value") != std::string::npos);
    CHECK(refusal([](TrainingConfig& c) { c.clip_norm = 1e9F; }).find("by norm") != std::string::npos);
    CHECK(refusal([](TrainingConfig& c) { c.clip_norm = c.clip_value = 1; }).find("not by both") !=
          std::string::npos);
    CHECK(refusal([](TrainingConfig& c) { c.patience = -1; }).find("patience") != std::string::npos);
}
