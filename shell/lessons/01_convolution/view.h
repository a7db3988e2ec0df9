// The picture of the convolution lesson: what its files share. Everything shown is read from the model; what
// is kept here lives no longer than a gesture: what the pointer is on, the sheet being looked at, numbers in
// flight.
#pragma once

#include <optional>

#include "shell/lessons/01_convolution/model.h"
#include "shell/lessons/01_convolution/reach.h"
#include "shell/lessons/view.h"
#include "shell/widgets/number_grid.h"

namespace shell::lesson_convolution {

struct ViewState {
    // What the pointer (or the keyboard's place) is on lights up its partners in the other grids. Grids are
    // drawn before it is known, so the last frame's is shown.
    Touched touched;
    Touched next_touched;
    int channel = 0;  // the sheet that is shown where not all fit
    int filter = 0;
    int last_t = -1;        // the cursor of the last frame: when it moves, the sheets follow it
    bool painting = false;  // dragging over the input sets `brush`
    float brush = 9;
    Flight flight;         // of a result to its cell
    float sum_height = 0;  // the tallest that the sum's card was since its number of products changed
    int sum_products = 0;
    ImVec2 result_place;  // where the sum stood in the last frame: the flight starts there
    Convention convention = Convention::kCrossCorrelation;  // of the last frame
    float turn = 1;                                         // 0: the kernel begins to turn, 1: it has turned
};

// Three grids with the window, the weight and the cell of the current step.
void draw_grids(Ui& ui, const ConvolutionModel& model, ViewState& state, float height);
// The sum of the current cell: chips, running sum, channels, bias, result.
void draw_sum(Ui& ui, const ConvolutionModel& model, ViewState& state);
void draw_controls(Ui& ui, const ConvolutionModel& model, ViewState& state);

}  // namespace shell::lesson_convolution
