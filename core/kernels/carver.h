// Carves caller-owned memory into aligned pieces. With no memory it only counts, so that the code which lays
// a workspace out also tells its size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

namespace cnn {

inline int round_up(int value, int step) { return (value + step - 1) / step * step; }

class Carver {
 public:
    explicit Carver(float* memory = nullptr) : memory_(memory) {}

    float* take(std::size_t floats) {
        float* piece = memory_ ? memory_ + used_ : nullptr;
        used_ += (floats + 15) / 16 * 16;  // 64 bytes, as Floats is aligned
        return piece;
    }
    float* take(std::ptrdiff_t rows, std::ptrdiff_t columns, std::size_t behind = 0) {
        return take(static_cast<std::size_t>(rows * columns) + behind);
    }
    template <class Item>
    Item* take_items(std::size_t count) {
        static_assert(sizeof(Item) % sizeof(float) == 0 && alignof(Item) <= alignof(float));
        float* piece = take(count * sizeof(Item) / sizeof(float));
        return piece ? new (piece) Item[count] : nullptr;
    }
    std::int32_t* take_integers(std::size_t count) { return take_items<std::int32_t>(count); }
    std::size_t used() const { return used_; }

 private:
    float* memory_;
    std::size_t used_ = 0;
};

}  // namespace cnn
