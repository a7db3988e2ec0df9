// Lists of the numbers that are not 0, for sums that leave products with 0 out (WeightedRows). Either zero
// counts as 0, a NaN does not.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kernels/table.h"

namespace cnn {

std::ptrdiff_t count_nonzero(std::ptrdiff_t count, const float* values);

// counts[i]: how many of values[0, i) are not 0.   counts: (count + 1)
void count_nonzero_before(int count, const float* values, std::int32_t* counts);

// The share of n images' numbers that is not 0, told from the first few. values: (n, image_step), of which
// the first `count` of each image count
double nonzero_share(int n, std::ptrdiff_t count, std::size_t image_step, const float* values);

// Adds to the list, which holds `found`, those of values[0, count) that are not 0, as the factors of rows at
// their offsets. Returns how many it then holds. Each is written before it is judged, so that there is no
// branch: the list needs room for one more.
int list_nonzero(int count, const float* values, const std::int32_t* offsets, int found, WeightedRow* list);

// A list per column of those of its rows that are not 0, rising.
// values: (rows, columns); offsets: (rows); found: (columns); lists: (columns, rows)
void list_nonzero_rows(int rows, int columns, const float* values, const std::int32_t* offsets,
                       std::int32_t* found, WeightedRow* lists);

}  // namespace cnn
