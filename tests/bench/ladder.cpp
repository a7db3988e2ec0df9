#include "tests/bench/ladder.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "core/base/rng.h"
#include "core/ops/conv2d/ladder.h"
#include "core/tensor/tensor.h"
#include "tests/bench/timing.h"

namespace {

using namespace cnn;

constexpr int kImages = 32;

// A thread per piece, made for the occasion.
class ThreadsFor final : public ParallelFor {
 public:
    explicit ThreadsFor(int workers) : workers_(workers) {}
    int workers() const override { return workers_; }
    void run(int count, Body body) override {
        std::vector<std::thread> others;
        for (int piece = 1; piece < count; ++piece)
            others.emplace_back([=] { body.call(body.callable, piece, piece); });
        if (count > 0) body.call(body.callable, 0, 0);
        for (std::thread& other : others) other.join();
    }

 private:
    int workers_;
};

Floats noise(std::size_t count) {
    Rng rng(1);
    Floats values(count);
    for (float& value : values) value = rng.uniform(-1, 1);
    return values;
}

// M1's second layer (S4-13): 64 filters of 3x3 over 32 channels of 13x13.
Conv2dPlan layer() {
    const AxisPlan axis = plan_axis(13, {3, 1, Padding::kValid, 0, 0, 1, false}).value();
    return {32, 64, {axis, axis}};
}

// The best of the calls that fit into `seconds`; at least one.
double best_seconds(const LadderRung& rung, const LadderCall& call, double seconds) {
    double best = 1e9;
    const double end = seconds_now() + seconds;
    do {
        const double begin = seconds_now();
        rung.forward(call);
        best = std::min(best, seconds_now() - begin);
    } while (seconds_now() < end);
    return best;
}

}  // namespace

void print_ladder(int threads, double seconds) {
    const Conv2dPlan plan = layer();
    ThreadsFor workers(threads);
    const Floats x = noise(kImages * plan.input_size());
    const Floats w = noise(static_cast<std::size_t>(plan.filters * plan.taps()));
    const Floats bias = noise(static_cast<std::size_t>(plan.filters));
    Floats y(kImages * plan.output_size());
    Floats workspace(ladder_workspace(plan, kImages, threads));
    const LadderCall call{plan,        kImages,  x.data(),         w.data(),
                          bias.data(), y.data(), workspace.data(), workers};
    std::printf("conv 64 3x3 over 32 x 13 x 13, %d images, %d threads on the last rung\n", kImages, threads);
    const double operations =
        2.0 * kImages * static_cast<double>(plan.output_size()) * static_cast<double>(plan.taps());
    double below = 0;
    for (const LadderRung& rung : convolution_ladder()) {
        const double rate = operations / best_seconds(rung, call, seconds / 4) * 1e-9;
        std::printf("  %-10s %7.2f GFLOP/s  x %5.2f  %s\n", std::string(rung.name).c_str(), rate,
                    below > 0 ? rate / below : 1.0, std::string(rung.idea).c_str());
        below = rate;
    }
}
