// The runner for homes without threads: works inside work(), a slice at a time.
#include <chrono>
#include <deque>

#include "core/runner/run.h"

namespace cnn {
namespace {

constexpr std::size_t kWaitingCommands = 64;

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class SlicedRunner final : public Runner {
 public:
    SlicedRunner() : run_(1), latest_(run_.snapshot(seconds_now())) {}

    bool post(Command command) override {
        if (waiting_.size() == kWaitingCommands) return false;
        waiting_.push_back(std::move(command));
        return true;
    }

    std::shared_ptr<const Snapshot> snapshot() override { return latest_; }

    bool work(double milliseconds) override {
        double now = seconds_now();
        const double end = now + milliseconds / 1000;
        do {
            take_commands();
            if (run_.busy()) slice(now);
            now = seconds_now();
            if (run_.snapshot_due(now)) latest_ = run_.snapshot(now);
        } while (run_.busy() && now < end);
        return run_.busy();
    }

 private:
    void take_commands() {
        for (; !waiting_.empty(); waiting_.pop_front()) run_.apply(waiting_.front());
    }

    void slice(double now) {
        run_.begin(now);
        if (!run_.trainer().advance_job(0)) run_.collect(now);
    }

    Run run_;
    std::deque<Command> waiting_;
    std::shared_ptr<const Snapshot> latest_;
};

}  // namespace

std::unique_ptr<Runner> make_sliced_runner() { return std::make_unique<SlicedRunner>(); }

}  // namespace cnn
