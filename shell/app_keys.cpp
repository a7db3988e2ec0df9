// Shortcuts: every CommandInfo with keys, wherever the focus is, unless a text is being typed or the focused
// widget owns the key. Tab moves the focus; Space and Enter press what is focused; arrows belong to the
// focused slider or grid, and else to the lesson.
#include <array>
#include <string_view>
#include <vector>

#include "imgui_internal.h"
#include "shell/app_inside.h"

namespace shell {
namespace {

constexpr ImGuiID kOwner = 0xC0117A8;  // any number that is no item's id

constexpr std::pair<std::string_view, ImGuiKey> kNamedKeys[] = {
    {"Space", ImGuiKey_Space},    {"Left", ImGuiKey_LeftArrow}, {"Right", ImGuiKey_RightArrow},
    {"Up", ImGuiKey_UpArrow},     {"Down", ImGuiKey_DownArrow}, {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},        {"PageUp", ImGuiKey_PageUp},  {"PageDown", ImGuiKey_PageDown},
    {"Enter", ImGuiKey_Enter},    {"Delete", ImGuiKey_Delete},  {"Backspace", ImGuiKey_Backspace},
    {".", ImGuiKey_Period},       {",", ImGuiKey_Comma},        {"[", ImGuiKey_LeftBracket},
    {"]", ImGuiKey_RightBracket}, {"-", ImGuiKey_Minus},        {"=", ImGuiKey_Equal},
    {"/", ImGuiKey_Slash},        {"Escape", ImGuiKey_Escape},
};

// Keys that ImGui would use to move the focus or to press what has it.
constexpr std::array kMoves{ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_UpArrow,
                            ImGuiKey_DownArrow, ImGuiKey_Home,       ImGuiKey_End};
constexpr std::array kPress{ImGuiKey_Space, ImGuiKey_Enter, ImGuiKey_KeypadEnter};

ImGuiKey key_named(std::string_view name) {
    for (const auto& [known, key] : kNamedKeys)
        if (known == name) return key;
    if (name.size() != 1) return ImGuiKey_None;
    const char c = name[0];
    if (c >= 'A' && c <= 'Z') return static_cast<ImGuiKey>(ImGuiKey_A + (c - 'A'));
    if (c >= '0' && c <= '9') return static_cast<ImGuiKey>(ImGuiKey_0 + (c - '0'));
    return ImGuiKey_None;
}

struct Chord {
    ImGuiKey key = ImGuiKey_None;
    ImGuiKeyChord modifiers = ImGuiMod_None;
};

// "Ctrl+Shift+Z"
Chord parse_chord(std::string_view text) {
    Chord chord;
    for (std::size_t plus; (plus = text.find('+')) != std::string_view::npos && plus + 1 < text.size();
         text.remove_prefix(plus + 1)) {
        const std::string_view name = text.substr(0, plus);
        if (name == "Ctrl") chord.modifiers |= ImGuiMod_Ctrl;
        if (name == "Shift") chord.modifiers |= ImGuiMod_Shift;
        if (name == "Alt") chord.modifiers |= ImGuiMod_Alt;
    }
    chord.key = key_named(text);
    return chord;
}

bool pressed(const Chord& chord) {
    if (chord.key == ImGuiKey_None || ImGui::GetIO().KeyMods != chord.modifiers) return false;
    const ImGuiID owner = ImGui::GetKeyOwner(chord.key);
    if (owner != kOwner && owner != ImGuiKeyOwner_NoOwner) return false;
    // Steps repeat while the key is held; switches do not.
    const bool arrow = chord.key >= ImGuiKey_LeftArrow && chord.key <= ImGuiKey_DownArrow;
    return ImGui::IsKeyPressed(chord.key, arrow);
}

// The rows of `keys` are apart by spaces: "Ctrl+Shift+Z Ctrl+Y".
bool any_pressed(std::string_view keys) {
    while (!keys.empty()) {
        const std::size_t end = keys.find(' ');
        if (pressed(parse_chord(keys.substr(0, end)))) return true;
        keys.remove_prefix(end == std::string_view::npos ? keys.size() : end + 1);
    }
    return false;
}

bool popup_open() {
    return ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

}  // namespace

void App::Inside::claim_keys() {
    if (popup_open() || ImGui::GetIO().WantTextInput) return;
    for (const ImGuiKey key : kMoves) ImGui::SetKeyOwner(key, kOwner);
    // Without a visible focus ring, Space is the lesson's (play), not that of the button that was clicked
    // last.
    if (ImGui::GetIO().NavVisible) return;
    for (const ImGuiKey key : kPress) ImGui::SetKeyOwner(key, kOwner);
}

void App::Inside::dispatch_keys() {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || popup_open()) return;
    if (io.KeyMods == ImGuiMod_Shift && ImGui::IsKeyPressed(ImGuiKey_Slash, false)) open_help = true;
    if (any_pressed("Ctrl+Z")) ui.command("undo");
    if (any_pressed("Ctrl+Shift+Z Ctrl+Y")) ui.command("redo");
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) dismiss_message();
    const bool focus_presses = io.NavVisible && ImGui::GetCurrentContext()->NavId != 0;
    for (const CommandInfo& info : session.lesson().commands()) {
        if (info.keys.empty()) continue;
        const ImGuiKey key = parse_chord(info.keys).key;
        if (focus_presses && (key == ImGuiKey_Space || key == ImGuiKey_Enter)) continue;
        if (any_pressed(info.keys)) ui.command(info.name);
    }
}

}  // namespace shell
