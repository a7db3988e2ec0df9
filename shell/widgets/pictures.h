// Small pictures of numbers (digits, filters, feature maps), a pad to draw on, and a network as a chain of
// boxes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shell/ui.h"

namespace shell {

enum class Map {
    kInk,     // 0 = paper, limit = ink, in the theme's colours: digits
    kGrey,    // 0 = black, limit = white: photographs
    kSigned,  // -limit .. +limit on the diverging map: weights, activations
    kColour,  // three planes, red, green and blue, each 0 .. limit
    kRed,     // 0 = black, limit = the full colour: one plane of a colour picture
    kGreen,
    kBlue
};

struct Picture {
    std::string_view name;  // unique in this frame
    int width = 0;
    int height = 0;
    std::span<const float> values;  // (height, width); kColour: (3, height, width)
    Map map = Map::kInk;
    float limit = 1;
    float side = 0;            // longer side in device pixels
    std::string_view caption;  // below, small; coloured by caption_colour
    Colour caption_colour = Colour::kMuted;
    bool chosen = false;
    std::string_view tip;
};
// Draws at the cursor; true when pressed. Pixels go into one texture and are sent again only when they
// change.
bool picture(Ui& ui, const Picture& picture);
// For rows of equal pictures: goes to the same line if one more of `width` fits, to the next line otherwise.
void flow(Ui& ui, float width);
// The side at which `count` pictures fill the width in at most three rows, between `least` and `most`.
float flow_side(const Ui& ui, int count, float least, float most);

struct PadPoint {
    float x = 0;  // [0, 1] from left
    float y = 0;  // [0, 1] from top
};
using Stroke = std::vector<PadPoint>;

struct DrawPad {
    std::string_view name;
    std::span<const Stroke> strokes;
    float side = 0;         // device pixels
    float pen = 0.08F;      // width of the pen as a share of the side
    std::string_view hint;  // shown while it is empty: "Draw a digit"
};
struct DrawPadAnswer {
    bool began = false;  // a new stroke starts with added[0]
    bool ended = false;
    std::vector<PadPoint> added;  // points of this frame, in order
};
DrawPadAnswer draw_pad(Ui& ui, const DrawPad& pad);

struct ChainBox {
    std::string title;   // "conv 32 3×3"
    std::string detail;  // "26 × 26 × 32"
    std::string count;   // "320"
    std::string tip;     // "(3 × 3 × 1 + 1) × 32 = 320"
};
// Boxes with arrows, wrapped to the available width; answers the pressed one.
std::optional<int> layer_chain(Ui& ui, std::string_view name, std::span<const ChainBox> boxes, int chosen);

}  // namespace shell
