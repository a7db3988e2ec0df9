// The lesson on the screen: picture, three kernels with their outputs, and the formula with its numbers.
#include <algorithm>

#include "shell/lessons/02_correlation/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_correlation {
namespace {

class CorrelationView final : public SteppedView {
 public:
    explicit CorrelationView(CorrelationModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override;

    CorrelationModel& model_;
    ViewState state_;
};

void CorrelationView::draw_stage(Ui& ui) {
    state_.next_touched = {};
    const float gap = ui.px(14) + ImGui::GetStyle().ItemSpacing.y;
    const float rest = ImGui::GetContentRegionAvail().y - state_.sum_height - gap;
    draw_sheets(ui, model_, state_, rest);
    space(ui, 14);
    draw_sums(ui, model_, state_);
    if (state_.next_touched != state_.touched) ui.wants_frame();
    state_.touched = state_.next_touched;
}

void CorrelationView::draw_controls(Ui& ui) {
    const Settings& settings = model_.settings();
    draw_formula(ui, model_);
    heading(ui, "Kernel");
    const auto slider = [&](const char* key, const char* label, int now, int high) {
        if (const auto value = slider_row(ui, key, label, now, 1, high)) ui.set(key, *value);
    };
    slider("kernel_height", "Rows", settings.kernel_height, std::min(kMaxKernel, settings.height));
    slider("kernel_width", "Columns", settings.kernel_width, std::min(kMaxKernel, settings.width));
    if (button(ui, "turn-kernel", "Half turn", ButtonLook::kQuiet, Icon::kRotate)) ui.command("turn-kernel");
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "mirror-kernel", "Mirror columns")) ui.command("mirror-kernel");
    space(ui, 14);
    heading(ui, "Input");
    slider("height", "Rows", settings.height, kMaxSide);
    slider("width", "Columns", settings.width, kMaxSide);
    if (button(ui, "random-numbers", "Random")) ui.command("random-numbers");
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "clear-input", "Clear")) ui.command("clear-input");
    space(ui, 14);
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<CorrelationView>(static_cast<CorrelationModel&>(model));
}

}  // namespace shell::lesson_correlation
