// What the files of the picture share. Everything shown is read from the model; what is kept here lives no
// longer than a gesture.
#pragma once

#include "shell/lessons/08_pictures/model.h"
#include "shell/lessons/view.h"
#include "shell/ui.h"

namespace shell::lesson_pictures {

// What the pointer is on: cells of the result's coordinates, of the input's, or a weight.
struct Touched {
    enum class What { kNothing, kPixel, kWeight, kResult };
    What what = What::kNothing;
    int row = 0;
    int column = 0;
    bool operator==(const Touched&) const = default;
};

struct ViewState {
    Touched touched;  // in the last frame: grids are drawn before it is known
    Touched next_touched;
};

void draw_pictures(Ui& ui, const PicturesModel& model);
void draw_neighbourhood(Ui& ui, const PicturesModel& model, ViewState& state);
void draw_controls(Ui& ui, const PicturesModel& model);

}  // namespace shell::lesson_pictures
