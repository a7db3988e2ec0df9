// What the files of the picture share. Everything shown is read from the model; what is kept here lives no
// longer than a gesture.
#pragma once

#include "shell/lessons/09_sharing/model.h"
#include "shell/lessons/view.h"
#include "shell/ui.h"

namespace shell::lesson_sharing {

// What the pointer is on: a place of the matrix, a whole column (an input), a whole row (an output).
struct Touched {
    int row = -1;
    int column = -1;
    bool operator==(const Touched&) const = default;
};

struct ViewState {
    Touched touched;  // in the last frame: grids are drawn before it is known
    Touched next_touched;
};

void draw_matrix(Ui& ui, const SharingModel& model, ViewState& state);
void draw_counts(Ui& ui, const SharingModel& model);
void draw_controls(Ui& ui, const SharingModel& model);

}  // namespace shell::lesson_sharing
