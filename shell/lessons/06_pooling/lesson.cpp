// The pooling lesson on the screen.
#include <algorithm>

#include "shell/lessons/06_pooling/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_pooling {
namespace {

class PoolingView final : public SteppedView {
 public:
    explicit PoolingView(PoolingModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override {
        state_.next_touched = {};
        const float visible = ImGui::GetContentRegionAvail().y;
        const float rest = visible - state_.sum_height - ui.px(14) - ImGui::GetStyle().ItemSpacing.y;
        draw_grids(ui, model_, state_, ui.phone() ? 0 : std::max(rest, ui.px(240)));
        space(ui, 14);
        draw_window(ui, model_, state_);
        if (state_.next_touched != state_.touched) ui.wants_frame();
        state_.touched = state_.next_touched;
    }
    void draw_controls(Ui& ui) override { shell::lesson_pooling::draw_controls(ui, model_, state_); }

    PoolingModel& model_;
    ViewState state_;
};

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<PoolingView>(static_cast<PoolingModel&>(model));
}

}  // namespace shell::lesson_pooling
