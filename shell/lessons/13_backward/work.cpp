// Numbers and terms of the lesson.
#include "shell/lessons/13_backward/work.h"

#include "core/ops/conv2d/backward_trace.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/conv2d/trace.h"
#include "core/ops/pool2d/reference.h"
#include "core/ops/pool2d/trace.h"
#include "core/train/optimizer.h"

namespace shell::lesson_backward {
namespace {

using Doubles = std::vector<double>;

cnn::PoolKind pool_kind(const Settings& settings) {
    return settings.operation == Operation::kMaxPooling ? cnn::PoolKind::kMax : cnn::PoolKind::kAverage;
}

cnn::Pool2dPlan pool_plan(const cnn::WindowPlan& window) { return {1, window, cnn::MeanCount::kPadded}; }

Doubles doubles(std::span<const float> values) { return {values.begin(), values.end()}; }

// The loss for these numbers, in double: what a nudge is to be seen in.
double loss_of(const Settings& settings, const Doubles& x, const Doubles& w, double bias) {
    const cnn::WindowPlan window = settings.window();
    const Doubles goal = doubles(settings.goal().values());
    Doubles y(goal.size());
    if (settings.operation == Operation::kConvolution) {
        cnn::reference_conv2d_forward({1, 1, window}, 1, x.data(), w.data(), &bias, y.data());
    } else if (settings.operation == Operation::kAveragePooling) {
        cnn::reference_average_pool_forward(pool_plan(window), 1, x.data(), y.data());
    } else {
        std::vector<std::int32_t> winners(y.size());
        cnn::reference_max_pool_forward(pool_plan(window), 1, x.data(), y.data(), winners.data());
    }
    double loss = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
        loss += settings.loss == Loss::kWeighted ? goal[i] * y[i] : 0.5 * (y[i] - goal[i]) * (y[i] - goal[i]);
    return loss;
}

void set_output_gradient(const Settings& settings, Numbers& n) {
    n.dy = n.goal;
    if (settings.loss == Loss::kWeighted) return;
    for (std::size_t i = 0; i < n.dy.size(); ++i) n.dy.data()[i] = n.y.data()[i] - n.goal.data()[i];
}

void pass_through_pooling(const Settings& settings, Numbers& n) {
    const cnn::Pool2dPlan plan = pool_plan(n.window);
    if (settings.operation == Operation::kAveragePooling) {
        cnn::reference_average_pool_forward(plan, 1, n.x.data(), n.y.data());
        set_output_gradient(settings, n);
        cnn::reference_average_pool_backward(plan, 1, n.dy.data(), n.dx.data());
        return;
    }
    std::vector<std::int32_t> winners(n.y.size());
    cnn::reference_max_pool_forward(plan, 1, n.x.data(), n.y.data(), winners.data());
    set_output_gradient(settings, n);
    cnn::reference_max_pool_backward(plan, 1, n.dy.data(), winners.data(), n.dx.data());
}

void pass_through_convolution(const Settings& settings, Numbers& n) {
    const cnn::Conv2dPlan plan{1, 1, n.window};
    cnn::reference_conv2d_forward(plan, 1, n.x.data(), n.w.data(), &settings.bias, n.y.data());
    set_output_gradient(settings, n);
    cnn::reference_conv2d_backward(plan, 1, n.x.data(), n.w.data(), n.dy.data(), n.dx.data(), n.dw.data(),
                                   &n.db);
    const auto descend = cnn::optimizer_info(cnn::OptimizerKind::kSgd).apply;
    descend({settings.rate, 1}, n.w.size(), {n.w.data(), n.dw.data(), {}, n.new_w.data()});
    descend({settings.rate, 1}, 1, {&settings.bias, &n.db, {}, &n.new_bias});
}

int outputs(const Settings& settings) {
    const int side = settings.window().y.output;
    return side * side;
}
int taps(const Settings& settings) { return settings.kernel * settings.kernel; }

// ---- one part, term by term

Work forward_work(const Settings& settings, const Numbers& n, int oy, int ox) {
    Work work;
    if (settings.pooling()) {
        const cnn::PoolTrace trace =
            cnn::trace_pool2d(pool_kind(settings), pool_plan(n.window), n.x, 0, oy, ox);
        for (const cnn::PoolTerm& term : trace.terms)
            work.terms.push_back({term.iy, term.ix, term.ky, term.kx, oy, ox, term.padding, term.input, 1,
                                  term.input, term.partial});
        work.result = trace.result;
        return work;
    }
    const cnn::Conv2dTrace trace =
        cnn::trace_conv2d(n.x, n.w, std::span(&settings.bias, 1), n.window, 0, oy, ox);
    for (const cnn::Conv2dTerm& term : trace.terms)
        work.terms.push_back({term.iy, term.ix, term.ky, term.kx, oy, ox, term.padding, term.input,
                              term.weight, term.product, term.partial});
    work.result = trace.result;
    return work;
}

Work gradient_work(const cnn::ConvGradientTrace& trace) {
    Work work;
    for (const cnn::ConvGradientTerm& term : trace.terms)
        work.terms.push_back({term.iy, term.ix, term.ky, term.kx, term.oy, term.ox,
                              term.padding || !term.reaches, term.factor, term.gradient, term.product,
                              term.partial});
    work.result = trace.result;
    return work;
}

// A window hands its gradient out; `partial` counts what earlier windows gave to the same pixel.
Work share_work(const Settings& settings, const Numbers& n, int part, cnn::Tensor& got) {
    const int oy = part / n.window.x.output;
    const int ox = part % n.window.x.output;
    const cnn::PoolTrace forward =
        cnn::trace_pool2d(pool_kind(settings), pool_plan(n.window), n.x, 0, oy, ox);
    Work work;
    work.result = n.dy.at(0, 0, oy, ox);
    const std::vector<float> shares = cnn::trace_pool2d_shares(pool_kind(settings), forward, work.result);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const cnn::PoolTerm& tap = forward.terms[i];
        const bool wins =
            settings.operation == Operation::kAveragePooling || forward.winner == static_cast<int>(i);
        WorkTerm term{tap.iy,    tap.ix,      tap.ky,    tap.kx, oy, ox, tap.padding || !wins,
                      tap.input, work.result, shares[i], 0};
        if (!tap.padding) term.partial = got.at(0, 0, tap.iy, tap.ix) += shares[i];
        work.terms.push_back(term);
    }
    return work;
}

Work error_work(const Settings& settings, const Numbers& n, int oy, int ox) {
    const float y = n.y.at(0, 0, oy, ox);
    const float goal = n.goal.at(0, 0, oy, ox);
    const float dy = n.dy.at(0, 0, oy, ox);
    WorkTerm term;
    term.oy = oy;
    term.ox = ox;
    term.left = settings.loss == Loss::kSquared ? y : goal;
    term.right = settings.loss == Loss::kSquared ? goal : y;
    term.product = term.partial = dy;
    return {{term}, dy};
}

Work update_work(const Settings& settings, const Numbers& n, int part) {
    const bool bias = part == taps(settings);
    WorkTerm term;
    term.ky = bias ? -1 : part / settings.kernel;
    term.kx = bias ? -1 : part % settings.kernel;
    term.left = bias ? settings.bias : n.w.data()[part];
    term.right = bias ? n.db : n.dw.data()[part];
    term.product = settings.rate * term.right;
    term.partial = bias ? n.new_bias : n.new_w.data()[part];
    return {{term}, term.partial};
}

}  // namespace

Numbers compute_numbers(const Settings& settings) {
    Numbers n;
    n.window = settings.window();
    n.x = settings.input();
    n.w = settings.weights();
    n.goal = settings.goal();
    n.y = n.dy = cnn::Tensor(n.goal.shape());
    n.dw = n.new_w = n.w;
    n.dx = n.x;
    n.loss = loss_of(settings, doubles(n.x.values()), doubles(n.w.values()), settings.bias);
    if (settings.pooling()) {
        pass_through_pooling(settings, n);
        n.loss_after = n.loss;
        return n;
    }
    pass_through_convolution(settings, n);
    n.loss_after = loss_of(settings, doubles(n.x.values()), doubles(n.new_w.values()), n.new_bias);
    return n;
}

cnn::Tensor shares_before(const Settings& settings, const Numbers& n, int part) {
    cnn::Tensor got(n.x.shape());
    for (int window = 0; window < part; ++window) share_work(settings, n, window, got);
    return got;
}

cnn::Tensor spread_gradient(const Settings& settings, const Numbers& n) {
    const int side = settings.side + 2 * settings.pad + settings.kernel - 1;
    cnn::Tensor spread({1, 1, side, side});
    for (int oy = 0; oy < n.window.y.output; ++oy)
        for (int ox = 0; ox < n.window.x.output; ++ox)
            spread.at(0, 0, settings.kernel - 1 + oy * settings.stride,
                      settings.kernel - 1 + ox * settings.stride) = n.dy.at(0, 0, oy, ox);
    return spread;
}

int parts_of(const Settings& settings) {
    switch (settings.phase) {
        case Phase::kForward:
        case Phase::kError:
            return outputs(settings);
        case Phase::kWeights:
            return taps(settings);
        case Phase::kBias:
            return 1;
        case Phase::kInput:
            return settings.pooling() ? outputs(settings) : settings.side * settings.side;
        case Phase::kUpdate:
            return taps(settings) + 1;
    }
    CNN_ASSERT(false);
}

int terms_of(const Settings& settings) {
    if (settings.phase == Phase::kError || settings.phase == Phase::kUpdate) return 1;
    const bool over_outputs = settings.phase == Phase::kWeights || settings.phase == Phase::kBias;
    return over_outputs ? outputs(settings) : taps(settings);
}

Work work_of(const Settings& settings, const Numbers& n, int part) {
    const int columns = n.window.x.output;
    const cnn::Conv2dPlan plan{1, 1, n.window};
    switch (settings.phase) {
        case Phase::kForward:
            return forward_work(settings, n, part / columns, part % columns);
        case Phase::kError:
            return error_work(settings, n, part / columns, part % columns);
        case Phase::kWeights:
            return gradient_work(cnn::trace_conv2d_weight_gradient(
                plan, n.x, n.dy, 0, 0, part / settings.kernel, part % settings.kernel));
        case Phase::kBias:
            return gradient_work(cnn::trace_conv2d_bias_gradient(plan, n.dy, 0));
        case Phase::kInput:
            if (settings.pooling()) {
                cnn::Tensor got = shares_before(settings, n, part);
                return share_work(settings, n, part, got);
            }
            return gradient_work(cnn::trace_conv2d_input_gradient(plan, n.w, n.dy, 0, part / settings.side,
                                                                  part % settings.side));
        case Phase::kUpdate:
            return update_work(settings, n, part);
    }
    CNN_ASSERT(false);
}

std::optional<Check> check_of(const Settings& settings, const Numbers& n, int part, int pixel) {
    Doubles x = doubles(n.x.values());
    Doubles w = doubles(n.w.values());
    double bias = settings.bias;
    double* moved = nullptr;
    Check check;
    if (settings.phase == Phase::kWeights) {
        moved = &w[static_cast<std::size_t>(part)];
        check.gradient = n.dw.data()[part];
    } else if (settings.phase == Phase::kBias) {
        moved = &bias;
        check.gradient = n.db;
    } else if (settings.phase == Phase::kInput) {
        const int at = settings.pooling() ? pixel : part;
        moved = &x[static_cast<std::size_t>(at)];
        check.gradient = n.dx.data()[at];
    } else {
        return std::nullopt;
    }
    const double h = settings.h;
    check.value = *moved;
    check.loss = loss_of(settings, x, w, bias);
    *moved = check.value + h;
    check.above = loss_of(settings, x, w, bias);
    *moved = check.value - h;
    check.below = loss_of(settings, x, w, bias);
    check.one_sided = (check.above - check.loss) / h;
    check.central = (check.above - check.below) / (2 * h);
    return check;
}

}  // namespace shell::lesson_backward
