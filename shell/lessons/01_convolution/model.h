// The convolution lesson without its picture: the settings, the window and the numbers that follow from them,
// the cursor, and the commands. All arithmetic is core's: the output is the reference's, the sum on the stage
// is its trace.
#pragma once

#include <memory>
#include <string>

#include "core/ops/conv2d/trace.h"
#include "shell/lessons/01_convolution/examples.h"
#include "shell/lessons/01_convolution/settings.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_convolution {

// Where the cursor stands. The steps of an output cell are its products in canonical order, then one for bias
// and result; cells follow each other by filter, row, column.
struct Cursor {
    int filter = 0;
    int row = 0;
    int column = 0;
    int term = 0;         // index of the current product; the number of products at the last step
    bool result = false;  // the last step: bias, ReLU, and the number goes to its cell
    int cell = 0;         // index over all output cells
};

class ConvolutionModel final : public SteppedModel {
 public:
    ConvolutionModel();

    std::span<const Example> examples() const override;
    cnn::Status open_example(std::string_view code) override;
    cnn::Status take_file(const GivenFile& file) override;
    std::span<const Erratum> errata() const override;
    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return steps_per_cell(); }
    std::vector<float> outcome() const override;

    // Values for the picture and the words.
    const Settings& settings() const { return settings_; }
    const cnn::WindowPlan& window() const { return window_; }
    const cnn::Tensor& input() const { return input_; }    // (1, C, H, W)
    const cnn::Tensor& kernel() const { return kernel_; }  // (OC, C, KH, KW), as written
    const cnn::Tensor& kernel_used() const {
        return kernel_used_;
    }                                                      // turned by half a turn for true convolution
    const cnn::Tensor& sums() const { return sums_; }      // (1, OC, OH, OW), before ReLU
    const cnn::Tensor& output() const { return output_; }  // (1, OC, OH, OW)

    int products_per_cell() const {
        return static_cast<int>(settings_.kernel_shape().size()) / settings_.filters;
    }
    int steps_per_cell() const { return products_per_cell() + 1; }
    int cells() const { return static_cast<int>(output_.size()); }
    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const;
    int step_of(int filter, int row, int column, int term) const;  // the t whose cursor() that is
    cnn::Conv2dTrace trace(int filter, int row, int column) const;

    // The example that is open, null for none; and whether its numbers and window still are the example's.
    const WorkedExample* example() const;
    bool example_changed() const;

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override;
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<ConvolutionModel>(); }
    void add_commands();

    // Takes over `wanted` if its window is possible, and keeps the cursor on its output cell as far as that
    // still exists.
    cnn::Status apply(Settings wanted);

    cnn::Status switch_convention();
    cnn::Status switch_relu();
    cnn::Status set_cell(const Arguments& args);
    cnn::Status move_slider(const Arguments& args);
    cnn::Status choose_padding(const Arguments& args);
    cnn::Status take_kernel(const Arguments& args);
    cnn::Status turn_kernel();
    cnn::Status draw_picture(const Arguments& args);
    cnn::Status random_numbers(const Arguments& args);
    cnn::Status clear_input();

    Settings settings_;
    cnn::WindowPlan window_;
    cnn::Tensor input_;
    cnn::Tensor kernel_;
    cnn::Tensor kernel_used_;
    cnn::Tensor sums_;
    cnn::Tensor output_;
};

}  // namespace shell::lesson_convolution
