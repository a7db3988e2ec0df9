// Commands, order of work, curves and snapshots of a run.
#include "core/runner/run.h"

#include <algorithm>
#include <cmath>

namespace cnn {
namespace {

constexpr double kSnapshotSeconds = 0.1;  // at least, between two of a running training
constexpr double kLongestGap = 1.0;       // a longer time between two collects is a sleeping tab, not work
constexpr double kRecentSeconds = 1.0;    // images per second are measured over about so long
constexpr int kCheckpointSteps = 100;
constexpr int kQuickValidationsPerEpoch = 4;  // the fourth would be the epoch's end
// Three samples an epoch, each forward only (a third of training it), stay within 2 % of the time.
constexpr int kImagesPerSampleImage = 50;
// A loss above this many times that of guessing is no place to go back to.
constexpr float kSoundLoss = 1.5F;

}  // namespace

int affordable_workers(const TrainingConfig& config, int threads) {
    int workers = threads;
    while (workers > 1 && training_bytes(config, workers) > kMemoryBudget) --workers;
    return workers;
}

void Run::apply(const Command& command) {
    refusal_.clear();
    changed_ = true;
    if (trainer_ == nullptr && !std::holds_alternative<Configure>(command))
        return refuse("There is no network yet.");
    std::visit([this](const auto& held) { take(held); }, command);
}

void Run::take(const Configure& command) {
    const Status status = check_training(command.config, *command.data);
    if (!status) return refuse(status.error().sentence);
    if (command.weights != nullptr && command.weights->spec != command.config.network)
        return refuse("The weights to begin with are those of another network.");
    data_ = command.data;
    number_ = command.run;
    first_weights_ = command.weights;
    workers_ = affordable_workers(command.config, threads_);
    make_trainer(command.config);
}

void Run::take(const Reset&) {
    const TrainingConfig config = trainer_->config();
    make_trainer(config);
}

void Run::make_trainer(const TrainingConfig& config) {
    trainer_ = std::make_unique<Trainer>(config, data_, workers_);
    if (first_weights_ != nullptr) trainer_->set_weights(*first_weights_);
    restart();
}

void Run::take(const SetRate& command) {
    if (!std::isfinite(command.rate) || command.rate < 0)
        return refuse("The learning rate must be a finite number of at least 0.");
    trainer_->set_rate(command.rate);
}

void Run::take(const SetEpochs& command) {
    if (command.epochs < 0 || command.epochs > kMaxEpochs)
        return refuse("The number of epochs must lie between 0 and " + std::to_string(kMaxEpochs) + ", not " +
                      std::to_string(command.epochs) + ".");
    trainer_->set_epochs(command.epochs);
    progress_.stopped = false;
    if (!over()) progress_.ended = false;
    if (activity_ == Activity::kNone) end_when_over();
}

void Run::take(const Evaluate&) { test_wanted_ = true; }

void Run::take(const GoBack&) {
    if (!trainer_->divergence()) return refuse("There is nothing to go back from: no update has failed.");
    trainer_->restore(checkpoint_.state);
    trainer_->set_rate(trainer_->config().rate / 10);
    progress_ = checkpoint_.progress;
    goal_ = Goal::kRest;
    activity_ = Activity::kNone;
    quick_validation_done_ = true;  // its point is in the curve
}

// A new run of the same trainer's config.
void Run::restart() {
    goal_ = Goal::kRest;
    activity_ = Activity::kNone;
    epoch_validation_wanted_ = test_wanted_ = quick_validation_done_ = false;
    progress_ = Progress{};
    evaluation_.reset();
    recent_seconds_ = recent_images_ = 0;
    published_step_ = -1;
    keep_checkpoint();
}

void Run::go(Goal goal) {
    if (trainer_->divergence()) return refuse("The run has diverged: go back or reset first.");
    goal_ = goal;
}

bool Run::all_epochs_done() const {
    return trainer_->step() >=
           static_cast<std::int64_t>(trainer_->config().epochs) * trainer_->steps_per_epoch();
}

bool Run::busy() const { return activity_ != Activity::kNone || next_activity() != Activity::kNone; }

Run::Activity Run::next_activity() const {
    if (trainer_ == nullptr) return Activity::kNone;
    if (epoch_validation_wanted_) return Activity::kEpochValidation;
    if (test_wanted_) return Activity::kTest;
    // A single update may go beyond the wanted epochs; everything else stops there.
    const bool more = goal_ == Goal::kUpdate || (goal_ != Goal::kRest && !over());
    if (!more || trainer_->divergence()) return Activity::kNone;
    return wants_quick_validation() ? Activity::kQuickValidation : Activity::kUpdate;
}

// At the very start, and at each quarter of an epoch when that is cheap.
bool Run::wants_quick_validation() const {
    const std::int64_t step = trainer_->step();
    if (step == 0) return progress_.validation_curve.empty();
    if (quick_validation_done_) return false;
    if (trainer_->training_images() < kImagesPerSampleImage * kSampleImages) return false;
    const std::int64_t steps = trainer_->steps_per_epoch();
    const std::int64_t within = step % steps;
    return within != 0 && (within * kQuickValidationsPerEpoch) % steps < kQuickValidationsPerEpoch;
}

void Run::begin(double now) {
    if (activity_ != Activity::kNone) return;
    if (mark_ == kAtRest) mark_ = now;
    activity_ = next_activity();
    switch (activity_) {
        case Activity::kNone:
            return;
        case Activity::kUpdate:
            return trainer_->begin_step();
        case Activity::kEpochValidation:
            return trainer_->begin_evaluation(ImageSet::kValidation);
        case Activity::kQuickValidation:
            return trainer_->begin_evaluation(ImageSet::kSample);
        case Activity::kTest:
            return trainer_->begin_evaluation(ImageSet::kTest);
    }
}

void Run::collect(double now) {
    trainer_->collect();
    count_time(now);
    if (trainer_->busy()) return;
    finish(std::exchange(activity_, Activity::kNone));
    end_when_over();
    if (busy()) return;
    changed_ = true;
    mark_ = kAtRest;
}

void Run::finish(Activity activity) {
    switch (activity) {
        case Activity::kNone:
            return;
        case Activity::kUpdate:
            return finish_update();
        case Activity::kEpochValidation:
            return finish_epoch();
        case Activity::kQuickValidation:
            quick_validation_done_ = true;
            return add_validation_point(trainer_->evaluation());
        case Activity::kTest:
            test_wanted_ = false;
            changed_ = true;
            evaluation_ = std::make_shared<const Evaluation>(trainer_->evaluation());
            return;
    }
}

void Run::count_time(double now) {
    const double passed = std::clamp(now - mark_, 0.0, kLongestGap);
    mark_ = now;
    if (activity_ != Activity::kUpdate) return;
    progress_.seconds += passed;
    progress_.epoch_seconds += passed;
    recent_seconds_ += passed;
    if (!trainer_->busy()) recent_images_ += trainer_->batch_images();
    if (recent_seconds_ > 2 * kRecentSeconds) {
        recent_seconds_ /= 2;
        recent_images_ /= 2;
    }
}

float Run::epochs_done() const {
    return static_cast<float>(static_cast<double>(trainer_->step()) / trainer_->steps_per_epoch());
}

void Run::finish_update() {
    if (trainer_->divergence()) {
        goal_ = Goal::kRest;
        return;
    }
    quick_validation_done_ = false;
    const int images = trainer_->batch_images();
    const float middle = epochs_done() - 0.5F / static_cast<float>(trainer_->steps_per_epoch());
    progress_.training_curve.add({middle, trainer_->batch_loss(), trainer_->batch_accuracy()});
    progress_.epoch_loss += static_cast<double>(trainer_->batch_loss()) * images;
    progress_.epoch_correct += static_cast<double>(trainer_->batch_accuracy()) * images;
    progress_.epoch_images += images;
    epoch_validation_wanted_ = trainer_->step() % trainer_->steps_per_epoch() == 0;
    if (trainer_->step() % kCheckpointSteps == 0 && !epoch_validation_wanted_ && loss_is_sound())
        keep_checkpoint();
    if (goal_ == Goal::kUpdate) goal_ = Goal::kRest;
}

bool Run::loss_is_sound() const {
    const float guessing = loss_of_guessing(trainer_->config().loss, trainer_->network().outputs());
    return trainer_->batch_loss() < kSoundLoss * guessing;
}

void Run::keep_checkpoint() {
    trainer_->save(checkpoint_.state);
    checkpoint_.progress = progress_;
}

void Run::finish_epoch() {
    epoch_validation_wanted_ = false;
    changed_ = true;
    auto evaluation = std::make_shared<Evaluation>(trainer_->evaluation());
    add_validation_point(*evaluation);
    Progress& p = progress_;
    p.rows.push_back({static_cast<int>(trainer_->step() / trainer_->steps_per_epoch()),
                      static_cast<float>(p.epoch_loss / p.epoch_images),
                      static_cast<float>(p.epoch_correct / p.epoch_images), evaluation->loss,
                      evaluation->accuracy, p.epoch_seconds > 0 ? p.epoch_images / p.epoch_seconds : 0,
                      p.epoch_seconds, parameters_hash(trainer_->network()), trainer_->last_rate()});
    p.epoch_loss = p.epoch_correct = p.epoch_seconds = 0;
    p.epoch_images = 0;
    if (trainer_->config().validation == 0) evaluation_ = std::move(evaluation);
    watch_validation(p.rows.back().validation_loss);
    if (goal_ == Goal::kEpoch || over()) goal_ = Goal::kRest;
    if (loss_is_sound()) keep_checkpoint();
    if (over()) end();
}

// Keeps the epoch with the lowest validation loss, and stops when that is too long ago.
void Run::watch_validation(float loss) {
    Progress& p = progress_;
    const TrainingConfig& config = trainer_->config();
    const int epoch = p.rows.back().epoch;
    const bool first_number = std::isnan(p.best_loss) && !std::isnan(loss);
    if (p.best_epoch == 0 || first_number || loss < p.best_loss) {
        p.best_epoch = epoch;
        p.best_loss = loss;
        if (config.keep_best) p.best_network = std::make_shared<const Network>(trainer_->network());
    }
    p.stopped = config.patience > 0 && epoch - p.best_epoch >= config.patience;
}

// Fewer epochs than are done may be asked for at any update: no epoch's end comes any more that would end the
// run.
void Run::end_when_over() {
    const bool begun = trainer_->step() > 0 && !trainer_->divergence();
    if (!begun || !over() || progress_.ended || epoch_validation_wanted_) return;
    goal_ = Goal::kRest;
    end();
}

// The best weights take the place of the last.
void Run::end() {
    Progress& p = progress_;
    p.ended = true;
    const std::int64_t best_step = static_cast<std::int64_t>(p.best_epoch) * trainer_->steps_per_epoch();
    if (p.best_network == nullptr || best_step == trainer_->step()) return;
    trainer_->set_weights(*p.best_network);
    published_step_ = -1;
    test_wanted_ = evaluation_ != nullptr;  // what was said of the test images was said by the last weights
}

void Run::add_validation_point(const Evaluation& evaluation) {
    progress_.validation_curve.push_back({epochs_done(), evaluation.loss, evaluation.accuracy});
}

RunState Run::state() const {
    if (trainer_ == nullptr) return RunState::kIdle;
    const bool waiting_for_test = activity_ == Activity::kNone && test_wanted_ && goal_ == Goal::kRest;
    if (activity_ == Activity::kTest || waiting_for_test) return RunState::kEvaluating;
    if (busy()) return RunState::kTraining;
    if (trainer_->divergence()) return RunState::kDiverged;
    if (trainer_->step() == 0) return trainer_->config().epochs == 0 ? RunState::kFinished : RunState::kIdle;
    return over() ? RunState::kFinished : RunState::kPaused;
}

double Run::seconds_left() const {
    if (recent_images_ <= 0 || progress_.stopped) return 0;
    const double images =
        (trainer_->config().epochs - static_cast<double>(epochs_done())) * trainer_->training_images();
    return std::max(0.0, images) * recent_seconds_ / recent_images_;
}

bool Run::snapshot_due(double now) const {
    return changed_ || (busy() && now - published_ >= kSnapshotSeconds);
}

std::shared_ptr<const Snapshot> Run::snapshot(double now) {
    auto made = std::make_shared<Snapshot>();
    made->version = ++version_;
    made->run = number_;
    made->refusal = refusal_;
    published_ = now;
    changed_ = false;
    if (trainer_ == nullptr) return made;
    const Trainer& trainer = *trainer_;
    made->state = state();
    made->step = trainer.step();
    made->steps_per_epoch = trainer.steps_per_epoch();
    made->epoch = static_cast<int>(trainer.step() / trainer.steps_per_epoch());
    made->epochs = trainer.config().epochs;
    made->loss = trainer.batch_loss();
    made->accuracy = trainer.batch_accuracy();
    made->rate = trainer.config().rate;
    made->best_epoch = progress_.best_epoch;
    made->stopped_early = progress_.stopped;
    made->images_per_second = recent_seconds_ > 0 ? recent_images_ / recent_seconds_ : 0;
    made->seconds = progress_.seconds;
    made->seconds_left = seconds_left();
    made->memory_bytes = training_bytes(trainer.config(), workers_);
    made->training_curve = std::make_shared<const std::vector<CurvePoint>>(progress_.training_curve.points());
    made->validation_curve = std::make_shared<const std::vector<CurvePoint>>(progress_.validation_curve);
    made->rows = std::make_shared<const std::vector<EpochRow>>(progress_.rows);
    if (published_step_ != trainer.step()) {
        published_network_ = std::make_shared<const Network>(trainer.network());
        published_step_ = trainer.step();
        published_hash_ = 0;
    }
    if (published_hash_ == 0 && made->state != RunState::kTraining)
        published_hash_ = parameters_hash(*published_network_);
    made->network = published_network_;
    made->parameters_hash = published_hash_;
    made->evaluation =
        activity_ == Activity::kTest ? std::make_shared<const Evaluation>(trainer.evaluation()) : evaluation_;
    if (trainer.divergence()) made->divergence = std::make_shared<const Divergence>(*trainer.divergence());
    return made;
}

}  // namespace cnn
