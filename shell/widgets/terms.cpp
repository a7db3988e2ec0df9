#include "shell/widgets/terms.h"

#include <algorithm>
#include <cmath>

#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

constexpr std::string_view kTimes = " × ";

struct ChipSize {
    float input = 0;
    float times = 0;
    float width = 0;
};

ChipSize chip_size(const Ui& ui, const Term& term) {
    ChipSize size;
    size.input = text_size(ui, TextStyle::kBold, term.input).x;
    size.times = term.weight.empty() ? 0 : text_size(ui, TextStyle::kBody, kTimes).x;
    size.width = size.input + size.times + text_size(ui, TextStyle::kBold, term.weight).x + ui.px(18);
    return size;
}

void draw_chip(const Ui& ui, const Term& term, const ChipSize& size, const Press& p) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float rounding = ui.px(7);
    const bool current = term.state == TermState::kCurrent;
    const float alpha = term.state == TermState::kToCome ? 0.5F : 1.0F;
    if (current) list->AddRectFilled(p.min, p.max, ui.colour(Colour::kWarningSoft), rounding);
    if (term.state == TermState::kDone)
        list->AddRectFilled(p.min, p.max, ui.colour(Colour::kInset), rounding);
    const ImU32 outline =
        current ? ui.colour(Colour::kKernelMark) : ui.colour(p.hovered ? Colour::kControl : Colour::kLine);
    list->AddRect(p.min, p.max, outline, rounding, 0, ui.px(current ? 2 : 1));
    const ImVec2 at(p.min.x + ui.px(9),
                    std::round((p.min.y + p.max.y - ui.font_size(TextStyle::kBold)) * 0.5F));
    const Colour input = term.padding ? Colour::kMuted : role_text(term.role);
    draw_text(ui, TextStyle::kBold, at, ui.colour(input, alpha), term.input);
    if (term.weight.empty()) return;
    draw_text(ui, TextStyle::kBody, at + ImVec2(size.input, 0), ui.colour(Colour::kText, alpha), kTimes);
    draw_text(ui, TextStyle::kBold, at + ImVec2(size.input + size.times, 0),
              ui.colour(Colour::kKernel, alpha), term.weight);
}

}  // namespace

TermsAnswer terms(Ui& ui, std::string_view name, std::span<const Term> terms, std::string_view sign) {
    TermsAnswer answer;
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float available = ImGui::GetContentRegionAvail().x;
    const float plus = ui.px(sign.empty() ? 8 : 22);
    const float height = ui.px(30);
    const float line = height + ui.px(6);
    ImVec2 at;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const ChipSize size = chip_size(ui, terms[i]);
        const bool last = i + 1 == terms.size();
        if (at.x > 0 && at.x + size.width + (last ? 0 : plus) > available) at = {0, at.y + line};
        ImGui::SetCursorScreenPos(origin + at);
        const Press p = press(ui, std::string(name) + "." + std::to_string(i), {size.width, height});
        draw_chip(ui, terms[i], size, p);
        if (p.hovered) answer.hovered = static_cast<int>(i);
        if (p.pressed) answer.clicked = static_cast<int>(i);
        if (!last)
            draw_text(
                ui, TextStyle::kBody,
                {p.max.x + plus * 0.5F, std::round(p.centre().y - ui.font_size(TextStyle::kBody) * 0.5F)},
                ui.colour(Colour::kMuted), sign, 0.5F);
        at.x += size.width + plus;
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({available, at.y + height});
    ui.name_item(name);
    return answer;
}

}  // namespace shell
