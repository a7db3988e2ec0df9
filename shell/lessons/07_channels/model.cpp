// Settings in, numbers out: the layer, its channels' own maps, the counts, the colour picture.
#include "shell/lessons/07_channels/model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/rng.h"
#include "core/io/image.h"
#include "core/ops/activation/activation.h"
#include "core/ops/conv2d/reference.h"
#include "shell/lessons/given_picture.h"
#include "shell/state/arguments.h"

namespace shell::lesson_channels {
namespace {

constexpr int kSplitSteps = 5;  // the picture, three planes, the count

const StepNames kNames{"channel", "cell", "cell or layer"};

// The lesson begins with the numbers of S3-10.
constexpr std::array<float, 75> kFirstInput{
    0, 0, 1, 0, 2, 1, 0, 2, 0, 1, 1, 0, 2, 2, 0, 2, 0, 0, 2, 0, 2, 1, 2, 2, 0,  //
    2, 1, 2, 1, 1, 2, 1, 2, 0, 1, 0, 2, 1, 0, 1, 1, 2, 2, 2, 2, 0, 1, 2, 0, 1,  //
    2, 1, 1, 2, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 2, 1, 0, 2, 2, 1, 1, 1};
constexpr std::array<float, 54> kFirstKernel{
    -1, 0, 1,  0, 0,  1, 1, -1, 1, -1, 0, 1, 1, -1, 1, 0, 1,  0, -1, 1, 1,  1, 1,  0,  0, -1, 0,  //
    0,  1, -1, 0, -1, 0, 0, -1, 1, -1, 0, 0, 1, -1, 0, 1, -1, 0, -1, 1, -1, 0, -1, -1, 1, 0,  0};

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<ChannelsModel>(); }

ChannelsModel::ChannelsModel() : SteppedModel(kNames) {
    settings_.layer.set_input(kFirstInput);
    settings_.layer.set_kernel(kFirstKernel);
    add_commands();
    refresh();
}

void ChannelsModel::refresh() {
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

cnn::Status ChannelsModel::compute() {
    const auto plan = plan_layer(settings_.layer);
    if (!plan) return plan.error();
    const auto stack = plan_stack(settings_.stack);
    if (!stack) return stack.error();
    plan_ = plan.value();
    stack_ = stack.value();
    lines_ = count_lines(stack_, settings_.stack);
    input_ = settings_.layer.input();
    kernel_ = settings_.layer.kernel();
    const cnn::WindowPlan& window = plan_.window;
    sums_ = cnn::Tensor({1, plan_.filters, window.y.output, window.x.output});
    cnn::reference_conv2d_forward(plan_, 1, input_.data(), kernel_.data(), settings_.layer.bias.data(),
                                  sums_.data());
    output_ = sums_;
    if (settings_.layer.relu) cnn::relu_forward(sums_.size(), sums_.data(), output_.data());
    channel_maps_ = cnn::Tensor({plan_.filters, plan_.group_channels(), window.y.output, window.x.output});
    for (int filter = 0; filter < plan_.filters; ++filter)
        for (int row = 0; row < window.y.output; ++row)
            for (int column = 0; column < window.x.output; ++column) {
                const std::vector<float> sums = cnn::channel_sums(trace(filter, row, column));
                for (int c = 0; c < plan_.group_channels(); ++c)
                    channel_maps_.at(filter, c, row, column) = sums[static_cast<std::size_t>(c)];
            }
    if (drawn_ != settings_.picture) {
        own_picture_.clear();
        colours_ = draw_colours(settings_.picture);
        drawn_ = settings_.picture;
    }
    return cnn::success();
}

int ChannelsModel::count_steps() const {
    if (settings_.topic == Topic::kSplit) return kSplitSteps;
    if (settings_.topic == Topic::kCount) return settings_.stack.layers * kLinesPerLayer;
    const auto plan = plan_layer(settings_.layer);
    if (!plan) return std::numeric_limits<int>::max();
    return plan.value().filters * plan.value().output_pixels() * (plan.value().group_channels() + 1);
}

int ChannelsModel::steps_per_part() const {
    if (settings_.topic == Topic::kSplit) return 1;
    return settings_.topic == Topic::kCount ? kLinesPerLayer : steps_per_cell();
}

Cursor ChannelsModel::cursor_at(int t) const {
    Cursor cursor;
    const cnn::WindowPlan& window = plan_.window;
    cursor.cell = t / steps_per_cell();
    cursor.result = t % steps_per_cell() == plan_.group_channels();
    cursor.channel = std::min(t % steps_per_cell(), plan_.group_channels() - 1);
    cursor.column = cursor.cell % window.x.output;
    cursor.row = cursor.cell / window.x.output % window.y.output;
    cursor.filter = cursor.cell / window.x.output / window.y.output;
    return cursor;
}

int ChannelsModel::step_of(int filter, int row, int column) const {
    return ((filter * plan_.window.y.output + row) * plan_.window.x.output + column) * steps_per_cell();
}

cnn::Conv2dTrace ChannelsModel::trace(int filter, int row, int column) const {
    return cnn::trace_conv2d(input_, kernel_, settings_.layer.bias, plan_.window, filter, row, column);
}

std::int64_t ChannelsModel::total_parameters() const {
    std::int64_t total = 0;
    for (const CountedLayer& layer : stack_) total += layer.parameters(settings_.stack.separable);
    return total;
}

std::int64_t ChannelsModel::total_products() const {
    std::int64_t total = 0;
    for (const CountedLayer& layer : stack_) total += layer.products(settings_.stack.separable);
    return total;
}

float ChannelsModel::colour(int plane, int row, int column) const {
    return colours_[static_cast<std::size_t>((plane * kPictureRows + row) * kPictureColumns + column)];
}

std::vector<float> ChannelsModel::outcome() const {
    const auto real = [](auto number) { return static_cast<float>(number); };
    if (settings_.topic == Topic::kSplit)
        return {real(kPictureRows), real(kPictureColumns), 3, real(colours_.size() / 3),
                real(colours_.size())};
    std::vector<float> numbers;
    if (settings_.topic == Topic::kCount) {
        for (const CountedLayer& layer : stack_)
            numbers.push_back(real(layer.parameters(settings_.stack.separable)));
        const cnn::Shape& shape = stack_.back().output();
        numbers.insert(numbers.end(),
                       {real(total_parameters()), real(shape.h), real(shape.w), real(shape.c)});
        return numbers;
    }
    if (settings_.layer.maps) numbers.assign(channel_maps_.values().begin(), channel_maps_.values().end());
    numbers.insert(numbers.end(), output_.values().begin(), output_.values().end());
    return numbers;
}

// ---- Commands

void ChannelsModel::add_commands() {
    add_command({"random-numbers", "Random numbers into \"grid\", input or kernel", "N"},
                [this](const Arguments& args) { return random_numbers(args); });
    add_command({"clear-input", "Zeros into the input", ""},
                [this](const Arguments&) { return clear_input(); });
    add_command({"open-picture", "Take a colour picture from a file", "O"}, [this](const Arguments&) {
        wishes_.open_picture = true;
        return cnn::success();
    });
    add_command({"built-in-picture", "Back to the built-in picture", ""}, [this](const Arguments&) {
        drawn_ = -1;
        refresh();
        return cnn::success();
    });
}

// Whole numbers that are easy to multiply: 0 to 3 for pixels, -1 to 1 for weights. The seed then counts on.
cnn::Status ChannelsModel::random_numbers(const Arguments& args) {
    constexpr std::array<std::string_view, 2> kGrids{"input", "kernel"};
    int grid = 0;
    if (has_argument(args, "grid")) {
        const auto given = choice_argument(args, "grid", kGrids);
        if (!given) return given.error();
        grid = given.value();
    }
    cnn::Rng rng(settings_.layer.seed++, static_cast<std::uint64_t>(grid));
    std::vector<float> numbers(grid == 0 ? input_.size() : kernel_.size());
    for (float& number : numbers)
        number = grid == 0 ? static_cast<float>(rng.below(4)) : static_cast<float>(rng.below(3)) - 1;
    grid == 0 ? settings_.layer.set_input(numbers) : settings_.layer.set_kernel(numbers);
    refresh();
    return cnn::success();
}

cnn::Status ChannelsModel::clear_input() {
    settings_.layer.set_input(std::vector<float>(input_.size(), 0.0F));
    refresh();
    return cnn::success();
}

cnn::Status ChannelsModel::take_file(const GivenFile& file) {
    auto picture = given_picture(file);
    if (!picture) return picture.error();
    colours_ = cnn::shrink_to_grid(picture.value(), 3, kPictureRows, kPictureColumns);
    for (float& value : colours_) value = std::round(value * 255.0F);
    own_picture_ = file.name.empty() ? "your picture" : file.name;
    settings_.topic = Topic::kSplit;
    refresh();
    return cnn::success();
}

}  // namespace shell::lesson_channels
