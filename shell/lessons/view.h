// A lesson's picture: free of state of its own beyond hover and scroll; draws from the model and posts
// commands to it.
#pragma once

#include "shell/lessons/model.h"

namespace shell {

struct Ui;  // shell/ui.h: theme, fonts, layout, commands of this frame

// The regions of the one layout. Each is called inside its ImGui child window, whose available width is the
// region's.
class LessonView {
 public:
    virtual ~LessonView() = default;
    virtual bool has_header() const { return true; }
    virtual void header(Ui& ui) = 0;     // right part of the top bar: example menu and the like
    virtual void stage(Ui& ui) = 0;      // the middle
    virtual void controls(Ui& ui) = 0;   // right column, or the sheet under the stage on a phone
    virtual void transport(Ui& ui) = 0;  // bottom bar
};

}  // namespace shell
