// What a learner asks for, and the training run that follows from it. Zero and "auto" mean "as the network's
// lecture has it", so that a link may say network=s4-13 and nothing else.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/net/zoo.h"
#include "core/train/training_config.h"
#include "shell/lessons/17_mnist/data_sets.h"
#include "shell/state/fields.h"

namespace shell::lesson_mnist {

// What the lecture prints about a network, to hold our own numbers against.
struct LectureFigures {
    std::string_view slug;            // of the zoo
    float accuracy = 0;               // on the test images; 0: the lecture prints none
    std::string_view accuracy_label;  // "S2-26: 99.25 % after 10 epochs"
    double images_per_second = 0;     // 0: none printed
    std::string_view speed_label;     // "S4-13: 5 epochs in about 5 minutes"
};
const LectureFigures* lecture_figures(std::string_view slug);  // nullptr: nothing printed

inline constexpr int kLectureRules = 0;  // of rule_names()
inline constexpr int kOwnRules = 1;

inline constexpr int kStandardiseAuto = 0;  // of standardise_names()
inline constexpr int kStandardiseOff = 1;
inline constexpr int kStandardiseOn = 2;

struct Setup {
    int network = 0;    // index into network_names(); the last one is "custom"
    std::string spec;   // of a custom network
    int data = 0;       // index into data_names()
    int optimizer = 0;  // index into optimizer_names()
    float rate = 0;
    cnn::OptimizerConstants constants;
    int batch = 0;
    int epochs = 0;
    int standardise = kStandardiseAuto;  // of standardise_names()
    std::uint64_t seed = 1;
    int limit = 0;
    int validation = 0;
    // What goes beyond optimiser, rate, batch and epochs; the names are those of the command line. With the
    // lecture's rules, zero, off and "constant" mean "as the network's lecture has it" here too, and for
    // `validation`; with one's own rules they mean what they say.
    int rules = kLectureRules;  // of rule_names()
    int loss = 0;               // of cnn::losses()
    int schedule = 0;           // of cnn::schedules()
    float factor = cnn::Schedule{}.factor;
    float every = cnn::Schedule{}.every;
    float at = cnn::Schedule{}.at;
    float then = cnn::Schedule{}.then;
    float warmup = 0;
    float l1 = 0;
    float l2 = 0;
    float clip_value = 0;
    float clip_norm = 0;
    int patience = 0;
    bool keep_best = false;
    cnn::Augmentation augment;
    // The learner's own set, when there is one: what "own" means. No field of a link.
    std::shared_ptr<const DataSet> own;

    void fields(FieldVisitor& visitor);

    const cnn::ZooEntry* entry() const;  // nullptr: custom
    const DataSet& data_info() const;
    // Whether the network sees each channel with mean 0 and deviation 1, measured on what is trained on. A
    // table has columns with scales of their own and is standardised where nothing else is said.
    bool standardises() const;
    int used_images() const;  // of the training images, those held out included
    // Those of its lecture or paper that the setup follows; plain ones for an own network or own rules.
    cnn::RecipeRules lecture_rules() const;

 private:
    void rule_fields(FieldVisitor& visitor);
};

std::span<const cnn::ZooEntry* const> zoo_networks();  // those that come with a recipe
std::span<const std::string_view> network_names();     // theirs, in that order, then "custom"
int network_index(const cnn::ZooEntry& entry);         // one of zoo_networks()
// The set that a network is trained on unless another is asked for: that of its lecture, or MNIST where that
// is none of ours.
const DataSet& home_data(const cnn::ZooEntry& entry);
std::span<const std::string_view> optimizer_names();  // "auto", then those of cnn::optimizers()
std::span<const std::string_view> loss_names();
std::span<const std::string_view> schedule_names();
std::span<const std::string_view> initialiser_names();
std::span<const std::string_view> rule_names();         // "lecture", "own"
std::span<const std::string_view> standardise_names();  // "auto", "off", "on"
std::span<const std::string_view> data_names();         // "auto", the built-in sets, "own"
int data_index(std::string_view slug);
int default_network();  // index of the one that opens with the lesson

inline constexpr float kSmallestRate = 1e-7F;
inline constexpr float kLargestRate = 1000.0F;
// The longest of zoo_networks(), ResNet-20, takes 652. Kept small for links, where it may stand three times
// as long, with percent codes.
inline constexpr std::size_t kMaxSpecBytes = 2000;

// The run, or why there is none. An error with a place points into `spec`.
cnn::Result<cnn::TrainingConfig> resolve(const Setup& setup);

// The same run, with every rule said by the setup itself; as it was where no lecture says one.
Setup with_own_rules(Setup setup, const cnn::TrainingConfig& config);

// Two setups with the same key continue the same run: only rate and epochs may differ.
// config: the setup's
std::string run_key(const Setup& setup, const cnn::TrainingConfig& config);

}  // namespace shell::lesson_mnist
