// The signals lesson without its picture: one axis of a convolution, its outputs one after the other, each a
// running sum. The numbers are those of core's convolution with one row.
#pragma once

#include <memory>
#include <string>

#include "core/ops/conv2d/trace.h"
#include "shell/lessons/03_signals/settings.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_signals {

struct Cursor {
    int output = 0;
    int term = 0;         // the number of weights at the last step of an output
    bool result = false;  // the sum goes to its place
};

// A number of the stage.
struct Touched {
    enum class What { kNothing, kSample, kWeight, kOutput };
    What what = What::kNothing;
    int index = 0;  // of a sample: it may lie in the padding; of a weight: as it slides
    bool operator==(const Touched&) const = default;
};
// Does `other` take part in a product of `touched`, or is it the sum of one?
bool reaches(const cnn::AxisPlan& plan, const Touched& touched, const Touched& other);

class SignalsModel final : public SteppedModel {
 public:
    SignalsModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return settings_.taps + 1; }
    // How many outputs there are, then the outputs.
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    const cnn::AxisPlan& plan() const { return window_.x; }
    const cnn::WindowPlan& window() const { return window_; }
    std::span<const float> used() const { return used_.values(); }  // the weights as they slide
    std::span<const float> outputs() const { return outputs_.values(); }
    bool turned() const { return settings_.convention == Convention::kConvolution; }
    int as_written(int tap) const { return turned() ? settings_.taps - 1 - tap : tap; }

    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const;
    int step_of(int output, int term) const { return output * steps_per_part() + term; }
    cnn::Conv2dTrace trace(int output) const { return trace(output, used_, window_); }
    cnn::Conv2dTrace trace(int output, const cnn::Tensor& weights, const cnn::WindowPlan& window) const;
    double gain_at(double cycles) const;  // of the filter with its gaps; cycles per sample

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<SignalsModel>(); }

    void add_commands();
    cnn::Status apply(Settings wanted);
    cnn::Status set_cell(const Arguments& args);
    cnn::Status take_signal(const Arguments& args);
    cnn::Status take_filter(const Arguments& args);
    cnn::Status random_numbers();
    cnn::Status turn_filter();

    Settings settings_;
    cnn::WindowPlan window_;
    cnn::Tensor input_;    // (1, 1, 1, length)
    cnn::Tensor used_;     // (1, 1, 1, taps), turned for true convolution
    cnn::Tensor outputs_;  // (1, 1, 1, outputs)
};

}  // namespace shell::lesson_signals
