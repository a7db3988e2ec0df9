// The glossary: one source, the lessons' own words; every name is found.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "shell/lessons/20_glossary/model.h"
#include "shell/lessons/registry.h"
#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_glossary {

namespace {

const Word& word(std::string_view name) {
    const int found = find_word(name);
    REQUIRE(found >= 0);
    return glossary()[static_cast<std::size_t>(found)];
}

}  // namespace

TEST_SUITE("glossary") {
    TEST_CASE("glossary: the lectures' synonyms are found under both names, each beside the other") {
        constexpr std::array<std::array<std::string_view, 2>, 12> kPairs{
            {{"kernel", "filter"},
             {"feature map", "activation map"},
             {"dilated", "atrous"},
             {"narrow", "valid"},
             {"wide", "full"},
             {"equal width", "same"},
             {"cross-correlation", "convolution"},
             {"pooling", "subsampling"},
             {"pooling", "sub-sampling"},
             {"transposed convolution", "deconvolution"},
             {"bias", "threshold"},
             {"back-propagation", "backward pass"}}};
        const auto same = [](std::string_view a, std::string_view b) {
            return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                              [](char x, char y) { return (x | 0x20) == (y | 0x20); });
        };
        for (const auto& pair : kPairs)
            for (const std::size_t one : {0U, 1U}) {
                CAPTURE(pair[one]);
                const Word& found = word(pair[one]);
                CHECK(same(found.name, pair[one]));
                const std::vector<std::string> also = found.also();
                CHECK(std::any_of(also.begin(), also.end(),
                                  [&](const std::string& other) { return same(other, pair[1 - one]); }));
                Session session;
                REQUIRE(session.open("lesson=glossary").ok());
                REQUIRE(session.command("find", {{"word", pair[one]}}).ok());
                CHECK(session.state()["word"] == found.name);
            }
    }

    TEST_CASE("glossary: every bold word before a colon in a section \"Words\" is in it, with its lesson") {
        std::size_t sections = 0;
        for (const LessonEntry& entry : lessons()) {
            if (entry.words.find("\n## Words\n") == std::string_view::npos) continue;
            ++sections;
            const std::vector<Definition> all = definitions_in(entry.words);
            CHECK(all.size() >= 2);
            for (const Definition& definition : all) {
                CHECK(definition.text.size() > 3);
                CHECK(definition.text.find("**") == std::string::npos);
                for (const std::string& name : definition.names) {
                    CAPTURE(name);
                    CHECK(name.size() < 50);
                    const Word& found = word(name);
                    CHECK(std::any_of(found.meanings.begin(), found.meanings.end(),
                                      [&](const Meaning& meaning) { return meaning.slug == entry.slug; }));
                }
            }
        }
        CHECK(sections >= 17);
        for (std::size_t i = 1; i < glossary().size(); ++i)
            CHECK(find_word(glossary()[i].name) == static_cast<int>(i));  // each name once
    }

    TEST_CASE("glossary: definitions are told from bold words in a sentence") {
        const std::vector<Definition> all = definitions_in(
            "# T\n\n## Words\n\n- **Local connection**: reads a window, its **receptive field**. It is\n  "
            "**locally connected**. **Stride**, \"step\": how far `it` moves.\n- **M × N**: its weights.\n\n"
            "## More\n\n- **Not**: this.\n");
        REQUIRE(all.size() == 3);
        CHECK(all[0].names == std::vector<std::string>{"Local connection"});
        CHECK(all[0].text == "reads a window, its receptive field. It is locally connected.");
        CHECK(all[1].names == std::vector<std::string>{"Stride", "step"});
        CHECK(all[1].text == "how far it moves.");
        CHECK(all[2].names == std::vector<std::string>{"M × N"});
        CHECK(definitions_in("# T\n").empty());
    }

    TEST_CASE("glossary: a word tells how many lessons explain it, without the glossary itself") {
        GlossaryModel model;
        for (int i = 0; i < static_cast<int>(glossary().size()); ++i) {
            std::set<std::string> elsewhere;
            for (const Meaning& meaning : glossary()[static_cast<std::size_t>(i)].meanings)
                if (meaning.slug != "glossary") elsewhere.insert(meaning.slug);
            REQUIRE(model.command("find", {{"word", glossary()[static_cast<std::size_t>(i)].name}}).ok());
            const std::string sentence = model.step_sentence();
            CAPTURE(sentence);
            CHECK((sentence.find("No lesson explains it further.") != std::string::npos) ==
                  elsewhere.empty());
            CHECK((sentence.find("One lesson explains it.") != std::string::npos) == (elsewhere.size() == 1));
        }
    }

    TEST_CASE("glossary: a word's lessons open, what is not there is refused") {
        Session session;
        REQUIRE(session.open("lesson=glossary").ok());
        const nlohmann::json words = session.state()["words"];
        REQUIRE(words.size() == glossary().size());
        for (const nlohmann::json& one : words)
            for (const nlohmann::json& meaning : one["meanings"])
                CHECK(Session().open(meaning["link"].get<std::string>()).ok());
        CHECK_FALSE(session.command("find", {{"word", "perpetuum mobile"}}).ok());
        CHECK_FALSE(session.command("find", {{"word", ""}}).ok());
        CHECK_FALSE(session.command("find").ok());
        CHECK(session.state()["cursor"]["t"] == 0);
        CHECK(word("ATROUS CONV").name == "atrous convolution");  // how a name begins, in any letters
        CHECK(find_word("overshoot that no number") >= 0);        // what is said of it
        REQUIRE(session.command("next-ten").ok());
        CHECK(session.state()["cursor"]["t"] == 10);
    }

    TEST_CASE("glossary: every row of the table of conventions is there, as state and sentences") {
        Session session;
        REQUIRE(session.open("lesson=glossary").ok());
        const nlohmann::json rows = session.state()["differences"];
        REQUIRE(rows.size() == cnn::conventions().size());
        const std::string sentences = GlossaryModel().sentences();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const cnn::Convention& row = cnn::conventions()[i];
            CAPTURE(std::string(row.key));
            CHECK(rows[i]["key"] == row.key);
            CHECK(rows[i]["question"] == row.question);
            CHECK(rows[i]["here"] == row.here);
            for (const Answer& answer : answers(row)) {
                CHECK(sentences.find(std::string(answer.who) + ": " + std::string(answer.what)) !=
                      std::string::npos);
            }
            CHECK(sentences.find(row.question) != std::string::npos);
            if (const auto link = rows[i]["link"].get<std::string>(); !link.empty())
                CHECK(Session().open(link).ok());
        }
    }

    TEST_CASE("glossary: a row is pointed at by a link, by Find, and undone") {
        Session session;
        REQUIRE(session.open("lesson=glossary&convention=weight-order").ok());
        CHECK(session.state()["convention"] == "weight-order");
        REQUIRE(
            session.command("find", {{"word", "AlexNet's paper"}}).ok());  // no word; in one row's answers
        CHECK(session.state()["convention"] == "lrn-alpha");
        CHECK(session.link().find("convention=lrn-alpha") != std::string::npos);
        REQUIRE(session.command("undo").ok());
        CHECK(session.state()["convention"] == "weight-order");
        CHECK(find_difference("") == 0);
        CHECK_FALSE(Session().open("lesson=glossary&convention=nobody").ok());
    }

    TEST_CASE("glossary: what a row says is what its lesson then shows") {
        Session session;
        const auto open = [&](std::string_view key) {
            REQUIRE(session.open(evidence_of(*cnn::find_convention(key)).link).ok());
            return session.state();
        };
        // pytorch/pytorch issue 183528: the last number where padding counts and what ceil adds does not
        CHECK(open("average-count")["result"] == 4);
        CHECK(open("max-padding")["output"].dump().find('0') == std::string::npos);  // all -7
        const nlohmann::json uneven = open("same-uneven")["geometry"]["y"];
        CHECK(uneven["pad_before"] == 0);
        CHECK(uneven["pad_after"] == 1);
        const nlohmann::json dropped = open("ceil-last-window")["geometry"]["y"];
        CHECK(dropped["output"] ==
              2);  // (4 + 2 - 2) / 3 rounded up, + 1, is 3; the third begins behind the input
        CHECK(open("kernel-flip")["outputs"]["correlation"] != open("kernel-flip")["outputs"]["convolution"]);
    }
}

}  // namespace shell::lesson_glossary
