// The runner for homes with threads: one worker thread drives the run, helpers compute further chunks beside
// it. The screen's side is a ring for commands and a triple buffer for snapshots and never waits. The only
// file that starts threads.
#include "core/runner/run.h"

#if CNN_THREADS

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/runner/ring.h"
#include "core/runner/triple_buffer.h"

namespace cnn {
namespace {

constexpr std::size_t kWaitingCommands = 64;
constexpr int kSpins = 20000;  // some 20 microseconds: jobs of one wave end about together
constexpr int kQuickPolls = 200;
constexpr std::chrono::milliseconds kQuickPoll(1);  // while commands are likely
constexpr std::chrono::milliseconds kSlowPoll(10);  // after a while at rest

using SnapshotPointer = std::shared_ptr<const Snapshot>;

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// A number that only rises. Waiting for it spins for a moment, then sleeps. Between workers only.
class Signal {
 public:
    void raise() {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            value_.fetch_add(1, std::memory_order_release);
        }
        risen_.notify_all();
    }

    void await(unsigned value) {
        for (int spin = 0; spin < kSpins; ++spin)
            if (reached(value)) return;
        std::unique_lock<std::mutex> lock(mutex_);
        risen_.wait(lock, [&] { return reached(value); });
    }

 private:
    bool reached(unsigned value) const { return value_.load(std::memory_order_acquire) >= value; }

    std::atomic<unsigned> value_{0};
    std::mutex mutex_;
    std::condition_variable risen_;
};

// The worker and its helpers: job j of a wave is done by thread j, the worker itself being thread 0.
class Team {
 public:
    explicit Team(int threads) {
        for (int thread = 1; thread < threads; ++thread)
            helpers_.emplace_back([this, thread] { help(thread); });
    }
    ~Team() {
        trainer_ = nullptr;
        start_.raise();
        for (std::thread& helper : helpers_) helper.join();
    }
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    void run(Trainer& trainer) {
        trainer_ = &trainer;
        start_.raise();
        finish_job(trainer, 0);
        finished_ += static_cast<unsigned>(helpers_.size());
        done_.await(finished_);
    }

 private:
    static void finish_job(Trainer& trainer, int job) {
        if (job >= trainer.jobs()) return;
        while (trainer.advance_job(job)) {
        }
    }

    void help(int thread) {
        for (unsigned wave = 1;; ++wave) {
            start_.await(wave);
            if (trainer_ == nullptr) return;
            finish_job(*trainer_, thread);
            done_.raise();
        }
    }

    Trainer* trainer_ = nullptr;  // written between waves only
    Signal start_;                // waves begun
    Signal done_;                 // waves finished, summed over the helpers
    unsigned finished_ = 0;
    std::vector<std::thread> helpers_;
};

// What the screen's side and the worker share, and own together: whoever leaves last frees it.
struct Bridge {
    explicit Bridge(const SnapshotPointer& first) : snapshots(first) {}
    Ring<Command, kWaitingCommands> commands;
    TripleBuffer<SnapshotPointer> snapshots;
    std::atomic<unsigned> handled{0};  // commands that the latest snapshot knows of
    std::atomic<bool> busy{false};
    std::atomic<bool> quit{false};
};

class Worker {
 public:
    Worker(std::shared_ptr<Bridge> bridge, int threads)
        : bridge_(std::move(bridge)), run_(threads), team_(threads) {}

    void live() {
        for (int idle = 0; !bridge_->quit.load(std::memory_order_relaxed);) {
            idle = take_commands() || run_.busy() ? 0 : idle + 1;
            if (run_.busy()) {
                run_.begin(seconds_now());
                team_.run(run_.trainer());
                run_.collect(seconds_now());
            }
            report();
            if (idle > 0) std::this_thread::sleep_for(idle < kQuickPolls ? kQuickPoll : kSlowPoll);
        }
    }

 private:
    bool take_commands() {
        const unsigned before = handled_;
        for (std::optional<Command> command; (command = bridge_->commands.pop()); ++handled_)
            run_.apply(*command);
        return handled_ != before;
    }

    // The snapshot first: who sees that a command was handled also sees what came of it.
    void report() {
        const double now = seconds_now();
        if (run_.snapshot_due(now)) bridge_->snapshots.publish(run_.snapshot(now));
        bridge_->busy.store(run_.busy(), std::memory_order_release);
        bridge_->handled.store(handled_, std::memory_order_release);
    }

    std::shared_ptr<Bridge> bridge_;
    Run run_;
    Team team_;
    unsigned handled_ = 0;
};

class ThreadedRunner final : public Runner {
 public:
    explicit ThreadedRunner(int threads)
        : bridge_(std::make_shared<Bridge>(std::make_shared<const Snapshot>())) {
        std::thread([bridge = bridge_, threads] { Worker(bridge, threads).live(); }).detach();
    }
    ~ThreadedRunner() override { bridge_->quit.store(true, std::memory_order_relaxed); }
    ThreadedRunner(const ThreadedRunner&) = delete;
    ThreadedRunner& operator=(const ThreadedRunner&) = delete;

    bool post(Command command) override {
        if (!bridge_->commands.push(std::move(command))) return false;
        ++posted_;
        return true;
    }
    SnapshotPointer snapshot() override { return bridge_->snapshots.latest(); }
    bool work(double) override {
        return bridge_->handled.load(std::memory_order_acquire) != posted_ ||
               bridge_->busy.load(std::memory_order_acquire);
    }

 private:
    std::shared_ptr<Bridge> bridge_;
    unsigned posted_ = 0;
};

int thread_count(int threads) {
    constexpr unsigned kMostByItself = 8;  // more helpers find no chunk to do; the page's pool has as many
    const int wanted = threads > 0
                           ? threads
                           : static_cast<int>(std::min(kMostByItself, std::thread::hardware_concurrency()));
    return std::clamp(wanted, 1, kMaxThreads);
}

}  // namespace

std::unique_ptr<Runner> make_threaded_runner(int threads) {
    return std::make_unique<ThreadedRunner>(thread_count(threads));
}

std::int64_t planned_bytes(const TrainingConfig& config, int threads) {
    return training_bytes(config, affordable_workers(config, thread_count(threads)));
}

}  // namespace cnn

#else

namespace cnn {

std::unique_ptr<Runner> make_threaded_runner(int) { return nullptr; }
std::int64_t planned_bytes(const TrainingConfig& config, int) { return training_bytes(config, 1); }

}  // namespace cnn

#endif
