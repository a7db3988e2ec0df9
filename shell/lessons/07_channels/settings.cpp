// The fields of the lesson, their bounds, and the plans that follow from them.
#include "shell/lessons/07_channels/settings.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace shell::lesson_channels {
namespace {

constexpr std::array<std::string_view, 3> kTopics{"window", "count", "split"};
constexpr std::array<std::string_view, 2> kPictures{"boat", "colours"};

// The most that a kernel may span: the padded input.
int most_kernel(int size, int pad) { return std::min(kMaxKernel, size + 2 * pad); }
int pad_of_rows(const LayerSettings& layer) { return layer.height == 1 ? 0 : layer.pad; }

void visit_sizes(FieldVisitor& visitor, LayerSettings& layer) {
    constexpr std::array<std::string_view, 2> kSize{"height", "width"};
    constexpr std::array<std::string_view, 2> kKernel{"kernel_height", "kernel_width"};
    visitor.shorthand("size", kSize);
    visitor.shorthand("kernel_size", kKernel);
    visitor.integer({"height", "Input rows"}, layer.height, 1, kMaxSide);
    visitor.integer({"width", "Input columns"}, layer.width, 1, kMaxSide);
    visitor.integer({"channels", "Channels"}, layer.channels, 1, kMaxChannels);
    visitor.integer({"filters", "Filters"}, layer.filters, 1, kMaxFilters);
    visitor.integer({"groups", "Groups"}, layer.groups, 1, std::gcd(layer.channels, layer.filters));
    const std::vector<int> groups = possible_groups(layer.channels, layer.filters);
    layer.groups = *std::prev(std::upper_bound(groups.begin(), groups.end(), layer.groups));
    visitor.integer({"pad", "Padding"}, layer.pad, 0, kMaxPad);
    visitor.integer({"kernel_height", "Kernel rows"}, layer.kernel_height, 1,
                    most_kernel(layer.height, pad_of_rows(layer)));
    visitor.integer({"kernel_width", "Kernel columns"}, layer.kernel_width, 1,
                    most_kernel(layer.width, layer.pad));
    visitor.integer({"stride", "Stride"}, layer.stride, 1, kMaxStride);
    visitor.flag({"relu", "ReLU on the output"}, layer.relu);
    visitor.flag({"maps", "Each channel's own map"}, layer.maps);
}

// Numbers that are written are all that there are: what a link opens does not depend on what a grid hid.
void visit_numbers(FieldVisitor& visitor, LayerSettings& layer) {
    layer.bias.resize(static_cast<std::size_t>(layer.filters), 0.0F);
    visitor.numbers({"bias", "Bias, one per filter"}, layer.bias, layer.bias.size());
    const cnn::Tensor x = layer.input();
    std::vector<float> input(x.values().begin(), x.values().end());
    if (visitor.numbers({"input", "Input: channels, rows, columns"}, input, x.size())) layer.clear_input();
    layer.set_input(input);
    const cnn::Tensor w = layer.kernel();
    std::vector<float> kernel(w.values().begin(), w.values().end());
    if (visitor.numbers({"kernel", "Kernel: filters, channels, rows, columns"}, kernel, w.size()))
        layer.clear_kernel();
    layer.set_kernel(kernel);
    visitor.big_integer({"seed", "Seed of the random numbers"}, layer.seed);
}

// The fewest pixels for which every layer of the stack still has an output.
int fewest_pixels(const StackSettings& stack) {
    int pixels = 1;
    for (int layer = 0; layer < stack.layers; ++layer)
        pixels = std::max(1, (pixels - 1) * stack.stride + stack.kernel - 2 * stack.pad);
    return pixels;
}

void visit_stack(FieldVisitor& visitor, StackSettings& stack) {
    constexpr std::array<std::string_view, kMaxLayers> kKeys{"filters_1", "filters_2", "filters_3",
                                                             "filters_4"};
    constexpr int kMostWide = 1024;
    visitor.integer({"layers", "Layers"}, stack.layers, 1, kMaxLayers);
    visitor.integer({"picture_channels", "Channels of the picture"}, stack.channels, 1, kMostWide);
    for (std::size_t i = 0; i < kKeys.size(); ++i)
        visitor.integer({kKeys[i], "Filters of a layer"}, stack.filters[i], 1, kMostWide);
    visitor.integer({"layer_kernel", "Kernel of the layers"}, stack.kernel, 1, 11);
    visitor.integer({"layer_stride", "Stride of the layers"}, stack.stride, 1, 4);
    visitor.integer({"layer_pad", "Padding of the layers"}, stack.pad, 0, 5);
    visitor.flag({"separable", "Depthwise and 1 x 1"}, stack.separable);
    visitor.integer({"rows", "Rows of the picture"}, stack.rows, fewest_pixels(stack), 4096);
    visitor.integer({"columns", "Columns of the picture"}, stack.columns, fewest_pixels(stack), 4096);
}

// Calls visit(n, c, row, column) for every element of `shape` in memory order.
template <class Visit>
void for_each_index(const cnn::Shape& shape, Visit&& visit) {
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int row = 0; row < shape.h; ++row)
                for (int column = 0; column < shape.w; ++column) visit(n, c, row, column);
}

// A boat with a red sail under the sun; row and column as shares of the picture.
std::array<float, 3> boat_colour(float y, float x) {
    const auto disc = [&](float cy, float cx, float radius) {
        const float dy = (y - cy) * 4 / 3;
        return dy * dy + (x - cx) * (x - cx) < radius * radius;
    };
    if (y > 0.18F && y < 0.62F && x > 0.5F && x < 0.5F + (y - 0.18F) * 0.7F) return {214, 40, 40};
    if (y > 0.3F && y < 0.62F && x < 0.47F && x > 0.47F - (y - 0.3F) * 0.6F) return {245, 240, 230};
    if (y > 0.16F && y < 0.66F && x >= 0.47F && x <= 0.5F) return {90, 60, 40};
    if (y >= 0.66F && y < 0.76F && x > 0.2F + (y - 0.66F) && x < 0.84F - (y - 0.66F)) return {120, 72, 38};
    if (disc(0.2F, 0.2F, 0.13F)) return {255, 210, 60};
    if (y < 0.7F) return {110 + 100 * y, 175 + 60 * y, 235};
    if (y < 0.9F) return {20, 110 - 60 * (y - 0.7F), 160 + 40 * std::sin(y * 120 + x * 20)};
    return {230, 200, 140};
}

// Hue around the middle, grey in it, on white.
std::array<float, 3> wheel_colour(float y, float x) {
    const float dy = (y - 0.5F) * 4 / 3;
    const float dx = x - 0.5F;
    const float radius = std::sqrt(dy * dy + dx * dx) / 0.48F;
    if (radius > 1) return {255, 255, 255};
    const float angle = std::atan2(dy, dx);
    const auto part = [&](float shift) { return 127.5F + 127.5F * radius * std::cos(angle + shift); };
    return {part(0), part(-2.0944F), part(2.0944F)};
}

cnn::AxisSpec stack_axis(const StackSettings& stack) {
    return {stack.kernel, stack.stride, cnn::Padding::kExplicit, stack.pad, stack.pad, 1, false};
}

}  // namespace

std::span<const std::string_view> topic_names() { return kTopics; }
std::span<const std::string_view> picture_names() { return kPictures; }

cnn::Tensor LayerSettings::input() const {
    cnn::Tensor x({1, channels, height, width});
    for_each_index(x.shape(), [&](int, int c, int row, int column) {
        x.at(0, c, row, column) = input_.at(c, row, column);
    });
    return x;
}

cnn::Tensor LayerSettings::kernel() const {
    cnn::Tensor w({filters, group_channels(), kernel_height, kernel_width});
    for_each_index(w.shape(), [&](int filter, int c, int ky, int kx) {
        w.at(filter, c, ky, kx) = kernel_.at(filter * kMaxChannels + c, ky, kx);
    });
    return w;
}

void LayerSettings::set_input(std::span<const float> values) {
    auto next = values.begin();
    for_each_index({1, channels, height, width},
                   [&](int, int c, int row, int column) { input_.at(c, row, column) = *next++; });
}

void LayerSettings::set_kernel(std::span<const float> values) {
    auto next = values.begin();
    for_each_index(
        {filters, group_channels(), kernel_height, kernel_width},
        [&](int filter, int c, int ky, int kx) { kernel_.at(filter * kMaxChannels + c, ky, kx) = *next++; });
}

std::vector<int> possible_groups(int channels, int filters) {
    std::vector<int> all;
    for (int groups = 1; groups <= std::gcd(channels, filters); ++groups)
        if (channels % groups == 0 && filters % groups == 0) all.push_back(groups);
    return all;
}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    int topic = static_cast<int>(settings.topic);
    visitor.choice({"topic", "What is looked at"}, topic, kTopics);
    settings.topic = static_cast<Topic>(topic);
    visit_sizes(visitor, settings.layer);
    visit_numbers(visitor, settings.layer);
    visit_stack(visitor, settings.stack);
    visitor.choice({"picture", "Colour picture"}, settings.picture, kPictures);
    visitor.integer({"pixel_row", "Row of the pixel"}, settings.pixel_row, 0, kPictureRows - 1);
    visitor.integer({"pixel_column", "Column of the pixel"}, settings.pixel_column, 0, kPictureColumns - 1);
}

cnn::Result<cnn::Conv2dPlan> plan_layer(const LayerSettings& layer) {
    const auto axis = [&](int size, int kernel, int pad) {
        return cnn::plan_axis(size, {kernel, layer.stride, cnn::Padding::kExplicit, pad, pad, 1, false});
    };
    const auto y = axis(layer.height, layer.kernel_height, pad_of_rows(layer));
    if (!y) return y.error();
    const auto x = axis(layer.width, layer.kernel_width, layer.pad);
    if (!x) return x.error();
    return cnn::Conv2dPlan{layer.channels, layer.filters, {y.value(), x.value()}, layer.groups};
}

std::int64_t CountedLayer::products(bool separable) const {
    const auto of = [](const cnn::LayerPlan& plan) {
        return plan.terms * static_cast<std::int64_t>(plan.output.size());
    };
    return separable ? of(depthwise) + of(pointwise) : of(usual);
}

cnn::Result<std::vector<CountedLayer>> plan_stack(const StackSettings& stack) {
    std::vector<CountedLayer> all;
    cnn::Shape shape{1, stack.channels, stack.rows, stack.columns};
    const cnn::AxisSpec axis = stack_axis(stack);
    for (int i = 0; i < stack.layers; ++i) {
        const int filters = stack.filters[static_cast<std::size_t>(i)];
        const auto usual = cnn::plan_layer({&shape, 1}, cnn::ConvSpec{filters, axis, axis, 1, true});
        if (!usual) return usual.error();
        const auto deep = cnn::plan_layer({&shape, 1}, cnn::ConvSpec{shape.c, axis, axis, shape.c, true});
        if (!deep) return deep.error();
        const auto point =
            cnn::plan_layer({&deep.value().output, 1}, cnn::ConvSpec{filters, {}, {}, 1, true});
        if (!point) return point.error();
        all.push_back({usual.value(), deep.value(), point.value()});
        shape = usual.value().output;
    }
    return all;
}

std::vector<float> draw_colours(int picture) {
    constexpr std::size_t kPlane = static_cast<std::size_t>(kPictureRows) * kPictureColumns;
    std::vector<float> pixels(3 * kPlane);
    for (std::size_t i = 0; i < kPlane; ++i) {
        const std::size_t row = i / kPictureColumns;
        const float y = static_cast<float>(row) / kPictureRows;
        const float x = static_cast<float>(i % kPictureColumns) / kPictureColumns;
        const std::array<float, 3> colour = picture == 0 ? boat_colour(y, x) : wheel_colour(y, x);
        for (std::size_t c = 0; c < 3; ++c)
            pixels[c * kPlane + i] = std::round(std::clamp(colour[c], 0.0F, 255.0F));
    }
    return pixels;
}

}  // namespace shell::lesson_channels
