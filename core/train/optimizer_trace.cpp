// The quantities of each optimiser's formula, in the order of optimizer.h.
#include "core/train/optimizer_trace.h"

#include <cmath>

#include "core/train/optimizer_constants.h"

namespace cnn {
namespace {

using namespace optimizer_constants;
using Moments = std::array<float, kMostMoments>;

float apply(OptimizerKind kind, const Update& update, float w, float g, Moments& moments) {
    float next = 0;
    optimizer_info(kind).apply(update, 1, {&w, &g, {&moments[0], &moments[1], &moments[2]}, &next});
    return next;
}

struct Writer {
    UpdateTrace& trace;
    void line(std::string_view name, std::string_view formula, float value) {
        trace.lines.push_back({name, formula, value});
    }
    void step(std::string_view formula) {
        trace.step_line = static_cast<int>(trace.lines.size());
        line("step", formula, trace.step);
    }
    void root(float squares, float e) { line("√s + e", "", std::sqrt(squares) + e); }
};

// What the Adam family has in common.
void adam_lines(Writer write, const Update& update, const Moments& now) {
    const float e = update.epsilon.value_or(kEpsilon);
    const float squares = now[1] * correction(kDecay2, update.step);
    write.line("m", "0.9 m + 0.1 g", now[0]);
    write.line("M", "m / (1 − 0.9^t)", now[0] * correction(kDecay1, update.step));
    write.line("s", "0.999 s + 0.001 g²", now[1]);
    write.line("S", "s / (1 − 0.999^t)", squares);
    write.line("√S + e", "", std::sqrt(squares) + e);
}

void published_lines(Writer write, OptimizerKind kind, const Update& update, const Moments& now) {
    using K = OptimizerKind;
    switch (kind) {
        case K::kMomentum:
            write.line("v", "0.9 v − r g", now[0]);
            return write.step("− v");
        case K::kNesterov:
            write.line("v", "0.9 v − r g", now[0]);
            return write.step("r g − 0.9 v");
        case K::kAdagrad:
            write.line("s", "s + g²", now[0]);
            write.root(now[0], update.epsilon.value_or(kEpsilon));
            return write.step("r g / (√s + e)");
        case K::kRmsprop:
            write.line("s", "0.9 s + 0.1 g²", now[0]);
            write.root(now[0], update.epsilon.value_or(kEpsilon));
            return write.step("r g / (√s + e)");
        case K::kAdadelta:
            write.line("s", "0.95 s + 0.05 g²", now[0]);
            write.step("r g √(u + e) / √(s + e)");
            return write.line("u", "0.95 u + 0.05 (step / r)²", now[1]);
        case K::kAdam:
            adam_lines(write, update, now);
            return write.step("r M / (√S + e)");
        case K::kAdamw:
            adam_lines(write, update, now);
            return write.step("r M / (√S + e) + 0.004 r w");
        case K::kAdamax:
            write.line("m", "0.9 m + 0.1 g", now[0]);
            write.line("M", "m / (1 − 0.9^t)", now[0] * correction(kDecay1, update.step));
            write.line("u", "max(0.999 u, |g|)", now[1]);
            return write.step("r M / (u + e)");
        case K::kNadam:
            adam_lines(write, update, now);
            return write.step("r N / (√S + e), N: M one step ahead");
        case K::kFtrl:
            write.line("n", "n + g²", now[0]);
            write.line("z", "z + r g − (√n − √n before) w", now[1]);
            return write.step("w + z / √n");
        default:
            return write.step("r g");
    }
}

void printed_lines(Writer write, OptimizerKind kind, const Update& update, const Moments& before,
                   const Moments& now) {
    const float e = update.epsilon.value_or(kPrintedEpsilon);
    if (kind == OptimizerKind::kAdagradPrinted) {
        write.line("a", "a + g²", now[0]);
        write.line("√(e + a)", "", std::sqrt(e + now[0]));
        return write.step("r g / √(e + a)");
    }
    if (kind == OptimizerKind::kRmspropPrinted) {
        write.line("s", "as it was", before[0]);
        write.line("√(e + s)", "", std::sqrt(e + before[0]));
        write.step("r g / √(e + s)");
        write.line("a", "a + g²", now[1]);
        return write.line("s", "0.9 s + 0.1 a", now[0]);
    }
    write.line("m", "as it was", before[0]);
    write.line("v", "as it was", before[1]);
    write.line("√(e + v)", "", std::sqrt(e + before[1]));
    write.step("r m / √(e + v)");
    write.line("m", "0.9 m + 0.1 g", now[0]);
    write.line("a", "a + g²", now[2]);
    write.line("v", "0.999 v + 0.001 a", now[1]);
}

}  // namespace

UpdateTrace trace_update(OptimizerKind kind, const Update& update, float w, float g, Moments& moments) {
    const Moments before = moments;
    Moments from_zero = moments;
    UpdateTrace trace;
    trace.next = apply(kind, update, w, g, moments);
    const bool depends_on_w = kind == OptimizerKind::kFtrl || kind == OptimizerKind::kAdamw;
    trace.step = depends_on_w ? w - trace.next : 0 - apply(kind, update, 0, g, from_zero);
    Writer write{trace};
    write.line("g", "the gradient", g);
    const bool printed = kind == OptimizerKind::kAdagradPrinted || kind == OptimizerKind::kRmspropPrinted ||
                         kind == OptimizerKind::kAdamPrinted;
    printed ? printed_lines(write, kind, update, before, moments)
            : published_lines(write, kind, update, moments);
    return trace;
}

}  // namespace cnn
