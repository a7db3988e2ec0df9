// Lists of the numbers that are not 0, for sums that leave products with 0 out (WeightedRows). Either zero
// counts as 0, a NaN does not. Each number is written before it is judged, so that there is no branch: a list
// needs room for one more.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cnn {

std::ptrdiff_t count_nonzero(std::ptrdiff_t count, const float* values);

// Adds to the list, which holds `found`, those of values[0, count) that are not 0, under the numbers from
// `first` on. Returns how many it then holds.
int list_nonzero(int first, int count, const float* values, int found, std::int32_t* index, float* factors);

// A list per column of those of its rows that are not 0, rising.
// values: (rows, columns); found: (columns); index, factors: (columns, rows)
void list_nonzero_rows(int rows, int columns, const float* values, std::int32_t* found, std::int32_t* index,
                       float* factors);

}  // namespace cnn
