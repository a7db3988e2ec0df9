// Four views of one product: polynomials, a filter that slides, a band matrix, and Fourier transforms, in
// step on the same numbers. Beside it the same matrix for a layer with one row (with stride) and for a
// picture (with its twin im2col).
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/ops/conv2d/trace.h"
#include "core/ops/signal/fourier.h"
#include "core/ops/signal/matrices.h"
#include "shell/lessons/stepped_model.h"
#include "shell/state/number_sheets.h"

namespace shell::lesson_four_views {

inline constexpr int kMostCoefficients = 6;
inline constexpr int kMostInputs = 8;
inline constexpr int kMostTaps = 5;
inline constexpr int kMostSide = 4;
inline constexpr int kMostKernel = 3;

enum class Topic { kProduct, kLayer, kPicture };
enum class Band { kAlpha, kBeta };        // of which factor the matrix is made; it then meets the other
enum class Spread { kKernel, kPicture };  // what stands in the matrix; the picture: im2col

// A line of numbers of which the first `count` are in use.
struct Line {
    int count = 1;
    std::array<float, kMostInputs> values{};
    std::span<const float> shown() const { return std::span(values).first(static_cast<std::size_t>(count)); }
};

struct Settings {
    Topic topic = Topic::kProduct;
    Line alpha{3, {1, 2, 3}};
    Line beta{4, {4, 5, 6, 7}};
    Band band = Band::kAlpha;
    Line inputs{6, {2, 1, 3, 0, 4, 5}};
    Line weights{3, {1, 2, -1}};
    int stride = 1;
    bool same = true;  // as many outputs as inputs (with stride 1)
    int side = 3;
    int kernel_side = 2;
    Spread spread = Spread::kKernel;
    NumberSheets picture{1, kMostSide};
    NumberSheets kernel{1, kMostKernel};
};

struct Cursor {
    int output = 0;
    int term = 0;
    bool result = false;
};

struct Touched {
    enum class What { kNothing, kInput, kWeight, kOutput };
    What what = What::kNothing;
    int index = 0;  // flat; of a weight: as it slides
    bool operator==(const Touched&) const = default;
};

class FourViewsModel final : public SteppedModel {
 public:
    FourViewsModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return taps() + 1; }
    // Product: the coefficients by the direct sum, by the bands of alpha and of beta and by transforms, then
    // multiplications and additions of the direct sum, multiplications of the two dense products,
    // multiplications and additions of the transforms. Else: the outputs.
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    bool product() const { return settings_.topic == Topic::kProduct; }
    const cnn::WindowPlan& window() const { return window_; }
    const cnn::Tensor& input() const { return input_; }  // what the matrix meets: the other factor
    const cnn::Tensor& used() const { return used_; }    // weights as they slide
    const cnn::Tensor& output() const { return output_; }
    const cnn::Tensor& matrix() const { return matrix_; }    // (1, 1, outputs, inputs)
    const cnn::Tensor& patches() const { return patches_; }  // (1, 1, taps, outputs)
    const cnn::FftConvolution& transforms() const { return transforms_; }
    int taps() const { return static_cast<int>(used_.size()); }
    int outputs() const { return static_cast<int>(output_.size()); }
    cnn::Operations direct_operations() const;
    cnn::Operations dense_operations() const;  // of the matrix that is shown

    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const;
    int step_of(int output, int term) const { return output * steps_per_part() + term; }
    cnn::Conv2dTrace trace(int output) const { return trace(output, used_, window_); }
    cnn::Conv2dTrace trace(int output, const cnn::Tensor& weights, const cnn::WindowPlan& window) const;
    // The weight by which output reads input, -1 for none; the input that output reads by a weight, -1:
    // outside.
    int weight_between(int output, int input) const;
    int input_of(int output, int weight) const;
    bool reaches(const Touched& touched, const Touched& other) const;
    // "δ2 = α2β0 + α1β1 + α0β2"
    std::string coefficient_rule(int k) const;

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override;
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<FourViewsModel>(); }
    void add_commands();
    cnn::Status set_cell(const Arguments& args);
    void changed();
    float& weight_at(int tap);

    Settings settings_;
    cnn::WindowPlan window_;
    cnn::Tensor input_;
    cnn::Tensor used_;
    cnn::Tensor output_;
    cnn::Tensor matrix_;
    cnn::Tensor patches_;
    cnn::FftConvolution transforms_;  // of the product
    std::vector<float> by_alpha_;
    std::vector<float> by_beta_;
    std::vector<float> direct_;
};

}  // namespace shell::lesson_four_views
