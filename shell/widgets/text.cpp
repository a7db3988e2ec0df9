#include "shell/widgets/text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

#include "shell/widgets/press.h"

namespace shell {
namespace {

constexpr float kNoLimit = 3.0e38F;

ImVec2 measure(ImFont* font, float size, std::string_view text) {
    if (text.empty()) return {0, size};  // ImGui reads a null pointer as a C string
    return font->CalcTextSizeA(size, kNoLimit, 0.0F, text.data(), text.data() + text.size());
}

// A word that is not broken; it sticks to the one before where no space stands between.
struct Piece {
    std::string_view text;
    const Run* run = nullptr;
    float width = 0;
    float space_before = 0;
    bool line_break = false;
};

struct Flow {
    const Ui& ui;
    TextStyle style;
    float size;
    ImFont* font_of(const Run& run) const { return run.bold ? ui.bold : ui.font(style); }
};

void append_pieces(const Flow& flow, const Run& run, float& space, std::vector<Piece>& pieces) {
    ImFont* font = flow.font_of(run);
    const std::string_view text = run.text;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ' || text[at] == '\n') {
            if (text[at] == '\n') pieces.push_back({{}, &run, 0, 0, true});
            space += text[at] == ' ' ? measure(font, flow.size, " ").x : 0;
            ++at;
            continue;
        }
        const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        pieces.push_back({word, &run, measure(font, flow.size, word).x, space, false});
        space = 0;
        at = end;
    }
}

// Index behind the pieces that stick to `first`, and their width without the space before.
std::size_t unit_end(const std::vector<Piece>& pieces, std::size_t first, float& width) {
    std::size_t end = first + 1;
    width = pieces[first].width;
    while (end < pieces.size() && !pieces[end].line_break && pieces[end].space_before == 0)
        width += pieces[end++].width;
    return end;
}

struct TextLine {
    std::size_t first = 0;
    std::size_t end = 0;
    float width = 0;
};

std::vector<TextLine> break_lines(const std::vector<Piece>& pieces, float available) {
    std::vector<TextLine> lines{{}};
    for (std::size_t at = 0; at < pieces.size();) {
        if (pieces[at].line_break) {
            lines.back().end = at;
            lines.push_back({at + 1, at + 1, 0});
            ++at;
            continue;
        }
        float width = 0;
        const std::size_t end = unit_end(pieces, at, width);
        const bool starts_line = lines.back().first == at;
        const float needed = width + (starts_line ? 0 : pieces[at].space_before);
        if (!starts_line && lines.back().width + needed > available) {
            lines.back().end = at;
            lines.push_back({at, at, 0});
            continue;
        }
        lines.back().width += needed;
        lines.back().end = end;
        at = end;
    }
    return lines;
}

// Words of one link that stand in one line.
struct LinkBox {
    const Run* run = nullptr;
    ImVec2 min;
    ImVec2 max;
};

void add_to_boxes(const Piece& piece, ImVec2 min, ImVec2 max, bool starts_line, std::vector<LinkBox>& boxes) {
    const bool goes_on = !starts_line && !boxes.empty() && boxes.back().run == piece.run;
    if (goes_on) {
        boxes.back().max = max;
    } else {
        boxes.push_back({piece.run, min, max});
    }
}

void draw_line(const Flow& flow, const std::vector<Piece>& pieces, const TextLine& line, ImVec2 at,
               std::vector<LinkBox>* boxes) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    float x = at.x;
    for (std::size_t i = line.first; i < line.end; ++i) {
        const Piece& piece = pieces[i];
        if (i > line.first) x += piece.space_before;
        if (boxes != nullptr && !piece.run->link.empty())
            add_to_boxes(piece, {std::round(x), at.y}, {x + piece.width, at.y + flow.size * 1.2F},
                         i == line.first, *boxes);
        const ImU32 colour = flow.ui.colour(piece.run->colour);
        list->AddText(flow.font_of(*piece.run), flow.size, {std::round(x), at.y}, colour, piece.text.data(),
                      piece.text.data() + piece.text.size());
        x += piece.width;
    }
}

float line_height(const Ui& ui, TextStyle style) { return std::round(ui.font_size(style) * 1.24F); }

// Breaks and, if wanted, draws; the size that was used.
ImVec2 lay_runs(const Ui& ui, std::span<const Run> runs, ImVec2 origin, float available, float align,
                TextStyle style, bool draw, std::vector<LinkBox>* boxes = nullptr) {
    const Flow flow{ui, style, ui.font_size(style)};
    std::vector<Piece> pieces;
    float space_before = 0;
    for (const Run& run : runs) append_pieces(flow, run, space_before, pieces);
    const float height = line_height(ui, style);
    float y = origin.y + std::round((height - flow.size) * 0.5F);
    ImVec2 used;
    for (const TextLine& line : break_lines(pieces, available)) {
        if (draw)
            draw_line(flow, pieces, line,
                      {origin.x + std::round(std::max(available - line.width, 0.0F) * align), y}, boxes);
        used = {std::max(used.x, line.width), used.y + height};
        y += height;
    }
    return used;
}

std::string upper_case(std::string_view text) {
    std::string upper(text);
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return upper;
}

std::size_t character_end(std::string_view text, std::size_t start) {
    std::size_t end = start + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    return end;
}

// Capitals are set wider apart by a twentieth of their size, as small headings are in print.
constexpr float kHeadingSize = 0.95F;  // of a label's
constexpr float kHeadingGap = 0.045F;  // of that

// `text` without its end, and "…" in its place, where it would be wider than `width`.
std::string fit_spaced(const Ui& ui, std::string text, float width) {
    const float size = ui.font_size(TextStyle::kLabel) * kHeadingSize;
    const auto wide = [&](std::string_view part) {
        float x = 0;
        for (std::size_t i = 0, end = 0; i < part.size(); i = end) {
            end = character_end(part, i);
            x += measure(ui.bold, size, part.substr(i, end - i)).x + size * kHeadingGap;
        }
        return x;
    };
    if (wide(text) <= width) return text;
    do {
        std::size_t last = 0;
        for (std::size_t i = 0; i < text.size(); i = character_end(text, i)) last = i;
        text.resize(last);
    } while (!text.empty() && wide(text + "…") > width);
    return text + "…";
}

void draw_spaced(const Ui& ui, ImVec2 at, std::string_view text, ImU32 colour) {
    const float size = ui.font_size(TextStyle::kLabel) * kHeadingSize;
    ImFont* font = ui.bold;
    ImDrawList* list = ImGui::GetWindowDrawList();
    float x = at.x;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t end = character_end(text, i);
        list->AddText(font, size, {x, at.y}, colour, text.data() + i, text.data() + end);
        x += measure(font, size, text.substr(i, end - i)).x + size * kHeadingGap;
        i = end;
    }
}

}  // namespace

ImVec2 text_size(const Ui& ui, TextStyle style, std::string_view text) {
    return measure(ui.font(style), ui.font_size(style), text);
}

void draw_text(const Ui& ui, TextStyle style, ImVec2 at, ImU32 colour, std::string_view text, float align) {
    if (text.empty()) return;
    if (align != 0) at.x -= text_size(ui, style, text).x * align;
    ImGui::GetWindowDrawList()->AddText(ui.font(style), ui.font_size(style),
                                        {std::round(at.x), std::round(at.y)}, colour, text.data(),
                                        text.data() + text.size());
}

void draw_text_fit(const Ui& ui, TextStyle style, ImVec2 at, ImU32 colour, std::string_view text,
                   float width) {
    if (text_size(ui, style, text).x <= width) {
        draw_text(ui, style, at, colour, text);
        return;
    }
    const float dots = text_size(ui, style, "…").x;
    const char* rest = nullptr;
    const ImVec2 fitting = ui.font(style)->CalcTextSizeA(ui.font_size(style), std::max(width - dots, 1.0F),
                                                         0.0F, text.data(), text.data() + text.size(), &rest);
    draw_text(ui, style, at, colour, text.substr(0, static_cast<std::size_t>(rest - text.data())));
    draw_text(ui, style, {at.x + fitting.x, at.y}, colour, "…");
}

void text_runs(Ui& ui, std::span<const Run> runs, float align, TextStyle style) {
    const float available = ImGui::GetContentRegionAvail().x;
    const ImVec2 used = lay_runs(ui, runs, ImGui::GetCursorScreenPos(), available, align, style, true);
    ImGui::Dummy({align != 0 ? available : std::min(used.x, available), used.y});
}

std::optional<std::string> linked_runs(Ui& ui, std::string_view name, std::span<const Run> runs) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float available = ImGui::GetContentRegionAvail().x;
    std::vector<LinkBox> boxes;
    const ImVec2 used = lay_runs(ui, runs, origin, available, 0, TextStyle::kBody, true, &boxes);
    std::optional<std::string> pressed;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const LinkBox& box = boxes[i];
        ImGui::SetCursorScreenPos(box.min);
        const Press p = press(ui, std::string(name) + "." + std::to_string(i), box.max - box.min);
        const float line = box.max.y - ui.px(2);
        ImGui::GetWindowDrawList()->AddLine({box.min.x, line}, {box.max.x, line},
                                            ui.colour(Colour::kAccent, p.hovered ? 1 : 0.5F), ui.px(1));
        if (p.pressed) pressed = box.run->link;
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({std::min(used.x, available), used.y});
    return pressed;
}

void paragraph(Ui& ui, std::string_view text, TextStyle style, Colour colour) {
    const Run run{std::string(text), colour, false};
    text_runs(ui, {&run, 1}, 0, style);
}

void title(Ui& ui, std::string_view text, std::string_view explanation, int lines) {
    const bool beside = ImGui::GetCursorPosX() > ImGui::GetCursorStartPos().x + 1;
    if (beside) {
        const Run run{std::string(text), Colour::kText, true};
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float room = ImGui::GetContentRegionAvail().x;
        const float height = lay_runs(ui, {&run, 1}, at, room, 0, TextStyle::kBody, false).y;
        const float lower = std::max(std::round((ui.target() - height) * 0.5F), 0.0F);
        lay_runs(ui, {&run, 1}, at + ImVec2(0, lower), room, 0, TextStyle::kBody, true);
        ImGui::Dummy({1, std::max(height, ui.target())});
        space(ui, 4);
    } else {
        paragraph(ui, text, TextStyle::kTitle);
    }
    if (!explanation.empty()) {
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ui.px(4));
        paragraph(ui, explanation, TextStyle::kBody, Colour::kMuted);
        const float reserved = static_cast<float>(lines) * line_height(ui, TextStyle::kBody);
        const float missing = reserved - ImGui::GetItemRectSize().y;
        if (missing > 0) ImGui::SetCursorPosY(ImGui::GetCursorPosY() + missing);
    }
    space(ui, 4);
}

void heading(Ui& ui, std::string_view text) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string fitting = fit_spaced(ui, upper_case(text), ImGui::GetContentRegionAvail().x);
    draw_spaced(ui, at + ImVec2(0, ui.px(2)), fitting, ui.colour(Colour::kMuted));
    ImGui::Dummy({1, ui.font_size(TextStyle::kLabel) + ui.px(4)});
}

void space(Ui& ui, float design_pixels) {
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - spacing);
    ImGui::Dummy({1, std::max(ui.px(design_pixels) - spacing, 1.0F)});
}

namespace {

float widest_line(const Ui& ui, std::span<const std::vector<Run>> lines, TextStyle style) {
    float widest = 0;
    for (const std::vector<Run>& line : lines)
        widest = std::max(widest, lay_runs(ui, line, {}, kNoLimit, 0, style, false).x);
    return widest;
}

}  // namespace

void formula(Ui& ui, std::string_view name, std::span<const std::vector<Run>> lines) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float margin = ui.px(10);
    const float gap = ui.px(4);
    const float room = width - margin * 2;
    // A formula is read at a glance when it stands in one line; smaller letters are better than a break.
    const TextStyle style =
        widest_line(ui, lines, TextStyle::kBody) <= room ? TextStyle::kBody : TextStyle::kSmall;
    float height = margin * 2 - gap;
    for (const std::vector<Run>& line : lines)
        height += lay_runs(ui, line, at, room, 0.5F, style, false).y + gap;
    ImGui::GetWindowDrawList()->AddRectFilled(at, at + ImVec2(width, height), ui.colour(Colour::kInset),
                                              ui.px(10));
    ImVec2 place = at + ImVec2(margin, margin);
    for (const std::vector<Run>& line : lines)
        place.y += lay_runs(ui, line, place, room, 0.5F, style, true).y + gap;
    ImGui::Dummy({width, height});
    ui.name_item(name);
}

void key_value(Ui& ui, std::string_view key, std::string_view value, Colour value_colour) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float value_width = text_size(ui, TextStyle::kBold, value).x;
    const float key_width = text_size(ui, TextStyle::kBody, key).x;
    const float line = ui.font_size(TextStyle::kBody) + ui.px(3);
    const bool one_line = key_width + value_width + ui.px(10) <= width;
    draw_text_fit(ui, TextStyle::kBody, at, ui.colour(Colour::kMuted), key, width);
    const float y = at.y + (one_line ? 0 : line);
    if (value_width <= width) {
        draw_text(ui, TextStyle::kBold, {at.x + width, y}, ui.colour(value_colour), value, 1);
    } else {
        draw_text_fit(ui, TextStyle::kBold, {at.x, y}, ui.colour(value_colour), value, width);
    }
    ImGui::Dummy({width, one_line ? line : line * 2});
}

bool link_text(Ui& ui, std::string_view name, std::string_view text) {
    const ImVec2 size = text_size(ui, TextStyle::kBody, text);
    const Press p =
        press(ui, name, {size.x, std::max(size.y + ui.px(4), ui.coarse_pointer ? ui.target() : 0)});
    const float y = std::round(p.centre().y - size.y * 0.5F);
    draw_text(ui, TextStyle::kBody, {p.min.x, y}, ui.colour(Colour::kAccent), text);
    const float line = y + size.y - ui.px(1);
    ImGui::GetWindowDrawList()->AddLine({p.min.x, line}, {p.max.x, line},
                                        ui.colour(Colour::kAccent, p.hovered ? 1 : 0.5F), ui.px(1));
    return p.pressed;
}

namespace {

void begin_box(Ui& ui, std::string_view name, ImVec2 size, ImU32 fill, ImU32 outline, float padding) {
    ImGui::PushStyleColor(ImGuiCol_ChildBg, fill);
    ImGui::PushStyleColor(ImGuiCol_Border, outline);
    ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, ui.px(12));
    ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, ui.px(1));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(padding, padding));
    ImGuiChildFlags flags =
        ImGuiChildFlags_Borders | ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_NavFlattened;
    if (size.y <= 0) flags |= ImGuiChildFlags_AutoResizeY;
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::BeginChild("##box", size, flags,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopID();
    ImGui::PopStyleVar(3);
    ImGui::PopStyleColor(2);
    const ImVec2 at = ImGui::GetWindowPos();
    ui.name_item(name, at, at + ImGui::GetWindowSize());
}

}  // namespace

bool note(Ui& ui, std::string_view name, NoteKind kind, std::string_view first_line, std::string_view text,
          std::string_view link) {
    const bool warning = kind == NoteKind::kWarning;
    begin_box(ui, name, {0, 0}, ui.colour(warning ? Colour::kWarningSoft : Colour::kInset),
              ui.colour(warning ? Colour::kWarning : Colour::kLine), ui.px(12));
    if (!first_line.empty()) {
        const Run run{std::string(first_line), warning ? Colour::kWarning : Colour::kText, true};
        text_runs(ui, {&run, 1});
    }
    if (!text.empty()) paragraph(ui, text, TextStyle::kBody, Colour::kText);
    const bool pressed = !link.empty() && link_text(ui, std::string(name) + ".link", link);
    ImGui::EndChild();
    return pressed;
}

Card::Card(Ui& ui, std::string_view name, float width, float height, CardHeight kind) {
    if (kind == CardHeight::kAtLeast && height > 0) {
        if (width <= 0) width = ImGui::GetContentRegionAvail().x;
        ImGui::SetNextWindowSizeConstraints({width, height}, {width, std::numeric_limits<float>::max()});
        height = 0;
    }
    begin_box(ui, name, {width, height}, ui.colour(Colour::kPanel), ui.colour(Colour::kLine),
              ui.px(ui.phone() ? 12 : 16));
}

Card::~Card() { ImGui::EndChild(); }

void card_heading(Ui& ui, std::string_view text, std::span<const Run> right) {
    const auto style_of = [](const Run& run) { return run.bold ? TextStyle::kLabel : TextStyle::kSmall; };
    float width = 0;
    for (const Run& run : right) width += text_size(ui, style_of(run), run.text).x;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float available = ImGui::GetContentRegionAvail().x;
    // Capitals are a good third wider than the text in its own letters.
    const bool beside = text_size(ui, TextStyle::kLabel, text).x * 1.35F + ui.px(10) + width <= available;
    heading(ui, text);
    if (!beside && !right.empty()) {
        space(ui, 1);
        text_runs(ui, right, 0, TextStyle::kSmall);
        return space(ui, 8);
    }
    ImVec2 place(at.x + available - width, at.y);
    for (const Run& run : right) {
        draw_text(ui, style_of(run), place, ui.colour(run.colour), run.text);
        place.x += text_size(ui, style_of(run), run.text).x;
    }
    space(ui, 8);
}

Columns columns(const Ui& ui, int count, float least) {
    Columns answer;
    answer.gap = ui.px(14);
    const float available = ImGui::GetContentRegionAvail().x;
    answer.count = count;
    while (answer.count > 1 && (available - answer.gap * static_cast<float>(answer.count - 1)) /
                                       static_cast<float>(answer.count) <
                                   ui.px(least))
        --answer.count;
    answer.width = std::floor((available - answer.gap * static_cast<float>(answer.count - 1)) /
                              static_cast<float>(answer.count));
    return answer;
}

void next_column(Ui& ui, const Columns& columns, int index) {
    if (index % columns.count != 0) {
        ImGui::SameLine(0, columns.gap);
    } else if (index > 0) {
        space(ui, 14);
    }
}

void begin_column(const char* name, const Columns& columns) {
    ImGui::BeginChild(name, {columns.width, 0}, ImGuiChildFlags_AutoResizeY,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
}

void tooltip(Ui& ui, std::string_view text) {
    if (text.empty()) return;
    const bool keyboard = ImGui::IsItemFocused() && ImGui::GetIO().NavVisible && ImGui::GetIO().KeyCtrl;
    if (!ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip | ImGuiHoveredFlags_AllowWhenDisabled) &&
        !keyboard)
        return;
    if (by_finger()) return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(10), ui.px(7)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, ui.px(1));
    ImGui::PushStyleColor(ImGuiCol_Border, ui.colour(Colour::kControl));
    const float width = std::min(text_size(ui, TextStyle::kBody, text).x + ui.px(2), ui.px(320));
    // Below the transport's buttons is no room, and beside one are the others.
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const ImVec2 min = ImGui::GetItemRectMin();
    if (min.y > screen.y - ui.px(110)) {
        const float half = width * 0.5F + ui.px(14);
        const float middle = (min.x + ImGui::GetItemRectMax().x) * 0.5F;
        const float x =
            std::clamp(middle, std::min(half, screen.x * 0.5F), std::max(screen.x - half, screen.x * 0.5F));
        ImGui::SetNextWindowPos({std::round(x), min.y - ui.px(8)}, ImGuiCond_Always, {0.5F, 1.0F});
    }
    ImGui::SetNextWindowContentSize({width, 0});  // not that of the text before, if it has changed
    if (ImGui::BeginTooltip()) {
        paragraph(ui, text);
        ImGui::EndTooltip();
    }
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(3);
}

}  // namespace shell
