// The picture of the lesson: what its files share.
#pragma once

#include "shell/lessons/11_four_views/model.h"
#include "shell/ui.h"
#include "shell/widgets/sheets.h"

namespace shell::lesson_four_views {

struct ViewState {
    Touched touched;  // of the last frame: lights its partners
    Touched next_touched;
    float sum_height = 0;   // the tallest that the card of the sum was
    float wave_height = 0;  // and the card of the transforms
};

struct Stage {
    Ui& ui;
    const FourViewsModel& model;
    ViewState& state;
    Cursor cursor;

    std::uint8_t lit(Touched::What what, int index) const;
    std::uint8_t output_mark(int output) const;
};

void draw_sum(const Stage& stage);                                 // the current number, term by term
void draw_sliding(const Stage& stage, float width, float height);  // input, kernel, output
void draw_matrix(const Stage& stage, float width, float height);
void draw_waves(const Stage& stage);  // the transforms of a product
void draw_controls(Ui& ui, const FourViewsModel& model);

}  // namespace shell::lesson_four_views
