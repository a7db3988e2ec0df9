// The pooling lesson without its picture: the lectures' numbers, the three rules of an average at the edge,
// what a shift changes, the slips, bounds and edits.
#include "shell/lessons/06_pooling/model.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/base/rng.h"
#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_pooling {

using nlohmann::json;

TEST_SUITE("pooling lesson") {
    TEST_CASE("S0-16, S3-21, S2-5, S2-15, S4-11: pooled grids as the screen shows them") {
        const struct {
            const char* link;
            json output;
        } cases[] = {
            {"example=S0-16", {{{4}}}},
            {"example=S0-16b", {{{2.5}}}},
            {"example=S0-16c", {{{2.5}}}},
            {"example=S0-16d", {{{1}}}},
            {"", {{{9, 8}, {7, 9}}, {{9, 7}, {8, 9}}, {{7, 9}, {8, 9}}}},
            {"example=S3-21b",
             {{{4.75, 6.25}, {4.75, 4.25}}, {{5.25, 3.5}, {2.75, 4.5}}, {{5, 3.5}, {3.75, 3.75}}}},
            {"example=S3-21c", {{{19, 25}, {19, 17}}, {{21, 14}, {11, 18}}, {{20, 14}, {15, 15}}}},
            {"example=S3-21d", {{{1, 4}, {1, 0}}, {{1, 0}, {0, 0}}, {{2, 0}, {0, 1}}}},
            {"example=S3-21f", {{{5}}, {{4}}, {{4}}}},
            {"example=S2-5b", {{{3, 3, 3}, {3, 3, 3}, {3, 2, 3}}}},
            {"example=S2-15", {{{189, 199}, {389, 399}}}},
            {"example=S4-11", {{{12, 14}, {22, 24}}}},
        };
        for (const auto& one : cases) {
            CAPTURE(one.link);
            const json state = state_of("pooling", one.link);
            CHECK(state["output"] == one.output);
            CHECK(state["parameters"] == 0);
        }
    }

    TEST_CASE("S2-15, S3-22, S4-12: sizes of whole pictures") {
        CHECK(state_of("pooling", "example=S2-15")["geometry"]["y"]["output"] == 2);
        CHECK(state_of("pooling", "example=S2-15b")["sizes"] == json{512, 256});
        CHECK(state_of("pooling", "example=S3-22")["sizes"] == json{32, 16, 8, 4});
        CHECK(state_of("pooling", "example=S4-12")["sizes"] == json{26, 13});
        const json last = state_of("pooling", "example=S4-12b");
        CHECK(last["output"][0].size() == 5);
        CHECK(last["output"][0][0].size() == 5);
        CHECK(last["geometry"]["y"]["left_over"] == 1);
        CHECK(last["geometry"]["x"]["left_over"] == 1);
        CHECK(state_of("pooling", "kernel=2&stride=2&picture=3&times=8")["sizes"] ==
              json{3, 1});  // 1 has no window of 2
        CHECK(state_of("pooling", "global=1&picture=7")["sizes"] == json{7, 1});
    }

    TEST_CASE("7.3: PyTorch, ONNX and Keras divide the last window of 1..16 by 4, 9 and 1") {
        const std::string last = "&t=89";
        for (const auto& [code, divisor, result] :
             {std::tuple{"ceil-torch", 4, 4.0}, std::tuple{"ceil-onnx", 9, 1.7778},
              std::tuple{"ceil-keras", 1, 16.0}}) {
            const json state = state_of("pooling", std::string("example=") + code + last);
            CHECK(state["divisor"] == divisor);
            CHECK(state["result"].get<double>() == doctest::Approx(result).epsilon(1e-4));
            CHECK(state["example"]["agrees"] == true);
        }
    }

    TEST_CASE("E8: one pixel to the right changes 7 of 12 maxima of S3-21") {
        Session session;
        REQUIRE(session.open("lesson=pooling").ok());
        for (const Erratum& erratum : session.lesson().errata())
            if (erratum.code == "E8") REQUIRE(session.open(evidence_link(session.entry(), erratum)).ok());
        CHECK(session.state()["shift"]["survivors"] == 5);
        CHECK(session.state()["shift"]["of"] == 12);
        CHECK(session.state()["parameters"] == 0);
        CHECK(state_of("pooling", "example=S3-21&shift_y=1")["shift"]["survivors"] == 8);
        CHECK(state_of("pooling", "example=S3-21b&shift_x=1")["shift"]["survivors"] == 1);
        CHECK(state_of("pooling", "example=S3-21&shift_x=-1")["shift"]["survivors"] == 6);
    }

    TEST_CASE("a shift inside the windows is not noticed, one more is") {
        CHECK(state_of("pooling", "example=shift")["shift"]["survivors"] == 9);
        CHECK(state_of("pooling", "example=shift&shift_x=2")["shift"]["survivors"] == 0);
        CHECK(state_of("pooling", "example=shift&shift_x=0")["shift"] == nullptr);
    }

    TEST_CASE("E43: padding never wins, also against negative numbers") {
        Session session;
        REQUIRE(session.open("lesson=pooling").ok());
        for (const Erratum& erratum : session.lesson().errata())
            if (erratum.code == "E43") REQUIRE(session.open(evidence_link(session.entry(), erratum)).ok());
        CHECK(session.state()["output"] == json{{{-7, -7}, {-7, -7}}});
        CHECK(session.state()["geometry"]["y"]["pad_before"] == 1);
    }

    TEST_CASE("S3-21: the winner is lit, pixel by pixel") {
        const json state = state_of("pooling", "example=S3-21&t=4");
        CHECK(state["cursor"]["on_result"] == true);
        CHECK(state["winner"] == 1);
        CHECK(state["terms"][1]["input"] == 9);
        CHECK(state["step"]["sentence"] ==
              "Row 1, column 1 of the output, channel 1. The largest is 9, at row 1, column 2.");
        CHECK(state["step"]["latex"] == "\\max(1, 9, 5, 4) = 9");
        CHECK(state_of("pooling", "example=S3-21e&t=4")["step"]["latex"] ==
              "\\sqrt{1^2 + 9^2 + 5^2 + 4^2} = 11.090536");
    }

    TEST_CASE("slips are told by their numbers") {
        const struct {
            const char* link;
            double given;
            const char* part;
        } slips[] = {
            {"example=S3-21b", 19, "divided"},      {"example=S3-21b", 9, "maximum"},
            {"example=S3-21e", 123, "root"},        {"example=S3-21", 1, "smallest"},
            {"example=ceil-torch", 3.5, "padding"}, {"example=ceil-keras", 1.5556, "padding"},
        };
        for (const auto& slip : slips) {
            CAPTURE(slip.link);
            Session session;
            REQUIRE(session.open("lesson=pooling&" + std::string(slip.link)).ok());
            REQUIRE(session.command("predict").ok());
            REQUIRE(session.command("answer", {{"value", slip.given}}).ok());
            CHECK(session.state()["quiz"]["verdict"].get<std::string>().find(slip.part) != std::string::npos);
        }
        Session session;
        REQUIRE(
            session.open("lesson=pooling&channels=1&size=2&input=-7,-7,-7,-7&kernel=3&stride=1&pad=1").ok());
        REQUIRE(session.command("predict").ok());
        REQUIRE(session.command("answer", {{"value", 0}}).ok());
        CHECK(session.state()["quiz"]["verdict"] ==
              "The padding never wins: it counts as no number, not as a zero.");
    }

    TEST_CASE("edits, random numbers, clear; what a smaller grid hides comes back") {
        Session session;
        REQUIRE(session.open("lesson=pooling&example=S3-21").ok());
        REQUIRE(session.command("set-cell", {{"channel", 1}, {"row", 3}, {"column", 3}, {"value", 50}}).ok());
        CHECK(session.state()["output"][1][1][1] == 50);
        CHECK(session.state()["example"]["changed"] == true);
        CHECK_FALSE(
            session.command("set-cell", {{"channel", 3}, {"row", 0}, {"column", 0}, {"value", 1}}).ok());
        CHECK_FALSE(
            session.command("set-cell", {{"channel", 0}, {"row", 4}, {"column", 0}, {"value", 1}}).ok());
        CHECK_FALSE(session.command("set-cell", {{"row", 0}, {"column", 0}, {"value", 1}}).ok());
        const json before = session.state()["input"];
        REQUIRE(session.command("random-input").ok());
        CHECK(session.state()["input"] != before);
        REQUIRE(session.command("clear-input").ok());
        CHECK(session.state()["output"][0] == json{{0, 0}, {0, 0}});
    }

    TEST_CASE("no slider position is an error, and every window sees a pixel") {
        cnn::Rng rng(5);
        Settings settings;
        constexpr std::array kNumbers{WindowNumber::kHeight,    WindowNumber::kWidth,
                                      WindowNumber::kKernel,    WindowNumber::kStride,
                                      WindowNumber::kPadBefore, WindowNumber::kPadAfter};
        Session session;
        REQUIRE(session.open("lesson=pooling&padding=explicit").ok());
        auto& model = static_cast<PoolingModel&>(session.lesson());
        for (int i = 0; i < 600; ++i) {
            const WindowNumber which = kNumbers[rng.below(6)];
            const WindowRange range = range_of(model.settings().window, which, kLimits);
            const int value =
                range.low +
                static_cast<int>(rng.below(static_cast<std::uint32_t>(range.high - range.low + 1)));
            const auto status = session.command("set", {{"key", key_of(which)}, {"value", value}});
            CAPTURE(session.link());
            CHECK(status.ok());
            for (const float number : model.output().values()) REQUIRE(std::isfinite(number));
            if (i % 20 == 0) CHECK(session.command("set", {{"key", "ceil"}, {"value", rng.below(2)}}).ok());
        }
    }
}

}  // namespace shell::lesson_pooling
