// What every lesson of the registry must bear: its links come back, broken values of each field are refused
// and change nothing, mutated links never crash.
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "shell/lessons/stepped_model.h"
#include "shell/session.h"
#include "tests/thorough.h"

namespace {

std::string link_of(const shell::LessonEntry& entry) { return "lesson=" + std::string(entry.slug); }

}  // namespace

TEST_CASE("lessons: each broken value of each numeric field leaves the state alone and says why") {
    for (const shell::LessonEntry& entry : shell::lessons()) {
        shell::Session session;
        REQUIRE(session.open(link_of(entry)).ok());
        const std::string before = session.link();
        const nlohmann::json fields = session.state()["fields"];
        for (const nlohmann::json& field : fields) {
            const auto kind = field["kind"].get<std::string>();
            if (kind == "text" || kind == "flag" || kind == "choice") continue;
            for (const char* value :
                 {"", "text", "-1e30", "1e309", "NaN", "99999999999999999999", "1,x", "<b>"}) {
                const std::string key = field["key"].get<std::string>();
                CAPTURE(key + "=" + value);
                const cnn::Status status = session.open(link_of(entry) + "&" + key + "=" + value);
                REQUIRE_FALSE(status.ok());
                CHECK(status.error().sentence.find(key) != std::string::npos);
                CHECK(session.link() == before);
            }
        }
        CHECK(session.state()["fields"] == fields);
    }
}

TEST_CASE("lessons: each example's link comes back, also when mutated") {
    cnn::Rng rng(23);
    for (const shell::LessonEntry& entry : shell::lessons()) {
        shell::Session session;
        const std::unique_ptr<shell::LessonModel> model = entry.make_model();
        for (const shell::Example& example : model->examples()) {
            const std::string own = "lesson=" + std::string(entry.slug) + "&example=" + example.code;
            CAPTURE(own);
            REQUIRE(session.open(own).ok());
            CHECK(session.link() == own);
            for (int round = 0; round < cnn::testing::rounds(20); ++round) {
                std::string link = own + "&t=3&stride=2&seed=7&batch=9&kernel_height=2";
                for (int change = 0; change < 2; ++change) {
                    link[rng.below(static_cast<std::uint32_t>(link.size()))] =
                        static_cast<char>(32 + rng.below(96));
                }
                const std::string before = session.link();
                CAPTURE(link);
                if (!session.open(link)) CHECK(session.link() == before);
                shell::Session other;
                const std::string now = session.link();
                CHECK(other.open(now).ok());
                CHECK(other.link() == now);
            }
        }
    }
}

TEST_CASE("lessons: each has a title, a first paragraph, and a group whose lessons stand together") {
    std::vector<std::string> groups;
    for (const shell::LessonEntry& entry : shell::lessons()) {
        CAPTURE(entry.slug);
        CHECK(entry.words.starts_with("# "));
        CHECK_FALSE(shell::title_of(entry).empty());
        CHECK(shell::lead_of(entry).ends_with('.'));
        const std::string group(shell::group_of(entry));
        CHECK_FALSE(group.empty());
        if (groups.empty() || groups.back() != group) groups.push_back(group);
    }
    const std::set<std::string> different(groups.begin(), groups.end());
    CHECK(different.size() == groups.size());
}

TEST_CASE("lessons: the list's end links open at the last step, with the example unchanged") {
    const nlohmann::json list = shell::list_lessons();
    for (const nlohmann::json& lesson : list["lessons"])
        for (const nlohmann::json& example : lesson["examples"]) {
            const auto end = example["end"].get<std::string>();
            CAPTURE(end);
            shell::Session session;
            REQUIRE(session.open(end).ok());
            CHECK(session.message().empty());
            CHECK(end.starts_with(example["link"].get<std::string>()));
            const shell::SteppedModel* stepped = session.lesson().stepped();
            if (stepped == nullptr) continue;
            CHECK(stepped->player().at_end());
            CHECK(session.state()["cursor"]["t"] == stepped->player().count - 1);
            if (stepped->lecture_example() != nullptr) CHECK_FALSE(stepped->example_changed());
        }
}
