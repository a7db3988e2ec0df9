// The picture of the lesson of sizes: what its files share.
#pragma once

#include "shell/lessons/04_size/model.h"
#include "shell/ui.h"
#include "shell/widgets/number_grid.h"

namespace shell::lesson_size {

// What the pointer was on in the last frame: a pixel or a window.
struct Touched {
    Cell pixel;   // in the map, padding included
    Cell window;  // row and column of the place
    bool operator==(const Touched&) const = default;
};

void draw_map(Ui& ui, const SizeModel& model, Touched& touched, float height);
void draw_formula(Ui& ui, const SizeModel& model);
void draw_controls(Ui& ui, const SizeModel& model);

}  // namespace shell::lesson_size
