// The lesson on the screen: topics, the rows of numbers, and what comes out.
#include <array>

#include "shell/lessons/14_softmax/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_softmax {
namespace {

class SoftmaxView final : public SteppedView {
 public:
    explicit SoftmaxView(SoftmaxModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override { shell::lesson_softmax::draw_controls(ui, model_); }

    SoftmaxModel& model_;
    ViewState state_;
};

void SoftmaxView::draw_stage(Ui& ui) {
    constexpr std::array<std::string_view, 4> kTopics{"ReLU", "Softmax", "Cross-entropy", "Binary"};
    const auto topic = static_cast<int>(model_.topic());
    if (const auto pressed = segmented(ui, "topic", kTopics, topic); pressed && *pressed != topic)
        ui.set("topic", topic_names()[static_cast<std::size_t>(*pressed)]);
    space(ui, 10);
    state_.next_hovered = -1;
    draw_rows(ui, model_, state_);
    space(ui, 12);
    draw_result(ui, model_);
    if (state_.next_hovered != state_.hovered) ui.wants_frame();
    state_.hovered = state_.next_hovered;
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<SoftmaxView>(static_cast<SoftmaxModel&>(model));
}

}  // namespace shell::lesson_softmax
