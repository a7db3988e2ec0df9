// From dense to convolution, without its picture: a layer's weights as a matrix, first all free, then a band,
// then a band that repeats one kernel; and what that saves on pictures and sound. Outputs are those of core's
// dense, locally connected and convolution references, term by term their traces.
#pragma once

#include <memory>
#include <string>

#include "shell/lessons/09_sharing/settings.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_sharing {

// One product of an output.
struct Product {
    int column = 0;  // of the matrix; outside [0, inputs): a padding zero
    float input = 0;
    float weight = 0;
    float product = 0;
    float partial = 0;
};
struct RowTrace {
    std::vector<Product> products;
    float bias = 0;
    float result = 0;
};

struct Cursor {
    int row = 0;          // output
    int term = 0;         // the last product at the result
    bool result = false;  // bias, and the number goes to its cell
};

class SharingModel final : public SteppedModel {
 public:
    SharingModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override;
    std::vector<float> outcome() const override;

    const Settings& settings() const { return settings_; }
    bool is_matrix() const { return settings_.topic == Topic::kMatrix; }
    int rows() const { return static_cast<int>(outputs_.size()); }
    int taps() const;  // products of an output
    // Which of the output's weights stands at this place of the matrix; -1: none, the cell is 0 for ever.
    int tap_at(int row, int column) const;
    // Is it the same number at both places, because the weights are shared?
    bool same_weight(int row, int column, int other_row, int other_column) const;
    std::vector<float> matrix() const;  // (rows, inputs)
    const std::vector<float>& outputs() const { return outputs_; }
    RowTrace trace(int row) const { return trace(row, line_window()); }
    RowTrace trace(int row, const cnn::WindowPlan& window) const;  // a dense layer has no window
    Cursor cursor() const;
    const std::vector<CountLine>& lines() const { return lines_; }
    const ThreeCounts& counts() const { return counts_; }
    const cnn::WindowPlan& window() const { return window_; }  // of the counted layer
    // The place in `weights` of the number at this place of the matrix; -1: none.
    int weight_index(int row, int column) const;

 private:
    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<SharingModel>(); }
    void compute_outputs();
    cnn::WindowPlan line_window() const;  // of the matrix' layer, as one row of pixels
    std::vector<float> all_biases() const;
    Question row_question(int t) const;

    Settings settings_;
    std::vector<float> outputs_;
    std::vector<CountLine> lines_;
    ThreeCounts counts_;
    cnn::WindowPlan window_;
};

}  // namespace shell::lesson_sharing
