// A signal as stems on a line, which can be drawn with the pointer: one stem per sample, above or below zero.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "shell/ui.h"
#include "shell/widgets/number_grid.h"

namespace shell {

struct Stems {
    std::string_view name;
    Role role = Role::kInput;
    std::span<const float> values;
    std::span<const std::uint8_t> marks;  // of CellMark, or empty; a pending stem is not shown
    std::span<const float> places;        // centres from the left, device pixels
    float thick = 4;                      // of a stem, device pixels
    float low = 0;                        // of the axis; 0 lies between low and high
    float high = 1;
    float snap = 1;                          // drawn values are multiples of it
    bool draw = false;                       // it answers the pointer
    std::string_view hint = "drag to draw";  // behind the value, while the pointer is on it
};

struct StemsAnswer {
    std::optional<int> hovered;
    std::optional<int> drawn;  // the learner put this sample ...
    float value = 0;           // ... to this value
    bool held = false;         // still drawing: the axis stays as it is
};

// Draws at the cursor in a box of this size.
StemsAnswer stems(Ui& ui, const Stems& signal, ImVec2 size);

// An axis for these values: whole steps, with room to draw on both sides of zero.
struct StemAxis {
    float low = 0;
    float high = 1;
    float snap = 1;
};
StemAxis stem_axis(std::span<const float> values);

}  // namespace shell
