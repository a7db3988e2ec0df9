// Counting and listing. Functions of their own, because amid others the compiler has no register left for
// their pointers.
#include "core/kernels/nonzero.h"

#include <algorithm>
#include <array>

#include "core/base/bits.h"

namespace cnn {
namespace {

// As integers, because a comparison of floats minds NaN.
bool is_zero(float value) { return bits_of(value) << 1U == 0; }

constexpr int kPlaces = 256;  // of a row that are looked through at a time

// The places of up to kPlaces numbers that are not 0, rising; returns how many.
int find_nonzero(int count, const float* values, int* places) {
    int found = 0;
    for (int i = 0; i < count; ++i) {
        places[found] = i;
        found += is_zero(values[i]) ? 0 : 1;
    }
    return found;
}

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

void count_nonzero_before(int count, const float* values, std::int32_t* counts) {
    std::int32_t found = 0;
    for (int i = 0; i < count; ++i) {
        counts[i] = found;
        found += is_zero(values[i]) ? 0 : 1;
    }
    counts[count] = found;
}

double nonzero_share(int n, std::ptrdiff_t count, std::size_t image_step, const float* values) {
    constexpr int kImages = 4;
    const int looked_at = std::min(n, kImages);
    std::ptrdiff_t found = 0;
    for (int image = 0; image < looked_at; ++image, values += image_step)
        found += count_nonzero(count, values);
    return static_cast<double>(found) / (static_cast<double>(looked_at) * static_cast<double>(count));
}

int list_nonzero(int count, const float* values, const std::int32_t* offsets, int found, WeightedRow* list) {
    for (int i = 0; i < count; ++i) {
        const float value = values[i];
        list[found] = {offsets[i], value};
        found += is_zero(value) ? 0 : 1;
    }
    return found;
}

void list_nonzero_rows(int rows, int columns, const float* values, const std::int32_t* offsets,
                       std::int32_t* found, WeightedRow* lists) {
    std::fill_n(found, columns, 0);
    for (int row = 0; row < rows; ++row, values += columns) {
        for (int left = columns, first = 0; left > 0; left -= kPlaces, first += kPlaces) {
            std::array<int, kPlaces> places;
            const int count = find_nonzero(std::min(left, kPlaces), values + first, places.data());
            for (int i = 0; i < count; ++i) {
                const int column = first + places[i];
                lists[static_cast<std::ptrdiff_t>(column) * rows + found[column]++] = {offsets[row],
                                                                                       values[column]};
            }
        }
    }
}

}  // namespace cnn
