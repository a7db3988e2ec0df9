// The lesson in words and as JSON.
#include <algorithm>

#include "shell/lessons/16_optimisers/model.h"
#include "shell/state/field_text.h"

namespace shell::lesson_optimisers {
namespace {

using nlohmann::json;
using std::to_string;

std::string title_of(cnn::OptimizerKind kind) { return std::string(cnn::optimizer_info(kind).title); }

std::string line_text(const cnn::UpdateLine& line) {
    std::string text(line.name);
    if (line.formula == "as it was" || line.formula == "the gradient")
        text.append(", ").append(line.formula).append(",");
    else if (!line.formula.empty())
        text.append(" = ").append(line.formula);
    const bool comma = text.back() == ',';
    return text + (comma ? " is " : " = ") + number_text(line.value);
}

// What an optimiser computes at this line; empty where it has finished.
std::string now_text(const Track& track, const Cursor& now) {
    const auto& lines = track.updates[static_cast<std::size_t>(now.update - 1)].lines;
    if (static_cast<std::size_t>(now.line) >= lines.size()) return {};
    return " " + title_of(track.kind) + ": " + line_text(lines[static_cast<std::size_t>(now.line)]) + ".";
}

std::string point_text(const Path& path, int update) {
    const auto at = std::min(static_cast<std::size_t>(update), path.points.size() - 1);
    const PathPoint& point = path.points[at];
    const bool away = at < static_cast<std::size_t>(update);
    return " " + title_of(path.kind) +
           (away ? " has run away." : ": x " + number_text(point.x) + ", y " + number_text(point.y) + ".");
}

json track_json(const Track& track, int update) {
    json lines = json::array();
    for (const cnn::UpdateLine& line : track.updates[static_cast<std::size_t>(update - 1)].lines)
        lines.push_back({{"name", line.name}, {"formula", line.formula}, {"value", number_json(line.value)}});
    json steps = json::array();
    for (const cnn::UpdateTrace& one : track.updates) steps.push_back(number_json(one.step));
    return {{"optimiser", cnn::optimizer_name(track.kind)},
            {"lines", lines},
            {"steps", steps},
            {"weight", number_json(track.updates[static_cast<std::size_t>(update - 1)].next)}};
}

json path_json(const Path& path) {
    json points = json::array();
    for (const PathPoint& point : path.points)
        points.push_back({number_json(point.x), number_json(point.y), number_json(point.value)});
    return {{"optimiser", cnn::optimizer_name(path.kind)}, {"points", points}};
}

}  // namespace

std::string OptimisersModel::stage_title() const {
    if (!on_surface())
        return "One weight, two optimisers, the same gradients and e = " + number_text(settings_.epsilon());
    return "Paths downhill: f = " +
           std::string(cnn::surfaces()[static_cast<std::size_t>(settings_.surface)].formula);
}

std::string OptimisersModel::step_sentence() const {
    const Cursor now = cursor();
    if (on_surface()) {
        std::string text =
            now.update == 0 ? "The start."
                            : "After " + to_string(now.update) + (now.update == 1 ? " update." : " updates.");
        for (const Path& path : paths_) text += point_text(path, now.update);
        return text;
    }
    std::string text = "Update " + to_string(now.update) + ".";
    for (const Track& track : tracks_) text += now_text(track, now);
    return text;
}

std::string OptimisersModel::place_label() const {
    const Cursor now = cursor();
    const std::string update = "update " + to_string(now.update) + " of " + to_string(settings_.updates);
    return on_surface() ? update
                        : update + " · " + to_string(now.line + 1) + " of " + to_string(steps_per_part());
}

StepText OptimisersModel::step_text() const {
    const Cursor now = cursor();
    StepText step{step_sentence(), {}, {}, {}};
    if (on_surface()) {
        step.columns = {"optimiser", "x", "y", "f"};
        for (const Path& path : paths_) {
            const PathPoint& at =
                path.points[std::min(static_cast<std::size_t>(now.update), path.points.size() - 1)];
            step.rows.push_back(
                {title_of(path.kind), number_text(at.x), number_text(at.y), number_text(at.value)});
        }
        step.latex = "f(" + step.rows[0][1] + ", " + step.rows[0][2] + ") = " + step.rows[0][3];
        return step;
    }
    step.columns = {"optimiser", "quantity", "formula", "value"};
    for (const Track& track : tracks_) {
        const auto& lines = track.updates[static_cast<std::size_t>(now.update - 1)].lines;
        for (std::size_t i = 0; i < lines.size() && static_cast<int>(i) <= now.line; ++i)
            step.rows.push_back({title_of(track.kind), std::string(lines[i].name),
                                 std::string(lines[i].formula), number_text(lines[i].value)});
    }
    const auto& lines = tracks_.front().updates[static_cast<std::size_t>(now.update - 1)].lines;
    const std::size_t at = std::min(static_cast<std::size_t>(now.line), lines.size() - 1);
    step.latex = "\\text{" + std::string(lines[at].name) + "}_{" + to_string(now.update) +
                 "} = " + number_text(lines[at].value);
    return step;
}

json OptimisersModel::lesson_state() const {
    const Cursor now = cursor();
    json out = {{"look", look_names()[static_cast<std::size_t>(settings_.look)]},
                {"rate", number_json(settings_.rate)},
                {"epsilon", number_json(settings_.epsilon())},
                {"updates", settings_.updates},
                {"cursor", {{"update", now.update}, {"line", now.line}}}};
    if (on_surface()) {
        out["surface"] = surface_names()[static_cast<std::size_t>(settings_.surface)];
        out["paths"] = json::array();
        for (const Path& path : paths_) out["paths"].push_back(path_json(path));
        return out;
    }
    out["start"] = number_json(settings_.weight);
    out["gradients"] = gradient_names()[static_cast<std::size_t>(settings_.gradients)];
    out["tracks"] = json::array();
    for (const Track& track : tracks_) out["tracks"].push_back(track_json(track, now.update));
    return out;
}

std::string OptimisersModel::lesson_sentences() const {
    const Cursor now = cursor();
    std::string text = "Rate " + number_text(settings_.rate) + ", " +
                       cnn::constants_words(settings_.constants) + " for all.\n";
    if (on_surface()) {
        for (const Path& path : paths_)
            text += title_of(path.kind) + " ends at x " + number_text(path.points.back().x) + ", y " +
                    number_text(path.points.back().y) + ", where f is " +
                    number_text(path.points.back().value) + ", after " + to_string(path.points.size() - 1) +
                    " updates.\n";
        return text;
    }
    for (const Track& track : tracks_) {
        const cnn::UpdateTrace& update = track.updates[static_cast<std::size_t>(now.update - 1)];
        text += title_of(track.kind) + ", update " + to_string(now.update) + ":\n";
        for (const cnn::UpdateLine& line : update.lines) text += line_text(line) + ".\n";
        text += "The weight is then " + number_text(update.next) + ".\n";
    }
    return text;
}

}  // namespace shell::lesson_optimisers
