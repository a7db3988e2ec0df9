// Settings in, numbers out: the picture, its convolution, and what is made of the sums.
#include "shell/lessons/08_pictures/model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/ops/conv2d/reference.h"
#include "shell/lessons/given_picture.h"
#include "shell/lessons/named_kernels.h"
#include "shell/state/arguments.h"

namespace shell::lesson_pictures {
namespace {

const StepNames kNames{"term", "row", "row of the kernel"};

constexpr std::array<float, 16> kFirstGrid{0, 50, 0, 29, 0, 80, 31, 2, 33, 90, 0, 75, 0, 9, 0, 95};  // S2-8
constexpr std::array<float, 2> kNoBias{};
constexpr std::array<float, 9> kAcross{-1, 0, 1, -2, 0, 2, -1, 0, 1};
constexpr std::array<float, 9> kUp{1, 2, 1, 0, 0, 0, -1, -2, -1};

cnn::AxisPlan plan_of(int size, bool pad) {
    const int pixels = pad ? 1 : 0;
    const auto plan = cnn::plan_axis(size, {3, 1, cnn::Padding::kExplicit, pixels, pixels, 1, false});
    CNN_ASSERT(plan.ok());  // no side is shorter than the kernel
    return plan.value();
}

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<PicturesModel>(); }

PicturesModel::PicturesModel() : SteppedModel(kNames) {
    settings_.set_grid(kFirstGrid);
    add_commands();
    refresh();
}

void PicturesModel::refresh() {
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

void PicturesModel::take_pixels() {
    const int height = settings_.height();
    const int width = settings_.width();
    if (own_ && own_since_ != settings_.source) {
        own_.reset();
        camera_ = false;
    }
    std::vector<float> pixels;
    if (own_) {
        pixels = cnn::shrink_to_grid(*own_, 1, height, width);
        for (float& value : pixels) value = std::round(value * 255.0F);
    } else {
        pixels = settings_.numbers() ? settings_.grid() : draw_picture(settings_.source, settings_.side);
    }
    input_ = cnn::Tensor({1, 1, height, width}, pixels);
}

cnn::Status PicturesModel::compute() {
    take_pixels();
    kernels_ = cnn::Tensor({gradient() ? 2 : 1, 1, 3, 3});
    const auto write = [&](std::span<const float> weights, int filter, bool upside_down) {
        for (int i = 0; i < kProducts; ++i)
            kernels_.at(filter, 0, upside_down ? 2 - i / 3 : i / 3, i % 3) =
                weights[static_cast<std::size_t>(i)];
    };
    if (gradient()) {
        write(kAcross, 0, false);
        write(kUp, 1, settings_.top_down);
    } else {
        write(settings_.kernel, 0, false);
    }
    plan_ = {1,
             gradient() ? 2 : 1,
             {plan_of(settings_.height(), settings_.pad), plan_of(settings_.width(), settings_.pad)},
             1};
    result_ = cnn::Tensor({1, plan_.filters, plan_.window.y.output, plan_.window.x.output});
    cnn::reference_conv2d_forward<float>(plan_, 1, input_.data(), kernels_.data(), kNoBias.data(),
                                         result_.data());
    make_shown();
    return cnn::success();
}

void PicturesModel::make_shown() {
    const auto pixels = static_cast<std::size_t>(plan_.output_pixels());
    const auto sums = result_.values();
    shown_ = cnn::Tensor({1, 1, plan_.window.y.output, plan_.window.x.output}, sums.first(pixels));
    const auto [low, high] =
        std::minmax_element(sums.begin(), sums.begin() + static_cast<std::ptrdiff_t>(pixels));
    const float range = *high - *low;
    for (std::size_t i = 0; i < pixels; ++i) {
        float& value = shown_.values()[i];
        if (gradient()) {
            value = std::sqrt(sums[i] * sums[i] + sums[pixels + i] * sums[pixels + i]);
        } else if (settings_.after == After::kClamp) {
            value = std::clamp(value, 0.0F, 255.0F);
        } else if (settings_.after == After::kNormalise) {
            value = range > 0 ? (value - *low) / range * 255 : 0;
        }
    }
}

float PicturesModel::direction(int row, int column) const {
    const float across = result_.at(0, 0, row, column);
    const float up = result_.at(0, gradient() ? 1 : 0, row, column);
    if (across == 0 && up == 0) return 0;
    return std::atan2(up, across) * 180 / std::numbers::pi_v<float>;
}

float PicturesModel::kernel_sum() const {
    float sum = 0;
    for (const float weight : settings_.kernel) sum += weight;
    return sum;
}

float PicturesModel::checkerboard() const {
    float sum = 0;
    for (std::size_t i = 0; i < settings_.kernel.size(); ++i)
        sum += i % 2 == 0 ? settings_.kernel[i] : -settings_.kernel[i];
    return sum;
}

int PicturesModel::count_steps() const {
    if (!settings_.numbers()) return steps_per_pixel();
    const int shrinks = settings_.pad ? 0 : 2;
    return (settings_.rows - shrinks) * (settings_.columns - shrinks) * steps_per_pixel();
}

Cursor PicturesModel::cursor_at(int t) const {
    if (!settings_.numbers()) return {settings_.row, settings_.column, t};
    const int pixel = t / steps_per_pixel();
    return {pixel / plan_.window.x.output, pixel % plan_.window.x.output, t % steps_per_pixel()};
}

int PicturesModel::step_of(int row, int column) const {
    return (row * plan_.window.x.output + column) * steps_per_pixel();
}

cnn::Conv2dTrace PicturesModel::trace(int kernel, int row, int column) const {
    return cnn::trace_conv2d(input_, kernels_,
                             std::span(kNoBias).first(static_cast<std::size_t>(plan_.filters)), plan_.window,
                             kernel, row, column);
}

// A grid of numbers: all results, and what is made of them. A picture: the sum of its kernel.
std::vector<float> PicturesModel::outcome() const {
    if (!settings_.numbers()) return {kernel_sum()};
    std::vector<float> numbers(result_.values().begin(), result_.values().end());
    if (gradient() || settings_.after != After::kRaw)
        numbers.insert(numbers.end(), shown_.values().begin(), shown_.values().end());
    return numbers;
}

// ---- Commands

void PicturesModel::add_commands() {
    add_command({"kernel", "Take the kernel \"name\"", ""},
                [this](const Arguments& args) { return take_kernel(args); });
    add_command({"open-picture", "Take a picture from a file", "O"}, [this](const Arguments&) {
        wishes_.open_picture = true;
        return cnn::success();
    });
    add_command({"camera", "Put the camera on or off; its last picture stays", ""}, [this](const Arguments&) {
        camera_ = !camera_;
        return cnn::success();
    });
    add_command({"built-in-picture", "Back to the built-in picture", ""}, [this](const Arguments&) {
        own_.reset();
        camera_ = false;
        refresh();
        return cnn::success();
    });
    add_command({"clear-input", "Zeros into the grid of numbers", ""}, [this](const Arguments&) {
        settings_.clear_grid();
        refresh();
        return cnn::success();
    });
}

cnn::Status PicturesModel::take_kernel(const Arguments& args) {
    std::vector<std::string_view> names;
    for (const KernelOf3& kernel : named_kernels()) names.push_back(kernel.name);
    const auto name = choice_argument(args, "name", names);
    if (!name) return name.error();
    const auto& weights = named_kernels()[static_cast<std::size_t>(name.value())].weights;
    settings_.kernel.assign(weights.begin(), weights.end());
    settings_.task = Task::kKernel;
    refresh();
    return cnn::success();
}

cnn::Status PicturesModel::take_file(const GivenFile& file) {
    auto picture = given_picture(file);
    if (!picture) return picture.error();
    camera_ = false;
    take_own(std::move(picture).value(), file.name.empty() ? "your picture" : file.name);
    return cnn::success();
}

void PicturesModel::take_own(cnn::Picture picture, std::string name) {
    own_ = std::move(picture);
    own_name_ = std::move(name);
    if (settings_.numbers()) settings_.source = 1;
    own_since_ = settings_.source;
    refresh();
}

}  // namespace shell::lesson_pictures
