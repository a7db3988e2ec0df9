// How the three kinds of grids stand on the stage: pure geometry in device pixels.
#pragma once

#include <vector>

#include "imgui.h"

namespace shell::lesson_convolution {

// The sheets of one kind (channels of the input, sheets of a filter, maps of the output), all of the same
// size.
struct Block {
    int sheets = 1;
    int rows = 1;
    int columns = 1;
    float caption_width = 0;  // a sheet is at least as wide as its caption
    float foot = 0;           // height of what stands below the sheets
};

struct Measures {
    float least = 17;        // narrowest cell
    float most = 46;         // widest cell
    float readable = 17;     // narrowest cell for which the stage is not scrolled
    float comfortable = 28;  // widest cell when the stage has to be scrolled anyway
    float small = 24;        // cells narrower than this are flatter and stand closer
    float gap = 3;           // between cells
    float small_gap = 1;     // between small cells
    float caption = 24;      // above a sheet
    float sheet_gap = 14;    // between the sheets of a block
    float sign = 40;         // width of an operator sign between blocks
    float block_gap = 18;    // between lines of blocks
};

struct Arrangement {
    ImVec2 cell;                // size of every cell
    ImVec2 size;                // of the whole
    std::vector<ImVec2> input;  // top left corner of each sheet with its caption
    std::vector<ImVec2> kernel;
    std::vector<ImVec2> output;
    ImVec2 times;  // centres of the operator signs
    ImVec2 equals;
};

// The arrangement with the largest readable cells that fits `space`; where none fits, comfortable cells that
// fit its width, and where none fits that either, the narrowest arrangement of the smallest cells.
Arrangement arrange(const Block& input, const Block& kernel, const Block& output, const Measures& measures,
                    ImVec2 space);

}  // namespace shell::lesson_convolution
