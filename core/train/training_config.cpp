// What is asked of a run before it starts: limits, fit, memory.
#include "core/train/training_config.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>

#include "core/net/class_shares.h"
#include "core/net/spec_text.h"
#include "core/net/workspace.h"
#include "core/train/chunk_job.h"

namespace cnn {
namespace {

constexpr int kMostChunk = 64;
// Copies of the parameters that a run has whatever its optimiser: weights, next weights, the batch's
// gradient, a checkpoint, two snapshots. Each moment is there twice, the second time in the checkpoint.
constexpr int kSharedCopies = 6;

std::string short_text(float number) {
    char text[24];
    std::snprintf(text, sizeof text, "%g", static_cast<double>(number));
    return text;
}

Status check_range(const std::string& what, int number, int low, int high) {
    if (number >= low && number <= high) return success();
    return Error{what + " must lie between " + std::to_string(low) + " and " + std::to_string(high) +
                 ", not " + std::to_string(number) + "."};
}

// low <= number <= high; what is not a number is not.
Status check_real(const std::string& what, float number, float low, float high) {
    if (number >= low && number <= high) return success();
    return Error{what + " must be a number from " + short_text(low) + " to " + short_text(high) + "."};
}

Status check_numbers(const TrainingConfig& config, const Dataset& images) {
    if (Status status = check_range("The batch", config.batch, 1, kMaxBatch); !status) return status;
    if (Status status = check_range("The number of epochs", config.epochs, 0, kMaxEpochs); !status)
        return status;
    if (!std::isfinite(config.rate) || config.rate < 0)
        return Error{"The learning rate must be a finite number of at least 0."};
    if (Status status = check_rules(config); !status) return status;
    if (Status status = check_range("The limit of training images", config.limit, 0, images.count()); !status)
        return status;
    const int used = config.limit > 0 ? config.limit : images.count();
    return check_range("The number of validation images", config.validation, 0, used - 1);
}

std::string values_text(int count) { return std::to_string(count) + (count == 1 ? " value" : " values"); }

// Images of the network's shape with a label each, and outputs for what is to be said of them.
Status check_images(const std::string& what, const Dataset& data, const TrainingConfig& config, int outputs) {
    const Shape input = config.network.input;
    if (data.count() == 0) return Error{"There are no " + what + " images."};
    if (!(data.image == input))
        return Error{"The network takes images of " + shape_text(input) + ", the " + what + " images are " +
                     shape_text(data.image) + "."};
    if (data.size() != static_cast<std::size_t>(data.count()) * input.size())
        return Error{"The " + what + " images have " + std::to_string(data.size()) + " pixels, their " +
                     std::to_string(data.count()) + " labels ask for " +
                     std::to_string(static_cast<std::size_t>(data.count()) * input.size()) + "."};
    if (data.predicts_numbers())
        return check_number_outputs(outputs, config.loss, data.classes, "the " + what + " rows");
    const int last = *std::max_element(data.labels.begin(), data.labels.end());
    if (last >= data.classes)
        return Error{"Label " + std::to_string(last) + " is among the " + what +
                     " labels, which go from 0 to " + std::to_string(data.classes - 1) + "."};
    return check_class_outputs(config.network, outputs, config.loss, data.classes, "the " + what + " images");
}

bool ends_in_sigmoid(const NetworkSpec& network) {
    const auto* last = std::get_if<ActivationSpec>(&network.layers.back());
    return last != nullptr && last->kind == Activation::kSigmoid;
}

// Batch norm divides by the deviation of a channel's numbers in a batch: one number alone has none.
Status check_batch_norm(const TrainingConfig& config, const std::vector<LayerPlan>& plan, int images) {
    const int last = images % config.batch == 0 ? config.batch : images % config.batch;
    if (last > 1) return success();
    for (std::size_t i = 0; i < plan.size(); ++i)
        if (std::holds_alternative<BatchNormSpec>(config.network.layers[i]) &&
            plan[i].input.h * plan[i].input.w == 1)
            return Error{"Layer " + std::to_string(i + 1) + " (" + to_text(config.network.layers[i]) +
                         ") takes mean and deviation over a batch, but with batch " +
                         std::to_string(config.batch) + " the last of " + std::to_string(images) +
                         " images is alone: choose another batch."};
    return success();
}

Status check_augmentation(const Augmentation& augment, Shape image) {
    if (Status status = check_real("The shift", augment.shift, 0, 0.5F); !status) return status;
    if (Status status = check_real("The rotation", augment.rotate, 0, 180); !status) return status;
    if (Status status = check_real("The zoom", augment.zoom, 0, 0.9F); !status) return status;
    if (Status status = check_real("The shear", augment.shear, 0, 60); !status) return status;
    if (Status status = check_real("The noise", augment.noise, 0, 10); !status) return status;
    if (augment.moves() && image.h == 1 && image.w == 1)
        return Error{
            "Rows of numbers cannot be shifted, rotated, zoomed, sheared or flipped: only noise fits "
            "them."};
    return success();
}

// "momentum", "beta1, beta2, epsilon", "none".
std::string constant_names(OptimizerKind kind) {
    std::string names;
    for (const ConstantInfo& info : constant_infos())
        if (has_constant(kind, info.value)) names += (names.empty() ? "" : ", ") + std::string(info.name);
    return names.empty() ? "none" : names;
}

Status check_constants(OptimizerKind kind, const OptimizerConstants& said) {
    for (const ConstantInfo& info : constant_infos()) {
        const std::optional<float> number = said.*info.value;
        if (!number) continue;
        const std::string name(info.name);
        if (!has_constant(kind, info.value))
            return Error{"The optimiser " + std::string(optimizer_name(kind)) + " has no " + name +
                         " in its formula; of such constants it has: " + constant_names(kind) + "."};
        if (Status status = check_real("The optimiser's " + name, *number, info.least, info.most); !status)
            return status;
    }
    return success();
}

}  // namespace

Status check_rules(const TrainingConfig& config) {
    constexpr float kMostEpochs = kMaxEpochs;
    const Schedule& schedule = config.schedule;
    if (Status status = check_constants(config.optimizer, config.constants); !status) return status;
    if (!(schedule.factor > 0 && schedule.factor <= 1))
        return Error{"The schedule's factor must be greater than 0 and at most 1."};
    if (!(schedule.every > 0 && schedule.every <= kMostEpochs))
        return Error{"The schedule's factor must hold for more than 0 and at most " +
                     std::to_string(kMaxEpochs) + " epochs."};
    if (Status status = check_real("The warm-up", schedule.warmup, 0, kMostEpochs); !status) return status;
    if (Status status = check_real("The schedule's first milestone", schedule.at, 0, 1); !status)
        return status;
    if (Status status = check_real("The schedule's second milestone", schedule.then, 0, 1); !status)
        return status;
    if (Status status = check_real("L1", config.l1, 0, kMaxPenalty); !status) return status;
    if (Status status = check_real("L2", config.l2, 0, kMaxPenalty); !status) return status;
    if (Status status = check_real("The clipping by value", config.clip_value, 0, kMaxClip); !status)
        return status;
    if (Status status = check_real("The clipping by norm", config.clip_norm, 0, kMaxClip); !status)
        return status;
    if (config.clip_value > 0 && config.clip_norm > 0)
        return Error{"The gradient is clipped by value or by norm, not by both."};
    if (Status status = check_augmentation(config.augment, config.network.input); !status) return status;
    return check_range("The patience", config.patience, 0, kMaxEpochs);
}

Status check_class_outputs(const NetworkSpec& network, int outputs, LossKind loss, int classes,
                           const std::string& whose) {
    if (class_count(outputs) != classes)
        return Error{"The network gives " + values_text(outputs) + " for the " + std::to_string(classes) +
                     " classes of " + whose + ": end it with dense " + std::to_string(classes) + "."};
    if (outputs == 1 && loss == LossKind::kCrossEntropy)
        return Error{
            "The network gives 1 value, a yes or no, and the loss cross-entropy compares one for each class: "
            "choose the loss binary-cross-entropy, or end the network with dense 2."};
    if (!ends_in_sigmoid(network)) return success();
    if (loss == LossKind::kBinaryCrossEntropy)
        return Error{"The loss binary-cross-entropy has the sigmoid in it: leave out the last sigmoid."};
    if (outputs == 1)
        return Error{"What a single output says is read through a sigmoid: leave out the last sigmoid."};
    return success();
}

Status check_number_outputs(int outputs, LossKind loss, int numbers, const std::string& whose) {
    if (numbers != outputs)
        return Error{"The network gives " + values_text(outputs) + ", " + whose + " have " +
                     std::to_string(numbers) + " to predict: end it with dense " + std::to_string(numbers) +
                     "."};
    if (!loss_info(loss).classes_only) return success();
    return Error{"The data are numbers to predict, but the loss " + std::string(loss_info(loss).name) +
                 " compares classes: mean-squared and mean-absolute compare numbers."};
}

Status check_training(const TrainingConfig& config, const DataSplit& data) {
    const Result<std::vector<LayerPlan>> plan = plan_layers(config.network);
    if (!plan) return plan.error();
    const Shape output = plan.value().back().output;
    if (first_trained_layer(plan.value()) == static_cast<int>(plan.value().size()))
        return Error{"The network has no parameters, so there is nothing to train: add a dense layer."};
    const int outputs = output.h == 1 && output.w == 1 ? output.c : 0;
    if (Status status = check_images("training", data.train, config, outputs); !status) return status;
    if (Status status = check_images("test", data.test, config, outputs); !status) return status;
    if (Status status = check_numbers(config, data.train); !status) return status;
    if (Status status = check_batch_norm(config, plan.value(), divide(config, data.train).train); !status)
        return status;
    const std::int64_t bytes = training_bytes(config, 1);
    if (bytes > kMemoryBudget)
        return Error{"Training this network with batch " + std::to_string(config.batch) + " needs " +
                     std::to_string(bytes >> 20U) + " MB; at most " + std::to_string(kMemoryBudget >> 20U) +
                     " MB are allowed."};
    return success();
}

std::int64_t training_bytes(const TrainingConfig& config, int workers) {
    const Result<std::vector<LayerPlan>> plan = plan_layers(config.network);
    if (!plan) return 0;
    const auto parameters = static_cast<std::int64_t>(parameter_count(plan.value()));
    const int copies =
        kSharedCopies + 2 * optimizer_info(config.optimizer).moments + (config.keep_best ? 1 : 0);
    const std::int64_t shared = 4 * parameters * copies;
    return shared +
           workers * ChunkJob::bytes(config.network, plan.value(), chunk_size(config.network, config.batch));
}

int chunk_size(const NetworkSpec& network, int batch) {
    if (has_layer<BatchNormSpec>(network)) return batch;
    return std::min(kMostChunk, (batch + 1) / 2);
}

Division divide(const TrainingConfig& config, const Dataset& training_images) {
    const int used = config.limit > 0 ? config.limit : training_images.count();
    return {used - config.validation, config.validation};
}

void apply_recipe(const RecipeRules& recipe, int images, TrainingConfig& config) {
    const std::optional<ScheduleKind> schedule = find_schedule(recipe.schedule);
    CNN_ASSERT(schedule.has_value());
    config.schedule = {*schedule, recipe.factor, Schedule{}.every, recipe.warmup, recipe.at, recipe.then};
    config.l2 = recipe.l2;
    config.validation = static_cast<int>(std::lround(recipe.validation * static_cast<float>(images)));
    config.keep_best = recipe.keep_best;
    config.augment = {};
    if (config.network.input.h * config.network.input.w == 1) return;
    config.augment.shift = recipe.shift;
    config.augment.flip = recipe.flip;
}

std::string recipe_words(const RecipeRules& recipe) {
    std::string words;
    const auto add = [&words](bool wanted, const std::string& what) {
        if (wanted) words += (words.empty() ? "" : ", ") + what;
    };
    add(recipe.l2 > 0, "penalty L2 " + short_text(recipe.l2));
    add(recipe.schedule == schedule_name(ScheduleKind::kMilestones),
        "rate times " + short_text(recipe.factor) + " at " + short_text(100 * recipe.at) +
            " % and again at " + short_text(100 * recipe.then) + " % of the run");
    add(recipe.warmup > 0, "warm-up over " + short_text(recipe.warmup) + " epochs");
    add(recipe.validation > 0, short_text(100 * recipe.validation) + " % of the training images held out");
    add(recipe.keep_best, "best weights kept");
    add(recipe.shift > 0, "images shifted by up to " + short_text(recipe.shift));
    add(recipe.flip, "left and right exchanged every other time");
    return words;
}

float usual_rate(OptimizerKind kind, const ZooEntry* recipe) {
    const OptimizerInfo& info = optimizer_info(kind);
    return recipe != nullptr && recipe->optimizer == info.name ? recipe->rate : info.usual_rate;
}

}  // namespace cnn
