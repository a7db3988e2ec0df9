// Fields, the three kernels and outputs, commands, the question.
#include "shell/lessons/02_correlation/model.h"

#include <algorithm>
#include <utility>

#include "core/base/rng.h"
#include "core/ops/conv2d/reference.h"
#include "shell/state/arguments.h"
#include "shell/state/field_text.h"

namespace shell::lesson_correlation {
namespace {

constexpr std::array<std::string_view, 4> kFormulas{"convolution", "commuted", "correlation", "printed"};

std::vector<float> numbers_of(const NumberSheets& sheet, int rows, int columns) {
    std::vector<float> numbers;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) numbers.push_back(sheet.at(0, row, column));
    return numbers;
}

cnn::Tensor mirrored(const cnn::Tensor& w) {
    cnn::Tensor all(w.shape());
    for (int row = 0; row < w.shape().h; ++row)
        for (int column = 0; column < w.shape().w; ++column)
            all.at(0, 0, row, column) = w.at(0, 0, row, w.shape().w - 1 - column);
    return all;
}

Relation compare(const cnn::Tensor& one, const cnn::Tensor& other) {
    const auto a = one.values();
    const auto b = other.values();
    if (std::equal(a.begin(), a.end(), b.begin())) return Relation::kEqual;
    const bool opposite =
        std::equal(a.begin(), a.end(), b.begin(), [](float left, float right) { return left == -right; });
    return opposite ? Relation::kOpposite : Relation::kDifferent;
}

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<CorrelationModel>(); }

CorrelationModel::CorrelationModel() : SteppedModel({"term", "cell", "output cell"}) {
    constexpr std::array<float, 25> kPicture{1,  1, 1, 1,  1, -1, 0, -3, 0, 1, 2, 1, 1,
                                             -1, 0, 0, -1, 1, 2,  1, 1,  2, 1, 1, 1};
    constexpr std::array<float, 9> kKernel{1, 0, 0, 0, 0, 0, 0, 0, -1};
    fill(settings_.input, 5, 5, kPicture);
    fill(settings_.kernel, 3, 3, kKernel);
    add_commands();
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

void CorrelationModel::fill(NumberSheets& sheet, int rows, int columns, std::span<const float> values) const {
    auto next = values.begin();
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) sheet.at(0, row, column) = *next++;
}

void CorrelationModel::lesson_fields(FieldVisitor& visitor) {
    visitor.integer({"height", "Input rows"}, settings_.height, 1, kMaxSide);
    visitor.integer({"width", "Input columns"}, settings_.width, 1, kMaxSide);
    visitor.integer({"kernel_height", "Kernel rows"}, settings_.kernel_height, 1,
                    std::min(kMaxKernel, settings_.height));
    visitor.integer({"kernel_width", "Kernel columns"}, settings_.kernel_width, 1,
                    std::min(kMaxKernel, settings_.width));
    int formula = static_cast<int>(settings_.formula);
    visitor.choice({"formula", "Formula that is shown"}, formula, kFormulas);
    settings_.formula = static_cast<Formula>(formula);
    const auto numbers = [&](FieldName name, NumberSheets& sheet, int rows, int columns) {
        std::vector<float> values = numbers_of(sheet, rows, columns);
        if (visitor.numbers(name, values, values.size())) sheet.clear();
        fill(sheet, rows, columns, values);
    };
    numbers({"input", "Input: rows, columns"}, settings_.input, settings_.height, settings_.width);
    numbers({"kernel", "Kernel: rows, columns"}, settings_.kernel, settings_.kernel_height,
            settings_.kernel_width);
    visitor.big_integer({"seed", "Seed of the random numbers"}, settings_.seed);
}

int CorrelationModel::count_steps() const {
    return (settings_.height - settings_.kernel_height + 1) * (settings_.width - settings_.kernel_width + 1) *
           steps_per_part();
}

cnn::Status CorrelationModel::compute() {
    const auto y = cnn::plan_axis(settings_.height, {.kernel = settings_.kernel_height});
    const auto x = cnn::plan_axis(settings_.width, {.kernel = settings_.kernel_width});
    if (!y) return y.error();
    if (!x) return x.error();
    window_ = {y.value(), x.value()};
    input_ = cnn::Tensor({1, 1, settings_.height, settings_.width},
                         numbers_of(settings_.input, settings_.height, settings_.width));
    const cnn::Tensor written({1, 1, settings_.kernel_height, settings_.kernel_width},
                              numbers_of(settings_.kernel, settings_.kernel_height, settings_.kernel_width));
    kernels_ = {cnn::rotate_kernels(written), written, mirrored(written)};
    const float bias = 0;
    for (std::size_t i = 0; i < kernels_.size(); ++i) {
        outputs_[i] = cnn::Tensor({1, 1, window_.y.output, window_.x.output});
        cnn::reference_conv2d_forward(cnn::Conv2dPlan{1, 1, window_}, 1, input_.data(), kernels_[i].data(),
                                      &bias, outputs_[i].data());
    }
    relation_ = compare(output(Reading::kConvolution), output(Reading::kCorrelation));
    return cnn::success();
}

Cursor CorrelationModel::cursor_at(int t) const {
    const int cell = t / steps_per_part();
    const int term = t % steps_per_part();
    return {cell / window_.x.output, cell % window_.x.output, term, term == products(), cell};
}

cnn::Conv2dTrace CorrelationModel::trace(const cnn::Tensor& kernel, const cnn::WindowPlan& window, int row,
                                         int column) const {
    constexpr std::array<float, 1> kNoBias{0};
    return cnn::trace_conv2d(input_, kernel, kNoBias, window, 0, row, column);
}

cnn::Conv2dTrace CorrelationModel::trace(Reading reading, int row, int column) const {
    return trace(kernel(reading), window_, row, column);
}

std::array<int, 2> CorrelationModel::as_written(Reading reading, int ky, int kx) const {
    const int last_row = settings_.kernel_height - 1;
    const int last_column = settings_.kernel_width - 1;
    if (reading == Reading::kCorrelation) return {ky, kx};
    return {reading == Reading::kConvolution ? last_row - ky : ky, last_column - kx};
}

Reading reading_of(Formula formula) {
    if (formula == Formula::kCorrelation) return Reading::kCorrelation;
    return formula == Formula::kPrinted ? Reading::kPrinted : Reading::kConvolution;
}

// i and j are such that every index of the kernel is one that it has.
Indices CorrelationModel::indices(Formula formula, int row, int column, int ky, int kx) const {
    const auto weight = as_written(reading_of(formula), ky, kx);
    const bool rows_back = reading_of(formula) == Reading::kConvolution;
    const bool columns_back = formula != Formula::kCorrelation;
    Indices at{row + (rows_back ? settings_.kernel_height - 1 : 0),
               column + (columns_back ? settings_.kernel_width - 1 : 0),
               weight[0],
               weight[1],
               weight[0],
               weight[1]};
    if (formula == Formula::kConvolution) {
        at.m = row + ky;
        at.n = column + kx;
    }
    return at;
}

bool CorrelationModel::reaches(Reading reading, const Touched& touched, const Touched& other) const {
    using What = Touched::What;
    if (touched.what > other.what) return reaches(reading, other, touched);
    const cnn::AxisPlan& y = window_.y;
    const cnn::AxisPlan& x = window_.x;
    if (touched.what == What::kPixel && other.what == What::kOutput) {
        const int ky = touched.row - other.row;
        const int kx = touched.column - other.column;
        return ky >= 0 && ky < y.kernel && kx >= 0 && kx < x.kernel;
    }
    if (touched.what == What::kPixel && other.what == What::kWeight) {
        const auto lies = as_written(reading, other.row, other.column);  // each way of turning undoes itself
        return y.output_reading(touched.row, lies[0]) >= 0 && x.output_reading(touched.column, lies[1]) >= 0;
    }
    return touched.what == What::kWeight && other.what == What::kOutput;
}

std::vector<float> CorrelationModel::outcome() const {
    std::vector<float> all;
    for (const cnn::Tensor& one : outputs_) all.insert(all.end(), one.values().begin(), one.values().end());
    return all;
}

// ---- Commands

void CorrelationModel::changed() {
    const int t = player_.t;
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
    player_.t = std::min(t, player_.count - 1);
}

void CorrelationModel::add_commands() {
    const auto take = [this](const cnn::Tensor& kernel) {
        fill(settings_.kernel, settings_.kernel_height, settings_.kernel_width, kernel.values());
        changed();
        return cnn::success();
    };
    add_command({"turn-kernel", "Turn the kernel as written by half a turn", "R"},
                [this, take](const Arguments&) { return take(kernel(Reading::kConvolution)); });
    add_command({"mirror-kernel", "Mirror the columns of the kernel as written", "M"},
                [this, take](const Arguments&) { return take(kernel(Reading::kPrinted)); });
    add_command({"next-formula", "The next index formula", "C"}, [this](const Arguments&) {
        settings_.formula = static_cast<Formula>((static_cast<int>(settings_.formula) + 1) % 4);
        return cnn::success();
    });
    add_command({"random-numbers", "Random numbers into picture and kernel", "N"}, [this](const Arguments&) {
        cnn::Rng rng(settings_.seed++, 0);
        for (int row = 0; row < settings_.height; ++row)
            for (int column = 0; column < settings_.width; ++column)
                settings_.input.at(0, row, column) = static_cast<float>(rng.below(6));
        for (int row = 0; row < settings_.kernel_height; ++row)
            for (int column = 0; column < settings_.kernel_width; ++column)
                settings_.kernel.at(0, row, column) = static_cast<float>(rng.below(5)) - 2;
        changed();
        return cnn::success();
    });
    add_command({"clear-input", "Zeros into the picture", ""}, [this](const Arguments&) {
        settings_.input.clear();
        changed();
        return cnn::success();
    });
    add_command({"set-cell", "Set one number: \"grid\" (input, kernel), \"row\", \"column\", \"value\"", ""},
                [this](const Arguments& args) { return set_cell(args); });
}

cnn::Status CorrelationModel::set_cell(const Arguments& args) {
    constexpr std::array<std::string_view, 2> kGrids{"input", "kernel"};
    const auto grid = choice_argument(args, "grid", kGrids);
    if (!grid) return grid.error();
    const bool input = grid.value() == 0;
    const auto row =
        integer_argument(args, "row", 0, (input ? settings_.height : settings_.kernel_height) - 1);
    if (!row) return row.error();
    const auto column =
        integer_argument(args, "column", 0, (input ? settings_.width : settings_.kernel_width) - 1);
    if (!column) return column.error();
    const auto value = real_argument(args, "value", -kMaxNumber, kMaxNumber);
    if (!value) return value.error();
    (input ? settings_.input : settings_.kernel).at(0, row.value(), column.value()) = value.value();
    changed();
    return cnn::success();
}

// ---- Predict, then reveal

std::optional<Question> CorrelationModel::question(int t) const {
    if (t % steps_per_part() != 0) return std::nullopt;
    const Cursor at = cursor_at(t);
    const Reading asked = reading_of(settings_.formula);
    Question question;
    question.prompt = "Row " + std::to_string(at.row + 1) + ", column " + std::to_string(at.column + 1) +
                      ": what does " + std::string(name_of(asked)) + " give?";
    question.answer = static_cast<double>(output(asked).at(0, 0, at.row, at.column));
    question.shown_at = t + products();
    for (const Reading other : kReadings)
        if (other != asked)
            question.mistakes.push_back({static_cast<double>(output(other).at(0, 0, at.row, at.column)),
                                         "That is what " + std::string(name_of(other)) + " gives."});
    for (const auto& [down, right] : {std::array{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
        cnn::WindowPlan wrong = window_;
        wrong.y.pad_before += down;
        wrong.x.pad_before += right;
        question.mistakes.push_back(
            {static_cast<double>(trace(kernel(asked), wrong, at.row, at.column).result),
             "That window is off by one pixel."});
    }
    return question;
}

}  // namespace shell::lesson_correlation
