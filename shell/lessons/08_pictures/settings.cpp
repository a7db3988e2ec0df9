// The fields of the lesson, their bounds, and the built-in pictures.
#include "shell/lessons/08_pictures/settings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/rng.h"

namespace shell::lesson_pictures {
namespace {

constexpr std::array<std::string_view, 7> kSources{"numbers", "house", "greys", "disc",
                                                   "stripes", "text",  "noise"};
constexpr std::array<std::string_view, 2> kTasks{"kernel", "gradient"};
constexpr std::array<std::string_view, 3> kAfter{"raw", "clamp", "normalise"};

// A house under a sun; y and x as shares of the picture.
float house(float y, float x) {
    const float dy = y - 0.2F;
    const float dx = x - 0.82F;
    if (dy * dy + dx * dx < 0.011F) return 250;
    const bool wall = y > 0.5F && y < 0.88F && x > 0.2F && x < 0.7F;
    if (wall && x > 0.3F && x < 0.42F && y > 0.62F) return 40;               // door
    if (wall && x > 0.5F && x < 0.62F && y > 0.6F && y < 0.72F) return 230;  // window
    if (wall) return 150;
    if (y <= 0.5F && y > 0.25F && std::fabs(x - 0.45F) < (y - 0.25F) * 1.3F) return 80;  // roof
    if (y > 0.2F && y < 0.4F && x > 0.58F && x < 0.64F) return 60;                       // chimney
    return y < 0.8F ? 190 - 60 * y : 110;
}

// The letter A in three strokes.
bool letter(float y, float x) {
    if (y < 0.15F || y > 0.85F) return false;
    const float half = (y - 0.15F) * 0.5F;
    const bool leg = std::fabs(std::fabs(x - 0.5F) - half) < 0.06F;
    return leg || (std::fabs(y - 0.6F) < 0.05F && std::fabs(x - 0.5F) < half);
}

float pixel(int source, int row, int column, int side) {
    const float y = (static_cast<float>(row) + 0.5F) / static_cast<float>(side);
    const float x = (static_cast<float>(column) + 0.5F) / static_cast<float>(side);
    switch (source) {
        case 1:
            return house(y, x);
        case 2:  // flat areas
            return 40 + 60 * std::floor(x * 4) - (y > 0.5F ? 20.0F : 0.0F);
        case 3:
            return (y - 0.5F) * (y - 0.5F) + (x - 0.5F) * (x - 0.5F) < 0.11F ? 200 : 40;
        case 4:  // finer from left to right
            return std::sin(60 * x * x) > 0 ? 220 : 30;
        case 5:
            return letter(y, x) ? 20 : 235;
        default:
            return 120;
    }
}

}  // namespace

std::span<const std::string_view> source_names() { return kSources; }
std::span<const std::string_view> after_names() { return kAfter; }

std::vector<float> Settings::grid() const {
    std::vector<float> values;
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) values.push_back(grid_.at(0, y, x));
    return values;
}

void Settings::set_grid(std::span<const float> values) {
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            grid_.at(0, y, x) = values[static_cast<std::size_t>(y * columns + x)];
}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    visitor.choice({"source", "Picture"}, settings.source, kSources);
    visitor.integer({"rows", "Rows of numbers"}, settings.rows, kLeastNumbers, kMostNumbers);
    visitor.integer({"columns", "Columns of numbers"}, settings.columns, kLeastNumbers, kMostNumbers);
    std::vector<float> grid = settings.grid();
    if (visitor.numbers({"input", "Numbers: rows, columns"}, grid, grid.size())) settings.clear_grid();
    settings.set_grid(grid);
    visitor.integer({"side", "Side of the picture"}, settings.side, kLeastSide, kMostSide);
    visitor.numbers({"kernel", "Kernel: rows, columns"}, settings.kernel, 9);
    int task = static_cast<int>(settings.task);
    visitor.choice({"task", "One kernel, or the gradient"}, task, kTasks);
    settings.task = static_cast<Task>(task);
    int after = static_cast<int>(settings.after);
    visitor.choice({"after", "What is made of the sum"}, after, kAfter);
    settings.after = static_cast<After>(after);
    visitor.flag({"pad", "Zeros around the picture"}, settings.pad);
    visitor.flag({"top_down", "Horizontal Sobel with its positive row below"}, settings.top_down);
    const int shrinks = settings.pad ? 0 : 2;
    visitor.integer({"row", "Row of the pixel"}, settings.row, 0, settings.height() - shrinks - 1);
    visitor.integer({"column", "Column of the pixel"}, settings.column, 0, settings.width() - shrinks - 1);
}

std::vector<float> draw_picture(int source, int side) {
    std::vector<float> pixels;
    cnn::Rng rng(5);
    const bool noise = source == 6;
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            const float value =
                noise ? pixel(3, row, column, side) + rng.uniform(-40, 40) : pixel(source, row, column, side);
            pixels.push_back(std::round(std::clamp(value, 0.0F, 255.0F)));
        }
    return pixels;
}

}  // namespace shell::lesson_pictures
