// Who reads whom along one axis of a sliding window. All from AxisPlan's taps.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/ops/window.h"

namespace cnn {

// The tap by which output `o` reads input `i`, which may lie in the padding; -1: it does not.
int tap_reading(const AxisPlan& axis, int o, int i);
inline bool reads(const AxisPlan& axis, int o, int i) { return tap_reading(axis, o, i) >= 0; }

// Does any output read input `i`, which may lie in the padding, by tap `k`?
inline bool tap_meets(const AxisPlan& axis, int k, int i) { return axis.output_reading(i, k) >= 0; }

// How many of the first `outputs` outputs read input `i`.
int count_readers(const AxisPlan& axis, int i, int outputs);
inline int count_readers(const AxisPlan& axis, int i) { return count_readers(axis, i, axis.output); }

// How often each pixel, padding included, is read by the first `windows` windows in row order.
// (rows + padding, columns + padding)
std::vector<std::int32_t> coverage(const WindowPlan& window, int windows);

// How many ways lead from a unit of a later layer to each pixel that this layer reads, when ways[o] lead to
// its output o. Ways that end in the padding are lost. (axis.input)
std::vector<std::int64_t> ways_back(const AxisPlan& axis, std::span<const std::int64_t> ways);
// The other way round: how many ways lead from the input to each output. (axis.output)
std::vector<std::int64_t> ways_on(const AxisPlan& axis, std::span<const std::int64_t> ways);

}  // namespace cnn
