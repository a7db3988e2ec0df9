// The state of the lesson as plain values: which optimisers, what they are given, and for how long.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/train/optimizer.h"
#include "core/train/surface.h"
#include "shell/state/fields.h"

namespace shell::lesson_optimisers {

inline constexpr int kMostUpdates = 1000;
inline constexpr float kLeastEpsilon = 1e-12F;
inline constexpr float kMostEpsilon = 0.1F;
inline constexpr float kMostWeight = 1000;  // to begin with
inline constexpr float kEdge = 3;           // of the surfaces that are shown, in both directions
inline constexpr int kSpikeAt = 5;          // the update with the one large gradient
inline constexpr float kSpikeTimes = 1000;

enum class Look { kWeight, kSurface };
enum class Gradients { kConstant, kRare, kAlternating, kSpike };

struct Settings {
    Look look = Look::kWeight;
    cnn::OptimizerKind first = cnn::OptimizerKind::kAdamPrinted;
    cnn::OptimizerKind second = cnn::OptimizerKind::kAdam;
    int third = 0;  // on surfaces: 0 none, else one more than the kind
    float rate = 0.01F;
    // Of all optimisers that have them; epsilon is always said, because theirs are not the same.
    cnn::OptimizerConstants constants{.epsilon = 1e-8F};
    int updates = 20;
    float weight = 1;  // before the first update
    Gradients gradients = Gradients::kConstant;
    float size = 1;  // of the gradient
    int every = 10;  // rare: only every so many updates
    cnn::SurfaceKind surface = cnn::SurfaceKind::kRavine;
    float start_x = -2.5F;
    float start_y = 1;

    float epsilon() const { return *constants.epsilon; }
    float gradient_at(int update) const;            // counted from 1
    std::vector<cnn::OptimizerKind> kinds() const;  // those that are compared
};

std::span<const std::string_view> optimiser_names();
std::span<const std::string_view> third_names();  // "none" first
std::span<const std::string_view> look_names();
std::span<const std::string_view> gradient_names();
std::span<const std::string_view> surface_names();

void visit_fields(FieldVisitor& visitor, Settings& settings);

}  // namespace shell::lesson_optimisers
