// Bowl, ravine and saddle.
#include "core/train/surface.h"

#include "core/base/assert.h"

namespace cnn {
namespace {

constexpr float kSteepness = 30;  // of the ravine: how much steeper it is across than along
// The saddle turns up again at y = +-2, so that a path away from it ends somewhere.
constexpr float kRim = 0.0625F;

constexpr Surface kSurfaces[] = {
    {SurfaceKind::kBowl, "bowl", "(x² + y²) / 2"},
    {SurfaceKind::kRavine, "ravine", "(x² + 30 y²) / 2"},
    {SurfaceKind::kSaddle, "saddle", "(x² − y²) / 2 + y⁴ / 16"},
};

}  // namespace

std::span<const Surface> surfaces() { return kSurfaces; }

float surface_value(SurfaceKind kind, float x, float y) {
    switch (kind) {
        case SurfaceKind::kBowl:
            return (x * x + y * y) / 2;
        case SurfaceKind::kRavine:
            return (x * x + kSteepness * y * y) / 2;
        case SurfaceKind::kSaddle:
            return (x * x - y * y) / 2 + kRim * y * y * y * y;
    }
    CNN_ASSERT(false);
}

SurfaceGradient surface_gradient(SurfaceKind kind, float x, float y) {
    switch (kind) {
        case SurfaceKind::kBowl:
            return {x, y};
        case SurfaceKind::kRavine:
            return {x, kSteepness * y};
        case SurfaceKind::kSaddle:
            return {x, 4 * kRim * y * y * y - y};
    }
    CNN_ASSERT(false);
}

}  // namespace cnn
