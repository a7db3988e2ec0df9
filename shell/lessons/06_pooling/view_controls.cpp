// The right column of the pooling lesson.
#include <array>

#include "core/ops/conventions.h"
#include "shell/lessons/06_pooling/view.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/view_window.h"
#include "shell/state/field_text.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/size_formula.h"
#include "shell/widgets/text.h"

namespace shell::lesson_pooling {
namespace {

void kind_controls(Ui& ui, const PoolingModel& model) {
    constexpr std::array<std::string_view, 5> kKinds{"Max", "Average", "Min", "Sum", "L2"};
    heading(ui, "Pooling");
    const int kind = static_cast<int>(model.settings().kind);
    if (const auto chosen = segmented(ui, "kind", kKinds, kind); chosen && *chosen != kind)
        ui.set("kind", kind_names()[static_cast<std::size_t>(*chosen)]);
    if (model.settings().kind == cnn::PoolKind::kAverage) {
        space(ui, 6);
        paragraph(ui, "Divide by the pixels of the picture, those and the padding, or the whole kernel:",
                  TextStyle::kSmall, Colour::kMuted);
        const int count = static_cast<int>(model.settings().count);
        if (const auto chosen = segmented(ui, "count", cnn::choice("average-count").labels, count);
            chosen && *chosen != count)
            ui.set("count", count_names()[static_cast<std::size_t>(*chosen)]);
    }
    const cnn::AxisPlan& x = model.window().x;
    if (x.reach() > x.input) {
        space(ui, 6);
        if (model.settings().kind == cnn::PoolKind::kAverage) convention_note(ui, "average-count");
        if (model.by_winner()) convention_note(ui, "max-padding");
    }
    if (const auto on = toggle(ui, "global", "Global: the whole picture", model.settings().global))
        ui.set("global", *on ? 1 : 0);
    key_value(ui, "Parameters", "0");
    space(ui, 14);
}

void shift_controls(Ui& ui, const PoolingModel& model) {
    heading(ui, "Move the picture");
    if (const auto right =
            stepper(ui, "shift_x", "To the right", model.settings().shift_x, -kMaxShift, kMaxShift))
        ui.set("shift_x", *right);
    if (const auto down = stepper(ui, "shift_y", "Down", model.settings().shift_y, -kMaxShift, kMaxShift))
        ui.set("shift_y", *down);
    if (model.shifts())
        key_value(ui, "Outputs as before",
                  std::to_string(model.survivors()) + " of " + std::to_string(model.cells()),
                  Colour::kOutput);
    space(ui, 14);
}

void picture_controls(Ui& ui, const PoolingModel& model) {
    heading(ui, "A whole picture");
    if (const auto side = number_field(ui, "picture", "Side (0: none)",
                                       static_cast<float>(model.settings().picture), 0, kMaxPicture))
        ui.set("picture", static_cast<int>(*side));
    if (const auto times = stepper(ui, "times", "Pooled", model.settings().times, 1, kMaxTimes))
        ui.set("times", *times);
    const std::vector<int> sizes = model.sizes();
    std::vector<Run> runs;
    for (const int size : sizes) {
        if (!runs.empty()) runs.push_back(muted_run(" → "));
        runs.push_back(output_run(std::to_string(size) + " × " + std::to_string(size)));
    }
    if (!runs.empty()) text_runs(ui, runs);
    ui.name_item("picture-sizes");
    space(ui, 14);
}

void input_controls(Ui& ui, const PoolingModel& model, ViewState& state) {
    constexpr std::array<std::string_view, 3> kLabels{"1 channel", "2 channels", "3 channels"};
    heading(ui, "Input");
    size_controls(ui, model.settings().window, kLimits);
    const int channels = model.settings().channels - 1;
    if (const auto chosen = segmented(ui, "channels", kLabels, channels); chosen && *chosen != channels)
        ui.set("channels", *chosen + 1);
    if (button(ui, "random-input", "Random")) ui.command("random-input");
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "clear-input", "Clear")) ui.command("clear-input");
    if (const auto on = toggle(ui, "paint", "Paint by dragging", state.painting)) state.painting = *on;
    if (state.painting)
        if (const auto brush = number_field(ui, "brush", "Brush", state.brush, -kMaxNumber, kMaxNumber))
            state.brush = *brush;
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const PoolingModel& model, ViewState& state) {
    kind_controls(ui, model);
    heading(ui, "Output size");
    size_formula(ui, model.window());
    if (const std::string unread = left_over_text(model.window()); !unread.empty())
        paragraph(ui, unread, TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
    if (!model.settings().global) window_controls(ui, model.settings().window, model.window(), kLimits);
    shift_controls(ui, model);
    picture_controls(ui, model);
    input_controls(ui, model, state);
}

}  // namespace shell::lesson_pooling
