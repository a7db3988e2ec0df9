// The lesson without its picture: settings, numbers, cursor, commands. All arithmetic is core's (work.h).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "shell/lessons/13_backward/work.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_backward {

// The steps of a part are its terms and then its result. In pooling's backward pass the window comes first
// and its shares follow; errors and updates are one step each.
struct Cursor {
    int part = 0;
    int term = 0;         // -1: the window, before its first share
    bool result = false;  // all terms are in
    int shown_terms() const { return term + (result ? 0 : 1); }
};

class BackwardModel final : public SteppedModel {
 public:
    BackwardModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override;
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    const Numbers& numbers() const { return numbers_; }
    bool shares() const { return settings_.pooling() && settings_.phase == Phase::kInput; }
    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const;
    int step_of(int part, int term) const;
    Work current_work() const { return work_of(settings_, numbers_, cursor().part); }
    // Of what the playhead stands on; in pooling the pixel of the current share, or the winner.
    std::optional<Check> check() const;
    // Has the playhead finished this part?
    bool finished(int part) const;

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<BackwardModel>(); }
    void add_commands();
    cnn::Status choose_phase(const Arguments& args);
    cnn::Status random_numbers(const Arguments& args);
    cnn::Status clear(const Arguments& args);
    void take_update();

    Settings settings_;
    Numbers numbers_;
};

std::span<const LectureExample> backward_examples();
std::span<const Erratum> backward_errata();

}  // namespace shell::lesson_backward
