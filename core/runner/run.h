// A training run as both runners see it: takes commands, decides what the trainer does next, keeps curves,
// rows and times, and makes snapshots. It has no thread and no clock; its driver says what time it is.
//
//   run.apply(command) ...
//   if (run.busy()) { run.begin(now); run the jobs of run.trainer(); run.collect(now); }
//   if (run.snapshot_due(now)) publish(run.snapshot(now));
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/runner/runner.h"
#include "core/train/trainer.h"

namespace cnn {

// Each worker needs memory of its own: as many as the budget allows, at least one, at most `threads`.
int affordable_workers(const TrainingConfig& config, int threads);

class Run {
 public:
    // Offers up to `threads` jobs at a time.
    explicit Run(int threads) : threads_(threads) {}

    void apply(const Command& command);
    // There is an update or an evaluation to do or to go on with.
    bool busy() const;
    // Starts the next update or evaluation if none is under way; only when busy(). `now`: seconds, monotonic.
    void begin(double now);
    Trainer& trainer() { return *trainer_; }  // only when busy()
    void collect(double now);

    bool snapshot_due(double now) const;
    std::shared_ptr<const Snapshot> snapshot(double now);

 private:
    // How far the learner wants it to go.
    enum class Goal { kRest, kUpdate, kEpoch, kEnd };
    // What the trainer is doing.
    enum class Activity { kNone, kUpdate, kEpochValidation, kQuickValidation, kTest };

    // What a return to an earlier update restores, the weights aside.
    struct Progress {
        Curve training_curve;
        std::vector<CurvePoint> validation_curve;
        std::vector<EpochRow> rows;
        double epoch_loss = 0;  // sums over the images of this epoch so far
        double epoch_correct = 0;
        int epoch_images = 0;
        double epoch_seconds = 0;
        double seconds = 0;
        int best_epoch = 0;  // whose validation loss was lowest; 0: none yet
        float best_loss = 0;
        std::shared_ptr<const Network> best_network;  // null unless config.keep_best
        bool ended = false;                           // all that end() does is done
        bool stopped = false;  // early, after config.patience epochs without a better one
    };
    struct Checkpoint {
        TrainingState state;
        Progress progress;
    };

    void take(const Configure& command);
    void take(const Train&) { go(Goal::kEnd); }
    void take(const Pause&) { goal_ = Goal::kRest; }
    void take(const StepOnce&) { go(Goal::kUpdate); }
    void take(const EpochOnce&) { go(Goal::kEpoch); }
    void take(const Reset&);
    void take(const SetRate& command);
    void take(const SetEpochs& command);
    void take(const Evaluate&);
    void take(const GoBack&);

    void refuse(std::string sentence) { refusal_ = std::move(sentence); }
    void go(Goal goal);
    void make_trainer(const TrainingConfig& config);
    void restart();
    bool all_epochs_done() const;
    bool over() const { return all_epochs_done() || progress_.stopped; }
    void watch_validation(float loss);
    void end();
    void end_when_over();
    bool wants_quick_validation() const;
    Activity next_activity() const;
    void finish(Activity activity);
    void finish_update();
    void finish_epoch();
    void add_validation_point(const Evaluation& evaluation);
    void keep_checkpoint();
    bool loss_is_sound() const;
    void count_time(double now);
    float epochs_done() const;
    RunState state() const;
    double seconds_left() const;

    int threads_;
    int workers_ = 1;  // of the present network
    SharedData data_;
    std::uint64_t number_ = 0;                      // Configure::run
    std::shared_ptr<const Network> first_weights_;  // Configure::weights
    std::unique_ptr<Trainer> trainer_;              // null before the first Configure
    Goal goal_ = Goal::kRest;
    Activity activity_ = Activity::kNone;
    bool epoch_validation_wanted_ = false;
    bool test_wanted_ = false;
    bool quick_validation_done_ = false;  // for the present step
    Progress progress_;
    Checkpoint checkpoint_;
    std::shared_ptr<const Evaluation> evaluation_;

    static constexpr double kAtRest = -1;
    double mark_ = kAtRest;  // up to when time was counted
    double recent_seconds_ = 0;
    double recent_images_ = 0;

    std::string refusal_;
    bool changed_ = true;  // since the last snapshot, in a way that the screen should not wait for
    double published_ = -1;
    std::uint64_t version_ = 0;
    std::shared_ptr<const Network> published_network_;
    std::int64_t published_step_ = -1;
    std::uint64_t published_hash_ = 0;
};

}  // namespace cnn
