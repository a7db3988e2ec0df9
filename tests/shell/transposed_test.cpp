// The lesson on transposed convolution without its picture: stamps, the stretched input, the guide's sizes,
// the inverse that it is not, bounds, who touches whom, and slips.
#include <doctest/doctest.h>

#include "shell/lessons/10_transposed/model.h"
#include "shell/lessons/10_transposed/reach.h"
#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_transposed {

namespace {

using nlohmann::json;
using What = Touched::What;

}  // namespace

TEST_SUITE("transposed lesson") {
    TEST_CASE("S2-20: one to many, and the same as a convolution over the stretched input") {
        const json spread = state_of("transposed", "example=S2-20");
        CHECK(spread["output"].size() == 7);
        CHECK(spread["output"] == state_of("transposed", "example=S2-20b")["output"]);
        // by hand: the outer corner is 1 x 1; between 1, 2, 4 and 5 all four stamps overlap at their corners
        CHECK(spread["output"][0][0] == 1);
        CHECK(spread["output"][2][2] == 1 + 2 + 4 + 5);
        CHECK(spread["output"][1][1] == 4);
        TransposedModel model;
        for (int row = 0; row < 7; ++row)
            for (int column = 0; column < 7; ++column) {
                float sum = 0;
                for (int ky = 0; ky < 3; ++ky)
                    for (int kx = 0; kx < 3; ++kx) {
                        const int iy = TransposedModel::stretched_source(model.window().y, row + ky);
                        const int ix = TransposedModel::stretched_source(model.window().x, column + kx);
                        if (iy >= 0 && ix >= 0)
                            sum += model.input().at(0, 0, iy, ix) * model.weights().at(0, 0, 2 - ky, 2 - kx);
                    }
                CHECK(sum == model.output().at(0, 0, row, column));
            }
    }

    TEST_CASE("arXiv 1603.07285: the transposed cases lead back to the size that they came from") {
        const std::vector<int> sizes{4, 5, 5, 5, 5, 5, 6};  // appendix A of the lecture inventory
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            const json state = state_of("transposed", "example=G-" + std::to_string(i + 9));
            CHECK(state["geometry"]["x"]["output"] == sizes[i]);
            CHECK(state["geometry"]["x"]["input"] == state["input"].size());
            CHECK(state["output"].size() == static_cast<std::size_t>(sizes[i]));
        }
        CHECK(state_of("transposed", "example=G-15")["geometry"]["x"]["output_padding"] == 1);
        CHECK(state_of("transposed", "example=dilated")["geometry"]["x"]["output"] == 7);
    }

    TEST_CASE("the guide's codes name the same case here and in the lesson of sizes") {
        for (int i = 9; i <= 15; ++i) {
            const std::string example = "example=G-" + std::to_string(i);
            CHECK(state_of("transposed", example)["geometry"] == state_of("size", example)["geometry"]);
        }
        Session session;
        const auto old = session.open("lesson=transposed&example=G7");
        REQUIRE_FALSE(old.ok());
        CHECK(old.error().sentence.find("G-15") != std::string::npos);
    }

    TEST_CASE("S1-1: a transposed convolution is no deconvolution") {
        const json inverse = state_of("transposed", "example=S1-1")["inverse"];
        CHECK(inverse["convolved"] == json{4, 13, 28, 34, 32, 21});  // S1-2
        CHECK(inverse["divided"] == inverse["signal"]);
        CHECK(inverse["transposed"].size() == inverse["signal"].size());
        CHECK(inverse["transposed"] != inverse["signal"]);
        CHECK(state_of("transposed", "view=inverse&filter=0,1,2")["inverse"]["divided"].empty());
    }

    TEST_CASE("E23: an inner point takes part nine times, not three") {
        TransposedModel model;
        const json state = state_of("transposed", std::string(model.errata()[0].evidence));
        CHECK(state["written"][3][3] == 9);
        CHECK(state["written"][0][0] == 1);
        CHECK(state["written"][0][3] == 3);
    }

    TEST_CASE("transposed: the checkerboard of kernel 3 and stride 2, and the even inside of kernel 4") {
        const json board = state_of("transposed", "example=checkerboard");
        CHECK(board["written"] == board["output"]);
        CHECK(board["written"][2] == json{2, 2, 4, 2, 4, 2, 2});
        const json even = state_of("transposed", "example=even")["written"];
        for (std::size_t row = 2; row < 6; ++row)
            for (std::size_t column = 2; column < 6; ++column) CHECK(even[row][column] == 4);
        // a stride beyond the kernel leaves gaps
        CHECK(state_of("transposed", "kernel=2&stride=3&pad=0")["written"][2][2] == 0);
    }

    TEST_CASE("transposed: stamps add up to the output") {
        const json begun = state_of("transposed", "example=S2-20&t=0");
        CHECK(begun["so_far"][0] == json{1, 2, 1, 0, 0, 0, 0});
        const json done = state_of("transposed", "example=S2-20&bias=10&t=9");
        CHECK(done["so_far"] == done["output"]);
        CHECK(done["so_far"][0][0] == 11);
    }

    TEST_CASE("transposed: sizes stay possible") {
        Session session;
        REQUIRE(session.open("lesson=transposed&size=7&stride=2&kernel=3&pad=1").ok());
        CHECK(session.state()["geometry"]["x"]["output"] == 13);
        CHECK_FALSE(session.open("lesson=transposed&size=7&stride=4").ok());
        REQUIRE(session.command("set", {{"key", "kernel"}, {"value", 1}}).ok());
        REQUIRE(session.command("set", {{"key", "size"}, {"value", 1}}).ok());
        CHECK(session.state()["geometry"]["x"]["output"].get<int>() >= 1);
        CHECK_FALSE(session.open("lesson=transposed&stride=2&output_padding=2").ok());
        CHECK(session.open("lesson=transposed&line=1").ok());
        CHECK(session.state()["output"].size() == 1);
    }

    TEST_CASE("transposed: who touches whom, both ways") {
        TransposedModel model;  // 3 x 3, kernel 3, stride 2
        const Touched middle{What::kInput, 1, 1};
        CHECK(reaches(model.window(), middle, {What::kOutput, 2, 4}));
        CHECK(reaches(model.window(), {What::kOutput, 2, 4}, middle));
        CHECK_FALSE(reaches(model.window(), middle, {What::kOutput, 1, 3}));
        CHECK(reaches(model.window(), middle, {What::kWeight, 0, 2}));
        CHECK(reaches(model.window(), {What::kWeight, 1, 1}, {What::kOutput, 3, 3}));
        CHECK_FALSE(reaches(model.window(), {What::kWeight, 1, 1}, {What::kOutput, 2, 3}));
    }

    TEST_CASE("transposed: slips are told by their numbers") {
        Session session;
        REQUIRE(session.open("lesson=transposed&view=gather&bias=5&weights=1,2,3,4,5,6,7,8,9").ok());
        REQUIRE(session.command("predict").ok());
        auto& model = *session.lesson().stepped();
        const auto verdict = [&](double value) { return verdict_on(session, value); };
        CHECK(verdict(1).find("bias") != std::string::npos);          // 1 x 1, and the bias of 5
        CHECK(verdict(14).find("half a turn") != std::string::npos);  // 1 x 9 + 5
        // 3 x 3 inputs 1 .. 9, stride 2, padding 1: the first output is the input 1 times the middle 5
        REQUIRE(session.open("lesson=transposed&view=gather&pad=1&weights=1,2,3,4,5,6,7,8,9&predict=1").ok());
        CHECK(verdict(1).find("padding") != std::string::npos);  // 1 x 1, which is cut off
        CHECK(verdict(1 * 5 + 2 * 4 + 4 * 2 + 5 * 1).find("stride 1") != std::string::npos);
        CHECK(verdict(1 * 6 + 2 * 4).find("to the right") != std::string::npos);
        CHECK(verdict(1 * 8 + 4 * 2).find("below") != std::string::npos);
        CHECK(verdict(5) == "Right.");
        REQUIRE(session.open("lesson=transposed&view=spread&predict=0").ok());
        REQUIRE(session.command("predict").ok());
        CHECK(verdict(9).find("number of weights") != std::string::npos);
        CHECK(verdict(1).find("overlap") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 4}}).ok());
        CHECK(model.player().at_end());
    }
}

}  // namespace shell::lesson_transposed
