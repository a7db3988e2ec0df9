// The state of the lesson on channels as plain values: a small layer to step through, the sizes of a stack of
// layers to count, and the pixel of a colour picture. (The playhead is the Player's.)
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/net/layer_plan.h"
#include "core/ops/conv2d/conv2d.h"
#include "core/tensor/tensor.h"
#include "shell/state/fields.h"
#include "shell/state/number_sheets.h"

namespace shell::lesson_channels {

inline constexpr int kMaxSide = 9;
inline constexpr int kMaxChannels = 6;
inline constexpr int kMaxFilters = 6;
inline constexpr int kMaxKernel = 4;
inline constexpr int kMaxStride = 4;
inline constexpr int kMaxPad = 3;
inline constexpr int kMaxLayers = 4;
inline constexpr int kPictureRows = 400;  // S2-23: a matrix of 400 x 300 x 3
inline constexpr int kPictureColumns = 300;

enum class Topic { kWindow, kCount, kSplit };

// The layer that is stepped through.
struct LayerSettings {
    int height = 5;
    int width = 5;
    int channels = 3;
    int filters = 2;
    int groups = 1;  // divides channels and filters
    int pad = 1;     // on all sides; of a single row, only left and right
    int kernel_height = 3;
    int kernel_width = 3;
    int stride = 2;
    bool relu = false;
    bool maps = false;  // each channel's own map is shown as well
    std::vector<float> bias{1, 0};
    std::uint64_t seed = 1;  // of the next random numbers

    int group_channels() const { return channels / groups; }
    cnn::Tensor input() const;   // (1, C, H, W)
    cnn::Tensor kernel() const;  // (OC, C / groups, KH, KW)
    void set_input(std::span<const float> values);
    void set_kernel(std::span<const float> values);
    void clear_input() { input_.clear(); }
    void clear_kernel() { kernel_.clear(); }

 private:
    NumberSheets input_{kMaxChannels, kMaxSide};
    NumberSheets kernel_{kMaxFilters * kMaxChannels, kMaxKernel};
};

// Layers one behind the other, whose parameters are counted.
struct StackSettings {
    int layers = 3;
    int channels = 3;  // of the picture
    std::array<int, kMaxLayers> filters{16, 32, 64, 64};
    int kernel = 3;
    int stride = 1;
    int pad = 1;
    bool separable = false;  // a depthwise layer and a 1 x 1 layer in the place of each
    int rows = 32;
    int columns = 32;
};

struct Settings {
    Topic topic = Topic::kWindow;
    LayerSettings layer;
    StackSettings stack;
    int picture = 0;  // of picture_names()
    int pixel_row = 200;
    int pixel_column = 150;
};

std::span<const std::string_view> topic_names();
std::span<const std::string_view> picture_names();

// Names every field once.
void visit_fields(FieldVisitor& visitor, Settings& settings);

// The divisors that channels and filters have in common: what `groups` may be.
std::vector<int> possible_groups(int channels, int filters);

cnn::Result<cnn::Conv2dPlan> plan_layer(const LayerSettings& layer);

// One layer of the stack: the usual one, or its depthwise and its 1 x 1 half.
struct CountedLayer {
    cnn::LayerPlan usual;
    cnn::LayerPlan depthwise;  // these two: only where separable
    cnn::LayerPlan pointwise;

    const cnn::Shape& output() const { return usual.output; }
    std::int64_t parameters(bool separable) const {
        return static_cast<std::int64_t>(separable ? depthwise.parameter_count() + pointwise.parameter_count()
                                                   : usual.parameter_count());
    }
    std::int64_t products(bool separable) const;  // of one picture
};
cnn::Result<std::vector<CountedLayer>> plan_stack(const StackSettings& stack);

// The built-in colour picture: (3, 400, 300), whole numbers 0 .. 255.
std::vector<float> draw_colours(int picture);

}  // namespace shell::lesson_channels
