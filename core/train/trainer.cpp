// The machine of trainer.h. An update goes through waves: gradient jobs, one chunk each, then range jobs, one
// part of the parameter block each, until the last chunk's gradient is added and the parameters are updated.
// The update is written beside the parameters and takes their place only when every number of it is finite.
#include "core/train/trainer.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "core/base/bits.h"
#include "core/base/rng.h"
#include "core/net/layer_ops.h"
#include "core/net/output_bound.h"
#include "core/net/spec_text.h"
#include "core/train/gradient_rules.h"
#include "core/train/magnitude.h"

namespace cnn {
namespace {

constexpr std::uint64_t kShuffleStream = 1000;  // + epoch: every epoch's order follows from the seed alone
constexpr std::size_t kRangeSlice = 32768;      // parameters per slice: about 0.1 ms
// Squares are summed over so many parameters, then over these sums: no division into ranges shows in the
// norm.
constexpr std::size_t kNormBlock = 1024;
static_assert(kRangeSlice % kNormBlock == 0);
// No output can leave the range of floats while the bound of every layer stays below this.
constexpr float kSafeBound = 1e30F;
// Gradients above this overflow when the optimiser squares them.
constexpr float kSquareLimit = 1.8e19F;

int ceil_div(int a, int b) { return (a + b - 1) / b; }

Network initial_network(const TrainingConfig& config) {
    Result<Network> network = make_network(config.network);
    CNN_ASSERT(network.ok());
    initialise(network.value(), config.seed);
    return std::move(network).value();
}

}  // namespace

Trainer::Trainer(const TrainingConfig& config, SharedData data, int workers, const KernelTable& kernels)
    : config_(config),
      data_(std::move(data)),
      division_(divide(config, data_->train)),
      network_(initial_network(config)),
      next_parameters_(network_.parameters.size()),
      next_state_(network_.state.size()),
      gradient_(network_.parameters.size()),
      order_(static_cast<std::size_t>(division_.train)),
      weight_magnitude_(network_.plan.size(), 0),
      bounds_(network_.plan.size() + 1, 0.0F) {
    for (int i = 0; i < optimizer_info(config.optimizer).moments; ++i)
        moments_[static_cast<std::size_t>(i)].assign(network_.parameters.size(), 0.0F);
    if (config.clip_norm > 0) squares_.resize((network_.parameters.size() + kNormBlock - 1) / kNormBlock);
    measure_layers(network_.parameters.data(), 0, network_.parameters.size(), weight_magnitude_);
    const float noise = kMostNoise * config.augment.noise;
    largest_input_ = std::max(data_->train.largest(noise), data_->test.largest(0));
    range_jobs_.resize(static_cast<std::size_t>(workers));
    for (RangeJob& range : range_jobs_) {
        range.gradient_magnitude.resize(network_.plan.size());
        range.weight_magnitude.resize(network_.plan.size());
    }
    chunk_jobs_.reserve(static_cast<std::size_t>(workers));
    for (int i = 0; i < workers; ++i)
        chunk_jobs_.emplace_back(kernels, network_.spec, network_.plan,
                                 chunk_size(config.network, config.batch));
}

void Trainer::begin_step() {
    CNN_ASSERT(!busy() && !divergence_);
    const std::int64_t epoch = step_ / steps_per_epoch();
    if (epoch != shuffled_epoch_) shuffle(epoch);
    const auto first =
        static_cast<std::size_t>(step_ % steps_per_epoch()) * static_cast<std::size_t>(config_.batch);
    const std::size_t count = std::min(static_cast<std::size_t>(config_.batch), order_.size() - first);
    batch_ = {order_.data() + first, count};
    batch_images_ = static_cast<int>(count);
    chunk_ = chunk_size(config_.network, config_.batch);
    chunks_ = ceil_div(batch_images_, chunk_);
    first_chunk_ = 0;
    loss_sum_ = 0;
    correct_ = 0;
    broken_layer_ = -1;
    rate_ = rate();
    watch_ = outputs_may_overflow();
    next_state_ = network_.state;
    offer_gradient_jobs();
}

// Fisher and Yates, from the identity: the order of an epoch does not depend on the epochs before it.
void Trainer::shuffle(std::int64_t epoch) {
    std::iota(order_.begin(), order_.end(), 0U);
    Rng rng(config_.seed, kShuffleStream + static_cast<std::uint64_t>(epoch));
    for (std::size_t i = order_.size(); i > 1; --i)
        std::swap(order_[i - 1], order_[rng.below(static_cast<std::uint32_t>(i))]);
    shuffled_epoch_ = epoch;
}

std::span<const std::uint32_t> Trainer::chunk_images(int chunk) const {
    const auto size = static_cast<std::size_t>(chunk_);
    const std::size_t first = static_cast<std::size_t>(chunk) * size;
    return batch_.subspan(first, std::min(size, batch_.size() - first));
}

void Trainer::offer_gradient_jobs() {
    phase_ = Phase::kGradient;
    wave_ = wave_chunks_ = std::min(static_cast<int>(chunk_jobs_.size()), chunks_ - first_chunk_);
    const float scale = 1.0F / static_cast<float>(batch_images_);
    const Augmentation* changes = config_.augment.any() ? &config_.augment : nullptr;
    for (int j = 0; j < wave_; ++j)
        chunk_jobs_[static_cast<std::size_t>(j)].start(
            {&network_,
             &data_->train,
             chunk_images(first_chunk_ + j),
             config_.loss,
             scale,
             changes,
             config_.seed,
             shuffled_epoch_,
             watch_,
             {config_.seed, static_cast<std::uint64_t>(step_),
              static_cast<std::uint64_t>(first_chunk_ + j) * static_cast<std::uint64_t>(chunk_)}});
}

void Trainer::offer_update_jobs(Phase phase) {
    phase_ = phase;
    wave_ = static_cast<int>(range_jobs_.size());
    const std::size_t blocks = (gradient_.size() + kNormBlock - 1) / kNormBlock;
    for (std::size_t j = 0; j < range_jobs_.size(); ++j) {
        RangeJob& range = range_jobs_[j];
        range.next = std::min(gradient_.size(), blocks * j / range_jobs_.size() * kNormBlock);
        range.end = std::min(gradient_.size(), blocks * (j + 1) / range_jobs_.size() * kNormBlock);
        if (phase == Phase::kClippedUpdate) continue;  // the gradient has been measured
        std::fill(range.gradient_magnitude.begin(), range.gradient_magnitude.end(), 0);
        std::fill(range.weight_magnitude.begin(), range.weight_magnitude.end(), 0);
    }
}

void Trainer::begin_evaluation(ImageSet images) {
    CNN_ASSERT(!busy());
    const bool held_out = images != ImageSet::kTest && division_.held_out > 0;
    evaluated_ = held_out ? &data_->train : &data_->test;
    const int first = held_out ? division_.train : 0;
    const int all = held_out ? division_.held_out : data_->test.count();
    const int count = images == ImageSet::kSample ? std::min(all, kSampleImages) : all;
    evaluation_images_.resize(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < evaluation_images_.size(); ++i)
        evaluation_images_[i] =
            static_cast<std::uint32_t>(static_cast<std::size_t>(first) +
                                       i * static_cast<std::size_t>(all) / static_cast<std::size_t>(count));
    losses_.resize(evaluation_images_.size());
    predictions_.resize(evaluation_images_.size());
    confidence_.resize(evaluation_images_.size());
    probabilities_.resize(evaluation_images_.size() * static_cast<std::size_t>(evaluated_->classes));
    labels_.resize(evaluation_images_.size());
    for (std::size_t i = 0; i < labels_.size(); ++i) labels_[i] = evaluated_->labels[evaluation_images_[i]];
    batch_ = evaluation_images_;
    chunk_ = chunk_jobs_.front().room();
    chunks_ = ceil_div(count, chunk_);
    first_chunk_ = 0;
    evaluated_images_ = 0;
    offer_evaluation_jobs();
}

void Trainer::offer_evaluation_jobs() {
    phase_ = Phase::kEvaluation;
    wave_ = wave_chunks_ = std::min(static_cast<int>(chunk_jobs_.size()), chunks_ - first_chunk_);
    for (int j = 0; j < wave_; ++j)
        chunk_jobs_[static_cast<std::size_t>(j)].start(
            {&network_, evaluated_, chunk_images(first_chunk_ + j), config_.loss});
}

bool Trainer::advance_job(int job) {
    CNN_ASSERT(job >= 0 && job < wave_);
    const auto j = static_cast<std::size_t>(job);
    const bool in_ranges = phase_ == Phase::kUpdate || phase_ == Phase::kClippedUpdate;
    return in_ranges ? advance_range(range_jobs_[j]) : chunk_jobs_[j].advance();
}

bool Trainer::advance_range(RangeJob& range) {
    if (range.next == range.end) return false;
    const std::size_t begin = range.next;
    const std::size_t end = range.next = std::min(range.end, begin + kRangeSlice);
    if (phase_ == Phase::kUpdate) add_gradients(begin, end);
    if (!last_wave()) return true;
    if (phase_ == Phase::kUpdate) {
        measure_layers(gradient_.data(), begin, end, range.gradient_magnitude);
        apply_rules(begin, end);
        if (config_.clip_norm > 0) return true;
    }
    update(begin, end, range);
    return true;
}

void Trainer::add_gradients(std::size_t begin, std::size_t end) {
    float* __restrict sum = gradient_.data();
    for (int j = first_chunk_ == 0 ? 1 : 0; j < wave_chunks_; ++j) {
        const float* __restrict part = chunk_jobs_[static_cast<std::size_t>(j)].gradient();
        for (std::size_t i = begin; i < end; ++i) sum[i] += part[i];
    }
}

// Penalties, then clipping; the squares where their sum is wanted.
void Trainer::apply_rules(std::size_t begin, std::size_t end) {
    float* gradient = gradient_.data();
    if (config_.l1 > 0 || config_.l2 > 0) {
        for (const LayerPlan& plan : network_.plan) {
            const std::size_t from = std::max(begin, plan.weights);
            const std::size_t to = std::min(end, plan.weights + plan.weight_count);
            if (from < to)
                add_penalty(config_.l1, config_.l2, to - from, network_.parameters.data() + from,
                            gradient + from);
        }
    }
    if (config_.clip_value > 0) clip_values(config_.clip_value, end - begin, gradient + begin);
    if (config_.clip_norm <= 0) return;
    for (std::size_t at = begin; at < end; at += kNormBlock)
        squares_[at / kNormBlock] = sum_of_squares(std::min(kNormBlock, end - at), gradient + at);
}

void Trainer::update(std::size_t begin, std::size_t end, RangeJob& range) {
    float* gradient = gradient_.data();
    if (clipping_ < 1)
        for (std::size_t i = begin; i < end; ++i) gradient[i] *= clipping_;
    UpdateArrays arrays{
        network_.parameters.data() + begin, gradient + begin, {}, next_parameters_.data() + begin};
    for (std::size_t i = 0; i < kMostMoments; ++i)
        arrays.moments[i] = moments_[i].empty() ? nullptr : moments_[i].data() + begin;
    optimizer_info(config_.optimizer).apply({rate_, step_ + 1, config_.constants}, end - begin, arrays);
    measure_layers(next_parameters_.data(), begin, end, range.weight_magnitude);
}

// The largest magnitude in [begin, end) of each layer's part.
void Trainer::measure_layers(const float* values, std::size_t begin, std::size_t end,
                             std::vector<std::int32_t>& largest) {
    for (std::size_t i = 0; i < network_.plan.size(); ++i) {
        const LayerPlan& plan = network_.plan[i];
        const std::size_t from = std::max(begin, plan.weights);
        const std::size_t to = std::min(end, plan.weights + plan.parameter_count());
        if (from < to) largest[i] = std::max(largest[i], magnitude_bits(values + from, to - from));
    }
}

void Trainer::collect() {
    switch (phase_) {
        case Phase::kRest:
            return;
        case Phase::kGradient:
            return collect_gradients();
        case Phase::kUpdate:
        case Phase::kClippedUpdate:
            return collect_update();
        case Phase::kEvaluation:
            return collect_evaluation();
    }
}

void Trainer::collect_gradients() {
    for (int j = 0; j < wave_chunks_; ++j) {
        const ChunkJob& job = chunk_jobs_[static_cast<std::size_t>(j)];
        for (const float loss : job.losses()) loss_sum_ += static_cast<double>(loss);
        for (std::size_t i = 0; i < job.labels().size(); ++i)
            correct_ += job.predictions()[i] == job.labels()[i] ? 1 : 0;
        if (broken_layer_ < 0) broken_layer_ = job.broken_layer();
        update_state(network_, job.statistics(), job.images(), next_state_.data());
    }
    if (first_chunk_ == 0) chunk_jobs_[0].exchange_gradient(gradient_);  // the sum begins with it
    offer_update_jobs(Phase::kUpdate);
}

void Trainer::collect_update() {
    if (!last_wave()) {
        first_chunk_ += wave_chunks_;
        return offer_gradient_jobs();
    }
    if (phase_ == Phase::kUpdate && config_.clip_norm > 0) {
        clipping_ = norm_clipping(config_.clip_norm, std::accumulate(squares_.begin(), squares_.end(), 0.0));
        return offer_update_jobs(Phase::kClippedUpdate);
    }
    phase_ = Phase::kRest;
    if (broken_layer_ >= 0) return diverge(broken_layer_, "output");
    const bool squares = optimizer_info(config_.optimizer).squares;
    const std::int32_t limit = squares ? magnitude_bits(&kSquareLimit, 1) : kInfinityBits;
    std::fill(weight_magnitude_.begin(), weight_magnitude_.end(), 0);
    for (std::size_t i = 0; i < network_.plan.size(); ++i) {
        for (const RangeJob& range : range_jobs_) {
            if (range.gradient_magnitude[i] >= limit) return diverge(static_cast<int>(i), "gradient");
            weight_magnitude_[i] = std::max(weight_magnitude_[i], range.weight_magnitude[i]);
        }
    }
    for (std::size_t i = 0; i < network_.plan.size(); ++i)
        if (!is_finite_magnitude(weight_magnitude_[i])) return diverge(static_cast<int>(i), "weights");
    batch_loss_ = static_cast<float>(loss_sum_ / batch_images_);
    const int correct = data_->train.predicts_numbers() ? 0 : correct_;
    batch_accuracy_ = static_cast<float>(correct) / static_cast<float>(batch_images_);
    std::swap(network_.parameters, next_parameters_);
    std::swap(network_.state, next_state_);
    ++step_;
}

void Trainer::collect_evaluation() {
    for (int j = 0; j < wave_chunks_; ++j) {
        ChunkJob& job = chunk_jobs_[static_cast<std::size_t>(j)];
        const auto first = static_cast<std::ptrdiff_t>((first_chunk_ + j) * chunk_);
        const std::span<const float> probabilities = job.probabilities();
        std::copy(probabilities.begin(), probabilities.end(),
                  probabilities_.begin() + first * evaluated_->classes);
        std::copy(job.losses().begin(), job.losses().end(), losses_.begin() + first);
        std::copy(job.predictions().begin(), job.predictions().end(), predictions_.begin() + first);
        std::copy(job.confidence().begin(), job.confidence().end(), confidence_.begin() + first);
        evaluated_images_ += job.images();
    }
    first_chunk_ += wave_chunks_;
    if (first_chunk_ < chunks_) return offer_evaluation_jobs();
    phase_ = Phase::kRest;
}

Evaluation Trainer::evaluation() const {
    Evaluation result = summarise_evaluation(evaluated_images_, data_->train.classes,
                                             {losses_, predictions_, confidence_, probabilities_, labels_});
    result.step = step_;
    if (data_->train.predicts_numbers()) result.accuracy = 0;
    return result;
}

bool Trainer::outputs_may_overflow() {
    bounds_[0] = largest_input_;
    for (std::size_t i = 0; i < network_.plan.size(); ++i) {
        const LayerPlan& plan = network_.plan[i];
        const bool adds = std::holds_alternative<AddSpec>(network_.spec.layers[i]);
        float bound = 0;  // of what the layer reads
        for (const int source : network_.spec.inputs[i]) {
            const float input = bounds_[static_cast<std::size_t>(source + 1)];
            bound = adds ? bound + input : std::max(bound, input);
        }
        const auto weight = float_of(static_cast<std::uint32_t>(weight_magnitude_[i]));
        bound = output_bound(network_.spec.layers[i], plan, bound, weight, chunk_);
        if (!(bound < kSafeBound)) return true;
        bounds_[i + 1] = bound;
    }
    return false;
}

void Trainer::diverge(int layer, const char* what) {
    const std::string name = to_text(network_.spec.layers[static_cast<std::size_t>(layer)]);
    divergence_ =
        Divergence{step_ + 1, layer,
                   "Update " + std::to_string(step_ + 1) + " was not made: the " + what + " of layer " +
                       std::to_string(layer + 1) + " (" + name +
                       ") left the range of numbers. The learning rate is too high for this network."};
}

void Trainer::set_weights(const Floats& parameters, const Floats& state) {
    CNN_ASSERT(!busy() && parameters.size() == network_.parameters.size());
    network_.parameters = parameters;
    network_.state = state;
    std::fill(weight_magnitude_.begin(), weight_magnitude_.end(), 0);
    measure_layers(network_.parameters.data(), 0, network_.parameters.size(), weight_magnitude_);
}

void Trainer::save(TrainingState& state) const {
    state.step = step_;
    state.parameters = network_.parameters;
    state.state = network_.state;
    state.moments = moments_;
}

void Trainer::restore(const TrainingState& state) {
    step_ = state.step;
    moments_ = state.moments;
    divergence_.reset();
    phase_ = Phase::kRest;
    set_weights(state.parameters, state.state);
}

}  // namespace cnn
