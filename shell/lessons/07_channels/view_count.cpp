// The stage of the count: the layers as a chain, the current layer's filters as stacks of sheets, and the
// products that give its numbers.
#include <algorithm>
#include <span>
#include <vector>

#include "shell/lessons/07_channels/view.h"
#include "shell/lessons/view_counts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_channels {
namespace {

using std::to_string;

std::string shape_words(const cnn::Shape& shape) {
    return to_string(shape.h) + " × " + to_string(shape.w) + " × " + to_string(shape.c);
}

void draw_chain(Ui& ui, const ChannelsModel& model) {
    const StackSettings& stack = model.settings().stack;
    const int layer = model.player().t / kLinesPerLayer;
    const bool counted = model.player().t % kLinesPerLayer >= 3;
    std::vector<ChainBox> boxes{{"picture", shape_words(model.stack().front().usual.input), "", ""}};
    for (std::size_t i = 0; i < model.stack().size(); ++i) {
        const CountedLayer& one = model.stack()[i];
        const int index = static_cast<int>(i);
        const bool known = index < layer || (index == layer && counted);
        const std::string kernel = to_string(stack.kernel) + "×" + to_string(stack.kernel);
        boxes.push_back({"conv " + to_string(one.output().c) + " " + kernel, shape_words(one.output()),
                         known ? count_text(one.parameters(stack.separable)) : "…", ""});
    }
    if (const auto pressed = layer_chain(ui, "layers", boxes, layer + 1); pressed && *pressed > 0)
        ui.command("scrub", {{"t", (*pressed - 1) * kLinesPerLayer}});
}

// `sheets` squares one behind the other; as many as can be told apart.
void draw_stack(const Ui& ui, ImVec2 at, float side, int sheets, Colour soft, Colour mark) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float shift = ui.px(4);
    for (int i = std::min(sheets, 6) - 1; i >= 0; --i) {
        const ImVec2 corner = at + ImVec2(shift, shift) * static_cast<float>(i);
        list->AddRectFilled(corner, corner + ImVec2(side, side), ui.colour(soft), ui.px(3));
        list->AddRect(corner, corner + ImVec2(side, side), ui.colour(mark), ui.px(3), 0, ui.px(1));
    }
}

// The filters of the current layer, each with a sheet for every channel that it reads.
void draw_filters(Ui& ui, const ChannelsModel& model, const CountedLayer& layer) {
    const bool separable = model.settings().stack.separable;
    const int filters = layer.output().c;
    const int sheets = layer.usual.input.c;
    const float side = ui.px(26);
    const float wide = side + ui.px(4) * static_cast<float>(std::min(sheets, 6) - 1) + ui.px(14);
    const float room = ImGui::GetContentRegionAvail().x;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const int shown = std::clamp(static_cast<int>(room / wide), 1, std::min(separable ? 1 : filters, 12));
    for (int i = 0; i < shown; ++i)
        draw_stack(ui, at + ImVec2(wide * static_cast<float>(i), 0), side, sheets, Colour::kKernelSoft,
                   Colour::kKernelMark);
    ImGui::Dummy({std::max(room, 1.0F), side + ui.px(24)});
    const std::string kernel =
        to_string(layer.usual.window.y.kernel) + " × " + to_string(layer.usual.window.y.kernel);
    const std::string words =
        separable ? "A sheet of " + kernel + " for each of " + to_string(sheets) + " channels, then " +
                        to_string(filters) + " filters of 1 × 1 × " + to_string(sheets)
                  : to_string(filters) + (filters == 1 ? " filter of " : " filters of ") + kernel + " × " +
                        to_string(sheets) + (shown < filters ? ", not all drawn" : "");
    paragraph(ui, words, TextStyle::kSmall, Colour::kMuted);
}

}  // namespace

void draw_count(Ui& ui, const ChannelsModel& model) {
    const int t = model.player().t;
    const int layer = t / kLinesPerLayer;
    {
        const Card card(ui, "chain");
        draw_chain(ui, model);
    }
    space(ui, 14);
    const Card card(ui, "count");
    const Run here = muted_run("layer " + to_string(layer + 1) + " of " + to_string(model.stack().size()));
    card_heading(ui, "Weights", {&here, 1});
    draw_filters(ui, model, model.stack()[static_cast<std::size_t>(layer)]);
    space(ui, 8);
    draw_count_lines(
        ui,
        std::span(model.lines()).subspan(static_cast<std::size_t>(layer * kLinesPerLayer), kLinesPerLayer),
        t % kLinesPerLayer);
    const bool all = model.player().at_end();
    key_value(ui, "Parameters of all layers", all ? count_text(model.total_parameters()) : "…",
              Colour::kOutput);
    key_value(ui, "Multiply-adds for one picture", all ? count_text(model.total_products()) : "…");
}

}  // namespace shell::lesson_channels
