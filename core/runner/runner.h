// The runner owns a training run. The screen posts commands and reads the latest snapshot; it never waits.
// Two implementations with equal bits: sliced (works inside work(), for homes without threads) and threaded.
#pragma once

#include <memory>
#include <variant>

#include "core/runner/snapshot.h"
#include "core/train/dataset.h"
#include "core/train/training_config.h"

namespace cnn {

struct Configure {  // a new run: weights are initialised from the seed; state becomes kIdle
    TrainingConfig config;
    SharedData data;
    std::uint64_t run = 0;  // the caller's number for this run; snapshots carry it, so that nobody reads an
                            // old network with new data while the command is on its way
    std::shared_ptr<const Network> weights =
        nullptr;  // to begin with, of config.network; null: from the seed
};
struct Train {};  // until `epochs` are done or Pause
struct Pause {};
struct StepOnce {};   // one update, then paused
struct EpochOnce {};  // to the end of the current epoch, then paused
struct Reset {};      // back to the initial weights of the same config
struct SetRate {
    float rate;
};
struct SetEpochs {
    int epochs;
};
struct Evaluate {};  // all test images with the current weights; training goes on afterwards if it was
// After a divergence: paused, with the weights and curves of the last good update that was kept (every 100th
// whose loss was sound, or the start), and a tenth of the rate.
struct GoBack {};

using Command =
    std::variant<Configure, Train, Pause, StepOnce, EpochOnce, Reset, SetRate, SetEpochs, Evaluate, GoBack>;

class Runner {
 public:
    virtual ~Runner() = default;
    // Never blocks. False when the ring is full (64 commands wait): the caller tries again next frame.
    virtual bool post(Command command) = 0;
    // The latest published snapshot; never null, never blocks.
    virtual std::shared_ptr<const Snapshot> snapshot() = 0;
    // Sliced: works for about `milliseconds`, at least one slice; true while there is more to do.
    // Threaded: returns at once; true while the worker is busy or has not yet seen a command.
    virtual bool work(double milliseconds) = 0;
};

std::unique_ptr<Runner> make_sliced_runner();
// `threads` threads compute (at most kMaxThreads; 0: one per processor, up to eight). Null where the build
// has no threads. Its destructor does not wait: the worker ends by itself after the chunk that it is at.
inline constexpr int kMaxThreads = 16;
std::unique_ptr<Runner> make_threaded_runner(int threads);

// Bytes that a run takes besides its data, known before it is configured: with as many threads as
// make_threaded_runner would start; one, where the build has none.
std::int64_t planned_bytes(const TrainingConfig& config, int threads);

}  // namespace cnn
