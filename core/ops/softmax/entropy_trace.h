// Cross-entropy of given probabilities, term by term: the formula as lectures write it, from probabilities
// and not from logits. In double: near 1 a float has too few digits for its logarithm, and the seven printed
// ones of a lecture would not give its loss.
#pragma once

#include <span>
#include <vector>

namespace cnn {

struct EntropyTerm {
    double probability = 0;
    float target = 0;
    double logarithm = 0;  // of the probability; not computed (0) where the target is 0: 0 log 0 = 0
    double other = 0;      // binary: log(1 - probability), not computed where the target is 1
    double loss = 0;       // what this output adds
    double partial = 0;    // the sum so far
};

struct EntropyTrace {
    std::vector<EntropyTerm> terms;
    double result = 0;
};

// H = - sum of t log p
EntropyTrace trace_entropy(std::span<const double> probabilities, std::span<const float> targets);
// The mean over the outputs of - t log p - (1 - t) log(1 - p)
EntropyTrace trace_binary_entropy(std::span<const double> probabilities, std::span<const float> targets);

}  // namespace cnn
