// Playhead, examples and questions of a lesson that is stepped.
#include "shell/lessons/stepped_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/assert.h"
#include "shell/state/arguments.h"
#include "shell/state/field_text.h"
#include "shell/state/field_visitors.h"
#include "shell/state/link.h"

namespace shell {
namespace {

using Arguments = nlohmann::json;

constexpr std::array<float, 8> kSpeeds{0.5F, 1, 2, 4, 8, 16, 30, 60};

cnn::Status done() { return cnn::success(); }

// The names of a choice field: "none", then the codes.
std::vector<std::string_view> codes_of(std::span<const LectureExample> examples) {
    std::vector<std::string_view> codes{"none"};
    for (const LectureExample& example : examples) codes.push_back(example.code);
    return codes;
}

}  // namespace

std::span<const float> step_speeds() { return kSpeeds; }

SteppedModel::SteppedModel(StepNames names) : names_(names) {
    add_transport();
    add_quiz();
}

std::string_view SteppedModel::keep(std::string text) { return texts_.emplace_back(std::move(text)); }

void SteppedModel::add_transport() {
    const std::string step(names_.step);
    const std::string part(names_.part);
    const std::string title(names_.part_title);
    add_command({"play-pause", "Play or pause", "Space"},
                [this](const Arguments&) { return quiz_.close(), player_.toggle(), done(); });
    add_command({keep("next-" + step), keep("One " + step + " forward"), "Right"},
                [this](const Arguments&) { return forward(1), done(); });
    add_command({keep("back-" + step), keep("One " + step + " back"), "Left"},
                [this](const Arguments&) { return quiz_.close(), player_.step(-1), done(); });
    add_command({keep("next-" + part), keep("One " + title + " forward"), "Shift+Right"},
                [this](const Arguments&) { return forward(steps_per_part()), done(); });
    add_command({keep("back-" + part), keep("One " + title + " back"), "Shift+Left"},
                [this](const Arguments&) { return quiz_.close(), player_.step(-steps_per_part()), done(); });
    add_command({"first", keep("To the first " + step), "Home"},
                [this](const Arguments&) { return quiz_.close(), player_.first(), done(); });
    add_command({"last", "To the last number", "End"},
                [this](const Arguments&) { return quiz_.close(), player_.last(), done(); });
    add_command({"scrub", "To step \"t\"", ""}, [this](const Arguments& args) { return scrub(args); });
    add_command({"speed", "Play at \"value\" steps per second", ""},
                [this](const Arguments& args) { return set_speed(args); });
    add_command({"faster", "Play faster", "."}, [this](const Arguments&) { return change_speed(1), done(); });
    add_command({"slower", "Play slower", ","},
                [this](const Arguments&) { return change_speed(-1), done(); });
    add_command({"loop", "Start again at the end, or stop there", "L"},
                [this](const Arguments&) { return player_.loop = !player_.loop, done(); });
}

void SteppedModel::add_quiz() {
    add_command({"predict", "Ask for the next number before it is shown", "P"},
                [this](const Arguments&) { return switch_quiz(), done(); });
    add_command({"answer", "Answer the open question with \"value\"", ""},
                [this](const Arguments& args) { return answer(args); });
    add_command({"reveal", "Show the number that is asked for", ""},
                [this](const Arguments&) { return reveal(); });
    add_command({"copy-step", "Copy the current step \"as\" text, markdown, latex or csv", ""},
                [this](const Arguments& args) { return copy_step(args); });
}

void SteppedModel::fields(FieldVisitor& visitor) {
    if (!lecture_examples().empty())
        visitor.choice({"worked_example", "Worked example that it began with"}, example_,
                       codes_of(lecture_examples()));
    lesson_fields(visitor);
    visitor.integer({"t", "Step"}, player_.t, 0, count_steps() - 1);
    visitor.real({"speed", "Steps per second"}, player_.speed, Player::kSlowest, Player::kFastest);
    visitor.flag({"loop", "Start again at the end"}, player_.loop);
    visitor.flag({"predict", "Ask before showing"}, quiz_.on);
}

cnn::Status SteppedModel::settle() {
    player_.pause();
    const cnn::Status status = compute();
    if (!status) return status;
    follow_count();
    if (!quiz_.on || !ask_at(player_.t)) quiz_.close();
    return status;
}

// Playing stops where there is something to ask.
double SteppedModel::advance(double seconds) {
    const int before = player_.t;
    const double wish = player_.advance(seconds);
    if (!quiz_.on) return wish;
    const int target = player_.t;
    for (int t = before + 1; t <= target; ++t) {
        if (!ask_at(t)) continue;
        player_.scrub(t);
        return std::numeric_limits<double>::infinity();
    }
    return wish;
}

void SteppedModel::forward(int steps) {
    if (quiz_.open() != nullptr) return;  // first the answer
    quiz_.close();                        // the last verdict goes
    player_.pause();
    for (int i = 0; i < steps && !player_.at_end(); ++i) {
        player_.step(1);
        if (quiz_.on && ask_at(player_.t)) return;
    }
}

bool SteppedModel::ask_at(int t) {
    auto asked = question(t);
    if (!asked) return false;
    quiz_.ask(std::move(*asked));
    return true;
}

void SteppedModel::switch_quiz() {
    quiz_.close();
    quiz_.on = !quiz_.on;
    player_.pause();
    if (quiz_.on) ask_at(player_.t);
}

cnn::Status SteppedModel::reveal() {
    if (quiz_.open() == nullptr) return cnn::Error{"No question is open."};
    const int shown_at = quiz_.open()->shown_at;
    quiz_.reveal();
    player_.scrub(shown_at);
    return done();
}

cnn::Status SteppedModel::scrub(const Arguments& args) {
    const auto t = integer_argument(args, "t", 0, player_.count - 1);
    if (!t) return t.error();
    quiz_.close();
    player_.scrub(t.value());
    return done();
}

cnn::Status SteppedModel::set_speed(const Arguments& args) {
    const auto speed = real_argument(args, "value", Player::kSlowest, Player::kFastest);
    if (!speed) return speed.error();
    player_.speed = speed.value();
    return done();
}

void SteppedModel::change_speed(int by) {
    if (by > 0) {
        const auto faster = std::upper_bound(kSpeeds.begin(), kSpeeds.end(), player_.speed);
        player_.speed = faster == kSpeeds.end() ? kSpeeds.back() : *faster;
    } else {
        const auto at_least = std::lower_bound(kSpeeds.begin(), kSpeeds.end(), player_.speed);
        player_.speed = at_least == kSpeeds.begin() ? kSpeeds.front() : *(at_least - 1);
    }
}

cnn::Status SteppedModel::answer(const Arguments& args) {
    if (quiz_.open() == nullptr) return cnn::Error{"No question is open."};
    const auto value = real_argument(args, "value", -kMaxNumber, kMaxNumber);
    if (!value) return value.error();
    const int shown_at = quiz_.open()->shown_at;
    if (quiz_.answer(static_cast<double>(value.value()))) player_.scrub(shown_at);
    return done();
}

cnn::Status SteppedModel::copy_step(const Arguments& args) {
    const auto form = choice_argument(args, "as", step_forms());
    if (!form) return form.error();
    wishes_.copy_text = write_step(step_text(), form.value());
    return done();
}

// ---- Examples

std::span<const Example> SteppedModel::examples() const {
    if (menu_.empty())
        for (const LectureExample& example : lecture_examples())
            menu_.push_back(
                {std::string(example.code), std::string(example.title), std::string(example.source)});
    return menu_;
}

cnn::Status SteppedModel::open_example(std::string_view code) {
    const auto table = lecture_examples();
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const LectureExample& example) { return example.code == code; });
    if (found == table.end()) {
        std::string known;
        for (const LectureExample& example : table)
            known += (known.empty() ? "" : ", ") + std::string(example.code);
        return cnn::Error{"There is no example " + shown(code) + " here; there are: " + known + "."};
    }
    FieldLister first;
    fresh()->fields(first);
    const auto pairs = parse_link(found->fields);
    CNN_ASSERT(pairs.ok());
    // In two steps: bounds follow from the fields before them, and an example may leave any at its first
    // value.
    const std::vector<LinkPair> first_pairs = all_pairs(first.list());  // the writer only looks at them
    FieldWriter start(first_pairs);
    fields(start);
    FieldWriter writer(pairs.value());
    fields(writer);
    example_ = static_cast<int>(found - table.begin()) + 1;
    const cnn::Status settled = settle();
    CNN_ASSERT(start.status().ok() && writer.status().ok() && settled.ok());  // our own table
    return done();
}

const LectureExample* SteppedModel::lecture_example() const {
    return example_ == 0 ? nullptr : &lecture_examples()[static_cast<std::size_t>(example_ - 1)];
}

bool SteppedModel::example_changed() const {
    const LectureExample* example = lecture_example();
    if (example == nullptr) return false;
    const std::unique_ptr<SteppedModel> opened = fresh();
    const bool known = opened->open_example(example->code).ok();
    CNN_ASSERT(known);
    FieldLister now;
    FieldLister then;
    const_cast<SteppedModel*>(this)->lesson_fields(now);  // a lister reads only
    opened->lesson_fields(then);
    return !differences(now.list(), then.list()).empty();
}

bool SteppedModel::outcome_agrees() const {
    const LectureExample* example = lecture_example();
    if (example == nullptr) return false;
    const std::vector<float> numbers = outcome();
    return std::equal(numbers.begin(), numbers.end(), example->expected.begin(), example->expected.end(),
                      [&](float computed, float expected) {
                          return example->tolerance > 0 ? std::fabs(computed - expected) <= example->tolerance
                                                        : computed == expected;
                      });
}

nlohmann::json SteppedModel::example_json() const {
    const LectureExample& example = *lecture_example();
    const bool changed = example_changed();
    nlohmann::json json = {{"code", example.code},
                           {"title", example.title},
                           {"source", example.source},
                           {"note", example.note},
                           {"changed", changed}};
    if (changed || example.expected.empty()) return json;
    json["expected"] = nlohmann::json::array();
    for (const float number : example.expected) json["expected"].push_back(number_json(number));
    json["agrees"] = outcome_agrees();
    return json;
}

// ---- Words

nlohmann::json SteppedModel::state() const {
    nlohmann::json json = lesson_state();
    json["cursor"]["t"] = player_.t;
    json["cursor"]["count"] = player_.count;
    json["playing"] = player_.playing;
    json["step"] = {{"title", stage_title()}, {"sentence", step_sentence()}, {"latex", step_text().latex}};
    json["quiz"] = quiz_.json();
    if (lecture_example() != nullptr) json["example"] = example_json();
    return json;
}

std::string SteppedModel::sentences() const {
    std::string text = lesson_sentences() + "Step " + std::to_string(player_.t + 1) + " of " +
                       std::to_string(player_.count) + ". " + step_sentence() + "\n";
    const LectureExample* example = lecture_example();
    if (example == nullptr) return text;
    text += "Worked example " + std::string(example->code) + ", " + std::string(example->title) +
            ", from: " + std::string(example->source) + ".";
    if (example_changed()) return text + " It was changed since.\n";
    text += " " + std::string(example->note) + "\n";
    return example->expected.empty() ? text : text + "Expected: " + numbers_text(example->expected) + ".\n";
}

}  // namespace shell
