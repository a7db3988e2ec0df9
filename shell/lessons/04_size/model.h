// The lesson of sizes without its picture: the size formula step by step, then the windows one by one, which
// count how often each pixel is read. Transposed, the same windows spread each input pixel over the output.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "shell/lessons/square_window.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_size {

inline constexpr WindowLimits kLimits{
    .side = 256, .kernel = 16, .stride = 16, .pad = 16, .dilation = 8, .ceil = true};

struct Settings {
    SquareWindow window{5, 5, {.kernel = 3}};
    bool transposed = false;
    int output_padding = 0;  // transposed: pixels at the end that no tap reaches
};

// Of a transposed window: its map is drawn pixel by pixel.
inline constexpr int kLargestResult = 512;
int most_output_padding(const Settings& settings);

// One line of the formula along one axis: "7 + 1 + 1 = 9".
struct FormulaLine {
    std::string what;   // "with padding"
    std::string terms;  // "7 + 1 + 1"
    double value = 0;
};
inline constexpr int kFormulaSteps = 7;
std::vector<FormulaLine> formula_of(const cnn::AxisPlan& axis, const Settings& settings);

// The columns of this window in another framework's words.
struct Dialect {
    std::string_view framework;
    std::string_view words;
    int pad_before = 0;
    int pad_after = 0;
    int output = 0;      // 0: it refuses
    std::string reason;  // why
};
std::vector<Dialect> dialects(const Settings& settings);

class SizeModel final : public SteppedModel {
 public:
    SizeModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return window_.x.output; }
    // Rows and columns of the output, then those left over (transposed: of the output padding).
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    // Of the convolution; transposed: of the one that is turned round, whose input is the result.
    const cnn::WindowPlan& window() const { return window_; }
    int result_rows() const { return settings_.transposed ? window_.y.input : window_.y.output; }
    int result_columns() const { return settings_.transposed ? window_.x.input : window_.x.output; }
    int formula_step() const;  // the last line that is shown
    bool size_shown() const { return player_.t >= kFormulaSteps - 1; }
    int windows() const;  // that have been placed; the last is the current one; 0: none yet
    std::vector<std::int32_t> coverage() const;

 private:
    void lesson_fields(FieldVisitor& visitor) override;
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<SizeModel>(); }

    Settings settings_;
    cnn::WindowPlan window_;
};

cnn::Result<cnn::WindowPlan> plan_sizes(const Settings& settings);

// "How large will the output be?" and "which stride gives 3?".
Question size_question(const SizeModel& model);
std::optional<Question> puzzle(const Settings& settings, int number, int shown_at);

}  // namespace shell::lesson_size
