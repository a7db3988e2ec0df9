// Words that are links: each sets a state that the lesson has, from whatever state it is pressed in.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "shell/lessons/registry.h"
#include "shell/session.h"

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

}  // namespace

TEST_CASE("pooling, size, receptive-field: links of the text and evidence open from every example") {
    constexpr std::array<std::string_view, 3> kSlugs{"pooling", "size", "receptive-field"};
    for (const shell::LessonEntry& entry : shell::lessons()) {
        if (std::find(kSlugs.begin(), kSlugs.end(), entry.slug) == kSlugs.end()) continue;
        const std::unique_ptr<shell::LessonModel> model = entry.make_model();
        std::vector<std::string> links = links_in(entry.words);
        for (const shell::Erratum& erratum : model->errata()) links.emplace_back(erratum.evidence);
        for (const shell::Example& example : model->examples())
            for (const std::string& link : links) {
                CAPTURE(example.code);
                CAPTURE(link);
                shell::Session session;
                REQUIRE(session.open("lesson=" + std::string(entry.slug) + "&example=" + example.code).ok());
                CHECK(session.command("follow", {{"link", link}}).ok());
                CHECK(session.message().empty());
            }
    }
}
