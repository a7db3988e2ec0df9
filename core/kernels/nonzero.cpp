// Counting and listing. Functions of their own, because amid others the compiler has no register left for
// their pointers.
#include "core/kernels/nonzero.h"

#include <algorithm>

#include "core/base/bits.h"

namespace cnn {
namespace {

// As integers, because a comparison of floats minds NaN.
bool is_zero(float value) { return bits_of(value) << 1U == 0; }

}  // namespace

std::ptrdiff_t count_nonzero(std::ptrdiff_t count, const float* values) {
    constexpr std::ptrdiff_t kBlock = 65536;
    std::ptrdiff_t all = 0;
    for (; count > 0; count -= kBlock, values += kBlock) {
        int found = 0;  // a counter as wide as a float lets four be judged at a time
        for (std::ptrdiff_t i = 0; i < std::min(count, kBlock); ++i) found += is_zero(values[i]) ? 0 : 1;
        all += found;
    }
    return all;
}

int list_nonzero(int first, int count, const float* values, int found, std::int32_t* index, float* factors) {
    for (int i = 0; i < count; ++i) {
        const float value = values[i];
        index[found] = first + i;
        factors[found] = value;
        found += is_zero(value) ? 0 : 1;
    }
    return found;
}

void list_nonzero_rows(int rows, int columns, const float* values, std::int32_t* found, std::int32_t* index,
                       float* factors) {
    std::fill_n(found, columns, 0);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(column) * rows + found[column];
            const float value = *values++;
            index[at] = row;
            factors[at] = value;
            found[column] += is_zero(value) ? 0 : 1;
        }
    }
}

}  // namespace cnn
