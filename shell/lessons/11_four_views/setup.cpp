// Fields with their bounds, and the windows.
#include "shell/lessons/11_four_views/setup.h"

#include <algorithm>

namespace shell::lesson_four_views {
namespace {

constexpr std::array<std::string_view, 2> kBands{"alpha", "beta"};
constexpr std::array<std::string_view, 2> kSpreads{"kernel", "picture"};

template <class Enum>
void visit_choice(FieldVisitor& visitor, FieldName name, Enum& value,
                  std::span<const std::string_view> names) {
    int index = static_cast<int>(value);
    visitor.choice(name, index, names);
    value = static_cast<Enum>(index);
}

// Numbers that are written are all that there are: a link does not depend on what was hidden before.
void visit_line(FieldVisitor& visitor, FieldName name, Line& line) {
    std::vector<float> values(line.shown().begin(), line.shown().end());
    if (visitor.numbers(name, values, values.size())) line.values.fill(0);
    std::copy(values.begin(), values.end(), line.values.begin());
}

std::vector<float> square(const NumberSheets& sheet, int side) {
    std::vector<float> values;
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) values.push_back(sheet.at(0, row, column));
    return values;
}

void visit_square(FieldVisitor& visitor, FieldName name, NumberSheets& sheet, int side) {
    std::vector<float> values = square(sheet, side);
    if (visitor.numbers(name, values, values.size())) sheet.clear();
    fill_square(sheet, side, values);
}

cnn::Tensor row_of(std::span<const float> values) {
    return cnn::Tensor({1, 1, 1, static_cast<int>(values.size())}, values);
}

cnn::Result<cnn::WindowPlan> one_row(int input, const cnn::AxisSpec& spec) {
    const auto y = cnn::plan_axis(1, {});
    const auto x = cnn::plan_axis(input, spec);
    if (!x) return x.error();
    return cnn::WindowPlan{y.value(), x.value()};
}

}  // namespace

void fill_square(NumberSheets& sheet, int side, std::span<const float> values) {
    auto next = values.begin();
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) sheet.at(0, row, column) = *next++;
}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    visit_choice(visitor, {"topic", "Topic"}, settings.topic, kTopics);
    visitor.integer({"alpha_count", "Coefficients of p"}, settings.alpha.count, 1, kMostCoefficients);
    visitor.integer({"beta_count", "Coefficients of s"}, settings.beta.count, 1, kMostCoefficients);
    visit_line(visitor, {"alpha", "Coefficients of p, lowest power first"}, settings.alpha);
    visit_line(visitor, {"beta", "Coefficients of s, lowest power first"}, settings.beta);
    visit_choice(visitor, {"band", "The matrix is made of"}, settings.band, kBands);

    visitor.integer({"inputs_count", "Inputs of the layer"}, settings.inputs.count, 1, kMostInputs);
    visitor.integer({"weights_count", "Weights of the layer"}, settings.weights.count, 1,
                    std::min(kMostTaps, settings.inputs.count));
    visitor.integer({"stride", "Stride of the layer"}, settings.stride, 1, kMostInputs);
    visitor.flag({"same", "As many outputs as inputs"}, settings.same);
    visit_line(visitor, {"inputs", "Inputs of the layer"}, settings.inputs);
    visit_line(visitor, {"weights", "Weights of the layer"}, settings.weights);

    visitor.integer({"side", "Rows and columns of the picture"}, settings.side, 1, kMostSide);
    visitor.integer({"kernel_side", "Rows and columns of the kernel"}, settings.kernel_side, 1,
                    std::min(kMostKernel, settings.side));
    visit_choice(visitor, {"spread", "The matrix is made of the"}, settings.spread, kSpreads);
    visit_square(visitor, {"picture", "Picture"}, settings.picture, settings.side);
    visit_square(visitor, {"kernel", "Kernel"}, settings.kernel, settings.kernel_side);
}

Sliding product_of(const Line& input, const Line& band) {
    const auto window = one_row(input.count, {.kernel = band.count, .padding = cnn::Padding::kFull});
    return {window.value(), row_of(input.shown()), cnn::rotate_kernels(row_of(band.shown()))};
}

cnn::Result<Sliding> sliding_of(const Settings& settings) {
    if (settings.topic == Topic::kProduct)
        return settings.band == Band::kAlpha ? product_of(settings.beta, settings.alpha)
                                             : product_of(settings.alpha, settings.beta);
    if (settings.topic == Topic::kLayer) {
        const auto window = one_row(settings.inputs.count,
                                    {.kernel = settings.weights.count,
                                     .stride = settings.stride,
                                     .padding = cnn::Padding::kExplicit,
                                     .pad_before = settings.same ? (settings.weights.count - 1) / 2 : 0,
                                     .pad_after = settings.same ? settings.weights.count / 2 : 0});
        if (!window) return window.error();
        return Sliding{window.value(), row_of(settings.inputs.shown()), row_of(settings.weights.shown())};
    }
    const auto axis = cnn::plan_axis(settings.side, {.kernel = settings.kernel_side});
    if (!axis) return axis.error();
    return Sliding{{axis.value(), axis.value()},
                   cnn::Tensor({1, 1, settings.side, settings.side}, square(settings.picture, settings.side)),
                   cnn::Tensor({1, 1, settings.kernel_side, settings.kernel_side},
                               square(settings.kernel, settings.kernel_side))};
}

}  // namespace shell::lesson_four_views
