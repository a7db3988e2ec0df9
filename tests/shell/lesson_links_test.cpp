// Words that are links: each sets a state that the lesson has, from whatever state it is pressed in.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "shell/lessons/registry.h"
#include "shell/session.h"
#include "tests/thorough.h"

namespace {

// The targets of "[words](target)" in a lesson's text.
std::vector<std::string> links_in(std::string_view words) {
    std::vector<std::string> links;
    for (std::size_t at = 0; (at = words.find("](", at)) != std::string_view::npos; ++at) {
        const std::size_t end = words.find(')', at);
        links.emplace_back(words.substr(at + 2, end - at - 2));
    }
    return links;
}

// The states that a lesson's words can be pressed in: its first one and its examples.
std::vector<std::string> starts_of(const shell::LessonEntry& entry) {
    std::vector<std::string> starts{"lesson=" + std::string(entry.slug)};
    const std::unique_ptr<shell::LessonModel> model = entry.make_model();
    for (const shell::Example& example : model->examples())
        starts.push_back(shell::example_link(entry, example.code));
    return starts;
}

// The first link of a lesson's text with `part` in it.
std::string link_with(std::string_view slug, std::string_view part) {
    for (const shell::LessonEntry& entry : shell::lessons())
        if (entry.slug == slug)
            for (const std::string& link : links_in(entry.words))
                if (link.find(part) != std::string::npos) return link;
    FAIL("no link with this part");
    return {};
}

}  // namespace

TEST_CASE("lessons: links of the text and evidence of errata open from every example") {
    for (const shell::LessonEntry& entry : shell::lessons()) {
        std::vector<std::string> links = links_in(entry.words);
        const std::unique_ptr<shell::LessonModel> model = entry.make_model();
        for (const shell::Erratum& erratum : model->errata()) links.emplace_back(erratum.evidence);
        const std::vector<std::string> starts = starts_of(entry);
        for (std::size_t i = 0; i < starts.size(); ++i)
            for (std::size_t k = 0; k < links.size(); ++k) {
                // The sanitizers see every start and every link, and not each with each.
                if (cnn::testing::kSanitized && k % starts.size() != i && i % links.size() != k) continue;
                CAPTURE(starts[i]);
                CAPTURE(links[k]);
                shell::Session session;
                REQUIRE(session.open(starts[i]).ok());
                CHECK(session.command("follow", {{"link", links[k]}}).ok());
                CHECK(session.message().empty());
            }
    }
}

TEST_CASE("lessons: what speaks of a state in a lesson's text is a link, also under \"What to look at\"") {
    for (const std::string_view slug : {"convolution", "correlation", "four-views"})
        for (const shell::LessonEntry& entry : shell::lessons()) {
            if (entry.slug != slug) continue;
            CAPTURE(slug);
            const std::size_t begin = entry.words.find("## What to look at");
            const std::size_t end = entry.words.find("\n## ", begin + 1);
            REQUIRE(begin != std::string_view::npos);
            CHECK(links_in(entry.words.substr(begin, end - begin)).size() >= 3);
            CHECK(entry.words.find("\n## Words\n") != std::string_view::npos);
        }
}

TEST_CASE("lessons: a link's numbers are those that its sentence speaks of, whatever was open before") {
    for (const shell::LessonEntry& entry : shell::lessons())
        for (const std::string& start : starts_of(entry)) {
            CAPTURE(start);
            shell::Session session;
            const auto follow = [&](std::string_view part) {
                REQUIRE(session.open(start).ok());
                REQUIRE(session.command("follow", {{"link", link_with(entry.slug, part)}}).ok());
                return session.state();
            };
            if (entry.slug == "convolution") {
                CHECK(follow("dilation=2")["geometry"]["x"]["effective_kernel"] == 5);
                const auto kernel = follow("0,0,1,0,0")["kernel"];
                CHECK(session.state()["output"][0] == kernel[0][0]);
                REQUIRE(session.open(start).ok());
                for (const shell::Erratum& erratum : session.lesson().errata())
                    if (erratum.code == "E45")
                        REQUIRE(session.command("follow", {{"link", erratum.evidence}}).ok());
                CHECK(session.state()["geometry"]["y"]["output"] == 14);
                CHECK(session.state()["geometry"]["x"]["output"] == 14);
            }
            if (entry.slug == "signals") {
                const auto output = follow("0,0,1,0,0")["output"];
                const auto filter = session.state()["filter"];
                bool found = false;
                for (std::size_t at = 0; at + filter.size() <= output.size(); ++at)
                    found = found || std::equal(filter.begin(), filter.end(),
                                                output.begin() + static_cast<std::ptrdiff_t>(at));
                CHECK(found);
            }
            if (entry.slug == "four-views") {
                const auto now = follow("alpha=1,0,3");
                CHECK(now["matrix"][1] == nlohmann::json{0, 1, 0, 0});
                CHECK(now["matrix"][2] == nlohmann::json{3, 0, 1, 0});
            }
        }
}
