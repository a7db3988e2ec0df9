// The lesson from dense to convolution on the screen: a matrix, or a count, on the stage.
#include "shell/lessons/09_sharing/view.h"
#include "shell/lessons/view_stepped.h"

namespace shell::lesson_sharing {
namespace {

class SharingView final : public SteppedView {
 public:
    explicit SharingView(SharingModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override {
        if (model_.is_matrix())
            draw_matrix(ui, model_, state_);
        else
            draw_counts(ui, model_);
    }
    void draw_controls(Ui& ui) override { shell::lesson_sharing::draw_controls(ui, model_); }

    SharingModel& model_;
    ViewState state_;
};

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<SharingView>(static_cast<SharingModel&>(model));
}

}  // namespace shell::lesson_sharing
