// Convolution or correlation: one picture, one kernel, and the outputs of the three readings of "convolve",
// side by side. They see the same pixels; they differ in which weight meets which pixel.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "core/ops/conv2d/trace.h"
#include "shell/lessons/stepped_model.h"
#include "shell/state/number_sheets.h"

namespace shell::lesson_correlation {

inline constexpr int kMaxSide = 8;
inline constexpr int kMaxKernel = 5;

// How the kernel lies on the picture.
enum class Reading {
    kConvolution,  // turned by half a turn
    kCorrelation,  // as written
    kPrinted       // columns mirrored: what I(i+m, j-n) means
};
inline constexpr std::array kReadings{Reading::kConvolution, Reading::kCorrelation, Reading::kPrinted};
std::string_view name_of(Reading reading);  // "true convolution"

// The index formulas of the lecture; zero-based.
enum class Formula {
    kConvolution,  // S(i,j) = sum I(m,n) K(i-m, j-n)
    kCommuted,     // S(i,j) = sum I(i-m, j-n) K(m,n)
    kCorrelation,  // S(i,j) = sum I(i+m, j+n) K(m,n)
    kPrinted       // S(i,j) = sum I(i+m, j-n) K(m,n)
};
Reading reading_of(Formula formula);

// The formula's letters for one product.
struct Indices {
    int i = 0;
    int j = 0;
    int m = 0;
    int n = 0;
    int weight_row = 0;  // of the kernel as written
    int weight_column = 0;
};

enum class Relation { kEqual, kOpposite, kDifferent };

struct Settings {
    int height = 5;
    int width = 5;
    int kernel_height = 3;
    int kernel_width = 3;
    Formula formula = Formula::kConvolution;
    std::uint64_t seed = 1;
    NumberSheets input{1, kMaxSide};
    NumberSheets kernel{1, kMaxKernel};
};

struct Cursor {
    int row = 0;
    int column = 0;
    int term = 0;
    bool result = false;
    int cell = 0;
};

// A number of the stage.
struct Touched {
    enum class What { kNothing, kPixel, kWeight, kOutput };
    What what = What::kNothing;
    int row = 0;  // a weight's place is that in the kernel as written
    int column = 0;
    bool operator==(const Touched&) const = default;
};

class CorrelationModel final : public SteppedModel {
 public:
    CorrelationModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return products() + 1; }
    std::vector<float> outcome() const override;  // of the three readings, one after the other
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    const cnn::WindowPlan& window() const { return window_; }
    const cnn::Tensor& input() const { return input_; }
    const cnn::Tensor& kernel(Reading reading) const { return kernels_[static_cast<std::size_t>(reading)]; }
    const cnn::Tensor& output(Reading reading) const { return outputs_[static_cast<std::size_t>(reading)]; }
    // Between convolution and correlation.
    Relation relation() const { return relation_; }
    std::string relation_sentence() const;
    std::string so_far_sentence() const;  // of the cells that are shown

    int products() const { return settings_.kernel_height * settings_.kernel_width; }
    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const;
    int step_of(int row, int column) const { return (row * window_.x.output + column) * steps_per_part(); }
    cnn::Conv2dTrace trace(Reading reading, int row, int column) const;
    cnn::Conv2dTrace trace(const cnn::Tensor& kernel, const cnn::WindowPlan& window, int row,
                           int column) const;
    // Row and column in the kernel as written of the weight at (ky, kx) of the window.
    std::array<int, 2> as_written(Reading reading, int ky, int kx) const;
    Indices indices(Formula formula, int row, int column, int ky, int kx) const;
    // "I(2, 1) · K(3 − 2, 2 − 1)" with its numbers.
    std::string formula_text(Formula formula) const;
    std::string product_text(const Indices& at, Formula formula) const;
    // Does `other` take part in a product of `touched`, or is it the sum of one? Under one of the readings.
    bool reaches(Reading reading, const Touched& touched, const Touched& other) const;

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override;
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<CorrelationModel>(); }
    void add_commands();
    cnn::Status set_cell(const Arguments& args);
    void fill(NumberSheets& sheet, int rows, int columns, std::span<const float> values) const;
    void changed();

    Settings settings_;
    cnn::WindowPlan window_;
    cnn::Tensor input_;
    std::array<cnn::Tensor, 3> kernels_;  // as they lie on the picture
    std::array<cnn::Tensor, 3> outputs_;
    Relation relation_ = Relation::kDifferent;
};

}  // namespace shell::lesson_correlation
