// One output of a dense layer, term by term: what the learner steps through. The order and the additions are
// the reference's, so that trace.result equals it to the bit.
#pragma once

#include <span>
#include <vector>

#include "core/ops/dense/dense.h"

namespace cnn {

// One product of the sum.
struct DenseTerm {
    float input = 0;
    float weight = 0;
    float product = 0;
    float partial = 0;  // the running sum after this term
};

struct DenseTrace {
    std::vector<DenseTerm> terms;  // i rising
    float bias = 0;
    float result = 0;  // last partial + bias
};

// x: (in); w: (in, out); bias: (out)
DenseTrace trace_dense(const DensePlan& plan, std::span<const float> x, std::span<const float> w,
                       std::span<const float> bias, int o);

}  // namespace cnn
