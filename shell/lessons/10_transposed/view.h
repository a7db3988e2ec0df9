// What the files of the picture share. Everything shown is read from the model; what is kept here lives no
// longer than a gesture.
#pragma once

#include "shell/lessons/10_transposed/model.h"
#include "shell/lessons/10_transposed/reach.h"
#include "shell/lessons/view.h"
#include "shell/ui.h"

namespace shell::lesson_transposed {

struct ViewState {
    Touched touched;  // in the last frame: grids are drawn before it is known
    Touched next_touched;
};

void draw_spread(Ui& ui, const TransposedModel& model, ViewState& state);
void draw_gather(Ui& ui, const TransposedModel& model, ViewState& state);
void draw_inverse(Ui& ui, const TransposedModel& model);
void draw_controls(Ui& ui, const TransposedModel& model);

}  // namespace shell::lesson_transposed
