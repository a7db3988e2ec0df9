// A learner's drawing, and the steps that make it look like an image of the data set. MNIST's own preparation
// (LeCun, Cortes, Burges, yann.lecun.com/exdb/mnist): the digit is scaled into a 20x20 box keeping its
// aspect, which leaves grey levels, and put into a 28x28 field with its centre of mass in the middle.
// Measured on 600 test images: the longer side is 20 in each of them and the centre of mass lies within half
// a pixel of index 14.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/tensor/tensor.h"

namespace shell::lesson_mnist {

inline constexpr int kPadUnits = 512;  // side of the drawing pad; coordinates are 0 .. 511
inline constexpr int kInkSide = 112;   // side of the raster: four of its pixels make one of MNIST's
inline constexpr float kPenRadius =
    5.0F;  // of the raster's pixels: 2.5 pixels of 28 wide, about MNIST's stroke
inline constexpr std::size_t kMaxPoints = 600;

struct Point {
    int x = 0;
    int y = 0;
    bool operator==(const Point&) const = default;
};
using PenStroke = std::vector<Point>;

struct Drawing {
    std::vector<PenStroke> strokes;

    bool empty() const { return strokes.empty(); }
    std::size_t points() const;
    // Adds a point to the last stroke unless it lies within two pixels of the raster of the one before; false
    // when full.
    bool extend(Point point);
};

// Three characters of base64url a point (18 bits: x, then y), strokes separated by '.'. It is what links
// carry.
std::string to_text(const Drawing& drawing);
cnn::Result<Drawing> parse_drawing(std::string_view text);

// Round pen strokes with soft edges. (1, 1, kInkSide, kInkSide), 0 = paper, 1 = ink.
cnn::Tensor rasterise(const Drawing& drawing);

// Pixels [left, right) x [top, bottom) that hold all ink; empty when right == left.
struct Box {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    int width() const { return right - left; }
    int height() const { return bottom - top; }
    bool empty() const { return right <= left || bottom <= top; }
};
Box ink_box(const cnn::Tensor& picture);

struct CentreOfMass {
    float x = 0;  // pixel index: 0 is the middle of the first pixel
    float y = 0;
};
CentreOfMass centre_of_mass(const cnn::Tensor& picture);

// Mean of the covered area for every pixel of the result: shrinks with grey levels, enlarges with hard edges.
cnn::Tensor resample(const cnn::Tensor& picture, Box from, int height, int width);

struct Normalisation {
    int field = 28;      // side of the result
    int box = 20;        // longer side of the digit after scaling; for the 8x8 digits it fills the field
    bool scale = true;   // off: the whole pad is shrunk to the field, the digit keeps its size
    bool centre = true;  // off: the digit stays where it was drawn
};

// Each step as it can be shown. All pictures are (1, 1, h, w) of ink in [0, 1].
struct NormalisedDigit {
    cnn::Tensor ink;     // as drawn
    Box box;             // of the ink
    cnn::Tensor scaled;  // the digit alone, its longer side `box`; or the whole pad shrunk to the field
    int shift_x = 0;     // where the left upper corner of `scaled` lies in the field
    int shift_y = 0;
    CentreOfMass centre;  // of the result
    cnn::Tensor result;   // (1, 1, field, field)
};
NormalisedDigit normalise(const cnn::Tensor& ink, const Normalisation& wanted);

}  // namespace shell::lesson_mnist
