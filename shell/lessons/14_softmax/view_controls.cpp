// The right column: sizes, temperature, the true class.
#include <array>

#include "shell/lessons/14_softmax/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/charts.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_softmax {
namespace {

void slider(Ui& ui, const char* key, const char* label, int value, int low, int high) {
    if (const auto moved = slider_row(ui, key, label, value, low, high)) ui.set(key, *moved);
}

void temperature_controls(Ui& ui, const SoftmaxModel& model) {
    heading(ui, "Temperature");
    constexpr std::array<std::string_view, 5> kLabels{"0.1", "0.5", "1", "2", "10"};
    constexpr std::array<float, 5> kValues{0.1F, 0.5F, 1, 2, 10};
    int chosen = -1;
    for (int i = 0; i < 5; ++i)
        if (kValues[static_cast<std::size_t>(i)] == model.settings().temperature) chosen = i;
    if (const auto pressed = segmented(ui, "temperature", kLabels, chosen); pressed && *pressed != chosen)
        ui.set("temperature", kLabels[static_cast<std::size_t>(*pressed)]);
    paragraph(ui, "Logits are divided by it first: cold makes one class win, hot makes all alike.",
              TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
    if (!model.player().at_end()) return;
    heading(ui, "Shares");
    probability_bars(ui, "bars", model.shares());
    if (button(ui, "take-softmax", "Take them to the loss")) ui.command("take-softmax");
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const SoftmaxModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Numbers");
    if (model.topic() == Topic::kRelu) {
        slider(ui, "rows", "Rows", settings.rows, 1, kMaxSide);
        slider(ui, "columns", "Columns", settings.columns, 1, kMaxSide);
        paragraph(ui, "Press a number of the left map to change it.", TextStyle::kSmall, Colour::kMuted);
        return space(ui, 14);
    }
    slider(ui, "classes", model.topic() == Topic::kBinary ? "Outputs" : "Classes", settings.classes, 2,
           kMostClasses);
    if (model.topic() == Topic::kCrossEntropy)
        slider(ui, "label", "True class", settings.label, 0, settings.classes - 1);
    paragraph(ui, "Press a number of the first row to change it.", TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
    if (model.topic() == Topic::kSoftmax) temperature_controls(ui, model);
}

}  // namespace shell::lesson_softmax
