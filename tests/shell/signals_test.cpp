// The signals lesson without its picture: the lectures' numbers, bounds, edits, reach, slips, the erratum.
#include <doctest/doctest.h>

#include <vector>

#include "shell/lessons/03_signals/model.h"
#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_signals {

using nlohmann::json;

namespace {

int outputs_of(const std::string& link) {
    return state_of("signals", link)["geometry"]["x"]["output"].get<int>();
}

}  // namespace

TEST_SUITE("signals lesson") {
    TEST_CASE("S2-7, S2-4, S0-15: how many outputs there are") {
        CHECK(outputs_of("length=7&taps=3") == 5);
        CHECK(outputs_of("length=7&taps=3&padding=wide") == 9);
        CHECK(outputs_of("length=7&taps=3&padding=equal") == 7);
        CHECK(outputs_of("length=7&taps=3&padding=causal") == 7);
        CHECK(outputs_of("example=S2-4") == 3);
        CHECK(state_of("signals", "example=S0-15c")["geometry"]["x"]["effective_kernel"] == 5);
    }

    TEST_CASE("S2-6: true convolution, not cross-correlation") {
        // y(t) = w1 x(t) + w2 x(t-1) + w3 x(t-2), written out for t = 3
        const json state = state_of("signals", "length=3&signal=5,7,11&filter=2,3,4");
        CHECK(state["output"] == json::array({2 * 11 + 3 * 7 + 4 * 5}));
        CHECK(state_of("signals",
                       "length=3&signal=5,7,11&filter=2,3,4&convention=cross-correlation")["output"] ==
              json::array({2 * 5 + 3 * 7 + 4 * 11}));
        CHECK(state["terms"][0]["weight_index"] == 2);
        CHECK(state["filter_used"] == json::array({4, 3, 2}));
    }

    TEST_CASE("S2-6: the mean keeps what is level, the second difference removes it") {
        const json mean = state_of("signals", "example=S2-6")["gain"];
        CHECK(mean[0]["gain"] == 1);
        CHECK(mean[4]["gain"].get<double>() == doctest::Approx(1.0 / 3));
        const json second = state_of("signals", "example=S2-6b")["gain"];
        CHECK(second[0]["gain"] == 0);
        CHECK(second[4]["gain"].get<double>() == doctest::Approx(4));
        CHECK(state_of("signals", "signal=4,4,4,4,4,4,4,4,4,4,4,4&filter=1,-2,1")["output"] ==
              json(std::vector<int>(10, 0)));
    }

    TEST_CASE("S1-1: an inverse filter undoes the echo that the other made") {
        const json echo = state_of(
            "signals", "length=5&taps=5&filter=1,0.5,0.25,0.125,0.0625&signal=8,0,0,0,0&padding=causal");
        CHECK(echo["output"] == json::array({8, 4, 2, 1, 0.5}));
        CHECK(state_of("signals",
                       "length=5&signal=8,4,2,1,0.5&taps=2&filter=1,-0.5&padding=causal")["output"] ==
              json::array({8, 0, 0, 0, 0}));
    }

    TEST_CASE("signals: causal outputs do not know later samples") {
        const std::string start = "length=6&taps=3&filter=1,2,3&padding=causal&dilation=2&signal=1,2,3,4,5,";
        const json before = state_of("signals", start + "6")["output"];
        const json after = state_of("signals", start + "60")["output"];
        for (std::size_t i = 0; i < 5; ++i) CHECK(before[i] == after[i]);
        CHECK(before[5] != after[5]);
        CHECK(before.size() == 6);
    }

    TEST_CASE("E20: an even filter has no equal width with equal sides") {
        Session session;
        REQUIRE(session.open("lesson=signals").ok());
        const Erratum& card = session.lesson().errata().front();
        CHECK(card.code == "E20");
        const std::string link(card.evidence);
        CHECK(outputs_of(link) == 6);
        const std::string even = "length=7&taps=4&filter=1,1,1,1&padding=";
        CHECK(outputs_of(even + "explicit&pad_left=2&pad_right=2") == 8);
        const json uneven = state_of("signals", even + "equal");
        CHECK(uneven["geometry"]["x"]["output"] == 7);
        CHECK(uneven["geometry"]["x"]["pad_before"] == 1);
        CHECK(uneven["geometry"]["x"]["pad_after"] == 2);
    }

    TEST_CASE("signals: every combination of the window's fields has an output") {
        Session session;
        REQUIRE(session.open("lesson=signals").ok());
        for (const char* padding : {"narrow", "equal", "wide", "causal", "explicit"})
            for (const int length : {1, 2, 5, 24})
                for (const int taps : {1, 2, 7})
                    for (const int dilation : {1, 3, 12})
                        for (const int stride : {1, 8}) {
                            for (const auto& [key, value] : std::vector<std::pair<const char*, int>>{
                                     {"length", length}, {"stride", stride}})
                                REQUIRE(session.command("set", {{"key", key}, {"value", value}}).ok());
                            REQUIRE(session.command("set", {{"key", "padding"}, {"value", padding}}).ok());
                            const auto& model = static_cast<SignalsModel&>(session.lesson());
                            const int most = most_taps(model.settings());
                            const int wanted = std::min(taps, most);
                            REQUIRE(session.command("set", {{"key", "taps"}, {"value", wanted}}).ok());
                            const int widest = most_dilation(model.settings());
                            REQUIRE(session
                                        .command("set",
                                                 {{"key", "dilation"}, {"value", std::min(dilation, widest)}})
                                        .ok());
                            CHECK(model.plan().output >= 1);
                            CHECK(model.plan().effective_kernel <= kMaxSpan);
                        }
    }

    TEST_CASE("signals: edits, presets, turning and drawing") {
        Session session;
        REQUIRE(session.open("lesson=signals&example=S2-6b").ok());
        REQUIRE(session.command("set-cell", {{"grid", "signal"}, {"index", 2}, {"value", 20}}).ok());
        CHECK(session.state()["signal"][2] == 20);
        CHECK(session.state()["output"][0] == 17);  // 9 - 12 + 20
        CHECK_FALSE(session.command("set-cell", {{"grid", "filter"}, {"index", 3}, {"value", 1}}).ok());
        REQUIRE(session.command("filter", {{"name", "fading echo"}}).ok());
        REQUIRE(session.command("turn-filter").ok());
        CHECK(session.state()["filter"] == json::array({0.25, 0.5, 1}));
        REQUIRE(session.command("signal", {{"name", "impulse"}}).ok());
        CHECK(session.state()["signal"][6] == 8);
        REQUIRE(session.command("clear-signal").ok());
        CHECK(session.state()["output"] == json(std::vector<int>(10, 0)));
        const std::string before = session.link();
        REQUIRE(session.command("random-signal").ok());
        REQUIRE(session.command("undo").ok());
        CHECK(session.link() == before);
        // what a shorter signal hides comes back with a longer one
        REQUIRE(session.open("lesson=signals&length=3&signal=1,2,3").ok());
        REQUIRE(session.command("set", {{"key", "length"}, {"value", 4}}).ok());
        CHECK(session.state()["signal"] == json::array({1, 2, 3, 0}));
        // a filter that does not fit is refused, and nothing changes
        REQUIRE(session.open("lesson=signals&length=2&taps=2").ok());
        CHECK_FALSE(session.command("filter", {{"name", "mean of five"}}).ok());
        CHECK(session.state()["filter"].size() == 2);
    }

    TEST_CASE("signals: who touches whom, in both directions") {
        const auto plan =
            cnn::plan_axis(7, {.kernel = 3, .stride = 2, .padding = cnn::Padding::kFull, .dilation = 2})
                .value();
        using What = Touched::What;
        for (int o = 0; o < plan.output; ++o)
            for (int i = -plan.pad_before; i < plan.input + plan.pad_after; ++i) {
                const int way = i - (o * 2 - 4);
                const bool read = way == 0 || way == 2 || way == 4;
                CHECK(reaches(plan, {What::kSample, i}, {What::kOutput, o}) == read);
                CHECK(reaches(plan, {What::kOutput, o}, {What::kSample, i}) == read);
            }
        CHECK(reaches(plan, {What::kWeight, 1}, {What::kSample, 0}));
        CHECK_FALSE(reaches(plan, {What::kWeight, 1}, {What::kSample, 1}));
        CHECK(reaches(plan, {What::kWeight, 0}, {What::kOutput, 3}));
        CHECK_FALSE(reaches(plan, {What::kNothing, 0}, {What::kOutput, 0}));
    }

    TEST_CASE("signals: slips are told by their numbers") {
        Session session;
        REQUIRE(
            session.open("lesson=signals&length=6&signal=1,2,4,8,16,32&filter=1,10,100&stride=2&predict=1")
                .ok());
        auto& model = *session.lesson().stepped();
        REQUIRE(session.command("reveal").ok());
        REQUIRE(session.command("next-output").ok());
        REQUIRE(model.quiz().open() != nullptr);
        CHECK(model.quiz().open()->answer == 4 * 100 + 8 * 10 + 16);
        const auto verdict = [&](float value) { return verdict_on(session, value); };
        CHECK(verdict(4 + 80 + 1600).find("cross-correlation") != std::string::npos);
        CHECK(verdict(2 * 100 + 4 * 10 + 8).find("stride 1") != std::string::npos);
        CHECK(verdict(8 * 100 + 16 * 10 + 32).find("off by one") != std::string::npos);
        CHECK(verdict(496) == "Right.");
    }
}

}  // namespace shell::lesson_signals
