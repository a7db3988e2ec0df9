// One output cell of a pooling, tap by tap.
#include "core/ops/pool2d/trace.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/assert.h"

namespace cnn {
namespace {

float before_the_first(PoolKind kind) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    if (kind == PoolKind::kMax) return -kInfinity;
    return kind == PoolKind::kMin ? kInfinity : 0.0F;
}

// Does the pixel take the lead? The first does; a NaN does over every number.
bool wins(PoolKind kind, const PoolTrace& trace, float input, float best) {
    if (trace.winner < 0) return true;
    if (std::isnan(input)) return !std::isnan(best);
    return kind == PoolKind::kMax ? input > best : input < best;
}

PoolTerm make_term(const Pool2dPlan& plan, const Tensor& x, int channel, int iy, int ix) {
    const AxisPlan& rows = plan.window.y;
    const AxisPlan& columns = plan.window.x;
    PoolTerm term;
    term.iy = iy;
    term.ix = ix;
    term.padding = !rows.inside(iy) || !columns.inside(ix);
    const bool padded = iy < rows.input + rows.pad_after && ix < columns.input + columns.pad_after;
    term.counted = plan.mean_count == MeanCount::kKernel ||
                   (padded && plan.mean_count == MeanCount::kPadded) || !term.padding;
    term.input = term.padding ? 0.0F : x.at(0, channel, iy, ix);
    return term;
}

float finish(PoolKind kind, const PoolTrace& trace, float partial) {
    if (kind == PoolKind::kAverage) return partial / static_cast<float>(trace.count);
    return kind == PoolKind::kL2 ? std::sqrt(partial) : partial;
}

}  // namespace

PoolTrace trace_pool2d(PoolKind kind, const Pool2dPlan& plan, const Tensor& x, int channel, int oy, int ox) {
    CNN_ASSERT(oy >= 0 && oy < plan.window.y.output && ox >= 0 && ox < plan.window.x.output);
    const bool by_winner = kind == PoolKind::kMax || kind == PoolKind::kMin;
    PoolTrace trace;
    float partial = before_the_first(kind);
    for_each_tap(1, plan.window, [&](int, int ky, int kx) {
        PoolTerm term = make_term(plan, x, channel, plan.window.y.tap(oy, ky), plan.window.x.tap(ox, kx));
        term.ky = ky;
        term.kx = kx;
        if (term.counted) ++trace.count;
        if (!term.padding && !by_winner) {
            partial += kind == PoolKind::kL2 ? term.input * term.input : term.input;
        } else if (!term.padding && wins(kind, trace, term.input, partial)) {
            partial = term.input;
            trace.winner = static_cast<int>(trace.terms.size());
        }
        term.partial = partial;
        trace.terms.push_back(term);
    });
    trace.count = std::max(trace.count, 1);
    trace.result = finish(kind, trace, partial);
    return trace;
}

std::vector<float> trace_pool2d_shares(PoolKind kind, const PoolTrace& forward, float gradient) {
    const bool by_winner = kind == PoolKind::kMax || kind == PoolKind::kMin;
    const bool by_length = kind == PoolKind::kL2;
    float share = gradient;
    if (kind == PoolKind::kAverage) share = gradient / static_cast<float>(forward.count);
    if (by_length) share = forward.result == 0 ? 0 : gradient / forward.result;
    std::vector<float> shares;
    for (std::size_t i = 0; i < forward.terms.size(); ++i) {
        const bool gets = by_winner ? static_cast<int>(i) == forward.winner : !forward.terms[i].padding;
        const float given = by_length ? forward.terms[i].input * share : share;
        shares.push_back(gets ? given : 0.0F);
    }
    return shares;
}

}  // namespace cnn
