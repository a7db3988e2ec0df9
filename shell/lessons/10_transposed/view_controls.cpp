// The right column: the way to see it, the window of the convolution that goes the other way, the numbers.
#include <array>
#include <string>

#include "shell/lessons/10_transposed/view.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_transposed {
namespace {

using std::to_string;

void slider(Ui& ui, std::string_view field, std::string_view label, int value, int low, int high) {
    if (const auto chosen = slider_row(ui, field, label, value, low, high)) ui.set(field, *chosen);
}

// (3 − 1)·2 + 1·(3 − 1) + 1 + 0 − 2·0 = 7
void size_of_output(Ui& ui, const Settings& settings, const cnn::AxisPlan& axis) {
    heading(ui, "Output size");
    const std::vector<std::vector<Run>> lines{
        {plain_run("("), input_run(to_string(axis.output)), plain_run(" − 1)·"),
         kernel_run(to_string(axis.stride)), plain_run(" + "), kernel_run(to_string(axis.dilation)),
         plain_run("·("), kernel_run(to_string(axis.kernel)),
         plain_run(" − 1) + 1 + " + to_string(settings.output_padding) + " − 2·" + to_string(settings.pad))},
        {plain_run("= "), output_run(to_string(axis.input))}};
    formula(ui, "size", lines);
    paragraph(ui, "(input − 1)·stride + dilation·(kernel − 1) + 1 + output padding − 2·padding",
              TextStyle::kSmall, Colour::kMuted);
    if (axis.left_over > 0)
        paragraph(
            ui,
            "Without output padding the last pixel would be missing: two inputs lead to the same output of "
            "the convolution, and the transposed one must be told which.",
            TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
}

void window_controls(Ui& ui, const TransposedModel& model) {
    const Settings& settings = model.settings();
    size_of_output(ui, settings, model.window().x);
    heading(ui, "Window");
    slider(ui, "size", "Input", settings.size, 1, kMostSize);
    slider(ui, "kernel", "Kernel", settings.kernel, 1, kMostKernel);
    slider(ui, "stride", "Stride", settings.stride, 1, most_stride(settings));
    slider(ui, "pad", "Padding", settings.pad, 0, most_pad(settings));
    slider(ui, "dilation", "Dilation", settings.dilation, 1, 2);
    slider(ui, "output_padding", "Output padding", settings.output_padding, 0, most_output_padding(settings));
    if (const auto on = toggle(ui, "line", "One row", settings.line)) ui.set("line", *on);
    space(ui, 14);
    heading(ui, "Numbers");
    if (const auto value = number_field(ui, "bias", "Bias", settings.bias, -1000, 1000))
        ui.set("bias", *value);
    if (button(ui, "ones", "Ones")) ui.command("ones");
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "random-numbers", "Random")) ui.command("random-numbers");
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "clear-input", "Clear")) ui.command("clear-input");
    space(ui, 14);
}

void inverse_controls(Ui& ui, const TransposedModel& model) {
    heading(ui, "Lengths");
    slider(ui, "signal_length", "Signal", static_cast<int>(model.settings().signal.size()), 2, 8);
    slider(ui, "filter_length", "Filter", static_cast<int>(model.settings().filter.size()), 1, 4);
    if (model.divided().empty())
        paragraph(ui, "The filter begins with 0: the division cannot begin.", TextStyle::kSmall,
                  Colour::kWarning);
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const TransposedModel& model) {
    constexpr std::array<std::string_view, 3> kLabels{"Spread", "Gather", "Inverse"};
    const int now = static_cast<int>(model.settings().view);
    if (const auto chosen = segmented(ui, "view", kLabels, now); chosen && *chosen != now)
        ui.set("view", view_names()[static_cast<std::size_t>(*chosen)]);
    space(ui, 14);
    if (model.settings().view == View::kInverse) {
        inverse_controls(ui, model);
    } else {
        window_controls(ui, model);
    }
}

}  // namespace shell::lesson_transposed
