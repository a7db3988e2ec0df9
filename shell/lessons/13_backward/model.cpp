// Settings in, numbers out; the cursor; and what a learner can do.
#include "shell/lessons/13_backward/model.h"

#include <algorithm>
#include <array>

#include "core/base/rng.h"
#include "shell/state/arguments.h"

namespace shell::lesson_backward {
namespace {

constexpr std::array<std::string_view, 3> kGrids{"input", "kernel", "goal"};

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<BackwardModel>(); }

BackwardModel::BackwardModel() : SteppedModel({"term", "number", "number"}) {
    add_commands();
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

cnn::Status BackwardModel::compute() {
    numbers_ = compute_numbers(settings_);
    return cnn::success();
}

int BackwardModel::steps_per_part() const {
    const bool single = settings_.phase == Phase::kError || settings_.phase == Phase::kUpdate;
    return single ? 1 : terms_of(settings_) + 1;
}

int BackwardModel::count_steps() const { return parts_of(settings_) * steps_per_part(); }

Cursor BackwardModel::cursor_at(int t) const {
    const int steps = steps_per_part();
    Cursor cursor{t / steps, t % steps, false};
    if (shares()) {
        --cursor.term;
    } else if (steps > 1) {
        cursor.result = cursor.term == steps - 1;
    }
    return cursor;
}

int BackwardModel::step_of(int part, int term) const {
    return part * steps_per_part() + term + (shares() ? 1 : 0);
}

bool BackwardModel::finished(int part) const {
    const Cursor now = cursor();
    if (part != now.part) return part < now.part;
    return steps_per_part() == 1 || now.result || (shares() && now.term == terms_of(settings_) - 1);
}

std::optional<Check> BackwardModel::check() const {
    const Cursor now = cursor();
    if (!shares()) return check_of(settings_, numbers_, now.part, 0);
    const Work current = current_work();
    const auto inside = [&](const WorkTerm& term) {
        return term.iy >= 0 && term.ix >= 0 && term.iy < settings_.side && term.ix < settings_.side;
    };
    auto pixel = current.terms.begin() + std::max(now.term, 0);
    if (now.term < 0 || !inside(*pixel))
        pixel = std::find_if(current.terms.begin(), current.terms.end(),
                             [](const WorkTerm& term) { return !term.nothing; });
    if (pixel == current.terms.end()) return std::nullopt;
    return check_of(settings_, numbers_, now.part, pixel->iy * settings_.side + pixel->ix);
}

std::vector<float> BackwardModel::outcome() const {
    const auto list = [](const cnn::Tensor& tensor) {
        return std::vector<float>(tensor.values().begin(), tensor.values().end());
    };
    switch (settings_.phase) {
        case Phase::kForward:
            return list(numbers_.y);
        case Phase::kError:
            return list(numbers_.dy);
        case Phase::kWeights:
            return list(numbers_.dw);
        case Phase::kBias:
            return {numbers_.db};
        case Phase::kInput:
            return list(numbers_.dx);
        case Phase::kUpdate: {
            std::vector<float> updated = list(numbers_.new_w);
            updated.push_back(numbers_.new_bias);
            return updated;
        }
    }
    CNN_ASSERT(false);
}

std::span<const LectureExample> BackwardModel::lecture_examples() const { return backward_examples(); }
std::span<const Erratum> BackwardModel::errata() const { return backward_errata(); }

void BackwardModel::add_commands() {
    add_command({"phase", "Step through \"name\": forward, error, weights, bias, input or update", ""},
                [this](const Arguments& args) { return choose_phase(args); });
    add_command({"random-numbers", "Random numbers into \"grid\": input, kernel or goal", "N"},
                [this](const Arguments& args) { return random_numbers(args); });
    add_command({"clear", "Zeros into \"grid\": input, kernel or goal", ""},
                [this](const Arguments& args) { return clear(args); });
    add_command({"take-update", "Take the updated weights and begin again", "U"},
                [this](const Arguments&) { return take_update(), cnn::success(); });
}

cnn::Status BackwardModel::choose_phase(const Arguments& args) {
    const auto name = choice_argument(args, "name", phase_names());
    if (!name) return name.error();
    const auto phase = static_cast<Phase>(name.value());
    if (settings_.pooling() && phase != Phase::kForward && phase != Phase::kError && phase != Phase::kInput)
        return cnn::Error{"Pooling has no weights: there is nothing to compute for " +
                          std::string(phase_names()[static_cast<std::size_t>(name.value())]) + "."};
    settings_.phase = phase;
    player_.scrub(0);
    return settle();
}

// Small whole numbers: 0 to 9 for pixels, -2 to 2 for weights and gradients.
cnn::Status BackwardModel::random_numbers(const Arguments& args) {
    int grid = 0;
    if (has_argument(args, "grid")) {
        const auto given = choice_argument(args, "grid", kGrids);
        if (!given) return given.error();
        grid = given.value();
    }
    cnn::Rng rng(settings_.seed++, static_cast<std::uint64_t>(grid));
    cnn::Tensor numbers = grid == 0 ? numbers_.x : grid == 1 ? numbers_.w : numbers_.goal;
    for (float& number : numbers.values())
        number = grid == 0 ? static_cast<float>(rng.below(10)) : static_cast<float>(rng.below(5)) - 2;
    grid == 0   ? settings_.set_input(numbers.values())
    : grid == 1 ? settings_.set_weights(numbers.values())
                : settings_.set_goal(numbers.values());
    return settle();
}

cnn::Status BackwardModel::clear(const Arguments& args) {
    const auto grid = choice_argument(args, "grid", kGrids);
    if (!grid) return grid.error();
    const cnn::Tensor& like = grid.value() == 0 ? numbers_.x : grid.value() == 1 ? numbers_.w : numbers_.goal;
    const std::vector<float> zeros(like.size(), 0.0F);
    grid.value() == 0   ? settings_.set_input(zeros)
    : grid.value() == 1 ? settings_.set_weights(zeros)
                        : settings_.set_goal(zeros);
    return settle();
}

void BackwardModel::take_update() {
    if (settings_.pooling()) return;
    settings_.set_weights(numbers_.new_w.values());
    settings_.bias = std::clamp(numbers_.new_bias, -1e6F, 1e6F);
    player_.scrub(0);
    const bool fits = settle().ok();
    CNN_ASSERT(fits);
}

}  // namespace shell::lesson_backward
