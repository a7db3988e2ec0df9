// Carves caller-owned memory into aligned pieces. With no memory it only counts, so that the code which lays
// a workspace out also tells its size.
#pragma once

#include <cstddef>

namespace cnn {

class Workspace {
 public:
    explicit Workspace(float* memory = nullptr) : memory_(memory) {}

    float* take(std::size_t floats) {
        float* piece = memory_ ? memory_ + used_ : nullptr;
        used_ += (floats + 15) / 16 * 16;  // 64 bytes, as Floats is aligned
        return piece;
    }
    std::size_t used() const { return used_; }

 private:
    float* memory_;
    std::size_t used_ = 0;
};

}  // namespace cnn
