// The training of one network as a machine that can stop anywhere. It knows neither threads nor clocks: it
// offers jobs, whoever drives it runs them, in one thread slice by slice or in several at once, and collects.
//
//   trainer.begin_step();                      // or begin_evaluation
//   while (trainer.busy()) {
//       for (int j = 0; j < trainer.jobs(); ++j)   // each j may run in a thread of its own
//           while (trainer.advance_job(j)) {}
//       trainer.collect();                         // when all are done
//   }
//
// Bits: a batch is cut into chunks (chunk_size); each chunk's gradient is computed from zero; chunk gradients
// are added in order; one update follows. None of that depends on the number of jobs that run at a time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/kernels/table.h"
#include "core/net/network.h"
#include "core/train/chunk_job.h"
#include "core/train/dataset.h"
#include "core/train/divergence.h"
#include "core/train/evaluation.h"
#include "core/train/optimizer.h"
#include "core/train/training_config.h"

namespace cnn {

// What can be evaluated: all test images; the validation images (the held-out ones, or the test images); or a
// sample of these, evenly spread, for a quick look.
enum class ImageSet { kTest, kValidation, kSample };
inline constexpr int kSampleImages = 1000;

// Everything that an update changes; a copy of it is a place to return to.
struct TrainingState {
    std::int64_t step = 0;  // updates made
    Floats parameters;
    Floats state;                              // running statistics
    std::array<Floats, kMostMoments> moments;  // empty when the optimiser has not so many
};

class Trainer {
 public:
    // config must have passed check_training; at most `workers` jobs are offered at a time.
    Trainer(const TrainingConfig& config, SharedData data, int workers,
            const KernelTable& kernels = best_kernels());
    Trainer(const Trainer&) = delete;  // jobs point into it
    Trainer& operator=(const Trainer&) = delete;

    const TrainingConfig& config() const { return config_; }
    const Network& network() const { return network_; }
    std::int64_t step() const { return step_; }
    int steps_per_epoch() const { return (division_.train + config_.batch - 1) / config_.batch; }
    int training_images() const { return division_.train; }
    // The rate of the next update: the config's, times its schedule.
    float rate() const {
        return config_.rate * rate_factor(config_.schedule, step_, steps_per_epoch(), config_.epochs);
    }
    float last_rate() const { return rate_; }           // of the last update
    void set_rate(float rate) { config_.rate = rate; }  // holds from the next update on
    void set_epochs(int epochs) { config_.epochs = epochs; }

    void begin_step();  // one update; not after a divergence
    void begin_evaluation(ImageSet images);
    bool busy() const { return phase_ != Phase::kRest; }
    int jobs() const { return wave_; }
    // One slice of a job, at most one layer's pass over one chunk; false when the job is done. Different jobs
    // may be advanced by different threads.
    bool advance_job(int job);
    // Takes what the jobs gave, in order; all of them must be done. New jobs follow, or busy() ends.
    void collect();

    // Of the last update's batch, before the update; an update that was not made leaves them as they were.
    float batch_loss() const { return batch_loss_; }
    float batch_accuracy() const { return batch_accuracy_; }  // 0 where numbers are predicted
    int batch_images() const { return batch_images_; }
    // Of the present or the last evaluation, as far as it got.
    Evaluation evaluation() const;
    // Why the last update was not made. The parameters are those before it.
    const std::optional<Divergence>& divergence() const { return divergence_; }

    // Other parameters and running statistics for the same network; the optimiser's moments stay.
    void set_weights(const Network& network) { set_weights(network.parameters, network.state); }
    void save(TrainingState& state) const;
    void restore(const TrainingState& state);

 private:
    void set_weights(const Floats& parameters, const Floats& state);

    // kUpdate adds up gradients and updates; where the whole gradient's norm is wanted first, kClippedUpdate
    // follows it.
    enum class Phase { kRest, kGradient, kUpdate, kClippedUpdate, kEvaluation };

    // A part of the parameter block: adds gradients and, after the last chunk, updates.
    struct RangeJob {
        std::size_t next = 0;
        std::size_t end = 0;
        std::vector<std::int32_t> gradient_magnitude;  // per layer, of this part
        std::vector<std::int32_t> weight_magnitude;    // of the updated parameters
    };

    void shuffle(std::int64_t epoch);
    void offer_gradient_jobs();
    void offer_update_jobs(Phase phase);
    void offer_evaluation_jobs();
    bool advance_range(RangeJob& range);
    void add_gradients(std::size_t begin, std::size_t end);
    void apply_rules(std::size_t begin, std::size_t end);
    void update(std::size_t begin, std::size_t end, RangeJob& range);
    void measure_layers(const float* values, std::size_t begin, std::size_t end,
                        std::vector<std::int32_t>& largest);
    void collect_gradients();
    void collect_update();
    void collect_evaluation();
    bool last_wave() const { return first_chunk_ + wave_chunks_ == chunks_; }
    void diverge(int layer, const char* what);
    bool outputs_may_overflow();
    std::span<const std::uint32_t> chunk_images(int chunk) const;

    TrainingConfig config_;
    SharedData data_;
    Division division_;
    Network network_;
    Floats next_parameters_;
    Floats next_state_;  // the network's state after the chunks that were collected
    Floats gradient_;    // of the batch
    std::array<Floats, kMostMoments> moments_;
    std::int64_t step_ = 0;
    std::int64_t shuffled_epoch_ = -1;
    std::vector<std::uint32_t> order_;            // training images as this epoch visits them
    std::vector<std::int32_t> weight_magnitude_;  // per layer, of the parameters
    std::vector<float> bounds_;  // of the magnitude of each value: the image's, then every layer's output
    float largest_input_ = 0;    // no number of an image is larger
    bool watch_ = false;         // outputs_may_overflow(), for this update

    Phase phase_ = Phase::kRest;
    int wave_ = 0;         // jobs on offer
    int wave_chunks_ = 0;  // chunks whose gradients are being computed or added
    int first_chunk_ = 0;  // of the wave
    int chunks_ = 0;       // of the batch or evaluation
    std::vector<ChunkJob> chunk_jobs_;
    std::vector<RangeJob> range_jobs_;

    std::span<const std::uint32_t> batch_;  // images of the batch or evaluation
    int chunk_ = 1;
    double loss_sum_ = 0;
    int correct_ = 0;
    int broken_layer_ = -1;
    std::vector<double>
        squares_;         // of the gradient, per kNormBlock parameters; empty unless its norm is clipped
    float clipping_ = 1;  // what the gradient is multiplied by
    float rate_ = 0;      // of this update
    float batch_loss_ = 0;
    float batch_accuracy_ = 0;
    int batch_images_ = 0;
    std::optional<Divergence> divergence_;

    const Dataset* evaluated_ = nullptr;
    std::vector<std::uint32_t> evaluation_images_;
    int evaluated_images_ = 0;
    std::vector<float> losses_;
    std::vector<std::uint8_t> predictions_;
    std::vector<float> confidence_;
    std::vector<float> probabilities_;  // (images, classes)
    std::vector<std::uint8_t> labels_;
};

}  // namespace cnn
