// The quantities of each optimiser's formula, in the order of optimizer.h.
#include "core/train/optimizer_trace.h"

#include <cmath>
#include <utility>

#include "core/net/layer_text.h"

namespace cnn {
namespace {

using Moments = std::array<float, kMostMoments>;

float apply(OptimizerKind kind, const Update& update, float w, float g, Moments& moments) {
    float next = 0;
    optimizer_info(kind).apply(update, 1, {&w, &g, {&moments[0], &moments[1], &moments[2]}, &next});
    return next;
}

// What is taken from w, from 0 on where w is not part of it: no large w hides its digits.
// next: w after it; moments: as they were before it
float step_of(OptimizerKind kind, const Update& update, float w, float g, float next, Moments moments) {
    if (kind == OptimizerKind::kFtrl) return w - next;
    const float step = 0 - apply(kind, update, 0, g, moments);
    if (kind != OptimizerKind::kAdamw) return step;
    return step + update.rate * constant_of(kind, update.constants, &OptimizerConstants::weight_decay) * w;
}

// "0.9": as a formula shows it.
std::string factor(float constant) { return decimal_text(constant); }
// 1 - constant, without the digits that the float of 0.9 lacks of 0.9.
std::string rest(float constant) {
    constexpr double kDigits = 1e7;
    return decimal_text(
        static_cast<float>(std::round((1 - static_cast<double>(constant)) * kDigits) / kDigits));
}
// "0.9 m + 0.1 g"
std::string mean_formula(float keep, const std::string& mean, const std::string& value) {
    return factor(keep) + " " + mean + " + " + rest(keep) + " " + value;
}
// "m / (1 − 0.9^t)"
std::string corrected_formula(float keep, const std::string& mean) {
    return mean + " / (1 − " + factor(keep) + "^t)";
}

// An optimiser's lines, with its constants as the update has them.
class Writer {
 public:
    Writer(UpdateTrace& trace, OptimizerKind kind, const Update& update)
        : trace_(trace), kind_(kind), update_(update) {}

    float constant(ConstantMember value) const { return constant_of(kind_, update_.constants, value); }
    float epsilon() const { return constant(&OptimizerConstants::epsilon); }
    std::int64_t update() const { return update_.step; }

    void line(std::string_view name, std::string formula, float value) {
        trace_.lines.push_back({name, std::move(formula), value});
    }
    void step(std::string formula) {
        trace_.step_line = static_cast<int>(trace_.lines.size());
        line("step", std::move(formula), trace_.step);
    }
    void root(float squares) { line("√s + e", "", std::sqrt(squares) + epsilon()); }

 private:
    UpdateTrace& trace_;
    OptimizerKind kind_;
    const Update& update_;
};

using C = OptimizerConstants;

void mean_lines(Writer& write, float m) {
    const float beta1 = write.constant(&C::beta1);
    write.line("m", mean_formula(beta1, "m", "g"), m);
    write.line("M", corrected_formula(beta1, "m"), m * correction(beta1, write.update()));
}

// What the Adam family has in common.
void adam_lines(Writer& write, const Moments& now) {
    const float beta2 = write.constant(&C::beta2);
    const float squares = now[1] * correction(beta2, write.update());
    mean_lines(write, now[0]);
    write.line("s", mean_formula(beta2, "s", "g²"), now[1]);
    write.line("S", corrected_formula(beta2, "s"), squares);
    write.line("√S + e", "", std::sqrt(squares) + write.epsilon());
}

void published_lines(Writer& write, OptimizerKind kind, const Moments& now) {
    using K = OptimizerKind;
    switch (kind) {
        case K::kMomentum:
            write.line("v", factor(write.constant(&C::momentum)) + " v − r g", now[0]);
            return write.step("− v");
        case K::kNesterov: {
            const std::string kept = factor(write.constant(&C::momentum)) + " v";
            write.line("v", kept + " − r g", now[0]);
            return write.step("r g − " + kept);
        }
        case K::kAdagrad:
            write.line("s", "s + g²", now[0]);
            write.root(now[0]);
            return write.step("r g / (√s + e)");
        case K::kRmsprop:
            write.line("s", mean_formula(write.constant(&C::decay), "s", "g²"), now[0]);
            write.root(now[0]);
            return write.step("r g / (√s + e)");
        case K::kAdadelta: {
            const float decay = write.constant(&C::decay);
            write.line("s", mean_formula(decay, "s", "g²"), now[0]);
            write.step("r g √(u + e) / √(s + e)");
            return write.line("u", mean_formula(decay, "u", "(step / r)²"), now[1]);
        }
        case K::kAdam:
            adam_lines(write, now);
            return write.step("r M / (√S + e)");
        case K::kAdamw:
            adam_lines(write, now);
            return write.step("r M / (√S + e) + " + factor(write.constant(&C::weight_decay)) + " r w");
        case K::kAdamax:
            mean_lines(write, now[0]);
            write.line("u", "max(" + factor(write.constant(&C::beta2)) + " u, |g|)", now[1]);
            return write.step("r M / (u + e)");
        case K::kNadam:
            adam_lines(write, now);
            return write.step("r N / (√S + e), N: M one step ahead");
        case K::kFtrl:
            write.line("n", "n + g²", now[0]);
            write.line("z", "z + r g − (√n − √n before) w", now[1]);
            return write.step("w + z / √n");
        default:
            return write.step("r g");
    }
}

void printed_lines(Writer& write, OptimizerKind kind, const Moments& before, const Moments& now) {
    const float e = write.epsilon();
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
        return write.line("s", mean_formula(write.constant(&C::decay), "s", "a"), now[0]);
    }
    write.line("m", "as it was", before[0]);
    write.line("v", "as it was", before[1]);
    write.line("√(e + v)", "", std::sqrt(e + before[1]));
    write.step("r m / √(e + v)");
    write.line("m", mean_formula(write.constant(&C::beta1), "m", "g"), now[0]);
    write.line("a", "a + g²", now[2]);
    write.line("v", mean_formula(write.constant(&C::beta2), "v", "a"), now[1]);
}

}  // namespace

UpdateTrace trace_update(OptimizerKind kind, const Update& update, float w, float g, Moments& moments) {
    const Moments before = moments;
    UpdateTrace trace;
    trace.next = apply(kind, update, w, g, moments);
    trace.step = step_of(kind, update, w, g, trace.next, before);
    Writer write(trace, kind, update);
    write.line("g", "the gradient", g);
    const bool printed = kind == OptimizerKind::kAdagradPrinted || kind == OptimizerKind::kRmspropPrinted ||
                         kind == OptimizerKind::kAdamPrinted;
    printed ? printed_lines(write, kind, before, moments) : published_lines(write, kind, moments);
    return trace;
}

}  // namespace cnn
