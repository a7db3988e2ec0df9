// What every stepped lesson promises, asked of all of them: the lectures' numbers come out through the path
// of the screen, each step has its words, questions can be answered and wrong answers are told apart.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "shell/lessons/registry.h"
#include "shell/lessons/stepped_model.h"
#include "shell/session.h"
#include "tests/thorough.h"

namespace {

using shell::LessonEntry;
using shell::Session;
using shell::SteppedModel;

// Calls visit(entry, session, model) for each stepped lesson, and again for each of its examples.
template <class Visit>
void for_each_state(Visit&& visit) {
    for (const LessonEntry& entry : shell::lessons()) {
        const std::unique_ptr<shell::LessonModel> probe = entry.make_model();
        if (probe->stepped() == nullptr) continue;
        std::vector<std::string> links{"lesson=" + std::string(entry.slug)};
        for (const shell::Example& example : probe->examples())
            links.push_back(links.front() + "&example=" + example.code);
        for (const std::string& link : links) {
            CAPTURE(link);
            Session session;
            REQUIRE(session.open(link).ok());
            visit(session, *session.lesson().stepped());
        }
    }
}

// At most so many positions of a long playhead are looked at.
std::vector<int> some_steps(const SteppedModel& model) {
    constexpr int kMost = cnn::testing::rounds(5);
    std::vector<int> steps;
    const int count = model.player().count;
    for (int i = 0; i < std::min(count, kMost); ++i)
        steps.push_back(static_cast<int>(static_cast<std::int64_t>(i) * count / std::min(count, kMost)));
    steps.push_back(count - 1);
    return steps;
}

}  // namespace

TEST_CASE("stepped lessons: what a worked example expects is what comes out") {
    for_each_state([](Session& session, SteppedModel& model) {
        const shell::LectureExample* example = model.lecture_example();
        if (example == nullptr) return;
        CHECK(example->code == session.example());
        CHECK_FALSE(model.example_changed());
        if (example->expected.empty()) return;
        CHECK(model.outcome().size() == example->expected.size());
        CHECK(model.outcome_agrees());
        CHECK(session.state()["example"]["agrees"] == true);
    });
}

TEST_CASE("stepped lessons: every step has a sentence, a place, a table and a link that comes back") {
    for_each_state([](Session& session, SteppedModel& model) {
        CHECK_FALSE(model.stage_title().empty());
        CHECK(model.steps_per_part() >= 1);
        for (const int t : some_steps(model)) {
            CAPTURE(t);
            REQUIRE(session.command("scrub", {{"t", t}}).ok());
            CHECK_FALSE(model.step_sentence().empty());
            CHECK_FALSE(model.place_label().empty());
            const shell::StepText step = model.step_text();
            CHECK(step.sentence == model.step_sentence());
            for (const auto& row : step.rows) CHECK(row.size() == step.columns.size());
            for (std::size_t form = 0; form < shell::step_forms().size(); ++form)
                CHECK(session.command("copy-step", {{"as", shell::step_forms()[form]}}).ok());
            CHECK_FALSE(model.take_wishes().copy_text.empty());
            Session other;
            REQUIRE(other.open(session.link()).ok());
            CHECK(other.state() == session.state());
        }
    });
}

TEST_CASE("stepped lessons: questions are answered by what the lesson then shows, and slips are told apart") {
    int asked = 0;
    for_each_state([&](Session& session, SteppedModel& model) {
        REQUIRE(session.command("predict").ok());
        for (int round = 0; round < 6 && !model.player().at_end(); ++round) {
            if (model.quiz().open() == nullptr) {
                const int before = model.player().t;
                REQUIRE(session.command("next-" + std::string(model.step_names().part)).ok());
                CHECK(model.player().t >= before);
                continue;
            }
            ++asked;
            const shell::Question question = *model.quiz().open();
            const int at = model.player().t;
            CAPTURE(question.prompt);
            CHECK(std::isfinite(question.answer));
            CHECK(question.shown_at >= at);
            CHECK(question.shown_at < model.player().count);
            REQUIRE(session.command("next-" + std::string(model.step_names().step)).ok());
            CHECK(model.player().t == at);  // first the answer
            REQUIRE(session.command("answer", {{"value", question.answer + 1234.5}}).ok());
            CHECK(model.quiz().open() != nullptr);
            CHECK_FALSE(model.quiz().verdict().empty());
            REQUIRE(session.command("answer", {{"value", question.answer}}).ok());
            CHECK(model.quiz().open() == nullptr);
            CHECK(model.player().t == question.shown_at);
        }
        CHECK(model.quiz().score().right == 0);  // the first answers were all wrong
    });
    CHECK(asked > 0);
}

TEST_CASE("stepped lessons: evidence of errata opens, and codes stand once in a lesson") {
    for (const LessonEntry& entry : shell::lessons()) {
        const std::unique_ptr<shell::LessonModel> model = entry.make_model();
        std::vector<std::string_view> codes;
        for (const shell::Erratum& erratum : model->errata()) {
            CAPTURE(erratum.code);
            CHECK(std::find(codes.begin(), codes.end(), erratum.code) == codes.end());
            codes.push_back(erratum.code);
            CHECK_FALSE(erratum.printed.empty());
            CHECK_FALSE(erratum.right.empty());
            Session session;
            CHECK(session.open(shell::evidence_link(entry, erratum)).ok());
            CHECK(session.message().empty());  // no field that the lesson does not know
            CHECK(session.command("follow", {{"link", erratum.evidence}}).ok());
        }
    }
}

TEST_CASE("quiz: the first answer counts, a known slip is named, the score is kept") {
    shell::Quiz quiz;
    quiz.ask({"How many?", 12, 3, {{11, "The bias is missing."}}, 5e-4});
    CHECK_FALSE(quiz.answer(11));
    CHECK(quiz.verdict() == "The bias is missing.");
    CHECK(quiz.answer(12.004));  // three digits are enough
    CHECK(quiz.score().asked == 1);
    CHECK(quiz.score().right == 0);
    quiz.ask({"And now?", 0.5, 4, {}, 5e-4});
    CHECK_FALSE(quiz.answer(0.502));
    quiz.ask({"And now?", 0.5, 4, {}, 5e-4});
    CHECK(quiz.answer(0.5));
    quiz.ask({"Next?", 1, 5, {}, 5e-4});
    quiz.reveal();
    CHECK(quiz.kept() == "1/4");
    shell::Quiz other;
    other.restore(quiz.kept());
    CHECK(other.score().asked == 4);
    CHECK(other.score().right == 1);
    for (const char* wrong : {"", "5", "5/4", "-1/2", "a/b", "1/", "99999999999/3"}) {
        shell::Quiz broken;
        broken.restore(wrong);
        CHECK(broken.score().asked == 0);
    }
}

TEST_CASE("step text: Markdown, LaTeX and CSV of one convolution cell") {
    Session session;
    REQUIRE(session.open("lesson=convolution&example=S2-8&t=9").ok());
    auto& model = *session.lesson().stepped();
    const shell::StepText step = model.step_text();
    CHECK(step.latex ==
          "0 \\cdot (-1) + 50 \\cdot 0 + 0 \\cdot 1 + 0 \\cdot (-2) + 80 \\cdot 0 + 31 \\cdot 2 + 33 \\cdot "
          "(-1) + "
          "90 \\cdot 0 + 0 \\cdot 1 = 29");
    const std::string csv = shell::write_step(step, 3);
    CHECK(csv.starts_with("channel,row,column,input,weight,product,sum\r\n1,1,1,0,-1,0,0\r\n"));
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 10);
    const std::string markdown = shell::write_step(step, 1);
    CHECK(markdown.find("| 1 | 2 | 3 | 31 | 2 | 62 | 62 |") != std::string::npos);
    CHECK(markdown.find("$$0 \\cdot (-1)") != std::string::npos);
}

TEST_CASE("convolution: slips are told by their numbers") {
    Session session;
    REQUIRE(session.open("lesson=convolution&example=S2-9&bias=1").ok());
    auto& model = *session.lesson().stepped();
    REQUIRE(session.command("predict").ok());
    REQUIRE(session.command("reveal").ok());
    REQUIRE(session.command("next-cell").ok());  // the second cell: -2 by the lecture, and the bias of 1
    REQUIRE(model.quiz().open() != nullptr);
    CHECK(model.quiz().open()->answer == -1);
    REQUIRE(session.command("answer", {{"value", -2}}).ok());
    CHECK(model.quiz().verdict().find("bias") != std::string::npos);
    REQUIRE(session.command("answer", {{"value", 3}}).ok());  // cross-correlation gives 2
    CHECK(model.quiz().verdict().find("cross-correlation") != std::string::npos);
    REQUIRE(session.command("answer", {{"value", -1}}).ok());
    CHECK(session.state()["quiz"]["asked"] == 2);
}
