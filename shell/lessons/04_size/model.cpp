// Settings in, both axes out.
#include "shell/lessons/04_size/model.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/assert.h"
#include "core/ops/reach.h"
#include "shell/state/field_text.h"

namespace shell::lesson_size {
namespace {

using std::to_string;

std::string quotient_text(const cnn::AxisPlan& axis) {
    return to_string(axis.numerator) + " / " + to_string(axis.stride);
}

std::string span_text(const cnn::AxisPlan& axis) {
    return to_string(axis.dilation) + "·(" + to_string(axis.kernel) + " − 1) + 1";
}

FormulaLine rounding_line(const cnn::AxisPlan& axis) {
    const double quotient = static_cast<double>(axis.numerator) / axis.stride;
    const int places = axis.output - 1;
    const bool up = places > quotient;
    const std::string number = number_text(static_cast<float>(quotient));
    const std::string rounded = up ? "⌈" + number + "⌉" : "⌊" + number + "⌋";
    return {up ? "rounded up" : "rounded down", places == quotient ? number : rounded,
            static_cast<double>(places)};
}

std::vector<FormulaLine> convolution_lines(const cnn::AxisPlan& axis) {
    const int padded = axis.input + axis.pad_before + axis.pad_after;
    const double quotient = static_cast<double>(axis.numerator) / axis.stride;
    return {{"input", to_string(axis.input), static_cast<double>(axis.input)},
            {"with padding",
             to_string(axis.input) + " + " + to_string(axis.pad_before) + " + " + to_string(axis.pad_after),
             static_cast<double>(padded)},
            {"the kernel spans", span_text(axis), static_cast<double>(axis.effective_kernel)},
            {"way to go", to_string(padded) + " − " + to_string(axis.effective_kernel),
             static_cast<double>(axis.numerator)},
            {"divided by the stride", quotient_text(axis), quotient},
            rounding_line(axis),
            {"and the first window", to_string(axis.output - 1) + " + 1", static_cast<double>(axis.output)}};
}

std::vector<FormulaLine> transposed_lines(const cnn::AxisPlan& axis, int output_padding) {
    const int way = (axis.output - 1) * axis.stride;
    const int reach = axis.reach();
    const int cut = axis.pad_before + axis.pad_after;
    return {{"input", to_string(axis.output), static_cast<double>(axis.output)},
            {"from the first kernel to the last",
             "(" + to_string(axis.output) + " − 1)·" + to_string(axis.stride), static_cast<double>(way)},
            {"the kernel spans", span_text(axis), static_cast<double>(axis.effective_kernel)},
            {"from end to end", to_string(way) + " + " + to_string(axis.effective_kernel),
             static_cast<double>(reach)},
            {"with output padding", to_string(reach) + " + " + to_string(output_padding),
             static_cast<double>(reach + output_padding)},
            {"cut off at both ends", to_string(axis.pad_before) + " + " + to_string(axis.pad_after),
             static_cast<double>(cut)},
            {"output", to_string(reach + output_padding) + " − " + to_string(cut),
             static_cast<double>(axis.input)}};
}

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<SizeModel>(); }

std::vector<FormulaLine> formula_of(const cnn::AxisPlan& axis, const Settings& settings) {
    return settings.transposed ? transposed_lines(axis, settings.output_padding) : convolution_lines(axis);
}

cnn::Result<cnn::WindowPlan> plan_sizes(const Settings& settings) {
    if (!settings.transposed) return plan_window(settings.window);
    const auto y =
        cnn::plan_transposed_axis(settings.window.height, settings.window.spec, settings.output_padding);
    if (!y) return y.error();
    const auto x =
        cnn::plan_transposed_axis(settings.window.width, settings.window.spec, settings.output_padding);
    if (!x) return x.error();
    const int largest = std::max(y.value().input, x.value().input);
    if (largest > kLargestResult)
        return cnn::Error{"The output would have " + to_string(largest) +
                          " pixels a side; here it may have " + to_string(kLargestResult) + "."};
    return cnn::WindowPlan{y.value(), x.value()};
}

int most_output_padding(const Settings& settings) {
    return std::max(settings.window.spec.stride, settings.window.spec.dilation) - 1;
}

std::vector<Dialect> dialects(const Settings& settings) {
    struct Row {
        std::string_view framework;
        std::string_view words;
        cnn::AxisSpec spec;
    };
    cnn::AxisSpec spec = settings.window.spec;
    spec.ceil = false;
    const auto with = [&](cnn::Padding padding, int pad = 0, bool ceil = false) {
        cnn::AxisSpec one = spec;
        one.padding = padding;
        one.pad_before = one.pad_after = pad;
        one.ceil = ceil;
        return one;
    };
    const int half = spec.dilation * (spec.kernel - 1) / 2;
    const Row rows[] = {
        {"Keras, TensorFlow", "valid", with(cnn::Padding::kValid)},
        {"Keras, TensorFlow", "same", with(cnn::Padding::kSameUpper)},
        {"PyTorch", "padding = half the kernel", with(cnn::Padding::kExplicit, half)},
        {"PyTorch", "padding=\"same\"", with(cnn::Padding::kSameUpper)},
        {"ONNX", "SAME_LOWER", with(cnn::Padding::kSameLower)},
        {"PyTorch, ONNX pooling", "ceil_mode", with(cnn::Padding::kValid, 0, true)},
    };
    std::vector<Dialect> all;
    for (const Row& row : rows) {
        Dialect& one = all.emplace_back(Dialect{row.framework, row.words, 0, 0, 0, {}});
        if (row.words == "padding=\"same\"" && spec.stride > 1) {
            one.reason = "only with stride 1";
            continue;
        }
        const auto plan = cnn::plan_axis(settings.window.width, row.spec);
        if (!plan) {
            one.reason = "does not fit";
            continue;
        }
        one.pad_before = plan.value().pad_before;
        one.pad_after = plan.value().pad_after;
        one.output = plan.value().output;
    }
    return all;
}

SizeModel::SizeModel() : SteppedModel({"step", "row", "row of windows"}) {
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

void SizeModel::lesson_fields(FieldVisitor& visitor) {
    visitor.flag({"transposed", "Transposed"}, settings_.transposed);
    visit_window(visitor, settings_.window, kLimits);
    visitor.integer({"output_padding", "Output padding"}, settings_.output_padding, 0,
                    most_output_padding(settings_));
}

int SizeModel::count_steps() const {
    const auto window = plan_sizes(settings_);
    if (!window) return std::numeric_limits<int>::max();
    return kFormulaSteps + window.value().y.output * window.value().x.output;
}

cnn::Status SizeModel::compute() {
    const auto window = plan_sizes(settings_);
    if (!window) return window.error();
    window_ = window.value();
    return cnn::success();
}

std::vector<float> SizeModel::outcome() const {
    return {static_cast<float>(result_rows()), static_cast<float>(result_columns()),
            static_cast<float>(window_.y.left_over), static_cast<float>(window_.x.left_over)};
}

int SizeModel::formula_step() const { return std::min(player_.t, kFormulaSteps - 1); }
int SizeModel::windows() const { return std::max(player_.t - kFormulaSteps + 1, 0); }
std::vector<std::int32_t> SizeModel::coverage() const { return cnn::coverage(window_, windows()); }

std::optional<Question> SizeModel::question(int t) const {
    if (t == 0) return size_question(*this);
    const int placed = t - kFormulaSteps;
    if (settings_.transposed || placed < 0 || placed % window_.x.output != 0) return std::nullopt;
    return puzzle(settings_, placed / window_.x.output, t);
}

}  // namespace shell::lesson_size
