// The optimisers against the lectures' worked series (constant gradient), their published definitions in
// double, and numbers that PyTorch and Keras give.
#include "core/train/optimizer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/train/training_config.h"

namespace {

using namespace cnn;

// Parameters under one optimiser, from update to update.
struct Run {
    Run(OptimizerKind optimizer, std::vector<float> parameters, OptimizerConstants said = {})
        : kind(optimizer),
          constants(said),
          w(std::move(parameters)),
          moments(kMostMoments, std::vector<float>(w.size(), 0.0F)) {}

    void update(float rate, const std::vector<float>& g) {
        std::vector<float> next(w.size());
        optimizer_info(kind).apply(
            {rate, ++step, constants}, w.size(),
            {w.data(), g.data(), {moments[0].data(), moments[1].data(), moments[2].data()}, next.data()});
        w = next;
    }

    OptimizerKind kind;
    OptimizerConstants constants;
    std::vector<float> w;
    std::vector<std::vector<float>> moments;
    int step = 0;
};

// The sizes of `count` steps downwards under a constant gradient.
std::vector<double> steps(OptimizerKind optimizer, float rate, float gradient, int count) {
    Run run(optimizer, {0});
    std::vector<double> sizes;
    for (int t = 1; t <= count; ++t) {
        run.update(rate, {gradient});
        sizes.push_back(static_cast<double>(-run.w[0]));
        run.w = {0};  // each step is measured from 0, so that no rounding of a large w hides it
    }
    return sizes;
}

// ---- The definitions once more, one parameter at a time, in double.

struct Parameter {
    double w = 0;
    double a = 0;
    double b = 0;
    double c = 0;
    double product = 1;  // Nadam's
};
using Definition = std::function<void(Parameter&, double g, double rate, int t)>;

double nadam_share(int t) { return 0.9 * (1 - 0.5 * std::pow(0.96, t / 250.0)); }

// The Adam family's two averages, corrected.
std::pair<double, double> adam_means(Parameter& p, double g, int t) {
    p.a = 0.9 * p.a + 0.1 * g;
    p.b = 0.999 * p.b + 0.001 * g * g;
    return {p.a / (1 - std::pow(0.9, t)), p.b / (1 - std::pow(0.999, t))};
}

struct Row {
    OptimizerKind kind;
    Definition define;
};

std::vector<Row> definitions() {
    using K = OptimizerKind;
    constexpr double e = 1e-7;
    constexpr double printed = 1e-8;
    return {
        {K::kSgd, [](Parameter& p, double g, double rate, int) { p.w -= rate * g; }},
        {K::kMomentum,
         [](Parameter& p, double g, double rate, int) {
             p.a = 0.9 * p.a - rate * g;
             p.w += p.a;
         }},
        {K::kNesterov,
         [](Parameter& p, double g, double rate, int) {
             p.a = 0.9 * p.a - rate * g;
             p.w += 0.9 * p.a - rate * g;
         }},
        {K::kAdagrad,
         [=](Parameter& p, double g, double rate, int) {
             p.a += g * g;
             p.w -= rate * g / (std::sqrt(p.a) + e);
         }},
        {K::kRmsprop,
         [=](Parameter& p, double g, double rate, int) {
             p.a = 0.9 * p.a + 0.1 * g * g;
             p.w -= rate * g / (std::sqrt(p.a) + e);
         }},
        {K::kAdadelta,
         [=](Parameter& p, double g, double rate, int) {
             p.a = 0.95 * p.a + 0.05 * g * g;
             const double d = g * std::sqrt(p.b + e) / std::sqrt(p.a + e);
             p.b = 0.95 * p.b + 0.05 * d * d;
             p.w -= rate * d;
         }},
        {K::kAdam,
         [=](Parameter& p, double g, double rate, int t) {
             const auto [m, s] = adam_means(p, g, t);
             p.w -= rate * m / (std::sqrt(s) + e);
         }},
        {K::kAdamw,
         [=](Parameter& p, double g, double rate, int t) {
             const auto [m, s] = adam_means(p, g, t);
             p.w -= rate * (m / (std::sqrt(s) + e) + 0.004 * p.w);
         }},
        {K::kAdamax,
         [=](Parameter& p, double g, double rate, int t) {
             p.a = 0.9 * p.a + 0.1 * g;
             p.b = std::max(0.999 * p.b, std::fabs(g));
             p.w -= rate / (1 - std::pow(0.9, t)) * p.a / (p.b + e);
         }},
        {K::kNadam,
         [=](Parameter& p, double g, double rate, int t) {
             const double s = adam_means(p, g, t).second;
             p.product *= nadam_share(t);
             const double next = nadam_share(t + 1);
             const double m =
                 next * p.a / (1 - p.product * next) + (1 - nadam_share(t)) * g / (1 - p.product);
             p.w -= rate * m / (std::sqrt(s) + e);
         }},
        // As the paper writes it: z without the rate, sigma over the rate.
        {K::kFtrl,
         [](Parameter& p, double g, double rate, int t) {
             if (t == 1) {
                 p.a = 0.1;
                 p.b = -std::sqrt(0.1) / rate * p.w;
             }
             const double sigma = (std::sqrt(p.a + g * g) - std::sqrt(p.a)) / rate;
             p.b += g - sigma * p.w;
             p.a += g * g;
             p.w = -p.b / (std::sqrt(p.a) / rate);
         }},
        {K::kAdagradPrinted,
         [](Parameter& p, double g, double rate, int) {
             p.a += g * g;
             p.w -= rate * g * std::pow(printed + p.a, -0.5);
         }},
        {K::kRmspropPrinted,
         [](Parameter& p, double g, double rate, int) {
             p.w -= rate * g * std::pow(printed + p.a, -0.5);
             p.b += g * g;
             p.a = 0.9 * p.a + 0.1 * p.b;
         }},
        {K::kAdamPrinted,
         [](Parameter& p, double g, double rate, int) {
             p.w -= rate * p.a * std::pow(printed + p.b, -0.5);
             p.c += g * g;
             p.a = 0.9 * p.a + 0.1 * g;
             p.b = 0.999 * p.b + 0.001 * p.c;
         }},
    };
}

}  // namespace

TEST_CASE("every optimiser against its definition in double, over 300 random gradients") {
    const std::vector<Row> rows = definitions();
    REQUIRE(rows.size() == optimizers().size());
    for (const Row& row : rows) {
        const std::string name(optimizer_name(row.kind));
        CAPTURE(name);
        Rng rng(3);
        Run run(row.kind, std::vector<float>(7, 0.5F));
        std::vector<Parameter> parameters(7);
        for (Parameter& p : parameters) p.w = 0.5;
        std::vector<float> g(7);
        for (int t = 1; t <= 300; ++t) {
            const float rate = 0.002F;
            for (float& value : g) value = rng.uniform(-1, 1);
            run.update(rate, g);
            for (std::size_t i = 0; i < 7; ++i)
                row.define(parameters[i], static_cast<double>(g[i]), static_cast<double>(rate), t);
        }
        for (std::size_t i = 0; i < 7; ++i)
            CHECK(static_cast<double>(run.w[i]) == doctest::Approx(parameters[i].w).epsilon(2e-4));
    }
}

namespace {

const std::vector<std::vector<float>> kGradients = {
    {0.5F, -0.2F}, {0.25F, 0.4F}, {-0.125F, 0.1F}, {1.0F, -0.3F}, {0.75F, 0.05F}};

}  // namespace

// torch.optim of PyTorch 1.13 in float64, five updates from (1, -0.5) at rate 0.1, with the constants of
// optimizer.h: eps=1e-7, RMSprop's alpha=0.9, Adadelta's rho=0.95, AdamW's weight_decay=0.004.
// NAdam with foreach=True: the other loop of that version multiplies one share too many.
TEST_CASE("ten optimisers give what PyTorch gives") {
    using K = OptimizerKind;
    struct Numbers {
        K kind;
        double w[2];
    };
    const Numbers rows[] = {
        {K::kSgd, {0.762500000, -0.505000000}},      {K::kMomentum, {0.478145000, -0.530758000}},
        {K::kNesterov, {0.292830500, -0.532682200}}, {K::kAdagrad, {0.735782827, -0.465583195}},
        {K::kRmsprop, {0.145880979, -0.388525197}},  {K::kAdadelta, {0.999459405, -0.499974915}},
        {K::kAdam, {0.595312655, -0.476922111}},     {K::kAdamw, {0.593660406, -0.476007005}},
        {K::kAdamax, {0.696272633, -0.455458491}},   {K::kNadam, {0.663166354, -0.461618765}},
    };
    for (const Numbers& row : rows) {
        const std::string name(optimizer_name(row.kind));
        CAPTURE(name);
        Run run(row.kind, {1, -0.5F});
        for (const std::vector<float>& g : kGradients) run.update(0.1F, g);
        for (std::size_t i = 0; i < 2; ++i)
            CHECK(static_cast<double>(run.w[i]) == doctest::Approx(row.w[i]).epsilon(2e-6));
    }
}

// Likewise, each with other constants: momentum=0.5, alpha and rho 0.5, betas=(0.5, 0.8), weight_decay=0.1,
// eps=0.01; Adamax' eps as it is, because PyTorch adds it to |g|.
TEST_CASE("nine optimisers with other constants give what PyTorch gives") {
    using K = OptimizerKind;
    const OptimizerConstants adam{{}, {}, 0.5F, 0.8F, {}, 0.01F};
    struct Numbers {
        K kind;
        OptimizerConstants said;
        double w[2];
    };
    const Numbers rows[] = {
        {K::kMomentum, {.momentum = 0.5F}, {0.653125000, -0.513750000}},
        {K::kNesterov, {.momentum = 0.5F}, {0.589062500, -0.511875000}},
        {K::kAdagrad, {.epsilon = 0.01F}, {0.739295395, -0.468742521}},
        {K::kRmsprop, {.decay = 0.5F, .epsilon = 0.01F}, {0.598583866, -0.455448560}},
        {K::kAdadelta, {.decay = 0.5F, .epsilon = 0.01F}, {0.946980920, -0.500051657}},
        {K::kAdam, adam, {0.608629098, -0.476346705}},
        {K::kAdamw,
         {.beta1 = 0.5F, .beta2 = 0.8F, .weight_decay = 0.1F, .epsilon = 0.01F},
         {0.567343345, -0.453101826}},
        {K::kAdamax, {.beta1 = 0.5F, .beta2 = 0.8F}, {0.655017336, -0.455467269}},
        {K::kNadam, adam, {0.602628519, -0.464695618}},
    };
    for (const Numbers& row : rows) {
        const std::string name(optimizer_name(row.kind));
        CAPTURE(name);
        Run run(row.kind, {1, -0.5F}, row.said);
        for (const std::vector<float>& g : kGradients) run.update(0.1F, g);
        for (std::size_t i = 0; i < 2; ++i)
            CHECK(static_cast<double>(run.w[i]) == doctest::Approx(row.w[i]).epsilon(2e-6));
    }
}

TEST_CASE("constants: each optimiser moves by those that its formula has, and by no other") {
    for (const OptimizerInfo& info : optimizers()) {
        for (const ConstantInfo& constant : constant_infos()) {
            CAPTURE(info.name);
            CAPTURE(constant.name);
            OptimizerConstants said;
            said.*constant.value = 0.25F;
            Run usual(info.kind, {1, -0.5F});
            Run other(info.kind, {1, -0.5F}, said);
            for (const std::vector<float>& g : kGradients) {
                usual.update(0.1F, g);
                other.update(0.1F, g);
            }
            CHECK((usual.w != other.w) == has_constant(info.kind, constant.value));
            if (!has_constant(info.kind, constant.value)) continue;
            said.*constant.value = constant_of(info.kind, {}, constant.value);
            Run same(info.kind, {1, -0.5F}, said);
            for (const std::vector<float>& g : kGradients) same.update(0.1F, g);
            CHECK(same.w == usual.w);
        }
    }
}

TEST_CASE("S0-5, S0-6, S0-7: the lectures' series, as published and as printed, rate 0.01, gradient 1") {
    using K = OptimizerKind;
    struct Series {
        K kind;
        double first[5];
        double hundredth;
        double thousandth;
    };
    const Series all[] = {
        {K::kAdagrad, {0.01, 0.007071, 0.005774, 0.005, 0.004472}, 0.001, 0.0003162},
        {K::kAdagradPrinted, {0.01, 0.007071, 0.005774, 0.005, 0.004472}, 0.001, 0.0003162},
        {K::kRmsprop, {0.031623, 0.022942, 0.019209, 0.017052, 0.015627}, 0.01, 0.01},
        {K::kRmspropPrinted, {100, 0.031623, 0.01857, 0.013351, 0.010512}, 0.001054, 0.000318},
        {K::kAdam, {0.01, 0.01, 0.01, 0.01, 0.01}, 0.01, 0.01},
        {K::kAdamPrinted, {0, 0.031623, 0.034695, 0.034998, 0.034407}, -1, 0.000522},
    };
    for (const Series& series : all) {
        const std::string name(optimizer_name(series.kind));
        CAPTURE(name);
        const std::vector<double> sizes = steps(series.kind, 0.01F, 1.0F, 1000);
        for (std::size_t i = 0; i < 5; ++i) CHECK(sizes[i] == doctest::Approx(series.first[i]).epsilon(1e-4));
        if (series.hundredth > 0) CHECK(sizes[99] == doctest::Approx(series.hundredth).epsilon(1e-3));
        CHECK(sizes[999] == doctest::Approx(series.thousandth).epsilon(1e-3));
    }
}

// The bias correction divides. Where it multiplies, as in ConvNetJS up to 0.3.0, the first step is
// rate x (0.1 x 0.1) / sqrt(0.001 x 0.001) = 10 rates instead of one.
TEST_CASE("the Adam family takes one rate at every step of a constant gradient, however large it is") {
    for (const OptimizerKind kind : {OptimizerKind::kAdam, OptimizerKind::kAdamw, OptimizerKind::kAdamax}) {
        for (const float gradient : {1.0F, 0.003F, 250.0F}) {
            const std::vector<double> sizes = steps(kind, 0.01F, gradient, 1000);
            for (const double size : sizes) CHECK(size == doctest::Approx(0.01).epsilon(1e-3));
        }
    }
}

TEST_CASE("SGD, momentum and Nesterov by hand") {
    CHECK(steps(OptimizerKind::kSgd, 0.1F, 2.0F, 1)[0] == doctest::Approx(0.2));
    const std::vector<double> heavy = steps(OptimizerKind::kMomentum, 0.1F, 1.0F, 200);
    CHECK(heavy[0] == doctest::Approx(0.1));
    CHECK(heavy[1] == doctest::Approx(0.19));
    CHECK(heavy[2] == doctest::Approx(0.271));
    CHECK(heavy[199] == doctest::Approx(1.0));  // rate / (1 - 0.9)
    const std::vector<double> ahead = steps(OptimizerKind::kNesterov, 0.1F, 1.0F, 200);
    CHECK(ahead[0] == doctest::Approx(0.19));
    CHECK(ahead[1] == doctest::Approx(0.271));
    CHECK(ahead[199] == doctest::Approx(1.0));
}

// keras/src/optimizers/ftrl_test.py, test_single_step: rate 0.5, where Keras starts n at 0.1 and z at 0. The
// second update is the first that does not set them itself.
TEST_CASE("Ftrl's arithmetic is that of Keras") {
    Run run(OptimizerKind::kFtrl, {1, 2, 3, 4});
    run.step = 1;
    run.moments[0].assign(4, 0.1F);
    run.update(0.5F, {1, 6, 7, 2});
    const double expected[] = {0.2218, 1.3954, 2.3651, 2.8814};
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(static_cast<double>(run.w[i]) == doctest::Approx(expected[i]).epsilon(1e-4));
}

TEST_CASE("Ftrl begins at the initial weights and does not jump when the rate changes") {
    Run run(OptimizerKind::kFtrl, {1, -2});
    run.update(1e-6F, {0.1F, 0.1F});
    CHECK(run.w[0] == doctest::Approx(1.0F));
    CHECK(run.w[1] == doctest::Approx(-2.0F));
    run.update(0.01F, {0, 0});
    CHECK(run.w[0] == doctest::Approx(1.0F));
}

TEST_CASE("every published optimiser goes down a bowl at its usual rate") {
    for (const OptimizerInfo& info : optimizers()) {
        const std::string name(info.name);
        CAPTURE(name);
        // S0-6's first step is 10,000 rates long and S0-7 hardly moves after its first thousand.
        if (info.kind == OptimizerKind::kRmspropPrinted || info.kind == OptimizerKind::kAdamPrinted) continue;
        Run run(info.kind, {2, -3});
        for (int t = 0; t < 10000; ++t) run.update(info.usual_rate, {run.w[0], 0.1F * run.w[1]});
        CHECK(std::fabs(run.w[0]) < 1);
        CHECK(std::fabs(run.w[1]) < 1.5F);
    }
}

TEST_CASE("the rate that none was given for: the recipe's for its optimiser, else the usual one") {
    const ZooEntry* digits = find_network("s1-15");  // SGD with rate 0.1
    const ZooEntry* quick = find_network("quick");   // Adam with rate 0.0005
    REQUIRE(digits != nullptr);
    REQUIRE(quick != nullptr);
    CHECK(usual_rate(OptimizerKind::kSgd, digits) == 0.1F);
    CHECK(usual_rate(OptimizerKind::kMomentum, digits) == 0.01F);
    CHECK(usual_rate(OptimizerKind::kRmsprop, digits) == 0.001F);
    CHECK(usual_rate(OptimizerKind::kAdam, digits) == 0.001F);
    CHECK(usual_rate(OptimizerKind::kAdam, quick) == 0.0005F);
    CHECK(usual_rate(OptimizerKind::kSgd, quick) == 0.01F);
    CHECK(usual_rate(OptimizerKind::kSgd, nullptr) == 0.01F);
}

TEST_CASE("moments fade to zero, not into slow tiny numbers") {
    for (const OptimizerInfo& info : optimizers()) {
        const std::string name(info.name);
        CAPTURE(name);
        Run run(info.kind, {1});
        run.update(0.01F, {1e-3F});
        bool slow = false;
        for (int t = 2; t < 80000; ++t) {
            run.update(0.01F, {0});
            for (const std::vector<float>& moment : run.moments)
                slow = slow || (moment[0] != 0.0F && std::fabs(moment[0]) < kFadedMoment);
        }
        CHECK(!slow);
    }
}

TEST_CASE("rate 0 changes no bit, under every optimiser") {
    for (const OptimizerInfo& info : optimizers()) {
        const std::string name(info.name);
        CAPTURE(name);
        Rng rng(1);
        std::vector<float> w(100);
        for (float& value : w) value = rng.uniform(-1, 1);
        Run run(info.kind, w);
        std::vector<float> g(100);
        for (int t = 1; t <= 10; ++t) {
            for (float& value : g) value = rng.uniform(-1, 1);
            run.update(0, g);
            CHECK(run.w == w);
        }
    }
}

TEST_CASE("the table of optimisers: names are found, unlike each other, and have a usual rate") {
    std::set<std::string> names;
    for (const OptimizerInfo& info : optimizers()) {
        CHECK(find_optimizer(info.name) == info.kind);
        CHECK(optimizer_name(info.kind) == info.name);
        CHECK(!info.title.empty());
        CHECK(!info.remark.empty());
        CHECK(info.usual_rate > 0);
        CHECK(info.moments >= 0);
        CHECK(info.moments <= static_cast<int>(kMostMoments));
        names.insert(std::string(info.name));
    }
    CHECK(names.size() == 14);
    CHECK(!find_optimizer("magic"));
    CHECK(!find_optimizer(""));
}
