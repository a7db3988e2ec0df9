// The lesson on the screen: curves on top, coefficients below.
#include <algorithm>

#include "shell/lessons/12_fourier/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_fourier {
namespace {

class FourierView final : public SteppedView {
 public:
    explicit FourierView(FourierModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override {
        const float gap = ui.px(14) + 2 * ImGui::GetStyle().ItemSpacing.y;
        const float below = ui.px(ui.phone() ? 150 : 170);
        draw_curves(ui, model_, curves_,
                    std::max(ImGui::GetContentRegionAvail().y - below - gap, ui.px(ui.phone() ? 230 : 260)));
        space(ui, 14);
        draw_coefficients(ui, model_, below);
    }
    void draw_controls(Ui& ui) override { shell::lesson_fourier::draw_controls(ui, model_); }

    FourierModel& model_;
    Curves curves_;
};

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<FourierView>(static_cast<FourierModel&>(model));
}

}  // namespace shell::lesson_fourier
