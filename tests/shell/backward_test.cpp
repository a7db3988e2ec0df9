// The lesson "Backward through a convolution" without its picture: gradients of the lectures' examples, the
// full convolution, the difference quotient, and what is recognised in answers.
#include "shell/lessons/13_backward/model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/base/rng.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/conv2d/trace.h"
#include "shell/lessons/13_backward/reach.h"
#include "shell/session.h"
#include "tests/shell/flat_numbers.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_backward {

using nlohmann::json;

namespace {

const std::vector<float> kSevenX{1, 2, 1, 2, 0,  0, 2,  1, 1, -1, 3, 2, 5,
                                 1, 1, 0, 3, -1, 2, -1, 2, 0, 3,  0, 1};

// Some geometry that the fields allow.
std::string random_fields(cnn::Rng& rng, const char* operation) {
    const auto pick = [&](int low, int high) {
        return low + static_cast<int>(rng.below(static_cast<std::uint32_t>(high - low + 1)));
    };
    const int size = pick(1, kMaxSide);
    const int kernel = pick(1, std::min(kMaxKernel, size));
    const int pad = pick(0, std::min(kMaxPad, kernel - 1));
    return std::string("operation=") + operation + "&phase=input&size=" + std::to_string(size) +
           "&kernel_size=" + std::to_string(kernel) + "&stride=" + std::to_string(pick(1, kMaxStride)) +
           "&pad=" + std::to_string(pad) + "&seed=" + std::to_string(pick(1, 1000));
}

}  // namespace

TEST_SUITE("backward lesson") {
    TEST_CASE("S2-14, S2-9, S2-5: outputs of the lectures, gradients worked out by hand") {
        struct Row {
            const char* example;
            const char* key;
            std::vector<float> expected;
        };
        const std::vector<Row> rows{
            {"S2-14", "output", {4, 3, 4, 2, 4, 3, 2, 3, 4}},
            {"S2-14", "kernel_gradient", {4, 4, 5, 2, 4, 5, 0, 4, 6}},
            {"S2-14", "bias_gradient", {6}},
            {"S2-14", "input_gradient", kSevenX},
            {"S2-9", "output", {0, -2, -1, 2, 2, 4, -1, 0, 0}},
            {"S2-9", "kernel_gradient", {11, 1, 4, 0, -4, -1, 5, 7, 3}},
            {"S2-5", "output", {12, 12, 17, 10, 17, 19, 9, 6, 14}},
            {"S2-5", "kernel_gradient", {16, 9, 13, 3, 4, 8, 9, 3, 7}},
            {"S2-5p", "output", {6, 17, 3, 8, 17, 13, 6, 4, 4}},
            {"S2-5p", "kernel_gradient", {-1, 6, 3, 5, 11, 7, -2, 0, 8}},
            {"S2-5m", "output", {3, 3, 3, 3, 3, 3, 3, 2, 3}},
            {"S3-21", "output", {9, 8, 7, 9}},
            {"S3-21a", "output", {4.75F, 6.25F, 4.75F, 4.25F}},
        };
        for (const Row& row : rows) {
            CAPTURE(row.example);
            CAPTURE(row.key);
            CHECK(flat(state_of("backward", std::string("example=") + row.example)[row.key]) == row.expected);
        }
    }

    TEST_CASE("S0-9: forward, error, backward, update; the loss falls from 15 to 7.81355") {
        const json state = state_of("backward", "example=S0-9u");
        CHECK(state["loss"] == 15);
        CHECK(state["loss_after"].get<double>() == doctest::Approx(7.81355).epsilon(1e-6));
        CHECK(flat(state["kernel_gradient"]) == std::vector<float>{-19, -10, -6, 13, 7, -2, -2, 5, 11});
        CHECK(state["bias_gradient"] == 4);
        Session session;
        REQUIRE(session.open("lesson=backward&example=S0-9u").ok());
        REQUIRE(session.command("take-update").ok());
        CHECK(session.state()["loss"].get<double>() == doctest::Approx(7.81355).epsilon(1e-6));
        CHECK(session.state()["bias"].get<double>() == doctest::Approx(-0.04));
    }

    TEST_CASE("dX is the full convolution of the spread dY with the turned kernel, whatever the geometry") {
        cnn::Rng rng(11);
        for (int round = 0; round < 60; ++round) {
            BackwardModel model;
            Session session;
            REQUIRE(session.open("lesson=backward&" + random_fields(rng, "convolution")).ok());
            for (const char* grid : {"input", "kernel", "goal"})
                REQUIRE(session.command("random-numbers", {{"grid", grid}}).ok());
            const auto& shown = static_cast<const BackwardModel&>(session.lesson());
            const Settings& settings = shown.settings();
            const cnn::Tensor spread = spread_gradient(settings, shown.numbers());
            const auto axis = cnn::plan_axis(spread.shape().h, {.kernel = settings.kernel});
            const cnn::WindowPlan window{axis.value(), axis.value()};
            const cnn::Tensor turned = cnn::rotate_kernels(shown.numbers().w);
            cnn::Tensor full({1, 1, window.y.output, window.x.output});
            const float no_bias = 0;
            cnn::reference_conv2d_forward({1, 1, window}, 1, spread.data(), turned.data(), &no_bias,
                                          full.data());
            CHECK(window.y.output == settings.side + 2 * settings.pad);
            for (int row = 0; row < settings.side; ++row)
                for (int column = 0; column < settings.side; ++column)
                    CHECK(full.at(0, 0, row + settings.pad, column + settings.pad) ==
                          shown.numbers().dx.at(0, 0, row, column));
        }
    }

    TEST_CASE("the difference quotient of every weight, bias and pixel is its gradient") {
        for (const char* example : {"S2-14w", "S2-14b", "S2-14x", "S2-9w", "S2-5px", "S2-5pw", "S3-21a"}) {
            for (const char* loss : {"weighted", "squared"}) {
                CAPTURE(example);
                CAPTURE(loss);
                Session session;
                REQUIRE(
                    session.open(std::string("lesson=backward&example=") + example + "&loss=" + loss).ok());
                for (bool more = true; more;) {
                    const json check = session.state()["check"];
                    CHECK(check["central"].get<double>() ==
                          doctest::Approx(check["gradient"].get<double>()).epsilon(1e-6));
                    const int before = session.state()["cursor"]["t"];
                    REQUIRE(session.command("next-number").ok());
                    more = session.state()["cursor"]["part"] !=
                               session.state()["cursor"]["parts"].get<int>() - 1 &&
                           session.state()["cursor"]["t"] != before;
                }
            }
        }
        // Of a square the quotient from one side is off by half of h times the second derivative.
        const json check = state_of("backward", "example=S2-14b&loss=squared&h=1")["check"];
        CHECK(check["one_sided"].get<double>() - check["gradient"].get<double>() == doctest::Approx(4.5));
        CHECK(check["central"].get<double>() == doctest::Approx(check["gradient"].get<double>()));
        // At a tie a maximum has a kink: the winner loses nothing on the way up, all on the way down.
        const json tie =
            state_of("backward",
                     "operation=max-pooling&phase=input&size=2&kernel_size=2&goal=1&input=5,5,1,1")["check"];
        CHECK(tie["gradient"] == 1);
        CHECK(tie["central"].get<double>() == doctest::Approx(0.5));
    }

    TEST_CASE("E8: pooling has no weights, its phases are forward, error and input") {
        Session session;
        REQUIRE(session.open("lesson=backward&example=S3-21").ok());
        CHECK_FALSE(session.command("phase", {{"name", "weights"}}).ok());
        CHECK(session.state()["phase"] == "input");
        CHECK_FALSE(session.state().contains("kernel_gradient"));
        CHECK(state_of("backward", "operation=average-pooling&phase=update")["phase"] == "input");
        const json evidence = state_of("backward", std::string(backward_errata().front().evidence));
        CHECK(flat(evidence["input_gradient"]) ==
              std::vector<float>{0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 3, 0, 0});
    }

    TEST_CASE("the last share of pooling leaves the whole gradient") {
        cnn::Rng rng(12);
        for (int round = 0; round < 40; ++round) {
            Session session;
            REQUIRE(session
                        .open("lesson=backward&" +
                              random_fields(rng, round % 2 == 0 ? "max-pooling" : "average-pooling"))
                        .ok());
            REQUIRE(session.command("random-numbers", {{"grid", "input"}}).ok());
            REQUIRE(session.command("random-numbers", {{"grid", "goal"}}).ok());
            const auto& model = static_cast<const BackwardModel&>(session.lesson());
            const cnn::Tensor got =
                shares_before(model.settings(), model.numbers(), parts_of(model.settings()));
            CHECK(std::equal(got.values().begin(), got.values().end(), model.numbers().dx.values().begin()));
        }
    }

    TEST_CASE("links: pixel, weight and output meet where they do in the terms") {
        for (const char* fields :
             {"phase=weights", "phase=input&stride=2&pad=1", "phase=forward&kernel_size=2&stride=3"}) {
            Session session;
            REQUIRE(session.open(std::string("lesson=backward&") + fields).ok());
            const auto& model = static_cast<const BackwardModel&>(session.lesson());
            const cnn::WindowPlan& window = model.numbers().window;
            for (int part = 0; part < parts_of(model.settings()); ++part)
                for (const WorkTerm& term : work_of(model.settings(), model.numbers(), part).terms) {
                    const Touched pixel{Kind::kPixel, term.iy, term.ix};
                    const Touched weight{Kind::kWeight, term.ky, term.kx};
                    const Touched output{Kind::kOutput, term.oy, term.ox};
                    const bool meet = term.oy >= 0 && term.ox >= 0;
                    CHECK(reaches(window, pixel, weight) == meet);
                    CHECK(reaches(window, weight, output) == meet);
                    if (meet) CHECK(reaches(window, output, pixel));
                }
        }
        const cnn::WindowPlan window = Settings().window();
        CHECK_FALSE(reaches(window, {Kind::kPixel, 0, 0}, {Kind::kOutput, 0, 1}));
        CHECK_FALSE(reaches(window, {Kind::kPixel, 4, 4}, {Kind::kWeight, 0, 0}));
    }

    TEST_CASE("slips are told by their numbers") {
        struct Row {
            const char* link;
            double answer;
            double slip;
            const char* word;
        };
        const Row rows[] = {
            {"example=S2-14w", 4, 6, "opposite"},  // dW[2][2]
            {"example=S2-14b", 6, 6.0 / 9, "mean"},
            {"example=S2-5x&t=10", 1, 5, "turned"},  // 1 · 1 + 2 · 2 with the kernel as written
            {"example=S3-21", 1, 0.25, "winner"},
            {"example=S3-21a", 0.25, 1, "equal share"},
            {"example=S0-9", -2, 2, "sign"},
            {"example=S0-9u", 0.1, -0.1, "uphill"},
            {"example=S2-14&bias=1", 5, 4, "bias"},
            {"example=S2-5", 12, 14, "off by one"},        // a row too high, or a column to the left
            {"example=S2-5p&t=10", 17, 12, "off by one"},  // a row too low
            {"example=S2-5w&t=10", 9, 4, "off by one"},    // each pixel from the row above or below
            {"example=S2-5pw", -1, 11, "without padding"},
            {"example=S2-5pw", -1, 5, "off by one"},
            {"example=S2-5pw", -1, 0, "stride 1"},
        };
        for (const Row& row : rows) {
            CAPTURE(row.link);
            Session session;
            REQUIRE(session.open(std::string("lesson=backward&") + row.link).ok());
            REQUIRE(session.command("predict").ok());
            const Quiz& quiz = session.lesson().stepped()->quiz();
            REQUIRE(quiz.open() != nullptr);
            CHECK(quiz.open()->answer == doctest::Approx(row.answer));
            REQUIRE(session.command("answer", {{"value", row.slip}}).ok());
            CHECK(quiz.verdict().find(row.word) != std::string::npos);
        }
    }

    TEST_CASE("bounds: a kernel is never larger than the picture, padding is less than the kernel") {
        for (int size = 1; size <= kMaxSide; ++size) {
            Session session;
            REQUIRE(session.open("lesson=backward&kernel_size=4&pad=2").ok());
            REQUIRE(session.command("set", {{"key", "size"}, {"value", size}}).ok());
            CHECK(session.state()["geometry"]["y"]["kernel"] == std::min(4, size));
            CHECK(session.state()["geometry"]["y"]["pad_before"] == std::min(2, std::min(4, size) - 1));
        }
        CHECK_FALSE(Session().open("lesson=backward&size=2&kernel_size=3").ok());
        Session session;
        REQUIRE(session.open("lesson=backward").ok());
        json numbers = json::array();
        for (int i = 0; i < 25; ++i) numbers.push_back(i);
        REQUIRE(session.command("set", {{"key", "input"}, {"value", numbers}}).ok());
        CHECK(session.state()["input"][4][3] == 23);
    }
}

}  // namespace shell::lesson_backward
