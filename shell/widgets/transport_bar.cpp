#include "shell/widgets/transport_bar.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

float button_side(const Ui& ui, const TransportButton& button) {
    if (ui.phone())
        return std::round(ui.pixel_ratio *
                          (button.primary ? 50.0F : 44.0F));  // a finger's, at every text size
    return ui.px(button.primary ? 42.0F : 36.0F);
}

bool round_button(Ui& ui, const TransportButton& button) {
    const float side = button_side(ui, button);
    const Press p = press(ui, "transport." + std::string(button.name), {side, side}, button.enabled);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const Theme& theme = *ui.theme;
    const float alpha = button.enabled ? 1.0F : 0.4F;
    const float radius = side * 0.5F;
    ImU32 ink = ui.colour(Colour::kText, alpha);
    if (button.primary) {
        const Rgb accent = theme[Colour::kAccent];
        list->AddCircleFilled(
            p.centre(), radius,
            ui.colour(p.hovered ? mix(accent, theme[Colour::kText], 0.15F) : accent, alpha));
        ink = ui.colour(Colour::kOnAccent);
    } else {
        if (p.hovered)
            list->AddCircleFilled(p.centre(), radius, ui.colour(p.held ? Colour::kTrack : Colour::kInset));
        list->AddCircle(p.centre(), radius - ui.px(1) * 0.5F,
                        ui.colour(p.hovered ? Colour::kControl : Colour::kLine), 0, ui.px(1));
    }
    draw_icon(ui, button.icon, p.centre(), ui.px(button.primary ? 20 : 16), ink);
    tooltip(ui, button.tip);
    return p.pressed;
}

void track_ticks(const Ui& ui, const TransportBar& bar, float left, float right, float y) {
    if (bar.tick_every < 1 || bar.last < 1) return;
    const int count = bar.last / bar.tick_every;
    if (count > 1 && (right - left) / static_cast<float>(count) < ui.px(4))
        return;  // too dense to tell anything
    for (int tick = 1; tick <= count; ++tick) {
        const float share = static_cast<float>(tick * bar.tick_every) / static_cast<float>(bar.last);
        const float x = std::round(left + (right - left) * share);
        ImGui::GetWindowDrawList()->AddRectFilled({x, y - ui.px(4)}, {x + ui.px(1), y + ui.px(4)},
                                                  ui.colour(Colour::kControl));
    }
}

// The track to drag; arrow keys are left to the lesson, whose steps they are.
std::optional<int> scrub(Ui& ui, const TransportBar& bar, float width, float height) {
    const Press p = press(ui, "transport.scrub", {width, height}, bar.last > 0);
    const float inset = ui.px(10);
    const float left = p.min.x + inset;
    const float right = p.max.x - inset;
    const float y = std::round(p.centre().y);
    const float share = bar.last > 0 ? static_cast<float>(bar.position) / static_cast<float>(bar.last) : 0;
    const float x = std::round(left + (right - left) * std::clamp(share, 0.0F, 1.0F));
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float half = ui.px(2);
    list->AddRectFilled({left, y - half}, {right, y + half}, ui.colour(Colour::kTrack), half);
    track_ticks(ui, bar, left, right, y);
    list->AddRectFilled({left, y - half}, {x, y + half}, ui.colour(Colour::kAccent), half);
    if (p.hovered || p.held) list->AddCircleFilled({x, y}, ui.px(13), ui.colour(Colour::kAccent, 0.18F));
    list->AddCircleFilled({x, y}, ui.px(9), ui.colour(Colour::kPanel));
    list->AddCircleFilled({x, y}, ui.px(7), ui.colour(Colour::kAccent));
    if (!p.held || !ImGui::GetIO().MouseDown[0]) return std::nullopt;
    ui.drag_taken = true;
    const float wanted =
        std::clamp((ImGui::GetIO().MousePos.x - left) / std::max(right - left, 1.0F), 0.0F, 1.0F);
    const int position = static_cast<int>(std::lround(wanted * static_cast<float>(bar.last)));
    return position == bar.position ? std::nullopt : std::optional<int>(position);
}

void progress_track(Ui& ui, const TransportBar& bar, float width, float height) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float y = std::round(at.y + height * 0.5F);
    const float half = ui.px(4);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({at.x, y - half}, {at.x + width, y + half}, ui.colour(Colour::kTrack), half);
    const float filled = width * std::clamp(bar.progress, 0.0F, 1.0F);
    if (filled > 0)
        list->AddRectFilled({at.x, y - half}, {at.x + std::max(filled, half * 2), y + half},
                            ui.colour(Colour::kAccent), half);
    ImGui::Dummy({width, height});
    ui.name_item("transport.progress");
}

std::string speed_text(float speed) { return short_number(speed, 3) + "×"; }

float speed_width(const Ui& ui, const TransportBar& bar) {
    float width = 0;
    for (const float speed : bar.speeds)
        width = std::max(width, text_size(ui, TextStyle::kBody, speed_text(speed)).x);
    return width + ui.px(ui.phone() ? 32 : 42);
}
// On a phone the sign alone.
float loop_width(const Ui& ui) {
    return ui.phone() ? ui.target() : text_size(ui, TextStyle::kBody, "loop").x + ui.px(42);
}

std::optional<float> speed_menu(Ui& ui, const TransportBar& bar) {
    std::vector<MenuRow> rows;
    int chosen = -1;
    for (std::size_t i = 0; i < bar.speeds.size(); ++i) {
        rows.push_back({"", speed_text(bar.speeds[i]), "", false});
        if (bar.speeds[i] == bar.speed) chosen = static_cast<int>(i);
    }
    const std::optional<int> pressed =
        menu(ui, "transport.speed", speed_text(bar.speed), rows, chosen, speed_width(ui, bar));
    return pressed ? std::optional<float>(bar.speeds[static_cast<std::size_t>(*pressed)]) : std::nullopt;
}

std::optional<bool> loop_button(Ui& ui, bool on) {
    const Press p = press(ui, "transport.loop", {loop_width(ui), ui.target()});
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (on || p.hovered)
        list->AddRectFilled(p.min, p.max, ui.colour(on ? Colour::kAccentSoft : Colour::kInset), ui.px(8));
    list->AddRect(p.min, p.max, ui.colour(on ? Colour::kAccent : Colour::kLine), ui.px(8), 0, ui.px(1));
    const ImU32 ink = ui.colour(on ? Colour::kAccent : Colour::kText);
    draw_icon(ui, Icon::kLoop, {ui.phone() ? p.centre().x : p.min.x + ui.px(18), p.centre().y}, ui.px(14),
              ink);
    if (!ui.phone())
        draw_text(ui, TextStyle::kBody,
                  {p.min.x + ui.px(30), std::round(p.centre().y - ui.font_size(TextStyle::kBody) * 0.5F)},
                  ink, "loop");
    tooltip(ui, on ? "Starts again at the end" : "Stops at the end");
    return p.pressed ? std::optional<bool>(!on) : std::nullopt;
}

// Where things go, from left to right in a line of `height` at `y`.
struct BarLine {
    float x;
    float y;
    float height;
    void place(ImVec2 size) const {
        ImGui::SetCursorScreenPos({std::round(x), std::round(y + (height - size.y) * 0.5F)});
    }
    void go(float width) { x += width; }
};

void buttons(Ui& ui, const TransportBar& bar, BarLine& line, float gap, TransportAnswer& answer) {
    for (std::size_t i = 0; i < bar.buttons.size(); ++i) {
        const float side = button_side(ui, bar.buttons[i]);
        line.place({side, side});
        if (round_button(ui, bar.buttons[i])) answer.button = static_cast<int>(i);
        line.go(side + gap);
    }
}

void label(Ui& ui, std::string_view text, BarLine& line, float width) {
    if (text.empty()) return;
    const float size = ui.font_size(TextStyle::kBody);
    draw_text_fit(ui, TextStyle::kBody, {line.x, std::round(line.y + (line.height - size) * 0.5F)},
                  ui.colour(Colour::kMuted), text, width);
}

void speed_and_loop(Ui& ui, const TransportBar& bar, BarLine& line, float gap, TransportAnswer& answer) {
    if (!bar.speeds.empty()) {
        line.place({0, ui.target()});
        answer.speed = speed_menu(ui, bar);
        line.go(speed_width(ui, bar) + gap);
    }
    if (bar.loop) {
        line.place({0, ui.target()});
        answer.loop = loop_button(ui, *bar.loop);
        line.go(loop_width(ui) + gap);
    }
}

float speed_and_loop_width(const Ui& ui, const TransportBar& bar, float gap) {
    return (bar.speeds.empty() ? 0 : speed_width(ui, bar) + gap) + (bar.loop ? loop_width(ui) + gap : 0);
}

void track(Ui& ui, const TransportBar& bar, BarLine& line, float width, TransportAnswer& answer) {
    const float height = std::min(ui.coarse_pointer ? ui.target() : ui.px(28), line.height + ui.px(8));
    line.place({width, height});
    if (bar.scrub) {
        answer.position = scrub(ui, bar, width, height);
    } else {
        progress_track(ui, bar, width, height);
    }
}

float label_width(const Ui& ui, std::string_view text, float gap) {
    return text.empty() ? 0 : text_size(ui, TextStyle::kBody, text).x + gap;
}

// Leaves out, one after the other, what a narrow window has no room for: the label before the track, loop,
// the label behind it, speed. All of it can also be done and read elsewhere.
void fit_wide(const Ui& ui, TransportBar& bar, float gap, float room) {
    float buttons_width = 0;
    for (const TransportButton& button : bar.buttons) buttons_width += button_side(ui, button) + gap;
    const auto fits = [&] {
        return buttons_width + label_width(ui, bar.left_label, gap) + label_width(ui, bar.right_label, gap) +
                   speed_and_loop_width(ui, bar, gap) + ui.px(110) <=
               room;
    };
    if (!fits() && !bar.right_label.empty()) bar.left_label = {};
    if (!fits()) bar.loop.reset();
    if (!fits()) bar.right_label = {};
    if (!fits()) bar.speeds = {};
}

TransportAnswer wide_bar(Ui& ui, TransportBar bar) {
    TransportAnswer answer;
    const float gap = ui.px(ui.layout == Layout::kDesktop ? 14 : 9);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    fit_wide(ui, bar, gap, room.x);
    BarLine line{at.x, at.y, room.y};
    buttons(ui, bar, line, gap, answer);
    const float left = label_width(ui, bar.left_label, gap);
    const float right = label_width(ui, bar.right_label, gap);
    const float extras = speed_and_loop_width(ui, bar, gap);
    const float end = at.x + room.x;
    label(ui, bar.left_label, line, left);
    line.go(left);
    const float track_width = std::max(end - line.x - right - extras, ui.px(60));
    track(ui, bar, line, track_width, answer);
    line.go(track_width + gap);
    label(ui, bar.right_label, line, right);
    line.go(right);
    speed_and_loop(ui, bar, line, gap, answer);
    return answer;
}

// Two lines: track and label, then the buttons in the middle with speed, and loop where it fits.
TransportAnswer narrow_bar(Ui& ui, TransportBar bar) {
    TransportAnswer answer;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float upper = ui.px(30);
    const std::string_view words = bar.right_label.empty() ? bar.left_label : bar.right_label;
    const float words_width = std::min(label_width(ui, words, ui.px(8)), room.x * 0.55F);
    BarLine line{at.x, at.y, upper};
    track(ui, bar, line, room.x - words_width - ui.px(4), answer);
    line.x = at.x + room.x - words_width + ui.px(8);
    label(ui, words, line, words_width - ui.px(8));
    float width = 0;
    for (const TransportButton& button : bar.buttons) width += button_side(ui, button);
    const auto gaps = static_cast<float>(std::max<std::size_t>(bar.buttons.size(), 1));
    const auto fits = [&] {
        return width + gaps * ui.px(3) + speed_and_loop_width(ui, bar, ui.px(6)) <= room.x;
    };
    if (!fits()) bar.loop.reset();
    const bool extras_fit = fits();
    const float extras = speed_and_loop_width(ui, bar, ui.px(6));
    const float gap = std::clamp((room.x - width - (extras_fit ? extras : 0)) / gaps, 0.0F, ui.px(14));
    BarLine lower{at.x, at.y + upper, room.y - upper};
    const bool alone = !extras_fit || extras <= 0;
    if (alone) lower.x = at.x + std::max((room.x - width - gap * (gaps - 1)) * 0.5F, 0.0F);
    buttons(ui, bar, lower, gap, answer);
    if (alone) return answer;
    lower.x = at.x + room.x - extras + ui.px(6);
    speed_and_loop(ui, bar, lower, ui.px(6), answer);
    return answer;
}

}  // namespace

TransportAnswer transport_bar(Ui& ui, const TransportBar& bar) {
    return ui.phone() ? narrow_bar(ui, bar) : wide_bar(ui, bar);
}

}  // namespace shell
