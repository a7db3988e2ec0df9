// The right column: optimisers, rate, gradients or surface.
#include <array>
#include <vector>

#include "shell/lessons/16_optimisers/view.h"
#include "shell/lessons/view_constants.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_optimisers {
namespace {

std::vector<MenuRow> optimiser_rows(bool with_none) {
    std::vector<MenuRow> rows;
    if (with_none) rows.push_back({"", "None", "", false});
    for (const cnn::OptimizerInfo& info : cnn::optimizers())
        rows.push_back({"", std::string(info.title), std::string(info.remark), false});
    return rows;
}

void optimiser_controls(Ui& ui, const OptimisersModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Optimisers");
    const std::vector<MenuRow> rows = optimiser_rows(false);
    if (const auto chosen = menu_row(ui, "first", "First", rows, static_cast<int>(settings.first)))
        ui.set("first", optimiser_names()[static_cast<std::size_t>(*chosen)]);
    if (const auto chosen = menu_row(ui, "second", "Second", rows, static_cast<int>(settings.second)))
        ui.set("second", optimiser_names()[static_cast<std::size_t>(*chosen)]);
    if (model.on_surface())
        if (const auto chosen = menu_row(ui, "third", "Third", optimiser_rows(true), settings.third))
            ui.set("third", third_names()[static_cast<std::size_t>(*chosen)]);
    if (const auto rate = number_field(ui, "rate", "Rate r", settings.rate, 0, 10)) ui.set("rate", *rate);
    if (const auto e =
            number_field(ui, "epsilon", "ε, e, for all", settings.epsilon(), kLeastEpsilon, kMostEpsilon))
        ui.set("epsilon", *e);
    for (const cnn::ConstantInfo& info : cnn::constant_infos())
        if (info.value != &cnn::OptimizerConstants::epsilon)
            constant_row(ui, info, settings.kinds(), settings.constants);
    if (const auto updates = slider_row(ui, "updates", "Updates", settings.updates, 1, kMostUpdates))
        ui.set("updates", *updates);
    space(ui, 14);
}

template <std::size_t count>
void choice(Ui& ui, const char* key, const std::array<std::string_view, count>& labels, int chosen,
            std::span<const std::string_view> names) {
    if (const auto pressed = segmented(ui, key, labels, chosen); pressed && *pressed != chosen)
        ui.set(key, names[static_cast<std::size_t>(*pressed)]);
}

void gradient_controls(Ui& ui, const Settings& settings) {
    heading(ui, "Gradients");
    constexpr std::array<std::string_view, 4> kLabels{"Constant", "Rare", "Alternating", "Spike"};
    choice(ui, "gradients", kLabels, static_cast<int>(settings.gradients), gradient_names());
    constexpr std::array<std::string_view, 4> kWords{
        "The same gradient in every update.", "A gradient now and then, otherwise 0.",
        "Plus and minus by turns: there is nothing to gain.", "The fifth is 1000 times as large."};
    paragraph(ui, kWords[static_cast<std::size_t>(settings.gradients)], TextStyle::kSmall, Colour::kMuted);
    if (const auto size = number_field(ui, "size", "Gradient g", settings.size, -1e6F, 1e6F))
        ui.set("size", *size);
    if (const auto weight = number_field(ui, "weight", "Start w", settings.weight, -kMostWeight, kMostWeight))
        ui.set("weight", *weight);
    if (settings.gradients == Gradients::kRare)
        if (const auto every = slider_row(ui, "every", "Every", settings.every, 2, 50))
            ui.set("every", *every);
    space(ui, 14);
}

void surface_controls(Ui& ui, const Settings& settings) {
    heading(ui, "Surface");
    constexpr std::array<std::string_view, 3> kLabels{"Bowl", "Ravine", "Saddle"};
    choice(ui, "surface", kLabels, static_cast<int>(settings.surface), surface_names());
    if (const auto x = number_field(ui, "start_x", "Start x", settings.start_x, -kEdge, kEdge))
        ui.set("start_x", *x);
    if (const auto y = number_field(ui, "start_y", "Start y", settings.start_y, -kEdge, kEdge))
        ui.set("start_y", *y);
    paragraph(ui, "Or press on the surface where it is to start.", TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const OptimisersModel& model) {
    optimiser_controls(ui, model);
    model.on_surface() ? surface_controls(ui, model.settings()) : gradient_controls(ui, model.settings());
}

}  // namespace shell::lesson_optimisers
