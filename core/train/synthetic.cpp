#include "core/train/synthetic.h"

#include <string>

#include "core/base/math.h"
#include "core/base/rng.h"

namespace cnn {
namespace {

constexpr std::uint64_t kSyntheticStream = 4;

using K = SyntheticKind;
constexpr SyntheticInfo kSets[] = {
    {K::kGaussians, "gaussians", "two clouds, which a line parts", 2},
    {K::kXor, "xor", "four squares, opposite ones of one class", 2},
    {K::kCircles, "circles", "a ring inside a ring", 2},
    {K::kMoons, "moons", "two half moons, hooked into each other", 2},
    {K::kSpirals, "spirals", "three arms, a turn each", 3},
};

struct Point {
    double x = 0;
    double y = 0;
};

Point on_circle(double radius, double half_turns) {
    return {radius * cos_pi(half_turns), radius * sin_pi(half_turns)};
}

Point point_of(SyntheticKind kind, int label, Rng& rng) {
    const auto u = static_cast<double>(rng.unit());
    const auto v = static_cast<double>(rng.unit());
    const double side = label == 0 ? -1 : 1;
    switch (kind) {
        case SyntheticKind::kGaussians:
            return {0.5 * side, 0.5 * side};
        case SyntheticKind::kXor: {
            const double x = 2 * u - 1;
            return {x, (x < 0 ? -v : v) * -side};
        }
        case SyntheticKind::kCircles:
            return on_circle(label == 0 ? 1 : 0.5, 2 * u);
        case SyntheticKind::kMoons: {
            const Point p = on_circle(0.66, u);
            return label == 0 ? Point{p.x - 0.33, p.y - 0.16} : Point{0.33 - p.x, 0.16 - p.y};
        }
        case SyntheticKind::kSpirals:
            return on_circle(0.1 + 0.9 * u, 2 * u + 2.0 * label / 3);
    }
    return {};
}

float nearly_normal(Rng& rng) {
    float sum = 0;
    for (int i = 0; i < 4; ++i) sum += rng.unit();
    return 1.7320508F * (sum - 2);  // the sum's variance is 4 / 12
}

}  // namespace

std::span<const SyntheticInfo> synthetic_sets() { return kSets; }

std::optional<SyntheticKind> find_synthetic(std::string_view name) {
    for (const SyntheticInfo& info : kSets)
        if (info.name == name) return info.kind;
    return std::nullopt;
}

Dataset make_synthetic(SyntheticKind kind, int count, float noise, std::uint64_t seed) {
    const SyntheticInfo& info = kSets[static_cast<std::size_t>(kind)];
    Rng rng(seed, kSyntheticStream);
    Dataset data;
    data.name = std::string(info.name);
    data.image = {1, 2, 1, 1};
    data.classes = info.classes;
    for (int i = 0; i < count; ++i) {
        const int label = i % info.classes;
        const Point point = point_of(kind, label, rng);
        data.values.edit().push_back(static_cast<float>(point.x) + noise * nearly_normal(rng));
        data.values.edit().push_back(static_cast<float>(point.y) + noise * nearly_normal(rng));
        data.labels.push_back(static_cast<std::uint8_t>(label));
    }
    return data;
}

}  // namespace cnn
