// Fields, their bounds, and the window.
#include "shell/lessons/13_backward/settings.h"

#include <algorithm>
#include <array>
#include <vector>

namespace shell::lesson_backward {
namespace {

constexpr std::array<std::string_view, 3> kOperations{"convolution", "max-pooling", "average-pooling"};
constexpr std::array<std::string_view, 6> kPhases{"forward", "error", "weights", "bias", "input", "update"};
constexpr std::array<std::string_view, 2> kLosses{"weighted", "squared"};

template <class Choice>
void visit_choice(FieldVisitor& visitor, FieldName name, Choice& choice,
                  std::span<const std::string_view> names) {
    int index = static_cast<int>(choice);
    visitor.choice(name, index, names);
    choice = static_cast<Choice>(index);
}

// Numbers that are written are all that there are: what a grid hid before is gone.
void visit_sheet(FieldVisitor& visitor, FieldName name, NumberSheets& sheets, const cnn::Tensor& shown,
                 std::vector<float>& values) {
    values.assign(shown.values().begin(), shown.values().end());
    if (visitor.numbers(name, values, values.size())) sheets.clear();
}

}  // namespace

std::span<const std::string_view> operation_names() { return kOperations; }
std::span<const std::string_view> phase_names() { return kPhases; }

Settings::Settings() {
    // S2-14's picture and kernel; the gradients of its outputs are made up.
    set_input(
        std::array<float, 25>{1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0});
    set_weights(std::array<float, 9>{1, 0, 1, 0, 1, 0, 1, 0, 1});
    set_goal(std::array<float, 9>{1, 2, 0, 0, 1, -1, 2, 0, 1});
}

cnn::WindowPlan Settings::window() const {
    const cnn::AxisSpec spec{.kernel = kernel,
                             .stride = stride,
                             .padding = cnn::Padding::kExplicit,
                             .pad_before = pad,
                             .pad_after = pad};
    const auto axis = cnn::plan_axis(side, spec);
    CNN_ASSERT(axis.ok());  // the kernel fits the side
    return {axis.value(), axis.value()};
}

cnn::Tensor Settings::sheet(const NumberSheets& sheets, int size) {
    cnn::Tensor tensor({1, 1, size, size});
    for (int row = 0; row < size; ++row)
        for (int column = 0; column < size; ++column)
            tensor.at(0, 0, row, column) = sheets.at(0, row, column);
    return tensor;
}

void Settings::fill(NumberSheets& sheets, int size, std::span<const float> values) {
    CNN_ASSERT(values.size() == static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
    auto next = values.begin();
    for (int row = 0; row < size; ++row)
        for (int column = 0; column < size; ++column) sheets.at(0, row, column) = *next++;
}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    visit_choice(visitor, {"operation", "Operation"}, settings.operation, kOperations);
    visit_choice(visitor, {"phase", "What is stepped through"}, settings.phase, kPhases);
    const bool of_weights = settings.phase == Phase::kWeights || settings.phase == Phase::kBias ||
                            settings.phase == Phase::kUpdate;
    if (settings.pooling() && of_weights) settings.phase = Phase::kInput;
    visit_choice(visitor, {"loss", "Loss"}, settings.loss, kLosses);

    visitor.integer({"size", "Input rows and columns"}, settings.side, 1, kMaxSide);
    const int kernel = std::min(kMaxKernel, settings.side);
    settings.kernel = std::min(settings.kernel, kernel);
    visitor.integer({"kernel_size", "Kernel rows and columns"}, settings.kernel, 1, kernel);
    visitor.integer({"stride", "Stride"}, settings.stride, 1, kMaxStride);
    // A window that sees only padding has no largest pixel.
    const int pad = std::min(kMaxPad, settings.kernel - 1);
    settings.pad = std::min(settings.pad, pad);
    visitor.integer({"pad", "Padding on each side"}, settings.pad, 0, pad);

    std::vector<float> values;
    visit_sheet(visitor, {"input", "Input, row by row"}, settings.input_, settings.input(), values);
    settings.set_input(values);
    visit_sheet(visitor, {"kernel", "Kernel, row by row"}, settings.weights_, settings.weights(), values);
    settings.set_weights(values);
    visitor.real({"bias", "Bias"}, settings.bias, -1e6F, 1e6F);
    visit_sheet(visitor, {"goal", "Gradients or targets of the outputs"}, settings.goal_, settings.goal(),
                values);
    settings.set_goal(values);
    visitor.real({"rate", "Rate of the update"}, settings.rate, 0, 10);
    visitor.real({"h", "Nudge h"}, settings.h, 1e-4F, 1);
    visitor.big_integer({"seed", "Seed of the random numbers"}, settings.seed);
}

}  // namespace shell::lesson_backward
