// A gradient as the sum that it is: products of a number of the forward pass and a gradient of the output.
// What the terms run over stands with each op's backward trace.
#pragma once

#include <vector>

namespace cnn {

struct GradientTerm {
    float factor = 0;    // of a weight's gradient the input, of an input's the weight, of a bias' 1
    float gradient = 0;  // of the output
    float product = 0;
    float partial = 0;  // the running sum after this term
};

struct GradientTrace {
    std::vector<GradientTerm> terms;
    float result = 0;

    void add(float factor, float gradient) {
        result += factor * gradient;
        terms.push_back({factor, gradient, factor * gradient, result});
    }
};

}  // namespace cnn
