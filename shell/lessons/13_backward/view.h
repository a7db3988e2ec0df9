// The picture of the lesson: what its files share. It keeps no longer than a gesture what the pointer is on.
#pragma once

#include "shell/lessons/13_backward/model.h"
#include "shell/lessons/13_backward/reach.h"
#include "shell/ui.h"

namespace shell::lesson_backward {

struct ViewState {
    Touched touched;  // of the last frame: grids are drawn before it is known
    Touched next_touched;
    float grids = 0;  // height of the grids in the last frame
    float below = 0;  // height of the cards under the grids in the last frame
};

void draw_phases(Ui& ui, const BackwardModel& model);
void draw_grids(Ui& ui, const BackwardModel& model, ViewState& state, float height);
void draw_sum(Ui& ui, const BackwardModel& model, ViewState& state);
void draw_check(Ui& ui, const BackwardModel& model);
void draw_controls(Ui& ui, const BackwardModel& model);

}  // namespace shell::lesson_backward
