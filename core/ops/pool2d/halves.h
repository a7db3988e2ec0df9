// The window that most networks pool with: 2x2 at stride 2, nothing of it in the padding. One row of outputs
// at a time, four lanes wide; the bits of the general road.
#pragma once

#include <cstdint>

#include "core/ops/window.h"

namespace cnn {

// Does this axis halve the input (dropping an odd last pixel)?
bool halves(const AxisPlan& axis);

// top: two rows of input, `width` apart; top_at: index of the first in its plane.
// y: (outputs); argmax: (outputs), as in max_pool_forward, or null
void max_halves_row(int outputs, int width, const float* top, std::int32_t top_at, float* y,
                    std::int32_t* argmax);
void average_halves_row(int outputs, int width, const float* top, float* y);

// dy: (outputs); top: two rows of the input's gradient, `width` apart; their first 2 x outputs are written.
void average_halves_row_backward(int outputs, int width, const float* dy, float* top);

}  // namespace cnn
