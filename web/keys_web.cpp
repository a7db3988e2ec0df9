#include "web/keys_web.h"

#include <utility>

namespace web {

namespace {

using Row = std::pair<std::string_view, ImGuiKey>;

constexpr Row kNamed[] = {
    {"ArrowLeft", ImGuiKey_LeftArrow}, {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},     {"ArrowDown", ImGuiKey_DownArrow},
    {"PageUp", ImGuiKey_PageUp},       {"PageDown", ImGuiKey_PageDown},
    {"Home", ImGuiKey_Home},           {"End", ImGuiKey_End},
    {"Insert", ImGuiKey_Insert},       {"Delete", ImGuiKey_Delete},
    {"Backspace", ImGuiKey_Backspace}, {"Enter", ImGuiKey_Enter},
    {"Escape", ImGuiKey_Escape},       {"Tab", ImGuiKey_Tab},
    {"Control", ImGuiKey_LeftCtrl},    {"Shift", ImGuiKey_LeftShift},
    {"Alt", ImGuiKey_LeftAlt},         {"Meta", ImGuiKey_LeftSuper},
    {"ContextMenu", ImGuiKey_Menu},
};

// A character and the key that carries it on most keyboards: "?" is a shifted slash wherever it really sits.
constexpr std::pair<char, ImGuiKey> kPunctuation[] = {
    {' ', ImGuiKey_Space},       {',', ImGuiKey_Comma},        {'<', ImGuiKey_Comma},
    {'.', ImGuiKey_Period},      {'>', ImGuiKey_Period},       {'/', ImGuiKey_Slash},
    {'?', ImGuiKey_Slash},       {';', ImGuiKey_Semicolon},    {'\'', ImGuiKey_Apostrophe},
    {'-', ImGuiKey_Minus},       {'=', ImGuiKey_Equal},        {'+', ImGuiKey_Equal},
    {'[', ImGuiKey_LeftBracket}, {']', ImGuiKey_RightBracket}, {'\\', ImGuiKey_Backslash},
};

ImGuiKey shifted(ImGuiKey first, int by) { return static_cast<ImGuiKey>(first + by); }

ImGuiKey key_of(char character) {
    if (character >= 'a' && character <= 'z') return shifted(ImGuiKey_A, character - 'a');
    if (character >= 'A' && character <= 'Z') return shifted(ImGuiKey_A, character - 'A');
    if (character >= '0' && character <= '9') return shifted(ImGuiKey_0, character - '0');
    for (const auto& [sign, key] : kPunctuation)
        if (sign == character) return key;
    return ImGuiKey_None;
}

// "F1" to "F12": a number of one or two digits after the F.
ImGuiKey function_key(std::string_view name) {
    int number = 0;
    for (const char digit : name.substr(1)) {
        if (digit < '0' || digit > '9' || number > 12) return ImGuiKey_None;
        number = number * 10 + (digit - '0');
    }
    return number >= 1 && number <= 12 ? shifted(ImGuiKey_F1, number - 1) : ImGuiKey_None;
}

}  // namespace

ImGuiKey key_named(std::string_view name) {
    if (name.size() == 1) return key_of(name[0]);
    for (const auto& [known, key] : kNamed)
        if (known == name) return key;
    return name.starts_with("F") ? function_key(name) : ImGuiKey_None;
}

}  // namespace web
