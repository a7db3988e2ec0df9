// How a run ended that its rate drove out of the range of numbers.
#pragma once

#include <cstdint>
#include <string>

namespace cnn {

struct Divergence {
    std::int64_t step = 0;  // the update that was not published, counted from 1
    int layer = -1;         // first layer whose output, gradient or weights became non-finite
    std::string sentence;   // "Update 12 was not made: the output of layer 3 (dense 64) is not finite. ..."
};

}  // namespace cnn
