// Inverted dropout over a chunk of n samples: in training each number is dropped (set to 0) with probability
// `rate`, the others are divided by 1 - rate, so that inference does nothing at all (E37: the lecture scales
// at test time instead, as Srivastava and others 2014 did). The mask comes from a random stream named by
// seed, step, layer and sample, and is drawn again in the backward pass: nothing is stored, and the bits
// depend neither on chunks nor on threads.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/rng.h"

namespace cnn {

struct DropoutStream {
    std::uint64_t seed = 0;   // the run's
    std::uint64_t step = 0;   // updates before this one
    std::uint64_t layer = 0;  // index in the network
};

// What a sample's numbers draw from, one 32-bit number each, in their order.
Rng dropout_generator(const DropoutStream& stream, std::uint64_t sample);

// 0 <= rate <= 1; 0 copies, 1 drops everything. A number is dropped with probability floor(rate 2^32) / 2^32.
// first: index of the chunk's first sample in the batch; x, y: (n, size), may be the same memory
void dropout_forward(float rate, const DropoutStream& stream, std::uint64_t first, int n, std::size_t size,
                     const float* x, float* y);
// dx = dy where the number was kept, divided by 1 - rate; else 0. dy, dx: (n, size), may be the same memory
void dropout_backward(float rate, const DropoutStream& stream, std::uint64_t first, int n, std::size_t size,
                      const float* dy, float* dx);

}  // namespace cnn
