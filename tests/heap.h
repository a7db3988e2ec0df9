// What the test program has taken from the heap: its operator new counts (heap.cpp). For tests that say how
// much is taken, or that nothing is.
#pragma once

#include <cstdint>

namespace cnn::testing {

struct Heap {
    std::int64_t taken = 0;       // blocks, ever
    std::int64_t bytes = 0;       // held now
    std::int64_t most_bytes = 0;  // held at any time since watch_heap
};
Heap heap();
void watch_heap();  // most_bytes begins again at what is held now

}  // namespace cnn::testing
