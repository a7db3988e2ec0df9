// The lesson on the screen: the sum on top, filter and matrix side by side, the transforms below.
#include <algorithm>

#include "shell/lessons/11_four_views/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_four_views {

std::uint8_t Stage::lit(Touched::What what, int index) const {
    const bool same = state.touched == Touched{what, index};  // the same number in another view
    return same || model.reaches(state.touched, {what, index}) ? kTouched : kPlain;
}

std::uint8_t Stage::output_mark(int output) const {
    int mark = lit(Touched::What::kOutput, output);
    if (output > cursor.output) mark |= kPending;
    if (output == cursor.output) mark |= cursor.result ? kCurrent : kCurrent | kDots;
    return static_cast<std::uint8_t>(mark);
}

namespace {

class FourViewsView final : public SteppedView {
 public:
    explicit FourViewsView(FourViewsModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override { shell::lesson_four_views::draw_controls(ui, model_); }

    FourViewsModel& model_;
    ViewState state_;
};

void FourViewsView::draw_stage(Ui& ui) {
    state_.next_touched = {};
    const Stage stage{ui, model_, state_, model_.cursor()};
    const float gap = ui.px(14) + 2 * ImGui::GetStyle().ItemSpacing.y;
    const float waves = model_.product() ? state_.wave_height + gap : 0;
    const float rest = ImGui::GetContentRegionAvail().y - state_.sum_height - gap - waves;
    draw_sum(stage);
    space(ui, 14);
    const Columns pair = columns(ui, 2);
    const float height = pair.count == 1 ? 0 : std::max(rest, ui.px(256));
    next_column(ui, pair, 0);
    draw_sliding(stage, pair.width, height);
    next_column(ui, pair, 1);
    draw_matrix(stage, pair.width, height);
    if (model_.product()) {
        space(ui, 14);
        draw_waves(stage);
    }
    if (state_.next_touched != state_.touched) ui.wants_frame();
    state_.touched = state_.next_touched;
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<FourViewsView>(static_cast<FourViewsModel&>(model));
}

}  // namespace shell::lesson_four_views
