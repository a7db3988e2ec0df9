// The picture of the pooling lesson: what its files share.
#pragma once

#include "shell/lessons/06_pooling/model.h"
#include "shell/ui.h"

namespace shell::lesson_pooling {

// What the pointer is on; it lights up its partners one frame later.
struct Touched {
    enum class What { kNothing, kPixel, kOutput };
    What what = What::kNothing;
    int channel = 0;
    int row = 0;
    int column = 0;
    bool operator==(const Touched&) const = default;
};

struct ViewState {
    Touched touched;
    Touched next_touched;
    float sum_height = 0;  // the tallest that the window's card was since its size changed
    int sum_pixels = 0;
    bool painting = false;
    float brush = 9;
};

void draw_grids(Ui& ui, const PoolingModel& model, ViewState& state, float height);
void draw_window(Ui& ui, const PoolingModel& model, ViewState& state);  // the pixels of the current window
void draw_controls(Ui& ui, const PoolingModel& model, ViewState& state);

}  // namespace shell::lesson_pooling
