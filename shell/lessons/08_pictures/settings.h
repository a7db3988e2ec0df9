// The state of the lesson on kernels and pictures as plain values. (The playhead is the Player's.)
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "shell/state/fields.h"
#include "shell/state/number_sheets.h"

namespace shell::lesson_pictures {

inline constexpr int kLeastNumbers = 3;  // rows and columns of a small grid of numbers
inline constexpr int kMostNumbers = 7;
inline constexpr int kLeastSide = 16;  // of a picture
inline constexpr int kMostSide = 96;
inline constexpr int kAround = 3;  // pixels shown on each side of the one that is explained

enum class Task { kKernel, kGradient };         // one kernel, or both Sobels with magnitude and direction
enum class After { kRaw, kClamp, kNormalise };  // what is made of the sum before it is shown

struct Settings {
    int source = 1;  // of source_names(); 0: the small grid of numbers
    int rows = 4;    // of the grid
    int columns = 4;
    int side = 64;  // of a picture
    std::vector<float> kernel{0, -1, 0, -1, 4, -1, 0, -1, 0};
    Task task = Task::kKernel;
    After after = After::kRaw;
    bool pad = true;        // zeros around: the result is as large as the picture
    bool top_down = false;  // the horizontal Sobel's positive row at the bottom
    int row = 31;  // of the result: the pixel that is explained; with a grid the playhead goes through all
    int column = 30;

    bool numbers() const { return source == 0; }
    int height() const { return numbers() ? rows : side; }
    int width() const { return numbers() ? columns : side; }
    std::vector<float> grid() const;  // (rows, columns)
    void set_grid(std::span<const float> values);
    void clear_grid() { grid_.clear(); }

 private:
    NumberSheets grid_{1, kMostNumbers};
};

std::span<const std::string_view> source_names();  // "numbers", then the built-in pictures
std::span<const std::string_view> after_names();

// Names every field once.
void visit_fields(FieldVisitor& visitor, Settings& settings);

// A built-in picture: (side, side), whole numbers 0 .. 255. `source` is not 0.
std::vector<float> draw_picture(int source, int side);

}  // namespace shell::lesson_pictures
