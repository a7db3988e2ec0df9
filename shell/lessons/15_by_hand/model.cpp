// Fields, rounds, commands and questions.
#include "shell/lessons/15_by_hand/model.h"

#include <algorithm>
#include <cmath>

#include "core/base/rng.h"
#include "core/train/dataset.h"
#include "shell/state/field_text.h"

namespace shell::lesson_by_hand {
namespace {

constexpr float kMostError = 1e38F;

// The lecture's start: everything uniform in [0, 1).
std::vector<float> uniform_start(std::uint64_t seed) {
    cnn::Rng rng(seed);
    std::vector<float> start(cnn::kHandParameters);
    for (float& parameter : start) parameter = std::round(rng.unit() * 1000) / 1000;  // to be read and typed
    return start;
}

}  // namespace

Settings::Settings()
    : start(uniform_start(1)),
      inputs(cnn::height_table()->train.values.copy()),
      heights(cnn::height_table()->train.targets) {}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    visitor.flag({"scaled", "Columns scaled"}, settings.scaled);
    visitor.flag({"averaged", "Gradient divided by n"}, settings.averaged);
    visitor.real({"rate", "Rate"}, settings.rate, 0, 10);
    visitor.integer({"updates", "Updates"}, settings.updates, 1, kMostUpdates);
    visitor.numbers({"start", "Parameters at the start"}, settings.start, settings.start.size());
    visitor.numbers({"inputs", "Age and weight, row by row"}, settings.inputs, settings.inputs.size());
    visitor.numbers({"heights", "Heights"}, settings.heights, settings.heights.size());
    visitor.big_integer({"seed", "Seed of the start"}, settings.seed);
}

std::unique_ptr<LessonModel> make_model() { return std::make_unique<ByHandModel>(); }

ByHandModel::ByHandModel() : SteppedModel({"stage", "update", "update"}) {
    add_command({"random-start", "Start from other random numbers", "N"}, [this](const Arguments&) {
        settings_.start = uniform_start(++settings_.seed);
        return settle();
    });
    add_command({"scaled", "Scale the columns, or take them as they are", "C"},
                [this](const Arguments&) { return settings_.scaled = !settings_.scaled, settle(); });
    add_command({"averaged", "Divide the gradient by n, or not", "A"},
                [this](const Arguments&) { return settings_.averaged = !settings_.averaged, settle(); });
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

cnn::HandRound ByHandModel::round(int update) const {
    return cnn::hand_round(parameters(update), x_, y_, settings_.rate, settings_.averaged);
}

cnn::Status ByHandModel::compute() {
    line_ = cnn::least_squares(settings_.inputs, settings_.heights);
    x_ = settings_.inputs;
    y_ = settings_.heights;
    unit_ = 1;
    if (settings_.scaled) {
        cnn::DataSplit data = *cnn::height_table();
        data.train.values = settings_.inputs;
        data.train.targets = settings_.heights;
        cnn::standardise(data, kRows);
        for (int row = 0; row < kRows; ++row) {
            data.train.image_to(row, &x_[static_cast<std::size_t>(2 * row)]);
            data.train.targets_to(row, cnn::LossKind::kMeanSquared, 1, &y_[static_cast<std::size_t>(row)]);
        }
        unit_ = data.train.target_deviation[0];
    }
    history_.assign(1, {});
    std::copy(settings_.start.begin(), settings_.start.end(), history_[0].begin());
    errors_.clear();
    for (int update = 0; update <= settings_.updates; ++update) {
        const cnn::HandRound now = round(update);
        const float error = now.loss * unit_ * unit_;
        errors_.push_back(error < kMostError ? error : kMostError);  // NaN too
        if (update < settings_.updates) history_.push_back(now.next);
    }
    return cnn::success();
}

float ByHandModel::loss_after(int updates) const {
    return errors_[static_cast<std::size_t>(updates)] / (unit_ * unit_);
}

std::vector<float> ByHandModel::outcome() const {
    return {loss_after(0), loss_after(settings_.updates), history_.back()[8]};
}

std::span<const LectureExample> ByHandModel::lecture_examples() const { return by_hand_examples(); }
std::span<const Erratum> ByHandModel::errata() const { return by_hand_errata(); }

StageNumbers numbers_of(const cnn::HandRound& r, Stage stage) {
    const auto part = [](const cnn::HandParameters& p, std::size_t from, std::size_t count) {
        return std::vector<float>(p.begin() + static_cast<std::ptrdiff_t>(from),
                                  p.begin() + static_cast<std::ptrdiff_t>(from + count));
    };
    switch (stage) {
        case Stage::kZ1:
            return {"Z1", "X W1 + b1", r.z1, 2};
        case Stage::kA1:
            return {"A1", "ReLU(Z1)", r.a1, 2};
        case Stage::kA2:
            return {"A2", "A1 W2 + b2", r.a2, 1};
        case Stage::kLoss:
            return {"loss", "mean of (y − A2)²", {r.loss}, 1};
        case Stage::kDA2:
            return {"dA2", "2 (A2 − y)", r.da2, 1};
        case Stage::kDW2:
            return {"dW2", "A1ᵀ dA2", part(r.gradient, 6, 2), 1};
        case Stage::kDb2:
            return {"db2", "Σ dA2", part(r.gradient, 8, 1), 1};
        case Stage::kDA1:
            return {"dA1", "dA2 W2ᵀ", r.da1, 2};
        case Stage::kDZ1:
            return {"dZ1", "dA1 where Z1 > 0", r.dz1, 2};
        case Stage::kDW1:
            return {"dW1", "Xᵀ dZ1", part(r.gradient, 0, 4), 2};
        case Stage::kDb1:
            return {"db1", "Σ dZ1", part(r.gradient, 4, 2), 2};
        case Stage::kUpdate:
            return {"update", "W − rate dW", part(r.next, 0, 9), 9};
    }
    CNN_ASSERT(false);
}

std::optional<Question> ByHandModel::question(int t) const {
    if (t + 1 >= count_steps()) return std::nullopt;
    const Cursor next = cursor_at(t + 1);
    const cnn::HandRound now = round(next.update);
    const cnn::HandParameters& p = parameters(next.update);
    Question question;
    question.shown_at = t + 1;
    const auto slip = [&](float value, const char* why) {
        if (std::isfinite(value)) question.mistakes.push_back({static_cast<double>(value), why});
    };
    const float error = now.a2[0] - y_[0];
    switch (next.stage) {
        case Stage::kA2:
            question.prompt = "The first row: what does the network say?";
            question.answer = static_cast<double>(now.a2[0]);
            slip(now.a2[0] - p[8], "The bias b2 is missing.");
            slip(now.a1[0] * p[6] + now.a1[1] * p[7] + p[4], "That is with b1 for b2.");
            break;
        case Stage::kDA2:
            question.prompt = "The first row: what is the gradient dA2?";
            question.answer = static_cast<double>(now.da2[0]);
            slip(-now.da2[0], "The sign: a prediction that is too large has a positive gradient.");
            slip(now.da2[0] / 2, "The 2 of the square's derivative is missing.");
            slip(2 * error / (settings_.averaged ? 1.0F : static_cast<float>(kRows)),
                 settings_.averaged ? "The 1 / n of the mean is missing."
                                    : "Here the lecture's 1 / n is missing: no division.");
            break;
        case Stage::kDb2:
            question.prompt = "What is the output bias' gradient?";
            question.answer = static_cast<double>(now.gradient[8]);
            slip(now.gradient[8] / kRows, "That is the mean: the rows' gradients add up.");
            slip(now.da2[0], "That is the first row's alone.");
            break;
        case Stage::kUpdate:
            question.prompt = "What does the output bias b2 become?";
            question.answer = static_cast<double>(now.next[8]);
            slip(p[8] + settings_.rate * now.gradient[8],
                 "That is uphill: the step goes against the gradient.");
            slip(p[8] - now.gradient[8], "The rate is missing.");
            break;
        default:
            return std::nullopt;
    }
    if (!std::isfinite(question.answer)) return std::nullopt;
    return question;
}

}  // namespace shell::lesson_by_hand
