// Fields and gradients.
#include "shell/lessons/16_optimisers/settings.h"

#include <array>

#include "core/base/assert.h"
#include "shell/lessons/constant_fields.h"

namespace shell::lesson_optimisers {
namespace {

constexpr std::array<std::string_view, 2> kLooks{"weight", "surface"};
constexpr std::array<std::string_view, 4> kGradients{"constant", "rare", "alternating", "spike"};

template <class Choice>
void visit_choice(FieldVisitor& visitor, FieldName name, Choice& choice,
                  std::span<const std::string_view> names) {
    int index = static_cast<int>(choice);
    visitor.choice(name, index, names);
    choice = static_cast<Choice>(index);
}

}  // namespace

std::span<const std::string_view> optimiser_names() { return third_names().subspan(1); }

std::span<const std::string_view> third_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all{"none"};
        for (const cnn::OptimizerInfo& info : cnn::optimizers()) all.push_back(info.name);
        return all;
    }();
    return names;
}

std::span<const std::string_view> look_names() { return kLooks; }
std::span<const std::string_view> gradient_names() { return kGradients; }

std::span<const std::string_view> surface_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const cnn::Surface& surface : cnn::surfaces()) all.push_back(surface.name);
        return all;
    }();
    return names;
}

float Settings::gradient_at(int update) const {
    switch (gradients) {
        case Gradients::kConstant:
            return size;
        case Gradients::kRare:
            return update % every == 0 ? size : 0;
        case Gradients::kAlternating:
            return update % 2 == 1 ? size : -size;
        case Gradients::kSpike:
            return update == kSpikeAt ? size * kSpikeTimes : size;
    }
    CNN_ASSERT(false);
}

std::vector<cnn::OptimizerKind> Settings::kinds() const {
    std::vector<cnn::OptimizerKind> all{first, second};
    if (look == Look::kSurface && third > 0) all.push_back(static_cast<cnn::OptimizerKind>(third - 1));
    return all;
}

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    visit_choice(visitor, {"look", "One weight or a surface"}, settings.look, kLooks);
    visit_choice(visitor, {"first", "First optimiser"}, settings.first, optimiser_names());
    visit_choice(visitor, {"second", "Second optimiser"}, settings.second, optimiser_names());
    visitor.choice({"third", "Third optimiser, on a surface"}, settings.third, third_names());
    visitor.real({"rate", "Rate"}, settings.rate, 0, 10);
    visitor.real({"epsilon", "Epsilon of all optimisers"}, *settings.constants.epsilon, kLeastEpsilon,
                 kMostEpsilon);
    for (const cnn::ConstantInfo& info : cnn::constant_infos())
        if (info.value != &cnn::OptimizerConstants::epsilon)
            visit_constant(visitor, info, settings.constants);
    visitor.integer({"updates", "Updates"}, settings.updates, 1, kMostUpdates);
    visitor.real({"weight", "Weight before the first update"}, settings.weight, -kMostWeight, kMostWeight);
    visit_choice(visitor, {"gradients", "Gradients"}, settings.gradients, kGradients);
    visitor.real({"size", "Size of the gradient"}, settings.size, -1e6F, 1e6F);
    visitor.integer({"every", "Rare: every so many updates"}, settings.every, 2, 50);
    visit_choice(visitor, {"surface", "Surface"}, settings.surface, surface_names());
    visitor.real({"start_x", "Start, x"}, settings.start_x, -kEdge, kEdge);
    visitor.real({"start_y", "Start, y"}, settings.start_y, -kEdge, kEdge);
}

}  // namespace shell::lesson_optimisers
