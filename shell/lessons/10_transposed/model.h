// The lesson on transposed convolution without its picture: kernels stamped on the output, outputs that
// gather over the stretched input, and the inverse that it is not. Outputs are core's reference, sums its
// trace; what is stamped so far is the reference over an input whose later pixels are still 0.
#pragma once

#include <memory>
#include <string>

#include "core/ops/conv_transpose2d/trace.h"
#include "shell/lessons/10_transposed/settings.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_transposed {

class TransposedModel final : public SteppedModel {
 public:
    TransposedModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override;
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    // The window of the convolution that goes the other way: its output is the input here, its input the
    // output.
    const cnn::WindowPlan& window() const { return plan_.window; }
    const cnn::Tensor& input() const { return input_; }
    const cnn::Tensor& weights() const { return weights_; }
    const cnn::Tensor& output() const { return output_; }
    int inputs() const { return plan_.input_pixels(); }
    int outputs() const { return plan_.output_pixels(); }
    // Spread: the input that is stamped now; inputs() at the last step, which adds the bias.
    int stamp() const { return player_.t; }
    cnn::Tensor stamped(int count) const;  // the output after so many inputs, without bias
    // Gather: the output that is computed now, and whether its sum is known.
    int gathered() const { return player_.t / 2; }
    bool summed() const { return player_.t % 2 == 1; }
    cnn::ConvTranspose2dTrace trace(int row, int column) const { return trace(row, column, plan_.window); }
    cnn::ConvTranspose2dTrace trace(int row, int column, const cnn::WindowPlan& window) const;
    int written(int row, int column) const;  // how many products reach this output

    // Along one axis of the stretched input: how long it is, and the input at one place; -1: a zero that was
    // put there.
    static int stretched_size(const cnn::AxisPlan& axis);
    static int stretched_source(const cnn::AxisPlan& axis, int place);

    const std::vector<float>& convolved() const { return convolved_; }    // signal * filter, in full
    const std::vector<float>& transposed() const { return transposed_; }  // of that: as long as the signal
    const std::vector<float>& divided() const { return divided_; }        // the deconvolution; empty: none

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<TransposedModel>(); }
    void add_commands();
    void compute_inverse();
    void refresh();
    cnn::Tensor spread(const cnn::Tensor& input, float bias) const;
    Question gather_question(int t) const;

    Settings settings_;
    cnn::ConvTranspose2dPlan plan_;
    cnn::Tensor input_;
    cnn::Tensor weights_;
    cnn::Tensor output_;
    std::vector<float> convolved_;
    std::vector<float> transposed_;
    std::vector<float> divided_;
};

}  // namespace shell::lesson_transposed
