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

    TEST_CASE("S1-6: 500 points of one second, period 0.2, values 0 and 2, at jumps the value after them") {
        const json state = state_of("fourier", "example=S1-6&t=50");
        CHECK(state["example"]["expected"] == json{500, 250, 250, 0, 2, 2, 0, 2});
        CHECK(state["example"]["agrees"] == true);
        const json& values = state["samples"]["values"];
        REQUIRE(values.size() == 500);
        for (std::size_t k = 0; k < 500; ++k) CHECK(values[k] == (k / 50 % 2 == 0 ? 2 : 0));
        CHECK(state["cursor"]["count"] == 500);
        CHECK(state["sample"] == json{{"t", 0.1}, {"value", 0}});
        const std::string sentence = state["step"]["sentence"];
        CHECK(sentence.find("0.5 of the period") != std::string::npos);
        for (const char* period : {"0.2", "0.3", "0.7", "3"}) {
            const json curve =
                state_of("fourier", std::string("shift_share=0.25&t=1&period=") + period)["curve"];
            CHECK(curve[0]["wave"] == 2);
            CHECK(curve[32]["wave"] == 0);
            CHECK(curve[64]["wave"] == 2);
        }
    }

    TEST_CASE("S1-6: the sentence of a term has the shift in its cosine, as the sum has") {
        const auto sentence = [](const std::string& fields) {
            return state_of("fourier", fields)["step"]["sentence"].get<std::string>();
        };
        CHECK(sentence("shift_share=0.25&t=1").find("cos(2π · 1 (t − 0.05) / 0.2)") != std::string::npos);
        CHECK(sentence("shift_share=-0.25&t=3").find("cos(2π · 3 (t + 0.05) / 0.2)") != std::string::npos);
        CHECK(sentence("t=1").find("cos(2π · 1 t / 0.2)") != std::string::npos);
        const json point = state_of("fourier", "shift_share=0.25&t=1")["curve"][16];
        const double t = point["t"].get<double>();
        CHECK(near(point["sum"],
                   1 + 4 / 3.14159265358979 * std::cos(2 * 3.14159265358979 * (t - 0.05) / 0.2)) < 1e-5);
    }

    TEST_CASE("S1-7: the RMS error is that of whole periods, whatever the period") {
        for (const char* period : {"0.2", "0.05", "0.7", "3", "10"})
            CHECK(near(state_of("fourier", std::string("t=9&period=") + period)["rms"], 0.20753) < 6e-6);
        // of the force, whose period is 2 pi
        CHECK(near(state_of("fourier", "example=S1-5&t=9")["rms"], 0.20753) < 6e-6);
    }

    TEST_CASE("E16: where the printed root has no number, words say so in every form") {
        Session session;
        REQUIRE(session.open("lesson=fourier&example=S1-5&as_printed=1&t=1").ok());
        auto& model = *session.lesson().stepped();
        CHECK(session.sentences().find("nan") == std::string::npos);
        CHECK(session.sentences().find("Term 1: no number.") != std::string::npos);
        CHECK(model.step_sentence().find("the root of -2.84, a negative number") != std::string::npos);
        for (const std::string_view form : step_forms()) {
            REQUIRE(session.command("copy-step", {{"as", form}}).ok());
            const std::string copied = model.take_wishes().copy_text;
            CHECK(copied.find("nan") == std::string::npos);
            CHECK(copied.find("no number") != std::string::npos);
        }
        CHECK(session.state()["oscillator"]["printed_square"].get<double>() == doctest::Approx(-2.84));
        const json printed = state_of("fourier", "example=S1-5&as_printed=1&t=3");
        const json right = state_of("fourier", "example=S1-5&t=3");
        CHECK(printed["curve"] != right["curve"]);
        // term 1 is left out: only the mean and term 3 answer
        const double w = printed["oscillator"]["omega"].get<double>();
        for (const json& point : printed["curve"])
            CHECK(near(point["answer"],
                       0.25 - 0.1672422 * std::cos(3 * w * point["t"].get<double>() - 2.9060477)) < 1e-5);
    }

    TEST_CASE("S1-5, S1-8: the phases and the integral of the cosine's square are shown") {
        const json driven = state_of("fourier", "example=S1-5&t=3");
        CHECK(driven["oscillator"]["phases"][0] == 0);
        CHECK(near(driven["oscillator"]["phases"][1], 0.1325515) < 1e-6);
        CHECK(near(driven["oscillator"]["phases"][2], 1.5707963) < 1e-5);
        CHECK(near(driven["oscillator"]["phases"][3], 2.9060477) < 1e-6);
        CHECK(driven["step"]["sentence"].get<std::string>().find("δ = 2.906048") != std::string::npos);
        for (const double period : {0.2, 3.0}) {
            const json even = state_of("fourier", "example=S1-8&t=1&period=" + std::to_string(period));
            CHECK(near(even["cosine_square"]["mean"], 0.5) < 1e-6);
            CHECK(near(even["cosine_square"]["integral"], period / 2) < 1e-6);
        }
        CHECK(state_of("fourier", "example=S1-8&t=1")["step"]["sentence"].get<std::string>().find(
                  "the integral of cos² is T / 2: here 0.1, the mean 0.5") != std::string::npos);
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
