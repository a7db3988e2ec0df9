// One card on the stage, and all of them to choose from.
#include <array>
#include <string>
#include <vector>

#include "shell/lessons/19_errata/model.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_errata {
namespace {

class ErrataView final : public SteppedView {
 public:
    explicit ErrataView(ErrataModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override;
    void evidence(Ui& ui, const ErratumCard& now);
    void right_form(Ui& ui, const ErratumCard& now);

    ErrataModel& model_;
};

void ErrataView::draw_stage(Ui& ui) {
    const ErratumCard& now = cards()[static_cast<std::size_t>(model_.card())];
    {
        const Card card(ui, "printed");
        const std::array source{muted_run(std::string(now.erratum.source))};
        card_heading(ui, "As printed", source);
        paragraph(ui, with_minus(std::string(now.erratum.printed)), TextStyle::kTitle);
        space(ui, 10);
        evidence(ui, now);
    }
    space(ui, 14);
    right_form(ui, now);
}

// Counted here, or to be looked at in the lesson that shows it.
void ErrataView::evidence(Ui& ui, const ErratumCard& now) {
    if (now.link.empty()) {
        heading(ui, "The evidence");
        for (const Figure& figure : now.figures) key_value(ui, figure.what, figure.text, Colour::kOutput);
        return;
    }
    if (button(ui, "evidence", "Show the evidence", ButtonLook::kQuiet))
        ui.command("follow", {{"link", now.link}});
    ImGui::SameLine(0, ui.px(10));
    const std::string place = "in " + now.lesson;
    draw_text_fit(ui, TextStyle::kSmall,
                  {ImGui::GetCursorScreenPos().x,
                   ImGui::GetCursorScreenPos().y + (ui.target() - ui.font_size(TextStyle::kSmall)) * 0.5F},
                  ui.colour(Colour::kMuted), place, ImGui::GetContentRegionAvail().x);
    ImGui::NewLine();
}

void ErrataView::right_form(Ui& ui, const ErratumCard& now) {
    const Card card(ui, "right");
    card_heading(ui, "What is right");
    if (model_.solved()) {
        paragraph(ui, with_minus(std::string(now.erratum.right)), TextStyle::kTitle, Colour::kOutput);
        return;
    }
    paragraph(ui, "Think first, then", TextStyle::kBody, Colour::kMuted);
    if (button(ui, "solve", "Show what is right", ButtonLook::kPrimary)) ui.command("next-side");
}

// Every card by its code, ordered by lecture as the codes are.
void ErrataView::draw_controls(Ui& ui) {
    heading(ui, "All cards");
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    for (std::size_t i = 0; i < cards().size(); ++i) {
        const std::string code(cards()[i].erratum.code);
        const float width = ui.px(52);
        if (i > 0 && ImGui::GetItemRectMax().x + ui.px(6) + width <= right) ImGui::SameLine(0, ui.px(6));
        const bool on = static_cast<int>(i) == model_.card();
        if (button(ui, "card." + std::to_string(i), code, on ? ButtonLook::kPrimary : ButtonLook::kQuiet,
                   Icon::kNone, true, width))
            ui.command("scrub", {{"t", 2 * static_cast<int>(i)}});
    }
    space(ui, 14);
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<ErrataView>(static_cast<ErrataModel&>(model));
}

}  // namespace shell::lesson_errata
