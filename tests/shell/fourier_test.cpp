// The Fourier lesson without its picture: the lecture's numbers step by step, shifts, the oscillator, the
// errata, slips.
#include <doctest/doctest.h>

#include <cmath>

#include "shell/lessons/12_fourier/model.h"
#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_fourier {

using nlohmann::json;

namespace {

double near(const json& number, double wanted) { return std::fabs(number.get<double>() - wanted); }

}  // namespace

TEST_SUITE("fourier lesson") {
    TEST_CASE("S1-7: each number of terms shows the lecture's values") {
        struct Row {
            int terms;
            double at_middle;
            double rms;
        };
        for (const Row& row : {Row{1, 2.27324, 0.43585},
                               {3, 1.84883, 0.31691},
                               {5, 2.10347, 0.26181},
                               {9, 2.06305, 0.20753},
                               {19, 1.96825, 0.16009},
                               {49, 2.01273, 0.14931},
                               {99, 1.99363, 0.14366},
                               {499, 1.99873, 0.14152}}) {
            const json state = state_of("fourier", "example=S1-7&t=" + std::to_string(row.terms));
            CHECK(near(state["at_middle"], row.at_middle) < 6e-6);
            CHECK(near(state["rms"], row.rms) < 6e-6);
            CHECK(state["numbers"].size() == static_cast<std::size_t>(row.terms + 1));
        }
        const json state = state_of("fourier", "t=7");
        const std::vector<double> coefficients{1, 1.273240, 0, -0.424413, 0, 0.254648, 0, -0.181891};
        for (std::size_t i = 0; i < coefficients.size(); ++i)
            CHECK(near(state["numbers"][i], coefficients[i]) < 1e-6);
        CHECK(near(state_of("fourier", "t=9")["largest"], 2.18233) < 6e-6);
    }

    TEST_CASE("E15, E16, E17, E18, E49: the evidence shows the numbers of the cards") {
        FourierModel model;
        CHECK(near(state_of("fourier", evidence(model.errata(), "E18"))["largest"], 2.17899) < 6e-6);
        CHECK(near(state_of("fourier", "example=S1-7&t=49")["largest"], 2.17911) < 6e-6);
        CHECK(state_of("fourier", evidence(model.errata(), "E18"))["rms"].get<double>() <
              state_of("fourier", "example=S1-7&t=49")["rms"].get<double>());
        // the mean force stretches by F / k
        CHECK(state_of("fourier", evidence(model.errata(), "E17"))["numbers"][0] == 1);
        CHECK(state_of("fourier", "example=S1-5&t=0")["numbers"][0] == 0.25);
        const json printed = state_of("fourier", evidence(model.errata(), "E16"));
        CHECK(printed["numbers"][1].is_null());  // the root of a negative number
        CHECK(near(printed["numbers"][3], -0.1672422) < 1e-5);
        CHECK(near(state_of("fourier", "example=S1-5&t=3")["numbers"][3], -0.0825388) < 1e-5);
        // computed by hand: x = size times the cosine of its phase
        const json cubes = state_of("fourier", evidence(model.errata(), "E15"))["oscillator"];
        const double x1 = 0.4206902 * std::cos(0.1325515);
        const double x3 = -0.0825388 * std::cos(2.9060476);
        CHECK(near(cubes["x1"], x1) < 1e-5);
        CHECK(near(cubes["x3"], x3) < 1e-5);
        CHECK(near(cubes["cube_of_sum"], std::pow(x1 + x3, 3)) < 1e-5);
        CHECK(near(cubes["sum_of_cubes"], x1 * x1 * x1 + x3 * x3 * x3) < 1e-5);
        CHECK(near(cubes["square_of_sum"], (x1 + x3) * (x1 + x3)) < 1e-5);
        // even times odd has no integral; even times even has
        const json odd = state_of("fourier", evidence(model.errata(), "E49"));
        for (std::size_t i = 1; i <= 3; ++i) CHECK(near(odd["numbers"][i], 0) < 1e-9);
        CHECK(near(state_of("fourier", "topic=products&against=cosine&t=3")["numbers"][3], -0.424413) < 1e-5);
    }

    TEST_CASE("S1-6: shifted by a quarter of its period the wave has sines only") {
        const std::string shifted = "topic=products&shift_share=0.25&t=7&against=";
        for (std::size_t i = 1; i <= 7; ++i) {
            CHECK(near(state_of("fourier", shifted + "cosine")["numbers"][i], 0) < 1e-3);
            const double size = i % 2 == 0 ? 0 : 4 / (3.14159265358979 * static_cast<double>(i));
            CHECK(near(state_of("fourier", shifted + "sine")["numbers"][i], size) < 1e-3);
        }
    }

    TEST_CASE("fourier: the curve that the screen shows is the sum") {
        const json state = state_of("fourier", "t=1&period=1");
        for (const json& point : state["curve"]) {
            const double t = point["t"].get<double>();
            CHECK(near(point["sum"], 1 + 4 / 3.14159265358979 * std::cos(2 * 3.14159265358979 * t)) < 1e-5);
        }
        CHECK(state_of("fourier", "t=0")["numbers"].size() == 1);
        CHECK(state_of("fourier", "width_share=0.2&t=5")["numbers"][5].get<double>() ==
              doctest::Approx(0).epsilon(1e-6));
    }

    TEST_CASE("fourier: slips are told by their numbers") {
        Session session;
        REQUIRE(session.open("lesson=fourier&t=2").ok());
        auto& model = *session.lesson().stepped();
        REQUIRE(session.command("predict").ok());
        REQUIRE(model.quiz().open() != nullptr);
        const auto verdict = [&](double value) { return verdict_on(session, value); };
        CHECK(verdict(0.4244).find("sign") != std::string::npos);
        CHECK(verdict(-1.2732).find("division by i") != std::string::npos);
        CHECK(verdict(-0.2122).find("Half") != std::string::npos);
        CHECK(verdict(-0.4244) == "Right.");
        CHECK(model.player().t == 3);
        REQUIRE(session.command("next-term").ok());
        REQUIRE(session.command("first").ok());
        REQUIRE(session.open("lesson=fourier&topic=products&against=sine&t=0").ok());
        auto& products = *session.lesson().stepped();
        REQUIRE(session.command("predict").ok());
        REQUIRE(session.command("answer", {{"value", 1.2732}}).ok());
        CHECK(products.quiz().verdict().find("even") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 0}}).ok());
        CHECK(products.quiz().verdict() == "Right.");
    }

    TEST_CASE("fourier: the oscillator's answer is asked for, and slips are told by their numbers") {
        Session session;
        REQUIRE(session.open("lesson=fourier&example=S1-5&t=0").ok());
        auto& model = *session.lesson().stepped();
        REQUIRE(session.command("predict").ok());
        REQUIRE(model.quiz().open() != nullptr);
        const auto verdict = [&](double value) { return verdict_on(session, value); };
        CHECK(verdict(1.2732).find("the force") != std::string::npos);   // 4 / pi
        CHECK(verdict(0.3183).find("at rest") != std::string::npos);     // by k = 4
        CHECK(verdict(0.4244).find("friction") != std::string::npos);    // by k - m w w = 3
        CHECK(verdict(0.1390).find("root") != std::string::npos);        // by 9 + 0.16
        CHECK(verdict(0.3745).find("as squares") != std::string::npos);  // by 3 + 0.4
        CHECK(verdict(-0.4207).find("sign") != std::string::npos);
        CHECK(verdict(0.4207) == "Right.");
        CHECK(model.player().t == 1);
        REQUIRE(session.open("lesson=fourier&example=S1-5&as_printed=1&t=0").ok());
        REQUIRE(session.command("predict").ok());
        CHECK(session.lesson().stepped()->quiz().open() == nullptr);
    }
}

}  // namespace shell::lesson_fourier
