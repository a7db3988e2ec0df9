// Twelve independent sums hide the latency of an addition; twelve, one factor and one product fit in 16
// registers.
#include "tests/bench/peak.h"

#include <algorithm>
#include <chrono>

namespace {

using Vector = float __attribute__((vector_size(16)));

constexpr int kSums = 12;
constexpr int kRounds = 200000;
constexpr double kOperationsPerRound = kSums * 4 * 2;

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Returns the sums, so that nobody can leave them out.
float run_rounds(float factor, float addend) {
    const Vector f = {factor, factor, factor, factor};
    const Vector a = {addend, addend, addend, addend};
    Vector s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
    for (int round = 0; round < kRounds; ++round) {
        s0 = s0 * f + a;
        s1 = s1 * f + a;
        s2 = s2 * f + a;
        s3 = s3 * f + a;
        s4 = s4 * f + a;
        s5 = s5 * f + a;
        s6 = s6 * f + a;
        s7 = s7 * f + a;
        s8 = s8 * f + a;
        s9 = s9 * f + a;
        s10 = s10 * f + a;
        s11 = s11 * f + a;
    }
    const Vector sum = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
    return sum[0] + sum[1] + sum[2] + sum[3];
}

}  // namespace

double measure_peak() {
    volatile float factor = 0.5F;
    volatile float sink = 0;
    double best = 0;
    for (int run = 0; run < 15; ++run) {
        const double begin = seconds_now();
        sink = run_rounds(factor, 1.0F);
        best = std::max(best, kRounds * kOperationsPerRound / (seconds_now() - begin) * 1e-9);
    }
    static_cast<void>(sink);
    return best;
}
