// The convolution lesson on the screen: grids and sum on the stage.
#include <algorithm>

#include "shell/lessons/01_convolution/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_convolution {
namespace {

constexpr float kGridsOnPhone = 360;  // design pixels: with the controls pulled up the numbers stay readable

class ConvolutionView final : public SteppedView {
 public:
    explicit ConvolutionView(ConvolutionModel& model) : SteppedView(model), model_(model) {
        state_.convention = model.settings().convention;
    }

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override { shell::lesson_convolution::draw_controls(ui, model_, state_); }
    void follow_cursor();

    ConvolutionModel& model_;
    ViewState state_;
};

// Where not all sheets fit, the one at the cursor is shown until the learner picks another.
void ConvolutionView::follow_cursor() {
    const Cursor cursor = model_.cursor();
    if (state_.last_t != model_.player().t) {
        const auto per_channel = model_.products_per_cell() / model_.settings().channels;
        state_.channel = std::min(cursor.term / per_channel, model_.settings().channels - 1);
        state_.filter = cursor.filter;
    }
    state_.channel = std::min(state_.channel, model_.settings().channels - 1);
    state_.filter = std::min(state_.filter, model_.settings().filters - 1);
}

void ConvolutionView::draw_stage(Ui& ui) {
    follow_cursor();
    if (state_.convention != model_.settings().convention) state_.turn = ui.reduced_motion ? 1.0F : 0.0F;
    state_.convention = model_.settings().convention;
    state_.next_touched = {};

    // Grids and sum share the stage; on a phone the grids alone fill what is seen of it.
    const float visible = ImGui::GetContentRegionAvail().y;
    const float rest = visible - state_.sum_height - ui.px(14) - ImGui::GetStyle().ItemSpacing.y;
    draw_grids(ui, model_, state_,
               ui.phone() ? std::max(visible, ui.px(kGridsOnPhone)) : std::max(rest, ui.px(280)));
    space(ui, 14);
    draw_sum(ui, model_, state_);

    if (state_.next_touched != state_.touched) ui.wants_frame();
    state_.touched = state_.next_touched;
    state_.last_t = model_.player().t;
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<ConvolutionView>(static_cast<ConvolutionModel&>(model));
}

}  // namespace shell::lesson_convolution
