// Several grids of numbers beside each other, as large as the room allows, broken into lines where it is
// narrow: the stage of most lessons.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "shell/widgets/number_grid.h"

namespace shell {

struct Sheet {
    NumberGrid grid;        // cell sizes are filled in
    std::string sign;       // before it: "⊛", "=", "→"; empty: none
    std::string below;      // a short line under it
    bool own_line = false;  // begins a new line
};

inline constexpr float kCellShape = 0.87F;  // height by width

// Of all cells alike.
struct CellRange {
    float least = 17;  // wide, in design pixels
    float most = 64;
    float flattest = kCellShape;  // height by width, that cells take before they become narrower
};

// Draws at the cursor, centred in the available width, in cells as large as fit; `height` is the room there
// is (device pixels), 0: as much as is wanted. One answer per sheet, in order.
std::vector<GridAnswer> sheets(Ui& ui, std::span<Sheet> all, float height = 0, CellRange range = {});

}  // namespace shell
