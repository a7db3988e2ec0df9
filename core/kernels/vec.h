// A thin vector of floats over the compiler's own vector extension (gcc, clang, emcc): element-wise + - * and
// nothing that could round differently. With one lane it is plain float arithmetic.
#pragma once

#include <cstddef>

// In front of a loop of few rounds, known when compiling: written out, so that its array lives in registers.
#if defined(__clang__)
#define CNN_UNROLL _Pragma("clang loop unroll(full)")
#else
#define CNN_UNROLL _Pragma("GCC unroll 16")
#endif

// In front of a loop whose rounds do not depend on each other, even where input and output are the same
// memory. LONG: rounds of so much arithmetic that the numbers of two do not fit the registers (wasm,
// tanh: 1.6 times slower).
#if defined(__clang__)
#define CNN_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#define CNN_INDEPENDENT_LONG _Pragma("clang loop vectorize(assume_safety) interleave_count(1)")
#else
#define CNN_INDEPENDENT _Pragma("GCC ivdep")
#define CNN_INDEPENDENT_LONG _Pragma("GCC ivdep")
#endif

// For the parts of an inner loop that share a tile: were one of them called instead, the tile would have to
// lie in memory, and clang does call them where several loops use them (wasm: 1.7 times slower).
#define CNN_INLINE inline __attribute__((always_inline))

namespace cnn {

// The value, of which the compiler no longer knows that it is constant.
template <class Value>
inline Value from_memory(const Value& value) {
    const Value* place = &value;
    __asm__("" : "+r"(place));
    return *place;
}

template <int lanes>
struct VecType {
    typedef float type __attribute__((vector_size(lanes * sizeof(float))));
};
template <int lanes>
using vec = typename VecType<lanes>::type;

// Loads and stores need no alignment.
template <int lanes>
CNN_INLINE vec<lanes> load(const float* from) {
    vec<lanes> value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

template <int lanes>
CNN_INLINE void store(float* to, vec<lanes> value) {
    __builtin_memcpy(to, &value, sizeof value);
}

// Written as a list, which clang for wasm makes one instruction of when the value comes from memory.
template <int lanes>
CNN_INLINE vec<lanes> splat(float v) {
    if constexpr (lanes == 1) {
        return vec<lanes>{v};
    } else if constexpr (lanes == 4) {
        return vec<lanes>{v, v, v, v};
    } else {
        static_assert(lanes == 8);
        return vec<lanes>{v, v, v, v, v, v, v, v};
    }
}

// out[column][row] = rows[row][column] for four rows and four columns.   out: rows `out_step` apart
inline void transpose_4x4(const float* const rows[4], float* out, std::ptrdiff_t out_step) {
    const vec<4> a = load<4>(rows[0]);
    const vec<4> b = load<4>(rows[1]);
    const vec<4> c = load<4>(rows[2]);
    const vec<4> d = load<4>(rows[3]);
    const vec<4> ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    const vec<4> ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const vec<4> cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const vec<4> cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    store<4>(out, __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5));
    store<4>(out + out_step, __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7));
    store<4>(out + 2 * out_step, __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5));
    store<4>(out + 3 * out_step, __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7));
}

}  // namespace cnn
