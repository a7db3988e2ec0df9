// Settings in, numbers out: the three layers by their references, the counts line by line.
#include "shell/lessons/09_sharing/model.h"

#include <algorithm>
#include <cmath>

#include "core/ops/conv2d/reference.h"
#include "core/ops/conv2d/trace.h"
#include "core/ops/dense/reference.h"
#include "core/ops/dense/trace.h"
#include "core/ops/locally_connected/reference.h"
#include "core/ops/locally_connected/trace.h"

namespace shell::lesson_sharing {
namespace {

const StepNames kNames{"term", "output", "output"};

// The weights as core has them: dense (in, out), local (taps, out), shared (taps).
std::vector<float> core_weights(const MatrixSettings& matrix) {
    const std::vector<float> rows = matrix.weights();
    if (matrix.kind == Kind::kShared) return rows;
    const auto outputs = static_cast<std::size_t>(matrix.rows());
    const std::size_t taps = rows.size() / outputs;
    std::vector<float> turned(rows.size());
    for (std::size_t o = 0; o < outputs; ++o)
        for (std::size_t k = 0; k < taps; ++k) turned[k * outputs + o] = rows[o * taps + k];
    return turned;
}

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<SharingModel>(); }

SharingModel::SharingModel() : SteppedModel(kNames) {
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

cnn::WindowPlan SharingModel::line_window() const { return {cnn::AxisPlan{}, plan_of(settings_.matrix)}; }

std::vector<float> SharingModel::all_biases() const {
    std::vector<float> biases = settings_.matrix.biases();
    if (settings_.matrix.kind == Kind::kShared) biases.resize(1);
    return biases;
}

cnn::Status SharingModel::compute() {
    const auto window = plan_of(settings_.count);
    if (!window) return window.error();
    window_ = window.value();
    counts_ = three_counts(settings_.count, window_);
    lines_ = settings_.topic == Topic::kDense ? count_lines(settings_.dense)
                                              : count_lines(settings_.count, window_);
    compute_outputs();
    return cnn::success();
}

void SharingModel::compute_outputs() {
    const MatrixSettings& matrix = settings_.matrix;
    const std::vector<float> weights = core_weights(matrix);
    const std::vector<float> biases = all_biases();
    outputs_.assign(static_cast<std::size_t>(matrix.rows()), 0.0F);
    switch (matrix.kind) {
        case Kind::kDense:
            return cnn::reference_dense_forward({matrix.inputs, matrix.outputs}, 1, matrix.x.data(),
                                                weights.data(), biases.data(), outputs_.data());
        case Kind::kLocal:
            return cnn::reference_locally_connected_forward({1, 1, line_window()}, 1, matrix.x.data(),
                                                            weights.data(), biases.data(), outputs_.data());
        case Kind::kShared:
            return cnn::reference_conv2d_forward({1, 1, line_window(), 1}, 1, matrix.x.data(), weights.data(),
                                                 biases.data(), outputs_.data());
    }
}

int SharingModel::taps() const {
    return settings_.matrix.kind == Kind::kDense ? settings_.matrix.inputs : settings_.matrix.kernel;
}

int SharingModel::tap_at(int row, int column) const {
    if (settings_.matrix.kind == Kind::kDense) return column;
    const int tap = column - plan_of(settings_.matrix).tap(row, 0);
    return tap >= 0 && tap < settings_.matrix.kernel ? tap : -1;
}

int SharingModel::weight_index(int row, int column) const {
    const int tap = tap_at(row, column);
    if (tap < 0) return -1;
    return settings_.matrix.kind == Kind::kShared ? tap : row * taps() + tap;
}

bool SharingModel::same_weight(int row, int column, int other_row, int other_column) const {
    const int index = weight_index(row, column);
    return index >= 0 && index == weight_index(other_row, other_column);
}

std::vector<float> SharingModel::matrix() const {
    const std::vector<float> weights = settings_.matrix.weights();
    std::vector<float> cells;
    for (int row = 0; row < rows(); ++row)
        for (int column = 0; column < settings_.matrix.inputs; ++column) {
            const int index = weight_index(row, column);
            cells.push_back(index < 0 ? 0 : weights[static_cast<std::size_t>(index)]);
        }
    return cells;
}

RowTrace SharingModel::trace(int row, const cnn::WindowPlan& window) const {
    const MatrixSettings& matrix = settings_.matrix;
    const std::vector<float> weights = core_weights(matrix);
    const std::vector<float> biases = all_biases();
    RowTrace trace;
    if (matrix.kind == Kind::kDense) {
        const cnn::DenseTrace dense =
            cnn::trace_dense({matrix.inputs, matrix.outputs}, matrix.x, weights, biases, row);
        for (const cnn::DenseTerm& term : dense.terms)
            trace.products.push_back({static_cast<int>(trace.products.size()), term.input, term.weight,
                                      term.product, term.partial});
        trace.bias = dense.bias;
        trace.result = dense.result;
        return trace;
    }
    const cnn::Tensor x({1, 1, 1, matrix.inputs}, matrix.x);
    const cnn::Conv2dTrace conv =
        matrix.kind == Kind::kLocal
            ? cnn::trace_locally_connected({1, 1, window}, x, weights, biases, 0, 0, row)
            : cnn::trace_conv2d(x, cnn::Tensor({1, 1, 1, matrix.kernel}, weights), biases, window, 0, 0, row);
    for (const cnn::Conv2dTerm& term : conv.terms)
        trace.products.push_back({term.ix, term.input, term.weight, term.product, term.partial});
    trace.bias = conv.bias;
    trace.result = conv.result;
    return trace;
}

Cursor SharingModel::cursor() const {
    const int steps = taps() + 1;
    const int term = player_.t % steps;
    return {player_.t / steps, std::min(term, taps() - 1), term == taps()};
}

int SharingModel::count_steps() const {
    if (!is_matrix()) return 5;
    return settings_.matrix.rows() * (taps() + 1);
}

int SharingModel::steps_per_part() const { return is_matrix() ? taps() + 1 : 1; }

// The matrix: numbers of weights and biases, then the outputs. The layer on pictures: outputs, weights of one
// window, local and shared parameters. The dense network: inputs, hidden units, and all parameters as
// millions and the rest, because they may be more than a float can tell apart.
std::vector<float> SharingModel::outcome() const {
    const auto real = [](auto number) { return static_cast<float>(number); };
    if (is_matrix()) {
        std::vector<float> numbers{real(settings_.matrix.weight_count()),
                                   real(settings_.matrix.bias_count())};
        numbers.insert(numbers.end(), outputs_.begin(), outputs_.end());
        return numbers;
    }
    if (settings_.topic == Topic::kCount)
        return {real(counts_.outputs), real(counts_.weights_of_one), real(counts_.local),
                real(counts_.shared)};
    constexpr std::int64_t kMillion = 1000000;
    const std::int64_t all = lines_.back().value;
    return {real(lines_.front().value), real(settings_.dense.hidden), real(all / kMillion),
            real(all % kMillion)};
}

}  // namespace shell::lesson_sharing
