// The session over a made-up lesson: links in and out, undo, the commands that every lesson has.
#include <doctest/doctest.h>

#include "core/base/rng.h"
#include "shell/session.h"
#include "shell/state/field_text.h"
#include "tests/shell/made_up_lesson.h"

using shell::Session;

namespace {

made_up::Model& model(Session& session) { return static_cast<made_up::Model&>(session.lesson()); }

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// A random valid link of the made-up lesson.
std::string random_link(cnn::Rng& rng) {
    const auto number = [&](std::uint32_t low, std::uint32_t high) {
        return low + rng.below(high - low + 1);
    };
    const std::uint32_t height = number(1, 4);
    const std::uint32_t width = number(1, 8);
    std::vector<float> cells;
    for (std::uint32_t i = 0; i < height * width; ++i) cells.push_back(rng.uniform(-9, 9));
    std::vector<shell::LinkPair> pairs{{"lesson", rng.below(2) == 0 ? "made-up" : "second"}};
    if (const std::uint32_t example = rng.below(3); example > 0)
        pairs.push_back({"example", "E-" + std::to_string(example)});
    pairs.push_back({"height", std::to_string(height)});
    pairs.push_back({"width", std::to_string(width)});
    if (rng.below(2) == 0) pairs.push_back({"kernel", std::to_string(number(1, std::min(height, width)))});
    if (rng.below(2) == 0) pairs.push_back({"cells", shell::numbers_text(cells)});
    if (rng.below(2) == 0) pairs.push_back({"rate", shell::number_text(rng.uniform(0, 10))});
    if (rng.below(2) == 0) pairs.push_back({"colour", std::string(made_up::kColours[rng.below(3)])});
    if (rng.below(2) == 0) pairs.push_back({"grid", rng.below(2) == 0 ? "0" : "1"});
    if (rng.below(2) == 0) pairs.push_back({"seed", std::to_string(rng.next())});
    if (rng.below(2) == 0) pairs.push_back({"title", "<i>&=% + ü #" + std::to_string(rng.next())});
    if (rng.below(2) == 0) pairs.push_back({"t", std::to_string(number(0, height * width - 1))});
    return shell::link_text(pairs);
}

}  // namespace

TEST_CASE("session: the first lesson stands as it was made") {
    Session session(made_up::kLessons);
    CHECK(session.link() == "lesson=made-up");
    CHECK(session.message().empty());
    const nlohmann::json state = session.state();
    CHECK(state["lesson"] == "made-up");
    CHECK(state["title"] == "Made up");
    CHECK(state["fields"].size() == 10);
    CHECK(state["fields"][2]["high"] == 3);
    CHECK(state["cells"].size() == 9);
    CHECK(session.sentences() == "Made up.\nCell 0.");
}

TEST_CASE("session: what a link opens is what the link says again") {
    cnn::Rng rng(5);
    Session session(made_up::kLessons);
    for (int round = 0; round < 300; ++round) {
        const std::string given = random_link(rng);
        CAPTURE(given);
        REQUIRE(session.open(given).ok());
        const std::string link = session.link();
        const nlohmann::json fields = session.state()["fields"];
        Session other(made_up::kLessons);
        REQUIRE(other.open(link).ok());
        CHECK(other.link() == link);
        CHECK(other.state()["fields"] == fields);
    }
}

TEST_CASE("session: an example comes first, other keys over it, and the link leaves out what it has") {
    Session session(made_up::kLessons);
    REQUIRE(session.open("#example=E-1&rate=2&kernel=3&colour=red").ok());
    CHECK(model(session).height == 4);
    CHECK(model(session).kernel == 3);
    CHECK(session.link() == "lesson=made-up&example=E-1&kernel=3&rate=2");
    REQUIRE(session.open("lesson=made-up").ok());
    CHECK(model(session).height == 3);
    CHECK(model(session).rate == 0.1F);
}

TEST_CASE("session: a shorthand sets its fields, a field's own key wins") {
    Session session(made_up::kLessons);
    REQUIRE(session.open("side=5&width=6").ok());
    CHECK(model(session).height == 5);
    CHECK(model(session).width == 6);
    CHECK(session.message().empty());
    CHECK(says(session.open("side=9").error().sentence, "side=9 is above the limit 8"));
}

TEST_CASE("session: values that a link does not name follow the bounds") {
    Session session(made_up::kLessons);
    REQUIRE(session.open("height=1&width=2").ok());
    CHECK(model(session).kernel == 1);
    CHECK(model(session).cells == std::vector<float>{1, 1});
    CHECK(session.open("height=1&width=2&kernel=2").error().sentence ==
          "kernel=2 is above the limit 1; it takes 1.");
}

TEST_CASE("session: each broken value of each field leaves the state alone and says why") {
    const std::vector<std::string> broken{"",
                                          "text",
                                          "-1",
                                          "0",
                                          "1.5",
                                          "1e309",
                                          "NaN",
                                          "2147483648",
                                          "inf",
                                          "1,2",
                                          "99999999999999999999999",
                                          "0x1",
                                          "<script>",
                                          "1 2",
                                          "--1",
                                          "%E2%80%AE"};
    const std::vector<std::string> wrong_for_all{"", "text", "1e309", "NaN", "inf", "<script>", "--1"};
    Session session(made_up::kLessons);
    REQUIRE(session.open("example=E-1&rate=2&t=3&title=kept").ok());
    const std::string before = session.link();
    int refused = 0;
    for (const std::string key :
         {"height", "width", "kernel", "cells", "rate", "colour", "grid", "seed", "t"}) {
        for (const std::string& value : broken) {
            CAPTURE(key + "=" + value);
            const cnn::Status status = session.open("example=E-2&" + key + "=" + value);
            if (status) {  // 0 is right for some fields
                CHECK(std::find(wrong_for_all.begin(), wrong_for_all.end(), value) == wrong_for_all.end());
                REQUIRE(session.open(before).ok());
                continue;
            }
            ++refused;
            CHECK(says(status.error().sentence, key));
            CHECK(status.error().sentence.ends_with('.'));
            CHECK(session.message() == status.error().sentence);
            CHECK(session.link() == before);
            CHECK(model(session).title == "kept");
        }
    }
    CHECK(refused > 120);
}

TEST_CASE("session: an impossible combination is refused and undone") {
    Session session(made_up::kLessons);
    REQUIRE(session.open("height=2&width=4&cells=1,2,3,4,5,6,7,8").ok());
    const std::string before = session.link();
    CHECK(session.open("height=5&width=7").error().sentence == "5 x 7 cells are impossible in this lesson.");
    CHECK(session.link() == before);
    CHECK(model(session).cells[7] == 8);
}

TEST_CASE("session: unknown keys, lessons, examples and versions") {
    Session session(made_up::kLessons);
    REQUIRE(session.open("height=2&colour_map=x&zoom=3").ok());
    CHECK(session.message() == "Ignored, because this lesson does not know it: colour_map, zoom.");
    CHECK(model(session).height == 2);
    REQUIRE(session.open("v=7&height=3").ok());
    CHECK(says(session.message(), "version 7"));
    REQUIRE(session.open("v=1&height=3").ok());
    CHECK(session.message().empty());
    CHECK_FALSE(session.open("v=one").ok());
    CHECK(session.open("lesson=cooking").error().sentence ==
          "lesson=cooking is not known; the lessons are: made-up, second.");
    CHECK(session.open("example=E-9").error().sentence == "There is no such example.");
    CHECK(session.link() == "lesson=made-up");
}

TEST_CASE("session: a thousand mutated links neither crash nor leave half a state") {
    cnn::Rng rng(13);
    Session session(made_up::kLessons);
    std::string before = session.link();
    for (int round = 0; round < 1000; ++round) {
        std::string link = random_link(rng);
        for (std::uint32_t change = rng.below(4) + 1; change > 0; --change) {
            const std::size_t at = rng.below(static_cast<std::uint32_t>(link.size()));
            const auto byte = static_cast<char>(rng.below(256));
            switch (rng.below(4)) {
                case 0:
                    link[at] = byte;
                    break;
                case 1:
                    link.insert(at, 1, byte);
                    break;
                case 2:
                    link.erase(at, 1 + rng.below(4));
                    break;
                default:
                    link += link.substr(at);
            }
            if (link.empty()) link = "=";
        }
        const bool opened = session.open(link).ok();
        if (!opened) CHECK(session.link() == before);
        before = session.link();
        Session other(made_up::kLessons);
        CHECK(other.open(before).ok());
        CHECK(other.link() == before);
    }
}

TEST_CASE("session: undo and redo are inverse") {
    cnn::Rng rng(17);
    Session session(made_up::kLessons);
    std::vector<std::string> links{session.link()};
    while (links.size() < 60) {
        REQUIRE(session.open(random_link(rng)).ok());
        if (session.link() != links.back()) links.push_back(session.link());
    }
    for (std::size_t i = links.size() - 1; i > 0; --i) {
        REQUIRE(session.command("undo").ok());
        CHECK(session.link() == links[i - 1]);
    }
    CHECK(session.command("undo").error().sentence == "There is nothing to undo.");
    for (std::size_t i = 1; i < links.size(); ++i) {
        REQUIRE(session.command("redo").ok());
        CHECK(session.link() == links[i]);
    }
    CHECK(session.command("redo").error().sentence == "There is nothing to redo.");
}

TEST_CASE("session: undo goes edit by edit, not step by step") {
    Session session(made_up::kLessons);
    REQUIRE(session.command("paint").ok());
    for (int i = 0; i < 5; ++i) REQUIRE(session.command("next").ok());
    REQUIRE(session.command("paint").ok());
    CHECK(model(session).cells[0] == 3);
    CHECK(session.can_undo());
    REQUIRE(session.command("undo").ok());
    CHECK(model(session).cells[0] == 2);
    CHECK(model(session).player.t == 5);
    REQUIRE(session.command("undo").ok());
    CHECK(model(session).cells[0] == 1);
    CHECK_FALSE(session.can_undo());
    CHECK(session.can_redo());
}

TEST_CASE("session: the state of the start cannot be undone") {
    Session session(made_up::kLessons);
    REQUIRE(session.open("example=E-1&rate=3").ok());
    session.begin_history();
    CHECK_FALSE(session.can_undo());
    REQUIRE(session.command("set", {{"key", "rate"}, {"value", 5}}).ok());
    REQUIRE(session.command("undo").ok());
    CHECK(session.link() == "lesson=made-up&example=E-1&rate=3");
    CHECK_FALSE(session.can_undo());
}

TEST_CASE("session: set takes what a field takes") {
    Session session(made_up::kLessons);
    CHECK(session.command("set", {{"key", "height"}, {"value", 5}}).ok());
    CHECK(session.command("set", {{"key", "rate"}, {"value", 0.25}}).ok());
    CHECK(session.command("set", {{"key", "grid"}, {"value", false}}).ok());
    CHECK(session.command("set", {{"key", "cells"}, {"value", std::vector<int>(15, 4)}}).ok());
    CHECK(session.link() == "lesson=made-up&height=5&cells=4,4,4,4,4,4,4,4,4,4,4,4,4,4,4&rate=0.25&grid=0");
    const std::string before = session.link();
    for (const nlohmann::json& args :
         {nlohmann::json{{"key", "height"}}, nlohmann::json{{"key", "height"}, {"value", nullptr}},
          nlohmann::json{{"key", "height"}, {"value", 2.5}}, nlohmann::json{{"key", "nothing"}, {"value", 1}},
          nlohmann::json{{"key", 5}, {"value", 1}}, nlohmann::json{{"key", "cells"}, {"value", {1, "two"}}},
          nlohmann::json{{"key", "title"}, {"value", std::string("a\0b", 3)}}, nlohmann::json("text"),
          nlohmann::json(), nlohmann::json{{"key", "title"}, {"value", nlohmann::json::object()}}}) {
        CAPTURE(args.dump());
        CHECK_FALSE(session.command("set", args).ok());
        CHECK(session.link() == before);
    }
}

TEST_CASE("session: reset goes back to the example") {
    Session session(made_up::kLessons);
    REQUIRE(session.open("example=E-1&rate=3").ok());
    REQUIRE(session.command("reset").ok());
    CHECK(session.link() == "lesson=made-up&example=E-1");
    REQUIRE(session.command("undo").ok());
    CHECK(session.link() == "lesson=made-up&example=E-1&rate=3");
}

TEST_CASE("session: a lesson stays as it was left") {
    Session session(made_up::kLessons);
    REQUIRE(session.command("set", {{"key", "rate"}, {"value", 5}}).ok());
    const shell::LessonModel* first = &session.lesson();
    REQUIRE(session.command("open-lesson", {{"slug", "second"}}).ok());
    CHECK(session.link() == "lesson=second");
    REQUIRE(session.command("open-lesson", {{"slug", "made-up"}}).ok());
    CHECK(session.link() == "lesson=made-up&rate=5");
    CHECK(&session.lesson() == first);
    CHECK_FALSE(session.command("open-lesson", {{"slug", "third"}}).ok());
    REQUIRE(session.command("open-example", {{"code", "E-2"}}).ok());
    CHECK(session.link() == "lesson=made-up&example=E-2");
    CHECK_FALSE(session.command("open-example", {{"code", "E-3"}}).ok());
    CHECK_FALSE(session.command("fly").ok());
    CHECK(session.message() == "The lesson does not know this.");
}

TEST_CASE("session: the list names lessons and examples") {
    const nlohmann::json list = shell::list_lessons(made_up::kLessons);
    REQUIRE(list["lessons"].size() == 2);
    CHECK(list["lessons"][0]["slug"] == "made-up");
    CHECK(list["lessons"][0]["title"] == "Made up");
    CHECK(list["lessons"][0]["examples"][0]["code"] == "E-1");
    CHECK(list["lessons"][0]["examples"][0]["link"] == "lesson=made-up&example=E-1");
    CHECK(list["lessons"][0]["examples"][0]["end"] == "lesson=made-up&example=E-1&t=15");
}
