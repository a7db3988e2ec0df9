// Stems, their zero line, and drawing by dragging.
#include "shell/widgets/stems.h"

#include <algorithm>
#include <cmath>

#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

struct Field {
    Ui& ui;
    const Stems& signal;
    ImVec2 min;
    ImVec2 max;
    ImDrawList* list;

    float y_of(float value) const {
        const float share = (value - signal.low) / (signal.high - signal.low);
        const float margin = ui.px(5);
        return max.y - margin - (max.y - min.y - 2 * margin) * std::clamp(share, 0.0F, 1.0F);
    }
    float value_at(float y) const {
        const float margin = ui.px(5);
        const float share = (max.y - margin - y) / std::max(max.y - min.y - 2 * margin, 1.0F);
        const float value = signal.low + (signal.high - signal.low) * std::clamp(share, 0.0F, 1.0F);
        return std::round(value / signal.snap) * signal.snap;
    }
    int nearest(float x) const {
        int best = 0;
        for (std::size_t i = 0; i < signal.places.size(); ++i)
            if (std::fabs(min.x + signal.places[i] - x) <
                std::fabs(min.x + signal.places[static_cast<std::size_t>(best)] - x))
                best = static_cast<int>(i);
        return best;
    }

    void level(float value, float alpha) const {
        const float y = std::round(y_of(value));
        list->AddRectFilled({min.x, y}, {max.x, y + std::max(1.0F, std::round(ui.scale))},
                            ui.colour(Colour::kLine, alpha));
    }

    void stem(std::size_t i) const {
        const std::uint8_t marks = i < signal.marks.size() ? signal.marks[i] : std::uint8_t{kPlain};
        if ((marks & kPending) != 0) return;
        const bool strong = (marks & (kCurrent | kInWindow | kTouched)) != 0;
        const bool dim = (marks & (kPadding | kDimmed | kLeftOver)) != 0;
        const float x = min.x + signal.places[i];
        const float zero = y_of(0);
        const float y = y_of(signal.values[i]);
        const Theme& theme = *ui.theme;  // mixed, not transparent: head and stem overlap
        const ImU32 ink = ui.colour(mix(theme[Colour::kPanel], theme[role_mark(signal.role)],
                                        dim      ? 0.35F
                                        : strong ? 1.0F
                                                 : 0.6F));
        const float half = std::max(signal.thick * 0.5F, 1.0F);
        list->AddRectFilled({x - half, std::min(y, zero)}, {x + half, std::max(y, zero)}, ink, half);
        const float head = half + ui.px((marks & kCurrent) != 0 ? 3 : 1);
        list->AddCircleFilled({x, y}, head, ink);
        if ((marks & kTouched) != 0)
            list->AddCircle({x, y}, head + ui.px(2), ui.colour(Colour::kText), 0, ui.px(2));
    }
};

}  // namespace

StemsAnswer stems(Ui& ui, const Stems& signal, ImVec2 size) {
    StemsAnswer answer;
    const Press p = press(ui, signal.name, size, signal.draw);
    const Field field{ui, signal, p.min, p.max, ImGui::GetWindowDrawList()};
    field.level(0, 1);
    for (const float value : {signal.low, signal.high})
        if (value != 0) field.level(value, 0.6F);
    draw_text(ui, TextStyle::kSmall, {p.min.x, field.y_of(signal.high) + ui.px(2)}, ui.colour(Colour::kMuted),
              short_number(signal.high));
    for (std::size_t i = 0; i < signal.values.size(); ++i) field.stem(i);
    if (signal.places.empty()) return answer;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (p.hovered || p.held) answer.hovered = field.nearest(mouse.x);
    if (signal.draw && p.held) {
        ui.drag_taken = true;
        answer.held = true;
        answer.drawn = answer.hovered;
        answer.value = field.value_at(mouse.y);
    }
    if (p.hovered && answer.hovered)
        tooltip(ui, short_number(signal.values[static_cast<std::size_t>(*answer.hovered)]) +
                        (signal.draw ? " · " + std::string(signal.hint) : ""));
    return answer;
}

StemAxis stem_axis(std::span<const float> values) {
    float most = 0;
    bool below = false;
    for (const float value : values) {
        most = std::max(most, std::fabs(value));
        below = below || value < 0;
    }
    if (most == 0) most = 1;
    const float power = std::pow(10.0F, std::floor(std::log10(most)));
    float high = 10 * power;
    for (const float factor : {5.0F, 2.0F, 1.0F})
        if (most <= factor * power * 1.0001F) high = factor * power;
    return {below ? -high : -0.2F * high, high, high / 20};
}

}  // namespace shell
