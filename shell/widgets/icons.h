// Icons drawn as vectors, crisp at every size.
#pragma once

#include "shell/ui.h"

namespace shell {

enum class Icon {
    kNone,
    kPlay,
    kPause,
    kBack,
    kForward,
    kFirst,
    kLast,
    kBackCell,
    kForwardCell,
    kReset,
    kLoop,
    kMenu,
    kShare,
    kMoon,
    kSun,
    kAuto,
    kTextSize,
    kPencil,
    kUndo,
    kRedo,
    kClose,
    kDown,
    kUp,
    kHelp,
    kCheck,
    kImage,
    kPlus,
    kMinus,
    kRotate,
    kDownload
};

// In a square of side `size` around `centre`.
void draw_icon(const Ui& ui, Icon icon, ImVec2 centre, float size, ImU32 colour);

}  // namespace shell
