// All that a learner can do in this lesson: one table for buttons, keys and scripts, and what each row does.
#include <algorithm>
#include <array>
#include <utility>

#include "core/base/rng.h"
#include "shell/lessons/01_convolution/model.h"
#include "shell/lessons/01_convolution/pictures.h"
#include "shell/state/arguments.h"
#include "shell/state/field_text.h"

namespace shell::lesson_convolution {
namespace {

constexpr std::array<std::string_view, 2> kGrids{"input", "kernel"};
constexpr std::array<std::string_view, 3> kCells{"input", "kernel", "bias"};
constexpr std::array<std::string_view, 3> kAxes{"both", "rows", "columns"};
constexpr std::array<std::string_view, 6> kDimensions{"size",     "kernel",     "stride",
                                                      "dilation", "pad_before", "pad_after"};  // as Dimension

}  // namespace

void ConvolutionModel::add_commands() {
    struct Row {
        CommandInfo info;
        cnn::Status (*run)(ConvolutionModel& model, const Arguments& args);
    };
    using Model = ConvolutionModel;
    static constexpr auto done = [] { return cnn::success(); };
    static const std::array rows{
        Row{{"convention", "Cross-correlation or true convolution", "C"},
            [](Model& m, const Arguments&) { return m.switch_convention(); }},
        Row{{"relu", "ReLU on the output, on or off", "U"},
            [](Model& m, const Arguments&) { return m.switch_relu(); }},
        Row{{"shade", "Values as shades, on or off", "V"},
            [](Model& m, const Arguments&) { return m.settings_.shade = !m.settings_.shade, done(); }},
        Row{{"linked", "Sliders move rows and columns together, or each by itself", ""},
            [](Model& m, const Arguments&) { return m.settings_.linked = !m.settings_.linked, done(); }},
        Row{{"turn-kernel", "Turn the kernel as written by half a turn", "R"},
            [](Model& m, const Arguments&) { return m.turn_kernel(); }},
        Row{{"random-numbers", "Random numbers into the input", "N"},
            [](Model& m, const Arguments& a) { return m.random_numbers(a); }},
        Row{{"clear-input", "Zeros into the input", ""},
            [](Model& m, const Arguments&) { return m.clear_input(); }},
        Row{{"open-picture", "Take a picture from a file", "O"},
            [](Model& m, const Arguments&) { return m.wishes_.open_picture = true, done(); }},
        Row{{"set-cell",
             "Set one number: \"grid\" (input, kernel, bias), \"filter\", \"channel\", \"row\", \"column\", "
             "\"value\"",
             ""},
            [](Model& m, const Arguments& a) { return m.set_cell(a); }},
        Row{{"window",
             "Move a slider: \"what\" (size, kernel, stride, dilation, pad_before, pad_after), \"axis\", "
             "\"value\"",
             ""},
            [](Model& m, const Arguments& a) { return m.move_slider(a); }},
        Row{{"padding", "Choose the padding \"mode\"", ""},
            [](Model& m, const Arguments& a) { return m.choose_padding(a); }},
        Row{{"picture", "Draw the built-in picture \"name\" into the input", ""},
            [](Model& m, const Arguments& a) { return m.draw_picture(a); }},
        Row{{"kernel", "Take the kernel \"name\"", ""},
            [](Model& m, const Arguments& a) { return m.take_kernel(a); }},
    };
    for (const Row& row : rows)
        add_command(row.info, [this, run = row.run](const Arguments& args) { return run(*this, args); });
}

cnn::Status ConvolutionModel::switch_convention() {
    Settings wanted = settings_;
    wanted.convention = settings_.convention == Convention::kConvolution ? Convention::kCrossCorrelation
                                                                         : Convention::kConvolution;
    return apply(std::move(wanted));
}

cnn::Status ConvolutionModel::switch_relu() {
    Settings wanted = settings_;
    wanted.relu = !settings_.relu;
    return apply(std::move(wanted));
}

cnn::Status ConvolutionModel::set_cell(const Arguments& args) {
    const auto grid = choice_argument(args, "grid", kCells);
    if (!grid) return grid.error();
    const auto value = real_argument(args, "value", -kMaxNumber, kMaxNumber);
    if (!value) return value.error();
    // An index that the grid has only one of may be left out.
    const auto index = [&](const char* key, int count) -> cnn::Result<int> {
        if (count == 1 && !has_argument(args, key)) return 0;
        return integer_argument(args, key, 0, count - 1);
    };
    const bool input = grid.value() == 0;
    const bool bias = grid.value() == 2;
    const auto filter = index("filter", input ? 1 : settings_.filters);
    if (!filter) return filter.error();
    const auto channel = index("channel", bias ? 1 : settings_.channels);
    if (!channel) return channel.error();
    const auto row = index("row", bias ? 1 : input ? settings_.y.size : settings_.y.window.kernel);
    if (!row) return row.error();
    const auto column = index("column", bias ? 1 : input ? settings_.x.size : settings_.x.window.kernel);
    if (!column) return column.error();

    Settings wanted = settings_;
    float& cell = input  ? wanted.pixel(channel.value(), row.value(), column.value())
                  : bias ? wanted.bias[static_cast<std::size_t>(filter.value())]
                         : wanted.weight(filter.value(), channel.value(), row.value(), column.value());
    cell = value.value();
    return apply(std::move(wanted));
}

// A value beyond the slider's end is moved to the end: no position of a slider is an error.
cnn::Status ConvolutionModel::move_slider(const Arguments& args) {
    const auto what = choice_argument(args, "what", kDimensions);
    if (!what) return what.error();
    const auto value = integer_argument(args, "value", 0, 1000);
    if (!value) return value.error();
    int axes = 0;
    if (has_argument(args, "axis")) {
        const auto axis = choice_argument(args, "axis", kAxes);
        if (!axis) return axis.error();
        axes = axis.value();
    }
    const auto dimension = static_cast<Dimension>(what.value());
    if (dimension >= Dimension::kPadBefore && settings_.y.window.padding != cnn::Padding::kExplicit)
        return cnn::Error{"The padding is " +
                          std::string(padding_names()[static_cast<std::size_t>(settings_.y.window.padding)]) +
                          ", which computes its pixels; choose explicit to set them."};
    Settings wanted = settings_;
    const auto move = [&](AxisSettings& axis) {
        const Range range = range_of(axis, dimension);
        value_of(axis, dimension) = std::clamp(value.value(), range.low, range.high);
    };
    if (axes != 2) move(wanted.y);
    if (axes != 1) move(wanted.x);
    return apply(std::move(wanted));
}

// Explicit padding begins with the pixels that the padding before it had.
cnn::Status ConvolutionModel::choose_padding(const Arguments& args) {
    const auto mode = choice_argument(args, "mode", padding_names());
    if (!mode) return mode.error();
    const auto padding = static_cast<cnn::Padding>(mode.value());
    if (padding == settings_.y.window.padding) return cnn::success();
    Settings wanted = settings_;
    wanted.set_padding(padding);
    if (padding == cnn::Padding::kExplicit) {
        const auto keep = [](AxisSettings& axis, const cnn::AxisPlan& plan) {
            axis.window.pad_before = std::min(plan.pad_before, kMaxPad);
            axis.window.pad_after = std::min(plan.pad_after, kMaxPad);
        };
        keep(wanted.y, window_.y);
        keep(wanted.x, window_.x);
    }
    return apply(std::move(wanted));
}

// For one filter when "filter" is given, otherwise for the filter at the cursor; the same in each of its
// channels.
cnn::Status ConvolutionModel::take_kernel(const Arguments& args) {
    const auto name = choice_argument(args, "name", kernel_names());
    if (!name) return name.error();
    int filter = cursor().filter;
    if (has_argument(args, "filter")) {
        const auto given = integer_argument(args, "filter", 0, settings_.filters - 1);
        if (!given) return given.error();
        filter = given.value();
    }
    Settings wanted = settings_;
    const NamedKernel kernel = named_kernel(static_cast<std::size_t>(name.value()), settings_.y.window.kernel,
                                            settings_.x.window.kernel);
    wanted.y.window.kernel = kernel.height;
    wanted.x.window.kernel = kernel.width;
    for (int channel = 0; channel < wanted.channels; ++channel)
        for (int ky = 0; ky < kernel.height; ++ky)
            for (int kx = 0; kx < kernel.width; ++kx)
                wanted.weight(filter, channel, ky, kx) =
                    kernel.weights[static_cast<std::size_t>(ky * kernel.width + kx)];
    return apply(std::move(wanted));
}

cnn::Status ConvolutionModel::turn_kernel() {
    Settings wanted = settings_;
    wanted.set_kernel(cnn::rotate_kernels(kernel_).values());
    return apply(std::move(wanted));
}

cnn::Status ConvolutionModel::draw_picture(const Arguments& args) {
    const auto name = choice_argument(args, "name", picture_names());
    if (!name) return name.error();
    Settings wanted = settings_;
    for (int channel = 0; channel < wanted.channels; ++channel)
        for (int row = 0; row < wanted.y.size; ++row)
            for (int column = 0; column < wanted.x.size; ++column)
                wanted.pixel(channel, row, column) = picture_pixel(static_cast<std::size_t>(name.value()),
                                                                   row, column, wanted.y.size, wanted.x.size);
    return apply(std::move(wanted));
}

// Whole numbers that are easy to multiply: 0 to 9 for pixels, -2 to 2 for weights. The seed then counts on.
cnn::Status ConvolutionModel::random_numbers(const Arguments& args) {
    int grid = 0;
    if (has_argument(args, "grid")) {
        const auto given = choice_argument(args, "grid", kGrids);
        if (!given) return given.error();
        grid = given.value();
    }
    Settings wanted = settings_;
    if (has_argument(args, "seed")) {
        const auto seed = integer_argument(args, "seed", 0, 1000000000);
        if (!seed) return seed.error();
        wanted.seed = static_cast<std::uint64_t>(seed.value());
    }
    cnn::Rng rng(wanted.seed++, static_cast<std::uint64_t>(grid));
    std::vector<float> numbers(grid == 0 ? input_.size() : kernel_.size());
    for (float& number : numbers)
        number = grid == 0 ? static_cast<float>(rng.below(10)) : static_cast<float>(rng.below(5)) - 2;
    grid == 0 ? wanted.set_input(numbers) : wanted.set_kernel(numbers);
    return apply(std::move(wanted));
}

cnn::Status ConvolutionModel::clear_input() {
    Settings wanted = settings_;
    wanted.set_input(std::vector<float>(input_.size(), 0.0F));
    return apply(std::move(wanted));
}

}  // namespace shell::lesson_convolution
