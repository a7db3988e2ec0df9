// What goes beyond optimiser, rate, batch and epochs: schedule, penalties, clipping, the end of the run,
// images that vary; the lecture's or the learner's own. Folded away until it is asked for.
#include <algorithm>
#include <string>
#include <vector>

#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/lessons/view_constants.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

// How many rules there are, the lecture's or the learner's.
int rules_set(const Setup& setup, const cnn::TrainingConfig& config) {
    const cnn::Augmentation& augment = config.augment;
    const cnn::LossKind usual =
        setup.data_info().predicts_numbers() ? cnn::LossKind::kMeanSquared : cnn::LossKind::kCrossEntropy;
    int count = 0;
    for (const bool set :
         {config.loss != usual, config.schedule.kind != cnn::ScheduleKind::kConstant,
          config.schedule.warmup > 0, config.l1 > 0, config.l2 > 0, config.clip_value > 0,
          config.clip_norm > 0, config.patience > 0, config.keep_best, augment.shift > 0, augment.rotate > 0,
          augment.zoom > 0, augment.shear > 0, augment.flip, augment.noise > 0,
          setup.standardise != kStandardiseAuto, !(config.constants == cnn::OptimizerConstants{})})
        count += set ? 1 : 0;
    return count;
}

void number_row(Ui& ui, const MnistModel& model, const char* key, std::string_view label, float value,
                float low, float high) {
    if (const auto typed = number_field(ui, key, label, value, low, high)) set_rule(ui, model, key, *typed);
}

void flag_row(Ui& ui, const MnistModel& model, const char* key, std::string_view label, bool on) {
    if (const auto now = toggle(ui, key, label, on)) set_rule(ui, model, key, *now);
}

void remark(Ui& ui, std::string_view words) {
    space(ui, 6);
    paragraph(ui, words, TextStyle::kSmall, Colour::kMuted);
}

// What the network's lecture or paper says, and whether it holds.
void recipe_rules(Ui& ui, const MnistModel& model) {
    const cnn::ZooEntry* entry = model.setup().entry();
    if (entry == nullptr || entry->rules == cnn::RecipeRules{}) return;
    remark(ui, std::string(entry->code) + " is trained with: " + cnn::recipe_words(entry->rules) +
                   ". A change below makes the rules your own.");
    if (const auto on = toggle(ui, "rules", "As its source has them", model.setup().rules == kLectureRules))
        ui.command("choose-rules", {{"rules", rule_names()[static_cast<std::size_t>(*on ? 0 : 1)]}});
}

void loss_rules(Ui& ui, const MnistModel& model) {
    static const std::vector<MenuRow> losses = table_rows(cnn::losses());
    if (const auto chosen = menu_row(ui, "loss", "Loss", losses, model.setup().loss))
        ui.set("loss", loss_names()[static_cast<std::size_t>(*chosen)]);
}

void constant_rules(Ui& ui, const MnistModel& model) {
    const cnn::TrainingConfig& config = model.config();
    const cnn::OptimizerInfo& info = cnn::optimizer_info(config.optimizer);
    if (info.constants.empty()) return;
    remark(ui, "The numbers in the formula of " + std::string(info.title));
    for (const cnn::ConstantInfo& constant : cnn::constant_infos())
        constant_row(ui, constant, {&config.optimizer, 1}, config.constants);
}

void schedule_rules(Ui& ui, const MnistModel& model) {
    static const std::vector<MenuRow> schedules = table_rows(cnn::schedules());
    const cnn::Schedule& schedule = model.config().schedule;
    remark(ui, "The rate over the run, the warm-up in epochs");
    if (const auto chosen = menu_row(ui, "schedule", "Schedule", schedules, static_cast<int>(schedule.kind)))
        set_rule(ui, model, "schedule", schedule_names()[static_cast<std::size_t>(*chosen)]);
    const bool every =
        schedule.kind == cnn::ScheduleKind::kStep || schedule.kind == cnn::ScheduleKind::kExponential;
    const bool milestones = schedule.kind == cnn::ScheduleKind::kMilestones;
    if (every || milestones) number_row(ui, model, "factor", "Times", schedule.factor, 1e-6F, 1);
    if (every) number_row(ui, model, "every", "Every so many epochs", schedule.every, 0.01F, cnn::kMaxEpochs);
    if (milestones) {
        number_row(ui, model, "at", "At this share of the run", schedule.at, 0, 1);
        number_row(ui, model, "then", "And again at", schedule.then, 0, 1);
    }
    number_row(ui, model, "warmup", "Warm-up", schedule.warmup, 0, cnn::kMaxEpochs);
}

void penalty_rules(Ui& ui, const MnistModel& model) {
    const cnn::TrainingConfig& config = model.config();
    remark(ui, "Against weights and steps that grow too large (0: off)");
    number_row(ui, model, "l2", "Penalty L2", config.l2, 0, cnn::kMaxPenalty);
    number_row(ui, model, "l1", "Penalty L1", config.l1, 0, cnn::kMaxPenalty);
    number_row(ui, model, "clip_norm", "Clip norm", config.clip_norm, 0, cnn::kMaxClip);
    number_row(ui, model, "clip_value", "Clip values", config.clip_value, 0, cnn::kMaxClip);
}

void end_rules(Ui& ui, const MnistModel& model) {
    const cnn::TrainingConfig& config = model.config();
    remark(ui, "When the validation loss no longer falls");
    if (const auto epochs =
            stepper(ui, "patience", "Stop after (0: never)", config.patience, 0, cnn::kMaxEpochs))
        ui.set("patience", *epochs);
    flag_row(ui, model, "keep_best", "End with the best weights", config.keep_best);
    if ((config.keep_best || config.patience > 0) && config.validation == 0)
        remark(ui, "No images are held out: the test images choose the epoch, so the test says too much");
}

// "mean 0.1307, deviation 0.3081"; of more channels than a line holds, the first ones.
std::string moments_text(const cnn::Dataset& data) {
    const auto list = [](const std::vector<float>& numbers) {
        constexpr std::size_t kMost = 3;
        std::string text;
        for (std::size_t i = 0; i < std::min(numbers.size(), kMost); ++i)
            text += (text.empty() ? "" : ", ") + short_number(numbers[i]);
        return numbers.size() > kMost ? text + " ..." : text;
    };
    return "mean " + list(data.mean) + ", deviation " + list(data.deviation);
}

void input_rules(Ui& ui, const MnistModel& model) {
    const Setup& setup = model.setup();
    const std::string each = setup.data_info().pictures() ? "channel" : "column";
    remark(ui, "What the network sees, each " + each + " standardised on what is trained on");
    if (const auto on = toggle(ui, "standardise", "Mean 0, deviation 1", setup.standardises()))
        ui.set("standardise",
               standardise_names()[static_cast<std::size_t>(*on ? kStandardiseOn : kStandardiseOff)]);
    if (model.data() != nullptr && !model.data()->train.mean.empty())
        remark(ui, "Taken out of each " + each + ": " + moments_text(model.data()->train) + ".");
}

void image_rules(Ui& ui, const MnistModel& model) {
    const cnn::Augmentation& augment = model.config().augment;
    remark(ui, "Training images that vary from epoch to epoch, by up to");
    number_row(ui, model, "shift", "Shift, share", augment.shift, 0, 0.5F);
    number_row(ui, model, "rotate", "Turn, degrees", augment.rotate, 0, 180);
    number_row(ui, model, "zoom", "Zoom, share", augment.zoom, 0, 0.9F);
    number_row(ui, model, "shear", "Shear, degrees", augment.shear, 0, 60);
    number_row(ui, model, "noise", "Noise", augment.noise, 0, 10);
    flag_row(ui, model, "flip", "Left and right exchanged", augment.flip);
}

}  // namespace

// Where the lecture's rules hold, 0 or off would be the lecture's: the others become the learner's own first.
void set_rule(Ui& ui, const MnistModel& model, const char* key, nlohmann::json value) {
    if (!(model.setup().lecture_rules() == cnn::RecipeRules{}))
        ui.command("choose-rules", {{"rules", rule_names()[kOwnRules]}});
    ui.set(key, std::move(value));
}

void more_rules(Ui& ui, const MnistModel& model, Memory& memory) {
    const int set = rules_set(model.setup(), model.config());
    const std::string detail = set > 0 ? std::to_string(set) + " set" : std::string();
    if (fold(ui, "more-rules", "More rules", detail, memory.rules_open))
        memory.rules_open = !memory.rules_open;
    if (!memory.rules_open) return;
    recipe_rules(ui, model);
    loss_rules(ui, model);
    constant_rules(ui, model);
    schedule_rules(ui, model);
    penalty_rules(ui, model);
    end_rules(ui, model);
    input_rules(ui, model);
    image_rules(ui, model);
    space(ui, 8);
}

}  // namespace shell::lesson_mnist
