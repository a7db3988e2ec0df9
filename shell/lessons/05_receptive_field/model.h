// The lesson about dilation and receptive fields without its picture: a unit of the top layer is followed
// back through the stack to the pixels that can change it. One axis is followed; rows and columns are alike.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/net/summary.h"
#include "core/ops/window.h"
#include "shell/lessons/05_receptive_field/settings.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_receptive_field {

// The steps of a unit: it is chosen, then one layer back each, to the picture.
struct Cursor {
    int unit = 0;
    int back = 0;  // layers that have been followed back
};

// The units of one level that the unit at the cursor reads; level 0 is the picture, level i layer i's output.
struct Traced {
    std::vector<std::int64_t> ways;  // one per unit: how many ways lead to it
    int first = -1;                  // first and last with a way; -1: none, all are in the padding
    int last = -1;
    int count = 0;  // units with a way
    int width() const { return first < 0 ? 0 : last - first + 1; }
};

class FieldModel final : public SteppedModel {
 public:
    FieldModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return settings_.layers + 1; }
    // The field of each layer in pixels, then what the chosen kernel spans with dilation 1, 2, 3, 4.
    std::vector<float> outcome() const override;

    const Settings& settings() const { return settings_; }
    const std::vector<cnn::AxisPlan>& axes() const { return axes_; }  // of the layers
    const cnn::NetworkSummary& summary() const { return summary_; }
    int units(int level) const;  // of a level
    int top_units() const { return units(settings_.layers); }
    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const { return {t / steps_per_part(), t % steps_per_part()}; }
    int lowest_level() const { return settings_.layers - cursor().back; }  // that has been reached
    bool fields_shown() const { return player_.t >= settings_.layers; }    // one unit has been followed down
    Traced trace(int unit, int level) const;
    // The units of `level` that read unit `from` of a lower level.
    std::vector<std::int64_t> readers(int from_level, int from, int level) const;
    std::vector<int> spans() const;            // of the chosen kernel, dilation 1 to 4
    const cnn::AxisPlan& kernel_axis() const;  // of the chosen layer
    std::string layer_name(int layer) const;   // from 1: "conv 3, dilation 2"

 private:
    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<FieldModel>(); }

    Settings settings_;
    std::vector<cnn::AxisPlan> axes_;
    cnn::NetworkSummary summary_;
};

}  // namespace shell::lesson_receptive_field
