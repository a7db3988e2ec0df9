// Strokes to raster to bounding box to scaled digit to centred image.
#include "shell/lessons/17_mnist/digit_drawing.h"

#include <algorithm>
#include <cmath>

namespace shell::lesson_mnist {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr float kFaintestInk = 1.0F / 255.0F;  // below one grey level it is paper

float distance_to_segment(float px, float py, float ax, float ay, float bx, float by) {
    const float dx = bx - ax;
    const float dy = by - ay;
    const float length2 = dx * dx + dy * dy;
    const float along =
        length2 > 0 ? std::clamp(((px - ax) * dx + (py - ay) * dy) / length2, 0.0F, 1.0F) : 0.0F;
    const float ex = px - (ax + along * dx);
    const float ey = py - (ay + along * dy);
    return std::sqrt(ex * ex + ey * ey);
}

// Inks the pixels around one segment; a pixel's darkness is how far it lies inside the pen's edge, at most 1.
void ink_segment(cnn::Tensor& picture, Point from, Point to) {
    constexpr float kScale = static_cast<float>(kInkSide) / kPadUnits;
    const float ax = static_cast<float>(from.x) * kScale;
    const float ay = static_cast<float>(from.y) * kScale;
    const float bx = static_cast<float>(to.x) * kScale;
    const float by = static_cast<float>(to.y) * kScale;
    const auto first = [](float a, float b) {
        return std::max(0, static_cast<int>(std::min(a, b) - kPenRadius - 1));
    };
    const auto last = [](float a, float b) {
        return std::min(kInkSide - 1, static_cast<int>(std::max(a, b) + kPenRadius + 1));
    };
    for (int y = first(ay, by); y <= last(ay, by); ++y)
        for (int x = first(ax, bx); x <= last(ax, bx); ++x) {
            const float distance = distance_to_segment(static_cast<float>(x) + 0.5F,
                                                       static_cast<float>(y) + 0.5F, ax, ay, bx, by);
            float& pixel = picture.at(0, 0, y, x);
            pixel = std::max(pixel, std::clamp(kPenRadius + 0.5F - distance, 0.0F, 1.0F));
        }
}

// How far [low, high) of a picture may move in the field: by `wanted`, but no ink leaves the field.
int shift_inside(float wanted, int low, int high, int field) {
    return std::clamp(static_cast<int>(std::lround(wanted)), -low, std::max(-low, field - high));
}

cnn::Tensor place(const cnn::Tensor& picture, int top, int left, int field) {
    cnn::Tensor result(cnn::Shape{1, 1, field, field});
    for (int y = 0; y < picture.shape().h; ++y)
        for (int x = 0; x < picture.shape().w; ++x)
            if (y + top >= 0 && y + top < field && x + left >= 0 && x + left < field)
                result.at(0, 0, y + top, x + left) = picture.at(0, 0, y, x);
    return result;
}

// The box's longer side becomes `longest`, the other follows in proportion, at least one pixel.
cnn::Tensor scale_box(const cnn::Tensor& picture, Box box, int longest) {
    const int side = std::max(box.width(), box.height());
    const auto scaled = [&](int length) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(length) * longest / side)));
    };
    return resample(picture, box, scaled(box.height()), scaled(box.width()));
}

int base64_value(char letter) {
    const auto at = kBase64.find(letter);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::size_t Drawing::points() const {
    std::size_t count = 0;
    for (const PenStroke& stroke : strokes) count += stroke.size();
    return count;
}

bool Drawing::extend(Point point) {
    if (points() >= kMaxPoints) return false;
    if (strokes.empty()) strokes.emplace_back();
    point.x = std::clamp(point.x, 0, kPadUnits - 1);
    point.y = std::clamp(point.y, 0, kPadUnits - 1);
    constexpr int kNearest = 2 * kPadUnits / kInkSide;
    PenStroke& stroke = strokes.back();
    if (!stroke.empty() && std::abs(stroke.back().x - point.x) < kNearest &&
        std::abs(stroke.back().y - point.y) < kNearest)
        return true;
    stroke.push_back(point);
    return true;
}

std::string to_text(const Drawing& drawing) {
    std::string text;
    for (const PenStroke& stroke : drawing.strokes) {
        if (!text.empty()) text += '.';
        for (const Point& point : stroke) {
            const int bits = point.x * kPadUnits + point.y;
            for (const int shift : {12, 6, 0}) text += kBase64[static_cast<std::size_t>(bits >> shift & 63)];
        }
    }
    return text;
}

cnn::Result<Drawing> parse_drawing(std::string_view text) {
    Drawing drawing;
    std::size_t at = 0;
    while (at < text.size()) {
        PenStroke stroke;
        for (; at < text.size() && text[at] != '.'; at += 3) {
            if (at + 3 > text.size()) return cnn::Error{"The drawing ends in the middle of a point."};
            int bits = 0;
            for (const char letter : text.substr(at, 3)) {
                const int value = base64_value(letter);
                if (value < 0)
                    return cnn::Error{"The drawing holds a character that is not a letter, digit, - or _."};
                bits = bits * 64 + value;
            }
            stroke.push_back({bits / kPadUnits, bits % kPadUnits});
        }
        if (at < text.size()) ++at;  // the '.'
        if (!stroke.empty()) drawing.strokes.push_back(std::move(stroke));
    }
    if (drawing.points() > kMaxPoints)
        return cnn::Error{"The drawing has " + std::to_string(drawing.points()) + " points; at most " +
                          std::to_string(kMaxPoints) + " are kept."};
    return drawing;
}

cnn::Tensor rasterise(const Drawing& drawing) {
    cnn::Tensor picture(cnn::Shape{1, 1, kInkSide, kInkSide});
    for (const PenStroke& stroke : drawing.strokes) {
        if (stroke.size() == 1) ink_segment(picture, stroke[0], stroke[0]);
        for (std::size_t i = 1; i < stroke.size(); ++i) ink_segment(picture, stroke[i - 1], stroke[i]);
    }
    return picture;
}

Box ink_box(const cnn::Tensor& picture) {
    const auto [n, c, h, w] = picture.shape();
    Box box{w, h, 0, 0};
    for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x)
            if (picture.at(0, 0, y, x) >= kFaintestInk) {
                box.left = std::min(box.left, x);
                box.top = std::min(box.top, y);
                box.right = std::max(box.right, x + 1);
                box.bottom = std::max(box.bottom, y + 1);
            }
    return box.empty() ? Box{} : box;
}

CentreOfMass centre_of_mass(const cnn::Tensor& picture) {
    double mass = 0;
    double x_sum = 0;
    double y_sum = 0;
    for (int y = 0; y < picture.shape().h; ++y)
        for (int x = 0; x < picture.shape().w; ++x) {
            const double ink = static_cast<double>(picture.at(0, 0, y, x));
            mass += ink;
            x_sum += ink * x;
            y_sum += ink * y;
        }
    if (mass <= 0) return {};
    return {static_cast<float>(x_sum / mass), static_cast<float>(y_sum / mass)};
}

cnn::Tensor resample(const cnn::Tensor& picture, Box from, int height, int width) {
    cnn::Tensor result(cnn::Shape{1, 1, height, width});
    const double step_y = static_cast<double>(from.height()) / height;
    const double step_x = static_cast<double>(from.width()) / width;
    // Overlap of source pixel i with [low, high), both in source pixels.
    const auto overlap = [](int i, double low, double high) {
        return std::max(0.0, std::min(i + 1.0, high) - std::max(static_cast<double>(i), low));
    };
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double top = from.top + y * step_y;
            const double left = from.left + x * step_x;
            double sum = 0;
            for (int sy = static_cast<int>(top); sy < from.bottom && sy < top + step_y; ++sy)
                for (int sx = static_cast<int>(left); sx < from.right && sx < left + step_x; ++sx)
                    sum += static_cast<double>(picture.at(0, 0, sy, sx)) * overlap(sy, top, top + step_y) *
                           overlap(sx, left, left + step_x);
            result.at(0, 0, y, x) = std::min(1.0F, static_cast<float>(sum / (step_y * step_x)));
        }
    return result;
}

NormalisedDigit normalise(const cnn::Tensor& ink, const Normalisation& wanted) {
    NormalisedDigit digit;
    digit.ink = ink;
    digit.box = ink_box(ink);
    digit.result = cnn::Tensor(cnn::Shape{1, 1, wanted.field, wanted.field});
    digit.scaled = digit.result;
    if (digit.box.empty()) return digit;
    const Box whole{0, 0, ink.shape().w, ink.shape().h};
    digit.scaled = wanted.scale ? scale_box(ink, digit.box, wanted.box)
                                : resample(ink, whole, wanted.field, wanted.field);
    const Box box = ink_box(digit.scaled);
    const float field = static_cast<float>(wanted.field);
    if (wanted.centre) {
        const CentreOfMass mass = centre_of_mass(digit.scaled);
        digit.shift_x = shift_inside(field / 2 - mass.x, box.left, box.right, wanted.field);
        digit.shift_y = shift_inside(field / 2 - mass.y, box.top, box.bottom, wanted.field);
    } else if (wanted.scale) {  // the middle of the digit's box keeps its place
        const auto moved = [&](int low, int high, int side, int length) {
            return (static_cast<float>(low + high) * field / static_cast<float>(side) -
                    static_cast<float>(length)) /
                   2;
        };
        const auto [n, c, h, w] = digit.scaled.shape();
        digit.shift_x = shift_inside(moved(digit.box.left, digit.box.right, ink.shape().w, w), box.left,
                                     box.right, wanted.field);
        digit.shift_y = shift_inside(moved(digit.box.top, digit.box.bottom, ink.shape().h, h), box.top,
                                     box.bottom, wanted.field);
    }
    digit.result = place(digit.scaled, digit.shift_y, digit.shift_x, wanted.field);
    digit.centre = centre_of_mass(digit.result);
    return digit;
}

}  // namespace shell::lesson_mnist
