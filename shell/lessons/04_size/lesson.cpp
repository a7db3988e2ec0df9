// The lesson of sizes on the screen.
#include <algorithm>

#include "shell/lessons/04_size/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_size {
namespace {

class SizeView final : public SteppedView {
 public:
    explicit SizeView(SizeModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override {
        const float visible = ImGui::GetContentRegionAvail().y;
        const float rest = visible - formula_height_ - ui.px(14) - ImGui::GetStyle().ItemSpacing.y;
        draw_map(ui, model_, touched_, ui.phone() ? ui.px(300) : std::max(rest, ui.px(260)));
        space(ui, 14);
        draw_formula(ui, model_);
        const float height = ImGui::GetItemRectSize().y;
        if (height != formula_height_) ui.wants_frame();
        formula_height_ = height;
    }
    void draw_controls(Ui& ui) override { shell::lesson_size::draw_controls(ui, model_); }

    SizeModel& model_;
    Touched touched_;
    float formula_height_ = 0;
};

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<SizeView>(static_cast<SizeModel&>(model));
}

}  // namespace shell::lesson_size
