// The lesson's regions: menus in the header, cards on the stage, run and settings in the right column,
// transport below.
#include <algorithm>
#include <array>
#include <utility>

#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/lessons/view.h"
#include "shell/session.h"
#include "shell/state/short_number.h"
#include "shell/widgets/text.h"
#include "shell/widgets/transport_bar.h"

namespace shell::lesson_mnist {
namespace {

// The stage goes as far as it must to show the part, or its beginning where there is no room for all of it.
void reveal(Ui& ui, Reach part) {
    const float edge = ImGui::GetWindowPos().y;
    const float height = ImGui::GetWindowHeight();
    const float top = part.top - ui.px(16) - edge;
    const float bottom = part.bottom + ui.px(16) - edge;
    if (top >= 0 && bottom <= height) return;
    const bool from_below = top >= 0 && bottom - top <= height;
    ImGui::SetScrollFromPosY(from_below ? bottom : top, from_below ? 1.0F : 0.0F);
    ui.wants_frame();
}

// The confusion matrix's card is no higher than this, and beside the image up to kMatrixWide wide where half
// of the stage is less: its cells hold counts of four digits.
constexpr float kMatrixHigh = 480;
constexpr float kMatrixWide = 400;
constexpr float kImageWide = 280;  // what the image beside it keeps

float matrix_width(const Ui& ui, const Columns& pair) {
    if (pair.count == 1) return pair.width;
    return std::max(pair.width, std::min(ui.px(kMatrixWide), 2 * pair.width - ui.px(kImageWide)));
}

Reach last_item() { return {ImGui::GetItemRectMin().y, ImGui::GetItemRectMax().y}; }

class MnistView final : public LessonView {
 public:
    explicit MnistView(MnistModel& model) : model_(model) {}

    void header(Ui& ui) override {
        network_menu(ui, model_);
        ImGui::SameLine();
        data_menu(ui, model_);
    }

    void stage(Ui& ui) override {
        if (model_.training()) ui.wants_frame(1.0 / 12.0);
        const Columns one = columns(ui, 1);
        const Columns pair = columns(ui, 2);
        // Before the first update a phone, which has no column beside the stage, says there what the lesson
        // is.
        const bool not_begun = model_.data() != nullptr && !model_.begins_from_file() &&
                               (model_.run() == nullptr || model_.run()->step == 0);
        title(ui, model_.title(),
              ui.phone() && not_begun ? lead_of(ui.session->entry()) + " Press Train and watch."
                                      : model_.advice());
        if (notices(ui, model_)) next_column(ui, one, 1);
        if (model_.setup().data_info().points()) return points_stage(ui);
        if (model_.setup().data_info().predicts_numbers()) return numbers_stage(ui);
        chain_card(ui, model_, memory_);
        next_column(ui, one, 1);
        const float chart = std::clamp(ImGui::GetWindowHeight() * 0.32F, ui.px(200), ui.px(340));
        loss_card(ui, model_, pair.width, chart);
        next_column(ui, pair, 1);
        accuracy_card(ui, model_, pair.width, chart);
        next_column(ui, one, 1);
        inside(ui);
        next_column(ui, one, 1);
        const bool beside = pair.count > 1;
        const float matrix = matrix_width(ui, pair);
        // As high as the matrix of its width, so that counts of four digits can be read on a phone too.
        const float image = std::min(matrix + ui.px(ui.phone() ? 88 : 72), ui.px(kMatrixHigh));
        confusion_card(ui, model_, memory_, matrix, image, beside);
        next_column(ui, pair, 1);
        // Alone it is as high as its content.
        image_card(ui, model_, 2 * pair.width - matrix, beside ? image : 0);
        if (std::exchange(memory_.reveal_image, false)) reveal(ui, last_item());
        next_column(ui, one, 1);
        gallery_card(ui, model_);
        if (std::exchange(memory_.reveal_gallery, false)) reveal(ui, last_item());
        next_column(ui, one, 1);
        measures_card(ui, model_, memory_);
    }

    void controls(Ui& ui) override {
        run_numbers(ui, model_);
        your_digit(ui, model_);
        settings(ui, model_, memory_);
        take_along(ui, model_);
    }

    void transport(Ui& ui) override;

 private:
    void points_stage(Ui& ui);
    void numbers_stage(Ui& ui);
    void inside(Ui& ui);

    MnistModel& model_;
    Memory memory_;
};

// The plane stands first, because it shows at once what is learned; images there are none.
void MnistView::points_stage(Ui& ui) {
    const Columns one = columns(ui, 1);
    const Columns pair = columns(ui, 2);
    const float height = std::min(pair.width + ui.px(20), ui.px(520));
    plane_card(ui, model_, memory_.plane, pair.width, height);
    next_column(ui, pair, 1);
    ImGui::BeginGroup();
    const float half = std::floor((height - pair.gap) * 0.5F);
    loss_card(ui, model_, pair.width, half);
    space(ui, 14);
    accuracy_card(ui, model_, pair.width, half);
    ImGui::EndGroup();
    next_column(ui, one, 1);
    chain_card(ui, model_, memory_);
    next_column(ui, one, 1);
    inside(ui);
    next_column(ui, one, 1);
    confusion_card(ui, model_, memory_, pair.width, pair.width + ui.px(72), false);
    next_column(ui, one, 1);
    measures_card(ui, model_, memory_);
}

// Without classes there is nothing to be confused, and no accuracy: each row has its number.
void MnistView::numbers_stage(Ui& ui) {
    const Columns one = columns(ui, 1);
    const Columns pair = columns(ui, 2);
    numbers_card(ui, model_, pair.width);
    const float beside = ImGui::GetItemRectSize().y;
    next_column(ui, pair, 1);
    loss_card(ui, model_, pair.width, pair.count > 1 ? beside : ui.px(260));
    next_column(ui, one, 1);
    chain_card(ui, model_, memory_);
    next_column(ui, one, 1);
    inside(ui);
}

// A number or a weight that was chosen is taken apart where it can be seen.
void MnistView::inside(Ui& ui) {
    // A card off the stage is not laid out: it is brought there first, and it and its columns have the height
    // of what is new in them a frame after that was drawn.
    constexpr int kFrames = 4;
    if (std::exchange(memory_.times_chosen, model_.times_chosen()) != model_.times_chosen())
        memory_.reveal_explained = kFrames;
    const std::optional<Reach> explained = inside_card(ui, model_, memory_);
    if (memory_.reveal_explained == 0) return;
    --memory_.reveal_explained;
    reveal(ui, explained && ImGui::IsItemVisible() ? *explained : last_item());
    ui.wants_frame();
}

void MnistView::transport(Ui& ui) {
    const cnn::Snapshot* run = model_.run();
    const bool ready = model_.data() != nullptr;
    const bool training = model_.training();
    const bool finished = model_.finished();
    const char* const train_tip = training   ? "Pause (Space)"
                                  : finished ? "All epochs are done; M trains on"
                                             : "Train (Space)";
    const std::array<TransportButton, 4> buttons = {{
        {"start-over", Icon::kReset, "Start over with fresh weights (R)", false, ready},
        {"train", training ? Icon::kPause : Icon::kPlay, train_tip, true, !finished},
        {"step", Icon::kForward, "One update (S)", false, ready && !training},
        {"epoch", Icon::kForwardCell, "To the end of the epoch (E)", false, ready && !training && !finished},
    }};
    TransportBar bar;
    bar.buttons = buttons;
    bar.scrub = false;
    std::string left = model_.begins_from_file() ? "no update yet" : "not trained yet";
    std::string right = model_.place();
    if (run != nullptr && run->steps_per_epoch > 0 && run->step > 0) {
        // The batch that was done last, in its epoch.
        const auto batch = static_cast<int>((run->step - 1) % run->steps_per_epoch) + 1;
        bar.progress = static_cast<float>(batch) / static_cast<float>(run->steps_per_epoch);
        left = "batch " + count_text(batch) + " of " + count_text(run->steps_per_epoch);
        if (!finished) right += " · " + percent_text(static_cast<double>(bar.progress), 0);
    }
    bar.left_label = left;
    bar.right_label = right;
    const TransportAnswer answer = transport_bar(ui, bar);
    if (answer.button) ui.command(buttons[static_cast<std::size_t>(*answer.button)].name);
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<MnistView>(
        static_cast<MnistModel&>(model));  // registry: made for this lesson's model
}

}  // namespace shell::lesson_mnist
