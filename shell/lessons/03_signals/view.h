// The picture of the signals lesson: what its files share.
#pragma once

#include "shell/lessons/03_signals/model.h"
#include "shell/widgets/stems.h"

namespace shell::lesson_signals {

struct ViewState {
    Touched touched;  // of the last frame: lights its partners
    Touched next_touched;
    StemAxis axis;         // of the signal; stands still while it is drawn
    bool drawing = false;  // in the last frame
    float sum_height = 0;  // the tallest that the sum's card was
};

// Signal, filter and output below each other on one raster; `height` is the room there is.
void draw_lines(Ui& ui, const SignalsModel& model, ViewState& state, float height);
void draw_sum(Ui& ui, const SignalsModel& model, ViewState& state);
void draw_controls(Ui& ui, const SignalsModel& model);

}  // namespace shell::lesson_signals
