// From what was asked to a training run.
#include "shell/lessons/17_mnist/setup.h"

#include <algorithm>
#include <vector>

#include "core/net/layer_text.h"
#include "core/net/network.h"
#include "core/net/spec_text.h"
#include "core/net/summary.h"
#include "shell/lessons/constant_fields.h"
#include "shell/state/field_text.h"

namespace shell::lesson_mnist {
namespace {

constexpr std::string_view kFirstNetwork = "quick";  // learns the 8x8 digits in seconds

constexpr LectureFigures kFigures[] = {
    // S2-26: .0312 / .9925 on the test images; 16 seconds for the first of its ten epochs.
    {"s2-25", 0.9925F, "lecture (S2-26): 99.25 % after 10 epochs", 60000.0 / 16.0,
     "S2-26: 16 s for its first epoch"},
    {"s4-1", 0.9782F, "lecture (S4-3): 97.82 % after 5 epochs", 0, ""},
    // S4-13 prints no accuracy of its own, but compares itself with the 97.8 % of S4-3.
    {"s4-13", 0.9782F, "lecture's dense network (S4-3): 97.82 %", 300000.0 / 300.0,
     "S4-13: 5 epochs in about 5 minutes"},
};

// The names of a table's rows, behind those in `all`.
template <class Info>
std::vector<std::string_view> names_of(std::span<const Info> table, std::vector<std::string_view> all = {}) {
    for (const Info& info : table) all.push_back(info.name);
    return all;
}

cnn::OptimizerKind optimizer_of(const Setup& setup) {
    const std::string_view name = setup.optimizer != 0
                                      ? optimizer_names()[static_cast<std::size_t>(setup.optimizer)]
                                  : setup.entry() ? setup.entry()->optimizer
                                                  : std::string_view("rmsprop");
    const auto kind = cnn::find_optimizer(name);
    CNN_ASSERT(kind.has_value());
    return *kind;
}

void apply_rules(const Setup& setup, cnn::TrainingConfig& config) {
    cnn::apply_recipe(setup.lecture_rules(), setup.used_images(), config);
    const auto kind = static_cast<cnn::ScheduleKind>(setup.schedule);
    const float warmup = setup.warmup > 0 ? setup.warmup : config.schedule.warmup;
    if (setup.schedule != 0 || config.schedule.kind == kind)
        config.schedule = {kind, setup.factor, setup.every, 0, setup.at, setup.then};
    config.schedule.warmup = warmup;
    config.loss = static_cast<cnn::LossKind>(setup.loss);
    config.l1 = setup.l1;
    if (setup.l2 > 0) config.l2 = setup.l2;
    config.clip_value = setup.clip_value;
    config.clip_norm = setup.clip_norm;
    config.patience = setup.patience;
    config.keep_best = config.keep_best || setup.keep_best;
    if (setup.validation > 0) config.validation = setup.validation;
    const cnn::Augmentation recipe = config.augment;
    config.augment = setup.augment;
    if (!(setup.augment.shift > 0)) config.augment.shift = recipe.shift;
    config.augment.flip = setup.augment.flip || recipe.flip;
}

// What must hold before the data are there; cnn::check_training repeats it with them.
cnn::Status check(const cnn::TrainingConfig& config, const DataSet& data) {
    const cnn::Shape output = cnn::summarise(config.network).layers.back().output;
    const cnn::Status fits =
        data.predicts_numbers()
            ? cnn::check_number_outputs(output.c, config.loss, data.classes, "the rows of " + data.title)
            : cnn::check_class_outputs(config.network, output.c, config.loss, data.classes, data.title);
    if (!fits) return fits;
    if (cnn::Status rules = cnn::check_rules(config); !rules) return rules;
    const std::int64_t bytes = cnn::training_bytes(config, 1);
    if (bytes > cnn::kMemoryBudget)
        return cnn::Error{"Training this network with batch " + std::to_string(config.batch) + " needs " +
                          std::to_string(bytes >> 20U) + " MB; at most " +
                          std::to_string(cnn::kMemoryBudget >> 20U) + " MB are allowed."};
    return cnn::success();
}

}  // namespace

const LectureFigures* lecture_figures(std::string_view slug) {
    for (const LectureFigures& figures : kFigures)
        if (figures.slug == slug) return &figures;
    return nullptr;
}

std::span<const cnn::ZooEntry* const> zoo_networks() {
    static const std::vector<const cnn::ZooEntry*> networks = [] {
        std::vector<const cnn::ZooEntry*> all;
        for (const cnn::ZooEntry& entry : cnn::zoo())
            if (!entry.optimizer.empty()) all.push_back(&entry);
        return all;
    }();
    return networks;
}

int network_index(const cnn::ZooEntry& entry) {
    const auto networks = zoo_networks();
    const auto at = std::find(networks.begin(), networks.end(), &entry);
    CNN_ASSERT(at != networks.end());
    return static_cast<int>(at - networks.begin());
}

const DataSet& home_data(const cnn::ZooEntry& entry) {
    const DataSet* own = find_set(entry.data);
    return own != nullptr ? *own : data_set("mnist");
}

std::span<const std::string_view> network_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const cnn::ZooEntry* entry : zoo_networks()) all.push_back(entry->slug);
        all.push_back("custom");
        return all;
    }();
    return names;
}
std::span<const std::string_view> optimizer_names() {
    static const auto names = names_of(cnn::optimizers(), {"auto"});
    return names;
}
std::span<const std::string_view> loss_names() {
    static const auto names = names_of(cnn::losses());
    return names;
}
std::span<const std::string_view> schedule_names() {
    static const auto names = names_of(cnn::schedules());
    return names;
}
std::span<const std::string_view> initialiser_names() {
    static const auto names = names_of(cnn::initialisers());
    return names;
}
std::span<const std::string_view> rule_names() {
    static constexpr std::string_view kNames[] = {"lecture", "own"};
    return kNames;
}
std::span<const std::string_view> standardise_names() {
    static constexpr std::string_view kNames[] = {"auto", "off", "on"};
    return kNames;
}
std::span<const std::string_view> data_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all = {"auto"};
        for (const DataSet& set : built_in_sets()) all.push_back(set.slug);
        all.push_back(kOwnData);
        return all;
    }();
    return names;
}
int data_index(std::string_view slug) {
    const auto names = data_names();
    const auto at = std::find(names.begin(), names.end(), slug);
    CNN_ASSERT(at != names.end());
    return static_cast<int>(at - names.begin());
}

int default_network() {
    const auto names = network_names();
    const auto at = std::find(names.begin(), names.end(), kFirstNetwork);
    CNN_ASSERT(at != names.end());
    return static_cast<int>(at - names.begin());
}

void Setup::fields(FieldVisitor& visitor) {
    visitor.choice({"network", "Network"}, network, network_names());
    if (entry() == nullptr) visitor.text({"spec", "Layers"}, spec, kMaxSpecBytes);
    visitor.choice({"data", "Data"}, data, data_names());
    visitor.choice({"standardise", "Mean 0 and deviation 1"}, standardise, standardise_names());
    visitor.choice({"optimizer", "Optimiser"}, optimizer, optimizer_names());
    visitor.real({"rate", "Rate (0: the optimiser's usual one)"}, rate, 0, kLargestRate);
    for (const cnn::ConstantInfo& info : cnn::constant_infos()) visit_constant(visitor, info, constants);
    visitor.integer({"batch", "Batch (0: the lecture's)"}, batch, 0, cnn::kMaxBatch);
    visitor.integer({"epochs", "Epochs (0: the lecture's)"}, epochs, 0, cnn::kMaxEpochs);
    visitor.big_integer({"seed", "Seed"}, seed);
    visitor.integer({"limit", "Training images (0: all)"}, limit, 0, data_info().train);
    visitor.integer({"validation", "Of them held out for validation"}, validation, 0, used_images() / 2);
    rule_fields(visitor);
}

void Setup::rule_fields(FieldVisitor& visitor) {
    constexpr float kMostEpochs = cnn::kMaxEpochs;
    visitor.choice({"rules", "Rules that are 0 or off"}, rules, rule_names());
    visitor.choice({"loss", "Loss"}, loss, loss_names());
    visitor.choice({"schedule", "Schedule of the rate"}, schedule, schedule_names());
    visitor.real({"factor", "Its factor"}, factor, 1e-6F, 1);
    visitor.real({"every", "Epochs per factor"}, every, 0.01F, kMostEpochs);
    visitor.real({"at", "Milestone, as a share of the run"}, at, 0, 1);
    visitor.real({"then", "Second milestone"}, then, 0, 1);
    visitor.real({"warmup", "Epochs of warm-up"}, warmup, 0, kMostEpochs);
    visitor.real({"l1", "L1"}, l1, 0, cnn::kMaxPenalty);
    visitor.real({"l2", "L2"}, l2, 0, cnn::kMaxPenalty);
    visitor.real({"clip_value", "Gradient clipped by value (0: not)"}, clip_value, 0, cnn::kMaxClip);
    visitor.real({"clip_norm", "Gradient clipped by norm (0: not)"}, clip_norm, 0, cnn::kMaxClip);
    visitor.integer({"patience", "Epochs of patience (0: endless)"}, patience, 0, cnn::kMaxEpochs);
    visitor.flag({"keep_best", "End with the best weights"}, keep_best);
    visitor.real({"shift", "Images shifted by up to this share"}, augment.shift, 0, 0.5F);
    visitor.real({"rotate", "Rotated by up to so many degrees"}, augment.rotate, 0, 180);
    visitor.real({"zoom", "Zoomed by up to this share"}, augment.zoom, 0, 0.9F);
    visitor.real({"shear", "Sheared by up to so many degrees"}, augment.shear, 0, 60);
    visitor.flag({"flip", "Left and right exchanged"}, augment.flip);
    visitor.real({"noise", "Deviation of added noise"}, augment.noise, 0, 10);
}

const cnn::ZooEntry* Setup::entry() const {
    return cnn::find_network(network_names()[static_cast<std::size_t>(network)]);
}

const DataSet& Setup::data_info() const {
    if (data == 0) return entry() != nullptr ? home_data(*entry()) : data_set("digits");
    const std::string_view name = data_names()[static_cast<std::size_t>(data)];
    if (name != kOwnData) return data_set(name);
    return own ? *own : data_set("digits");  // without a file the setup does not resolve
}

bool Setup::standardises() const {
    if (standardise != kStandardiseAuto) return standardise == kStandardiseOn;
    const DataSet& info = data_info();
    return info.predicts_numbers() || (info.slug == kOwnData && !info.pictures());
}

int Setup::used_images() const { return limit > 0 ? limit : data_info().train; }

cnn::RecipeRules Setup::lecture_rules() const {
    const cnn::ZooEntry* recipe = entry();
    return recipe != nullptr && rules == kLectureRules ? recipe->rules : cnn::RecipeRules{};
}

Setup with_own_rules(Setup setup, const cnn::TrainingConfig& config) {
    if (setup.lecture_rules() == cnn::RecipeRules{}) return setup;
    setup.rules = kOwnRules;
    setup.schedule = static_cast<int>(config.schedule.kind);
    setup.factor = config.schedule.factor;
    setup.every = config.schedule.every;
    setup.warmup = config.schedule.warmup;
    setup.at = config.schedule.at;
    setup.then = config.schedule.then;
    setup.l2 = config.l2;
    setup.validation = config.validation;
    setup.keep_best = config.keep_best;
    setup.augment = config.augment;
    return setup;
}

cnn::Result<cnn::TrainingConfig> resolve(const Setup& setup) {
    if (data_names()[static_cast<std::size_t>(setup.data)] == kOwnData && !setup.own)
        return cnn::Error{
            "data=own is a file on the computer where the link was made: open the file first, in the menu "
            "Data."};
    const cnn::ZooEntry* entry = setup.entry();
    auto network =
        cnn::parse_network(entry ? entry->spec : std::string_view(setup.spec), setup.data_info().image);
    if (!network) return network.error();
    cnn::TrainingConfig config;
    config.network = std::move(network).value();
    config.optimizer = optimizer_of(setup);
    config.rate = setup.rate > 0 ? setup.rate : cnn::usual_rate(config.optimizer, entry);
    config.constants = setup.constants;
    config.batch = setup.batch > 0 ? setup.batch : entry ? entry->batch : config.batch;
    config.epochs = setup.epochs > 0 ? setup.epochs : entry ? entry->epochs : config.epochs;
    config.seed = setup.seed;
    config.limit = setup.limit;
    apply_rules(setup, config);
    if (cnn::Status fits = check(config, setup.data_info()); !fits) return fits.error();
    return config;
}

std::string run_key(const Setup& setup, const cnn::TrainingConfig& config) {
    std::string key = setup.data_info().slug + '|' + cnn::to_text(config.network);
    const auto add = [&key](auto number) { key += '|' + std::to_string(number); };
    add(static_cast<int>(setup.standardises()));
    add(static_cast<int>(config.optimizer));
    add(config.batch);
    add(config.seed);
    add(config.validation);
    add(config.limit);
    add(static_cast<int>(config.loss));
    add(static_cast<int>(config.schedule.kind));
    for (const float number :
         {config.schedule.factor, config.schedule.every, config.schedule.warmup, config.schedule.at,
          config.schedule.then, config.l1, config.l2, config.clip_value, config.clip_norm,
          config.augment.shift, config.augment.rotate, config.augment.zoom, config.augment.shear,
          config.augment.noise})
        key += '|' + number_text(number);
    key += '|' + cnn::constants_words(config.constants);
    add(config.patience);
    add(static_cast<int>(config.keep_best));
    add(static_cast<int>(config.augment.flip));
    return key;
}

}  // namespace shell::lesson_mnist
