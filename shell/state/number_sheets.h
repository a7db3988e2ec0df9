// Grids of numbers whose size the learner changes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace shell {

// Numbers on square sheets that are larger than the part in use: shrinking a grid hides numbers, growing it
// again shows them.
class NumberSheets {
 public:
    NumberSheets(int count, int side)
        : side_(side), numbers_(static_cast<std::size_t>(count * side * side), 0.0F) {}

    float& at(int sheet, int row, int column) { return numbers_[index(sheet, row, column)]; }
    float at(int sheet, int row, int column) const { return numbers_[index(sheet, row, column)]; }
    void clear() { std::fill(numbers_.begin(), numbers_.end(), 0.0F); }

 private:
    std::size_t index(int sheet, int row, int column) const {
        return static_cast<std::size_t>((sheet * side_ + row) * side_ + column);
    }
    int side_;
    std::vector<float> numbers_;
};

}  // namespace shell
