#include "shell/widgets/number_grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "imgui_internal.h"
#include "shell/state/field_text.h"
#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

constexpr float kLeastReadable = 8;  // design pixels: below this a number is shown as colour only

std::size_t index(const NumberGrid& grid, Cell cell) {
    return static_cast<std::size_t>(cell.row) * static_cast<std::size_t>(grid.columns) +
           static_cast<std::size_t>(cell.column);
}
std::uint8_t marks_of(const NumberGrid& grid, Cell cell) {
    const std::size_t i = index(grid, cell);
    return i < grid.marks.size() ? grid.marks[i] : std::uint8_t{kPlain};
}
float value_of(const NumberGrid& grid, Cell cell) {
    const std::size_t i = index(grid, cell);
    return i < grid.values.size() ? grid.values[i] : 0.0F;
}

float caption_height(const Ui& ui, const NumberGrid& grid) {
    return grid.caption.empty() ? 0 : ui.font_size(TextStyle::kLabel) + ui.px(8);
}

float width_at(ImFont* font, float size, const std::string& text) {
    return font->CalcTextSizeA(size, 1e9F, 0, text.data(), text.data() + text.size()).x;
}

// One size for all numbers of a grid, so that they can be compared at a glance: the largest at which the
// widest of them (with four digits, or three where that is small) fits, but not less than two thirds of the
// usual, nor less than can be read. Usual is half a cell's height, and the text's size in cells too small for
// that: digits are three fifths as high as their line, so a line may fill its cell.
float number_size(const Ui& ui, const NumberGrid& grid) {
    const bool small = grid.cell_width < ui.px(24);
    const float body = ui.font_size(TextStyle::kBody);
    const float usual =
        std::min(body * 1.5F, std::max(grid.cell_height * 0.5F, std::min(grid.cell_height * 0.95F, body)));
    const float room = grid.cell_width - ui.px(small ? 1 : 5);
    const auto fitting = [&](int digits) {
        float widest = 1;
        for (const float value : grid.values)
            widest = std::max(widest, width_at(ui.regular, usual, short_number(value, digits)));
        return std::min(usual, usual * room / widest);
    };
    const float least = std::max(usual * 0.66F, std::min(usual, kLeastReadable * 1.21F * ui.scale));
    return std::max({fitting(4), std::min(fitting(3), usual * 0.8F), least});
}

// The longest of 4, 3, 2, 1 digits that fits.
std::string fitting_number(const Ui& ui, float value, float size, float room) {
    for (int digits = 4; digits > 1; --digits) {
        std::string text = short_number(value, digits);
        if (width_at(ui.bold, size, text) <= room) return text;
    }
    return short_number(value, 1);
}

// The pieces of [min, max] along one side of a dashed box.
void dashes(ImDrawList* list, ImVec2 from, ImVec2 to, float dash, ImU32 colour, float thick) {
    const float length = std::abs(to.x - from.x) + std::abs(to.y - from.y);
    const ImVec2 way((to.x - from.x) / length, (to.y - from.y) / length);
    for (float at = 0; at < length; at += dash * 2) {
        const float end = std::min(at + dash, length);
        const ImVec2 a = from + way * at;
        const ImVec2 b = from + way * end;
        const float half = thick * 0.5F;
        list->AddRectFilled({std::min(a.x, b.x) - half, std::min(a.y, b.y) - half},
                            {std::max(a.x, b.x) + half, std::max(a.y, b.y) + half}, colour);
    }
}

void dashed_box(const Ui& ui, ImDrawList* list, const CellBox& box, ImU32 colour) {
    const float thick = std::max(1.0F, std::round(ui.scale));
    const float inset = thick * 0.5F;
    const ImVec2 a = box.min + ImVec2(inset, inset);
    const ImVec2 b = box.max - ImVec2(inset, inset);
    const float dash = ui.px(3);
    dashes(list, a, {b.x, a.y}, dash, colour, thick);
    dashes(list, {a.x, b.y}, b, dash, colour, thick);
    dashes(list, a, {a.x, b.y}, dash, colour, thick);
    dashes(list, {b.x, a.y}, b, dash, colour, thick);
}

// Diagonal lines inside the box; `step` device pixels apart.
void hatch(ImDrawList* list, const CellBox& box, float step, ImU32 colour, float thick) {
    const float width = box.max.x - box.min.x;
    const float height = box.max.y - box.min.y;
    for (float at = step * 0.5F; at < width + height; at += step) {
        const ImVec2 a(box.min.x + std::min(at, width), box.min.y + std::max(at - width, 0.0F));
        const ImVec2 b(box.min.x + std::max(at - height, 0.0F), box.min.y + std::min(at, height));
        list->AddLine(a, b, colour, thick);
    }
}

struct Painter {
    Ui& ui;
    const NumberGrid& grid;
    ImDrawList* list;
    float size;  // of the numbers

    Rgb fill(Cell cell, std::uint8_t marks) const {
        const Theme& theme = *ui.theme;
        const float value = value_of(grid, cell);
        if ((marks & kCurrent) != 0 && (marks & kDots) == 0) return theme[role_mark(grid.role)];
        if (grid.grey) return mix(rgb(0x000000), rgb(0xFFFFFF), value / grid.grey_white);
        if (grid.signed_colours)
            return signed_colour(theme, grid.signed_limit > 0 ? value / grid.signed_limit : 0.0F);
        if ((marks & kPadding) != 0) return theme[Colour::kPanel];
        return theme[role_soft(grid.role)];
    }

    Rgb ink(std::uint8_t marks, Rgb behind) const {
        const Theme& theme = *ui.theme;
        if ((marks & kCurrent) != 0 && (marks & kDots) == 0) return theme[Colour::kOnAccent];
        if (grid.grey || grid.signed_colours) return text_on(behind);
        if ((marks & kPadding) != 0) return theme[Colour::kMuted];
        return theme[role_text(grid.role)];
    }

    void outline(const CellBox& box, std::uint8_t marks, float rounding) const {
        const float thick = ui.px(2);
        const ImVec2 inset(thick * 0.5F, thick * 0.5F);
        if ((marks & kInWindow) != 0)
            list->AddRect(box.min + inset, box.max - inset, ui.colour(Colour::kKernelMark), rounding, 0,
                          thick);
        if ((marks & kDots) != 0 || ((marks & kCurrent) != 0 && (grid.grey || grid.signed_colours)))
            list->AddRect(box.min + inset, box.max - inset, ui.colour(role_mark(grid.role)), rounding, 0,
                          thick);
        if ((marks & kTouched) != 0) {
            const ImVec2 out(ui.px(1), ui.px(1));
            list->AddRect(box.min - out, box.max + out, ui.colour(Colour::kText), rounding, 0, thick);
        }
    }

    void number(const CellBox& box, Cell cell, std::uint8_t marks, Rgb colour, float alpha) const {
        if (size < kLeastReadable * 1.21F * ui.scale) return;
        const bool strong = (marks & (kCurrent | kDots)) != 0;
        ImFont* font = strong ? ui.bold : ui.regular;
        const std::string text =
            (marks & kDots) != 0
                ? "…"
                : fitting_number(ui, value_of(grid, cell), size,
                                 grid.cell_width - ui.px(grid.cell_width < ui.px(24) ? 1 : 3));
        const float width = width_at(font, size, text);
        const ImVec2 centre = box.centre();
        list->AddText(font, size, {std::round(centre.x - width * 0.5F), std::round(centre.y - size * 0.5F)},
                      ui.colour(colour, alpha), text.data(), text.data() + text.size());
    }

    void cell(const CellBox& box, Cell at) const {
        const std::uint8_t marks = marks_of(grid, at);
        const float rounding = std::min(ui.px(6), grid.cell_width * 0.2F);
        if ((marks & kPending) != 0) {
            dashed_box(ui, list, box,
                       ui.colour(mix((*ui.theme)[Colour::kLine], (*ui.theme)[Colour::kControl], 0.35F)));
            outline(box, marks, rounding);
            return;
        }
        const float alpha = (marks & kDimmed) != 0 ? 0.45F : 1.0F;
        const Rgb behind = fill(at, marks);
        list->AddRectFilled(box.min, box.max, ui.colour(behind, alpha), rounding);
        if ((marks & kPadding) != 0 && (marks & kCurrent) == 0)
            hatch(list, box, ui.px(7), ui.colour(Colour::kLine), std::max(1.0F, ui.scale));
        if ((marks & kLeftOver) != 0) {
            const ImVec2 inset(ui.px(4), ui.px(4));
            list->AddLine(box.min + inset, box.max - inset, ui.colour(Colour::kControl, 0.6F),
                          std::max(1.0F, ui.scale));
        }
        number(box, at, marks, ink(marks, behind), (marks & kLeftOver) != 0 ? alpha * 0.75F : alpha);
        outline(box, marks, rounding);
    }
};

// ---- Typing into a cell
// ---------------------------------------------------------------------------------------------

// Where in ImGui's storage a grid keeps the keyboard's place and the cell that is being typed in.
struct Memory {
    ImGuiStorage* storage;
    ImGuiID id;
    int place() const { return storage->GetInt(id + 1, 0); }
    void set_place(int cell) const { storage->SetInt(id + 1, cell); }
    int typing() const { return storage->GetInt(id + 2, -1); }  // cell index, or -1
    void set_typing(int cell) const {
        storage->SetInt(id + 2, cell);
        storage->SetInt(id + 3, 0);
    }
    int typing_frames() const { return storage->GetInt(id + 3, 0); }
    void count_frame() const { storage->SetInt(id + 3, typing_frames() + 1); }
};

// The first keys that opened the editor arrive before the field is active; they wait here, one field at a
// time.
std::string& pending_keys() {
    static std::string keys;
    return keys;
}

std::string take_typed_keys() {
    std::string keys;
    for (const ImWchar c : ImGui::GetIO().InputQueueCharacters) {
        const bool wanted = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ',';
        if (wanted) keys += static_cast<char>(c);
    }
    return keys;
}

int caret_to_end(ImGuiInputTextCallbackData* data) {
    bool& fresh = *static_cast<bool*>(data->UserData);
    if (fresh) {
        data->ClearSelection();
        data->CursorPos = data->BufTextLen;
        fresh = false;
    }
    return 0;
}

std::string place_name(const NumberGrid& grid, Cell cell) {
    return "Row " + std::to_string(grid.first_row + cell.row + 1) + ", column " +
           std::to_string(grid.first_column + cell.column + 1);
}

// The editor over its cell. It needs two frames to get the keyboard; keys of those frames are kept.
void cell_editor(Ui& ui, const NumberGrid& grid, const Memory& memory, const CellBox& box, Cell cell,
                 GridAnswer& answer) {
    const float height = box.max.y - box.min.y;
    const float grow = std::max(0.0F, ui.px(52) - (box.max.x - box.min.x));
    const bool keys_opened = !pending_keys().empty();
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%s",
                  keys_opened ? pending_keys().c_str() : short_number(value_of(grid, cell), 7).c_str());
    const std::string before = text.data();
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        ImVec2(ui.px(6), std::max((height - ui.font_size(TextStyle::kBody)) * 0.5F, 0.0F)));
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, ui.px(2));
    ImGui::PushStyleColor(ImGuiCol_Border, ui.colour(Colour::kAccent));
    ImGui::PushStyleColor(ImGuiCol_FrameBg, ui.colour(Colour::kPanel));
    ImGui::SetCursorScreenPos({box.min.x - grow * 0.5F, box.min.y});
    ImGui::SetNextItemWidth(box.max.x - box.min.x + grow);
    if (memory.typing_frames() == 0) ImGui::SetKeyboardFocusHere();
    bool fresh = keys_opened && memory.typing_frames() > 0;
    ImGui::InputText("##cell", text.data(), text.size(),
                     ImGuiInputTextFlags_CharsScientific | ImGuiInputTextFlags_CallbackAlways |
                         (keys_opened ? 0 : ImGuiInputTextFlags_AutoSelectAll),
                     caret_to_end, &fresh);
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(2);
    ui.name_item(std::string(grid.name) + ".editor");
    ui.wants_frame(ImGui::IsItemActive() ? 0.4 : 0.0);
    if (ImGui::IsItemActive() && keys_opened && !fresh) pending_keys().clear();
    const bool waits = !ImGui::IsItemActive() && !ImGui::IsItemDeactivated() && memory.typing_frames() > 0;
    if (waits && keys_opened) pending_keys() += take_typed_keys();
    memory.count_frame();
    const bool left = ImGui::IsItemDeactivated() || (!ImGui::IsItemActive() && memory.typing_frames() > 4);
    if (!left) return;
    memory.set_typing(-1);
    pending_keys().clear();
    const bool cancelled = ImGui::IsKeyPressed(ImGuiKey_Escape, false);
    if (cancelled || ImGui::IsKeyPressed(ImGuiKey_Enter, false) ||
        ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false)) {
        ImGui::SetFocusID(memory.id, ImGui::GetCurrentWindow());  // the arrow keys go on from this cell
        ImGui::SetNavCursorVisible(true);
    }
    if (cancelled) return;
    if (before == text.data()) return;
    const cnn::Result<float> typed =
        read_real(place_name(grid, cell), plain_number(text.data()), -kMaxNumber, kMaxNumber);
    if (!typed) ui.refuse(typed.error().sentence);
    if (!typed || typed.value() == value_of(grid, cell)) return;
    answer.edited = cell;
    answer.value = typed.value();
}

// Arrow keys, Enter and typed digits while the grid has the keyboard.
void grid_keys(Ui& ui, const NumberGrid& grid, const Memory& memory, GridAnswer& answer) {
    const int count = grid.rows * grid.columns;
    int place = std::clamp(memory.place(), 0, count - 1);
    if (focused_key(ImGuiKey_LeftArrow) && place % grid.columns > 0) --place;
    if (focused_key(ImGuiKey_RightArrow) && place % grid.columns + 1 < grid.columns) ++place;
    if (focused_key(ImGuiKey_UpArrow) && place >= grid.columns) place -= grid.columns;
    if (focused_key(ImGuiKey_DownArrow) && place + grid.columns < count) place += grid.columns;
    memory.set_place(place);
    if (!ImGui::IsItemFocused() || !ImGui::GetIO().NavVisible) return;
    answer.hovered = {place / grid.columns, place % grid.columns};
    if (grid.editable)
        for (const ImGuiKey key : {ImGuiKey_Minus, ImGuiKey_Period, ImGuiKey_Comma})
            (void)focused_key(key);  // not the lesson's now
    const std::string keys = take_typed_keys();
    if (!grid.editable || (marks_of(grid, answer.hovered) & kPadding) != 0) return;
    if (!keys.empty()) {
        pending_keys() = keys;
        memory.set_typing(place);
        ui.wants_frame();
    }
}

Cell cell_at(const Ui& ui, const NumberGrid& grid, ImVec2 origin, ImVec2 point) {
    const float gap = cell_gap(ui, grid.cell_width);
    const Cell cell{
        static_cast<int>(std::floor((point.y - origin.y + gap * 0.5F) / (grid.cell_height + gap))),
        static_cast<int>(std::floor((point.x - origin.x + gap * 0.5F) / (grid.cell_width + gap)))};
    const bool inside =
        cell.row >= 0 && cell.row < grid.rows && cell.column >= 0 && cell.column < grid.columns;
    return inside ? cell : Cell{};
}

void tell_value(Ui& ui, const NumberGrid& grid, Cell cell) {
    const std::uint8_t marks = marks_of(grid, cell);
    if ((marks & (kPending | kDots)) != 0) return;
    std::string words = place_name(grid, cell) + ": " + short_number(value_of(grid, cell), 9);
    if ((marks & kPadding) != 0) words = "Padding: " + short_number(value_of(grid, cell), 9);
    if ((marks & kLeftOver) != 0) words += ". No window reads this pixel.";
    tooltip(ui, words);
}

void draw_grid(Ui& ui, const NumberGrid& grid, ImVec2 origin, Cell hovered, bool keyboard) {
    const Painter painter{ui, grid, ImGui::GetWindowDrawList(), number_size(ui, grid)};
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const Cell cell{row, column};
            const CellBox box = cell_box(ui, grid, origin, cell);
            painter.cell(box, cell);
            if (cell == hovered) {
                const ImVec2 out(ui.px(1), ui.px(1));
                painter.list->AddRect(box.min - out, box.max + out,
                                      ui.colour(keyboard ? Colour::kAccent : Colour::kText), ui.px(7), 0,
                                      ui.px(keyboard ? 3 : 2));
            }
            ui.name_item(std::string(grid.name) + "." + std::to_string(grid.first_row + row) + "." +
                             std::to_string(grid.first_column + column),
                         box.min, box.max);
        }
    }
}

void pointer(Ui& ui, const NumberGrid& grid, const Memory& memory, const Press& p, GridAnswer& answer) {
    const ImGuiIO& io = ImGui::GetIO();
    const Cell under = cell_at(ui, grid, answer.origin, io.MousePos);
    if (p.hovered && under) answer.hovered = under;
    if (grid.paint) {
        if (!p.held) return;
        ui.drag_taken = true;
        answer.painted = under;
        answer.paint_began = ImGui::IsItemActivated();
        return;
    }
    if (!p.pressed) return;
    const Cell cell = ImGui::IsItemFocused() && io.NavVisible ? answer.hovered : under;
    if (!cell) return;
    memory.set_place(static_cast<int>(index(grid, cell)));
    if (grid.editable && (marks_of(grid, cell) & kPadding) == 0) {
        pending_keys().clear();
        memory.set_typing(static_cast<int>(index(grid, cell)));
        ui.wants_frame();
    } else {
        answer.clicked = cell;
    }
}

}  // namespace

float cell_gap(const Ui& ui, float cell_width) { return cell_width < ui.px(24) ? ui.px(1) : ui.px(3); }

ImVec2 grid_size(const Ui& ui, const NumberGrid& grid) {
    const float gap = cell_gap(ui, grid.cell_width);
    return {static_cast<float>(grid.columns) * (grid.cell_width + gap) - gap,
            static_cast<float>(grid.rows) * (grid.cell_height + gap) - gap + caption_height(ui, grid)};
}

ImVec2 fit_cells(const Ui& ui, int rows, int columns, ImVec2 space, float least, float most) {
    const float gap = ui.px(3);
    constexpr float kHeightShare = 0.87F;  // a little wider than high: numbers are
    const float by_width = (space.x + gap) / static_cast<float>(std::max(columns, 1)) - gap;
    const float by_height = ((space.y + gap) / static_cast<float>(std::max(rows, 1)) - gap) / kHeightShare;
    const float width = std::floor(std::clamp(std::min(by_width, by_height), ui.px(least), ui.px(most)));
    return {width, std::round(width * kHeightShare)};
}

CellBox cell_box(const Ui& ui, const NumberGrid& grid, ImVec2 origin, Cell cell) {
    const float gap = cell_gap(ui, grid.cell_width);
    const ImVec2 min(std::round(origin.x + static_cast<float>(cell.column) * (grid.cell_width + gap)),
                     std::round(origin.y + static_cast<float>(cell.row) * (grid.cell_height + gap)));
    return {min, min + ImVec2(grid.cell_width, grid.cell_height)};
}

GridAnswer number_grid(Ui& ui, const NumberGrid& grid) {
    GridAnswer answer;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 size = grid_size(ui, grid);
    const float top = caption_height(ui, grid);
    answer.origin = at + ImVec2(0, top);
    if (!grid.caption.empty())
        draw_text(ui, TextStyle::kLabel, {at.x + size.x * 0.5F, at.y}, ui.colour(role_text(grid.role)),
                  grid.caption, 0.5F);
    ImGui::SetCursorScreenPos(answer.origin);
    ImGui::PushID(grid.name.data(), grid.name.data() + grid.name.size());
    ImGui::SetNextItemAllowOverlap();
    const Press p = press(ui, grid.name, {size.x, size.y - top});
    const Memory memory{ImGui::GetStateStorage(), ImGui::GetItemID()};
    grid_keys(ui, grid, memory, answer);
    const Cell by_keys = answer.hovered;
    pointer(ui, grid, memory, p, answer);
    const bool keyboard = by_keys && answer.hovered == by_keys;
    if (grid.paint && ImGui::IsItemDeactivated()) answer.paint_ended = true;
    if (answer.hovered) tell_value(ui, grid, answer.hovered);
    draw_grid(ui, grid, answer.origin, answer.hovered, keyboard);
    if (const int typing = memory.typing(); typing >= 0 && typing < grid.rows * grid.columns) {
        const Cell cell{typing / grid.columns, typing % grid.columns};
        cell_editor(ui, grid, memory, cell_box(ui, grid, answer.origin, cell), cell, answer);
    }
    ImGui::PopID();
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy(size);
    return answer;
}

void signed_legend(Ui& ui, float limit, float width) {
    if (width <= 0) width = std::min(ImGui::GetContentRegionAvail().x, ui.px(220));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float bar = ui.px(8);
    const float small = ui.font_size(TextStyle::kSmall);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const Theme& theme = *ui.theme;
    const ImVec2 centre(std::round(at.x + width * 0.5F), at.y);
    const ImU32 low = ui.colour(theme[Colour::kNegative]);
    const ImU32 zero = ui.colour(theme[Colour::kZero]);
    const ImU32 high = ui.colour(theme[Colour::kPositive]);
    list->AddRectFilledMultiColor(at, {centre.x, at.y + bar}, low, zero, zero, low);
    list->AddRectFilledMultiColor(centre, {at.x + width, at.y + bar}, zero, high, high, zero);
    const float y = at.y + bar + ui.px(1);
    const ImU32 ink = ui.colour(Colour::kMuted);
    draw_text(ui, TextStyle::kSmall, {at.x, y}, ink, short_number(-limit, 3));
    draw_text(ui, TextStyle::kSmall, {centre.x, y}, ink, "0", 0.5F);
    draw_text(ui, TextStyle::kSmall, {at.x + width, y}, ink, short_number(limit, 3), 1);
    ImGui::Dummy({width, bar + small + ui.px(2)});
}

void start_flight(const Ui& ui, Flight& flight, ImVec2 from, ImVec2 to, std::string text) {
    flight = {from, to, std::move(text), ui.reduced_motion ? 1.0F : 0.0F};
}

void fly(Ui& ui, Flight& flight, Role role) {
    if (flight.progress >= 1) return;
    constexpr double kSeconds = 0.35;
    flight.progress = static_cast<float>(std::min(1.0, flight.progress + ui.seconds / kSeconds));
    ui.wants_frame();
    const float eased = 1 - (1 - flight.progress) * (1 - flight.progress) * (1 - flight.progress);
    const ImVec2 at = flight.from + (flight.to - flight.from) * eased;
    const ImVec2 half = text_size(ui, TextStyle::kBold, flight.text) * 0.5F + ImVec2(ui.px(8), ui.px(4));
    ImDrawList* list = ImGui::GetForegroundDrawList();
    list->AddRectFilled(at - half, at + half, ui.colour(role_mark(role)), ui.px(7));
    list->AddText(ui.bold, ui.font_size(TextStyle::kBold), at - half + ImVec2(ui.px(8), ui.px(4)),
                  ui.colour(Colour::kOnAccent), flight.text.data(), flight.text.data() + flight.text.size());
}

}  // namespace shell
