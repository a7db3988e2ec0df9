// The state of the convolution lesson as plain values: what a link, an undo entry and an example hold. (The
// cursor, its speed and loop are the Player's.)
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/ops/window.h"
#include "core/tensor/tensor.h"
#include "shell/lessons/square_window.h"
#include "shell/state/fields.h"
#include "shell/state/number_sheets.h"

namespace shell::lesson_convolution {

inline constexpr int kMaxSide = 16;
inline constexpr int kMaxChannels = 3;
inline constexpr int kMaxFilters = 2;
inline constexpr int kMaxKernel = 7;
inline constexpr int kMaxStride = 16;
inline constexpr int kMaxDilation = 15;  // a kernel of 2 then still fits into 16 pixels
inline constexpr int kMaxPad = 16;

enum class Convention { kCrossCorrelation, kConvolution };

// One axis: how many pixels the input has, and the window over them. Pads are kept only with explicit
// padding.
struct AxisSettings {
    int size = 6;
    cnn::AxisSpec window{.kernel = 3};
    bool operator==(const AxisSettings&) const = default;
};

struct Settings {
    int example = 0;  // index into example_codes() of the one that these settings began with; 0: none
    AxisSettings y;
    AxisSettings x;  // the padding mode is that of y
    int channels = 1;
    int filters = 1;
    Convention convention = Convention::kCrossCorrelation;
    bool relu = false;
    std::vector<float> bias{0.0F};  // one per filter
    bool shade = false;             // cells shaded by their values, as a picture
    bool linked = true;             // the sliders of the window move rows and columns together
    std::uint64_t seed = 1;         // of the next random numbers

    cnn::Shape input_shape() const { return {1, channels, y.size, x.size}; }
    cnn::Shape kernel_shape() const { return {filters, channels, y.window.kernel, x.window.kernel}; }
    float& pixel(int channel, int row, int column) { return input_.at(channel, row, column); }
    float& weight(int filter, int channel, int ky, int kx) {
        return kernel_.at(filter * kMaxChannels + channel, ky, kx);
    }
    cnn::Tensor input() const;                       // (1, C, H, W)
    cnn::Tensor kernel() const;                      // (OC, C, KH, KW), as written
    void set_input(std::span<const float> values);   // values: C x H x W
    void set_kernel(std::span<const float> values);  // values: OC x C x KH x KW
    void clear_input() { input_.clear(); }           // what a grid hides as well
    void clear_kernel() { kernel_.clear(); }
    void set_padding(cnn::Padding padding);  // pads become zero

 private:
    NumberSheets input_{kMaxChannels, kMaxSide};
    NumberSheets kernel_{kMaxFilters * kMaxChannels, kMaxKernel};
};

std::span<const std::string_view> convention_names();

// Names every field once.
void visit_fields(FieldVisitor& visitor, Settings& settings);

// Both axes of the window, or plan_axis's sentence with the axis named.
cnn::Result<cnn::WindowPlan> plan_window(const Settings& settings);

// What a slider of one axis moves.
enum class Dimension { kSize, kKernel, kStride, kDilation, kPadBefore, kPadAfter };
int& value_of(AxisSettings& axis, Dimension dimension);
int value_of(const AxisSettings& axis, Dimension dimension);

// The values that plan_axis allows while the rest of the axis stays: a slider's ends, so that no position is
// an error.
struct Range {
    int low = 1;
    int high = 1;
};
Range range_of(const AxisSettings& axis, Dimension dimension);

}  // namespace shell::lesson_convolution
