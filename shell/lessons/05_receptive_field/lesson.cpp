// The lesson about dilation and receptive fields on the screen.
#include <algorithm>

#include "shell/lessons/05_receptive_field/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_receptive_field {
namespace {

class FieldView final : public SteppedView {
 public:
    explicit FieldView(FieldModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override {
        const float visible = ImGui::GetContentRegionAvail().y;
        const float rest = visible - kernel_height_ - ui.px(14) - ImGui::GetStyle().ItemSpacing.y;
        draw_stack(ui, model_, pointed_,
                   std::max(rest, ui.px(60) * static_cast<float>(model_.settings().layers + 1)));
        space(ui, 14);
        draw_kernel(ui, model_);
        const float height = ImGui::GetItemRectSize().y;
        if (height != kernel_height_) ui.wants_frame();
        kernel_height_ = height;
    }
    void draw_controls(Ui& ui) override { shell::lesson_receptive_field::draw_controls(ui, model_); }

    FieldModel& model_;
    Pointed pointed_;
    float kernel_height_ = 0;
};

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<FieldView>(static_cast<FieldModel&>(model));
}

}  // namespace shell::lesson_receptive_field
