// Six products and six sums, none of which waits for another: enough to cover the three to four cycles that
// either takes, and few enough for 16 registers. (A chain that multiplies and then adds would measure
// latency.)
#include "tests/bench/peak.h"

#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include "tests/bench/timing.h"

namespace {

using Vector = float __attribute__((vector_size(16)));

constexpr int kRounds = 200000;  // about 2 ms
constexpr double kOperationsPerRound = (6 + 6) * 4;

// Returns the results, so that no compiler can leave them out.
float run_rounds(float factor, float addend) {
    const Vector f = {factor, factor, factor, factor};
    const Vector a = {addend, addend, addend, addend};
    Vector p0 = a, p1 = a, p2 = a, p3 = a, p4 = a, p5 = a;
    Vector s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a;
    for (int round = 0; round < kRounds; ++round) {
        p0 = p0 * f;
        s0 = s0 + a;
        p1 = p1 * f;
        s1 = s1 + a;
        p2 = p2 * f;
        s2 = s2 + a;
        p3 = p3 * f;
        s3 = s3 + a;
        p4 = p4 * f;
        s4 = s4 + a;
        p5 = p5 * f;
        s5 = s5 + a;
    }
    const Vector sum = p0 + p1 + p2 + p3 + p4 + p5 + s0 + s1 + s2 + s3 + s4 + s5;
    return sum[0] + sum[1] + sum[2] + sum[3];
}

}  // namespace

double measure_peak(double seconds) {
    volatile float factor = 1.0F;  // neither overflow nor tiny numbers
    volatile float sink = 0;
    // Called anew for each run, which no compiler may undo: a browser puts optimised code in place when a
    // function is called again, not while it runs.
    float (*volatile const rounds)(float, float) = run_rounds;
    const double begin = seconds_now();
    double taken = 0;
    int runs = 0;
    do {
        sink = rounds(factor, 1.0F);
        ++runs;
        taken = seconds_now() - begin;
    } while (taken < seconds);
    static_cast<void>(sink);
    return runs * kRounds * kOperationsPerRound / taken * 1e-9;
}

double measure_peak_together(int threads, double seconds) {
    std::vector<double> rates(static_cast<std::size_t>(threads));
    std::atomic<int> ready = 0;
    std::vector<std::thread> workers;
    for (double& rate : rates)
        workers.emplace_back([&ready, &rate, threads, seconds] {
            for (++ready; ready < threads;) std::this_thread::yield();
            rate = measure_peak(seconds);
        });
    for (std::thread& worker : workers) worker.join();
    return std::accumulate(rates.begin(), rates.end(), 0.0);
}
