// The learner's drawing on its way to an image as MNIST's: against hand-computed cases, and shifts and scales
// undone.
#include "shell/lessons/17_mnist/digit_drawing.h"

#include <doctest/doctest.h>

#include <cmath>

namespace shell::lesson_mnist {

namespace {

cnn::Tensor paper(int side) { return cnn::Tensor(cnn::Shape{1, 1, side, side}); }

void fill(cnn::Tensor& picture, Box box, float ink = 1) {
    for (int y = box.top; y < box.bottom; ++y)
        for (int x = box.left; x < box.right; ++x) picture.at(0, 0, y, x) = ink;
}

double total(const cnn::Tensor& picture) {
    double sum = 0;
    for (const float value : picture.values()) sum += static_cast<double>(value);
    return sum;
}

// A seven with a foot: no symmetry that could hide a swapped axis.
Drawing seven() {
    Drawing drawing;
    drawing.strokes = {{{120, 130}, {360, 120}, {230, 400}}, {{200, 270}, {330, 262}}};
    return drawing;
}

// The ink of `picture` enlarged `times` and put at (left, top) of a pad raster.
cnn::Tensor enlarged(const cnn::Tensor& picture, int times, int left, int top) {
    const Box box = ink_box(picture);
    cnn::Tensor pad = paper(kInkSide);
    for (int y = 0; y < box.height() * times; ++y)
        for (int x = 0; x < box.width() * times; ++x)
            pad.at(0, 0, top + y, left + x) = picture.at(0, 0, box.top + y / times, box.left + x / times);
    return pad;
}

}  // namespace

TEST_CASE("mnist drawing: an off-centre bar becomes 20 pixels high and lies centred by its mass") {
    cnn::Tensor ink = paper(kInkSide);
    fill(ink, {80, 10, 88, 90});  // 8 wide, 80 high: a quarter of it is 2 x 20
    const NormalisedDigit digit = normalise(ink, {});
    CHECK(digit.box.left == 80);
    CHECK(digit.box.bottom == 90);
    CHECK(digit.scaled.shape() == cnn::Shape{1, 1, 20, 2});
    // Mass at (0.5, 9.5) of the scaled bar goes to index 14: shift round(13.5) = 14 and round(4.5) = 5.
    CHECK(digit.shift_x == 14);
    CHECK(digit.shift_y == 5);
    CHECK(digit.result.at(0, 0, 5, 14) == 1.0F);
    CHECK(digit.result.at(0, 0, 24, 15) == 1.0F);
    CHECK(digit.result.at(0, 0, 4, 14) == 0.0F);
    CHECK(digit.result.at(0, 0, 25, 14) == 0.0F);
    CHECK(total(digit.result) == doctest::Approx(40));
}

TEST_CASE("mnist drawing: the centre of mass decides, not the middle of the box") {
    cnn::Tensor ink = paper(kInkSide);
    fill(ink, {0, 0, 80, 40});  // a heavy upper half,
    fill(ink, {0, 40, 8, 80});  // a thin leg on the left
    const NormalisedDigit digit = normalise(ink, {});
    CHECK(digit.scaled.shape() == cnn::Shape{1, 1, 20, 20});
    // Upper part 20 x 10 with centre (9.5, 4.5), leg 2 x 10 with centre (0.5, 14.5): mass 220.
    const CentreOfMass mass = centre_of_mass(digit.scaled);
    CHECK(mass.x == doctest::Approx((200 * 9.5 + 20 * 0.5) / 220));
    CHECK(mass.y == doctest::Approx((200 * 4.5 + 20 * 14.5) / 220));
    CHECK(digit.shift_x == 5);  // 14 - 8.68
    CHECK(digit.shift_y == 8);  // 14 - 5.41 = 8.59 would be 9, but then ink would leave the field
    CHECK(total(digit.result) == doctest::Approx(220));
}

TEST_CASE("mnist drawing: the longer side is 20 whichever it is, and the aspect stays") {
    for (const Box box : {Box{3, 5, 103, 55}, Box{5, 3, 55, 103}, Box{0, 0, 112, 112}, Box{50, 50, 60, 53}}) {
        cnn::Tensor ink = paper(kInkSide);
        fill(ink, box);
        const NormalisedDigit digit = normalise(ink, {});
        const Box found = ink_box(digit.result);
        CHECK(std::max(found.width(), found.height()) == 20);
        const double aspect = static_cast<double>(box.width()) / box.height();
        CHECK(std::abs(found.width() - aspect * found.height()) <= std::max(0.5, 0.5 * aspect));
        CHECK(std::abs(digit.centre.x - 14) <= 0.5F);
        CHECK(std::abs(digit.centre.y - 14) <= 0.5F);
    }
}

TEST_CASE("mnist drawing: shift and scale of a digit are undone to the last grey level") {
    const cnn::Tensor once = normalise(rasterise(seven()), {}).result;
    const Box box = ink_box(once);
    REQUIRE(std::max(box.width(), box.height()) == 20);
    for (const int times : {1, 2, 3, 5})
        for (const auto& [left, top] : {std::pair(0, 0), std::pair(7, 2), std::pair(11, 12)}) {
            const cnn::Tensor again = normalise(enlarged(once, times, left, top), {}).result;
            float worst = 0;
            for (std::size_t i = 0; i < once.size(); ++i)
                worst = std::max(worst, std::abs(once.values()[i] - again.values()[i]));
            CHECK(worst < 1e-6F);
        }
}

TEST_CASE("mnist drawing: each step can be left out") {
    const cnn::Tensor ink = rasterise(seven());
    const Normalisation nothing{.scale = false, .centre = false};
    const NormalisedDigit plain = normalise(ink, nothing);
    // A shrunk pad: 16 pixels of it are one of the field, none is lost and nothing moves.
    CHECK(total(plain.result) == doctest::Approx(total(ink) / 16));
    CHECK(plain.centre.x == doctest::Approx((centre_of_mass(ink).x + 0.5F) / 4 - 0.5F).epsilon(1e-4));
    CHECK(plain.shift_x == 0);

    const NormalisedDigit moved = normalise(ink, {.scale = false, .centre = true});
    CHECK(total(moved.result) == doctest::Approx(total(plain.result)));
    CHECK(std::abs(moved.centre.x - 14) <= 0.5F);
    CHECK(std::abs(moved.centre.y - 14) <= 0.5F);

    const NormalisedDigit scaled = normalise(ink, {.scale = true, .centre = false});
    const Box box = ink_box(scaled.result);
    CHECK(std::max(box.width(), box.height()) == 20);
    const float drawn_middle = static_cast<float>(scaled.box.left + scaled.box.right) / 2 / kInkSide * 28;
    CHECK(std::abs(static_cast<float>(box.left + box.right) / 2 - drawn_middle) <= 0.5F);
}

TEST_CASE("mnist drawing: nothing drawn, and a single dot") {
    for (const bool scale : {true, false}) {
        const NormalisedDigit nothing = normalise(paper(kInkSide), {.scale = scale});
        CHECK(nothing.box.empty());
        CHECK(nothing.result.shape() == cnn::Shape{1, 1, 28, 28});
        CHECK(total(nothing.result) == 0.0);
    }
    Drawing dot;
    CHECK(dot.extend({400, 120}));
    const NormalisedDigit digit = normalise(rasterise(dot), {});
    CHECK(digit.box.width() >= 10);  // the pen is 10 wide
    CHECK(digit.box.height() >= 10);
    CHECK(digit.scaled.shape() == cnn::Shape{1, 1, 20, 20});
    CHECK(std::abs(digit.centre.x - 14) <= 0.5F);
}

TEST_CASE("mnist drawing: the 8x8 digits' field is filled") {
    const NormalisedDigit digit = normalise(rasterise(seven()), {.field = 8, .box = 8});
    const Box box = ink_box(digit.result);
    CHECK(box.height() == 8);
    CHECK(box.width() < 8);
    for (const float value : digit.result.values()) CHECK((value >= 0 && value <= 1));
}

TEST_CASE("mnist drawing: the text of a drawing reads back, and what is no drawing is refused") {
    const Drawing drawing = seven();
    const auto again = parse_drawing(to_text(drawing));
    REQUIRE(again.ok());
    CHECK(again.value().strokes == drawing.strokes);
    CHECK(parse_drawing("").value().empty());
    CHECK(parse_drawing("..").value().empty());
    for (const char* text : {"A", "AB", "ABCD", "A!C", "AB\xC3\xA9", "ABC.A"})
        CHECK_FALSE(parse_drawing(text).ok());
    CHECK_FALSE(parse_drawing(std::string(3 * (kMaxPoints + 1), 'A')).ok());
    CHECK(parse_drawing(std::string(3 * kMaxPoints, 'A')).ok());
    CHECK(parse_drawing("___").value().strokes[0][0] == Point{511, 511});
}

TEST_CASE("mnist drawing: points that the raster cannot tell apart are not kept, and the pad fills up") {
    Drawing drawing;
    CHECK(drawing.extend({100, 100}));
    CHECK(drawing.extend({103, 98}));
    CHECK(drawing.points() == 1);
    CHECK(drawing.extend({120, 100}));
    CHECK(drawing.points() == 2);
    CHECK(drawing.extend({-900, 9000}));
    CHECK(drawing.strokes[0].back() == Point{0, 511});
    for (int i = 0; drawing.points() < kMaxPoints; ++i) REQUIRE(drawing.extend({i % 2 * 400, i % 3 * 200}));
    CHECK_FALSE(drawing.extend({250, 250}));
}

}  // namespace shell::lesson_mnist
