#include "tests/heap.h"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

std::atomic<std::int64_t> taken{0};
std::atomic<std::int64_t> held{0};
std::atomic<std::int64_t> most{0};

// The size lies before the block, in a header as long as the block's alignment.
void* take(std::size_t size, std::size_t alignment) {
    const std::size_t whole = (size + 2 * alignment - 1) / alignment * alignment;
    auto* block = static_cast<std::byte*>(std::aligned_alloc(alignment, whole));
    if (block == nullptr) std::abort();
    std::memcpy(block, &size, sizeof size);
    ++taken;
    const std::int64_t now = held += static_cast<std::int64_t>(size);
    for (std::int64_t before = most; now > before && !most.compare_exchange_weak(before, now);) {
    }
    return block + alignment;
}

void give_back(void* content, std::size_t alignment) {
    if (content == nullptr) return;
    std::byte* block = static_cast<std::byte*>(content) - alignment;
    std::size_t size = 0;
    std::memcpy(&size, block, sizeof size);
    held -= static_cast<std::int64_t>(size);
    std::free(block);
}

constexpr std::size_t kUsual = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

}  // namespace

void* operator new(std::size_t size) { return take(size, kUsual); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    return take(size, static_cast<std::size_t>(alignment));
}
// Ours too, because another library's (the address sanitizer's) would take what the deletes below give back.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return take(size, kUsual); }
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return take(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* content) noexcept { give_back(content, kUsual); }
void operator delete(void* content, std::size_t) noexcept { give_back(content, kUsual); }
void operator delete(void* content, std::align_val_t alignment) noexcept {
    give_back(content, static_cast<std::size_t>(alignment));
}
void operator delete(void* content, std::size_t, std::align_val_t alignment) noexcept {
    give_back(content, static_cast<std::size_t>(alignment));
}

namespace cnn::testing {

Heap heap() { return {taken, held, most}; }
void watch_heap() { most.store(held); }

}  // namespace cnn::testing
