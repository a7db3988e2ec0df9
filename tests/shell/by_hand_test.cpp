// The lesson "A network by hand" without its picture: as printed, repaired, and beside the line of least
// squares.
#include "shell/lessons/15_by_hand/model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_by_hand {

using nlohmann::json;

TEST_SUITE("by hand lesson") {
    TEST_CASE("S0-4, E6: as printed it explodes, dies and predicts the mean, from any start") {
        Session session;
        REQUIRE(session.open("lesson=by-hand&example=S0-4").ok());
        for (int start = 0; start < 5; ++start) {
            const json state = session.state();
            CHECK(state["errors"][0] > 1000);
            CHECK(state["errors"][1] > 1e15);
            CHECK(state["errors"].back().get<double>() == doctest::Approx(70.04).epsilon(1e-5));
            CHECK(state["final_parameters"][8].get<double>() == doctest::Approx(168.6).epsilon(1e-6));
            REQUIRE(session.command("random-start").ok());
        }
        const json dead = state_of("by-hand", evidence(by_hand_errata(), "E6"));
        CHECK(dead["cursor"]["update"] == 2);
        CHECK(dead["alive"] == 0);
        for (const json& gradient : dead["stages"]["dW1"]) CHECK(gradient == json{0, 0});
    }

    TEST_CASE("S0-4: the lecture's losses from three seeds, as printed") {
        struct Row {
            const char* example;
            double first;
            double second;
        };
        for (const Row& row : {Row{"S0-4", 9182.0725, 4.22911e16}, Row{"S0-4b", 6388.8591, 3.02222e16},
                               Row{"S0-4c", 14373.140, 4.73248e16}}) {
            const json state = state_of("by-hand", "example=" + std::string(row.example) + "&t=24");
            CHECK(state["errors"][0].get<double>() == doctest::Approx(row.first).epsilon(1e-6));
            CHECK(state["errors"][1].get<double>() == doctest::Approx(row.second).epsilon(1e-4));
            CHECK(state["errors"].back().get<double>() == doctest::Approx(70.04).epsilon(1e-5));
            CHECK(state["cursor"]["update"] == 2);
            CHECK(state["alive"] == 0);
            CHECK(state["example"]["agrees"] == true);
        }
    }

    TEST_CASE("S0-4, E5: scaled, a thousand updates with and without the 1 / n differ in nothing else") {
        const json printed = state_of("by-hand", "example=S0-4s");
        const json repaired = state_of("by-hand", "example=S0-4r");
        CHECK(printed["parameters"] == repaired["parameters"]);
        CHECK(printed["rate"] == repaired["rate"]);
        CHECK(printed["errors"].size() == 1001);
        CHECK(repaired["errors"].size() == 1001);
        CHECK(printed["first_loss"].get<double>() == doctest::Approx(3.952914).epsilon(1e-6));
        CHECK(printed["last_loss"].get<double>() == doctest::Approx(0.0091173).epsilon(1e-3));
        CHECK(repaired["first_loss"].get<double>() == doctest::Approx(3.952914).epsilon(1e-6));
        CHECK(repaired["last_loss"].get<double>() == doctest::Approx(0.0246522).epsilon(1e-3));
    }

    TEST_CASE("S0-4: the line of least squares") {
        const json line = state_of("by-hand", "example=S0-4")["least_squares"];
        CHECK(line["constant"].get<double>() == doctest::Approx(179.123).epsilon(3e-6));
        CHECK(line["age"].get<double>() == doctest::Approx(-0.53978).epsilon(1e-5));
        CHECK(line["weight"].get<double>() == doctest::Approx(0.19506).epsilon(1e-5));
        CHECK(line["error"].get<double>() == doctest::Approx(4.665).epsilon(1e-4));
        Session session;
        REQUIRE(session.open("lesson=by-hand&example=S0-4").ok());
        CHECK(session.sentences().find("height = 179.123 - 0.539783 age + 0.195057 weight") !=
              std::string::npos);
    }

    TEST_CASE("S0-4, E5: repaired it learns, and some start beats the line") {
        Session session;
        REQUIRE(session.open("lesson=by-hand&example=S0-4r").ok());
        double best = 1e9;
        for (int start = 0; start < 10; ++start) {
            const json errors = session.state()["errors"];
            CHECK(errors.back() < errors.front());
            best = std::min(best, errors.back().get<double>());
            REQUIRE(session.command("random-start").ok());
        }
        CHECK(best < 4.665);
        // The printed gradient is ten times the averaged one.
        const json printed = state_of("by-hand", evidence(by_hand_errata(), "E5"));
        const json averaged = state_of("by-hand", "scaled=1&averaged=1&rate=0.01&updates=200&t=4");
        CHECK(printed["stages"]["db2"][0][0].get<double>() ==
              doctest::Approx(10 * averaged["stages"]["db2"][0][0].get<double>()));
    }

    TEST_CASE("E36: a regression is close to every height and hits none exactly") {
        const json state = state_of("by-hand", evidence(by_hand_errata(), "E36"));
        CHECK(state["cursor"]["update"] == 999);
        CHECK(state["errors"].back().get<double>() == doctest::Approx(0.64).epsilon(0.01));
        for (std::size_t row = 0; row < kRows; ++row)
            CHECK(state["stages"]["A2"][row][0].get<double>() != state["y"][row].get<double>());
    }

    TEST_CASE("E46, E47: X and y are the table's columns; a row of A1 times W2 is a row of A2") {
        const json table = state_of("by-hand", evidence(by_hand_errata(), "E46"));
        CHECK(table["x"][0] == json{25, 70});
        CHECK(table["y"][0] == 175);
        CHECK(table["x"][9] == json{70, 72});
        CHECK(table["y"][9] == 155);
        const json state = state_of("by-hand", evidence(by_hand_errata(), "E47"));
        const json& a1 = state["stages"]["A1"][3];
        const json& p = state["parameters"];
        CHECK(state["stages"]["A2"][3][0].get<double>() ==
              doctest::Approx(a1[0].get<double>() * p[6].get<double>() +
                              a1[1].get<double>() * p[7].get<double>() + p[8].get<double>()));
    }

    TEST_CASE("slips are told by their numbers") {
        Session session;
        REQUIRE(session.open("lesson=by-hand&example=S0-4r&t=3&predict=0").ok());
        REQUIRE(session.command("predict").ok());
        const Quiz& quiz = session.lesson().stepped()->quiz();
        REQUIRE(quiz.open() != nullptr);
        const double answer = quiz.open()->answer;
        for (const auto& [value, word] :
             {std::pair{-answer, "sign"}, std::pair{answer / 2, "2 of the square"},
              std::pair{10 * answer, "1 / n"}}) {
            REQUIRE(session.command("answer", {{"value", value}}).ok());
            CHECK(quiz.verdict().find(word) != std::string::npos);
        }
    }

    TEST_CASE("bounds and edits") {
        CHECK_FALSE(Session().open("lesson=by-hand&updates=0").ok());
        CHECK_FALSE(Session().open("lesson=by-hand&start=1,2,3").ok());
        Session session;
        REQUIRE(session.open("lesson=by-hand&updates=3").ok());
        CHECK(session.state()["cursor"]["count"] == 3 * kStages);
        REQUIRE(session.command("set", {{"key", "start"}, {"value", {1, 0, 0, 1, 0, 0, 1, 1, 5}}}).ok());
        CHECK(session.state()["stages"]["Z1"][0] == json{25, 70});
        CHECK(session.state()["stages"]["A2"][0][0] == 100);
    }
}

}  // namespace shell::lesson_by_hand
