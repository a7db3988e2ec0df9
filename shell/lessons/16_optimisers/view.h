// The picture of the lesson: what its files share.
#pragma once

#include "shell/lessons/16_optimisers/model.h"
#include "shell/ui.h"

namespace shell::lesson_optimisers {

Colour colour_of(std::size_t index);  // of the first, second and third optimiser

void draw_tracks(Ui& ui, const OptimisersModel& model);
void draw_surface(Ui& ui, const OptimisersModel& model);
void draw_controls(Ui& ui, const OptimisersModel& model);

}  // namespace shell::lesson_optimisers
