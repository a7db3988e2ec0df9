// The lesson from dense to convolution without its picture: the lectures' counts, the three layers that agree
// where they should, shared numbers, bounds and slips.
#include <doctest/doctest.h>

#include "shell/lessons/09_sharing/model.h"
#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_sharing {

namespace {

using nlohmann::json;

}  // namespace

TEST_SUITE("sharing lesson") {
    TEST_CASE("S0-10: 36 weights, a band of the same three, every other row") {
        const json dense = state_of("sharing", "example=S0-10");
        const json shared = state_of("sharing", "example=S0-10b");
        const json strided = state_of("sharing", "example=S0-10c");
        CHECK(dense["weights"] == 36);
        CHECK(shared["weights"] == 3);
        CHECK(dense["matrix"] == shared["matrix"]);  // it begins as that band
        CHECK(dense["output"] == shared["output"]);
        CHECK(shared["matrix"][2] == json{0, 1, 0, -1, 0, 0});
        CHECK(shared["matrix"][0] == json{0, -1, 0, 0, 0, 0});  // the first tap reads padding
        REQUIRE(strided["matrix"].size() == 3);
        for (std::size_t row = 0; row < 3; ++row) CHECK(strided["matrix"][row] == shared["matrix"][2 * row]);
    }

    TEST_CASE("S1-11, S1-12, S2-3: a dense network's weights") {
        CHECK(state_of("sharing", "example=S1-11")["count"]["lines"][4]["value"] == 10000020001);
        CHECK(state_of("sharing", "example=S1-12")["count"]["lines"][0]["value"] == 784);
        CHECK(state_of("sharing", "example=S1-12b")["count"]["lines"][0]["value"] == 16384);
        CHECK(state_of("sharing", "example=S1-12c")["count"]["lines"][0]["value"] == 49152);
        CHECK(state_of("sharing", "example=S2-3")["count"]["lines"][1]["value"] == 1000 * 500);
    }

    TEST_CASE("S3-18: 34,944 against 105,705,600") {
        const json count = state_of("sharing", "example=S3-18")["count"];
        CHECK(count["outputs"] == 55 * 55 * 96);
        CHECK(count["shared"] == 34944);
        CHECK(count["local"] == 105705600);
        CHECK(count["dense"] == (std::int64_t{227} * 227 * 3 + 1) * 290400);
        const json wider = state_of("sharing", "topic=count&columns=454")["count"];
        CHECK(wider["shared"] == 34944);
        CHECK(wider["local"].get<std::int64_t>() > 105705600);
    }

    TEST_CASE("S3-13, S2-4: locally connected; seven inputs and three outputs") {
        const json local = state_of("sharing", "example=S3-13");
        CHECK(local["weights"] == 18);
        CHECK(local["matrix"][2] == json{0, 1, 1, 1, 0, 0});
        CHECK(local["output"] == json{-2, 2, 14, 1, 8, 2});
        CHECK(state_of("sharing", "example=S2-4")["geometry"]["x"]["output"] == 3);
    }

    TEST_CASE("sharing: local weights that are all alike are a convolution, and so is a dense band") {
        const char* sizes = "&inputs=5&pad=1&kernel=3&input=3,1,4,1,5";
        const json shared = state_of("sharing", "kind=shared&weights=2,-1,3" + std::string(sizes));
        const json local =
            state_of("sharing", "kind=local&weights=2,-1,3,2,-1,3,2,-1,3,2,-1,3,2,-1,3" + std::string(sizes));
        const json dense = state_of(
            "sharing", "kind=dense&outputs=5&weights=-1,3,0,0,0,2,-1,3,0,0,0,2,-1,3,0,0,0,2,-1,3,0,0,0,2,-1" +
                           std::string(sizes));
        CHECK(shared["output"] ==
              json{0, 17, 1, 22, -3});  // -3 + 3, 6 - 1 + 12, 2 - 4 + 3, 8 - 1 + 15, 2 - 5
        CHECK(local["output"] == shared["output"]);
        CHECK(dense["output"] == shared["output"]);
        CHECK(local["matrix"] == shared["matrix"]);
    }

    TEST_CASE("sharing: which places of the matrix are one number") {
        SharingModel model;
        CHECK(model.same_weight(1, 0, 4, 3));
        CHECK(model.same_weight(4, 3, 1, 0));
        CHECK_FALSE(model.same_weight(1, 0, 1, 2));
        CHECK_FALSE(model.same_weight(0, 5, 1, 5));  // both are 0 for ever, not shared
        REQUIRE(model.open_example("S3-13").ok());
        CHECK_FALSE(model.same_weight(1, 0, 4, 3));
        CHECK(model.same_weight(1, 0, 1, 0));
    }

    TEST_CASE("sharing: sizes stay possible") {
        Session session;
        REQUIRE(session.open("lesson=sharing&inputs=12&pad=1&kernel=7").ok());
        REQUIRE(session.command("set", {{"key", "inputs"}, {"value", 2}}).ok());
        CHECK(session.state()["geometry"]["x"]["kernel"] == 4);
        CHECK_FALSE(session.open("lesson=sharing&inputs=12&pad=2&kernel=4").ok());  // 13 outputs
        CHECK(session.open("lesson=sharing&inputs=12&pad=2&kernel=5").ok());
        CHECK_FALSE(session.open("lesson=sharing&topic=count&count_kernel=9&rows=8").ok());
    }

    TEST_CASE("sharing: slips are told by their numbers") {
        Session session;
        REQUIRE(session.open("lesson=sharing&example=S3-18").ok());
        REQUIRE(session.command("predict").ok());
        auto& model = *session.lesson().stepped();
        const auto verdict = [&](double value) { return verdict_on(session, value); };
        CHECK(verdict(34848).find("bias") != std::string::npos);
        CHECK(verdict(105705600).find("without sharing") != std::string::npos);
        REQUIRE(session.open("lesson=sharing&bias=2&predict=1").ok());
        REQUIRE(session.command("reveal").ok());
        REQUIRE(session.command("next-output").ok());
        REQUIRE(model.quiz().open() != nullptr);
        CHECK(verdict(-4).find("bias") != std::string::npos);
        CHECK(verdict(6).find("turned round") != std::string::npos);
    }

    TEST_CASE("S0-10b, S0-10c, S2-4, S3-13: padding, stride and the window's place are told apart") {
        const struct {
            const char* link;
            double slip;
            const char* word;
            double right;
        } rows[] = {
            {"example=S0-10b&t=4", -5, "padding", -4},  // 2 - 7, where 1 - 5 is right
            {"example=S0-10b&t=4", -2, "off by one", -4},
            {"example=S3-13&t=8", 18, "padding", 14},   // 5 + 7 + 6, where 2 + 5 + 7 is right
            {"example=S0-10c&t=4", -4, "stride", -5},   // 1 - 5, where 2 - 7 is right
            {"example=S0-10c&t=4", -1, "padding", -5},  // 5 - 6
            {"example=S2-4&t=4", -5, "stride", -1},     // 2 - 7, where 5 - 6 is right
            {"example=S2-4&t=4", 3, "off by one", -1},  // 7 - 4
            {"example=S2-4&t=4", 1, "turned round", -1},
        };
        for (const auto& row : rows) {
            CAPTURE(row.link);
            Session session;
            REQUIRE(session.open("lesson=sharing&predict=1&" + std::string(row.link)).ok());
            CHECK(verdict_on(session, row.slip).find(row.word) != std::string::npos);
            CHECK(verdict_on(session, row.right) == "Right.");
        }
    }

    TEST_CASE("S1-11: ten billion weights are asked for in millions") {
        Session session;
        REQUIRE(session.open("lesson=sharing&example=S1-11&predict=1").ok());
        const Quiz& quiz = session.lesson().stepped()->quiz();
        REQUIRE(quiz.open() != nullptr);
        CHECK(quiz.open()->prompt.find("In millions") == 0);
        CHECK(verdict_on(session, 1.01).find("product") != std::string::npos);
        CHECK(verdict_on(session, 10000) == "Right.");
        REQUIRE(session.open("lesson=sharing&example=S1-12&predict=1").ok());
        CHECK(quiz.open()->prompt.find("millions") == std::string::npos);
    }
}

}  // namespace shell::lesson_sharing
