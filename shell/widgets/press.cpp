#include "shell/widgets/press.h"

#include <algorithm>

#include "imgui_internal.h"

namespace shell {

Press press(Ui& ui, std::string_view name, ImVec2 size, bool enabled) {
    size = {std::max(size.x, 1.0F), std::max(size.y, 1.0F)};
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::BeginDisabled(!enabled);
    Press answer;
    answer.pressed = ImGui::InvisibleButton("##press", size, ImGuiButtonFlags_EnableNav);
    answer.hovered = enabled && ImGui::IsItemHovered();
    answer.held = ImGui::IsItemActive();
    answer.focused = ImGui::IsItemFocused();
    ImGui::EndDisabled();
    ImGui::PopID();
    answer.min = ImGui::GetItemRectMin();
    answer.max = ImGui::GetItemRectMax();
    if (answer.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    ui.name_item(name, answer.min, answer.max);
    return answer;
}

bool by_finger() { return ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen; }

bool focused_key(ImGuiKey key) {
    if (!ImGui::IsItemFocused()) return false;
    const ImGuiID id = ImGui::GetItemID();
    ImGui::SetKeyOwner(key, id);
    return ImGui::IsKeyPressed(key, ImGuiInputFlags_Repeat, id) && ImGui::GetIO().KeyMods == ImGuiMod_None;
}

}  // namespace shell
