// One output cell where branches meet: the readable twin of join.h. The order is the network's, so that a
// trace's result equals it to the bit. Back goes the same way: each branch gets the sum's gradient as it is,
// and of a concatenation the place that it put in; a value that several layers read adds up what they give
// (trace_add).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cnn {

struct AddTerm {
    float input = 0;    // of one branch, at the cell's place
    float partial = 0;  // the running sum after it
};

// parts: the branches' numbers at one place, one or more
std::vector<AddTerm> trace_add(std::span<const float> parts);

// Where one number of a concatenation comes from.
struct ConcatTrace {
    std::size_t branch = 0;
    std::size_t place = 0;  // in that branch's output of one image
};

// sizes: floats of each branch's output of one image; place: in the whole, below their sum
ConcatTrace trace_concat(std::span<const std::size_t> sizes, std::size_t place);

}  // namespace cnn
