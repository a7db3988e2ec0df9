// The lesson without its picture: one weight under two optimisers, quantity by quantity, or paths of up to
// three on a surface. All arithmetic is core's.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/train/optimizer_trace.h"
#include "shell/lessons/16_optimisers/settings.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_optimisers {

// One weight, from update to update.
struct Track {
    cnn::OptimizerKind kind = cnn::OptimizerKind::kSgd;
    std::vector<cnn::UpdateTrace> updates;
};

struct PathPoint {
    float x = 0;
    float y = 0;
    float value = 0;
};
// On the surface; ends early where it runs away.
struct Path {
    cnn::OptimizerKind kind = cnn::OptimizerKind::kSgd;
    std::vector<PathPoint> points;  // the start first
};

struct Cursor {
    int update = 1;  // counted from 1; on a surface how many are done
    int line = 0;    // which quantity of it was computed last
};

class OptimisersModel final : public SteppedModel {
 public:
    OptimisersModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override;
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    bool on_surface() const { return settings_.look == Look::kSurface; }
    const std::vector<Track>& tracks() const { return tracks_; }  // two, of one weight
    const std::vector<Path>& paths() const { return paths_; }     // two or three, on the surface
    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const;

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<OptimisersModel>(); }

    Settings settings_;
    std::vector<Track> tracks_;
    std::vector<Path> paths_;
};

// How many quantities the longer of two formulas has.
int lines_of(const Settings& settings);

std::span<const LectureExample> optimiser_examples();
std::span<const Erratum> optimiser_errata();

}  // namespace shell::lesson_optimisers
