// Fields of the pooling lesson, and the numbers with which it starts.
#include "shell/lessons/06_pooling/settings.h"

#include <array>
#include <vector>

#include "core/base/assert.h"
#include "core/ops/conventions.h"

namespace shell::lesson_pooling {
namespace {

constexpr std::array<std::string_view, 5> kKinds{"max", "average", "min", "sum", "l2"};

// The three slices of S3-21.
constexpr std::array<float, 48> kSlices{1, 9, 6, 4, 5, 4, 7, 8, 5, 1, 2, 9, 6, 7, 6, 0,  //
                                        9, 1, 7, 4, 5, 6, 3, 0, 1, 2, 5, 4, 0, 8, 9, 0,  //
                                        7, 6, 9, 1, 5, 2, 0, 4, 5, 8, 3, 9, 0, 2, 2, 1};

template <class Visit>
void for_each_pixel(const cnn::Shape& shape, Visit&& visit) {
    for (int channel = 0; channel < shape.c; ++channel)
        for (int row = 0; row < shape.h; ++row)
            for (int column = 0; column < shape.w; ++column) visit(channel, row, column);
}

}  // namespace

Settings::Settings() { set_input(kSlices); }

std::span<const std::string_view> kind_names() { return kKinds; }
std::span<const std::string_view> count_names() { return cnn::choice("average-count").names; }

cnn::Tensor Settings::input() const {
    cnn::Tensor pixels(input_shape());
    for_each_pixel(pixels.shape(), [&](int channel, int row, int column) {
        pixels.at(0, channel, row, column) = input_.at(channel, row, column);
    });
    return pixels;
}

void Settings::set_input(std::span<const float> values) {
    CNN_ASSERT(values.size() == input_shape().size());
    auto next = values.begin();
    for_each_pixel(input_shape(),
                   [&](int channel, int row, int column) { pixel(channel, row, column) = *next++; });
}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    visitor.integer({"channels", "Channels"}, settings.channels, 1, kMaxChannels);
    visit_window(visitor, settings.window, kLimits);
    int kind = static_cast<int>(settings.kind);
    visitor.choice({"kind", "Pooling"}, kind, kKinds);
    settings.kind = static_cast<cnn::PoolKind>(kind);
    int count = static_cast<int>(settings.count);
    visitor.choice({"count", "What an average divides by"}, count, count_names());
    settings.count = static_cast<cnn::MeanCount>(count);
    visitor.flag({"global", "One window over the whole picture"}, settings.global);
    visitor.integer({"shift_y", "Shift down"}, settings.shift_y, -kMaxShift, kMaxShift);
    visitor.integer({"shift_x", "Shift to the right"}, settings.shift_x, -kMaxShift, kMaxShift);

    const cnn::Tensor x = settings.input();
    std::vector<float> input(x.values().begin(), x.values().end());
    // What a link opens does not depend on what a grid hid before.
    if (visitor.numbers({"input", "Input: channels, rows, columns"}, input, x.size()))
        settings.input_.clear();
    settings.set_input(input);

    visitor.integer({"picture", "Side of a whole picture"}, settings.picture, 0, kMaxPicture);
    visitor.integer({"times", "How often it is pooled"}, settings.times, 1, kMaxTimes);
    visitor.big_integer({"seed", "Seed of the random numbers"}, settings.seed);
}

cnn::Result<cnn::WindowPlan> plan_pooling(const Settings& settings) {
    if (settings.global) return cnn::global_window(settings.window.height, settings.window.width);
    return plan_window(settings.window);
}

}  // namespace shell::lesson_pooling
