// A grid of numbers with a hue for its role: input, kernel or output of a window operation, or any small
// matrix.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shell/ui.h"

namespace shell {

struct Cell {
    int row = -1;
    int column = -1;
    explicit operator bool() const { return row >= 0; }
    bool operator==(const Cell&) const = default;
};

// Marks of a cell; they add up.
enum CellMark : std::uint8_t {
    kPlain = 0,
    kInWindow = 1,  // outlined: the window covers it
    kCurrent = 2,   // filled: the current term, or the cell that is being computed
    kPadding = 4,   // hatched: not part of the input
    kLeftOver = 8,  // crossed out lightly: no window reads it
    kPending = 16,  // dashed and empty: not yet computed
    kDots = 32,     // "…" instead of its number: being computed
    kTouched = 64,  // linked to what is hovered elsewhere
    kDimmed = 128   // not part of what is told now
};

struct NumberGrid {
    std::string_view name;  // "input": its cells are named "input.ROW.COLUMN"
    Role role = Role::kNeutral;
    int rows = 1;
    int columns = 1;
    int first_row = 0;  // index of the first row in names and words: -1 with one row of padding above
    int first_column = 0;
    std::span<const float> values;        // (rows, columns)
    std::span<const std::uint8_t> marks;  // (rows, columns) of CellMark, or empty
    float cell_width = 0;                 // device pixels
    float cell_height = 0;
    bool editable = false;        // click or Enter edits; typing starts a new number; arrows move
    bool paint = false;           // pressing and dragging paints instead of editing
    bool signed_colours = false;  // background by the diverging map, +-signed_limit at its ends
    float signed_limit = 1;
    bool grey = false;  // background as a picture: 0 dark .. grey_white light, number on top
    float grey_white = 255;
    std::string_view caption;  // "Input 6 × 6", above, in the role's hue
};

struct GridAnswer {
    ImVec2 origin;  // top left of cell (0, 0)
    Cell hovered;   // under the pointer, or the keyboard's place in the focused grid
    Cell clicked;   // pressed this frame (not when editable: then it opens the editor)
    Cell edited;    // a number was entered: the new one is `value`
    float value = 0;
    Cell painted;  // under the pressed pointer, when `paint`
    bool paint_began = false;
    bool paint_ended = false;
};

// Size on the screen with its caption.
ImVec2 grid_size(const Ui& ui, const NumberGrid& grid);
// The largest cells (width, height) so that `columns` x `rows` fit the space; between least and most design
// pixels wide.
ImVec2 fit_cells(const Ui& ui, int rows, int columns, ImVec2 space, float least = 22, float most = 46);
float cell_gap(const Ui& ui, float cell_width);  // small cells stand closer
// Rectangle of a cell of a grid at `origin` (as answered).
struct CellBox {
    ImVec2 min;
    ImVec2 max;
    ImVec2 centre() const { return {(min.x + max.x) * 0.5F, (min.y + max.y) * 0.5F}; }
};
CellBox cell_box(const Ui& ui, const NumberGrid& grid, ImVec2 origin, Cell cell);

// Draws at the cursor and moves it as an ImGui item does.
GridAnswer number_grid(Ui& ui, const NumberGrid& grid);

// The legend of the diverging map: a bar with −limit, 0, +limit.
void signed_legend(Ui& ui, float limit, float width = 0);

// A number on its way to the cell where it belongs. The view keeps the value; fly draws it and moves it on.
struct Flight {
    ImVec2 from;
    ImVec2 to;
    std::string text;
    float progress = 1;  // 0 = starts, 1 = arrived, nothing to draw
};
void start_flight(const Ui& ui, Flight& flight, ImVec2 from, ImVec2 to,
                  std::string text);  // no motion wanted: arrives
void fly(Ui& ui, Flight& flight, Role role);

}  // namespace shell
