// Four views without the picture: the coefficients in each view, the counts, the bands, im2col, edits, slips.
#include <doctest/doctest.h>

#include "shell/lessons/11_four_views/model.h"
#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_four_views {

using nlohmann::json;

TEST_SUITE("four views lesson") {
    TEST_CASE("S1-2: 4, 13, 28, 34, 32, 21 and the two band matrices") {
        const json alpha = state_of("four-views", "example=S1-2");
        CHECK(alpha["output"] == json::parse("[[4,13,28,34,32,21]]"));
        CHECK(alpha["matrix"] ==
              json::parse("[[1,0,0,0],[2,1,0,0],[3,2,1,0],[0,3,2,1],[0,0,3,2],[0,0,0,3]]"));
        const json beta = state_of("four-views", "example=S1-3");
        CHECK(beta["output"] == alpha["output"]);
        CHECK(beta["matrix"] == json::parse("[[4,0,0],[5,4,0],[6,5,4],[7,6,5],[0,7,6],[0,0,7]]"));
        // at frequency 0 the transforms are the sums of the coefficients: 6, 22 and 132
        CHECK(alpha["fft"]["alpha"][0][0] == 6);
        CHECK(alpha["fft"]["beta"][0][0] == 22);
        CHECK(alpha["fft"]["product"][0][0] == 132);
        CHECK(alpha["fft"]["product"].size() == 8);
    }

    TEST_CASE("S1-3: counts") {
        const json six_by_four = state_of("four-views", "example=S1-2")["operations"];
        CHECK(six_by_four["direct"] == json::parse(R"({"multiplications":12,"additions":6})"));
        CHECK(six_by_four["dense"]["multiplications"] == 24);
        const json six_by_three = state_of("four-views", "example=S1-3")["operations"];
        CHECK(six_by_three["direct"] == six_by_four["direct"]);
        CHECK(six_by_three["dense"]["multiplications"] == 18);
    }

    TEST_CASE("E14: the missing list of coefficients") {
        const json state = state_of("four-views", "example=S1-2&t=11");
        CHECK(state["rule"] == "δ2 = α2β0 + α1β1 + α0β2");
        CHECK(state["result"] == 28);
        CHECK(state["cursor"]["on_result"] == true);
        FourViewsModel model;
        CHECK(model.errata()[0].evidence == "example=S1-2&t=11");
        CHECK(model.coefficient_rule(0) == "δ0 = α0β0");
        CHECK(model.coefficient_rule(1) == "δ1 = α1β0 + α0β1");
        CHECK(model.coefficient_rule(3) == "δ3 = α2β1 + α1β2 + α0β3");
        CHECK(model.coefficient_rule(4) == "δ4 = α2β2 + α1β3");
        CHECK(model.coefficient_rule(5) == "δ5 = α2β3");
    }

    TEST_CASE("S0-10: a band of three shared weights; stride 2 keeps every other row") {
        const json one = state_of("four-views", "example=S0-10");
        CHECK(one["matrix"] == json::parse("[[2,-1,0,0,0,0],[1,2,-1,0,0,0],[0,1,2,-1,0,0],[0,0,1,2,-1,0],"
                                           "[0,0,0,1,2,-1],[0,0,0,0,1,2]]"));
        const json two = state_of("four-views", "example=S0-10b");
        REQUIRE(two["matrix"].size() == 3);
        for (std::size_t row = 0; row < 3; ++row) CHECK(two["matrix"][row] == one["matrix"][2 * row]);
        CHECK(one["operations"]["dense"]["multiplications"] == 36);
        CHECK(one["operations"]["direct"]["multiplications"] ==
              16);  // the two corners of the band lie outside
    }

    TEST_CASE("S1-4: a picture's matrix and im2col hold the same products") {
        const json state = state_of("four-views", "example=S1-4");
        CHECK(
            state["matrix"] ==
            json::parse("[[1,2,0,3,4,0,0,0,0],[0,1,2,0,3,4,0,0,0],[0,0,0,1,2,0,3,4,0],[0,0,0,0,1,2,0,3,4]]"));
        CHECK(state["patches"] == json::parse("[[1,2,3,1],[2,0,1,1],[3,1,0,2],[1,1,2,4]]"));
        CHECK(state_of("four-views", "example=S1-4b")["output"] == json::parse("[[18,9],[13,25]]"));
    }

    TEST_CASE("four views: every number can be typed, in the matrix's factor and in the other") {
        Session session;
        REQUIRE(session.open("lesson=four-views").ok());
        // the weights slide turned around: the first that slides is the last coefficient
        REQUIRE(session.command("set-cell", {{"grid", "kernel"}, {"index", 0}, {"value", 30}}).ok());
        REQUIRE(session.command("set-cell", {{"grid", "input"}, {"index", 3}, {"value", 70}}).ok());
        CHECK(session.state()["output"][0][5] == 2100);
        REQUIRE(session.command("exchange").ok());
        CHECK(session.state()["output"][0][5] == 2100);
        CHECK(session.state()["input"] == json::parse("[[1,2,30]]"));
        CHECK_FALSE(session.command("set-cell", {{"grid", "input"}, {"index", 3}, {"value", 1}}).ok());
        REQUIRE(session.open("lesson=four-views&topic=picture&side=4&kernel_side=3").ok());
        REQUIRE(session.command("set-cell", {{"grid", "kernel"}, {"index", 8}, {"value", 5}}).ok());
        REQUIRE(session.command("set-cell", {{"grid", "input"}, {"index", 15}, {"value", 7}}).ok());
        CHECK(session.state()["matrix"][3][15] == 5);
        CHECK(session.state()["patches"][8][3] == 7);
        REQUIRE(session.command("clear-input").ok());
        CHECK(session.state()["output"] == json::parse("[[0,0],[0,0]]"));
        for (const char* topic : {"product", "layer", "picture"})
            for (const int count : {1, 2, 5})
                for (const int stride : {1, 8})
                    for (const char* same : {"0", "1"}) {
                        const std::string number = std::to_string(count);
                        const json state =
                            state_of("four-views",
                                     "topic=" + std::string(topic) + "&alpha_count=" + number +
                                         "&beta_count=1" + "&inputs_count=" + number +
                                         "&weights_count=1&side=" + std::to_string(std::min(count, 4)) +
                                         "&kernel_side=1&stride=" + std::to_string(stride) + "&same=" + same);
                        CHECK(state["output"].size() >= 1);
                    }
    }

    TEST_CASE("four views: who touches whom") {
        FourViewsModel model;
        using What = Touched::What;
        CHECK(model.reaches({What::kInput, 0}, {What::kOutput, 0}));
        CHECK(model.reaches({What::kOutput, 2}, {What::kInput, 0}));
        CHECK_FALSE(model.reaches({What::kInput, 0}, {What::kOutput, 3}));
        CHECK(model.weight_between(2, 0) == 0);  // alpha2, the first that slides
        CHECK(model.weight_between(0, 0) == 2);
        CHECK(model.weight_between(0, 1) == -1);
        CHECK(model.input_of(0, 0) == -1);  // outside
        CHECK_FALSE(model.reaches({What::kWeight, 0}, {What::kOutput, 0}));
        CHECK(model.reaches({What::kWeight, 2}, {What::kOutput, 0}));
    }

    TEST_CASE("four views: slips are told by their numbers") {
        Session session;
        REQUIRE(session.open("lesson=four-views&t=10").ok());
        auto& model = *session.lesson().stepped();
        REQUIRE(session.command("predict").ok());
        REQUIRE(session.command("next-term").ok());
        REQUIRE(session.command("next-term").ok());
        REQUIRE(model.quiz().open() != nullptr);
        CHECK(model.quiz().open()->answer == 34);
        REQUIRE(session.command("answer", {{"value", 5 * 1 + 6 * 2 + 7 * 3}}).ok());
        CHECK(model.quiz().verdict().find("both indices rising") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 28}}).ok());
        CHECK(model.quiz().verdict().find("off by one") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 34}}).ok());
        CHECK(model.quiz().verdict() == "Right.");
        // 2, 1, 3, 0, 4, 5 under 1, 2, -1, with padding 1: the third output is 1 + 6 - 0
        REQUIRE(session.open("lesson=four-views&example=S0-10&t=8&predict=1").ok());
        CHECK(verdict_on(session, 3 + 0 - 4).find("padding") != std::string::npos);
        CHECK(verdict_on(session, 2 + 2 - 3).find("off by one") != std::string::npos);
        CHECK(verdict_on(session, 7) == "Right.");
        // 1, 2, 0 / 3, 1, 1 / 0, 2, 4 under 1, 2 / 3, 4: the first output is 1 + 4 + 9 + 4
        REQUIRE(session.open("lesson=four-views&example=S1-4&t=0&predict=1").ok());
        CHECK(verdict_on(session, 3 + 2 + 0 + 8).find("off by one") != std::string::npos);  // a row below
        CHECK(verdict_on(session, 2 + 0 + 3 + 4).find("off by one") != std::string::npos);  // to the right
        CHECK(verdict_on(session, 18) == "Right.");
    }
}

}  // namespace shell::lesson_four_views
