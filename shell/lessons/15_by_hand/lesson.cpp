// The lesson on the screen: the rows, the parameters with their gradients, the error over the updates.
#include "shell/lessons/15_by_hand/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_by_hand {
namespace {

class ByHandView final : public SteppedView {
 public:
    explicit ByHandView(ByHandModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override { shell::lesson_by_hand::draw_controls(ui, model_); }
    float usual_pace() const override { return 4; }

    ByHandModel& model_;
    ViewState state_;
};

void ByHandView::draw_stage(Ui& ui) {
    state_.next_row = -1;
    draw_rows(ui, model_, state_);
    space(ui, 10);
    draw_parameters(ui, model_);
    space(ui, 10);
    draw_errors(ui, model_);
    if (state_.next_row != state_.row) ui.wants_frame();
    state_.row = state_.next_row;
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<ByHandView>(static_cast<ByHandModel&>(model));
}

}  // namespace shell::lesson_by_hand
