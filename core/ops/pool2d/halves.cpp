// 2x2 pooling, four outputs at a time; the last four of a row overlap those before, a row of fewer goes one
// by one.
#include "core/ops/pool2d/halves.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/kernels/vec.h"

namespace cnn {
namespace {

using vec4 = vec<4>;
typedef std::int32_t int4 __attribute__((vector_size(16)));

// Calls visit4(first output) for groups of four that cover [0, outputs), or visit1 for each when there are
// fewer.
template <class Visit4, class Visit1>
void for_each_four(int outputs, Visit4&& visit4, Visit1&& visit1) {
    if (outputs < 4) {
        for (int ox = 0; ox < outputs; ++ox) visit1(ox);
        return;
    }
    for (int ox = 0; ox < outputs; ox += 4) visit4(std::min(ox, outputs - 4));
}

// Every second of eight floats, from the first or from the second.
vec4 evens(const float* row) { return __builtin_shufflevector(load<4>(row), load<4>(row + 4), 0, 2, 4, 6); }
vec4 odds(const float* row) { return __builtin_shufflevector(load<4>(row), load<4>(row + 4), 1, 3, 5, 7); }

// All bits of the lanes that hold a NaN, which alone is neither below nor above nor equal to 0.
int4 is_nan(vec4 value) {
    const vec4 zero{};
    return ~((value <= zero) | (value > zero));
}
bool any(int4 mask) { return (mask[0] | mask[1] | mask[2] | mask[3]) != 0; }

// The larger of two numbers, the first where they are equal or one is no number.
struct Larger {
    CNN_INLINE Larger(vec4 first, vec4 other) : second(first < other), value(second ? other : first) {}

    int4 second;  // all bits: it is the second
    vec4 value;
};

struct Winner {
    float value;
    std::int32_t at;

    void challenge(float candidate, std::int32_t where) {
        if (candidate > value || (std::isnan(candidate) && !std::isnan(value))) *this = {candidate, where};
    }
};

template <bool with_winners>
void max_row(int outputs, int width, const float* top, std::int32_t top_at, float* y, std::int32_t* argmax) {
    const float* bottom = top + width;
    const int4 first = top_at + int4{0, 2, 4, 6};
    // Somewhere behind a window's first pixel, where it would lose; or infinities of both signs.
    int4 nan{};
    const auto four = [&](int ox) {
        const vec4 b = odds(top + 2 * ox);
        const vec4 c = evens(bottom + 2 * ox);
        const vec4 d = odds(bottom + 2 * ox);
        const Larger upper(evens(top + 2 * ox), b);
        const Larger lower(c, d);
        const Larger best(upper.value, lower.value);
        nan |= is_nan((b + c) + d);
        store<4>(y + ox, best.value);
        if constexpr (with_winners) {
            const int4 at = (first + 2 * ox) + (best.second ? width - lower.second : -upper.second);
            std::memcpy(argmax + ox, &at, sizeof at);
        }
    };
    const auto one = [&](int ox) {
        Winner best{top[2 * ox], 0};
        best.challenge(top[2 * ox + 1], 1);
        best.challenge(bottom[2 * ox], width);
        best.challenge(bottom[2 * ox + 1], width + 1);
        y[ox] = best.value;
        if constexpr (with_winners) argmax[ox] = top_at + 2 * ox + best.at;
    };
    for_each_four(outputs, four, one);
    if (!any(nan)) return;
    for (int ox = 0; ox < outputs; ++ox) one(ox);
}

}  // namespace

bool halves(const AxisPlan& axis) {
    return axis.kernel == 2 && axis.stride == 2 && axis.dilation == 1 && axis.pad_before == 0 &&
           axis.reach() <= axis.input;
}

void max_halves_row(int outputs, int width, const float* top, std::int32_t top_at, float* y,
                    std::int32_t* argmax) {
    argmax != nullptr ? max_row<true>(outputs, width, top, top_at, y, argmax)
                      : max_row<false>(outputs, width, top, top_at, y, nullptr);
}

void average_halves_row(int outputs, int width, const float* top, float* y) {
    const float* bottom = top + width;
    // The sum starts from 0, as everywhere: 0 + -0 is 0.
    const auto four = [&](int ox) {
        const vec4 sum = ((vec4{} + evens(top + 2 * ox)) + odds(top + 2 * ox)) + evens(bottom + 2 * ox);
        store<4>(y + ox, (sum + odds(bottom + 2 * ox)) / 4.0F);
    };
    const auto one = [&](int ox) {
        const float sum = ((0.0F + top[2 * ox]) + top[2 * ox + 1]) + bottom[2 * ox];
        y[ox] = (sum + bottom[2 * ox + 1]) / 4.0F;
    };
    for_each_four(outputs, four, one);
}

void average_halves_row_backward(int outputs, int width, const float* dy, float* top) {
    float* bottom = top + width;
    const auto four = [&](int ox) {
        const vec4 share = vec4{} + load<4>(dy + ox) / 4.0F;
        const vec4 low = __builtin_shufflevector(share, share, 0, 0, 1, 1);
        const vec4 high = __builtin_shufflevector(share, share, 2, 2, 3, 3);
        for (float* row : {top + 2 * ox, bottom + 2 * ox}) {
            store<4>(row, low);
            store<4>(row + 4, high);
        }
    };
    const auto one = [&](int ox) {
        const float share = 0.0F + dy[ox] / 4.0F;
        for (float* row : {top + 2 * ox, bottom + 2 * ox}) row[0] = row[1] = share;
    };
    for_each_four(outputs, four, one);
}

}  // namespace cnn
