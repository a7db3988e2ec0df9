// The latest value from one thread to another, without a lock: the writer always has a slot to write, the
// reader always has one to read, and the third changes hands. Values that the reader does not fetch in time
// are replaced.
#pragma once

#include <array>
#include <atomic>
#include <utility>

namespace cnn {

template <class T>
class TripleBuffer {
 public:
    explicit TripleBuffer(const T& value) { slots_.fill(value); }

    // Only the writing thread.
    void publish(T value) {
        slots_[back_] = std::move(value);
        back_ = middle_.exchange(back_ | kFresh, std::memory_order_acq_rel) & kSlot;
    }

    // The latest published value. Only the reading thread.
    const T& latest() {
        if ((middle_.load(std::memory_order_relaxed) & kFresh) != 0)
            front_ = middle_.exchange(front_, std::memory_order_acq_rel) & kSlot;
        return slots_[front_];
    }

 private:
    static constexpr unsigned kSlot = 3;
    static constexpr unsigned kFresh = 4;

    std::array<T, 3> slots_;
    unsigned back_ = 0;                // the writer's
    std::atomic<unsigned> middle_{1};  // nobody's, with kFresh when the writer was there last
    unsigned front_ = 2;               // the reader's
};

}  // namespace cnn
