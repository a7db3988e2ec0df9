// Settings in, numbers out: the transposed convolution, and beside it a convolution with its two ways back.
#include "shell/lessons/10_transposed/model.h"

#include <algorithm>
#include <limits>

#include "core/base/rng.h"
#include "core/ops/conv2d/deconvolve.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/conv_transpose2d/reference.h"
#include "shell/state/arguments.h"

namespace shell::lesson_transposed {
namespace {

constexpr int kInverseSteps = 4;  // signal and filter, convolved, transposed, divided

const StepNames kNames{"step", "row", "row of numbers"};

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<TransposedModel>(); }

TransposedModel::TransposedModel() : SteppedModel(kNames) {
    add_commands();
    refresh();
}

void TransposedModel::refresh() {
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

cnn::Status TransposedModel::compute() {
    const auto plan = plan_of(settings_);
    if (!plan) return plan.error();
    plan_ = plan.value();
    input_ = cnn::Tensor({1, 1, settings_.rows(), settings_.size}, settings_.input());
    weights_ = cnn::Tensor({1, 1, settings_.kernel_rows(), settings_.kernel}, settings_.weights());
    output_ = spread(input_, settings_.bias);
    compute_inverse();
    return cnn::success();
}

cnn::Tensor TransposedModel::spread(const cnn::Tensor& input, float bias) const {
    cnn::Tensor output({1, 1, plan_.window.y.input, plan_.window.x.input});
    cnn::reference_conv_transpose2d_forward(plan_, 1, input.data(), weights_.data(), &bias, output.data());
    return output;
}

cnn::Tensor TransposedModel::stamped(int count) const {
    cnn::Tensor begun = input_;
    for (std::size_t i = static_cast<std::size_t>(count); i < begun.size(); ++i) begun.values()[i] = 0;
    return spread(begun, 0);
}

// The full convolution is a cross-correlation with the filter turned round; the same plan leads back.
void TransposedModel::compute_inverse() {
    const auto axis =
        cnn::plan_axis(static_cast<int>(settings_.signal.size()),
                       {static_cast<int>(settings_.filter.size()), 1, cnn::Padding::kFull, 0, 0, 1, false});
    CNN_ASSERT(axis.ok());  // with full padding every filter fits
    const cnn::WindowPlan window{cnn::AxisPlan{}, axis.value()};
    const std::vector<float> turned(settings_.filter.rbegin(), settings_.filter.rend());
    constexpr float kNoBias = 0;
    convolved_.assign(static_cast<std::size_t>(axis.value().output), 0.0F);
    cnn::reference_conv2d_forward({1, 1, window, 1}, 1, settings_.signal.data(), turned.data(), &kNoBias,
                                  convolved_.data());
    transposed_.assign(settings_.signal.size(), 0.0F);
    cnn::reference_conv_transpose2d_forward({1, 1, window, 1}, 1, convolved_.data(), turned.data(), &kNoBias,
                                            transposed_.data());
    divided_.clear();
    if (settings_.filter.front() != 0) divided_ = cnn::deconvolve(convolved_, settings_.filter);
}

cnn::ConvTranspose2dTrace TransposedModel::trace(int row, int column, const cnn::WindowPlan& window) const {
    cnn::ConvTranspose2dPlan plan = plan_;
    plan.window = window;
    return cnn::trace_conv_transpose2d(plan, input_, weights_, {&settings_.bias, 1}, 0, row, column);
}

int TransposedModel::written(int row, int column) const {
    return static_cast<int>(trace(row, column).terms.size());
}

int TransposedModel::stretched_size(const cnn::AxisPlan& axis) {
    return axis.input + axis.effective_kernel - 1;
}

int TransposedModel::stretched_source(const cnn::AxisPlan& axis, int place) {
    const int way = place - (axis.effective_kernel - 1 - axis.pad_before);
    return way >= 0 && way % axis.stride == 0 && way / axis.stride < axis.output ? way / axis.stride : -1;
}

int TransposedModel::count_steps() const {
    if (settings_.view == View::kInverse) return kInverseSteps;
    const auto plan = plan_of(settings_);
    if (!plan) return std::numeric_limits<int>::max();
    return settings_.view == View::kSpread ? plan.value().input_pixels() + 1
                                           : 2 * plan.value().output_pixels();
}

int TransposedModel::steps_per_part() const {
    if (settings_.view == View::kInverse) return 1;
    return settings_.view == View::kSpread ? settings_.size : 2 * plan_.window.x.input;
}

std::vector<float> TransposedModel::outcome() const {
    if (settings_.view != View::kInverse) return {output_.values().begin(), output_.values().end()};
    std::vector<float> numbers = convolved_;
    numbers.insert(numbers.end(), transposed_.begin(), transposed_.end());
    numbers.insert(numbers.end(), divided_.begin(), divided_.end());
    return numbers;
}

// ---- Commands

void TransposedModel::add_commands() {
    add_command({"random-numbers", "Random numbers into the input", "N"}, [this](const Arguments&) {
        cnn::Rng rng(settings_.seed++);
        std::vector<float> numbers(input_.size());
        for (float& number : numbers) number = static_cast<float>(rng.below(10));
        settings_.set_input(numbers);
        return refresh(), cnn::success();
    });
    add_command({"ones", "Ones into input and kernel: the output counts its products", ""},
                [this](const Arguments&) {
                    settings_.set_input(std::vector<float>(input_.size(), 1.0F));
                    settings_.set_weights(std::vector<float>(weights_.size(), 1.0F));
                    return refresh(), cnn::success();
                });
    add_command({"clear-input", "Zeros into the input", ""}, [this](const Arguments&) {
        settings_.set_input(std::vector<float>(input_.size(), 0.0F));
        return refresh(), cnn::success();
    });
}

}  // namespace shell::lesson_transposed
