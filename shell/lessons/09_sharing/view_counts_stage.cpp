// The stage of a count: its lines, and for the layer counted three ways a bar for each on a scale of powers.
#include <algorithm>
#include <array>
#include <cmath>

#include "shell/lessons/09_sharing/view.h"
#include "shell/lessons/view_counts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_sharing {
namespace {

// Each step along the bar is ten times as many.
void draw_bar(Ui& ui, std::string_view name, std::int64_t value, std::int64_t most, bool known) {
    const float room = ImGui::GetContentRegionAvail().x;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float label = ui.px(64);
    const float height = ui.px(18);
    const auto tens = [](std::int64_t number) {
        return std::log10(static_cast<float>(std::max<std::int64_t>(number, 2)));
    };
    const float share = known ? tens(value) / tens(most) : 0;
    draw_text(ui, TextStyle::kBold, at, ui.colour(Colour::kText), name);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 start = at + ImVec2(label, 0);
    const float whole = std::max(room - label - ui.px(150), ui.px(40));
    list->AddRectFilled(start, start + ImVec2(whole, height), ui.colour(Colour::kTrack), ui.px(4));
    list->AddRectFilled(start, start + ImVec2(whole * share, height), ui.colour(Colour::kKernelMark),
                        ui.px(4));
    draw_text(ui, TextStyle::kBold, at + ImVec2(room, 0), ui.colour(Colour::kOutput),
              known ? count_text(value) : "…", 1);
    ImGui::Dummy({std::max(room, 1.0F), height + ui.px(8)});
}

}  // namespace

void draw_counts(Ui& ui, const SharingModel& model) {
    const int t = model.player().t;
    {
        const Card card(ui, "lines");
        draw_count_lines(ui, model.lines(), t);
    }
    if (model.settings().topic != Topic::kCount) return;
    space(ui, 14);
    const Card card(ui, "bars");
    const Run scale = muted_run("each step of the scale is ten times as many");
    card_heading(ui, "Parameters", {&scale, 1});
    const ThreeCounts& counts = model.counts();
    draw_bar(ui, "dense", counts.dense, counts.dense, t >= 2);
    draw_bar(ui, "local", counts.local, counts.dense, t >= 3);
    draw_bar(ui, "shared", counts.shared, counts.dense, t >= 4);
    if (t >= 4)
        paragraph(ui,
                  "Sharing leaves one parameter of " +
                      count_text(counts.local / std::max<std::int64_t>(counts.shared, 1)) +
                      " of the local layer.",
                  TextStyle::kSmall, Colour::kMuted);
}

}  // namespace shell::lesson_sharing
