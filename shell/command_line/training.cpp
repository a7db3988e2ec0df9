// The runner driven to its end: rows are printed as they come, the progress bar follows the snapshots.
#include "shell/command_line/training.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <optional>

#include "core/net/spec_text.h"
#include "core/net/summary.h"
#include "core/net/zoo.h"
#include "core/runner/runner.h"
#include "core/train/measures.h"
#include "shell/command_line/data_source.h"
#include "shell/command_line/metrics_json.h"
#include "shell/command_line/network_files.h"
#include "shell/lessons/constant_fields.h"
#include "shell/state/field_text.h"
#include "shell/state/link.h"

namespace shell {
namespace {

constexpr double kSliceMilliseconds = 100;
constexpr double kWaitSeconds = 0.02;

// What is trained, by name and by value.
struct Plan {
    std::string network;
    std::string data_name;
    cnn::SharedData data;
    cnn::RecipeRules recipe;  // what the config has where the arguments said nothing else
    cnn::TrainingConfig config;
    std::shared_ptr<const cnn::Network> weights;  // to begin with; null: from the seed
    std::string file;    // that says which network is trained; empty: the arguments do
    std::string remark;  // on that file, to be said before the training; empty: none
};

std::string hash_text(std::uint64_t hash) {
    char text[17];
    std::snprintf(text, sizeof text, "%016" PRIx64, hash);
    return text;
}

// Those of the zoo that come with a recipe.
std::string trainable_names() {
    std::string names;
    for (const cnn::ZooEntry& entry : cnn::zoo())
        if (!entry.optimizer.empty()) names += (names.empty() ? "" : ", ") + std::string(entry.slug);
    return names;
}

// What the arguments say instead of the recipe's rules, which `config` has.
cnn::Status apply_rules(const TrainArguments& wanted, cnn::TrainingConfig& config) {
    const auto unknown = [](const char* option, const std::string& name, std::string_view known) {
        return cnn::Error{option + shown(name) + " is not known; it takes one of: " + std::string(known) +
                          "."};
    };
    const auto loss = cnn::find_loss(lower_case(wanted.loss.value_or("cross-entropy")));
    if (!loss) return unknown("--loss=", *wanted.loss, cnn::loss_list());
    if (wanted.schedule) {
        const auto kind = cnn::find_schedule(lower_case(*wanted.schedule));
        if (!kind) return unknown("--schedule=", *wanted.schedule, cnn::schedule_list());
        if (*kind != config.schedule.kind) config.schedule = {.kind = *kind};
    }
    cnn::Schedule& schedule = config.schedule;
    schedule.factor = wanted.factor.value_or(schedule.factor);
    schedule.every = wanted.rules.schedule.every;
    schedule.warmup = wanted.warmup.value_or(schedule.warmup);
    schedule.at = wanted.at.value_or(schedule.at);
    schedule.then = wanted.then.value_or(schedule.then);
    config.loss = *loss;
    config.l1 = wanted.rules.l1;
    config.l2 = wanted.l2.value_or(config.l2);
    config.clip_value = wanted.rules.clip_value;
    config.clip_norm = wanted.rules.clip_norm;
    config.patience = wanted.rules.patience;
    config.keep_best = wanted.keep_best.value_or(config.keep_best);
    config.validation = wanted.validation.value_or(config.validation);
    const cnn::Augmentation recipe = config.augment;
    config.augment = wanted.rules.augment;
    config.augment.shift = wanted.shift.value_or(recipe.shift);
    config.augment.flip = wanted.flip.value_or(recipe.flip);
    return cnn::success();
}

// The recipe of the lecture, with what the arguments say instead.
cnn::Status apply_recipe(const cnn::ZooEntry& entry, const TrainArguments& wanted,
                         cnn::TrainingConfig& config) {
    const std::string optimizer = wanted.optimizer.value_or(std::string(entry.optimizer));
    const auto kind = cnn::find_optimizer(lower_case(optimizer));
    if (!kind) {
        return cnn::Error{"--optimizer=" + shown(optimizer) +
                          " is not known; it takes one of: " + std::string(cnn::optimizer_list()) + "."};
    }
    config.optimizer = *kind;
    config.rate = wanted.rate.value_or(cnn::usual_rate(*kind, &entry));
    config.constants = wanted.constants;
    config.batch = wanted.batch.value_or(entry.batch);
    config.epochs = wanted.epochs.value_or(entry.epochs);
    config.seed = wanted.seed;
    config.limit = wanted.limit;
    return cnn::success();
}

// A network's error with what it is about: the place in the text of --spec, and data that were not asked for.
cnn::Error network_error(const TrainArguments& wanted, const Plan& plan, const cnn::Error& error) {
    if (!plan.file.empty())
        return {plan.file + ": its network does not fit the data " + plan.data_name + ". " + error.sentence};
    if (wanted.spec.empty())
        return {plan.network + " does not fit the data " + plan.data_name + ". " + error.sentence};
    std::string sentence =
        error.at < 0 ? "--spec: " : "--spec, character " + std::to_string(error.at + 1) + ": ";
    sentence += error.sentence;
    if (wanted.data.empty() && wanted.network.empty())
        sentence += " It was read for the 8x8 digits; --data mnist has 28x28 pixels.";
    return {sentence};
}

// Without --train, what a spec is trained on and how: the embedded digits, S4-13's recipe.
constexpr std::string_view kSpecRecipe = "s4-13";
constexpr std::string_view kSpecData = "digits";

std::string data_of(const TrainArguments& wanted, const cnn::ZooEntry& entry) {
    if (!wanted.data.empty()) return wanted.data;  // may be a path
    return std::string(wanted.network.empty() ? kSpecData : entry.data);
}

cnn::Result<Plan> make_plan(const Arguments& arguments) {
    TrainArguments wanted = *arguments.train;
    std::optional<WeightsFile> weights;
    if (!wanted.weights.empty()) {
        auto file = read_weights_file(wanted.weights);
        if (!file) return file.error();
        weights = std::move(file).value();
    }
    Plan plan;
    if (weights && wanted.network.empty() && wanted.spec.empty()) {
        if (const cnn::Status status = take_network(*weights, wanted); !status) return status.error();
        plan.file = weights->file.name;
    }
    if (weights) plan.remark = take_scaling(*weights, wanted);
    const cnn::ZooEntry* entry =
        cnn::find_network(wanted.network.empty() ? kSpecRecipe : lower_case(wanted.network));
    if (entry == nullptr) {
        return cnn::Error{"--train=" + shown(wanted.network) +
                          " is not known; it takes one of: " + trainable_names() + "."};
    }
    if (entry->optimizer.empty() && !wanted.optimizer) {
        return cnn::Error{"--train=" + std::string(entry->slug) +
                          " has no recipe: no lecture trains it. --optimizer says how, or train one of: " +
                          trainable_names() + "."};
    }
    plan.network = wanted.spec.empty() ? std::string(entry->slug) : "spec";
    plan.data_name = data_of(wanted, *entry);
    if (const cnn::Status status = apply_recipe(*entry, wanted, plan.config); !status) return status.error();
    auto loaded = load_data(plan.data_name, arguments);
    if (!loaded) return loaded.error();
    cnn::DataSplit data = std::move(loaded).value();
    plan.data_name = data.train.name;
    const auto spec = cnn::parse_network(wanted.spec.empty() ? entry->spec : std::string_view(wanted.spec),
                                         data.train.image);
    if (!spec) return network_error(wanted, plan, spec.error());
    plan.config.network = spec.value();
    plan.recipe = entry->rules;
    cnn::apply_recipe(entry->rules, wanted.limit > 0 ? wanted.limit : data.train.count(), plan.config);
    if (const cnn::Status status = apply_rules(wanted, plan.config); !status) return status.error();
    if (const cnn::Status status = cnn::check_training(plan.config, data); !status)
        return plan.file.empty() ? status.error() : network_error(wanted, plan, status.error());
    if (wanted.standardise.value_or(false))
        cnn::standardise(data, cnn::divide(plan.config, data.train).train);
    plan.data = std::make_shared<const cnn::DataSplit>(std::move(data));
    if (const cnn::Status status = check_outputs(wanted, plan.config.network); !status) return status.error();
    if (!weights) return plan;
    auto filled = with_weights(*weights, plan.config.network, plan.data->train, plan.remark);
    if (!filled) return filled.error();
    plan.weights = std::move(filled).value();
    return plan;
}

// classes: whether there are classes, and so an accuracy.
nlohmann::json row_json(const cnn::EpochRow& row, bool classes) {
    nlohmann::json out = {{"epoch", row.epoch},
                          {"train_loss", number_json(row.train_loss)},
                          {"validation_loss", number_json(row.validation_loss)},
                          {"images_per_second", row.images_per_second},
                          {"seconds", row.seconds},
                          {"rate", number_json(row.rate)},
                          {"parameters_hash", hash_text(row.parameters_hash)}};
    if (classes) {
        out["train_accuracy"] = number_json(row.train_accuracy);
        out["validation_accuracy"] = number_json(row.validation_accuracy);
    }
    return out;
}

std::string row_sentence(const cnn::EpochRow& row, bool classes) {
    char text[200];
    if (!classes) {
        std::snprintf(text, sizeof text, "Epoch %d: loss %.4g; validation loss %.4g; %.0f rows/s, %.1f s\n",
                      row.epoch, static_cast<double>(row.train_loss),
                      static_cast<double>(row.validation_loss), row.images_per_second, row.seconds);
        return text;
    }
    std::snprintf(text, sizeof text,
                  "Epoch %d: loss %.4f, accuracy %.2f %%; validation loss %.4f, accuracy %.2f %%; %.0f "
                  "images/s, %.1f s\n",
                  row.epoch, static_cast<double>(row.train_loss),
                  100.0 * static_cast<double>(row.train_accuracy), static_cast<double>(row.validation_loss),
                  100.0 * static_cast<double>(row.validation_accuracy), row.images_per_second, row.seconds);
    return text;
}

nlohmann::json result_json(const Plan& plan, const cnn::Snapshot& end) {
    nlohmann::json out = {{"network", plan.network},
                          {"spec", cnn::to_text(plan.config.network)},
                          {"parameters", cnn::summarise(plan.config.network).parameters},
                          {"data", plan.data_name},
                          {"training_images", cnn::divide(plan.config, plan.data->train).train},
                          {"optimizer", cnn::optimizer_name(plan.config.optimizer)},
                          {"rate", number_json(plan.config.rate)},
                          {"constants", constants_json(plan.config.constants)},
                          {"loss", cnn::loss_info(plan.config.loss).name},
                          {"schedule", cnn::schedule_name(plan.config.schedule.kind)},
                          {"l2", number_json(plan.config.l2)},
                          {"validation_images", plan.config.validation},
                          {"keep_best", plan.config.keep_best},
                          {"shift", number_json(plan.config.augment.shift)},
                          {"flip", plan.config.augment.flip},
                          {"batch", plan.config.batch},
                          {"epochs", end.epoch},
                          {"best_epoch", end.best_epoch},
                          {"stopped_early", end.stopped_early},
                          {"seed", plan.config.seed},
                          {"steps", end.step},
                          {"seconds", end.seconds},
                          {"memory_bytes", end.memory_bytes},
                          {"test_images", end.evaluation->total},
                          {"test_loss", number_json(end.evaluation->loss)},
                          {"parameters_hash", hash_text(end.parameters_hash)}};
    if (plan.data->train.predicts_numbers()) {
        out.update(numbers_json(plan.data->test, *end.evaluation));
    } else {
        out["test_accuracy"] = number_json(end.evaluation->accuracy);
        out.update(metrics_json(*end.evaluation));
    }
    return out;
}

// "Label among the first 2: 98.61 %, 3: 99.44 %, 5: 100.00 %. Means over the classes: F1 0.9387, ..."
std::string measures_sentence(const cnn::Measures& measures) {
    std::string sentence;
    char text[120];
    for (const cnn::TopK& top : measures.top_k) {
        if (top.k == 1) continue;  // the accuracy
        std::snprintf(text, sizeof text, "%s %d: %.2f %%", sentence.empty() ? "Label among the first" : ",",
                      top.k, 100.0 * static_cast<double>(top.accuracy));
        sentence += text;
    }
    if (!sentence.empty()) sentence += ". ";
    std::snprintf(text, sizeof text, "Means over the classes: F1 %.4f, area under the ROC curve %.4f.\n",
                  measures.means.f1, measures.means.roc_area);
    return sentence + text;
}

std::string result_sentence(const Plan& plan, const cnn::Snapshot& end) {
    char text[120];
    if (plan.data->train.predicts_numbers()) {
        std::snprintf(text, sizeof text, "Test: loss %.4g of %d rows, mean absolute error %.4g.\n",
                      static_cast<double>(end.evaluation->loss), end.evaluation->total,
                      mean_absolute_error(plan.data->test, *end.evaluation));
        return text;
    }
    std::snprintf(text, sizeof text, "Test: loss %.4f, accuracy %.2f %% of %d images.\n",
                  static_cast<double>(end.evaluation->loss),
                  100.0 * static_cast<double>(end.evaluation->accuracy), end.evaluation->total);
    return text + measures_sentence(cnn::measure(*end.evaluation));
}

// One line that is overwritten: how far the run is, and what is left.
std::string progress_line(const cnn::Snapshot& now) {
    constexpr int kWidth = 30;
    const double total = static_cast<double>(now.steps_per_epoch) * now.epochs;
    const double share = total > 0 ? std::min(1.0, static_cast<double>(now.step) / total) : 0.0;
    const auto done = static_cast<std::size_t>(share * kWidth);
    char text[160];
    std::snprintf(text, sizeof text, "\r[%s%s] %3.0f %%  loss %.4f  %.0f images/s  %.0f s left   ",
                  std::string(done, '#').c_str(), std::string(kWidth - done, '.').c_str(), 100 * share,
                  static_cast<double>(now.loss), now.images_per_second, now.seconds_left);
    return text;
}

// Follows a runner through its commands and prints what it publishes.
class Follower {
 public:
    Follower(cnn::Runner& runner, const Terminal& terminal, bool as_json, bool classes)
        : runner_(runner), terminal_(terminal), json_(as_json), classes_(classes) {}

    void post(const cnn::Command& command) {
        while (!runner_.post(command)) pass_time();
    }

    // Until the snapshot is as wanted, has diverged or was refused.
    template <class Wanted>
    std::shared_ptr<const cnn::Snapshot> follow(Wanted&& wanted) {
        for (;;) {
            const std::shared_ptr<const cnn::Snapshot> now = runner_.snapshot();
            print(*now);
            if (now->state == cnn::RunState::kDiverged || !now->refusal.empty() || wanted(*now)) return now;
            pass_time();
        }
    }

    void clear_line() {
        if (bar_shown_) terminal_.error("\r" + std::string(78, ' ') + "\r");
        bar_shown_ = false;
    }

 private:
    void pass_time() {
        if (runner_.work(kSliceMilliseconds)) terminal_.wait(kWaitSeconds);
    }

    void print(const cnn::Snapshot& now) {
        for (; now.rows != nullptr && printed_ < now.rows->size(); ++printed_) {
            const cnn::EpochRow& row = (*now.rows)[printed_];
            clear_line();
            terminal_.out(json_ ? json_line(row_json(row, classes_)) : row_sentence(row, classes_));
        }
        if (json_ || now.version == shown_version_ || now.divergence != nullptr) return;
        shown_version_ = now.version;
        terminal_.error(progress_line(now));
        bar_shown_ = true;
    }

    cnn::Runner& runner_;
    const Terminal& terminal_;
    bool json_;
    bool classes_;
    bool bar_shown_ = false;
    std::size_t printed_ = 0;
    std::uint64_t shown_version_ = 0;
};

// An epoch chosen by the test images flatters them.
void warn_of_choice(const Terminal& terminal, const cnn::TrainingConfig& config) {
    if (config.validation > 0 || !(config.keep_best || config.patience > 0)) return;
    terminal.error(
        "No images are held out, so the test images choose the epoch and the test says too much: "
        "--validation N holds out N training images.\n");
}

void tell_recipe(const Terminal& terminal, const Plan& plan) {
    const std::string words = cnn::recipe_words(plan.recipe);
    if (!words.empty()) terminal.error("The recipe, where the options say nothing else: " + words + ".\n");
}

int fail(const Terminal& terminal, const cnn::Snapshot& end) {
    terminal.error((end.divergence != nullptr ? end.divergence->sentence : end.refusal) + "\n");
    return kExitFailed;
}

}  // namespace

int run_training(const Arguments& arguments, const Terminal& terminal) {
    const auto plan = make_plan(arguments);
    if (!plan) {
        terminal.error(plan.error().sentence + "\n");
        return kExitImpossible;
    }
    if (!plan.value().remark.empty()) terminal.error(plan.value().remark + "\n");
    if (!arguments.json) tell_recipe(terminal, plan.value());
    warn_of_choice(terminal, plan.value().config);
    std::unique_ptr<cnn::Runner> runner;
    if (arguments.train->threads > 0) runner = cnn::make_threaded_runner(arguments.train->threads);
    if (runner == nullptr) runner = cnn::make_sliced_runner();

    Follower follower(*runner, terminal, arguments.json, !plan.value().data->train.predicts_numbers());
    follower.post(cnn::Configure{plan.value().config, plan.value().data, 1, plan.value().weights});
    follower.post(cnn::Train{});
    auto end =
        follower.follow([](const cnn::Snapshot& now) { return now.state == cnn::RunState::kFinished; });
    if (end->state == cnn::RunState::kFinished) {
        follower.post(cnn::Evaluate{});
        end = follower.follow([](const cnn::Snapshot& now) {
            return now.state == cnn::RunState::kFinished && now.evaluation != nullptr &&
                   now.evaluation->images == now.evaluation->total;
        });
    }
    follower.clear_line();
    if (end->divergence != nullptr || !end->refusal.empty()) return fail(terminal, *end);
    terminal.out(arguments.json ? json_line(result_json(plan.value(), *end))
                                : result_sentence(plan.value(), *end));
    const cnn::Status written = write_outputs(*arguments.train, *end->network, plan.value().data->test);
    if (written) return kExitDone;
    terminal.error(written.error().sentence + "\n");
    return kExitFailed;
}

}  // namespace shell
