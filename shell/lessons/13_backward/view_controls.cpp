// The right column: operation, loss, window, numbers, the nudge.
#include <algorithm>
#include <array>
#include <string>

#include "shell/lessons/13_backward/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/size_formula.h"
#include "shell/widgets/text.h"

namespace shell::lesson_backward {
namespace {

void field_slider(Ui& ui, const char* key, const char* label, int value, int low, int high) {
    if (const auto moved = slider_row(ui, key, label, value, low, high)) ui.set(key, *moved);
}

void operation_controls(Ui& ui, const Settings& settings) {
    heading(ui, "Operation");
    constexpr std::array<std::string_view, 3> kLabels{"Convolution", "Maximum", "Average"};
    const auto chosen = static_cast<int>(settings.operation);
    if (const auto pressed = segmented(ui, "operation", kLabels, chosen); pressed && *pressed != chosen)
        ui.set("operation", operation_names()[static_cast<std::size_t>(*pressed)]);
    space(ui, 14);
    heading(ui, "Loss");
    constexpr std::array<std::string_view, 2> kLosses{"Σ G Y", "½ Σ (Y − T)²"};
    constexpr std::array<std::string_view, 2> kNames{"weighted", "squared"};
    const auto loss = static_cast<int>(settings.loss);
    if (const auto pressed = segmented(ui, "loss", kLosses, loss); pressed && *pressed != loss)
        ui.set("loss", kNames[static_cast<std::size_t>(*pressed)]);
    paragraph(ui,
              settings.loss == Loss::kWeighted
                  ? "The outputs' gradient is given: change it in dY."
                  : "The outputs' gradient is output minus target: change the targets in the phase Error.",
              TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
}

void window_controls(Ui& ui, const BackwardModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Window");
    field_slider(ui, "size", "Input", settings.side, 1, kMaxSide);
    field_slider(ui, "kernel_size", "Kernel", settings.kernel, 1, std::min(kMaxKernel, settings.side));
    field_slider(ui, "stride", "Stride", settings.stride, 1, kMaxStride);
    field_slider(ui, "pad", "Padding", settings.pad, 0, std::min(kMaxPad, settings.kernel - 1));
    size_formula(ui, model.numbers().window);
    space(ui, 14);
}

void grid_buttons(Ui& ui, const std::string& grid, const std::string& letter) {
    if (button(ui, "random-" + grid, "Random " + letter)) ui.command("random-numbers", {{"grid", grid}});
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "clear-" + grid, "Clear " + letter)) ui.command("clear", {{"grid", grid}});
}

void number_controls(Ui& ui, const BackwardModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Numbers");
    const bool squared = settings.loss == Loss::kSquared;
    grid_buttons(ui, "input", "X");
    if (!settings.pooling()) grid_buttons(ui, "kernel", "W");
    grid_buttons(ui, "goal", squared ? "T" : "G");
    if (!settings.pooling()) {
        if (const auto bias = number_field(ui, "bias", "Bias", settings.bias, -1e6F, 1e6F))
            ui.set("bias", *bias);
        if (const auto rate = number_field(ui, "rate", "Rate of the update", settings.rate, 0, 10))
            ui.set("rate", *rate);
        if (button(ui, "take-update", "Take the update")) ui.command("take-update");
    }
    space(ui, 14);
    heading(ui, "Nudge h");
    constexpr std::array<std::string_view, 4> kLabels{"1", "0.1", "0.01", "0.001"};
    constexpr std::array<float, 4> kSteps{1, 0.1F, 0.01F, 0.001F};
    int chosen = -1;
    for (int i = 0; i < 4; ++i)
        if (kSteps[static_cast<std::size_t>(i)] == settings.h) chosen = i;
    if (const auto pressed = segmented(ui, "h", kLabels, chosen); pressed && *pressed != chosen)
        ui.set("h", kLabels[static_cast<std::size_t>(*pressed)]);
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const BackwardModel& model) {
    operation_controls(ui, model.settings());
    window_controls(ui, model);
    number_controls(ui, model);
}

}  // namespace shell::lesson_backward
