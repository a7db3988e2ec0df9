// What goes beyond the lectures' recipes: schedule, penalties, clipping, the end of the run, images that
// vary. Folded away until it is asked for.
#include <vector>

#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

// How many rules are not as the lectures have them.
int rules_set(const Setup& setup) {
    const cnn::Augmentation& augment = setup.augment;
    int count = 0;
    for (const bool set :
         {setup.loss != 0, setup.schedule != 0, setup.warmup > 0, setup.l1 > 0, setup.l2 > 0,
          setup.clip_value > 0, setup.clip_norm > 0, setup.patience > 0, setup.keep_best, augment.shift > 0,
          augment.rotate > 0, augment.zoom > 0, augment.shear > 0, augment.flip, augment.noise > 0})
        count += set ? 1 : 0;
    return count;
}

void number_row(Ui& ui, const char* key, std::string_view label, float value, float low, float high) {
    if (const auto typed = number_field(ui, key, label, value, low, high)) ui.set(key, *typed);
}

void flag_row(Ui& ui, const char* key, std::string_view label, bool on) {
    if (const auto now = toggle(ui, key, label, on)) ui.set(key, *now);
}

void remark(Ui& ui, std::string_view words) {
    space(ui, 6);
    paragraph(ui, words, TextStyle::kSmall, Colour::kMuted);
}

void loss_rules(Ui& ui, const Setup& setup) {
    static const std::vector<MenuRow> losses = table_rows(cnn::losses());
    if (const auto chosen = menu_row(ui, "loss", "Loss", losses, setup.loss))
        ui.set("loss", loss_names()[static_cast<std::size_t>(*chosen)]);
}

void schedule_rules(Ui& ui, const Setup& setup) {
    static const std::vector<MenuRow> schedules = table_rows(cnn::schedules());
    remark(ui, "The rate over the run");
    if (const auto chosen = menu_row(ui, "schedule", "Schedule", schedules, setup.schedule))
        ui.set("schedule", schedule_names()[static_cast<std::size_t>(*chosen)]);
    const auto kind = static_cast<cnn::ScheduleKind>(setup.schedule);
    if (kind == cnn::ScheduleKind::kStep || kind == cnn::ScheduleKind::kExponential) {
        number_row(ui, "factor", "Times", setup.factor, 1e-6F, 1);
        number_row(ui, "every", "Every so many epochs", setup.every, 0.01F, cnn::kMaxEpochs);
    }
    number_row(ui, "warmup", "Epochs of warm-up", setup.warmup, 0, cnn::kMaxEpochs);
}

void penalty_rules(Ui& ui, const Setup& setup) {
    remark(ui, "Against weights and steps that grow too large (0: off)");
    number_row(ui, "l2", "Penalty L2", setup.l2, 0, cnn::kMaxPenalty);
    number_row(ui, "l1", "Penalty L1", setup.l1, 0, cnn::kMaxPenalty);
    number_row(ui, "clip_norm", "Gradient at most", setup.clip_norm, 0, cnn::kMaxClip);
}

void end_rules(Ui& ui, const Setup& setup) {
    remark(ui, "When the validation loss no longer falls");
    if (const auto epochs =
            stepper(ui, "patience", "Stop after (0: never)", setup.patience, 0, cnn::kMaxEpochs))
        ui.set("patience", *epochs);
    flag_row(ui, "keep_best", "End with the best weights", setup.keep_best);
    if ((setup.keep_best || setup.patience > 0) && setup.validation == 0)
        remark(ui, "No images are held out: the test images choose the epoch, so the test says too much");
}

void image_rules(Ui& ui, const cnn::Augmentation& augment) {
    remark(ui, "Training images that vary from epoch to epoch, by up to");
    number_row(ui, "shift", "Shift, share", augment.shift, 0, 0.5F);
    number_row(ui, "rotate", "Turn, degrees", augment.rotate, 0, 180);
    number_row(ui, "zoom", "Zoom, share", augment.zoom, 0, 0.9F);
    number_row(ui, "noise", "Noise", augment.noise, 0, 10);
    flag_row(ui, "flip", "Left and right exchanged", augment.flip);
}

}  // namespace

void more_rules(Ui& ui, const MnistModel& model, Memory& memory) {
    const Setup& setup = model.setup();
    const int set = rules_set(setup);
    const std::string detail = set > 0 ? std::to_string(set) + " set" : std::string();
    if (fold(ui, "more-rules", "More rules", detail, memory.rules_open))
        memory.rules_open = !memory.rules_open;
    if (!memory.rules_open) return;
    loss_rules(ui, setup);
    schedule_rules(ui, setup);
    penalty_rules(ui, setup);
    end_rules(ui, setup);
    image_rules(ui, setup.augment);
    space(ui, 8);
}

}  // namespace shell::lesson_mnist
