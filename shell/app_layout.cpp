// The one layout of every lesson: top bar, lessons at the left, stage, controls at the right, transport at
// the bottom. On a compact screen the lessons are behind a button; on a phone the controls are a sheet under
// the stage.
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

// Heights and widths in design pixels.
constexpr float kTopBar = 48;
constexpr float kTopBarPhone = 54;
constexpr float kLessons = 232;
constexpr float kControls = 316;
constexpr float kControlsCompact = 286;
constexpr float kTransport = 64;
constexpr float kTransportPhone = 100;
constexpr float kHandle = 28;

// A region as ImGui's child window: inside, the cursor stands at the top left of its padding.
class Region {
 public:
    Region(Ui& ui, const char* name, ImVec2 min, ImVec2 max, Colour fill, ImVec2 padding, bool scrolls) {
        if (fill != Colour::kPage)  // with which the home clears the window
            ImGui::GetWindowDrawList()->AddRectFilled(min, max, ui.colour(fill));
        ImGui::SetCursorScreenPos(min);
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
        ImGui::BeginChild(name, {std::max(max.x - min.x, 1.0F), std::max(max.y - min.y, 1.0F)},
                          ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened,
                          scrolls ? ImGuiWindowFlags_None
                                  : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
        ImGui::PopStyleVar();
        ui.name_item(name, min, max);
    }
    ~Region() { ImGui::EndChild(); }
    Region(const Region&) = delete;
    Region& operator=(const Region&) = delete;
};

// A window that can be scrolled further ends softly: what is cut there goes on.
void fade_below(const Ui& ui, ImVec2 min, ImVec2 max) {
    const ImGuiWindow* window = ImGui::GetCurrentWindow();
    if (window->Scroll.y >= window->ScrollMax.y) return;
    const ImU32 full = ui.colour(Colour::kPanel);
    const ImU32 none = ui.colour(Colour::kPanel, 0);
    const float right = max.x - (window->ScrollbarY ? window->ScrollbarSizes.x : 0);
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor({min.x, std::max(min.y, max.y - ui.px(28))},
                                                        {right, max.y}, none, none, full, full);
}

void key_cap(const Ui& ui, ImVec2 at, std::string_view key, float height) {
    const float width = text_size(ui, TextStyle::kLabel, key).x + ui.px(14);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, at + ImVec2(width, height), ui.colour(Colour::kInset), ui.px(5));
    list->AddRect(at, at + ImVec2(width, height), ui.colour(Colour::kControl), ui.px(5), 0, ui.px(1));
    draw_text(ui, TextStyle::kLabel,
              {at.x + width * 0.5F, std::round(at.y + (height - ui.font_size(TextStyle::kLabel)) * 0.5F)},
              ui.colour(Colour::kText), key, 0.5F);
}

void key_row(Ui& ui, std::string_view keys, std::string_view words) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float column = ui.px(132);
    const float height = ui.px(24);
    key_cap(ui, at, keys, height);
    ImGui::SetCursorScreenPos(at + ImVec2(column, ui.px(2)));
    paragraph(ui, words);
    const float end = std::max(ImGui::GetItemRectMax().y, at.y + height);
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({ImGui::GetContentRegionAvail().x, end - at.y});
}

}  // namespace

void close_when_left() {
    const bool outside = ImGui::IsMouseClicked(0) &&
                         !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows) &&
                         !ImGui::IsWindowAppearing();
    if (outside || ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::CloseCurrentPopup();
}

void App::Inside::draw() {
    const ImVec2 size = screen;
    lesson_opened = drawn_lesson != session.entry().slug;
    drawn_lesson = session.entry().slug;
    if (lesson_opened) unfolded = {std::string(group_of(session.entry()))};
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size);
    ImGui::Begin("##convolab", nullptr,
                 kStill | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoScrollWithMouse);
    const bool phone = ui.phone();
    const float line = ui.px(1);
    const float top = ui.px(phone ? kTopBarPhone : kTopBar);
    const float bottom = size.y - ui.px(phone ? kTransportPhone : kTransport);
    const float left = ui.layout == Layout::kDesktop ? ui.px(kLessons) : 0;
    const float right =
        phone ? size.x : size.x - ui.px(ui.layout == Layout::kCompact ? kControlsCompact : kControls);
    ImDrawList* list = ImGui::GetWindowDrawList();

    top_bar({0, 0}, {size.x, top});
    const float stage_left = left + (left > 0 ? line : 0);
    const float stage_top = top + line + message_strip({stage_left, top + line}, right - stage_left);
    if (left > 0) {
        if (lesson_opened) ImGui::SetNextWindowScroll({0, 0});
        const Region region(ui, "lessons", {0, top + line}, {left, bottom}, Colour::kPanel,
                            {ui.px(10), ui.px(18)}, true);
        lesson_list(list_crowds(bottom - top));
        lesson_text();
    }
    if (phone) {
        const float room = bottom - top;
        const float sheet_top =
            std::round(bottom - std::clamp(sheet_share * room, ui.px(kHandle) + ui.px(30), room - ui.px(60)));
        stage_region({0, stage_top}, {size.x, sheet_top});
        sheet({0, sheet_top}, {size.x, bottom});
    } else {
        stage_region({stage_left, stage_top}, {right, bottom});
        controls_region({right + line, top + line}, {size.x, bottom});
        list->AddRectFilled({right, top}, {right + line, bottom}, ui.colour(Colour::kLine));
    }
    if (left > 0) list->AddRectFilled({left, top}, {left + line, bottom}, ui.colour(Colour::kLine));
    transport_region({0, bottom + line}, size);
    list->AddRectFilled({0, top}, {size.x, top + line}, ui.colour(Colour::kLine));
    list->AddRectFilled({0, bottom}, {size.x, bottom + line}, ui.colour(Colour::kLine));
    lessons_overlay();
    help_sheet();
    ImGui::End();
    notice_pill(top * 0.5F);
    drop_hint();
}

// ---- Top bar
// ---------------------------------------------------------------------------------------------------------

void App::Inside::display_buttons(ButtonWords words) {
    constexpr Icon kIcons[] = {Icon::kAuto, Icon::kSun, Icon::kMoon};
    constexpr std::string_view kNames[] = {"auto", "light", "dark"};
    const auto choice = static_cast<std::size_t>(theme_choice);
    const float gap = ui.px(8);
    const float third = std::floor((ImGui::GetContentRegionAvail().x - 2 * gap) / 3);
    const auto pressed = [&](std::string_view name, Icon icon, std::string_view brief,
                             std::string_view whole) {
        if (words == ButtonWords::kNone) return icon_button(ui, name, icon, whole);
        const bool row = words == ButtonWords::kBrief;
        return button(ui, name, row ? brief : whole, ButtonLook::kQuiet, icon, true, row ? third : -1);
    };
    const auto beside = [&] {
        if (words != ButtonWords::kWhole) ImGui::SameLine(0, gap);
    };
    const std::string percent = std::to_string(text_size) + " %";
    const bool resize = pressed("top.text-size", Icon::kTextSize, percent, "Text size " + percent);
    if (resize) {
        text_size = text_size == 100 ? 125 : text_size == 125 ? 150 : 100;
        host.save_setting("text_size", std::to_string(text_size));
    }
    beside();
    const bool change =
        pressed("top.theme", kIcons[choice], kNames[choice], "Theme: " + std::string(kNames[choice]));
    if (change) {
        theme_choice = static_cast<ThemeChoice>((choice + 1) % 3);
        host.save_setting("theme", std::string(kNames[(choice + 1) % 3]));
    }
    beside();
    if (pressed("top.help", Icon::kHelp, "Keys", words == ButtonWords::kNone ? "Keys (?)" : "Keys"))
        open_help = true;
    if (resize || change) ui.wants_frame();
}

void App::Inside::share() {
    host.copy_text(host.share_address(session.link()));
    const std::string lacking = session.lesson().not_in_link();
    toast.notice = lacking.empty() ? "The link to exactly this state is on the clipboard."
                                   : "Link copied, without " + lacking;
    toast.notice_seconds = lacking.empty() ? 4 : 6;
}

void App::Inside::top_bar(ImVec2 min, ImVec2 max) {
    const Region region(ui, "top", min, max, Colour::kPanel, {0, 0}, false);
    const float gap = ui.px(8);
    const float side = ui.target();
    const float y = std::round((min.y + max.y - side) * 0.5F);
    float x = min.x + ui.px(ui.phone() ? 8 : 18);
    const bool wide = ui.layout == Layout::kDesktop;
    const ButtonLook look = ui.phone() ? ButtonLook::kPlain : ButtonLook::kQuiet;
    if (!wide) {
        ImGui::SetCursorScreenPos({x, y});
        if (icon_button(ui, "top.menu", Icon::kMenu, "Lessons", true, false, look)) open_lessons = true;
        x += side + ui.px(10);
    }
    const std::string_view share_words = "Share link";
    const float share_width = wide ? button_width(ui, share_words, Icon::kShare) : side;
    const int icons = ui.phone() ? 2 : 5;  // undo, redo; text size, theme, keys
    float right = max.x - ui.px(ui.phone() ? 8 : 18);
    const float buttons_left = std::floor(right - share_width - static_cast<float>(icons) * (side + gap));
    const float name_size = ui.font_size(TextStyle::kBold) * 1.2F;
    const float name_width = ui.bold->CalcTextSizeA(name_size, 1e9F, 0, "Convolab").x;
    if (x + name_width < buttons_left)  // large text on a small phone
        ImGui::GetWindowDrawList()->AddText(ui.bold, name_size,
                                            {x, std::round((min.y + max.y - name_size) * 0.5F)},
                                            ui.colour(Colour::kText), "Convolab");
    x += name_width + ui.px(18);
    ImGui::SetCursorScreenPos({buttons_left, y});
    if (icon_button(ui, "top.undo", Icon::kUndo, "Undo (Ctrl+Z)", session.can_undo(), false, look))
        ui.command("undo");
    ImGui::SameLine(0, gap);
    if (icon_button(ui, "top.redo", Icon::kRedo, "Redo (Ctrl+Shift+Z)", session.can_redo(), false, look))
        ui.command("redo");
    ImGui::SameLine(0, gap);
    if (wide ? button(ui, "top.share", share_words, ButtonLook::kQuiet, Icon::kShare)
             : icon_button(ui, "top.share", Icon::kShare, share_words, true, false, look))
        share();
    notice_room = {ui.phone() ? min.x + ui.px(8) : x, ImGui::GetItemRectMin().x - gap};
    if (ui.phone()) return;
    ImGui::SameLine(0, gap);
    display_buttons(ButtonWords::kNone);

    lesson_header(x, buttons_left - ui.px(14));
    const float crumbs = std::max(buttons_left - ui.px(14) - header_width - ui.px(14) - x, 0.0F);
    const std::string path =
        std::string(group_of(session.entry())) + "  /  " + std::string(title_of(session.entry()));
    if (crumbs > ui.px(150))
        draw_text_fit(ui, TextStyle::kBody,
                      {x, std::round((min.y + max.y - ui.font_size(TextStyle::kBody)) * 0.5F)},
                      ui.colour(Colour::kMuted), path, crumbs);
}

// The lesson's own controls end at `right`; their width is that of the last frame.
void App::Inside::lesson_header(float left, float right) {
    if (!view().has_header()) {
        header_width = 0;
        return;
    }
    const ImVec2 window = ImGui::GetWindowPos();
    const float row = ImGui::GetWindowSize().y;
    const float start = std::max(right - header_width, left);
    ImGui::SetCursorScreenPos({start, window.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, std::round((row - ui.target()) * 0.5F)));
    // As wide as it may become, so that its menus are not cut while the width is still unknown.
    ImGui::BeginChild("##lesson-header",
                      {std::max(header_width > 0 ? right - start : right - left, 1.0F) + ui.px(4), row},
                      ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleVar();
    // Menus measure what is available: all from here to the left end of the bar.
    ImGuiWindow* child = ImGui::GetCurrentWindow();
    child->WorkRect.Max.x = child->ContentRegionRect.Max.x =
        std::max(start + (right - left), child->WorkRect.Max.x);
    ImGui::BeginGroup();
    view().header(ui);
    ImGui::EndGroup();
    const float width = std::min(ImGui::GetItemRectSize().x, right - left);
    ImGui::EndChild();
    if (std::fabs(width - header_width) > 0.5F) ui.wants_frame();
    header_width = width;
}

// ---- Stage, controls, transport
// ----------------------------------------------------------------------------------------

void App::Inside::stage_region(ImVec2 min, ImVec2 max) {
    if (lesson_opened) ImGui::SetNextWindowScroll({0, 0});
    const ImVec2 padding(ui.px(ui.phone() ? 12 : 24), ui.px(ui.phone() ? 12 : 18));
    const Region region(ui, "stage", min, max, Colour::kPage, padding, true);
    if (ui.phone() && view().has_header()) {
        ImGui::BeginGroup();
        view().header(ui);
        ImGui::EndGroup();
        ImGui::SameLine(0, ui.px(12));  // beside a narrow menu there is room for the title
        if (ImGui::GetContentRegionAvail().x < ui.px(200)) {
            ImGui::NewLine();
            space(ui, 6);
        }
    }
    view().stage(ui);
}

void App::Inside::controls_region(ImVec2 min, ImVec2 max) {
    if (lesson_opened) ImGui::SetNextWindowScroll({0, 0});
    const Region region(ui, "controls", min, max, Colour::kPanel, {ui.px(18), ui.px(14)}, true);
    controls();
}

// The lesson's controls between what it is and its words. A phone says at the stage's title what it is; where
// the lessons are listed at the left, the words are there too.
void App::Inside::controls() {
    const bool listed = ui.layout == Layout::kDesktop;
    if (!ui.phone()) {
        paragraph(ui, lead_of(session.entry()), TextStyle::kBody, Colour::kText);
        if (!listed && link_text(ui, "words.link", "What to look at, what to try")) show_words = true;
        space(ui, 14);
    }
    view().controls(ui);
    if (listed) return space(ui, 12);
    space(ui, 8);
    ImGui::Dummy({1, 1});
    ui.name_item("words");
    if (std::exchange(show_words, false)) {
        ImGui::SetScrollHereY(0);
        ui.wants_frame();
    }
    lesson_words(ui, session.entry().words);
    space(ui, 12);
}

// The controls on a phone: pulled up and down by their handle, or opened and closed with a tap on it.
void App::Inside::sheet(ImVec2 min, ImVec2 max) {
    const float handle = ui.px(kHandle);
    ImGui::GetWindowDrawList()->AddRectFilled({min.x, min.y + handle}, max, ui.colour(Colour::kPanel));
    {
        const Region region(ui, "sheet", min, {max.x, min.y + handle}, Colour::kPage, {0, 0}, false);
        ImDrawList* list = ImGui::GetWindowDrawList();
        const float round = ui.px(16);
        list->AddRectFilled(min, {max.x, min.y + handle}, ui.colour(Colour::kPanel), round,
                            ImDrawFlags_RoundCornersTop);
        list->AddRect(min, {max.x, max.y}, ui.colour(Colour::kLine), round, ImDrawFlags_RoundCornersTop,
                      ui.px(1));
        ImGui::SetCursorScreenPos(min);
        const Press p = press(ui, "sheet.handle", {max.x - min.x, handle});
        const ImVec2 centre = p.centre();
        ImGui::GetWindowDrawList()->AddRectFilled(
            centre - ImVec2(ui.px(20), ui.px(2.5F)), centre + ImVec2(ui.px(20), ui.px(2.5F)),
            ui.colour(p.hovered ? Colour::kControl : Colour::kTrack), ui.px(2.5F));
        const ImGuiIO& io = ImGui::GetIO();
        const float room = max.y - ui.px(kTopBarPhone);
        const bool dragged = ImGui::IsMouseDragging(0, ui.px(4));
        if (p.held && dragged) {
            ui.drag_taken = true;
            sheet_share = std::clamp((max.y - io.MousePos.y + handle * 0.5F) / room, 0.05F, 0.95F);
        } else if (p.pressed && !dragged && std::fabs(io.MouseDragMaxDistanceSqr[0]) < ui.px(4) * ui.px(4)) {
            sheet_share = sheet_share < kSheetOpen ? kSheetOpen : kSheetShare;
            ui.wants_frame();
        }
    }
    if (lesson_opened) ImGui::SetNextWindowScroll({0, 0});
    const Region region(ui, "controls", {min.x, min.y + handle}, max, Colour::kPanel, {ui.px(16), ui.px(2)},
                        true);
    controls();
    fade_below(ui, {min.x, min.y + handle}, max);
}

void App::Inside::transport_region(ImVec2 min, ImVec2 max) {
    const ImVec2 padding(ui.px(ui.phone() ? 12 : 20), ui.px(ui.phone() ? 6 : 8));
    const Region region(ui, "transport", min, max, Colour::kPanel, padding, false);
    view().transport(ui);
}

// ---- Over everything
// -----------------------------------------------------------------------------------------------------

namespace {

// A window in the look of a note, for the scope; it is as high as its content.
class Strip {
 public:
    Strip(const Ui& ui, const char* name, Colour fill, Colour outline, float margin,
          ImGuiWindowFlags more = 0) {
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(16), margin));
        ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(12));
        ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, ui.px(1));
        ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.colour(fill));
        ImGui::PushStyleColor(ImGuiCol_Border, ui.colour(outline));
        ImGui::Begin(name, nullptr,
                     kStill | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoFocusOnAppearing | more);
    }
    ~Strip() {
        ImGui::End();
        ImGui::PopStyleColor(2);
        ImGui::PopStyleVar(3);
    }
    Strip(const Strip&) = delete;
    Strip& operator=(const Strip&) = delete;
};

}  // namespace

// Refusals and downloads stand over the stage, which begins below them: they hide nothing. Answers the room
// taken.
float App::Inside::message_strip(ImVec2 at, float width) {
    // A message stays although the session forgets it with the next command; a new one replaces it.
    if (session.message() != seen_message) {
        seen_message = session.message();
        if (!seen_message.empty()) toast.message = seen_message;
    }
    if (toast.message.empty() && loading.empty()) return toast.message_height = 0;
    const float margin = ui.px(ui.phone() ? 8 : 12);
    width -= margin * 2;
    ImGui::SetNextWindowPos(at + ImVec2(margin, margin));
    ImGui::SetNextWindowSizeConstraints({width, 0}, {width, screen.y * 0.5F});
    const bool warning = !toast.message.empty();
    const Strip strip(ui, "##toast", warning ? Colour::kWarningSoft : Colour::kPanel,
                      warning ? Colour::kWarning : Colour::kControl, ui.px(10));
    if (warning) {
        const ImVec2 start = ImGui::GetCursorScreenPos();
        const float side = ui.target();
        ImGuiWindow* window = ImGui::GetCurrentWindow();
        const float edge = window->WorkRect.Max.x;
        window->WorkRect.Max.x = window->ContentRegionRect.Max.x = edge - side - ui.px(8);
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() +
                             std::round((side - ui.font_size(TextStyle::kBody)) * 0.4F));
        paragraph(ui, toast.message);
        window->WorkRect.Max.x = window->ContentRegionRect.Max.x = edge;
        const float end = ImGui::GetItemRectMax().y;
        ImGui::SetCursorScreenPos({edge - side + ui.px(6), start.y});
        if (icon_button(ui, "toast.close", Icon::kClose, "Dismiss (Escape)", true, false, ButtonLook::kPlain))
            dismiss_message();
        ImGui::SetCursorScreenPos({start.x, std::max(end, start.y + side) - 1});
        ImGui::Dummy({1, 1});
    }
    for (const auto& [name, share] : loading)
        progress_bar(ui, "loading." + name, static_cast<float>(share),
                     "Fetching " + name + ": " + std::to_string(static_cast<int>(share * 100)) + " %");
    const ImVec2 size = ImGui::GetWindowSize();
    ui.name_item("toast", ImGui::GetWindowPos(), ImGui::GetWindowPos() + size);
    const float taken = size.y + margin;
    if (std::fabs(taken - toast.message_height) > 0.5F) ui.wants_frame();
    return toast.message_height = taken;
}

// The session forgets it too, so that the same refusal is seen when it comes again.
void App::Inside::dismiss_message() {
    toast.message.clear();
    ui.refused.clear();
    session.say({});
}

// A short word over the top bar, where it hides the lesson's name for its seconds and not the lesson.
void App::Inside::notice_pill(float centre_y) {
    toast.notice_seconds = std::max(toast.notice_seconds - ui.seconds, 0.0);
    if (toast.notice_seconds <= 0) return;
    const float room = notice_room.y - notice_room.x;
    const TextStyle style = ui.phone() ? TextStyle::kSmall : TextStyle::kBody;
    const float width = std::min(room, shell::text_size(ui, style, toast.notice).x + ui.px(34));
    ImGui::SetNextWindowPos({notice_room.x + std::round((room - width) * 0.5F), std::round(centre_y)},
                            ImGuiCond_Always, {0, 0.5F});
    ImGui::SetNextWindowSizeConstraints({width, 0}, {width, screen.y});
    const Strip strip(ui, "##notice", Colour::kAccentSoft, Colour::kAccent, ui.px(5),
                      ImGuiWindowFlags_NoInputs);
    paragraph(ui, toast.notice, style);
    ui.name_item("notice", ImGui::GetWindowPos(), ImGui::GetWindowPos() + ImGui::GetWindowSize());
}

void App::Inside::help_sheet() {
    if (std::exchange(open_help, false)) ImGui::OpenPopup("##keys");
    const float sheet_width = std::min(ui.px(520), screen.x - ui.px(24));
    ImGui::SetNextWindowPos(screen * 0.5F, ImGuiCond_Always, {0.5F, 0.5F});
    ImGui::SetNextWindowSizeConstraints({sheet_width, 0}, {sheet_width, screen.y - ui.px(48)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(24), ui.px(20)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(14));
    const bool open = ImGui::BeginPopupModal(
        "##keys", nullptr, (kStill & ~ImGuiWindowFlags_NoScrollbar) | ImGuiWindowFlags_AlwaysAutoResize);
    ImGui::PopStyleVar(2);
    if (!open) return;
    close_when_left();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({at.x + ImGui::GetContentRegionAvail().x - ui.target(), at.y});
    if (icon_button(ui, "help.close", Icon::kClose, "Close (Escape)")) ImGui::CloseCurrentPopup();
    ImGui::SetCursorScreenPos(at);
    title(ui, "Keys");
    heading(ui, title_of(session.entry()));
    for (const CommandInfo& info : session.lesson().commands())
        if (!info.keys.empty()) key_row(ui, info.keys, info.title);
    space(ui, 12);
    heading(ui, "Everywhere");
    key_row(ui, "Ctrl+Z", "Undo");
    key_row(ui, "Ctrl+Shift+Z", "Redo (also Ctrl+Y)");
    key_row(ui, "Tab",
            "To the next control; Shift+Tab to the one before. In a web page, Enter goes in first and Escape "
            "comes out");
    key_row(ui, "Enter", "Press what has the focus (also Space)");
    key_row(ui, "Left  Right", "Move the focused slider, switch or cell");
    key_row(ui, "F2", "Type the value of the focused slider; digits do it in a cell");
    key_row(ui, "?", "These keys");
    ui.name_item("help", ImGui::GetWindowPos(), ImGui::GetWindowPos() + ImGui::GetWindowSize());
    ImGui::EndPopup();
}

void App::Inside::drop_hint() {
    if (!file_over) return;
    ImDrawList* list = ImGui::GetForegroundDrawList();
    const float inset = ui.px(14);
    list->AddRectFilled({0, 0}, screen, ui.colour(Colour::kPage, 0.85F));
    list->AddRect({inset, inset}, screen - ImVec2(inset, inset), ui.colour(Colour::kAccent), ui.px(18), 0,
                  ui.px(3));
    constexpr const char* kWords = "Drop the file to use it in this lesson";
    const float size = ui.font_size(TextStyle::kTitle);
    const float words = ui.bold->CalcTextSizeA(size, 1e9F, 0, kWords).x;
    list->AddText(ui.bold, size, {(screen.x - words) * 0.5F, (screen.y - size) * 0.5F},
                  ui.colour(Colour::kText), kWords);
}

}  // namespace shell
