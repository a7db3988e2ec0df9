// The state of the pooling lesson as plain values: what a link, an undo entry and an example hold.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/ops/pool2d/pool2d.h"
#include "core/tensor/tensor.h"
#include "shell/lessons/square_window.h"
#include "shell/state/fields.h"
#include "shell/state/number_sheets.h"

namespace shell::lesson_pooling {

inline constexpr int kMaxChannels = 3;
inline constexpr int kMaxShift = 2;
inline constexpr int kMaxPicture = 1024;
inline constexpr int kMaxTimes = 8;
// A window of 10 over 20 pixels is a lecture's.
inline constexpr WindowLimits kLimits{
    .side = 20, .kernel = 10, .stride = 10, .pad = 9, .ceil = true, .pad_below_kernel = true};

struct Settings {
    SquareWindow window{4, 4, {.kernel = 2, .stride = 2}};
    int channels = 3;
    cnn::PoolKind kind = cnn::PoolKind::kMax;
    cnn::MeanCount count = cnn::MeanCount::kPadded;
    bool global = false;
    int shift_y = 0;  // the whole picture moved down and to the right; zeros come in
    int shift_x = 0;
    int picture = 0;  // side of a picture whose sizes alone are computed; 0: none
    int times = 1;    // how often it is pooled
    std::uint64_t seed = 1;

    Settings();
    cnn::Shape input_shape() const { return {1, channels, window.height, window.width}; }
    float& pixel(int channel, int row, int column) { return input_.at(channel, row, column); }
    cnn::Tensor input() const;                      // (1, C, H, W)
    void set_input(std::span<const float> values);  // values: C x H x W

 private:
    friend void visit_fields(FieldVisitor& visitor, Settings& settings);
    NumberSheets input_{kMaxChannels, kLimits.side};
};

std::span<const std::string_view> kind_names();   // in the order of cnn::PoolKind
std::span<const std::string_view> count_names();  // in the order of cnn::MeanCount

void visit_fields(FieldVisitor& visitor, Settings& settings);

// Of the window or, where it is global, of one as large as the picture; or why there is none.
cnn::Result<cnn::WindowPlan> plan_pooling(const Settings& settings);

}  // namespace shell::lesson_pooling
