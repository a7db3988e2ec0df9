// The sheets of numbers on the stage: which are shown, where, and how each is drawn.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shell/lessons/01_convolution/view.h"
#include "shell/lessons/01_convolution/view_layout.h"

namespace shell::lesson_convolution {

// Which sheets stand on the stage: all, or one where all would be too small to read.
struct ShownSheets {
    bool all_channels = true;
    bool all_filters = true;  // of the output; the kernel is always that of one filter
    std::vector<int> channels;
    std::vector<int> filters;
};

struct Stage {
    Ui& ui;
    const ConvolutionModel& model;
    ViewState& state;
    ShownSheets sheets;
    Cursor cursor;
    Arrangement place;
    ImVec2 origin;

    const Settings& settings() const { return model.settings(); }
    const cnn::WindowPlan& window() const { return model.window(); }
    bool turned() const { return settings().convention == Convention::kConvolution; }
    // As written and turned, side by side, where there is one channel; otherwise only as used.
    bool shows_written() const { return turned() && sheets.channels.size() == 1; }
    int padded_rows() const { return window().y.input + window().y.pad_before + window().y.pad_after; }
    int padded_columns() const { return window().x.input + window().x.pad_before + window().x.pad_after; }
};

std::string input_caption(const Stage& stage, int channel);
std::string kernel_caption(const Stage& stage, int channel, bool as_written);
std::string output_caption(const Stage& stage, int filter);

// A grid of the stage's cell size, still without numbers.
NumberGrid empty_grid(const Stage& stage, std::string_view name, Role role, int rows, int columns,
                      std::string_view caption);

void draw_input(const Stage& stage, int channel, ImVec2 at);
void draw_kernels(const Stage& stage);
void draw_output(const Stage& stage, int filter, ImVec2 at);

}  // namespace shell::lesson_convolution
