// The convolution lesson on the screen: example menu, stage, controls, transport.
#include <algorithm>
#include <array>
#include <vector>

#include "shell/lessons/01_convolution/view.h"
#include "shell/lessons/01_convolution/words.h"
#include "shell/session.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"
#include "shell/widgets/transport_bar.h"

namespace shell::lesson_convolution {
namespace {

constexpr float kGridsOnPhone = 360;  // design pixels: with the controls pulled up the numbers stay readable
constexpr float kUsualPace = 2;       // steps per second that the speed menu calls 1x

// Worked examples under the names of their lectures.
std::vector<MenuRow> example_rows(std::vector<std::string>& codes) {
    std::vector<MenuRow> rows;
    std::string_view source;
    for (const WorkedExample& example : worked_examples()) {
        if (example.source != source) {
            source = example.source;
            rows.push_back({"", std::string(source), "", true});
            codes.emplace_back();
        }
        rows.push_back({std::string(example.code), std::string(example.title), "", false});
        codes.emplace_back(example.code);
    }
    return rows;
}

std::string place_label(const ConvolutionModel& model) {
    const Cursor cursor = model.cursor();
    const std::string cell =
        "cell " + std::to_string(cursor.cell + 1) + " of " + std::to_string(model.cells());
    if (cursor.result) return cell + " · result";
    return cell + " · term " + std::to_string(cursor.term + 1) + " of " +
           std::to_string(model.products_per_cell());
}

class ConvolutionView final : public LessonView {
 public:
    explicit ConvolutionView(ConvolutionModel& model) : model_(model) {
        state_.convention = model.settings().convention;
    }

    void header(Ui& ui) override;
    void stage(Ui& ui) override;
    void controls(Ui& ui) override { draw_controls(ui, model_, state_); }
    void transport(Ui& ui) override;

 private:
    void follow_cursor();

    ConvolutionModel& model_;
    ViewState state_;
};

void ConvolutionView::header(Ui& ui) {
    std::vector<std::string> codes;
    const std::vector<MenuRow> rows = example_rows(codes);
    const WorkedExample* open = model_.example();
    std::string label = "Examples";
    int chosen = -1;
    if (open != nullptr) {
        label = ui.phone()
                    ? std::string(open->code)
                    : menu_label(ui, "Example", std::string(open->code) + " " + std::string(open->title));
        chosen = static_cast<int>(std::find(codes.begin(), codes.end(), open->code) - codes.begin());
    }
    if (const auto pressed = menu(ui, "examples", label, rows, chosen))
        ui.command("open-example", {{"code", codes[static_cast<std::size_t>(*pressed)]}});
}

// Where not all sheets fit, the one at the cursor is shown until the learner picks another.
void ConvolutionView::follow_cursor() {
    const Cursor cursor = model_.cursor();
    if (state_.last_t != model_.player().t) {
        const auto per_channel = model_.products_per_cell() / model_.settings().channels;
        state_.channel = std::min(cursor.term / per_channel, model_.settings().channels - 1);
        state_.filter = cursor.filter;
    }
    state_.channel = std::min(state_.channel, model_.settings().channels - 1);
    state_.filter = std::min(state_.filter, model_.settings().filters - 1);
}

void ConvolutionView::stage(Ui& ui) {
    follow_cursor();
    if (state_.convention != model_.settings().convention) state_.turn = ui.reduced_motion ? 1.0F : 0.0F;
    state_.convention = model_.settings().convention;
    state_.next_touched = {};

    // As many lines as the sentence of any usual step needs: the grids stand still while stepping.
    // Before the first step a phone, which has no column beside the stage, says there what the lesson is.
    const bool not_begun = model_.player().t == 0 && !model_.player().playing;
    title(ui, stage_title(model_),
          ui.phone() && not_begun ? lead_of(ui.session->entry()) : with_minus(step_sentence(model_)),
          ui.phone() ? 3 : 2);
    // Grids and sum share the stage; on a phone the grids alone fill what is seen of it.
    const float visible = ImGui::GetContentRegionAvail().y;
    const float rest = visible - state_.sum_height - ui.px(14) - ImGui::GetStyle().ItemSpacing.y;
    draw_grids(ui, model_, state_,
               ui.phone() ? std::max(visible, ui.px(kGridsOnPhone)) : std::max(rest, ui.px(280)));
    space(ui, 14);
    draw_sum(ui, model_, state_);

    if (state_.next_touched != state_.touched) ui.wants_frame();
    state_.touched = state_.next_touched;
    state_.last_t = model_.player().t;
}

void ConvolutionView::transport(Ui& ui) {
    const Player& player = model_.player();
    const bool at_start = player.t == 0;
    const bool at_end = player.at_end();
    const std::array buttons{
        TransportButton{"first", Icon::kFirst, "To the first term (Home)", false, !at_start},
        TransportButton{"back-cell", Icon::kBackCell, "One output cell back (Shift+Left)", false, !at_start},
        TransportButton{"back-term", Icon::kBack, "One term back (Left)", false, !at_start},
        TransportButton{"play-pause", player.playing ? Icon::kPause : Icon::kPlay,
                        player.playing ? "Pause (Space)" : "Play (Space)", true, true},
        TransportButton{"next-term", Icon::kForward, "One term forward (Right)", false, !at_end},
        TransportButton{"next-cell", Icon::kForwardCell, "One output cell forward (Shift+Right)", false,
                        !at_end},
        TransportButton{"last", Icon::kLast, "To the last number (End)", false, !at_end}};
    std::vector<float> factors;
    for (const float speed : speeds()) factors.push_back(speed / kUsualPace);
    const std::string label = place_label(model_);

    TransportBar bar;
    bar.buttons = buttons;
    bar.position = player.t;
    bar.last = player.count - 1;
    bar.tick_every = model_.steps_per_cell();
    bar.right_label = label;
    bar.speeds = factors;
    bar.speed = player.speed / kUsualPace;
    bar.loop = player.loop;
    const TransportAnswer answer = transport_bar(ui, bar);
    if (answer.button) ui.command(buttons[static_cast<std::size_t>(*answer.button)].name);
    if (answer.position) ui.command("scrub", {{"t", *answer.position}});
    if (answer.speed) ui.command("speed", {{"value", *answer.speed * kUsualPace}});
    if (answer.loop) ui.command("loop");
}

}  // namespace

std::string with_minus(std::string text) {
    for (std::size_t at = 0; (at = text.find(" -", at)) != std::string::npos; ++at) {
        const char next = at + 2 < text.size() ? text[at + 2] : ' ';
        if (next == ' ' || (next >= '0' && next <= '9')) text.replace(at + 1, 1, "−");
    }
    return text;
}

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<ConvolutionView>(static_cast<ConvolutionModel&>(model));
}

}  // namespace shell::lesson_convolution
