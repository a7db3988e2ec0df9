// What every lesson that is stepped has: a playhead with its commands, worked examples of the lectures,
// questions about the next number, and the current step as text to take along. A lesson adds its fields, its
// numbers and its words.
//
// Fields, in this order: "worked_example" (of a lesson with lecture_examples()), the lesson's own, "t",
// "speed", "loop", "predict". Commands: play-pause, next-<step>, back-<step>, next-<part>, back-<part>,
// first, last, scrub, speed, faster, slower, loop, predict, answer, reveal, copy-step; then the lesson's own.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shell/lessons/command_table.h"
#include "shell/lessons/model.h"
#include "shell/lessons/quiz.h"
#include "shell/lessons/step_text.h"
#include "shell/state/player.h"

namespace shell {

// A worked example of a lecture: how the lesson's fields stand, and the numbers that must come out.
struct LectureExample {
    std::string_view code;    // "S3-21"
    std::string_view title;   // "Max pooling of three slices"
    std::string_view source;  // one of lectures.h
    std::string_view note;    // what the lecture shows, and where it errs
    std::string fields;       // as in a link, over the lesson's first state: "mode=max&input=1,9,6,4"
    std::vector<float>
        expected;         // of outcome(); computed independently of this program; empty: there are none
    float tolerance = 0;  // 0: equal to the bit; else the most that printed digits may differ
    int columns = 0;      // of the grid in which `expected` is shown; 0: one row
};

// What a lesson's steps are called: "term" and "output cell" make "next-term" and "One term forward".
struct StepNames {
    std::string_view step = "step";  // the smallest; also the end of the command's name
    std::string_view part = "part";  // what several steps make
    std::string_view part_title = "part";
};

class SteppedModel : public LessonModel {
 public:
    void fields(FieldVisitor& visitor) final;
    cnn::Status settle() final;
    nlohmann::json state() const final;
    std::string sentences() const final;
    std::span<const CommandInfo> commands() const final { return commands_.infos(); }
    cnn::Status command(std::string_view name, const nlohmann::json& args) final {
        return commands_.run(name, args);
    }
    std::span<const Example> examples() const override;
    cnn::Status open_example(std::string_view code) override;
    double advance(double seconds) override;
    std::string kept() const final { return quiz_.kept(); }
    void restore(std::string_view kept) final { quiz_.restore(kept); }

    SteppedModel* stepped() final { return this; }
    const Player& player() const { return player_; }
    const Quiz& quiz() const { return quiz_; }
    const StepNames& step_names() const { return names_; }

    // The open example, null for none, and whether the lesson's fields are no longer the example's.
    const LectureExample* lecture_example() const;
    bool example_changed() const;
    // Whether outcome() is what the example expects.
    bool outcome_agrees() const;

    // ---- What the lesson says of itself.
    virtual std::string stage_title() const = 0;    // the sentence over the stage
    virtual std::string step_sentence() const = 0;  // what the current step does
    virtual std::string place_label() const = 0;    // "cell 6 of 16 · term 5 of 9", beside the track
    virtual StepText step_text() const = 0;
    virtual int steps_per_part() const = 0;  // positions of the playhead from one part to the next
    virtual bool asks() const { return true; }  // whether question() ever has one
    // The numbers that examples have expectations for, in their order.
    virtual std::vector<float> outcome() const = 0;

 protected:
    explicit SteppedModel(StepNames names);

    // ---- What the lesson computes.
    virtual void lesson_fields(FieldVisitor& visitor) = 0;
    // From the fields; an error sentence where they do not go together, and then nothing has changed.
    virtual cnn::Status compute() = 0;
    // Positions of the playhead for the fields as they stand; where they do not go together, any large
    // number.
    virtual int count_steps() const = 0;
    virtual nlohmann::json lesson_state() const = 0;
    virtual std::string lesson_sentences() const = 0;
    // What is asked when the playhead arrives at t, about a number that is not shown there yet.
    virtual std::optional<Question> question(int /*t*/) const { return std::nullopt; }
    virtual std::span<const LectureExample> lecture_examples() const { return {}; }
    virtual std::unique_ptr<SteppedModel> fresh() const = 0;  // a model in its first state

    // Sets the player's count; call at the end of the constructor and of whatever changes the numbers.
    void follow_count() { player_.set_count(count_steps()); }
    void add_command(CommandInfo info, CommandTable::Run run) { commands_.add(info, std::move(run)); }

    Player player_;

 private:
    void add_transport();
    void add_quiz();
    std::string_view keep(std::string text);  // for the table, which holds views
    void forward(int steps);
    bool ask_at(int t);
    void switch_quiz();
    cnn::Status reveal();
    cnn::Status scrub(const nlohmann::json& args);
    cnn::Status set_speed(const nlohmann::json& args);
    void change_speed(int by);
    cnn::Status answer(const nlohmann::json& args);
    cnn::Status copy_step(const nlohmann::json& args);
    nlohmann::json example_json() const;

    StepNames names_;
    std::deque<std::string> texts_;
    CommandTable commands_;
    Quiz quiz_;
    mutable std::vector<Example> menu_;  // made when first asked for
    int example_ = 0;                    // index into lecture_examples(), from 1; 0: none
};

// What "faster" and "slower" step through, in steps per second.
std::span<const float> step_speeds();

}  // namespace shell
