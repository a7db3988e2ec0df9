// The pooling lesson without its picture: a window takes one number out of each of its places, channel by
// channel. All arithmetic is core's: the output is the reference's, the step is its trace.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/ops/pool2d/trace.h"
#include "shell/lessons/06_pooling/settings.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_pooling {

// The steps of an output cell are its pixels in row order, then one for the result; cells follow each other
// by channel, row, column.
struct Cursor {
    int channel = 0;
    int row = 0;
    int column = 0;
    int term = 0;         // index of the current pixel; the number of pixels at the last step
    bool result = false;  // the last step: the number goes to its cell
    int cell = 0;         // index over all output cells
};

class PoolingModel final : public SteppedModel {
 public:
    PoolingModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return pixels_per_cell() + 1; }
    // The pooled numbers, then the sizes of sizes() behind the first.
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    const cnn::Pool2dPlan& plan() const { return plan_; }
    const cnn::WindowPlan& window() const { return plan_.window; }
    const cnn::Tensor& input() const { return input_; }    // (1, C, H, W)
    const cnn::Tensor& output() const { return output_; }  // (1, C, OH, OW)
    bool shifts() const { return settings_.shift_y != 0 || settings_.shift_x != 0; }
    const cnn::Tensor& shifted_input() const { return shifted_input_; }
    const cnn::Tensor& shifted_output() const { return shifted_output_; }
    int survivors() const;           // outputs that the shift did not change
    std::vector<int> sizes() const;  // of the picture, pooled again and again; empty: none
    bool by_winner() const;          // maximum or minimum

    int pixels_per_cell() const { return window().y.kernel * window().x.kernel; }
    int cells() const { return static_cast<int>(output_.size()); }
    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const;
    int step_of(int channel, int row, int column, int term) const;
    cnn::PoolTrace trace(const Cursor& cursor) const;

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<PoolingModel>(); }

    void add_commands();
    cnn::Status set_cell(const Arguments& args);
    cnn::Status fill(const std::vector<float>& values);

    Settings settings_;
    cnn::Pool2dPlan plan_;
    cnn::Tensor input_;
    cnn::Tensor output_;
    cnn::Tensor shifted_input_;
    cnn::Tensor shifted_output_;
};

// Of one kind over an input, by the readable twin.
cnn::Tensor pooled(cnn::PoolKind kind, const cnn::Pool2dPlan& plan, const cnn::Tensor& x);

}  // namespace shell::lesson_pooling
