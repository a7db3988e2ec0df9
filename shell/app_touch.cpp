// Scrolling with a finger, which ImGui leaves to the program: a drag that no widget follows moves the region
// under it and glides on when the finger lifts.
#include <algorithm>
#include <cmath>

#include "imgui_internal.h"
#include "shell/app_inside.h"
#include "shell/widgets/press.h"

namespace shell {
namespace {

constexpr float kFriction = 4.5F;  // share of the speed lost per second

// What a wheel does not scroll a finger does not either: a card whose content is a pixel too high would hold
// the swipe.
bool scrolls(const ImGuiWindow* window) {
    return window->ScrollMax.y > 0 && (window->Flags & ImGuiWindowFlags_NoScrollWithMouse) == 0;
}

ImGuiWindow* scrollable_at(ImGuiWindow* window) {
    while (window != nullptr && !scrolls(window)) {
        const bool child = (window->Flags & ImGuiWindowFlags_ChildWindow) != 0;
        window = child ? window->ParentWindow : nullptr;
    }
    return window;
}

void scroll(ImGuiWindow* window, float by) {
    ImGui::SetScrollY(window, std::clamp(window->Scroll.y - by, 0.0F, window->ScrollMax.y));
}

}  // namespace

void App::Inside::scroll_by_touch() {
    const ImGuiIO& io = ImGui::GetIO();
    const bool finger = by_finger() && io.MouseDown[0];
    if (finger && (ui.drag_taken || io.WantTextInput)) touch = {};
    if (finger && !ui.drag_taken) {
        const ImVec2 start = io.MouseClickedPos[0];
        if (io.MouseClicked[0]) {
            ImGuiWindow* window = scrollable_at(ImGui::GetCurrentContext()->HoveredWindow);
            touch = {window != nullptr ? window->ID : 0, 0, false};
        }
        if (!touch.dragging && std::fabs(io.MousePos.y - start.y) > ui.px(kDragStart))
            touch.dragging = touch.window != 0;
    }
    ImGuiWindow* window = touch.window != 0 ? ImGui::FindWindowByID(touch.window) : nullptr;
    if (window == nullptr || !touch.dragging) return;
    if (finger) {
        if (ImGui::GetActiveID() != 0) ImGui::ClearActiveID();  // what was under the finger is not pressed
        scroll(window, io.MouseDelta.y);
        const float speed = io.DeltaTime > 0 ? io.MouseDelta.y / io.DeltaTime : 0;
        touch.speed = touch.speed * 0.6F + speed * 0.4F;
        return;
    }
    touch.speed *= std::exp(-kFriction * io.DeltaTime);
    if (ui.reduced_motion || std::fabs(touch.speed) < ui.px(20)) {
        touch = {};
        return;
    }
    scroll(window, touch.speed * io.DeltaTime);
    ui.wants_frame();
}

}  // namespace shell
