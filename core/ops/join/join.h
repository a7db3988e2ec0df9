// Where branches meet: their sum (residual networks) or their channels one behind the other (inception).
// Element by element; every op works on a chunk of n images.
#pragma once

#include <cstddef>

namespace cnn {

// y = a + b. y may be a or b.
void add_forward(std::size_t count, const float* a, const float* b, float* y);

// sum += part: a value that several layers read takes its gradients one by one.
void accumulate(std::size_t count, const float* part, float* sum);

// One branch's place in the concatenation: floats [first, first + part) of the `whole` of an image.
struct ConcatPart {
    std::size_t whole = 0;
    std::size_t first = 0;
    std::size_t part = 0;
};
// x: (n, part); y: (n, whole), of which this branch's place is written
void concat_forward(const ConcatPart& place, int n, const float* x, float* y);
// dy: (n, whole); dx: (n, part), overwritten
void concat_backward(const ConcatPart& place, int n, const float* dy, float* dx);
// The same, added to what dx holds.
void concat_backward_onto(const ConcatPart& place, int n, const float* dy, float* dx);

}  // namespace cnn
