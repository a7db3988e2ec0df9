// One number through dropout in training: what was drawn for it and what became of it, to the bit; the
// readable twin of dropout.h, which draws the whole mask. A gradient on its way back meets the same draw.
#pragma once

#include "core/ops/dropout/dropout.h"

namespace cnn {

struct DropoutTrace {
    float input = 0;
    double draw = 0;    // uniform in [0, 1)
    bool kept = false;  // draw >= rate
    float scale = 0;    // 1 / (1 - rate)
    float result = 0;   // input scale, or 0
};

// sample: index of the sample in its batch; at: the number's place in the sample
DropoutTrace trace_dropout(float rate, const DropoutStream& stream, std::uint64_t sample, std::size_t at,
                           float input);

}  // namespace cnn
