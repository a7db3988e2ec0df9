// The lesson of sizes without its picture: the lectures' and the guide's sizes, the formula line by line, the
// map, dialects, puzzles with several answers, and what the errata's evidence shows.
#include "shell/lessons/04_size/model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/base/rng.h"
#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_size {

using nlohmann::json;

namespace {

json evidence_of(std::string_view code) {
    Session session;
    REQUIRE(session.open("lesson=size").ok());
    for (const Erratum& erratum : session.lesson().errata())
        if (erratum.code == code) REQUIRE(session.open(evidence_link(session.entry(), erratum)).ok());
    return session.state();
}

}  // namespace

TEST_SUITE("size lesson") {
    TEST_CASE("S2-7, S3-7, S3-9, S3-10, S4-11, S2-1: sizes and what is left over") {
        const struct {
            const char* code;
            int rows, columns, below, right;
        } cases[] = {{"S2-7", 5, 5, 0, 0},   {"S2-7b", 9, 9, 0, 0},  {"S2-7c", 7, 7, 0, 0},
                     {"S3-7", 3, 3, 1, 0},   {"S3-7b", 6, 5, 0, 0},  {"S3-7c", 2, 2, 2, 1},
                     {"S3-9", 55, 55, 0, 0}, {"S3-10", 3, 3, 0, 0},  {"S4-11", 2, 2, 0, 0},
                     {"S2-1", 19, 19, 0, 0}, {"S2-12d", 3, 3, 0, 0}, {"S0-13d", 3, 3, 0, 0},
                     {"G-7", 3, 3, 1, 1},    {"G-15", 6, 6, 1, 1}};
        for (const auto& one : cases) {
            CAPTURE(one.code);
            const json state = state_of("size", std::string("example=") + one.code + "&t=6");
            CHECK(state["output"] == json{one.rows, one.columns});
            const char* rest = state["transposed"] == true ? "output_padding" : "left_over";
            CHECK(state["geometry"]["y"][rest] == one.below);
            CHECK(state["geometry"]["x"][rest] == one.right);
        }
    }

    TEST_CASE("arXiv 1603.07285: fifteen cases, and the seven transposed ones undo the convolutions") {
        Session session;
        REQUIRE(session.open("lesson=size").ok());
        const auto examples = session.lesson().examples();
        const auto guide = std::count_if(examples.begin(), examples.end(),
                                         [](const Example& one) { return one.code.starts_with("G-"); });
        CHECK(guide == 15);
        for (int i = 1; i <= 7; ++i) {
            const json there = state_of("size", "example=G-" + std::to_string(i) + "&t=6");
            const json back = state_of("size", "example=G-" + std::to_string(i + 8) + "&t=6");
            const json& x = there["geometry"]["x"];
            CHECK(back["geometry"]["x"]["input"] == x["output"]);
            CHECK(back["geometry"]["x"]["output"] == x["input"]);
            CHECK(back["geometry"]["x"]["output_padding"] == x["left_over"]);
            for (const char* same : {"kernel", "stride", "pad_before", "pad_after", "dilation"})
                CHECK(back["geometry"]["x"][same] == x[same]);
            CHECK(back["output"][0] == there["geometry"]["y"]["input"]);
        }
    }

    TEST_CASE("S3-9: the formula, line by line; nothing is shown before its step") {
        const json lines = state_of("size", "example=S3-9&t=6")["formula"]["columns"];
        const std::vector<double> values{227, 227, 11, 216, 54, 54, 55};
        REQUIRE(lines.size() == values.size());
        for (std::size_t i = 0; i < values.size(); ++i) CHECK(lines[i]["value"] == values[i]);
        CHECK(lines[3]["terms"] == "227 − 11");
        const json early = state_of("size", "example=S3-9&t=3");
        CHECK(early["formula"]["columns"].size() == 4);
        CHECK(early["output"] == nullptr);
        CHECK(early["dialects"] == nullptr);
        CHECK(state_of("size", "example=G-15&t=6")["formula"]["columns"].size() == 7);
    }

    TEST_CASE("what is rounded is written as rounded, down and up, and a whole quotient is not") {
        const auto step = [](const std::string& fields) { return state_of("size", fields)["step"]; };
        const json down = step("size=28&kernel=3&stride=2&t=5");
        CHECK(down["latex"] == "\\lfloor 12.5 \\rfloor = 12");
        CHECK(down["sentence"].get<std::string>().starts_with("Columns, rounded down: ⌊12.5⌋ = 12."));
        const json up = step("size=28&kernel=3&stride=2&ceil=1&t=5");
        CHECK(up["latex"] == "\\lceil 12.5 \\rceil = 13");
        CHECK(up["sentence"].get<std::string>().starts_with("Columns, rounded up: ⌈12.5⌉ = 13."));
        CHECK(step("example=S3-9&t=5")["latex"] == "54");
        CHECK(step("example=G-8&t=2")["latex"] == "2 \\cdot (3 - 1) + 1 = 5");
    }

    TEST_CASE("E7, E9, E20, E23, E27, E42, E44, E45: the evidence") {
        CHECK(evidence_of("E7")["formula"]["columns"][4]["value"] == 53.25);
        CHECK(evidence_of("E7")["output"] == json{54, 54});
        CHECK(state_of("size", "size=224&kernel=11&stride=4&pad=2&t=6")["output"] == json{55, 55});
        CHECK(evidence_of("E9")["output"] == json{4, 4});
        CHECK(evidence_of("E20")["output"] == json{6, 6});
        CHECK(state_of("size", "size=7&kernel=4&pad=2&t=6")["output"] == json{8, 8});
        CHECK(evidence_of("E23")["coverage"][2][2] == 9);
        CHECK(evidence_of("E23")["coverage"][0][0] == 1);
        CHECK(evidence_of("E27")["output"] == json{3, 3});
        CHECK(evidence_of("E42")["formula"]["columns"][4]["value"] == 12.5);
        CHECK(evidence_of("E42")["formula"]["columns"][5]["value"] == 12);
        CHECK(state_of("size", "size=28&kernel=3&stride=2&ceil=1&t=6")["output"] == json{14, 14});
        CHECK(evidence_of("E44")["output"] == json{32, 32});
        CHECK(evidence_of("E45")["output"] == json{30, 30});
        CHECK(state_of("size", "size=32&kernel=3&pad=1&t=6")["output"] == json{32, 32});
    }

    TEST_CASE("the map grows window by window") {
        CHECK(state_of("size", "example=S2-12&t=6")["coverage"][1] == json{0, 0, 0, 0, 0});
        CHECK(state_of("size", "example=S2-12&t=8")["coverage"][1] == json{1, 2, 2, 1, 0});
        CHECK(state_of("size", "example=S2-12&t=15")["coverage"] ==
              json{{1, 2, 3, 2, 1}, {2, 4, 6, 4, 2}, {3, 6, 9, 6, 3}, {2, 4, 6, 4, 2}, {1, 2, 3, 2, 1}});
        Session session;
        REQUIRE(session.open("lesson=size&example=S2-12&t=8").ok());
        CHECK(session.sentences().find("padding included, row 2: 1, 2, 2, 1, 0.") != std::string::npos);
        // full padding: every pixel of the picture is read equally often
        const json full = state_of("size", "example=G-4&t=55")["coverage"];
        for (std::size_t row = 2; row < 7; ++row)
            for (std::size_t column = 2; column < 7; ++column) CHECK(full[row][column] == 9);
    }

    TEST_CASE("dialects: a kernel of 4 with same, and stride 2 in PyTorch") {
        const json rows = state_of("size", "size=7&kernel=4&padding=same&t=6")["dialects"];
        CHECK(rows[1]["pad_before"] == 1);
        CHECK(rows[1]["pad_after"] == 2);
        CHECK(rows[1]["output"] == 7);
        CHECK(rows[2]["output"] == 6);  // 1 pixel on both sides
        CHECK(rows[4]["pad_before"] == 2);
        const json strided = state_of("size", "size=28&kernel=3&stride=2&t=6")["dialects"];
        CHECK(strided[0]["output"] == 13);
        CHECK(strided[1]["output"] == 14);
        CHECK(strided[3]["output"] == nullptr);
        CHECK(strided[3]["reason"] == "only with stride 1");
        CHECK(strided[5]["output"] == 14);
    }

    TEST_CASE("puzzles take every right answer and tell what a wrong one gives") {
        Settings settings;
        settings.window.height = settings.window.width = 7;
        const auto stride = puzzle(settings, 0, 9);  // 7 pixels, kernel 3: strides 1..8
        REQUIRE(stride.has_value());
        std::set<double> right(stride->also.begin(), stride->also.end());
        right.insert(stride->answer);
        CHECK(right == std::set<double>{5, 6, 7, 8});  // one place each
        Quiz quiz;
        quiz.ask(*stride);
        CHECK_FALSE(quiz.answer(2));
        CHECK(quiz.verdict() == "That gives 3.");
        CHECK(quiz.answer(7));
        CHECK(quiz.verdict() == "Right. So would be: 5, 6, 8.");
        for (int number = 0; number < 5; ++number) {
            const auto one = puzzle(settings, number, 9);
            REQUIRE(one.has_value());
            std::vector<double> answers = one->also;
            answers.push_back(one->answer);
            for (const Mistake& mistake : one->mistakes)
                CHECK(std::find(answers.begin(), answers.end(), mistake.value) == answers.end());
        }
    }

    TEST_CASE("slips of the size are told apart") {
        const struct {
            const char* link;
            int given;
            const char* part;
        } slips[] = {
            {"example=S3-10", 2, "padding"},      {"example=S3-10", 5, "stride"},
            {"example=S2-7", 4, "first window"},  {"size=28&kernel=3&stride=2", 14, "round down"},
            {"example=G-8", 5, "dilation"},       {"example=G-15", 5, "output padding"},
            {"example=S3-9", 54, "first window"},
        };
        for (const auto& slip : slips) {
            CAPTURE(slip.link);
            Session session;
            REQUIRE(session.open("lesson=size&" + std::string(slip.link)).ok());
            REQUIRE(session.command("predict").ok());
            REQUIRE(session.command("answer", {{"value", slip.given}}).ok());
            CHECK(session.state()["quiz"]["verdict"].get<std::string>().find(slip.part) != std::string::npos);
        }
    }

    TEST_CASE("impossible combinations are refused with a sentence, bounds follow the window") {
        Session session;
        REQUIRE(session.open("lesson=size&size=3&kernel=3").ok());
        CHECK_FALSE(session.open("lesson=size&size=3&kernel=5").ok());
        CHECK_FALSE(session.open("lesson=size&transposed=1&size=256&stride=16&kernel=3").ok());
        CHECK_FALSE(session.open("lesson=size&transposed=1&stride=2&output_padding=2").ok());
        REQUIRE(session.open("lesson=size&example=G-15").ok());
        CHECK(session.command("set", {{"key", "stride"}, {"value", 1}}).ok());  // output padding follows
        CHECK(session.state()["geometry"]["x"]["output_padding"] == 0);
    }
}

}  // namespace shell::lesson_size
