// The lesson "ReLU, softmax, cross-entropy" without its picture: the lectures' numbers, temperature, slips,
// and the evidence of errata.
#include "shell/lessons/14_softmax/model.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_softmax {

using nlohmann::json;

TEST_SUITE("softmax lesson") {
    TEST_CASE("S3-14, E26: the detector of sevens before and after ReLU") {
        const json state = state_of("softmax", evidence(softmax_errata(), "E26"));
        CHECK(state["before"] == json{{0, -2, -3}, {-1, -2, 3}, {-2, 3, -2}});
        CHECK(state["after"] == json{{0, 0, 0}, {0, 0, 3}, {0, 3, 0}});
        CHECK(state["before"][0][0] == 0);  // position 1
        CHECK(state["before"][0][state["cursor"]["t"].get<std::size_t>()] == -2);
    }

    TEST_CASE("E28: ReLU of a sum is not the sum of the ReLUs") {
        const json after = state_of("softmax", evidence(softmax_errata(), "E28"))["after"][0];
        CHECK(after == json{0, 3, 1});
        CHECK(after[0].get<int>() + after[1].get<int>() != after[2].get<int>());
    }

    TEST_CASE("S4-2, S4-3: one-hot of 4, the sum 0.9999999, the loss 4.850e-5") {
        const json state = state_of("softmax", "example=S4-3");
        CHECK(state["truth"] == json{0, 0, 0, 0, 1, 0, 0, 0, 0, 0});
        CHECK(state["probability_sum"].get<double>() == doctest::Approx(0.9999999).epsilon(1e-9));
        CHECK(std::fabs(state["loss"].get<double>() - 4.850e-5) < 5e-9);
        CHECK(state_of("softmax", "example=S4-2")["loss"].get<double>() == doctest::Approx(std::log(10)));
        CHECK(state_of("softmax", "example=S4-2b")["loss"].get<double>() ==
              doctest::Approx(-(std::log(0.9) + std::log(0.8)) / 2));
    }

    TEST_CASE("E33: for a 7 the printed prediction would lose 11.3") {
        const json state = state_of("softmax", evidence(softmax_errata(), "E33"));
        CHECK(state["loss"].get<double>() == doctest::Approx(11.322305).epsilon(1e-6));
    }

    TEST_CASE("softmax: shares of 1, the same for shifted logits, sharper when cold") {
        const auto shares = [](const std::string& more) {
            return state_of("softmax", "topic=softmax&classes=4&" + more)["shares"]
                .get<std::vector<double>>();
        };
        const std::vector<double> usual = shares("logits=2,1,0.5,-1");
        CHECK(std::accumulate(usual.begin(), usual.end(), 0.0) == doctest::Approx(1));
        CHECK(usual[0] == doctest::Approx(0.60946).epsilon(1e-5));
        CHECK(shares("logits=102,101,100.5,99") == usual);
        const std::vector<double> cold = shares("logits=2,1,0.5,-1&temperature=0.1");
        CHECK(cold[0] == doctest::Approx(1 / (1 + std::exp(-10) + std::exp(-15))).epsilon(1e-6));
        const std::vector<double> hot = shares("logits=2,1,0.5,-1&temperature=10");
        CHECK(hot[0] < 0.31);
        CHECK(hot[0] > hot[1]);
        Session session;
        REQUIRE(session.open("lesson=softmax&topic=softmax").ok());
        REQUIRE(session.command("take-softmax").ok());
        REQUIRE(session.command("set", {{"key", "topic"}, {"value", "cross-entropy"}}).ok());
        CHECK(session.state()["probabilities"][0].get<double>() == doctest::Approx(0.60946).epsilon(1e-5));
    }

    TEST_CASE("a share of 0 for the truth loses without bound, and asks nothing") {
        Session session;
        REQUIRE(session.open("lesson=softmax&topic=cross-entropy&classes=2&label=0&probabilities=0,1").ok());
        CHECK(session.state()["loss"].is_null());
        REQUIRE(session.command("predict").ok());
        CHECK(session.lesson().stepped()->quiz().open() == nullptr);
    }

    TEST_CASE("E29: logits 255 times as large leave one share of 1") {
        const json state = state_of("softmax", evidence(softmax_errata(), "E29"));
        CHECK(state["cursor"]["t"] == 4);
        CHECK(state["shares"] == json{1, 0, 0, 0});
        const json learnt = state_of("softmax", "topic=softmax&classes=4&logits=2,1,0.5,-1&t=4");
        for (std::size_t c = 0; c < 4; ++c)
            CHECK(state["logits"][c].get<double>() ==
                  doctest::Approx(255 * learnt["logits"][c].get<double>()));
        CHECK(learnt["shares"][0].get<double>() == doctest::Approx(0.6094605));
    }

    TEST_CASE("slips are told by their numbers") {
        struct Row {
            const char* link;
            double answer;
            double slip;
            const char* word;
        };
        const Row rows[] = {
            {"example=S3-14", 0, -2, "negative"},
            {"example=S3-14", 0, 2, "absolute"},
            {"example=S4-3", 4.85e-5, 0.9999515, "minus its logarithm"},
            {"example=S4-2", std::log(10), 0.9, "missing to 1"},
            {"example=S4-2b", 0.164252, 0.3285041, "mean"},
            {"topic=softmax&classes=4&logits=2,1,0.5,-1&t=3", 0.60946, 1, "divided by the sum"},
            {"topic=softmax&classes=4&logits=2,1,0.5,-1&temperature=2&t=3", 0.4344, 0.60946, "temperature 1"},
        };
        for (const Row& row : rows) {
            CAPTURE(row.link);
            Session session;
            REQUIRE(session.open(std::string("lesson=softmax&") + row.link).ok());
            REQUIRE(session.command("predict").ok());
            const Quiz& quiz = session.lesson().stepped()->quiz();
            REQUIRE(quiz.open() != nullptr);
            CHECK(quiz.open()->answer == doctest::Approx(row.answer).epsilon(1e-3));
            REQUIRE(session.command("answer", {{"value", row.slip}}).ok());
            CHECK(quiz.verdict().find(row.word) != std::string::npos);
        }
    }

    TEST_CASE("bounds: the true class follows the number of classes, shares stay between 0 and 1") {
        Session session;
        REQUIRE(session.open("lesson=softmax&topic=cross-entropy&classes=10&label=9").ok());
        REQUIRE(session.command("set", {{"key", "classes"}, {"value", 2}}).ok());
        CHECK(session.state()["truth"] == json{0, 1});
        REQUIRE(session.command("set", {{"key", "probabilities"}, {"value", {-1, 2}}}).ok());
        CHECK(session.state()["probabilities"] == json{0, 1});
        CHECK_FALSE(Session().open("lesson=softmax&classes=11").ok());
        CHECK_FALSE(Session().open("lesson=softmax&temperature=0").ok());
    }
}

}  // namespace shell::lesson_softmax
