// Settings in, numbers out: the window is planned, the output computed, the cursor kept on its cell.
#include "shell/lessons/01_convolution/model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/io/image.h"
#include "core/ops/activation/activation.h"
#include "core/ops/conv2d/reference.h"
#include "shell/lessons/01_convolution/words.h"
#include "shell/lessons/given_picture.h"
#include "shell/state/link.h"

namespace shell::lesson_convolution {

std::unique_ptr<LessonModel> make_model() { return std::make_unique<ConvolutionModel>(); }

ConvolutionModel::ConvolutionModel()
    : SteppedModel({"term", "cell", "output cell"}), settings_(example_settings(1)) {
    add_commands();
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

void ConvolutionModel::lesson_fields(FieldVisitor& visitor) { visit_fields(visitor, settings_); }

int ConvolutionModel::count_steps() const {
    const auto window = plan_window(settings_);
    if (!window) return std::numeric_limits<int>::max();
    return settings_.filters * window.value().y.output * window.value().x.output * steps_per_cell();
}

cnn::Status ConvolutionModel::compute() {
    const auto window = plan_window(settings_);
    if (!window) return window.error();
    window_ = window.value();
    input_ = settings_.input();
    kernel_ = settings_.kernel();
    kernel_used_ = settings_.convention == Convention::kConvolution ? cnn::rotate_kernels(kernel_) : kernel_;
    sums_ = cnn::Tensor({1, settings_.filters, window_.y.output, window_.x.output});
    const cnn::Conv2dPlan plan{settings_.channels, settings_.filters, window_};
    cnn::reference_conv2d_forward(plan, 1, input_.data(), kernel_used_.data(), settings_.bias.data(),
                                  sums_.data());
    output_ = sums_;
    if (settings_.relu) cnn::relu_forward(sums_.size(), sums_.data(), output_.data());
    return cnn::success();
}

cnn::Status ConvolutionModel::apply(Settings wanted) {
    const Cursor before = cursor();
    std::swap(settings_, wanted);
    if (const cnn::Status status = compute(); !status) {
        std::swap(settings_, wanted);
        const bool restored = compute().ok();
        CNN_ASSERT(restored);
        return status;
    }
    follow_count();
    const int term = before.result ? products_per_cell() : std::min(before.term, products_per_cell() - 1);
    player_.t =
        step_of(std::min(before.filter, settings_.filters - 1), std::min(before.row, window_.y.output - 1),
                std::min(before.column, window_.x.output - 1), term);
    return cnn::success();
}

Cursor ConvolutionModel::cursor_at(int t) const {
    Cursor cursor;
    cursor.cell = t / steps_per_cell();
    cursor.term = t % steps_per_cell();
    cursor.result = cursor.term == products_per_cell();
    cursor.column = cursor.cell % window_.x.output;
    cursor.row = cursor.cell / window_.x.output % window_.y.output;
    cursor.filter = cursor.cell / window_.x.output / window_.y.output;
    return cursor;
}

int ConvolutionModel::step_of(int filter, int row, int column, int term) const {
    return ((filter * window_.y.output + row) * window_.x.output + column) * steps_per_cell() + term;
}

cnn::Conv2dTrace ConvolutionModel::trace(int filter, int row, int column) const {
    return cnn::trace_conv2d(input_, kernel_used_, settings_.bias, window_, filter, row, column);
}

const WorkedExample* ConvolutionModel::example() const {
    return settings_.example == 0 ? nullptr : &worked_example(settings_.example);
}

bool ConvolutionModel::example_changed() const {
    if (settings_.example == 0) return false;
    const Settings fresh = example_settings(settings_.example);
    const auto equal = [](const cnn::Tensor& a, const cnn::Tensor& b) {
        return a.shape() == b.shape() && std::equal(a.values().begin(), a.values().end(), b.values().begin());
    };
    return !equal(fresh.input(), input_) || !equal(fresh.kernel(), kernel_) || fresh.bias != settings_.bias ||
           fresh.convention != settings_.convention || fresh.relu != settings_.relu ||
           !(fresh.y == settings_.y) || !(fresh.x == settings_.x);
}

std::span<const Example> ConvolutionModel::examples() const {
    static const std::vector<Example> menu = [] {
        std::vector<Example> rows;
        for (const WorkedExample& example : worked_examples()) {
            rows.push_back(
                {std::string(example.code), std::string(example.title), std::string(example.source)});
        }
        return rows;
    }();
    return menu;
}

cnn::Status ConvolutionModel::open_example(std::string_view code) {
    const auto codes = example_codes();
    const auto found = std::find(codes.begin() + 1, codes.end(), code);
    if (found == codes.end()) {
        std::string known;
        for (const WorkedExample& example : worked_examples())
            known += (known.empty() ? "" : ", ") + std::string(example.code);
        return cnn::Error{"There is no example " + shown(code) + " here; there are: " + known + "."};
    }
    settings_ = example_settings(static_cast<int>(found - codes.begin()));
    player_.scrub(0);
    const cnn::Status status = compute();
    follow_count();
    return status;
}

nlohmann::json ConvolutionModel::lesson_state() const { return state_json(*this); }
std::string ConvolutionModel::lesson_sentences() const { return lesson_convolution::sentences(*this); }
std::string ConvolutionModel::stage_title() const { return lesson_convolution::stage_title(*this); }
std::string ConvolutionModel::step_sentence() const { return lesson_convolution::step_sentence(*this); }
std::string ConvolutionModel::place_label() const { return lesson_convolution::place_label(*this); }
StepText ConvolutionModel::step_text() const { return lesson_convolution::step_text(*this); }
std::vector<float> ConvolutionModel::outcome() const {
    return {output_.values().begin(), output_.values().end()};
}

cnn::Status ConvolutionModel::take_file(const GivenFile& file) {
    auto picture = given_picture(file);
    if (!picture) return picture.error();
    // Two channels have no colours of their own: both take the grey picture.
    const int colours = settings_.channels == 3 ? 3 : 1;
    std::vector<float> pixels =
        cnn::shrink_to_grid(picture.value(), colours, settings_.y.size, settings_.x.size);
    for (float& value : pixels) value = std::round(value * 255.0F);
    const std::size_t plane = pixels.size();
    while (pixels.size() < settings_.input_shape().size()) pixels.push_back(pixels[pixels.size() - plane]);
    Settings wanted = settings_;
    wanted.set_input(pixels);
    return apply(std::move(wanted));
}

}  // namespace shell::lesson_convolution
