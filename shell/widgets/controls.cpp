#include "shell/widgets/controls.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "imgui_internal.h"
#include "shell/state/field_text.h"
#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

float middle(float min, float max, float size) { return std::round((min + max - size) * 0.5F); }

struct Look {
    ImU32 fill = 0;
    ImU32 outline = 0;
    ImU32 ink = 0;
};

Look button_look(const Ui& ui, ButtonLook look, const Press& p, bool enabled) {
    const float alpha = enabled ? 1.0F : 0.45F;
    if (look == ButtonLook::kPrimary) {
        const Rgb accent = (*ui.theme)[Colour::kAccent];
        const Rgb fill =
            p.held || p.hovered ? mix(accent, (*ui.theme)[Colour::kText], p.held ? 0.22F : 0.12F) : accent;
        return {ui.colour(fill, alpha), 0, ui.colour(Colour::kOnAccent, enabled ? 1.0F : 0.7F)};
    }
    const bool lit = p.hovered || p.held;
    Look answer{lit ? ui.colour(Colour::kInset) : ui.colour(Colour::kPanel),
                ui.colour(lit ? Colour::kControl : Colour::kLine), ui.colour(Colour::kText, alpha)};
    if (p.held) answer.fill = ui.colour(Colour::kTrack);
    if (look == ButtonLook::kPlain) answer.outline = 0;
    if (look == ButtonLook::kPlain && !lit) answer.fill = 0;
    return answer;
}

void draw_box(const Press& p, const Look& look, float rounding, float thick) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (look.fill != 0) list->AddRectFilled(p.min, p.max, look.fill, rounding);
    if (look.outline != 0) list->AddRect(p.min, p.max, look.outline, rounding, 0, thick);
}

// The left part of a labelled row; answers where the control starts. Labels take 38 % of the row, or a line
// of their own where that is too little.
struct Row {
    ImVec2 at;
    float width = 0;   // of the whole row
    float height = 0;  // of the control
    float control_x = 0;
    float control_y = 0;
    float control_width = 0;
};

Row labelled_row(Ui& ui, std::string_view label, float least_control) {
    Row row;
    row.at = ImGui::GetCursorScreenPos();
    row.width = ImGui::GetContentRegionAvail().x;
    row.height = ui.coarse_pointer ? ui.target() : ui.px(26);
    const ImVec2 size = text_size(ui, TextStyle::kBody, label);
    const float label_part = std::max(std::round(row.width * 0.34F), size.x + ui.px(10));
    const bool beside = row.width - label_part >= least_control;
    row.control_x = beside ? label_part : 0;
    row.control_y = beside ? 0 : size.y + ui.px(2);
    row.control_width = row.width - row.control_x;
    const float y = beside ? middle(row.at.y, row.at.y + row.height, size.y) : row.at.y;
    draw_text_fit(ui, TextStyle::kBody, {row.at.x, y}, ui.colour(Colour::kText), label, row.width);
    return row;
}

void enter_control(const Row& row) {
    ImGui::SetCursorScreenPos(row.at + ImVec2(row.control_x, row.control_y));
}
void leave_row(const Row& row) {
    ImGui::SetCursorScreenPos(row.at);
    ImGui::Dummy({row.width, row.control_y + row.height});
}

// A field in the theme's look around ImGui's own text input.
class FieldStyle {
 public:
    FieldStyle(const Ui& ui, float height) {
        const float line = ui.font_size(TextStyle::kBody);
        ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                            ImVec2(ui.px(8), std::max((height - line) * 0.5F, 1.0F)));
        ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, ui.px(1));
        ImGui::PushStyleColor(ImGuiCol_Border, ui.colour(Colour::kControl));
        ImGui::PushStyleColor(ImGuiCol_FrameBg, ui.colour(Colour::kPanel));
    }
    ~FieldStyle() {
        ImGui::PopStyleColor(2);
        ImGui::PopStyleVar(2);
    }
    FieldStyle(const FieldStyle&) = delete;
    FieldStyle& operator=(const FieldStyle&) = delete;
};

// A small text input with `text` in it; answers what stands in it when it is left or Enter is pressed, and
// the text changed. Escape gives nothing.
std::optional<std::string> entry(Ui& ui, std::string_view name, const std::string& text, float width,
                                 float height) {
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%s", text.c_str());
    const FieldStyle style(ui, height);
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::SetNextItemWidth(width);
    ImGui::InputText("##entry", buffer.data(), buffer.size(),
                     ImGuiInputTextFlags_CharsScientific | ImGuiInputTextFlags_AutoSelectAll);
    const bool done = ImGui::IsItemDeactivatedAfterEdit();
    ImGui::PopID();
    ui.name_item(name);
    if (ImGui::IsItemActive()) ui.wants_frame(0.4);  // the caret blinks
    if (!done || text == buffer.data()) return std::nullopt;
    return std::string(buffer.data());
}

// ---- Sliders
// -------------------------------------------------------------------------------------------------------

struct SliderLook {
    float share = 0;  // position of the thumb
    bool fixed = false;
    std::string value;
};

struct SliderAnswer {
    std::optional<float> share;  // dragged or pressed to
    int steps = 0;               // arrow keys
    int bound = 0;               // Home -1, End +1
    std::optional<std::string> typed;
};

void draw_slider(const Ui& ui, const Press& p, float left, float right, float share, bool fixed) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float y = std::round((p.min.y + p.max.y) * 0.5F);
    const float half = ui.px(2);
    const float x = std::round(left + (right - left) * share);
    const ImU32 accent = fixed ? ui.colour(Colour::kControl) : ui.colour(Colour::kAccent);
    list->AddRectFilled({left, y - half}, {right, y + half}, ui.colour(Colour::kTrack), half);
    list->AddRectFilled({left, y - half}, {x, y + half}, accent, half);
    const float radius = ui.px(ui.coarse_pointer ? 10 : 8);
    if (p.hovered || p.held)
        list->AddCircleFilled({x, y}, radius + ui.px(4), ui.colour(Colour::kAccent, 0.18F));
    list->AddCircleFilled({x, y}, radius, ui.colour(Colour::kPanel));
    list->AddCircleFilled({x, y}, radius - ui.px(1), accent);
}

// Fields of a slider in ImGui's storage of the window: whether its number is typed, and whether a pointer
// drags it.
ImGuiID typing_id(std::string_view name) { return ImGui::GetID(name.data(), name.data() + name.size()) + 1; }
ImGuiID dragging_id(std::string_view name) { return typing_id(name) + 1; }

// Whether the slider goes where the pointer is: under a mouse while it is held; under a finger once it moves
// sideways, and where it taps, because one that moves up or down scrolls.
bool follows_pointer(Ui& ui, const Press& p, bool* dragged) {
    const ImGuiIO& io = ImGui::GetIO();
    if (!p.held || !io.MouseDown[0]) return p.pressed && by_finger() && !*dragged && io.MouseReleased[0];
    if (io.MouseClicked[0]) *dragged = !by_finger();
    const ImVec2 moved = io.MousePos - io.MouseClickedPos[0];
    if (std::fabs(moved.x) > ui.px(kDragStart) && std::fabs(moved.x) > std::fabs(moved.y)) *dragged = true;
    if (*dragged) ui.drag_taken = true;
    return *dragged;
}

SliderAnswer slider(Ui& ui, std::string_view name, std::string_view label, const SliderLook& look) {
    SliderAnswer answer;
    const Row row = labelled_row(ui, label, ui.px(130));
    const float value_width = std::max(ui.px(44), text_size(ui, TextStyle::kBold, look.value).x + ui.px(8));
    ImGuiStorage* storage = ImGui::GetStateStorage();
    const ImGuiID typing = typing_id(name);
    enter_control(row);
    if (storage->GetInt(typing, 0) > 0) {
        const bool first = storage->GetInt(typing, 0) == 1;
        storage->SetInt(typing, 2);
        if (first) ImGui::SetKeyboardFocusHere();
        answer.typed = entry(ui, name, look.value, row.control_width, row.height);
        if (!first && ImGui::IsItemDeactivated()) storage->SetInt(typing, 0);
        leave_row(row);
        return answer;
    }
    const Press p = press(ui, name, {row.control_width, row.height}, !look.fixed);
    const float inset = ui.px(10);
    const float left = p.min.x + inset;
    const float right = p.max.x - value_width - inset * 0.5F;
    draw_slider(ui, p, left, right, look.share, look.fixed);
    draw_text(ui, TextStyle::kBold, {p.max.x, middle(p.min.y, p.max.y, ui.font_size(TextStyle::kBold))},
              ui.colour(look.fixed ? Colour::kMuted : Colour::kText), look.value, 1);
    const ImGuiIO& io = ImGui::GetIO();
    const bool over_value = io.MousePos.x > right + inset;
    const bool wants_typing =
        p.hovered && (ImGui::IsMouseDoubleClicked(0) || (ImGui::IsMouseClicked(0) && io.KeyCtrl) ||
                      (ImGui::IsMouseClicked(0) && over_value));
    if (wants_typing || focused_key(ImGuiKey_F2)) {
        storage->SetInt(typing, 1);
        ui.wants_frame();
    } else if (follows_pointer(ui, p, storage->GetBoolRef(dragging_id(name)))) {
        if (io.MouseClickedPos[0].x <= right + inset)
            answer.share = std::clamp((io.MousePos.x - left) / std::max(right - left, 1.0F), 0.0F, 1.0F);
    }
    if (focused_key(ImGuiKey_LeftArrow)) answer.steps = -1;
    if (focused_key(ImGuiKey_RightArrow)) answer.steps = 1;
    if (focused_key(ImGuiKey_Home)) answer.bound = -1;
    if (focused_key(ImGuiKey_End)) answer.bound = 1;
    leave_row(row);
    return answer;
}

// What was typed into the control, read by `read`; a sentence to the learner where it is not taken.
template <class Read>
auto taken(Ui& ui, std::string_view name, const std::optional<std::string>& typed, Read&& read)
    -> std::optional<std::decay_t<decltype(read(*typed).value())>> {
    if (!typed) return std::nullopt;
    auto value = read(plain_number(*typed));
    if (value) return std::move(value).value();
    ui.refuse(value.error().sentence, name);
    return std::nullopt;
}

}  // namespace

namespace {

// Before a label that begins with an icon.
struct IconRoom {
    float icon;
    float gap;
};
IconRoom icon_room(const Ui& ui, std::string_view label, Icon icon) {
    if (icon == Icon::kNone) return {0, 0};
    return {ui.px(14), label.empty() ? 0 : ui.px(7)};
}

}  // namespace

float button_width(const Ui& ui, std::string_view label, Icon icon) {
    const IconRoom room = icon_room(ui, label, icon);
    return text_size(ui, TextStyle::kBody, label).x + room.icon + room.gap + ui.px(24);
}

bool button(Ui& ui, std::string_view name, std::string_view label, ButtonLook look, Icon icon, bool enabled,
            float width) {
    const ImVec2 text = text_size(ui, TextStyle::kBody, label);
    const auto [icon_size, gap] = icon_room(ui, label, icon);
    if (width == 0) width = std::min(button_width(ui, label, icon), ImGui::GetContentRegionAvail().x);
    if (width < 0) width = ImGui::GetContentRegionAvail().x;
    const Press p = press(ui, name, {width, ui.target()}, enabled);
    const Look drawn = button_look(ui, look, p, enabled);
    draw_box(p, drawn, ui.px(8), ui.px(1));
    const float content = std::min(icon_size + gap + text.x, width - ui.px(12));
    const float x = middle(p.min.x, p.max.x, content);
    if (icon != Icon::kNone) draw_icon(ui, icon, {x + icon_size * 0.5F, p.centre().y}, icon_size, drawn.ink);
    draw_text_fit(ui, TextStyle::kBody, {x + icon_size + gap, middle(p.min.y, p.max.y, text.y)}, drawn.ink,
                  label, content - icon_size - gap + 1);
    return p.pressed;
}

bool icon_button(Ui& ui, std::string_view name, Icon icon, std::string_view tip, bool enabled, bool lit,
                 ButtonLook look) {
    const float side = ui.target();
    const Press p = press(ui, name, {side, side}, enabled);
    Look drawn = button_look(ui, look, p, enabled);
    if (lit) drawn = {ui.colour(Colour::kAccentSoft), ui.colour(Colour::kAccent), ui.colour(Colour::kAccent)};
    draw_box(p, drawn, ui.px(8), ui.px(1));
    draw_icon(ui, icon, p.centre(), ui.px(16), drawn.ink);
    tooltip(ui, tip);
    return p.pressed;
}

namespace {

// Where each segment starts in a line of `available`: as wide as its label needs, the rest shared evenly.
// Where the labels do not fit beside each other, each has a line of its own.
struct Segments {
    bool stacked = false;
    std::vector<float> edges;  // count + 1
};

Segments segment_edges(const Ui& ui, std::span<const std::string_view> labels, float available) {
    Segments segments{false, {0}};
    float needed = 0;
    for (const std::string_view label : labels)
        needed += text_size(ui, TextStyle::kBold, label).x + ui.px(14);
    segments.stacked = needed > available;
    const float extra =
        std::max(available - needed, 0.0F) / static_cast<float>(std::max<std::size_t>(labels.size(), 1));
    for (const std::string_view label : labels)
        segments.edges.push_back(segments.edges.back() + text_size(ui, TextStyle::kBold, label).x +
                                 ui.px(14) + extra);
    return segments;
}

}  // namespace

std::optional<int> segmented(Ui& ui, std::string_view name, std::span<const std::string_view> labels,
                             int chosen) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float available = ImGui::GetContentRegionAvail().x;
    const Segments segments = segment_edges(ui, labels, available);
    const float height = std::max(ui.target(), ui.px(32));
    const int count = static_cast<int>(labels.size());
    ImDrawList* list = ImGui::GetWindowDrawList();
    std::optional<int> answer;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const float x0 = segments.stacked ? 0 : std::round(segments.edges[i]);
        const float x1 = segments.stacked ? available : std::round(segments.edges[i + 1]);
        ImGui::SetCursorScreenPos(at + ImVec2(x0, segments.stacked ? height * static_cast<float>(i) : 0));
        const Press p = press(ui, std::string(name) + "." + std::to_string(i), {x1 - x0, height});
        const bool on = static_cast<int>(i) == chosen;
        if (on || p.hovered)
            list->AddRectFilled(p.min, p.max, ui.colour(on ? Colour::kAccent : Colour::kInset), ui.px(8));
        const TextStyle style = on ? TextStyle::kBold : TextStyle::kBody;
        const float width = std::min(text_size(ui, style, labels[i]).x, x1 - x0);
        draw_text_fit(ui, style,
                      {middle(p.min.x, p.max.x, width), middle(p.min.y, p.max.y, ui.font_size(style))},
                      ui.colour(on ? Colour::kOnAccent : Colour::kText), labels[i], x1 - x0);
        if (p.pressed && !on) answer = static_cast<int>(i);
        if (focused_key(ImGuiKey_LeftArrow) && chosen > 0) answer = chosen - 1;
        if (focused_key(ImGuiKey_RightArrow) && chosen + 1 < count) answer = chosen + 1;
    }
    const ImVec2 end = at + ImVec2(available, height * (segments.stacked ? static_cast<float>(count) : 1.0F));
    list->AddRect(at, end, ui.colour(Colour::kControl), ui.px(8), 0, ui.px(1));
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy(end - at);
    ui.name_item(name);
    return answer;
}

std::optional<bool> toggle(Ui& ui, std::string_view name, std::string_view label, bool on) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float height = ui.coarse_pointer ? ui.target() : ui.px(28);
    const Press p = press(ui, name, {width, height});
    const ImVec2 knob_box(ui.px(36), ui.px(20));
    const ImVec2 box(p.max.x - knob_box.x, middle(p.min.y, p.max.y, knob_box.y));
    draw_text_fit(ui, TextStyle::kBody, {p.min.x, middle(p.min.y, p.max.y, ui.font_size(TextStyle::kBody))},
                  ui.colour(Colour::kText), label, width - knob_box.x - ui.px(8));
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float radius = knob_box.y * 0.5F;
    const ImVec2 end = box + knob_box;
    list->AddRectFilled(box, end, ui.colour(on ? Colour::kAccent : Colour::kTrack), radius);
    if (!on) list->AddRect(box, end, ui.colour(Colour::kControl), radius, 0, ui.px(1));
    const ImVec2 knob(on ? end.x - radius : box.x + radius, box.y + radius);
    list->AddCircleFilled(knob, radius - ui.px(3), ui.colour(on ? Colour::kOnAccent : Colour::kControl));
    return p.pressed ? std::optional<bool>(!on) : std::nullopt;
}

bool fold(Ui& ui, std::string_view name, std::string_view label, std::string_view detail, bool open) {
    const float width = ImGui::GetContentRegionAvail().x;
    const Press p = press(ui, name, {width, ui.coarse_pointer ? ui.target() : ui.px(30)});
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (p.hovered) list->AddRectFilled(p.min, p.max, ui.colour(Colour::kInset), ui.px(7));
    const float icon = ui.px(14);
    draw_icon(ui, open ? Icon::kUp : Icon::kDown, {p.max.x - icon, p.centre().y}, icon,
              ui.colour(Colour::kMuted));
    const float y = middle(p.min.y, p.max.y, ui.font_size(TextStyle::kBold));
    draw_text(ui, TextStyle::kBold, {p.min.x, y}, ui.colour(Colour::kText), label);
    draw_text(ui, TextStyle::kBody, {p.max.x - icon * 2, y}, ui.colour(Colour::kMuted), detail, 1);
    return p.pressed;
}

std::optional<int> slider_row(Ui& ui, std::string_view name, std::string_view label, int value, int low,
                              int high) {
    const float share = low < high ? static_cast<float>(value - low) / static_cast<float>(high - low) : 0.0F;
    const SliderAnswer answer =
        slider(ui, name, label, {share, low >= high, short_number(static_cast<float>(value), 9)});
    int wanted = value + answer.steps;
    if (answer.share)
        wanted = low + static_cast<int>(std::lround(static_cast<float>(high - low) * *answer.share));
    if (answer.bound != 0) wanted = answer.bound < 0 ? low : high;
    const auto read = [&](const std::string& text) { return read_integer(label, text, low, high); };
    if (const std::optional<int> typed = taken(ui, name, answer.typed, read)) wanted = *typed;
    wanted = std::clamp(wanted, low, std::max(low, high));
    return wanted == value ? std::nullopt : std::optional<int>(wanted);
}

std::optional<int> stepper(Ui& ui, std::string_view name, std::string_view label, int value, int low,
                           int high) {
    const Row row = labelled_row(ui, label, ui.px(110));
    const float side = row.height;
    const float value_width =
        std::max(ui.px(34), text_size(ui, TextStyle::kBold, std::to_string(high)).x + ui.px(8));
    const ImVec2 at = row.at + ImVec2(row.width - side * 2 - value_width, row.control_y);
    std::optional<int> answer;
    const auto one = [&](std::string_view end, Icon icon, float x, int by) {
        ImGui::SetCursorScreenPos(at + ImVec2(x, 0));
        const bool possible = value + by >= low && value + by <= high;
        ImGui::PushItemFlag(ImGuiItemFlags_ButtonRepeat, !by_finger());  // which rests before it scrolls
        const Press p = press(ui, std::string(name) + std::string(end), {side, side}, possible);
        ImGui::PopItemFlag();
        const Look look = button_look(ui, ButtonLook::kQuiet, p, possible);
        draw_box(p, look, ui.px(8), ui.px(1));
        draw_icon(ui, icon, p.centre(), ui.px(12), look.ink);
        if (p.pressed) answer = value + by;
    };
    one(".minus", Icon::kMinus, 0, -1);
    one(".plus", Icon::kPlus, side + value_width, 1);
    draw_text(ui, TextStyle::kBold,
              {at.x + side + value_width * 0.5F, middle(at.y, at.y + side, ui.font_size(TextStyle::kBold))},
              ui.colour(Colour::kText), short_number(static_cast<float>(value), 9), 0.5F);
    leave_row(row);
    ui.name_item(name);
    return answer;
}

std::optional<float> number_field(Ui& ui, std::string_view name, std::string_view label, float value,
                                  float low, float high) {
    const Row row = labelled_row(ui, label, ui.px(90));
    enter_control(row);
    const std::optional<std::string> typed =
        entry(ui, name, short_number(value, 7), row.control_width, row.height);
    leave_row(row);
    return taken(ui, name, typed, [&](const std::string& text) { return read_real(label, text, low, high); });
}

std::optional<std::uint64_t> big_number_field(Ui& ui, std::string_view name, std::string_view label,
                                              std::uint64_t value) {
    const Row row = labelled_row(ui, label, ui.px(90));
    enter_control(row);
    const std::optional<std::string> typed =
        entry(ui, name, std::to_string(value), row.control_width, row.height);
    leave_row(row);
    return taken(ui, name, typed, [&](const std::string& text) { return read_big_integer(label, text); });
}

namespace {

// ImGui's buffer is the string itself, which grows with the text.
int grow(ImGuiInputTextCallbackData* data) {
    auto& text = *static_cast<std::string*>(data->UserData);
    text.resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = text.data();
    return 0;
}

// A wavy line under bytes [from, to) of a text that starts at `at` in lines of `line_height`.
void underline(const Ui& ui, std::string_view text, std::size_t from, std::size_t to, ImVec2 at,
               float line_height) {
    const std::size_t line_start = from == 0 ? 0 : text.rfind('\n', from - 1) + 1;  // npos + 1 = 0
    const auto lines =
        static_cast<float>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(from), '\n'));
    const std::size_t line_end = std::min(text.find('\n', from), text.size());
    const float x0 = at.x + text_size(ui, TextStyle::kBody, text.substr(line_start, from - line_start)).x;
    const float width = text_size(ui, TextStyle::kBody, text.substr(from, std::min(to, line_end) - from)).x;
    const float y = at.y + (lines + 1) * line_height;
    const float wave = ui.px(2);
    ImDrawList* list = ImGui::GetWindowDrawList();
    for (float x = 0; x <= std::max(width, ui.px(6)); x += wave)
        list->PathLineTo({x0 + x, y - (static_cast<int>(x / wave) % 2 == 0 ? 0 : wave)});
    list->PathStroke(ui.colour(Colour::kWarning), 0, ui.px(1));
}

}  // namespace

std::optional<std::string> text_field(Ui& ui, std::string_view name, std::string_view value,
                                      std::string_view hint, std::size_t max_bytes, int lines,
                                      std::size_t error_from, std::size_t error_to) {
    std::string text(value);
    const float line = ui.font_size(TextStyle::kBody);
    const float height = lines > 1 ? line * static_cast<float>(lines) + ui.px(16) : ui.target();
    const FieldStyle style(ui, lines > 1 ? line + ui.px(16) : height);
    const ImVec2 at = ImGui::GetCursorScreenPos() + ImGui::GetStyle().FramePadding;
    ImGui::PushID(name.data(), name.data() + name.size());
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::SetNextItemWidth(width);
    bool edited = false;
    if (lines > 1) {
        edited = ImGui::InputTextMultiline("##text", text.data(), text.size() + 1, {width, height},
                                           ImGuiInputTextFlags_CallbackResize, grow, &text);
    } else {
        edited = ImGui::InputTextWithHint("##text", std::string(hint).c_str(), text.data(), text.size() + 1,
                                          ImGuiInputTextFlags_CallbackResize, grow, &text);
    }
    const bool active = ImGui::IsItemActive();
    ImGui::PopID();
    ui.name_item(name);
    if (active) ui.wants_frame(0.4);
    if (error_from < error_to && error_from <= text.size())
        underline(ui, text, error_from, error_to, at, line);
    if (!edited || text == value || text.size() > max_bytes) return std::nullopt;
    return text;
}

namespace {

float menu_code_width(const Ui& ui, std::span<const MenuRow> rows) {
    float width = 0;
    for (const MenuRow& row : rows)
        if (!row.code.empty())
            width = std::max(width, text_size(ui, TextStyle::kBold, row.code).x + ui.px(14));
    return width;
}

// One row of the open list; true when pressed.
bool menu_item(Ui& ui, std::string_view name, const MenuRow& row, float width, float code_width,
               bool chosen) {
    const float line = ui.font_size(TextStyle::kBody);
    const float small = ui.font_size(TextStyle::kSmall);
    const float room = width - code_width - ui.px(20);
    const char* detail_end = row.detail.data() + row.detail.size();
    const float detail =
        row.detail.empty() ? 0
                           : ui.regular->CalcTextSizeA(small, FLT_MAX, room, row.detail.data(), detail_end).y;
    const float height = std::max(line + detail + ui.px(12), ui.coarse_pointer ? ui.target() : 0);
    const Press p = press(ui, name, {width, height});
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (chosen || p.hovered || p.focused)
        list->AddRectFilled(p.min, p.max, ui.colour(chosen ? Colour::kAccentSoft : Colour::kInset), ui.px(7));
    const ImVec2 at(p.min.x + ui.px(10), middle(p.min.y, p.max.y, line + detail));
    draw_text(ui, TextStyle::kBold, at, ui.colour(chosen ? Colour::kAccent : Colour::kText), row.code);
    draw_text_fit(ui, TextStyle::kBody, at + ImVec2(code_width, 0),
                  ui.colour(chosen ? Colour::kAccent : Colour::kText), row.title, room);
    list->AddText(ui.regular, small, at + ImVec2(code_width, line), ui.colour(Colour::kMuted),
                  row.detail.data(), detail_end, room);
    if (chosen && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY();
    return p.pressed;
}

constexpr float kWidestMenu = 520;  // design pixels; longer details have more lines

float menu_width(const Ui& ui, std::span<const MenuRow> rows, float code_width) {
    float width = ui.px(160);
    for (const MenuRow& row : rows) {
        const float text = std::max(text_size(ui, TextStyle::kBody, row.title).x,
                                    text_size(ui, TextStyle::kSmall, row.detail).x);
        width = std::max(width, text + code_width + ui.px(24));
    }
    return std::min({width, ui.px(kWidestMenu), ImGui::GetMainViewport()->Size.x - ui.px(40)});
}

std::optional<int> menu_list(Ui& ui, std::string_view name, std::span<const MenuRow> rows, int chosen) {
    const float code_width = menu_code_width(ui, rows);
    const float width = menu_width(ui, rows, code_width);
    std::optional<int> answer;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].group) {
            space(ui, 6);
            ImGui::Indent(ui.px(10));
            heading(ui, rows[i].title);
            ImGui::Unindent(ui.px(10));
            continue;
        }
        const std::string item =
            std::string(name) + "." + (rows[i].code.empty() ? std::to_string(i) : rows[i].code);
        if (menu_item(ui, item, rows[i], width, code_width, static_cast<int>(i) == chosen))
            answer = static_cast<int>(i);
    }
    if (answer) ImGui::CloseCurrentPopup();
    return answer;
}

std::optional<int> menu_button(Ui& ui, std::string_view name, std::string_view label,
                               std::span<const MenuRow> rows, int chosen, float width, float height) {
    const Press p = press(ui, name, {width, height});
    const Look look = button_look(ui, ButtonLook::kQuiet, p, true);
    draw_box(p, look, ui.px(8), ui.px(1));
    const float arrow = ui.px(12);
    draw_text_fit(ui, TextStyle::kBody,
                  {p.min.x + ui.px(12), middle(p.min.y, p.max.y, ui.font_size(TextStyle::kBody))}, look.ink,
                  label, width - arrow - ui.px(26));
    draw_icon(ui, Icon::kDown, {p.max.x - ui.px(10) - arrow * 0.5F, p.centre().y + ui.px(1)}, arrow,
              look.ink);
    ImGui::PushID(name.data(), name.data() + name.size());
    if (p.pressed) ImGui::OpenPopup("##menu");
    ImGui::SetNextWindowPos({p.min.x, p.max.y + ui.px(4)}, ImGuiCond_Appearing);
    const ImVec2 screen = ImGui::GetMainViewport()->Size;
    ImGui::SetNextWindowSizeConstraints({width, 0},
                                        {screen.x - ui.px(16), std::max(screen.y - ui.px(120), ui.px(200))});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(6), ui.px(6)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ui.px(6), ui.px(1)));
    std::optional<int> answer;
    if (ImGui::BeginPopup("##menu", ImGuiWindowFlags_NoMove)) {
        answer = menu_list(ui, name, rows, chosen);
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
    ImGui::PopID();
    return answer;
}

}  // namespace

std::string menu_label(const Ui& ui, std::string_view kind, std::string_view value) {
    constexpr float kNarrowBar = 760;
    const bool narrow = !ui.phone() && ImGui::GetMainViewport()->Size.x < ui.px(kNarrowBar);
    return narrow ? std::string(value) : std::string(kind) + ": " + std::string(value);
}

std::optional<int> menu(Ui& ui, std::string_view name, std::string_view label, std::span<const MenuRow> rows,
                        int chosen, float width) {
    const float needed = text_size(ui, TextStyle::kBody, label).x + ui.px(40);
    const ImGuiWindow* window = ImGui::GetCurrentWindow();
    const bool first_in_line = window->DC.CursorPos.x <= window->DC.CursorStartPos.x + 1;
    if (width == 0 && ui.phone() && !first_in_line && needed > ImGui::GetContentRegionAvail().x)
        ImGui::NewLine();
    const float available = ImGui::GetContentRegionAvail().x;
    if (width == 0) width = std::min(needed, available);
    return menu_button(ui, name, label, rows, chosen, width < 0 ? available : width, ui.target());
}

std::optional<int> menu_row(Ui& ui, std::string_view name, std::string_view label,
                            std::span<const MenuRow> rows, int chosen) {
    Row row = labelled_row(ui, label, ui.px(110));
    row.height = std::max(row.height, ui.px(30));
    enter_control(row);
    const bool valid = chosen >= 0 && chosen < static_cast<int>(rows.size());
    const std::string shown = valid ? rows[static_cast<std::size_t>(chosen)].title : std::string("choose");
    const std::optional<int> answer =
        menu_button(ui, name, shown, rows, chosen, row.control_width, row.height);
    leave_row(row);
    return answer;
}

void progress_bar(Ui& ui, std::string_view name, float share, std::string_view label) {
    const float width = ImGui::GetContentRegionAvail().x;
    if (!label.empty()) paragraph(ui, label, TextStyle::kSmall, Colour::kMuted);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ui.px(8);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, at + ImVec2(width, height), ui.colour(Colour::kTrack), height * 0.5F);
    const float filled = std::max(width * std::clamp(share, 0.0F, 1.0F), height);
    list->AddRectFilled(at, at + ImVec2(filled, height), ui.colour(Colour::kAccent), height * 0.5F);
    ImGui::Dummy({width, height});
    ui.name_item(name);
}

}  // namespace shell
