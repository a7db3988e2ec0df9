// Pieces of the sentences that lessons say: counts, lists, grids row by row. Numbers are written as the
// shortest text that reads back.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/ops/window.h"
#include "core/tensor/tensor.h"

namespace shell {

std::string count_of(int count, std::string_view one, std::string_view many);  // "1 row", "2 rows"
std::string place_text(int row, int column);         // "row 1, column 2": people count from 1
std::string list_of(std::span<const float> values);  // "3, 4, 5"

// "Output, filter 2, row 1: 3, 4, 5." for each row. values: (c, h, w); `plane` names the first index where
// there is more than one.
std::string rows_text(const std::string& what, const std::string& plane, const cnn::Shape& shape,
                      std::span<const float> values);

// "1 row at the bottom is never read: no whole window is left there."; empty where all is read.
std::string left_over_text(const cnn::WindowPlan& window);

}  // namespace shell
