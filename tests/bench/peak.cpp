// Two loops that do nothing but multiply and add, of which the faster counts. In registers alone there is
// room for six products and six sums that do not wait for each other: too few where either takes four cycles.
// With one factor from the first-level cache products wait for nothing, and eight sums cover four cycles; but
// each product is a load as well.
#include "tests/bench/peak.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include "core/kernels/vec.h"
#include "tests/bench/timing.h"

namespace {

using Vector = cnn::vec<4>;

constexpr int kRounds = 200000;  // about 1 to 2 ms

// Returns the results, so that no compiler can leave them out. (A chain that multiplies and then adds would
// measure latency.)
float run_chains(float factor, const float*) {
    const Vector f = {factor, factor, factor, factor};
    Vector p0 = f, p1 = f, p2 = f, p3 = f, p4 = f, p5 = f;
    Vector s0 = f, s1 = f, s2 = f, s3 = f, s4 = f, s5 = f;
    for (int round = 0; round < kRounds; ++round) {
        p0 = p0 * f;
        s0 = s0 + f;
        p1 = p1 * f;
        s1 = s1 + f;
        p2 = p2 * f;
        s2 = s2 + f;
        p3 = p3 * f;
        s3 = s3 + f;
        p4 = p4 * f;
        s4 = s4 + f;
        p5 = p5 * f;
        s5 = s5 + f;
    }
    const Vector sum = p0 + p1 + p2 + p3 + p4 + p5 + s0 + s1 + s2 + s3 + s4 + s5;
    return sum[0] + sum[1] + sum[2] + sum[3];
}

constexpr int kSums = 8;
constexpr int kLines = 32;
constexpr int kNumbers = kLines * kSums * 4;
static_assert(kRounds % kLines == 0);

// numbers: (kLines, kSums, 4)
float run_products(float factor, const float* numbers) {
    const Vector f = {factor, factor, factor, factor};
    Vector sums[kSums] = {};
    for (int round = 0; round < kRounds; round += kLines) {
        const float* line = numbers;
        for (int i = 0; i < kLines; ++i, line += kSums * 4) {
            CNN_UNROLL for (int s = 0; s < kSums; ++s) sums[s] += f * cnn::load<4>(line + 4 * s);
        }
    }
    Vector sum{};
    for (const Vector& one : sums) sum += one;
    return sum[0] + sum[1] + sum[2] + sum[3];
}

// A loop, and what it took so far.
struct Timed {
    // Called anew for each run, which no compiler may undo: a browser puts optimised code in place when a
    // function is called again, not while it runs.
    float (*volatile run)(float, const float*);
    double operations;  // of a run
    int runs = 0;
    double taken = 0;

    double rate() const { return runs * operations / taken * 1e-9; }
};

}  // namespace

double measure_peak(double seconds) {
    volatile float factor = 1.0F;  // neither overflow nor tiny numbers
    volatile float sink = 0;
    Timed loops[] = {{run_chains, kRounds * (6.0 + 6.0) * 4}, {run_products, kRounds * 2.0 * kSums * 4}};
    const std::vector<float> numbers(kNumbers, 0.5F);
    do {
        for (Timed& loop : loops) {
            const double begin = seconds_now();
            sink = loop.run(factor, numbers.data());
            loop.taken += seconds_now() - begin;
            ++loop.runs;
        }
    } while (loops[0].taken + loops[1].taken < seconds);
    static_cast<void>(sink);
    return std::max(loops[0].rate(), loops[1].rate());
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
