// Settings in, updates out.
#include "shell/lessons/16_optimisers/model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "shell/state/arguments.h"

namespace shell::lesson_optimisers {
namespace {

constexpr float kAway = 1e4F;  // a path that is as far out does not come back

Track run_weight(const Settings& settings, cnn::OptimizerKind kind) {
    Track track{kind, {}};
    std::array<float, cnn::kMostMoments> moments{};
    float w = settings.weight;
    for (int update = 1; update <= settings.updates; ++update) {
        track.updates.push_back(cnn::trace_update(kind, {settings.rate, update, settings.constants}, w,
                                                  settings.gradient_at(update), moments));
        w = track.updates.back().next;
    }
    return track;
}

Path run_path(const Settings& settings, cnn::OptimizerKind kind) {
    std::array<float, 2> at{settings.start_x, settings.start_y};
    std::array<std::array<float, 2>, cnn::kMostMoments> moments{};
    Path path{kind, {}};
    const auto add = [&] {
        path.points.push_back({at[0], at[1], cnn::surface_value(settings.surface, at[0], at[1])});
    };
    add();
    for (int update = 1; update <= settings.updates; ++update) {
        const cnn::SurfaceGradient slope = cnn::surface_gradient(settings.surface, at[0], at[1]);
        const std::array<float, 2> gradient{slope.x, slope.y};
        std::array<float, 2> next{};
        cnn::optimizer_info(kind).apply({settings.rate, update, settings.constants}, 2,
                                        {at.data(),
                                         gradient.data(),
                                         {moments[0].data(), moments[1].data(), moments[2].data()},
                                         next.data()});
        const bool stays = std::fabs(next[0]) < kAway && std::fabs(next[1]) < kAway;  // false for NaN
        if (!stays) break;
        at = next;
        add();
    }
    return path;
}

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<OptimisersModel>(); }

int lines_of(const Settings& settings) {
    std::size_t most = 1;
    for (const cnn::OptimizerKind kind : {settings.first, settings.second}) {
        std::array<float, cnn::kMostMoments> moments{};
        most = std::max(most, cnn::trace_update(kind, {settings.rate, 1}, 0, 1, moments).lines.size());
    }
    return static_cast<int>(most);
}

OptimisersModel::OptimisersModel() : SteppedModel({"quantity", "update", "update"}) {
    add_command({"start-here", "Start on the surface at \"x\", \"y\"", ""},
                [this](const Arguments& args) -> cnn::Status {
                    const auto x = real_argument(args, "x", -kEdge, kEdge);
                    if (!x) return x.error();
                    const auto y = real_argument(args, "y", -kEdge, kEdge);
                    if (!y) return y.error();
                    settings_.start_x = x.value();
                    settings_.start_y = y.value();
                    return settle();
                });
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

cnn::Status OptimisersModel::compute() {
    tracks_.clear();
    paths_.clear();
    for (const cnn::OptimizerKind kind : settings_.kinds()) {
        if (on_surface())
            paths_.push_back(run_path(settings_, kind));
        else
            tracks_.push_back(run_weight(settings_, kind));
    }
    return cnn::success();
}

int OptimisersModel::steps_per_part() const { return on_surface() ? 1 : lines_of(settings_); }

int OptimisersModel::count_steps() const {
    return on_surface() ? settings_.updates + 1 : settings_.updates * lines_of(settings_);
}

Cursor OptimisersModel::cursor_at(int t) const {
    if (on_surface()) return {t, 0};
    return {t / steps_per_part() + 1, t % steps_per_part()};
}

// Of a weight: the steps of updates 1 to 5, 100 and 1000, first of one optimiser, then of the other. On a
// surface: where the first path ends.
std::vector<float> OptimisersModel::outcome() const {
    if (on_surface()) return {paths_.front().points.back().x, paths_.front().points.back().y};
    std::vector<float> steps;
    for (const Track& track : tracks_)
        for (const std::size_t update : {1U, 2U, 3U, 4U, 5U, 100U, 1000U})
            if (update <= track.updates.size()) steps.push_back(track.updates[update - 1].step);
    return steps;
}

std::span<const LectureExample> OptimisersModel::lecture_examples() const { return optimiser_examples(); }
std::span<const Erratum> OptimisersModel::errata() const { return optimiser_errata(); }

std::optional<Question> OptimisersModel::question(int t) const {
    const Cursor now = cursor_at(t);
    Question question;
    const auto slip = [&](float value, const char* why) {
        question.mistakes.push_back({static_cast<double>(value), why});
    };
    if (on_surface()) {
        const std::vector<PathPoint>& points = paths_.front().points;
        const auto next = static_cast<std::size_t>(now.update) + 1;
        if (next >= points.size()) return std::nullopt;
        const PathPoint& at = points[next - 1];
        const float slope = cnn::surface_gradient(settings_.surface, at.x, at.y).y;
        question.prompt = std::string(cnn::optimizer_info(settings_.first).title) + ", update " +
                          std::to_string(next) + ": what will y be?";
        question.answer = static_cast<double>(points[next].y);
        question.shown_at = t + 1;
        slip(2 * at.y - points[next].y, "That is uphill: the step goes against the gradient.");
        slip(at.y - settings_.rate * slope, "That is the step of SGD: rate times gradient.");
        return question;
    }
    if (now.line != 0) return std::nullopt;
    const auto index = static_cast<std::size_t>(now.update - 1);
    const cnn::UpdateTrace& update = tracks_.front().updates[index];
    const float g = update.lines.front().value;
    question.prompt = std::string(cnn::optimizer_info(settings_.first).title) + ", update " +
                      std::to_string(now.update) + ": how large is the step?";
    question.answer = static_cast<double>(update.step);
    question.shown_at = t + update.step_line;
    slip(settings_.rate * g, "That is the step of SGD: rate times gradient.");
    slip(g, "That is the gradient; the rate is missing.");
    if (index > 0)
        slip(tracks_.front().updates[index - 1].step, "That was the step before: what it keeps has changed.");
    for (const cnn::UpdateLine& line : update.lines) {
        if (line.name == "m")
            slip(line.value * settings_.rate, "The mean is still to be divided by the root.");
        if ((line.name == "s" || line.name == "a" || line.name == "S") && line.value != 0)
            slip(settings_.rate * g / line.value, "Divide by the root of the squares, not by the squares.");
    }
    slip(tracks_.back().updates[index].step, "That is the other optimiser's step.");
    if (question.shown_at == t) return std::nullopt;
    return question;
}

}  // namespace shell::lesson_optimisers
