// The stage's first card: the sheets of input, kernel and output, arranged so that they can be read, with
// operator signs and what the hovered cell touches.
#include <algorithm>
#include <array>
#include <cmath>

#include "shell/lessons/01_convolution/view_sheets.h"
#include "shell/lessons/01_convolution/words.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_convolution {
namespace {

using What = Touched::What;

Measures measures_of(const Ui& ui, float height) {
    constexpr float kLowStage = 260;  // a page that was zoomed in, a phone held sideways
    const bool scrolled = ui.phone() || height < ui.px(kLowStage);
    Measures measures;
    // 16 x 16 with "same" padding stands on a laptop's stage with cells of 17. A phone is scrolled before its
    // cells become too small for a finger's tip, a low stage before they become too small for three digits.
    measures.least = ui.px(17);
    measures.most = ui.px(64);
    measures.readable = ui.px(scrolled ? 32 : 17);
    measures.comfortable = ui.px(scrolled ? 34 : 23);
    measures.small = ui.px(24);
    measures.gap = ui.px(3);
    measures.small_gap = ui.px(1);
    measures.caption = ui.font_size(TextStyle::kLabel) + ui.px(8);
    measures.sheet_gap = ui.px(12);
    measures.sign = ui.px(ui.phone() ? 26 : 30);
    measures.block_gap = ui.px(14);
    return measures;
}

Arrangement arrange_sheets(const Stage& stage, const ShownSheets& sheets, ImVec2 space) {
    const Ui& ui = stage.ui;
    const auto width = [&](const std::string& caption) {
        return text_size(ui, TextStyle::kLabel, caption).x;
    };
    const auto channels = static_cast<int>(sheets.channels.size());
    const bool pair = stage.turned() && channels == 1;
    const cnn::WindowPlan& window = stage.window();
    const Block input{channels, stage.padded_rows(), stage.padded_columns(), width(input_caption(stage, 0)),
                      0};
    const Block kernel{
        pair ? 2 : channels, window.y.kernel, window.x.kernel,
        std::max(width(kernel_caption(stage, 0, true)), width(kernel_caption(stage, 0, false))), ui.px(24)};
    const Block output{static_cast<int>(sheets.filters.size()), window.y.output, window.x.output,
                       width(output_caption(stage, 0)), 0};
    return arrange(input, kernel, output, measures_of(ui, space.y), space);
}

// All sheets if their numbers can be read well; otherwise the one channel, then also the one filter.
void choose_sheets(Stage& stage, ImVec2 space) {
    const auto range = [](int count) {
        std::vector<int> all(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) all[static_cast<std::size_t>(i)] = i;
        return all;
    };
    const float readable = stage.ui.px(22);
    const auto fits = [&] {
        return stage.place.cell.x >= readable && stage.place.size.x <= space.x &&
               stage.place.size.y <= space.y;
    };
    stage.sheets = {true, true, range(stage.settings().channels), range(stage.settings().filters)};
    stage.place = arrange_sheets(stage, stage.sheets, space);
    if (!fits() && stage.settings().channels > 1) {
        stage.sheets.all_channels = false;
        stage.sheets.channels = {stage.state.channel};
        stage.place = arrange_sheets(stage, stage.sheets, space);
    }
    if (!fits() && stage.settings().filters > 1) {
        stage.sheets.all_filters = false;
        stage.sheets.filters = {stage.state.filter};
        stage.place = arrange_sheets(stage, stage.sheets, space);
    }
}

bool has_tabs(const Stage& stage) { return !stage.sheets.all_channels || stage.settings().filters > 1; }

// A switch of `width` at `x` of the current line.
void tabs(Ui& ui, std::string_view name, std::span<const std::string_view> labels, float width, float x,
          int& chosen) {
    ImGui::SetCursorScreenPos({x, ImGui::GetCursorScreenPos().y});
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::BeginChild("##tabs", {width, ui.target()}, ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
    if (const auto pressed = segmented(ui, name, labels, chosen)) chosen = *pressed;
    ImGui::EndChild();
    ImGui::PopID();
}

// The card's last line: the channel where only one fits, what the pointer touches, the filter whose weights
// are shown.
void last_line(Stage& stage, std::string_view words) {
    constexpr std::array<std::string_view, 3> kChannels{"Ch. 1", "Ch. 2", "Ch. 3"};
    constexpr std::array<std::string_view, 2> kFilters{"Filter 1", "Filter 2"};
    Ui& ui = stage.ui;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    float left = at.x;
    float right = at.x + ImGui::GetContentRegionAvail().x;
    if (!stage.sheets.all_channels) {
        const auto labels = std::span(kChannels).first(static_cast<std::size_t>(stage.settings().channels));
        const float width = ui.px(52) * static_cast<float>(labels.size());
        tabs(ui, "channel-tabs", labels, width, left, stage.state.channel);
        left += width + ui.px(10);
    }
    if (stage.settings().filters > 1) {
        ImGui::SetCursorScreenPos(at);
        tabs(ui, "filter-tabs", kFilters, ui.px(144), right - ui.px(144), stage.state.filter);
        right -= ui.px(154);
    }
    const float height = has_tabs(stage) ? ui.target() : ui.font_size(TextStyle::kSmall);
    const float y = at.y + (height - ui.font_size(TextStyle::kSmall)) * 0.5F;
    if (text_size(ui, TextStyle::kSmall, words).x <= right - left)
        draw_text(ui, TextStyle::kSmall, {(left + right) * 0.5F, y}, ui.colour(Colour::kMuted), words, 0.5F);
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({1, height});
    ui.name_item("touch-sentence");
}

void draw_signs(const Stage& stage) {
    const float em = stage.ui.font_size(TextStyle::kTitle);
    const auto sign = [&](ImVec2 centre, std::string text, float width) {
        ImGui::SetCursorScreenPos(stage.origin + centre - ImVec2(width * 0.5F, em * 0.62F));
        const Run run{std::move(text), Colour::kMuted, true};
        text_runs(stage.ui, {&run, 1}, 0, TextStyle::kTitle);
    };
    sign(stage.place.times, "⊛", em * 0.9F);
    sign(stage.place.equals, "=", text_size(stage.ui, TextStyle::kTitle, "=").x);
}

void draw_bias(const Stage& stage) {
    const float bias = stage.settings().bias[static_cast<std::size_t>(stage.state.filter)];
    const NumberGrid sheet =
        empty_grid(stage, "", Role::kKernel, stage.window().y.kernel, stage.window().x.kernel, "x");
    const ImVec2 size = grid_size(stage.ui, sheet);
    const ImVec2 first = stage.place.kernel.front();
    const ImVec2 last = stage.place.kernel.back();
    const ImVec2 at =
        stage.origin + ImVec2((first.x + last.x + size.x) * 0.5F, last.y + size.y + stage.ui.px(5));
    draw_text(stage.ui, TextStyle::kSmall, at, stage.ui.colour(Colour::kMuted), "bias " + short_number(bias),
              0.5F);
}

std::string touch_sentence(const ConvolutionModel& model, const Touched& touched) {
    const cnn::WindowPlan& window = model.window();
    switch (touched.what) {
        case What::kPixel:
            return "This pixel is read by " +
                   count_text(count_outputs(window, touched.row, touched.column) * model.settings().filters,
                              "output") +
                   ".";
        case What::kWeight:
            return "This weight is used " + count_text(window.y.output * window.x.output, "time") +
                   ", once for each output of its filter.";
        case What::kOutput:
            return "This output reads " + count_text(model.products_per_cell(), "pixel") +
                   ". Press it to go there.";
        case What::kNothing:
            break;
    }
    const std::string unread = left_over_sentence(model);
    return unread.empty() ? "Point at a number to see all that it touches; press one to change it." : unread;
}

}  // namespace

void draw_grids(Ui& ui, const ConvolutionModel& model, ViewState& state, float height) {
    Stage stage{ui, model, state, {}, model.cursor(), {}, {}};
    const float margin = ui.px(ui.phone() ? 12 : 16) * 2;
    // A finger points at nothing without pressing it: on a phone there is nothing to say below the grids.
    const float words_only = ui.phone() ? 0 : ui.font_size(TextStyle::kSmall) + ui.px(10);
    const float with_tabs = ui.target() + ui.px(8);
    const bool sheets = model.settings().channels > 1 || model.settings().filters > 1;
    const ImVec2 space(ImGui::GetContentRegionAvail().x - margin, height - margin);
    choose_sheets(stage, {space.x, space.y - (sheets ? with_tabs : words_only)});
    const bool tight = !has_tabs(stage) && stage.place.size.y > space.y - words_only;
    if (tight) choose_sheets(stage, space);  // large grids take the room of the words
    const float foot = has_tabs(stage) ? with_tabs : tight ? 0 : words_only;
    const float content = stage.place.size.y + margin + foot;
    const Card card(ui, "grids", 0, ui.phone() ? content : std::max(height, content));

    const ImVec2 room = ImGui::GetContentRegionAvail();
    const bool scrolls = stage.place.size.x > room.x;
    const ImVec2 inner(0, room.y - foot);
    ImGui::BeginChild("##sheets", inner, ImGuiChildFlags_NavFlattened,
                      (scrolls ? ImGuiWindowFlags_HorizontalScrollbar : 0) |
                          ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    stage.origin = corner + ImVec2(std::round(std::max(room.x - stage.place.size.x, 0.0F) * 0.5F),
                                   std::round(std::max(room.y - foot - stage.place.size.y, 0.0F) * 0.5F));
    for (std::size_t i = 0; i < stage.sheets.channels.size(); ++i)
        draw_input(stage, stage.sheets.channels[i], stage.place.input[i]);
    draw_kernels(stage);
    for (std::size_t i = 0; i < stage.sheets.filters.size(); ++i)
        draw_output(stage, stage.sheets.filters[i], stage.place.output[i]);
    draw_signs(stage);
    draw_bias(stage);
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy(stage.place.size);
    ImGui::EndChild();

    if (foot > 0) last_line(stage, touch_sentence(model, state.touched));
    if (state.turn < 1) {
        state.turn = static_cast<float>(std::min(1.0, state.turn + ui.seconds / 0.6));
        ui.wants_frame();
    }
    fly(ui, state.flight, Role::kOutput);
}

}  // namespace shell::lesson_convolution
