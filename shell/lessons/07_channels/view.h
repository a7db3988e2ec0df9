// What the files of the picture share. Everything shown is read from the model; what is kept here lives no
// longer than a gesture.
#pragma once

#include "shell/lessons/07_channels/model.h"
#include "shell/lessons/07_channels/reach.h"
#include "shell/lessons/view.h"
#include "shell/ui.h"

namespace shell::lesson_channels {

struct ViewState {
    Touched touched;  // in the last frame: grids are drawn before it is known
    Touched next_touched;
    float sum_height = 0;  // of the card under the grids, as tall as it ever was for these sizes
    int sum_terms = 0;
};

void draw_layer(Ui& ui, const ChannelsModel& model, ViewState& state);
void draw_count(Ui& ui, const ChannelsModel& model);
void draw_split(Ui& ui, const ChannelsModel& model);
void draw_controls(Ui& ui, const ChannelsModel& model);

}  // namespace shell::lesson_channels
