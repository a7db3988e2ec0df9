// The one invisible button behind everything that can be pressed: id, name, focus ring, keys.
#pragma once

#include <string_view>

#include "shell/ui.h"

namespace shell {

struct Press {
    bool pressed = false;  // released inside, or Space / Enter while focused
    bool hovered = false;
    bool held = false;
    bool focused = false;  // has the keyboard
    ImVec2 min;
    ImVec2 max;
    ImVec2 centre() const { return {(min.x + max.x) * 0.5F, (min.y + max.y) * 0.5F}; }
};

// At the cursor, which it moves on. A disabled one can be seen and named, but neither pressed nor focused.
Press press(Ui& ui, std::string_view name, ImVec2 size, bool enabled = true);

// Design pixels that a finger moves before it drags and no longer presses.
inline constexpr float kDragStart = 9.0F;
bool by_finger();  // the pointer is one

// While the last item is focused it owns these keys, so that neither the focus nor a lesson's command moves
// with them; true when `key` was pressed.
bool focused_key(ImGuiKey key);

inline ImVec2 operator+(ImVec2 a, ImVec2 b) { return {a.x + b.x, a.y + b.y}; }
inline ImVec2 operator-(ImVec2 a, ImVec2 b) { return {a.x - b.x, a.y - b.y}; }
inline ImVec2 operator*(ImVec2 a, float by) { return {a.x * by, a.y * by}; }

}  // namespace shell
