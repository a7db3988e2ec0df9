// The lesson on channels on the screen: a layer, a count, or a colour picture on the stage.
#include "shell/lessons/07_channels/view.h"
#include "shell/lessons/view_stepped.h"

namespace shell::lesson_channels {
namespace {

class ChannelsView final : public SteppedView {
 public:
    explicit ChannelsView(ChannelsModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override { shell::lesson_channels::draw_controls(ui, model_); }

    ChannelsModel& model_;
    ViewState state_;
};

void ChannelsView::draw_stage(Ui& ui) {
    switch (model_.settings().topic) {
        case Topic::kWindow:
            return draw_layer(ui, model_, state_);
        case Topic::kCount:
            return draw_count(ui, model_);
        case Topic::kSplit:
            return draw_split(ui, model_);
    }
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<ChannelsView>(static_cast<ChannelsModel&>(model));
}

}  // namespace shell::lesson_channels
