// The size formula, one line per step, in the colours of whose numbers they are.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "shell/lessons/04_size/view.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/view_window.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_size {
namespace {

Colour colour_of(int line) {
    constexpr std::array<Colour, kFormulaSteps> kColours{Colour::kInput, Colour::kInput,  Colour::kKernel,
                                                         Colour::kText,  Colour::kKernel, Colour::kText,
                                                         Colour::kOutput};
    return kColours[static_cast<std::size_t>(line)];
}

void append_axis(std::vector<Run>& runs, const FormulaLine& line, Colour colour) {
    const std::string value = short_number(static_cast<float>(line.value), 6);
    if (line.terms != value) runs.push_back(plain_run(line.terms + " = "));
    runs.push_back({value, colour, true});
}

void dialect_rows(Ui& ui, const SizeModel& model) {
    heading(ui, "In the frameworks' words");
    for (const Dialect& one : dialects(model.settings())) {
        const std::string name = std::string(one.framework) + ": " + std::string(one.words);
        paragraph(ui, name, TextStyle::kSmall, Colour::kMuted);
        if (one.output == 0)
            key_value(ui, "–", one.reason, Colour::kMuted);
        else
            key_value(ui, "padding " + std::to_string(one.pad_before) + " + " + std::to_string(one.pad_after),
                      std::to_string(one.output), Colour::kOutput);
    }
    space(ui, 6);
    convention_note(ui, "same-uneven");
    if (model.settings().window.spec.ceil) convention_note(ui, "ceil-last-window");
    space(ui, 14);
}

}  // namespace

void draw_formula(Ui& ui, const SizeModel& model) {
    const Card card(ui, "formula");
    const std::vector<FormulaLine> y = formula_of(model.window().y, model.settings());
    const std::vector<FormulaLine> x = formula_of(model.window().x, model.settings());
    for (int i = 0; i < kFormulaSteps; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const bool shown = i <= model.formula_step();
        std::vector<Run> runs{
            i == model.player().t ? Run{x[at].what, Colour::kText, true} : muted_run(x[at].what),
            muted_run("   ")};
        if (!shown) {
            runs.push_back(muted_run("…"));
        } else {
            append_axis(runs, x[at], colour_of(i));
            if (x[at].terms != y[at].terms) {
                runs.push_back(muted_run("   and rows   "));
                append_axis(runs, y[at], colour_of(i));
            }
        }
        text_runs(ui, runs);
        ui.name_item("formula." + std::to_string(i));
    }
}

void draw_controls(Ui& ui, const SizeModel& model) {
    const Settings& settings = model.settings();
    const auto fits = [&](const SquareWindow& window) {
        Settings tried = settings;
        tried.window = window;
        tried.output_padding = std::min(tried.output_padding, most_output_padding(tried));
        return plan_sizes(tried).ok();
    };
    window_controls(ui, settings.window, model.window(), kLimits, fits);
    heading(ui, settings.transposed ? "Small picture" : "Input");
    size_controls(ui, settings.window, kLimits, fits);
    if (const auto on = toggle(ui, "transposed", "Transposed: from small to large", settings.transposed))
        ui.set("transposed", *on ? 1 : 0);
    if (settings.transposed)
        if (const auto pixels = stepper(ui, "output_padding", "Output padding", settings.output_padding, 0,
                                        most_output_padding(settings)))
            ui.set("output_padding", *pixels);
    space(ui, 14);
    if (model.size_shown() && !settings.transposed) dialect_rows(ui, model);
}

}  // namespace shell::lesson_size
