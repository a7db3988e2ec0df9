// The state of the lesson from dense to convolution as plain values: a small layer as a matrix, the sizes of
// an image layer whose parameters are counted three ways, and a dense network's sizes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/ops/window.h"
#include "shell/lessons/count_lines.h"
#include "shell/state/fields.h"
#include "shell/state/number_sheets.h"

namespace shell::lesson_sharing {

inline constexpr int kMostUnits = 12;

enum class Topic { kMatrix, kCount, kDense };
enum class Kind { kDense, kLocal, kShared };

// A layer of one dimension: inputs x, outputs h, the weights between them as a matrix.
struct MatrixSettings {
    Kind kind = Kind::kShared;
    int inputs = 6;
    int outputs = 6;  // of a dense layer; of the others they follow from the window
    int kernel = 3;
    int stride = 1;
    int pad = 1;
    std::vector<float> x{1, 2, 5, 7, 6, 4};  // no two windows give the same, nor a turned one

    int rows() const;  // outputs
    // Numbers of `weights`: outputs x inputs, outputs x taps, or one kernel.
    std::size_t weight_count() const;
    std::size_t bias_count() const { return kind == Kind::kShared ? 1 : static_cast<std::size_t>(rows()); }
    std::vector<float> weights() const;
    void set_weights(std::span<const float> values);
    std::vector<float> biases() const;
    void set_biases(std::span<const float> values);
    void clear_weights();

    MatrixSettings();

 private:
    int weight_columns() const { return kind == Kind::kDense ? inputs : kernel; }
    NumberSheets weights_{3, kMostUnits};  // one sheet for each kind
    NumberSheets biases_{1, kMostUnits};   // a row for each kind
};

// A layer on pictures, counted three ways.
struct CountSettings {
    int rows = 227;
    int columns = 227;
    int channels = 3;
    int filters = 96;
    int kernel = 11;
    int stride = 4;
    int pad = 0;
};

// A dense network: inputs, hidden units, outputs.
struct DenseSettings {
    int rows = 28;
    int columns = 28;
    int channels = 1;
    int hidden = 100;
    int outputs = 10;
};

struct Settings {
    Topic topic = Topic::kMatrix;
    MatrixSettings matrix;
    CountSettings count;
    DenseSettings dense;
};

std::span<const std::string_view> topic_names();
std::span<const std::string_view> kind_names();

void visit_fields(FieldVisitor& visitor, Settings& settings);

cnn::AxisPlan plan_of(const MatrixSettings& matrix);  // not dense
cnn::Result<cnn::WindowPlan> plan_of(const CountSettings& count);

struct ThreeCounts {
    std::int64_t outputs = 0;
    std::int64_t weights_of_one = 0;  // of a window: what one output reads
    std::int64_t shared = 0;          // parameters, with biases
    std::int64_t local = 0;
    std::int64_t dense = 0;
};
ThreeCounts three_counts(const CountSettings& count, const cnn::WindowPlan& window);
std::vector<CountLine> count_lines(const CountSettings& count, const cnn::WindowPlan& window);
std::vector<CountLine> count_lines(const DenseSettings& dense);

}  // namespace shell::lesson_sharing
