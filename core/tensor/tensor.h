// Tensor: owning, 64-byte aligned, float32, always N C H W. A value: copying copies the numbers.
#pragma once

#include <cstddef>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "core/base/assert.h"

namespace cnn {

// Sizes of a tensor: n images (or filters), c channels, h rows, w columns.
struct Shape {
    int n = 1;
    int c = 1;
    int h = 1;
    int w = 1;

    std::size_t size() const {
        return static_cast<std::size_t>(n) * static_cast<std::size_t>(c) * static_cast<std::size_t>(h) *
               static_cast<std::size_t>(w);
    }
    bool operator==(const Shape&) const = default;
};

// Allocator for std::vector with the alignment that every instruction set is content with.
template <class T>
struct AlignedAllocator {
    using value_type = T;
    static constexpr std::size_t kAlignment = 64;
    AlignedAllocator() = default;
    template <class U>
    AlignedAllocator(const AlignedAllocator<U>&) {}
    T* allocate(std::size_t count) {
        const std::size_t bytes = (count * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
        void* block = ::operator new(bytes, std::align_val_t{kAlignment}, std::nothrow);
        CNN_ASSERT(block != nullptr);  // sizes from outside are checked against a budget before they get here
        return static_cast<T*>(block);
    }
    void deallocate(T* block, std::size_t) { ::operator delete(block, std::align_val_t{kAlignment}); }
    bool operator==(const AlignedAllocator&) const = default;
};

using Floats = std::vector<float, AlignedAllocator<float>>;

class Tensor {
 public:
    Tensor() : Tensor(Shape{}) {}
    explicit Tensor(Shape shape) : shape_(shape), values_(shape.size(), 0.0F) {}
    Tensor(Shape shape, std::span<const float> values)
        : shape_(shape), values_(values.begin(), values.end()) {
        CNN_ASSERT(values.size() == shape.size());
    }

    const Shape& shape() const { return shape_; }
    std::size_t size() const { return values_.size(); }
    float* data() { return values_.data(); }
    const float* data() const { return values_.data(); }
    std::span<float> values() { return values_; }
    std::span<const float> values() const { return values_; }

    float& at(int n, int c, int h, int w) { return values_[index(n, c, h, w)]; }
    float at(int n, int c, int h, int w) const { return values_[index(n, c, h, w)]; }

 private:
    std::size_t index(int n, int c, int h, int w) const {
        CNN_ASSERT(n >= 0 && n < shape_.n && c >= 0 && c < shape_.c && h >= 0 && h < shape_.h && w >= 0 &&
                   w < shape_.w);
        const std::ptrdiff_t row = (static_cast<std::ptrdiff_t>(n) * shape_.c + c) * shape_.h + h;
        return static_cast<std::size_t>(row * shape_.w + w);
    }

    Shape shape_;
    Floats values_;
};

}  // namespace cnn
