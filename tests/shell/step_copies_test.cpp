// What is taken along of a step: in the lessons that compute with formulas, each form of every step says
// something, and none says what is no number.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "shell/lessons/registry.h"
#include "shell/lessons/stepped_model.h"
#include "shell/session.h"

namespace {

bool letter(std::string_view text, std::size_t at) {
    return at < text.size() && std::isalpha(static_cast<unsigned char>(text[at])) != 0;
}

// "nan" or "inf" as a word of its own.
bool says_no_number(std::string_view text) {
    for (const std::string_view word : {"nan", "inf"})
        for (std::size_t at = 0; (at = text.find(word, at)) != std::string_view::npos; ++at)
            if ((at == 0 || !letter(text, at - 1)) && !letter(text, at + word.size())) return true;
    return false;
}

void check_steps(shell::Session& session) {
    shell::SteppedModel& model = *session.lesson().stepped();
    for (int t = 0; t < model.player().count; ++t) {
        REQUIRE(session.command("scrub", {{"t", t}}).ok());
        const shell::StepText step = model.step_text();
        CAPTURE(t);
        if (step.sentence.empty() || step.latex.empty()) FAIL_CHECK("an empty part");
        for (std::size_t form = 0; form < shell::step_forms().size(); ++form) {
            const std::string copied = shell::write_step(step, static_cast<int>(form));
            if (copied.size() < 4 || says_no_number(copied)) FAIL_CHECK(copied);
        }
    }
}

}  // namespace

TEST_CASE("steps of the lessons 12 to 16: text, Markdown, LaTeX and CSV of every step of every example") {
    constexpr std::array<std::string_view, 5> kSlugs{"fourier", "backward", "softmax", "by-hand",
                                                     "optimisers"};
    for (const shell::LessonEntry& entry : shell::lessons()) {
        if (std::find(kSlugs.begin(), kSlugs.end(), entry.slug) == kSlugs.end()) continue;
        std::vector<std::string> links{"lesson=" + std::string(entry.slug)};
        const std::unique_ptr<shell::LessonModel> model = entry.make_model();
        for (const shell::Example& example : model->examples())
            links.push_back(links.front() + "&example=" + example.code);
        for (const std::string& link : links) {
            CAPTURE(link);
            shell::Session session;
            REQUIRE(session.open(link).ok());
            check_steps(session);
        }
    }
}
