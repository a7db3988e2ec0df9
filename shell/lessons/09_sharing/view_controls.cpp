// The right column: dense, local or shared; sizes of the matrix, of the counted layer, of the dense network.
#include <algorithm>
#include <array>
#include <string>

#include "shell/lessons/09_sharing/view.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/size_formula.h"
#include "shell/widgets/text.h"

namespace shell::lesson_sharing {
namespace {

void slider(Ui& ui, std::string_view field, std::string_view label, int value, int low, int high) {
    if (const auto chosen = slider_row(ui, field, label, value, low, high)) ui.set(field, *chosen);
}

void number(Ui& ui, std::string_view field, std::string_view label, int value, int low, int high) {
    const auto real = [](int one) { return static_cast<float>(one); };
    if (const auto chosen = number_field(ui, field, label, real(value), real(low), real(high)))
        ui.set(field, static_cast<int>(*chosen));
}

void matrix_controls(Ui& ui, const SharingModel& model) {
    const MatrixSettings& matrix = model.settings().matrix;
    heading(ui, "Weights");
    constexpr std::array<std::string_view, 3> kLabels{"Dense", "Local", "Shared"};
    const int kind = static_cast<int>(matrix.kind);
    if (const auto chosen = segmented(ui, "kind", kLabels, kind); chosen && *chosen != kind)
        ui.set("kind", kind_names()[static_cast<std::size_t>(*chosen)]);
    key_value(ui, "Weights", std::to_string(matrix.weight_count()), Colour::kKernel);
    key_value(ui, "Biases", std::to_string(matrix.bias_count()), Colour::kKernel);
    key_value(ui, "Products", std::to_string(model.rows() * model.taps()));
    space(ui, 14);
    heading(ui, "Sizes");
    slider(ui, "inputs", "Inputs", matrix.inputs, 2, kMostUnits);
    if (matrix.kind == Kind::kDense) {
        slider(ui, "outputs", "Outputs", matrix.outputs, 1, kMostUnits);
        return space(ui, 14);
    }
    const int padded = matrix.inputs + 2 * matrix.pad;
    slider(ui, "kernel", "Kernel", matrix.kernel, std::max(1, padded - kMostUnits + 1), std::min(7, padded));
    slider(ui, "stride", "Stride", matrix.stride, 1, 4);
    slider(ui, "pad", "Padding", matrix.pad, 0, 2);
    size_formula(ui, {plan_of(matrix), plan_of(matrix)});
    space(ui, 14);
}

void count_controls(Ui& ui, const SharingModel& model) {
    const CountSettings& count = model.settings().count;
    heading(ui, "Output size");
    size_formula(ui, model.window());
    space(ui, 14);
    heading(ui, "Layer");
    const int least = std::max(1, count.kernel - 2 * count.pad);
    number(ui, "rows", "Rows", count.rows, least, 1024);
    number(ui, "columns", "Columns", count.columns, least, 1024);
    number(ui, "channels", "Channels", count.channels, 1, 512);
    number(ui, "filters", "Filters", count.filters, 1, 1024);
    slider(ui, "count_kernel", "Kernel", count.kernel, 1, 32);
    slider(ui, "count_stride", "Stride", count.stride, 1, 16);
    slider(ui, "count_pad", "Padding", count.pad, 0, 16);
    space(ui, 14);
}

void dense_controls(Ui& ui, const SharingModel& model) {
    const DenseSettings& dense = model.settings().dense;
    heading(ui, "Sizes");
    number(ui, "dense_rows", "Rows", dense.rows, 1, 1024);
    number(ui, "dense_columns", "Columns", dense.columns, 1, 1000000);
    number(ui, "dense_channels", "Channels", dense.channels, 1, 16);
    number(ui, "hidden", "Hidden units", dense.hidden, 1, 100000);
    number(ui, "dense_outputs", "Outputs", dense.outputs, 1, 10000);
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const SharingModel& model) {
    constexpr std::array<std::string_view, 3> kLabels{"Matrix", "Picture", "Dense"};
    const Topic topic = model.settings().topic;
    const int now = static_cast<int>(topic);
    if (const auto chosen = segmented(ui, "topic", kLabels, now); chosen && *chosen != now)
        ui.set("topic", topic_names()[static_cast<std::size_t>(*chosen)]);
    space(ui, 14);
    if (topic == Topic::kMatrix) {
        matrix_controls(ui, model);
    } else if (topic == Topic::kCount) {
        count_controls(ui, model);
    } else {
        dense_controls(ui, model);
    }
}

}  // namespace shell::lesson_sharing
