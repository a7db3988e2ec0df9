// The fields of the lesson, their bounds, and the window that follows from them.
#include "shell/lessons/01_convolution/settings.h"

#include <algorithm>
#include <array>

#include "core/ops/conventions.h"
#include "shell/lessons/01_convolution/examples.h"

namespace shell::lesson_convolution {
namespace {

void visit_short_forms(FieldVisitor& visitor) {
    const auto both = [&](std::string_view key, std::initializer_list<std::string_view> keys) {
        visitor.shorthand(key, std::span(keys.begin(), keys.size()));
    };
    both("size", {"width", "height"});
    both("kernel_size", {"kernel_height", "kernel_width"});
    both("stride", {"stride_y", "stride_x"});
    both("dilation", {"dilation_y", "dilation_x"});
    both("pad", {"pad_top", "pad_bottom", "pad_left", "pad_right"});
}

// A link that gives pads but no padding means explicit; one that names another padding than the example it
// opens drops the example's pads.
void visit_padding(FieldVisitor& visitor, Settings& settings) {
    cnn::AxisSpec& y = settings.y.window;
    cnn::AxisSpec& x = settings.x.window;
    int padding = static_cast<int>(y.padding);
    visitor.choice({"padding", "Padding"}, padding, padding_names());
    if (static_cast<cnn::Padding>(padding) != y.padding)
        settings.set_padding(static_cast<cnn::Padding>(padding));

    visitor.integer({"pad_top", "Padding above"}, y.pad_before, 0, kMaxPad);
    visitor.integer({"pad_bottom", "Padding below"}, y.pad_after, 0, kMaxPad);
    visitor.integer({"pad_left", "Padding on the left"}, x.pad_before, 0, kMaxPad);
    visitor.integer({"pad_right", "Padding on the right"}, x.pad_after, 0, kMaxPad);
    const bool padded = y.pad_before + y.pad_after + x.pad_before + x.pad_after > 0;
    if (y.padding == cnn::Padding::kValid && padded) y.padding = x.padding = cnn::Padding::kExplicit;
}

void visit_window(FieldVisitor& visitor, Settings& settings) {
    cnn::AxisSpec& y = settings.y.window;
    cnn::AxisSpec& x = settings.x.window;
    visitor.integer({"kernel_height", "Kernel, rows"}, y.kernel, 1, kMaxKernel);
    visitor.integer({"kernel_width", "Kernel, columns"}, x.kernel, 1, kMaxKernel);
    visitor.integer({"stride_y", "Stride, rows"}, y.stride, 1, kMaxStride);
    visitor.integer({"stride_x", "Stride, columns"}, x.stride, 1, kMaxStride);
    visit_padding(visitor, settings);
    visitor.integer({"dilation_y", "Dilation, rows"}, y.dilation, 1, kMaxDilation);
    visitor.integer({"dilation_x", "Dilation, columns"}, x.dilation, 1, kMaxDilation);
}

// Numbers that are written are all that there are: what a link opens does not depend on what a grid hid
// before.
void visit_numbers(FieldVisitor& visitor, Settings& settings) {
    settings.bias.resize(static_cast<std::size_t>(settings.filters), 0.0F);
    visitor.numbers({"bias", "Bias, one per filter"}, settings.bias, settings.bias.size());

    const cnn::Tensor x = settings.input();
    std::vector<float> input(x.values().begin(), x.values().end());
    if (visitor.numbers({"input", "Input: channels, rows, columns"}, input, x.size())) settings.clear_input();
    settings.set_input(input);

    const cnn::Tensor w = settings.kernel();
    std::vector<float> kernel(w.values().begin(), w.values().end());
    if (visitor.numbers({"kernel", "Kernel: filters, channels, rows, columns"}, kernel, w.size()))
        settings.clear_kernel();
    settings.set_kernel(kernel);
}

// Calls visit(n, c, row, column) for every element of `shape` in memory order.
template <class Visit>
void for_each_index(const cnn::Shape& shape, Visit&& visit) {
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int row = 0; row < shape.h; ++row)
                for (int column = 0; column < shape.w; ++column) visit(n, c, row, column);
}

cnn::Result<cnn::AxisPlan> plan_one(const AxisSettings& axis, std::string_view name) {
    auto plan = cnn::plan_axis(axis.size, axis.window);
    if (!plan) return cnn::Error{std::string(name) + ": " + plan.error().sentence};
    return plan;
}

}  // namespace

std::span<const std::string_view> convention_names() { return cnn::choice("kernel-flip").names; }

cnn::Tensor Settings::input() const {
    cnn::Tensor pixels(input_shape());
    for_each_index(pixels.shape(), [&](int n, int c, int row, int column) {
        pixels.at(n, c, row, column) = input_.at(c, row, column);
    });
    return pixels;
}

cnn::Tensor Settings::kernel() const {
    cnn::Tensor weights(kernel_shape());
    for_each_index(weights.shape(), [&](int filter, int c, int ky, int kx) {
        weights.at(filter, c, ky, kx) = kernel_.at(filter * kMaxChannels + c, ky, kx);
    });
    return weights;
}

void Settings::set_input(std::span<const float> values) {
    CNN_ASSERT(values.size() == input_shape().size());
    auto next = values.begin();
    for_each_index(input_shape(), [&](int, int c, int row, int column) { pixel(c, row, column) = *next++; });
}

void Settings::set_kernel(std::span<const float> values) {
    CNN_ASSERT(values.size() == kernel_shape().size());
    auto next = values.begin();
    for_each_index(kernel_shape(),
                   [&](int filter, int c, int ky, int kx) { weight(filter, c, ky, kx) = *next++; });
}

void Settings::set_padding(cnn::Padding padding) {
    for (AxisSettings* axis : {&y, &x}) {
        axis->window.padding = padding;
        axis->window.pad_before = axis->window.pad_after = 0;
    }
}

cnn::Result<cnn::WindowPlan> plan_window(const Settings& settings) {
    const auto y = plan_one(settings.y, "Rows");
    if (!y) return y.error();
    const auto x = plan_one(settings.x, "Columns");
    if (!x) return x.error();
    return cnn::WindowPlan{y.value(), x.value()};
}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    visitor.choice({"worked_example", "Worked example that it began with"}, settings.example,
                   example_codes());
    visit_short_forms(visitor);
    visitor.integer({"width", "Input columns"}, settings.x.size, 1, kMaxSide);
    visitor.integer({"height", "Input rows"}, settings.y.size, 1, kMaxSide);
    visitor.integer({"channels", "Channels"}, settings.channels, 1, kMaxChannels);
    visitor.integer({"filters", "Filters"}, settings.filters, 1, kMaxFilters);
    visit_window(visitor, settings);

    int convention = static_cast<int>(settings.convention);
    visitor.choice({"convention", "Convention"}, convention, convention_names());
    settings.convention = static_cast<Convention>(convention);
    visitor.flag({"relu", "ReLU on the output"}, settings.relu);
    visit_numbers(visitor, settings);
    visitor.flag({"shade", "Values as shades"}, settings.shade);
    visitor.flag({"linked", "Rows and columns together"}, settings.linked);
    visitor.big_integer({"seed", "Seed of the random numbers"}, settings.seed);
}

int& value_of(AxisSettings& axis, Dimension dimension) {
    switch (dimension) {
        case Dimension::kSize:
            return axis.size;
        case Dimension::kKernel:
            return axis.window.kernel;
        case Dimension::kStride:
            return axis.window.stride;
        case Dimension::kDilation:
            return axis.window.dilation;
        case Dimension::kPadBefore:
            return axis.window.pad_before;
        case Dimension::kPadAfter:
            return axis.window.pad_after;
    }
    CNN_ASSERT(false);
}

int value_of(const AxisSettings& axis, Dimension dimension) {
    AxisSettings copy = axis;
    return value_of(copy, dimension);
}

Range range_of(const AxisSettings& axis, Dimension dimension) {
    constexpr std::array<Range, 6> kLimits{Range{1, kMaxSide},     Range{1, kMaxKernel}, Range{1, kMaxStride},
                                           Range{1, kMaxDilation}, Range{0, kMaxPad},    Range{0, kMaxPad}};
    const Range limits = kLimits[static_cast<std::size_t>(dimension)];
    const auto fits = [&](int value) {
        AxisSettings tried = axis;
        value_of(tried, dimension) = value;
        return cnn::plan_axis(tried.size, tried.window).ok();
    };
    Range range{value_of(axis, dimension), value_of(axis, dimension)};
    while (range.low > limits.low && fits(range.low - 1)) --range.low;
    while (range.high < limits.high && fits(range.high + 1)) ++range.high;
    return range;
}

}  // namespace shell::lesson_convolution
