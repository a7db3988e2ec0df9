// Settings in, numbers out: the window is planned, picture and shifted picture are pooled.
#include "shell/lessons/06_pooling/model.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/assert.h"
#include "core/base/rng.h"
#include "core/ops/pool2d/reference.h"
#include "shell/state/arguments.h"
#include "shell/state/field_text.h"

namespace shell::lesson_pooling {
namespace {

// What leaves is lost, zeros come in.
cnn::Tensor shifted(const cnn::Tensor& x, int down, int right) {
    cnn::Tensor moved(x.shape());
    for (int channel = 0; channel < x.shape().c; ++channel)
        for (int row = 0; row < x.shape().h; ++row)
            for (int column = 0; column < x.shape().w; ++column) {
                const int from_row = row - down;
                const int from_column = column - right;
                const bool inside =
                    from_row >= 0 && from_row < x.shape().h && from_column >= 0 && from_column < x.shape().w;
                moved.at(0, channel, row, column) = inside ? x.at(0, channel, from_row, from_column) : 0.0F;
            }
    return moved;
}

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<PoolingModel>(); }

cnn::Tensor pooled(cnn::PoolKind kind, const cnn::Pool2dPlan& plan, const cnn::Tensor& x) {
    cnn::Tensor y({1, plan.channels, plan.window.y.output, plan.window.x.output});
    std::vector<std::int32_t> winners(y.size());
    switch (kind) {
        case cnn::PoolKind::kMax:
            cnn::reference_max_pool_forward(plan, 1, x.data(), y.data(), winners.data());
            break;
        case cnn::PoolKind::kMin:
            cnn::reference_min_pool_forward(plan, 1, x.data(), y.data(), winners.data());
            break;
        case cnn::PoolKind::kAverage:
            cnn::reference_average_pool_forward(plan, 1, x.data(), y.data());
            break;
        case cnn::PoolKind::kSum:
            cnn::reference_sum_pool_forward(plan, 1, x.data(), y.data());
            break;
        case cnn::PoolKind::kL2:
            cnn::reference_l2_pool_forward(plan, 1, x.data(), y.data());
            break;
    }
    return y;
}

PoolingModel::PoolingModel() : SteppedModel({"term", "cell", "output cell"}) {
    add_commands();
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

int PoolingModel::count_steps() const {
    const auto window = plan_pooling(settings_);
    if (!window) return std::numeric_limits<int>::max();
    const cnn::WindowPlan& plan = window.value();
    return settings_.channels * plan.y.output * plan.x.output * (plan.y.kernel * plan.x.kernel + 1);
}

cnn::Status PoolingModel::compute() {
    const auto window = plan_pooling(settings_);
    if (!window) return window.error();
    plan_ = {settings_.channels, window.value(), settings_.count};
    input_ = settings_.input();
    output_ = pooled(settings_.kind, plan_, input_);
    shifted_input_ = shifted(input_, settings_.shift_y, settings_.shift_x);
    shifted_output_ = pooled(settings_.kind, plan_, shifted_input_);
    return cnn::success();
}

bool PoolingModel::by_winner() const {
    return settings_.kind == cnn::PoolKind::kMax || settings_.kind == cnn::PoolKind::kMin;
}

int PoolingModel::survivors() const {
    int count = 0;
    for (std::size_t i = 0; i < output_.size(); ++i)
        count += output_.values()[i] == shifted_output_.values()[i] ? 1 : 0;
    return count;
}

std::vector<int> PoolingModel::sizes() const {
    if (settings_.picture == 0) return {};
    std::vector<int> sizes{settings_.picture};
    for (int i = 0; i < settings_.times; ++i) {
        cnn::AxisSpec spec = settings_.window.spec;
        if (settings_.global) spec = {.kernel = sizes.back()};
        const auto plan = cnn::plan_axis(sizes.back(), spec);
        if (!plan) break;
        sizes.push_back(plan.value().output);
    }
    return sizes;
}

std::vector<float> PoolingModel::outcome() const {
    std::vector<float> numbers(output_.values().begin(), output_.values().end());
    const std::vector<int> all = sizes();
    for (std::size_t i = 1; i < all.size(); ++i) numbers.push_back(static_cast<float>(all[i]));
    return numbers;
}

Cursor PoolingModel::cursor_at(int t) const {
    Cursor cursor;
    cursor.cell = t / steps_per_part();
    cursor.term = t % steps_per_part();
    cursor.result = cursor.term == pixels_per_cell();
    cursor.column = cursor.cell % window().x.output;
    cursor.row = cursor.cell / window().x.output % window().y.output;
    cursor.channel = cursor.cell / window().x.output / window().y.output;
    return cursor;
}

int PoolingModel::step_of(int channel, int row, int column, int term) const {
    return ((channel * window().y.output + row) * window().x.output + column) * steps_per_part() + term;
}

cnn::PoolTrace PoolingModel::trace(const Cursor& cursor) const {
    return cnn::trace_pool2d(settings_.kind, plan_, input_, cursor.channel, cursor.row, cursor.column);
}

void PoolingModel::add_commands() {
    add_command({"set-cell", "Set one number: \"channel\", \"row\", \"column\", \"value\"", ""},
                [this](const Arguments& args) { return set_cell(args); });
    add_command({"random-input", "Random numbers into the input", "N"}, [this](const Arguments&) {
        cnn::Rng rng(settings_.seed++, 0);
        std::vector<float> values(settings_.input_shape().size());
        for (float& value : values) value = static_cast<float>(rng.below(10));
        return fill(values);
    });
    add_command({"clear-input", "Zeros into the input", ""}, [this](const Arguments&) {
        return fill(std::vector<float>(settings_.input_shape().size(), 0.0F));
    });
}

cnn::Status PoolingModel::set_cell(const Arguments& args) {
    int channel = 0;
    if (has_argument(args, "channel") || settings_.channels > 1) {
        const auto given = integer_argument(args, "channel", 0, settings_.channels - 1);
        if (!given) return given.error();
        channel = given.value();
    }
    const auto row = integer_argument(args, "row", 0, settings_.window.height - 1);
    if (!row) return row.error();
    const auto column = integer_argument(args, "column", 0, settings_.window.width - 1);
    if (!column) return column.error();
    const auto value = real_argument(args, "value", -kMaxNumber, kMaxNumber);
    if (!value) return value.error();
    settings_.pixel(channel, row.value(), column.value()) = value.value();
    return compute();
}

cnn::Status PoolingModel::fill(const std::vector<float>& values) {
    settings_.set_input(values);
    return compute();
}

}  // namespace shell::lesson_pooling
