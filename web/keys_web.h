// The names of keys in KeyboardEvent.key, as ImGui knows them.
#pragma once

#include <string_view>

#include "imgui.h"

namespace web {

// "ArrowLeft", "Enter", "z", "?": ImGuiKey_None for a key that ImGui has no name for.
ImGuiKey key_named(std::string_view name);

}  // namespace web
