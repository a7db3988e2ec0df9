// A queue between two threads, one that pushes and one that pops, without a lock: neither ever waits for the
// other.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>
#include <utility>

namespace cnn {

template <class T, std::size_t Capacity>
class Ring {
 public:
    // False when it is full. Only the pushing thread.
    bool push(T value) {
        const std::size_t tail = tail_.load(std::memory_order_relaxed);
        if (tail - head_.load(std::memory_order_acquire) == Capacity) return false;
        slots_[tail % Capacity] = std::move(value);
        tail_.store(tail + 1, std::memory_order_release);
        return true;
    }

    // Empty when nothing waits. Only the popping thread.
    std::optional<T> pop() {
        const std::size_t head = head_.load(std::memory_order_relaxed);
        if (head == tail_.load(std::memory_order_acquire)) return std::nullopt;
        std::optional<T> value = std::exchange(slots_[head % Capacity], std::nullopt);
        head_.store(head + 1, std::memory_order_release);
        return value;
    }

 private:
    std::array<std::optional<T>, Capacity> slots_;
    std::atomic<std::size_t> head_{0};  // both count for ever; their difference is what waits
    std::atomic<std::size_t> tail_{0};
};

}  // namespace cnn
