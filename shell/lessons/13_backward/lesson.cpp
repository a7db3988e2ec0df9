// The lesson on the screen: phases, grids, the sum and the check on the stage.
#include <algorithm>

#include "shell/lessons/13_backward/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_backward {
namespace {

class BackwardView final : public SteppedView {
 public:
    explicit BackwardView(BackwardModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override { shell::lesson_backward::draw_controls(ui, model_); }

    BackwardModel& model_;
    ViewState state_;
};

void BackwardView::draw_stage(Ui& ui) {
    state_.next_touched = {};
    draw_phases(ui, model_);
    space(ui, 10);
    const float rest = ImGui::GetContentRegionAvail().y - state_.below - ImGui::GetStyle().ItemSpacing.y;
    draw_grids(ui, model_, state_, ui.phone() ? 0 : std::max(rest, ui.px(230)));
    const float top = ImGui::GetCursorPosY();
    space(ui, 12);
    draw_sum(ui, model_, state_);
    space(ui, 12);
    draw_check(ui, model_);
    const float below = ImGui::GetCursorPosY() - top;
    if (state_.next_touched != state_.touched || below > state_.below) ui.wants_frame();
    state_.touched = state_.next_touched;
    state_.below = std::max(state_.below, below);
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<BackwardView>(static_cast<BackwardModel&>(model));
}

}  // namespace shell::lesson_backward
