// A thin vector of floats over the compiler's own vector extension (gcc, clang, emcc): element-wise + - * and
// nothing that could round differently. With one lane it is plain float arithmetic.
#pragma once

// In front of a loop of few rounds, known when compiling: written out, so that its array lives in registers.
#if defined(__clang__)
#define CNN_UNROLL _Pragma("clang loop unroll(full)")
#else
#define CNN_UNROLL _Pragma("GCC unroll 16")
#endif

// In front of a loop whose rounds do not depend on each other, even where input and output are the same
// memory.
#if defined(__clang__)
#define CNN_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define CNN_INDEPENDENT _Pragma("GCC ivdep")
#endif

// For the parts of an inner loop that share a tile: were one of them called instead, the tile would have to lie in
// memory, and clang does call them where several loops use them (wasm: 1.7 times slower).
#define CNN_INLINE inline __attribute__((always_inline))

namespace cnn {

template <int lanes>
struct VecType {
    typedef float type __attribute__((vector_size(lanes * sizeof(float))));
};
template <int lanes>
using vec = typename VecType<lanes>::type;

// Loads and stores need no alignment.
template <int lanes>
inline vec<lanes> load(const float* from) {
    vec<lanes> value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

template <int lanes>
inline void store(float* to, vec<lanes> value) {
    __builtin_memcpy(to, &value, sizeof value);
}

template <int lanes>
inline vec<lanes> splat(float value) {
    return value - vec<lanes>{};  // scalar with vector: the language's broadcast; x - 0 is x for every x
}

}  // namespace cnn
