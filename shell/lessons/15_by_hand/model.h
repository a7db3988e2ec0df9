// The lesson without its picture: the 2-2-1 network of age, weight and height, stage by stage through as many
// updates as wanted. All arithmetic is core's.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/train/hand_network.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_by_hand {

inline constexpr int kRows = 10;
inline constexpr int kMostUpdates = 1000;

// What is computed one after the other in each round.
enum class Stage { kZ1, kA1, kA2, kLoss, kDA2, kDW2, kDb2, kDA1, kDZ1, kDW1, kDb1, kUpdate };
inline constexpr int kStages = 12;

struct Settings {
    bool scaled = false;    // columns with mean 0 and deviation 1
    bool averaged = false;  // the gradient has the loss's 1 / n
    float rate = 0.01F;
    int updates = 200;
    std::vector<float> start;    // 9 parameters: W1 by inputs, b1, W2, b2
    std::vector<float> inputs;   // age, weight: 10 rows
    std::vector<float> heights;  // 10
    std::uint64_t seed = 1;
    Settings();
};

void visit_fields(FieldVisitor& visitor, Settings& settings);

struct Cursor {
    int update = 0;  // updates made before this round
    Stage stage = Stage::kZ1;
};

class ByHandModel final : public SteppedModel {
 public:
    ByHandModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return kStages; }
    // The loss before the first update and after the last one, and the output's bias after that.
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    Cursor cursor() const { return cursor_at(player_.t); }
    static Cursor cursor_at(int t) { return {t / kStages, static_cast<Stage>(t % kStages)}; }
    bool reached(Stage stage) const { return stage <= cursor().stage; }
    const std::vector<float>& x() const { return x_; }  // as the network sees them
    const std::vector<float>& y() const { return y_; }
    const cnn::HandParameters& parameters(int update) const {
        return history_[static_cast<std::size_t>(update)];
    }
    cnn::HandRound round(int update) const;
    // After each number of updates, in square centimetres; never NaN, at most 1e38.
    const std::vector<float>& errors() const { return errors_; }
    float loss_after(int updates) const;  // in the network's own units, as the stage "loss" has it
    float unit() const { return unit_; }  // centimetres of one unit of the network's output
    const cnn::Line& line() const { return line_; }

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override { return settings_.updates * kStages; }
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<ByHandModel>(); }

    Settings settings_;
    std::vector<float> x_, y_;
    float unit_ = 1;
    std::vector<cnn::HandParameters> history_;  // one more than there are updates
    std::vector<float> errors_;
    cnn::Line line_;
};

// Name, formula, and the numbers of a stage with their columns.
struct StageNumbers {
    std::string_view name;
    std::string_view formula;
    std::vector<float> values;
    int columns = 1;
};
StageNumbers numbers_of(const cnn::HandRound& round, Stage stage);

std::string line_text(const cnn::Line& line);  // "height = 179.123 - 0.539783 age + ..."

std::span<const LectureExample> by_hand_examples();
std::span<const Erratum> by_hand_errata();

}  // namespace shell::lesson_by_hand
