// The lessons: their list at the left or behind a phone's menu button, and the open one's words under it.
#include <algorithm>
#include <cmath>

#include "imgui_internal.h"
#include "shell/app_inside.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"
#include "shell/widgets/words.h"

namespace shell {
namespace {

constexpr float kRow = 29;        // design pixels
constexpr float kTitleLeft = 10;  // of a row's title
constexpr float kTitleRight = 6;
constexpr float kListShare = 0.55F;  // of the column: what the list may take from the words below it

// A title in one line, or broken at a blank into two. In a narrow list it ends at a comma: "Convolution, one
// number at a time" is "Convolution".
struct TitleLines {
    std::string_view first;
    std::string_view second;
};
TitleLines title_lines(const Ui& ui, TextStyle style, std::string_view title, float width) {
    while (text_size(ui, style, title).x > width && title.find(',') != std::string_view::npos)
        title = title.substr(0, title.rfind(','));
    TitleLines lines{title, {}};
    for (std::size_t end = title.size(); text_size(ui, style, lines.first).x > width;) {
        end = title.rfind(' ', end - 1);
        if (end == std::string_view::npos || end == 0) break;
        lines = {title.substr(0, end), title.substr(end + 1)};
    }
    return lines;
}

float row_height(const Ui& ui) { return ui.coarse_pointer ? ui.target() : ui.px(kRow); }

// A lesson's row in a list of this width; it is as high as its title needs.
struct LessonRow {
    TextStyle style;
    TitleLines title;
    float line;  // height of a second line
    float height;
};
LessonRow lesson_row_of(const Ui& ui, const LessonEntry& entry, bool open, float width) {
    const TextStyle style = open ? TextStyle::kBold : TextStyle::kBody;
    const TitleLines title = title_lines(ui, style, title_of(entry), width - ui.px(kTitleLeft + kTitleRight));
    const float line = title.second.empty() ? 0 : std::round(ui.font_size(style) * 1.25F);
    return {style, title, line, row_height(ui) + line};
}

}  // namespace

// Whether all lessons, one below the other, would leave their words too little of the column.
bool App::Inside::list_crowds(float column) const {
    const float gap = ImGui::GetStyle().ItemSpacing.y;
    const float width = ImGui::GetContentRegionAvail().x;
    const float heading_height = ui.font_size(TextStyle::kLabel) + ui.px(16) + 2 * gap;
    float height = 0;
    std::string_view group;
    for (const LessonEntry& entry : lessons()) {
        if (group_of(entry) != group) height += heading_height;
        group = group_of(entry);
        height += lesson_row_of(ui, entry, false, width).height + gap;
    }
    return height > column * kListShare;
}

// By groups. In a foldable list a group shows its lessons when the open one is among them, or after a press.
void App::Inside::lesson_list(bool foldable) {
    std::string_view group;
    bool shown = true;
    for (const LessonEntry& entry : lessons()) {
        if (const std::string_view own = group_of(entry); own != group) {
            if (!group.empty()) space(ui, foldable ? 4 : 12);
            group = own;
            shown = group_row(group, foldable);
        }
        if (shown) lesson_row(entry);
    }
}

// The group's name; answers whether its lessons follow.
bool App::Inside::group_row(std::string_view group, bool foldable) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float indent = ui.px(8);
    const float height = foldable ? row_height(ui) : ui.font_size(TextStyle::kLabel) + ui.px(4);
    const float inset = std::round((height - ui.font_size(TextStyle::kLabel)) * 0.5F - ui.px(2));
    bool shown = true;
    if (foldable) {
        const Press p = press(ui, "group." + std::string(group), {ImGui::GetContentRegionAvail().x, height});
        shown = unfolded.contains(group);
        if (p.hovered)
            ImGui::GetWindowDrawList()->AddRectFilled(p.min, p.max, ui.colour(Colour::kInset), ui.px(7));
        draw_icon(ui, shown ? Icon::kUp : Icon::kDown, {p.max.x - ui.px(16), p.centre().y}, ui.px(10),
                  ui.colour(Colour::kMuted));
        if (p.pressed && shown) unfolded.erase(std::string(group));
        if (p.pressed && !shown) unfolded.emplace(group);
        if (p.pressed) ui.wants_frame();
    }
    ImGui::SetCursorScreenPos({at.x + indent, at.y + inset});
    heading(ui, group);
    ImGui::SetCursorScreenPos({at.x, at.y + height + ImGui::GetStyle().ItemSpacing.y});
    return shown;
}

void App::Inside::lesson_row(const LessonEntry& entry) {
    const bool on = entry.slug == session.entry().slug;
    const float width = ImGui::GetContentRegionAvail().x;
    const LessonRow row = lesson_row_of(ui, entry, on, width);
    const Press p = press(ui, "lesson." + std::string(entry.slug), {width, row.height});
    if (on && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY(0.3F);
    if (on || p.hovered)
        ImGui::GetWindowDrawList()->AddRectFilled(
            p.min, p.max, ui.colour(on ? Colour::kAccentSoft : Colour::kInset), ui.px(7));
    const float room = width - ui.px(kTitleLeft + kTitleRight);
    const ImU32 colour = ui.colour(on ? Colour::kAccent : Colour::kText);
    const ImVec2 at(p.min.x + ui.px(kTitleLeft),
                    std::round(p.centre().y - (row.line + ui.font_size(row.style)) * 0.5F));
    draw_text_fit(ui, row.style, at, colour, row.title.first, room);
    draw_text_fit(ui, row.style, {at.x, at.y + row.line}, colour, row.title.second, room);
    tooltip(ui, title_of(entry));
    if (!p.pressed) return;
    if (!on) ui.command("open-lesson", {{"slug", entry.slug}});
    if (ui.layout != Layout::kDesktop) ImGui::CloseCurrentPopup();
}

// Under the list, which leaves room there, the open lesson's words stand beside its work.
void App::Inside::lesson_text() {
    const float margin = ui.px(8);
    space(ui, 16);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddRectFilled(at + ImVec2(margin, 0), at + ImVec2(width - margin, ui.px(1)),
                                              ui.colour(Colour::kLine));
    ImGui::Indent(margin);
    ImGui::BeginChild("##words", {width - 2 * margin, 0},
                      ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    space(ui, 8);
    lesson_words(ui, session.entry().words);
    ImGui::EndChild();
    ui.name_item("words");
    ImGui::Unindent(margin);
}

// On a screen without room for the list: it comes from the left, and scrolls between what stays in sight.
void App::Inside::lessons_overlay() {
    if (std::exchange(open_lessons, false)) ImGui::OpenPopup("##lessons");
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({std::min(ui.px(290), screen.x - ui.px(48)), screen.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(12), ui.px(14)));
    ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, 0.0F);
    const bool open = ImGui::BeginPopupModal("##lessons", nullptr, kStill);
    ImGui::PopStyleVar(2);
    if (!open) return;
    close_when_left();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_text(ui, TextStyle::kTitle,
              {at.x + ui.target() + ui.px(12),
               std::round(at.y + (ui.target() - ui.font_size(TextStyle::kTitle)) * 0.5F)},
              ui.colour(Colour::kText), "Lessons");
    if (icon_button(ui, "menu.close", Icon::kClose, "Close")) ImGui::CloseCurrentPopup();
    space(ui, 12);
    const float width = ImGui::GetContentRegionAvail().x;
    const float word = (button_width(ui, "100 %", Icon::kTextSize) - ui.px(12)) * 3 + ui.px(16);
    const ButtonWords words = word <= width ? ButtonWords::kBrief : ButtonWords::kWhole;
    const float row = ui.target() + ImGui::GetStyle().ItemSpacing.y;
    const float display = !ui.phone() ? 0 : row * (words == ButtonWords::kBrief ? 1 : 3);
    ImGui::BeginChild("menu", {width, std::max(ImGui::GetContentRegionAvail().y - display, row)},
                      ImGuiChildFlags_NavFlattened);
    lesson_list(false);
    ImGui::EndChild();
    ui.name_item("menu");
    if (ui.phone()) display_buttons(words);
    if (open_help) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace shell
