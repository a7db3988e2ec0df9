// Links between outputs and inputs of one axis.
#include "core/ops/reach.h"

namespace cnn {

int tap_reading(const AxisPlan& axis, int o, int i) {
    const int way = i - axis.tap(o, 0);
    if (way < 0 || way % axis.dilation != 0 || way / axis.dilation >= axis.kernel) return -1;
    return way / axis.dilation;
}

int count_readers(const AxisPlan& axis, int i, int outputs) {
    int count = 0;
    for (int k = 0; k < axis.kernel; ++k) {
        const int o = axis.output_reading(i, k);
        count += o >= 0 && o < outputs ? 1 : 0;
    }
    return count;
}

namespace {

std::vector<int> readers(const AxisPlan& axis, int outputs) {
    std::vector<int> counts;
    for (int i = -axis.pad_before; i < axis.input + axis.pad_after; ++i)
        counts.push_back(count_readers(axis, i, outputs));
    return counts;
}

}  // namespace

// Whole rows of windows, and the part of a row behind them.
std::vector<std::int32_t> coverage(const WindowPlan& window, int windows) {
    const int whole = windows / window.x.output;
    const std::vector<int> above = readers(window.y, whole);
    const std::vector<int> with_next = readers(window.y, whole + 1);
    const std::vector<int> all = readers(window.x, window.x.output);
    const std::vector<int> part = readers(window.x, windows % window.x.output);
    std::vector<std::int32_t> counts;
    counts.reserve(above.size() * all.size());
    for (std::size_t y = 0; y < above.size(); ++y)
        for (std::size_t x = 0; x < all.size(); ++x)
            counts.push_back(above[y] * all[x] + (with_next[y] - above[y]) * part[x]);
    return counts;
}

namespace {

// visit(output, input) for each tap inside the input.
template <class Visit>
void for_each_link(const AxisPlan& axis, Visit&& visit) {
    for (int o = 0; o < axis.output; ++o)
        for (int k = 0; k < axis.kernel; ++k)
            if (const int i = axis.tap(o, k); axis.inside(i))
                visit(static_cast<std::size_t>(o), static_cast<std::size_t>(i));
}

}  // namespace

std::vector<std::int64_t> ways_back(const AxisPlan& axis, std::span<const std::int64_t> ways) {
    std::vector<std::int64_t> pixels(static_cast<std::size_t>(axis.input), 0);
    for_each_link(axis, [&](std::size_t o, std::size_t i) { pixels[i] += ways[o]; });
    return pixels;
}

std::vector<std::int64_t> ways_on(const AxisPlan& axis, std::span<const std::int64_t> ways) {
    std::vector<std::int64_t> outputs(static_cast<std::size_t>(axis.output), 0);
    for_each_link(axis, [&](std::size_t o, std::size_t i) { outputs[o] += ways[i]; });
    return outputs;
}

}  // namespace cnn
