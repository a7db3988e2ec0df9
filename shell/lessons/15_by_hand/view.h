// The picture of the lesson: what its files share.
#pragma once

#include "shell/lessons/15_by_hand/model.h"
#include "shell/ui.h"

namespace shell::lesson_by_hand {

struct ViewState {
    int row = -1;  // of the table, under the pointer in the last frame: it lights up in every grid of rows
    int next_row = -1;
};

void draw_rows(Ui& ui, const ByHandModel& model, ViewState& state);
void draw_parameters(Ui& ui, const ByHandModel& model);
void draw_errors(Ui& ui, const ByHandModel& model);
void draw_controls(Ui& ui, const ByHandModel& model);

}  // namespace shell::lesson_by_hand
