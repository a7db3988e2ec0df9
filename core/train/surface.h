// Functions of two parameters whose shape can be seen: what optimisers are compared on before a network is.
#pragma once

#include <span>
#include <string_view>

namespace cnn {

enum class SurfaceKind { kBowl, kRavine, kSaddle };

struct Surface {
    SurfaceKind kind;
    std::string_view name;     // "ravine"
    std::string_view formula;  // "(x² + 30 y²) / 2"
};
std::span<const Surface> surfaces();

float surface_value(SurfaceKind kind, float x, float y);

struct SurfaceGradient {
    float x = 0;
    float y = 0;
};
SurfaceGradient surface_gradient(SurfaceKind kind, float x, float y);

}  // namespace cnn
