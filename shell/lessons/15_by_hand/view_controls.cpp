// The right column: repairs, rate, start, and the line of least squares.
#include "shell/lessons/15_by_hand/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_by_hand {

void draw_controls(Ui& ui, const ByHandModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Repairs");
    if (toggle(ui, "scaled", "Scale the columns", settings.scaled)) ui.command("scaled");
    if (toggle(ui, "averaged", "Gradient with 1 / n", settings.averaged)) ui.command("averaged");
    space(ui, 14);

    heading(ui, "Training");
    if (const auto rate = number_field(ui, "rate", "Rate", settings.rate, 0, 10)) ui.set("rate", *rate);
    if (const auto updates = slider_row(ui, "updates", "Updates", settings.updates, 1, kMostUpdates))
        ui.set("updates", *updates);
    if (button(ui, "random-start", "Other random start")) ui.command("random-start");
    paragraph(ui,
              "In the first round press a parameter to change it; unscaled, also ages, weights and heights.",
              TextStyle::kSmall, Colour::kMuted);
    const cnn::HandRound round = model.round(model.cursor().update);
    key_value(ui, "Hidden numbers alive",
              model.reached(Stage::kA1) ? std::to_string(round.alive) + " of 20" : "…");
    key_value(ui, "Error after all updates", short_number(model.errors().back()));
    if (settings.scaled) {
        key_value(ui, "Loss at first, scaled", short_number(model.loss_after(0)));
        key_value(ui, "Loss after all, scaled", short_number(model.loss_after(settings.updates)));
    }
    space(ui, 14);

    heading(ui, "Line of least squares");
    const cnn::Line& line = model.line();
    paragraph(ui, with_minus(line_text(line)));
    key_value(ui, "Its error", short_number(static_cast<float>(line.error), 6));
    space(ui, 14);
}

}  // namespace shell::lesson_by_hand
