// The lesson on transposed convolution on the screen.
#include "shell/lessons/10_transposed/view.h"
#include "shell/lessons/view_stepped.h"

namespace shell::lesson_transposed {
namespace {

class TransposedView final : public SteppedView {
 public:
    explicit TransposedView(TransposedModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override { shell::lesson_transposed::draw_controls(ui, model_); }

    TransposedModel& model_;
    ViewState state_;
};

void TransposedView::draw_stage(Ui& ui) {
    state_.next_touched = {};
    switch (model_.settings().view) {
        case View::kSpread:
            draw_spread(ui, model_, state_);
            break;
        case View::kGather:
            draw_gather(ui, model_, state_);
            break;
        case View::kInverse:
            draw_inverse(ui, model_);
            break;
    }
    if (state_.next_touched != state_.touched) ui.wants_frame();
    state_.touched = state_.next_touched;
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<TransposedView>(static_cast<TransposedModel&>(model));
}

}  // namespace shell::lesson_transposed
