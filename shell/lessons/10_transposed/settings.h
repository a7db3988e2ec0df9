// The state of the lesson on transposed convolution as plain values. (The playhead is the Player's.)
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/ops/conv_transpose2d/conv_transpose2d.h"
#include "shell/state/fields.h"
#include "shell/state/number_sheets.h"

namespace shell::lesson_transposed {

inline constexpr int kMostSize = 7;
inline constexpr int kMostKernel = 4;
inline constexpr int kMostOutput = 13;  // pixels along one axis, without output padding

// Spread: each input stamps the kernel on the output. Gather: each output collects what reaches it, as a
// convolution over the stretched input. Inverse: the transposed convolution beside a deconvolution.
enum class View { kSpread, kGather, kInverse };

struct Settings {
    View view = View::kSpread;
    bool line = false;  // one row
    int size = 3;       // of the input
    int kernel = 3;
    int dilation = 1;
    int pad = 0;  // as in the convolution that goes the other way: cut off here
    int stride = 2;
    int output_padding = 0;
    float bias = 0;
    std::uint64_t seed = 1;
    std::vector<float> signal{4, 5, 6, 7};  // of the inverse
    std::vector<float> filter{1, 2, 3};

    int rows() const { return line ? 1 : size; }
    int kernel_rows() const { return line ? 1 : kernel; }
    std::vector<float> input() const;
    std::vector<float> weights() const;
    void set_input(std::span<const float> values);
    void set_weights(std::span<const float> values);
    void clear_input() { input_.clear(); }
    void clear_weights() { weights_.clear(); }

    Settings();

 private:
    NumberSheets input_{1, kMostSize};
    NumberSheets weights_{1, kMostKernel};
};

std::span<const std::string_view> view_names();
void visit_fields(FieldVisitor& visitor, Settings& settings);
int most_pad(const Settings& settings);
int most_stride(const Settings& settings);
int most_output_padding(const Settings& settings);

cnn::Result<cnn::ConvTranspose2dPlan> plan_of(const Settings& settings);

}  // namespace shell::lesson_transposed
