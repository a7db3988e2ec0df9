// The fields of the lesson, their bounds, and the plan that follows from them.
#include "shell/lessons/10_transposed/settings.h"

#include <algorithm>
#include <array>

namespace shell::lesson_transposed {
namespace {

constexpr std::array<std::string_view, 3> kViews{"spread", "gather", "inverse"};

int span_of(const Settings& settings) { return settings.dilation * (settings.kernel - 1) + 1; }

std::vector<float> read(const NumberSheets& sheet, int rows, int columns) {
    std::vector<float> values;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) values.push_back(sheet.at(0, row, column));
    return values;
}

void write(NumberSheets& sheet, int rows, int columns, std::span<const float> values) {
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            sheet.at(0, row, column) = values[static_cast<std::size_t>(row * columns + column)];
}

void visit_signal(FieldVisitor& visitor, Settings& settings) {
    int signal = static_cast<int>(settings.signal.size());
    int filter = static_cast<int>(settings.filter.size());
    visitor.integer({"signal_length", "Length of the signal"}, signal, 2, 8);
    visitor.integer({"filter_length", "Length of the filter"}, filter, 1, 4);
    settings.signal.resize(static_cast<std::size_t>(signal));
    settings.filter.resize(static_cast<std::size_t>(filter));
    visitor.numbers({"signal", "Signal"}, settings.signal, settings.signal.size());
    visitor.numbers({"filter", "Filter"}, settings.filter, settings.filter.size());
}

}  // namespace

std::span<const std::string_view> view_names() { return kViews; }

Settings::Settings() {
    constexpr std::array<float, 9> kInput{1, 2, 3, 4, 5, 6, 7, 8, 9};
    constexpr std::array<float, 9> kWeights{1, 2, 1, 2, 4, 2, 1, 2, 1};
    set_input(kInput);
    set_weights(kWeights);
}

std::vector<float> Settings::input() const { return read(input_, rows(), size); }
std::vector<float> Settings::weights() const { return read(weights_, kernel_rows(), kernel); }
void Settings::set_input(std::span<const float> values) { write(input_, rows(), size, values); }
void Settings::set_weights(std::span<const float> values) { write(weights_, kernel_rows(), kernel, values); }

// At stride 1 something must be left of the output.
int most_pad(const Settings& settings) { return std::min(3, (settings.size + span_of(settings) - 2) / 2); }

int most_stride(const Settings& settings) {
    constexpr int kMost = 4;
    int stride = 1;
    const auto output = [&](int with) {
        return (settings.size - 1) * with + span_of(settings) - 2 * settings.pad;
    };
    while (stride < kMost && output(stride + 1) <= kMostOutput) ++stride;
    return stride;
}

int most_output_padding(const Settings& settings) { return std::max(settings.stride, settings.dilation) - 1; }

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    int view = static_cast<int>(settings.view);
    visitor.choice({"view", "Way to see it"}, view, kViews);
    settings.view = static_cast<View>(view);
    visitor.flag({"line", "One row"}, settings.line);
    visitor.integer({"size", "Input pixels along a side"}, settings.size, 1, kMostSize);
    visitor.integer({"kernel", "Kernel"}, settings.kernel, 1, kMostKernel);
    visitor.integer({"dilation", "Dilation"}, settings.dilation, 1, 2);
    visitor.integer({"pad", "Padding that is cut off"}, settings.pad, 0, most_pad(settings));
    visitor.integer({"stride", "Stride"}, settings.stride, 1, most_stride(settings));
    visitor.integer({"output_padding", "Output padding"}, settings.output_padding, 0,
                    most_output_padding(settings));
    visitor.real({"bias", "Bias"}, settings.bias, -1000, 1000);
    std::vector<float> input = settings.input();
    if (visitor.numbers({"input", "Input: rows, columns"}, input, input.size())) settings.clear_input();
    settings.set_input(input);
    std::vector<float> weights = settings.weights();
    if (visitor.numbers({"weights", "Kernel: rows, columns"}, weights, weights.size()))
        settings.clear_weights();
    settings.set_weights(weights);
    visit_signal(visitor, settings);
    visitor.big_integer({"seed", "Seed of the random numbers"}, settings.seed);
}

cnn::Result<cnn::ConvTranspose2dPlan> plan_of(const Settings& settings) {
    const auto x = cnn::plan_transposed_axis(settings.size,
                                             {settings.kernel, settings.stride, cnn::Padding::kExplicit,
                                              settings.pad, settings.pad, settings.dilation, false},
                                             settings.output_padding);
    if (!x) return x.error();
    const cnn::AxisPlan y = settings.line ? cnn::AxisPlan{} : x.value();
    return cnn::ConvTranspose2dPlan{1, 1, {y, x.value()}, 1};
}

}  // namespace shell::lesson_transposed
