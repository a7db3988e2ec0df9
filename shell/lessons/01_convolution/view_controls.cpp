// The right column: live size formula, window, padding, convention, the lecture's numbers, and what fills the
// grids.
#include <algorithm>
#include <array>
#include <vector>

#include "core/ops/conventions.h"
#include "shell/lessons/01_convolution/pictures.h"
#include "shell/lessons/01_convolution/view.h"
#include "shell/lessons/01_convolution/words.h"
#include "shell/lessons/view_stepped.h"
#include "shell/lessons/view_window.h"
#include "shell/state/field_text.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/size_formula.h"
#include "shell/widgets/text.h"

namespace shell::lesson_convolution {
namespace {

using std::to_string;

struct Column {
    Ui& ui;
    const ConvolutionModel& model;
    ViewState& state;

    const Settings& settings() const { return model.settings(); }
};

// ---- output size

void output_size(const Column& column) {
    const cnn::WindowPlan& window = column.model.window();
    heading(column.ui, "Output size");
    size_formula(column.ui, window);
    if (const std::string unread = left_over_sentence(column.model); !unread.empty())
        paragraph(column.ui, unread, TextStyle::kSmall, Colour::kMuted);
    space(column.ui, 14);
}

// ---- window

void axis_slider(const Column& column, const std::string& name, const std::string& label, Dimension dimension,
                 std::string_view axis) {
    const AxisSettings& one = axis == "columns" ? column.settings().x : column.settings().y;
    Range range = range_of(one, dimension);
    if (axis == "both") {
        const Range other = range_of(column.settings().x, dimension);
        range = {std::max(range.low, other.low), std::min(range.high, other.high)};
    }
    constexpr std::array<std::string_view, 6> kWhat{"size",     "kernel",     "stride",
                                                    "dilation", "pad_before", "pad_after"};
    const int now = value_of(one, dimension);
    if (const auto value =
            slider_row(column.ui, name, label, now, std::min(range.low, now), std::max(range.high, now)))
        column.ui.command(
            "window",
            {{"what", kWhat[static_cast<std::size_t>(dimension)]}, {"axis", axis}, {"value", *value}});
}

// One slider for both axes while they are linked and equal, otherwise one each.
void slider_pair(const Column& column, const std::string& name, const std::string& label,
                 Dimension dimension) {
    const bool equal = value_of(column.settings().y, dimension) == value_of(column.settings().x, dimension);
    if (column.settings().linked && equal) {
        axis_slider(column, name, label, dimension, "both");
    } else {
        axis_slider(column, name + ".rows", label + ", rows", dimension, "rows");
        axis_slider(column, name + ".columns", label + ", columns", dimension, "columns");
    }
}

void padding_pixels(const Column& column) {
    const cnn::WindowPlan& window = column.model.window();
    if (column.settings().y.window.padding == cnn::Padding::kExplicit) {
        axis_slider(column, "pad.top", "Above", Dimension::kPadBefore, "rows");
        axis_slider(column, "pad.bottom", "Below", Dimension::kPadAfter, "rows");
        axis_slider(column, "pad.left", "Left", Dimension::kPadBefore, "columns");
        axis_slider(column, "pad.right", "Right", Dimension::kPadAfter, "columns");
        return;
    }
    const std::string text = to_string(window.y.pad_before) + " above, " + to_string(window.y.pad_after) +
                             " below, " + to_string(window.x.pad_before) + " left, " +
                             to_string(window.x.pad_after) + " right";
    paragraph(column.ui, text, TextStyle::kSmall, Colour::kMuted);
    const bool uneven =
        window.y.pad_before != window.y.pad_after || window.x.pad_before != window.x.pad_after;
    const bool upper = column.settings().y.window.padding == cnn::Padding::kSameUpper;
    if (uneven &&
        link_text(column.ui, "same-side", upper ? "Put the odd pixel before" : "Put the odd pixel after"))
        column.ui.command("padding", {{"mode", upper ? "same-lower" : "same"}});
}

void window_controls(const Column& column) {
    Ui& ui = column.ui;
    heading(ui, "Window");
    slider_pair(column, "kernel-size", "Kernel", Dimension::kKernel);
    slider_pair(column, "stride", "Stride", Dimension::kStride);
    slider_pair(column, "dilation", "Dilation", Dimension::kDilation);
    if (toggle(ui, "linked", "Rows and columns together", column.settings().linked)) ui.command("linked");
    space(ui, 14);

    heading(ui, "Padding");
    if (const auto mode = padding_mode(ui, column.settings().y.window.padding))
        ui.command("padding", {{"mode", *mode}});
    padding_pixels(column);
    space(ui, 14);
}

// Turned by half a turn the kernel is its own negative, as a derivative's is.
bool turn_negates(const ConvolutionModel& model) {
    const auto written = model.kernel().values();
    const auto used = model.kernel_used().values();
    const bool negates = std::equal(written.begin(), written.end(), used.begin(), used.end(),
                                    [](float one, float other) { return one == -other; });
    return negates && std::any_of(written.begin(), written.end(), [](float one) { return one != 0; });
}

std::string convention_note(const ConvolutionModel& model) {
    if (model.settings().convention == Convention::kCrossCorrelation)
        return "The kernel slides as it is written.";
    const std::string turned = "The kernel is turned by half a turn (180 degrees), then it slides.";
    return turn_negates(model) ? turned + " Here every product changes its sign." : turned;
}

void convention_controls(const Column& column) {
    heading(column.ui, "Convention");
    const int chosen = static_cast<int>(column.settings().convention);
    if (const auto pressed = segmented(column.ui, "convention", cnn::choice("kernel-flip").labels, chosen);
        pressed && *pressed != chosen)
        column.ui.command("convention");
    paragraph(column.ui, convention_note(column.model), TextStyle::kSmall, Colour::kMuted);
    space(column.ui, 14);
}

// ---- the lecture

void expected_numbers(const Column& column, const WorkedExample& example) {
    Ui& ui = column.ui;
    if (column.model.quiz().on) return expected_later(ui);
    const cnn::Tensor& output = column.model.output();
    const bool agrees = std::equal(output.values().begin(), output.values().end(), example.expected.begin(),
                                   example.expected.end());
    const std::string count =
        example.expected.size() == 1 ? "number" : to_string(example.expected.size()) + " numbers";
    const Run words =
        agrees ? Run{"The expected " + count + ": computed here, and equal.", Colour::kOutput, true}
               : Run{"The computed output differs from the expected one.", Colour::kWarning, true};
    text_runs(ui, {&words, 1}, 0, TextStyle::kSmall);
    const std::size_t map = example.expected.size() / static_cast<std::size_t>(output.shape().c);
    for (int filter = 0; filter < output.shape().c; ++filter) {
        NumberGrid grid;
        const std::string name = "expected." + to_string(filter);
        const std::string caption =
            output.shape().c > 1 ? "Expected, filter " + to_string(filter + 1) : std::string();
        grid.name = name;
        grid.caption = caption;
        grid.role = Role::kOutput;
        grid.rows = output.shape().h;
        grid.columns = output.shape().w;
        grid.values = std::span(example.expected).subspan(static_cast<std::size_t>(filter) * map, map);
        const ImVec2 cell =
            fit_cells(ui, grid.rows, grid.columns, {ImGui::GetContentRegionAvail().x, 1e6F}, 22, 38);
        grid.cell_width = cell.x;
        grid.cell_height = cell.y;
        number_grid(ui, grid);
    }
}

void lecture(const Column& column) {
    const WorkedExample* example = column.model.example();
    if (example == nullptr) return;
    Ui& ui = column.ui;
    heading(ui, "What the lecture shows");
    const std::string code(example->code);
    if (column.model.example_changed()) {
        if (note(ui, "lecture", NoteKind::kPlain, code + " " + std::string(example->title),
                 "You changed this example.", "Open it again"))
            ui.command("open-example", {{"code", code}});
    } else {
        if (note(ui, "lecture", NoteKind::kWarning, std::string(example->source),
                 with_minus(std::string(example->note)), example->offer_label))
            ui.command("open-example", {{"code", example->offer_code}});
        expected_numbers(column, *example);
    }
    space(ui, 14);
}

// ---- numbers

std::vector<MenuRow> named_rows(std::span<const std::string_view> names) {
    std::vector<MenuRow> rows;
    for (const std::string_view name : names) rows.push_back({"", std::string(name), "", false});
    return rows;
}

void count_switch(const Column& column, std::string_view name, std::span<const std::string_view> labels,
                  int now) {
    if (const auto chosen = segmented(column.ui, name, labels, now - 1); chosen && *chosen != now - 1)
        column.ui.set(name, *chosen + 1);
}

void input_controls(const Column& column) {
    Ui& ui = column.ui;
    heading(ui, "Input");
    slider_pair(column, "input-size", "Size", Dimension::kSize);
    constexpr std::array<std::string_view, 3> kLabels{"1 channel", "2 channels", "3 channels"};
    count_switch(column, "channels", kLabels, column.settings().channels);
    if (const auto picture = menu_row(ui, "picture", "Picture", named_rows(picture_names()), -1))
        ui.command("picture", {{"name", picture_names()[static_cast<std::size_t>(*picture)]}});
    if (button(ui, "open-picture", "Your picture", ButtonLook::kQuiet, Icon::kImage))
        ui.command("open-picture");
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "random-input", "Random")) ui.command("random-numbers", {{"grid", "input"}});
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "clear-input", "Clear")) ui.command("clear-input");
    if (const auto on = toggle(ui, "paint", "Paint by dragging", column.state.painting))
        column.state.painting = *on;
    if (column.state.painting)
        if (const auto brush =
                number_field(ui, "brush", "Brush", column.state.brush, -kMaxNumber, kMaxNumber))
            column.state.brush = *brush;
    if (toggle(ui, "shade", "Values as shades", column.settings().shade)) ui.command("shade");
    space(ui, 14);
}

void kernel_controls(const Column& column) {
    Ui& ui = column.ui;
    heading(ui, "Kernel and bias");
    if (const auto kernel = menu_row(ui, "kernel-preset", "Kernel", named_rows(kernel_names()), -1))
        ui.command("kernel", {{"name", kernel_names()[static_cast<std::size_t>(*kernel)]},
                              {"filter", column.state.filter}});
    constexpr std::array<std::string_view, 2> kLabels{"1 filter", "2 filters"};
    count_switch(column, "filters", kLabels, column.settings().filters);
    if (button(ui, "turn-kernel", "Half turn", ButtonLook::kQuiet, Icon::kRotate)) ui.command("turn-kernel");
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "random-kernel", "Random")) ui.command("random-numbers", {{"grid", "kernel"}});
    for (int filter = 0; filter < column.settings().filters; ++filter) {
        const std::string number = column.settings().filters > 1 ? " " + to_string(filter + 1) : "";
        const float bias = column.settings().bias[static_cast<std::size_t>(filter)];
        if (const auto value =
                number_field(ui, "bias." + to_string(filter), "Bias" + number, bias, -kMaxNumber, kMaxNumber))
            ui.command("set-cell", {{"grid", "bias"}, {"filter", filter}, {"value", *value}});
    }
    if (toggle(ui, "relu", "ReLU on the output", column.settings().relu)) ui.command("relu");
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const ConvolutionModel& model, ViewState& state) {
    const Column column{ui, model, state};
    output_size(column);
    window_controls(column);
    convention_controls(column);
    lecture(column);
    input_controls(column);
    kernel_controls(column);
}

}  // namespace shell::lesson_convolution
