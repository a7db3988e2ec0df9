// The lesson on kernels and pictures on the screen: the pictures, and one neighbourhood in numbers.
#include "shell/lessons/08_pictures/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_pictures {
namespace {

class PicturesView final : public SteppedView {
 public:
    explicit PicturesView(PicturesModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override { shell::lesson_pictures::draw_controls(ui, model_); }

    PicturesModel& model_;
    ViewState state_;
};

void PicturesView::draw_stage(Ui& ui) {
    state_.next_touched = {};
    if (!model_.settings().numbers()) {
        draw_pictures(ui, model_);
        space(ui, 14);
    }
    draw_neighbourhood(ui, model_, state_);
    if (state_.next_touched != state_.touched) ui.wants_frame();
    state_.touched = state_.next_touched;
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<PicturesView>(static_cast<PicturesModel&>(model));
}

}  // namespace shell::lesson_pictures
