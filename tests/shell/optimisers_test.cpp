// The lesson "Optimisers under the microscope" without its picture: the lecture's numbers, its claims, and
// the evidence of its errata.
#include "shell/lessons/16_optimisers/model.h"

#include <doctest/doctest.h>

#include <cmath>
#include <sstream>

#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_optimisers {

using nlohmann::json;

namespace {

double step(const json& state, std::size_t track, std::size_t update) {
    return state["tracks"][track]["steps"][update - 1].get<double>();
}

}  // namespace

TEST_SUITE("optimisers lesson") {
    TEST_CASE("S0-5, S0-6, S0-7: the steps for a constant gradient, printed and published") {
        struct Row {
            const char* example;
            std::size_t track;
            std::vector<std::pair<std::size_t, double>> steps;
        };
        const std::vector<Row> rows{
            {"S0-5",
             0,
             {{1, 0.01},
              {2, 0.007071},
              {3, 0.005774},
              {4, 0.005},
              {5, 0.004472},
              {100, 0.001},
              {1000, 0.0003162}}},
            {"S0-6",
             0,
             {{1, 100},
              {2, 0.031623},
              {3, 0.01857},
              {4, 0.013351},
              {5, 0.010512},
              {100, 0.001054},
              {1000, 0.000318}}},
            {"S0-6",
             1,
             {{1, 0.031623},
              {2, 0.022942},
              {3, 0.019209},
              {4, 0.017052},
              {5, 0.015627},
              {100, 0.01},
              {1000, 0.01}}},
            {"S0-7",
             0,
             {{1, 0}, {2, 0.031623}, {3, 0.034695}, {4, 0.034998}, {5, 0.034407}, {1000, 0.000522}}},
            {"S0-7", 1, {{1, 0.01}, {2, 0.01}, {5, 0.01}, {100, 0.01}, {1000, 0.01}}},
        };
        for (const Row& row : rows) {
            CAPTURE(row.example);
            const json state = state_of("optimisers", std::string("example=") + row.example);
            for (const auto& expected : row.steps) {
                CAPTURE(expected.first);
                CHECK(std::fabs(step(state, row.track, expected.first) - expected.second) < 1e-6);
            }
        }
    }

    TEST_CASE("S0-8: rare features, an exploding gradient, a rate for each parameter") {
        const json rare = state_of("optimisers", "example=S0-8");
        const json frequent = state_of("optimisers", "example=S0-8&gradients=constant");
        CHECK(step(rare, 0, 100) / step(frequent, 0, 100) == doctest::Approx(std::sqrt(10)).epsilon(1e-4));
        const json spike = state_of("optimisers", "example=S0-8s");
        CHECK(step(spike, 0, kSpikeAt) == doctest::Approx(10));
        CHECK(step(spike, 1, kSpikeAt) < 0.032);
        CHECK(step(spike, 1, kSpikeAt + 1) < 1e-4);  // it remembers
        const json ravine = state_of("optimisers", "example=S0-8r");
        const auto end = [&](std::size_t path) { return ravine["paths"][path]["points"].back(); };
        CHECK(end(0)[0].get<double>() == doctest::Approx(-2.5 * std::pow(0.95, 50)).epsilon(1e-4));
        CHECK(std::fabs(end(0)[1].get<double>()) < 1e-6);
        CHECK(ravine["paths"].size() == 3);
        const json saddle = state_of("optimisers", "example=S0-8m");
        CHECK(saddle["paths"][0]["points"].back()[2].get<double>() <
              -0.9);  // Adam has found a lowest point, -1
    }

    TEST_CASE("E1, E2, E3, E4, E48: the evidence shows it") {
        const json e1 = state_of("optimisers", evidence(optimiser_errata(), "E1"));
        CHECK(e1["cursor"]["update"] == 1000);
        CHECK(step(e1, 0, 1000) == doctest::Approx(0.000318).epsilon(1e-3));
        CHECK(step(e1, 1, 1000) == doctest::Approx(0.01).epsilon(1e-4));
        CHECK(step(state_of("optimisers", evidence(optimiser_errata(), "E2")), 0, 1) == doctest::Approx(100));
        const json e3 = state_of("optimisers", evidence(optimiser_errata(), "E3"));
        CHECK(step(e3, 0, 1) == 0);
        CHECK(step(e3, 1, 1) == doctest::Approx(0.01).epsilon(1e-5));
        CHECK(e3["tracks"][1]["lines"][6]["name"] == "step");
        CHECK(e3["cursor"]["line"] == 6);
        const json e4 = state_of("optimisers", evidence(optimiser_errata(), "E4"));
        CHECK(step(e4, 0, 1) == doctest::Approx(0.0001).epsilon(1e-3));
        CHECK(step(e4, 1, 1) == doctest::Approx(0.0099010).epsilon(1e-5));
        CHECK(e4["epsilon"].get<double>() == doctest::Approx(1e-8));
        const std::string e48 = evidence(optimiser_errata(), "E48");
        CHECK(step(state_of("optimisers", e48), 0, 1) == doctest::Approx(0.00090909).epsilon(1e-5));
        CHECK(
            step(state_of("optimisers", "look=weight&first=adam&second=adam-printed&size=1e-9&epsilon=1e-12"),
                 0, 1) == doctest::Approx(0.00999).epsilon(1e-5));
    }

    TEST_CASE("optimisers: constants hold for all that have them, in steps, formulas and words") {
        const std::string link = "look=weight&first=momentum&second=adam&momentum=0.5&beta1=0&t=1";
        const json state = state_of("optimisers", link);
        // Momentum's third step is 1 + 0.5 + 0.25 of the rate.
        CHECK(step(state, 0, 3) == doctest::Approx(0.0175).epsilon(1e-5));
        CHECK(state["tracks"][0]["lines"][1]["formula"] == "0.5 v − r g");
        CHECK(state["tracks"][1]["lines"][1]["formula"] == "0 m + 1 g");
        CHECK(state["tracks"][1]["lines"][1]["value"] == 1);
        const json usual = state_of("optimisers", "look=weight&first=momentum&second=adam&t=1");
        CHECK(step(usual, 0, 3) == doctest::Approx(0.0271).epsilon(1e-5));
    }

    TEST_CASE("optimisers: AdamW takes a share of the weight, which no other optimiser does") {
        const std::string both = "look=weight&first=adam&second=adamw";
        const json one = state_of("optimisers", both);  // from 1
        CHECK(step(one, 0, 1) == doctest::Approx(0.01).epsilon(1e-6));
        CHECK(step(one, 1, 1) == doctest::Approx(0.01004).epsilon(1e-6));
        const json large = state_of("optimisers", both + "&weight=100");
        CHECK(step(large, 0, 1) == step(one, 0, 1));
        CHECK(step(large, 1, 1) == doctest::Approx(0.014).epsilon(1e-6));
        CHECK(large["tracks"][1]["weight"] == doctest::Approx(99.986));
        const json without = state_of("optimisers", both + "&weight=100&size=0");
        CHECK(step(without, 0, 1) == 0);
        CHECK(step(without, 1, 1) == doctest::Approx(0.004).epsilon(1e-6));
        CHECK_FALSE(Session().open("lesson=optimisers&weight=1001").ok());
    }

    TEST_CASE("E4: both sides have the same epsilon, and with another one both change") {
        const std::string small = "first=adagrad-printed&second=adagrad&size=1e-6&rate=0.01&t=3";
        for (const double epsilon : {1e-8, 1e-7, 1e-12}) {
            CAPTURE(epsilon);
            std::ostringstream link;
            link << small << "&epsilon=" << epsilon;
            const json state = state_of("optimisers", link.str());
            CHECK(step(state, 0, 1) ==
                  doctest::Approx(0.01 * 1e-6 / std::sqrt(epsilon + 1e-12)).epsilon(1e-5));
            CHECK(step(state, 1, 1) == doctest::Approx(0.01 * 1e-6 / (1e-6 + epsilon)).epsilon(1e-5));
            const json& printed = state["tracks"][0]["lines"];
            CHECK(printed[2]["name"] == "√(e + a)");
            CHECK(printed[2]["value"].get<double>() == doctest::Approx(std::sqrt(epsilon + 1e-12)));
            const json& published = state["tracks"][1]["lines"];
            CHECK(published[2]["name"] == "√s + e");
            CHECK(published[2]["value"].get<double>() == doctest::Approx(1e-6 + epsilon));
        }
        CHECK_FALSE(Session().open("lesson=optimisers&epsilon=0").ok());
        CHECK_FALSE(Session().open("lesson=optimisers&epsilon=0.2").ok());
    }

    TEST_CASE("alternating gradients: RMSprop trembles, Adam hardly moves") {
        const json state =
            state_of("optimisers", "look=weight&first=rmsprop&second=adam&gradients=alternating&updates=60");
        CHECK(std::fabs(step(state, 0, 60)) > 0.0095);
        CHECK(std::fabs(step(state, 1, 60)) < 0.0006);
    }

    TEST_CASE("a path that runs away ends, and the bounds hold") {
        const json state =
            state_of("optimisers", "look=surface&surface=ravine&first=sgd&rate=0.07&updates=200");
        CHECK(state["paths"][0]["points"].size() < 100);
        CHECK(state["paths"][1]["points"].size() == 201);
        CHECK(state_of("optimisers",
                       "look=surface&surface=ravine&first=sgd&rate=0.06&updates=200")["paths"][0]["points"]
                  .size() == 201);
        CHECK_FALSE(Session().open("lesson=optimisers&updates=1001").ok());
        CHECK_FALSE(Session().open("lesson=optimisers&start_x=3.5").ok());
        Session session;
        REQUIRE(session.open("lesson=optimisers&look=surface").ok());
        REQUIRE(session.command("start-here", {{"x", 1.5}, {"y", -2}}).ok());
        CHECK(session.state()["paths"][0]["points"][0] == json{1.5, -2, (1.5 * 1.5 + 30 * 4) / 2});
        CHECK_FALSE(session.command("start-here", {{"x", 4}, {"y", 0}}).ok());
    }

    TEST_CASE("slips are told by their numbers") {
        Session session;
        REQUIRE(session.open("lesson=optimisers&example=S0-6").ok());
        REQUIRE(session.command("predict").ok());
        const Quiz& quiz = session.lesson().stepped()->quiz();
        REQUIRE(session.command("answer", {{"value", 0.01}}).ok());
        CHECK(quiz.verdict().find("SGD") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 0.0316228}}).ok());
        CHECK(quiz.verdict().find("other optimiser") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 100}}).ok());
        CHECK(quiz.open() == nullptr);
    }
}

}  // namespace shell::lesson_optimisers
