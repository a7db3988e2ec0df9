// What every stepped lesson promises, asked of all of them: the lectures' numbers come out through the path
// of the screen, each step has its words, questions can be answered and wrong answers are told apart.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
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
    quiz.ask({"How many?", 12.003, 3, {{11, "The bias is missing."}}});
    CHECK_FALSE(quiz.answer(11));
    CHECK(quiz.verdict() == "The bias is missing.");
    CHECK(quiz.answer(12));  // three digits are enough
    CHECK(quiz.score().asked == 1);
    CHECK(quiz.score().right == 0);
    quiz.ask({"And now?", 0.5, 4, {}});
    CHECK_FALSE(quiz.answer(0.502));
    quiz.ask({"And again?", 0.5, 4, {}});
    CHECK(quiz.answer(0.5));
    quiz.ask({"Next?", 1, 5, {}});
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

TEST_CASE("quiz: an answer is right to three digits of the number itself, however small it is") {
    const struct {
        double number, neighbour;
    } rows[] = {{-0.00018767, 0.000001},
                {0.000139, 0.000001},
                {0.000316228, 0.000001},
                {4.85e-5, 1e-7},
                {0.164252, 0.001},
                {-1.2732, 0.01},
                {1225.3, 10},
                {81234567, 100000}};
    for (const auto& row : rows) {
        CAPTURE(row.number);
        CHECK(shell::same_number(row.number, row.number));
        CHECK(shell::same_number(static_cast<float>(row.number), row.number));
        for (const int digits : {3, 4, 6}) {
            char written[32];
            std::snprintf(written, sizeof written, "%.*g", digits, row.number);
            CHECK(shell::same_number(std::strtod(written, nullptr), row.number));
        }
        CHECK_FALSE(shell::same_number(-row.number, row.number));
        CHECK_FALSE(shell::same_number(0, row.number));
        CHECK_FALSE(shell::same_number(row.number + row.neighbour, row.number));
        CHECK_FALSE(shell::same_number(row.number - row.neighbour, row.number));
    }
    CHECK(shell::same_number(0, 0));
    CHECK(shell::same_number(0, -6e-8));  // what is left of a sum in float32
    CHECK_FALSE(shell::same_number(0.00001, 0));
    CHECK_FALSE(shell::same_number(1226, 1225));  // the screen writes whole numbers out
    CHECK_FALSE(shell::same_number(12.004, 12));
    CHECK(shell::same_number(105'700'000, 105'705'600));
    CHECK_FALSE(shell::same_number(105'700'000, 105'705'600, true));
    CHECK(shell::same_number(105'705'600, 105'705'600, true));
}

TEST_CASE("questions: small numbers with the wrong sign, zero and the next digit are refused") {
    const struct {
        const char* link;
        std::vector<double> wrong;
        double right;
    } rows[] = {{"lesson=fourier&example=S1-5&t=18", {0.0001877, 0, -0.000189}, -0.000188},
                {"lesson=fourier&example=S1-5&t=20", {-0.000139, 0, 0.000138}, 0.000139},
                {"lesson=optimisers&example=S0-5&t=3996", {0.00027, -0.000316, 0, 0.000317}, 0.000316}};
    for (const auto& row : rows) {
        CAPTURE(row.link);
        Session session;
        REQUIRE(session.open(std::string(row.link) + "&predict=1").ok());
        const shell::Quiz& quiz = session.lesson().stepped()->quiz();
        REQUIRE(quiz.open() != nullptr);
        for (const double wrong : row.wrong) {
            CAPTURE(wrong);
            REQUIRE(session.command("answer", {{"value", wrong}}).ok());
            CHECK(quiz.open() != nullptr);
        }
        REQUIRE(session.command("answer", {{"value", row.right}}).ok());
        CHECK(quiz.open() == nullptr);
    }
}

TEST_CASE("questions: predict=1 in a link asks at once, and another example of the lesson asks on") {
    for (const char* link :
         {"lesson=softmax&example=S4-2", "lesson=softmax&example=S4-3", "lesson=sharing&example=S3-18",
          "lesson=transposed&example=S2-20", "lesson=transposed&example=S1-1",
          "lesson=channels&example=S2-13", "lesson=size&example=S3-9"}) {
        CAPTURE(link);
        Session session;
        REQUIRE(session.open(std::string(link) + "&predict=1").ok());
        CHECK(session.lesson().stepped()->quiz().open() != nullptr);
        REQUIRE(session.open(link).ok());
        CHECK(session.lesson().stepped()->quiz().open() == nullptr);
    }
    Session session;
    REQUIRE(session.open("lesson=size&example=S3-9").ok());
    const shell::Quiz& quiz = session.lesson().stepped()->quiz();
    REQUIRE(session.command("predict").ok());
    REQUIRE(session.command("open-example", {{"code", "S2-7"}}).ok());
    CHECK(session.link() == "lesson=size&example=S2-7&predict=1");
    CHECK(quiz.open() != nullptr);
    REQUIRE(session.command("follow", {{"link", "example=S3-9&t=0"}}).ok());
    CHECK(quiz.open() != nullptr);
    REQUIRE(session.command("follow", {{"link", "example=S3-9&predict=0"}}).ok());
    CHECK_FALSE(quiz.on);
    REQUIRE(session.command("open-example", {{"code", "S2-7"}}).ok());
    CHECK_FALSE(quiz.on);
}

TEST_CASE("questions: a change beside the question leaves it and its count as they are") {
    Session session;
    REQUIRE(session.open("lesson=size&example=S3-9&predict=1").ok());
    const shell::Quiz& quiz = session.lesson().stepped()->quiz();
    REQUIRE(session.command("answer", {{"value", 54}}).ok());
    CHECK(quiz.verdict().find("first window") != std::string::npos);
    REQUIRE(session.command("set", {{"key", "loop"}, {"value", 1}}).ok());
    CHECK(quiz.verdict().find("first window") != std::string::npos);
    REQUIRE(session.command("answer", {{"value", 55}}).ok());
    CHECK(quiz.score().asked == 1);
    CHECK(quiz.score().right == 0);
    REQUIRE(session.command("set", {{"key", "t"}, {"value", 0}}).ok());
    REQUIRE(session.command("set", {{"key", "stride"}, {"value", 3}}).ok());
    REQUIRE(quiz.open() != nullptr);
    CHECK(quiz.open()->answer == 73);
}

TEST_CASE("step text: no form of any step of the arithmetic lessons is empty") {
    int lessons = 0;
    for (const LessonEntry& entry : shell::lessons()) {
        if (++lessons > 11) break;  // "Four views of one product" is the last of them
        const std::unique_ptr<shell::LessonModel> probe = entry.make_model();
        for (const shell::Example& example : probe->examples()) {
            Session session;
            REQUIRE(session.open(shell::example_link(entry, example.code)).ok());
            CAPTURE(session.link());
            const SteppedModel& model = *session.lesson().stepped();
            const int most = cnn::testing::rounds(60);
            const int stride = std::max(1, model.player().count / most);
            for (int t = 0; t < model.player().count; t += stride) {
                CAPTURE(t);
                REQUIRE(session.command("scrub", {{"t", t}}).ok());
                const shell::StepText step = model.step_text();
                CHECK_FALSE(step.latex.empty());
                CHECK(std::count(step.latex.begin(), step.latex.end(), '{') ==
                      std::count(step.latex.begin(), step.latex.end(), '}'));
                for (const char* sign : {"×", "·", "−", "⌊", "∞"})
                    CHECK(step.latex.find(sign) == std::string::npos);
                for (int form = 0; form < 3; ++form)
                    CHECK(shell::write_step(step, form).size() > 1);  // more than an end of line
            }
        }
    }
}

TEST_CASE("step text: LaTeX of stamps, running maxima, counts and receptive fields") {
    const auto latex = [](const std::string& link) {
        Session session;
        REQUIRE(session.open(link).ok());
        return session.lesson().stepped()->step_text().latex;
    };
    CHECK(latex("lesson=transposed&example=G-9&input=2,1,1,1&weights=1,2,3,4,5,6,7,8,9") ==
          "2 \\cdot \\begin{pmatrix} 1 & 2 & 3 \\\\ 4 & 5 & 6 \\\\ 7 & 8 & 9 \\end{pmatrix} = "
          "\\begin{pmatrix} 2 & 4 & 6 \\\\ 8 & 10 & 12 \\\\ 14 & 16 & 18 \\end{pmatrix}");
    CHECK(latex("lesson=transposed&example=S1-1&t=1") == "y = x * w = (4, 13, 28, 34, 32, 21)");
    CHECK(latex("lesson=pooling&example=S0-16&t=2") == "\\max(1, 2, 3) = 3");
    CHECK(latex("lesson=pooling&example=S0-16b&t=1") == "1 + 2 = 3");
    CHECK(latex("lesson=pooling&example=S0-16b&t=4") == "\\frac{1 + 2 + 3 + 4}{4} = 2.5");
    CHECK(latex("lesson=sharing&example=S3-18&t=4") == "(11 \\times 11 \\times 3 + 1) \\times 96 = 34944");
    CHECK(latex("lesson=channels&example=S3-20&t=3") == "(3 \\times 3 \\times 3 + 1) \\times 16 = 448");
    CHECK(latex("lesson=receptive-field&example=S4-12&t=1") == "3 - 1 + 1 = 3");
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
