// The signals lesson on the screen: the three lines, and below them the sum of the current output.
#include <algorithm>

#include "shell/lessons/03_signals/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_signals {
namespace {

class SignalsView final : public SteppedView {
 public:
    explicit SignalsView(SignalsModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override {
        state_.next_touched = {};
        const float gap = ui.px(14) + ImGui::GetStyle().ItemSpacing.y;
        const float rest = ImGui::GetContentRegionAvail().y - state_.sum_height - gap;
        draw_lines(ui, model_, state_, rest);
        space(ui, 14);
        draw_sum(ui, model_, state_);
        if (state_.next_touched != state_.touched) ui.wants_frame();
        state_.touched = state_.next_touched;
    }
    void draw_controls(Ui& ui) override { shell::lesson_signals::draw_controls(ui, model_); }

    SignalsModel& model_;
    ViewState state_;
};

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<SignalsView>(static_cast<SignalsModel&>(model));
}

}  // namespace shell::lesson_signals
