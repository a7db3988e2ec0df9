// The state of the lesson as plain values, and the window that follows from them: one channel, one filter, a
// square input.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/ops/window.h"
#include "core/tensor/tensor.h"
#include "shell/state/fields.h"
#include "shell/state/number_sheets.h"

namespace shell::lesson_backward {

inline constexpr int kMaxSide = 7;
inline constexpr int kMaxKernel = 4;
inline constexpr int kMaxStride = 3;
inline constexpr int kMaxPad = 2;

enum class Operation { kConvolution, kMaxPooling, kAveragePooling };
// What the playhead walks through. Pooling has no weights: it knows only the first two and kInput.
enum class Phase { kForward, kError, kWeights, kBias, kInput, kUpdate };
// L = sum of g y with the numbers g of the learner, or half the sum of (y - t)^2 with targets t.
enum class Loss { kWeighted, kSquared };

struct Settings {
    Operation operation = Operation::kConvolution;
    Phase phase = Phase::kWeights;
    Loss loss = Loss::kWeighted;
    int side = 5;
    int kernel = 3;
    int stride = 1;
    int pad = 0;
    float bias = 0;
    float rate = 0.1F;
    float h = 0.01F;  // by which a number is moved to check its gradient
    std::uint64_t seed = 1;

    Settings();
    bool pooling() const { return operation != Operation::kConvolution; }
    cnn::WindowPlan window() const;
    cnn::Tensor input() const { return sheet(input_, side); }
    cnn::Tensor weights() const { return sheet(weights_, kernel); }
    cnn::Tensor goal() const { return sheet(goal_, window().y.output); }  // g, or the targets
    void set_input(std::span<const float> values) { fill(input_, side, values); }
    void set_weights(std::span<const float> values) { fill(weights_, kernel, values); }
    void set_goal(std::span<const float> values) { fill(goal_, window().y.output, values); }

 private:
    friend void visit_fields(FieldVisitor& visitor, Settings& settings);
    static cnn::Tensor sheet(const NumberSheets& sheets, int size);
    static void fill(NumberSheets& sheets, int size, std::span<const float> values);

    NumberSheets input_{1, kMaxSide};
    NumberSheets weights_{1, kMaxKernel};
    NumberSheets goal_{1, kMaxSide + 2 * kMaxPad};
};

std::span<const std::string_view> operation_names();
std::span<const std::string_view> phase_names();

// Names every field once.
void visit_fields(FieldVisitor& visitor, Settings& settings);

}  // namespace shell::lesson_backward
