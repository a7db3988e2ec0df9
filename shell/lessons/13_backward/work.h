// All numbers of one forward pass, one backward pass and one update, and the work of a single number term by
// term. Everything is core's: references, traces, and for the check the references in double.
#pragma once

#include <optional>
#include <vector>

#include "shell/lessons/13_backward/settings.h"

namespace shell::lesson_backward {

struct Numbers {
    cnn::WindowPlan window;
    cnn::Tensor x, w, goal;  // as set
    cnn::Tensor y, dy;
    cnn::Tensor dw, dx;
    float db = 0;
    cnn::Tensor new_w;
    float new_bias = 0;
    double loss = 0;
    double loss_after = 0;  // of the updated weights
};
Numbers compute_numbers(const Settings& settings);

// The outputs' gradient as the full convolution reads it: stride - 1 zeros between its numbers, kernel - 1
// around them. Under the turned kernel it gives the gradient of the padded input: pixel (iy, ix) is at
// (iy + pad, ix + pad).
cnn::Tensor spread_gradient(const Settings& settings, const Numbers& numbers);

// One product of what the playhead builds: pixel (iy, ix) meets weight (ky, kx) for output (oy, ox).
struct WorkTerm {
    int iy = 0;
    int ix = 0;
    int ky = 0;
    int kx = 0;
    int oy = 0;
    int ox = 0;
    bool nothing = false;  // a padding zero, a tap that no output uses, a pixel that did not win
    float left = 0;
    float right = 0;
    float product = 0;
    float partial = 0;  // pooling backward: what the pixel has got so far, from all windows
};
struct Work {
    std::vector<WorkTerm> terms;
    float result = 0;
};

// What the playhead walks through in this phase, and how many terms each has.
int parts_of(const Settings& settings);
int terms_of(const Settings& settings);
// One of them: an output, a weight, a pixel; of pooling backward a window.
Work work_of(const Settings& settings, const Numbers& numbers, int part);

// What pooling's windows before this one gave to each pixel.
cnn::Tensor shares_before(const Settings& settings, const Numbers& numbers, int part);

// The gradient of one number against the loss itself, moved by h.
struct Check {
    double value = 0;
    double gradient = 0;  // of the backward pass
    double loss = 0;
    double above = 0;  // loss with value + h
    double below = 0;
    double one_sided = 0;  // (above - loss) / h
    double central = 0;    // (above - below) / 2h
};
// Of the part that stands at the playhead in the phases weights, bias and input; of pooling, the pixel at
// `pixel`. Nothing in the other phases.
std::optional<Check> check_of(const Settings& settings, const Numbers& numbers, int part, int pixel);

}  // namespace shell::lesson_backward
