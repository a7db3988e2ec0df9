// The stack as rows of units, the top layer above, the picture below; lines are the taps that were followed.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "shell/lessons/05_receptive_field/view.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_receptive_field {
namespace {

struct Stack {
    Ui& ui;
    const FieldModel& model;
    const Pointed& pointed;
    ImVec2 origin;
    float width = 0;
    float cell = 0;
    float row = 0;  // from one level to the next

    int layers() const { return model.settings().layers; }
    ImVec2 corner(int level, int unit) const {
        const float used = cell * static_cast<float>(model.units(level));
        return origin + ImVec2(std::round((width - used) * 0.5F) + cell * static_cast<float>(unit),
                               row * static_cast<float>(layers() - level) + ui.px(18));
    }
    ImVec2 side() const { return {std::max(cell - ui.px(2), 2.0F), height()}; }
    float height() const { return std::clamp(cell - ui.px(2), ui.px(12), ui.px(30)); }
};

// What lights up with what is pointed at: units below it that it reads, units above that read it.
std::vector<std::int64_t> touched_units(const Stack& stack, int level) {
    const Pointed& at = stack.pointed;
    if (at.level < 0 || at.unit >= stack.model.units(at.level)) return {};
    if (level >= at.level) return stack.model.readers(at.level, at.unit, level);
    std::vector<std::int64_t> touched(static_cast<std::size_t>(stack.model.units(level)), 0);
    for (int unit = 0; unit < stack.model.units(level); ++unit)
        touched[static_cast<std::size_t>(unit)] =
            stack.model.readers(level, unit, at.level)[static_cast<std::size_t>(at.unit)];
    return touched;
}

Role role_of(const Stack& stack, int level) {
    if (level == 0) return Role::kInput;
    return level == stack.layers() ? Role::kOutput : Role::kKernel;
}

void draw_caption(const Stack& stack, int level) {
    std::string text =
        level == 0 ? "Picture" : "Layer " + std::to_string(level) + " · " + stack.model.layer_name(level);
    if (level >= stack.model.lowest_level()) {
        const Traced traced = stack.model.trace(stack.model.cursor().unit, level);
        text += " · " + std::to_string(traced.width()) + " wide";
        if (traced.count < traced.width()) text += ", " + std::to_string(traced.count) + " seen";
    }
    const ImVec2 at(stack.origin.x, stack.corner(level, 0).y - stack.ui.px(17));
    // The lines of the taps pass behind it.
    const ImVec2 size(std::min(text_size(stack.ui, TextStyle::kSmall, text).x, stack.width),
                      stack.ui.font_size(TextStyle::kSmall) + stack.ui.px(2));
    ImGui::GetWindowDrawList()->AddRectFilled(at, at + size, stack.ui.colour(Colour::kPanel));
    draw_text_fit(stack.ui, TextStyle::kSmall, at, stack.ui.colour(role_text(role_of(stack, level))), text,
                  stack.width);
}

void draw_unit(const Stack& stack, int level, int unit, std::int64_t ways, std::int64_t most, bool touched) {
    Ui& ui = stack.ui;
    const ImVec2 at = stack.corner(level, unit);
    const ImVec2 end = at + stack.side();
    ImDrawList* list = ImGui::GetWindowDrawList();
    const Role role = role_of(stack, level);
    const float rounding = ui.px(3);
    list->AddRectFilled(at, end, ui.colour(role_soft(role)), rounding);
    if (ways > 0) {
        const float share = static_cast<float>(ways) / static_cast<float>(most);
        list->AddRectFilled(at, end, ui.colour(role_mark(role), 0.45F + 0.55F * share), rounding);
        const std::string text = std::to_string(ways);
        const TextStyle style = TextStyle::kSmall;
        if (text_size(ui, style, text).x <= stack.side().x - ui.px(2))
            draw_text(ui, style,
                      {(at.x + end.x) * 0.5F, std::round((at.y + end.y - ui.font_size(style)) * 0.5F)},
                      ui.colour(Colour::kOnAccent), text, 0.5F);
    }
    if (touched) list->AddRect(at, end, ui.colour(Colour::kText), rounding, 0, ui.px(2));
}

// Taps between a level and the one below, of the units that were followed.
void draw_taps(const Stack& stack, int level) {
    if (level - 1 < stack.model.lowest_level()) return;
    const Traced traced = stack.model.trace(stack.model.cursor().unit, level);
    const cnn::AxisPlan& axis = stack.model.axes()[static_cast<std::size_t>(level - 1)];
    const ImVec2 half(stack.side().x * 0.5F, 0);
    for (int unit = 0; unit < stack.model.units(level); ++unit) {
        if (traced.ways[static_cast<std::size_t>(unit)] == 0) continue;
        for (int k = 0; k < axis.kernel; ++k) {
            const int below = axis.tap(unit, k);
            if (!axis.inside(below)) continue;
            ImGui::GetWindowDrawList()->AddLine(stack.corner(level, unit) + half + ImVec2(0, stack.height()),
                                                stack.corner(level - 1, below) + half,
                                                stack.ui.colour(Colour::kControl, 0.6F), stack.ui.px(1));
        }
    }
}

void press_units(const Stack& stack, int level, Pointed& next) {
    for (int unit = 0; unit < stack.model.units(level); ++unit) {
        ImGui::SetCursorScreenPos(stack.corner(level, unit));
        const std::string name = "level." + std::to_string(level) + "." + std::to_string(unit);
        const Press p = press(stack.ui, name, {stack.cell, stack.height()});
        if (p.hovered) next = {level, unit};
        if (p.pressed && level == stack.layers())
            stack.ui.command("scrub",
                             {{"t", unit * stack.model.steps_per_part() + stack.model.cursor().back}});
    }
}

std::string foot_text(const Ui& ui, const FieldModel& model, const Pointed& at) {
    if (ui.phone()) return "Press a unit of the top layer to follow it.";  // one line
    if (at.level < 0)
        return "Numbers: how many ways lead to a unit. Press a unit of the top "
               "layer to follow it.";
    if (at.level == model.settings().layers) return "Outlined: what this unit can see.";
    return std::string("Outlined: what depends on this ") + (at.level == 0 ? "pixel" : "unit") +
           (at.level == 0 ? "." : ", and what it sees.");
}

}  // namespace

void draw_stack(Ui& ui, const FieldModel& model, Pointed& pointed, float height) {
    const Card card(ui, "stack", 0, height);
    int most_units = 1;
    for (int level = 0; level <= model.settings().layers; ++level)
        most_units = std::max(most_units, model.units(level));
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float foot = ui.font_size(TextStyle::kSmall) + ui.px(8);
    Stack stack{ui, model, pointed, ImGui::GetCursorScreenPos(), room.x};
    stack.cell = std::min(std::floor(room.x / static_cast<float>(most_units)), ui.px(40));
    stack.row = (room.y - foot) / static_cast<float>(model.settings().layers + 1);

    Pointed next;
    for (int level = model.settings().layers; level >= 1; --level) draw_taps(stack, level);
    for (int level = model.settings().layers; level >= 0; --level) {
        draw_caption(stack, level);
        const bool reached = level >= model.lowest_level();
        const Traced traced = model.trace(model.cursor().unit, level);
        const std::int64_t most =
            std::max<std::int64_t>(*std::max_element(traced.ways.begin(), traced.ways.end()), 1);
        const std::vector<std::int64_t> touched = touched_units(stack, level);
        for (int unit = 0; unit < model.units(level); ++unit) {
            const auto at = static_cast<std::size_t>(unit);
            draw_unit(stack, level, unit, reached ? traced.ways[at] : 0, most,
                      !touched.empty() && touched[at] > 0);
        }
        press_units(stack, level, next);
    }
    ImGui::SetCursorScreenPos(stack.origin + ImVec2(0, room.y - foot + ui.px(6)));
    const Run words = muted_run(foot_text(ui, model, pointed));
    text_runs(ui, {&words, 1}, 0.5F, TextStyle::kSmall);
    if (!(next == pointed)) ui.wants_frame();
    pointed = next;
}

}  // namespace shell::lesson_receptive_field
