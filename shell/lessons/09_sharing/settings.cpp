// The fields of the lesson, their bounds, and the counts.
#include "shell/lessons/09_sharing/settings.h"

#include <algorithm>
#include <array>

#include "core/ops/conv2d/conv2d.h"
#include "core/ops/locally_connected/locally_connected.h"

namespace shell::lesson_sharing {
namespace {

using std::to_string;

constexpr std::array<std::string_view, 3> kTopics{"matrix", "count", "dense"};
constexpr std::array<std::string_view, 3> kKinds{"dense", "local", "shared"};

void visit_matrix(FieldVisitor& visitor, MatrixSettings& matrix) {
    int kind = static_cast<int>(matrix.kind);
    visitor.choice({"kind", "Weights"}, kind, kKinds);
    matrix.kind = static_cast<Kind>(kind);
    visitor.integer({"inputs", "Inputs"}, matrix.inputs, 2, kMostUnits);
    visitor.integer({"outputs", "Outputs of the dense layer"}, matrix.outputs, 1, kMostUnits);
    visitor.integer({"pad", "Padding"}, matrix.pad, 0, 2);
    // As many outputs as there is room for.
    const int padded = matrix.inputs + 2 * matrix.pad;
    visitor.integer({"kernel", "Kernel"}, matrix.kernel, std::max(1, padded - kMostUnits + 1),
                    std::min(7, padded));
    visitor.integer({"stride", "Stride"}, matrix.stride, 1, 4);
    visitor.numbers({"input", "Inputs"}, matrix.x, static_cast<std::size_t>(matrix.inputs));
    std::vector<float> weights = matrix.weights();
    if (visitor.numbers({"weights", "Weights"}, weights, matrix.weight_count())) matrix.clear_weights();
    matrix.set_weights(weights);
    std::vector<float> biases = matrix.biases();
    visitor.numbers({"bias", "Biases"}, biases, matrix.bias_count());
    matrix.set_biases(biases);
}

void visit_count(FieldVisitor& visitor, CountSettings& count) {
    visitor.integer({"count_kernel", "Kernel"}, count.kernel, 1, 32);
    visitor.integer({"count_pad", "Padding"}, count.pad, 0, 16);
    visitor.integer({"count_stride", "Stride"}, count.stride, 1, 16);
    const int least = std::max(1, count.kernel - 2 * count.pad);
    visitor.integer({"rows", "Rows of the picture"}, count.rows, least, 1024);
    visitor.integer({"columns", "Columns of the picture"}, count.columns, least, 1024);
    visitor.integer({"channels", "Channels of the picture"}, count.channels, 1, 512);
    visitor.integer({"filters", "Filters"}, count.filters, 1, 1024);
}

void visit_dense(FieldVisitor& visitor, DenseSettings& dense) {
    visitor.integer({"dense_rows", "Rows"}, dense.rows, 1, 1024);
    visitor.integer({"dense_columns", "Columns"}, dense.columns, 1, 1000000);
    visitor.integer({"dense_channels", "Channels"}, dense.channels, 1, 16);
    visitor.integer({"hidden", "Hidden units"}, dense.hidden, 1, 100000);
    visitor.integer({"dense_outputs", "Outputs"}, dense.outputs, 1, 10000);
}

}  // namespace

std::span<const std::string_view> topic_names() { return kTopics; }
std::span<const std::string_view> kind_names() { return kKinds; }

// The kernel 1, 0, -1 of S2-4; the local and the dense layer begin with the same numbers and can leave them.
MatrixSettings::MatrixSettings() {
    constexpr std::array<float, 3> kFirst{1, 0, -1};
    for (int row = 0; row < kMostUnits; ++row)
        for (int tap = 0; tap < 3; ++tap) {
            const float weight = kFirst[static_cast<std::size_t>(tap)];
            weights_.at(static_cast<int>(Kind::kLocal), row, tap) = weight;
            if (row == 0) weights_.at(static_cast<int>(Kind::kShared), 0, tap) = weight;
            const int column = row + tap - 1;
            if (column >= 0 && column < kMostUnits)
                weights_.at(static_cast<int>(Kind::kDense), row, column) = weight;
        }
}

int MatrixSettings::rows() const { return kind == Kind::kDense ? outputs : plan_of(*this).output; }

std::size_t MatrixSettings::weight_count() const {
    const int sheets = kind == Kind::kShared ? 1 : rows();
    return static_cast<std::size_t>(sheets * weight_columns());
}

std::vector<float> MatrixSettings::weights() const {
    std::vector<float> values(weight_count());
    const int columns = weight_columns();
    for (int i = 0; i < static_cast<int>(values.size()); ++i)
        values[static_cast<std::size_t>(i)] = weights_.at(static_cast<int>(kind), i / columns, i % columns);
    return values;
}

void MatrixSettings::set_weights(std::span<const float> values) {
    const int columns = weight_columns();
    for (int i = 0; i < static_cast<int>(values.size()); ++i)
        weights_.at(static_cast<int>(kind), i / columns, i % columns) = values[static_cast<std::size_t>(i)];
}

void MatrixSettings::clear_weights() {
    for (int row = 0; row < kMostUnits; ++row)
        for (int column = 0; column < kMostUnits; ++column)
            weights_.at(static_cast<int>(kind), row, column) = 0;
}

std::vector<float> MatrixSettings::biases() const {
    std::vector<float> values(bias_count());
    for (int i = 0; i < static_cast<int>(values.size()); ++i)
        values[static_cast<std::size_t>(i)] = biases_.at(0, static_cast<int>(kind), i);
    return values;
}

void MatrixSettings::set_biases(std::span<const float> values) {
    for (int i = 0; i < static_cast<int>(values.size()); ++i)
        biases_.at(0, static_cast<int>(kind), i) = values[static_cast<std::size_t>(i)];
}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    int topic = static_cast<int>(settings.topic);
    visitor.choice({"topic", "What is looked at"}, topic, kTopics);
    settings.topic = static_cast<Topic>(topic);
    visit_matrix(visitor, settings.matrix);
    visit_count(visitor, settings.count);
    visit_dense(visitor, settings.dense);
}

cnn::AxisPlan plan_of(const MatrixSettings& matrix) {
    const auto plan = cnn::plan_axis(matrix.inputs, {matrix.kernel, matrix.stride, cnn::Padding::kExplicit,
                                                     matrix.pad, matrix.pad, 1, false});
    // While fields are being written the kernel may not fit yet: its bound comes right after.
    return plan ? plan.value() : cnn::AxisPlan{};
}

cnn::Result<cnn::WindowPlan> plan_of(const CountSettings& count) {
    const auto axis = [&](int size) {
        return cnn::plan_axis(
            size, {count.kernel, count.stride, cnn::Padding::kExplicit, count.pad, count.pad, 1, false});
    };
    const auto y = axis(count.rows);
    if (!y) return y.error();
    const auto x = axis(count.columns);
    if (!x) return x.error();
    return cnn::WindowPlan{y.value(), x.value()};
}

ThreeCounts three_counts(const CountSettings& count, const cnn::WindowPlan& window) {
    const cnn::Conv2dPlan conv{count.channels, count.filters, window, 1};
    const cnn::LocallyConnectedPlan local{count.channels, count.filters, window};
    const auto whole = [](std::size_t number) { return static_cast<std::int64_t>(number); };
    ThreeCounts all;
    all.outputs = whole(conv.output_size());
    all.weights_of_one = conv.taps();
    all.shared = (all.weights_of_one + 1) * count.filters;
    all.local = static_cast<std::int64_t>(local.taps() + 1) * whole(local.output_size());
    all.dense = (whole(conv.input_size()) + 1) * all.outputs;
    return all;
}

std::vector<CountLine> count_lines(const CountSettings& count, const cnn::WindowPlan& window) {
    const ThreeCounts all = three_counts(count, window);
    const std::string map = to_string(window.y.output) + " × " + to_string(window.x.output);
    const std::string one =
        to_string(count.kernel) + " × " + to_string(count.kernel) + " × " + to_string(count.channels);
    const std::string filters = to_string(count.filters);
    const std::string picture =
        to_string(count.rows) + " × " + to_string(count.columns) + " × " + to_string(count.channels);
    return {{0, "outputs of the layer", map + " × " + filters, all.outputs},
            {0, "weights of one output's window", one, all.weights_of_one},
            {0, "dense: each output reads the whole picture",
             "(" + picture + " + 1) × " + to_string(all.outputs), all.dense},
            {0, "local: each output has a window of its own weights",
             map + " × " + filters + " × (" + one + " + 1)", all.local},
            {0, "shared: all outputs of a map use one set", "(" + one + " + 1) × " + filters, all.shared}};
}

std::vector<CountLine> count_lines(const DenseSettings& dense) {
    const std::int64_t inputs = std::int64_t{dense.rows} * dense.columns * dense.channels;
    const std::string hidden = to_string(dense.hidden);
    const std::string outputs = to_string(dense.outputs);
    const std::int64_t first = inputs * dense.hidden;
    const std::int64_t second = std::int64_t{dense.hidden} * dense.outputs;
    return {{0, "weights of one hidden unit",
             to_string(dense.rows) + " × " + to_string(dense.columns) + " × " + to_string(dense.channels),
             inputs},
            {0, "weights of the first layer, M × N", to_string(inputs) + " × " + hidden, first},
            {0, "biases of the first layer", hidden, dense.hidden},
            {0, "weights of the second layer", hidden + " × " + outputs, second},
            {0, "all, with the biases of the outputs",
             to_string(first) + " + " + hidden + " + " + to_string(second) + " + " + outputs,
             first + dense.hidden + second + dense.outputs}};
}

}  // namespace shell::lesson_sharing
