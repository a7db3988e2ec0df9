// The picture of the lesson: what its files share.
#pragma once

#include "shell/lessons/14_softmax/model.h"
#include "shell/ui.h"

namespace shell::lesson_softmax {

struct ViewState {
    int hovered = -1;  // class or place under the pointer in the last frame: it lights up in every row
    int next_hovered = -1;
};

void draw_rows(Ui& ui, const SoftmaxModel& model, ViewState& state);
void draw_result(Ui& ui, const SoftmaxModel& model);
void draw_controls(Ui& ui, const SoftmaxModel& model);

}  // namespace shell::lesson_softmax
