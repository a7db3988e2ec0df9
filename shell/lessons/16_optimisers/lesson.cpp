// The lesson on the screen: two columns of quantities, or a surface with paths.
#include <array>

#include "shell/lessons/16_optimisers/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_optimisers {
namespace {

class OptimisersView final : public SteppedView {
 public:
    explicit OptimisersView(OptimisersModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override { shell::lesson_optimisers::draw_controls(ui, model_); }

    OptimisersModel& model_;
};

void OptimisersView::draw_stage(Ui& ui) {
    constexpr std::array<std::string_view, 2> kLooks{"One weight", "A surface"};
    const int look = model_.on_surface() ? 1 : 0;
    if (const auto pressed = segmented(ui, "look", kLooks, look); pressed && *pressed != look)
        ui.set("look", look_names()[static_cast<std::size_t>(*pressed)]);
    space(ui, 10);
    model_.on_surface() ? draw_surface(ui, model_) : draw_tracks(ui, model_);
}

}  // namespace

Colour colour_of(std::size_t index) {
    constexpr std::array<Colour, 3> kColours{Colour::kKernel, Colour::kInput, Colour::kOutput};
    return kColours[index];
}

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<OptimisersView>(static_cast<OptimisersModel&>(model));
}

}  // namespace shell::lesson_optimisers
