// The picture of the lesson: what its files share.
#pragma once

#include "shell/lessons/12_fourier/model.h"
#include "shell/ui.h"
#include "shell/widgets/charts.h"

namespace shell::lesson_fourier {

// Curves over two periods: long sums, kept until what they show changes.
struct Curves {
    std::string of;  // the link's fields that they were made from
    std::vector<ChartPoint> wave;
    std::vector<ChartPoint> sum;
    std::vector<ChartPoint> term;
    std::vector<ChartPoint> answer;  // of the oscillator
};
const Curves& curves_of(const FourierModel& model, Curves& kept);

void draw_curves(Ui& ui, const FourierModel& model, Curves& kept, float height);
void draw_coefficients(Ui& ui, const FourierModel& model, float height);
void draw_controls(Ui& ui, const FourierModel& model);

}  // namespace shell::lesson_fourier
