// The picture of the lesson: what its files share.
#pragma once

#include "shell/lessons/02_correlation/model.h"
#include "shell/ui.h"

namespace shell::lesson_correlation {

struct ViewState {
    Touched touched;  // of the last frame: lights its partners
    Touched next_touched;
    Reading reading = Reading::kCorrelation;  // of the touched weight's kernel
    float sum_height = 0;                     // the tallest that the card of the sums was
};

void draw_sheets(Ui& ui, const CorrelationModel& model, ViewState& state, float height);
void draw_sums(Ui& ui, const CorrelationModel& model, ViewState& state);
void draw_formula(Ui& ui, const CorrelationModel& model);

}  // namespace shell::lesson_correlation
