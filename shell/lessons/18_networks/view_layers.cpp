// The stage: two strips that show which layers have the parameters and the work, and the table of all layers.
#include <algorithm>
#include <string>
#include <vector>

#include "shell/lessons/18_networks/view.h"
#include "shell/lessons/view_layer_table.h"
#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_networks {
namespace {

using Count = std::int64_t cnn::LayerSummary::*;

// A strip of the whole width in which each layer has its share.
struct Strip {
    std::string_view name;
    std::string_view label;
    Count count;
    std::int64_t all;
    Colour colour;
};

// The layer at this share of the strip.
int layer_at(const NetworksModel& model, const Strip& strip, float share) {
    const std::vector<cnn::LayerSummary>& layers = model.summary().layers;
    std::int64_t left = static_cast<std::int64_t>(share * static_cast<float>(strip.all));
    int last = 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (layers[i].*strip.count == 0) continue;
        last = static_cast<int>(i);
        left -= layers[i].*strip.count;
        if (left < 0) break;
    }
    return last;
}

void fill_strip(const Ui& ui, const NetworksModel& model, const Strip& strip, ImVec2 min, ImVec2 max) {
    const std::vector<cnn::LayerSummary>& layers = model.summary().layers;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, max, ui.colour(Colour::kTrack), ui.px(4));
    const float gap = std::max(1.0F, ui.px(1));
    std::int64_t before = 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const std::int64_t count = layers[i].*strip.count;
        if (count == 0 || static_cast<int>(i) > model.last_told()) continue;
        const auto place = [&](std::int64_t sum) {
            return min.x + (max.x - min.x) * static_cast<float>(sum) / static_cast<float>(strip.all);
        };
        const float left = place(before);
        const float right = std::max(left + 1, place(before + count) - gap);
        const bool now = static_cast<int>(i) == model.layer();
        list->AddRectFilled({left, min.y}, {right, max.y}, ui.colour(strip.colour, now ? 1.0F : 0.4F),
                            ui.px(2));
        before += count;
    }
}

void draw_strip(Ui& ui, const NetworksModel& model, const Strip& strip) {
    const std::int64_t now = model.summary().layers[static_cast<std::size_t>(model.layer())].*strip.count;
    const Run words[] = {
        {std::string(strip.label) + "  ", Colour::kText, true},
        {model.quiz().on ? "" : count_text(strip.all) + "  ", Colour::kText, false},
        muted_run(now > 0 && !model.quiz().on
                      ? percent_text(static_cast<double>(now) / static_cast<double>(strip.all), 1) +
                            " in layer " + std::to_string(model.layer() + 1)
                      : "")};
    text_runs(ui, words);
    const Press p = press(ui, strip.name, {ImGui::GetContentRegionAvail().x, ui.px(22)});
    fill_strip(ui, model, strip, p.min, p.max);
    const float share = std::clamp((ImGui::GetIO().MousePos.x - p.min.x) / (p.max.x - p.min.x), 0.0F, 1.0F);
    const int pointed = p.hovered ? layer_at(model, strip, share) : model.layer();
    if (pointed <= model.last_told())
        tooltip(ui, "Layer " + std::to_string(pointed + 1) + ", " +
                        model.summary().layers[static_cast<std::size_t>(pointed)].text + ": " +
                        count_text(model.summary().layers[static_cast<std::size_t>(pointed)].*strip.count));
    if (p.pressed && p.hovered) ui.command("scrub", {{"t", pointed}});
}

// As many of the columns as there is room for, so that the layers' own words are whole.
LayerColumns columns_in(const Ui& ui, float width) {
    const bool middling = width >= ui.px(560);
    return {true, middling, width >= ui.px(760), middling};
}

// Brings the row into the middle of what is seen, where it is not in sight.
void reveal_row(const Ui& ui, const std::string& name) {
    const auto found =
        std::find_if(ui.items.begin(), ui.items.end(), [&](const Item& item) { return item.name == name; });
    if (found == ui.items.end()) return;
    const float top = ImGui::GetWindowPos().y;
    const float bottom = top + ImGui::GetWindowHeight();
    if (found->y >= top && found->y + found->height <= bottom) return;
    ImGui::SetScrollFromPosY(found->y - top, 0.5F);
}

}  // namespace

void draw_shares(Ui& ui, const NetworksModel& model) {
    const Card card(ui, "shares");
    const cnn::NetworkSummary& summary = model.summary();
    if (summary.parameters > 0)
        draw_strip(ui, model,
                   {"share.parameters", "Parameters", &cnn::LayerSummary::parameters, summary.parameters,
                    Colour::kKernelMark});
    space(ui, 8);
    if (summary.multiply_adds > 0)
        draw_strip(ui, model,
                   {"share.work", "Multiply-adds", &cnn::LayerSummary::multiply_adds, summary.multiply_adds,
                    Colour::kOutputMark});
}

void draw_layers(Ui& ui, const NetworksModel& model, bool reveal) {
    {
        const Card card(ui, "layers");
        const LayerColumns columns = columns_in(ui, ImGui::GetContentRegionAvail().x);
        if (const auto pressed =
                layer_table(ui, "layers", model.summary(), columns, model.layer(), model.last_told()))
            ui.command("scrub", {{"t", *pressed}});
    }
    if (reveal) reveal_row(ui, "layers." + std::to_string(model.layer()));
}

}  // namespace shell::lesson_networks
