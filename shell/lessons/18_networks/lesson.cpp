// The lesson of the networks on the screen.
#include "shell/lessons/18_networks/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/text.h"

namespace shell::lesson_networks {
namespace {

class NetworksView final : public SteppedView {
 public:
    explicit NetworksView(NetworksModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override {
        draw_shares(ui, model_);
        space(ui, 14);
        if (shown_ != model_.layer()) reveal_ = 2;
        shown_ = model_.layer();
        draw_layers(ui, model_, reveal_ > 0);
        if (reveal_ > 0 && --reveal_ > 0) ui.wants_frame();
    }
    void draw_controls(Ui& ui) override { shell::lesson_networks::draw_controls(ui, model_); }

    NetworksModel& model_;
    int shown_ = 0;   // the layer that the last frame had
    int reveal_ = 0;  // frames left to bring it into view: the first one may not yet know how far it scrolls
};

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<NetworksView>(static_cast<NetworksModel&>(model));
}

}  // namespace shell::lesson_networks
