// The stage of the layer: channels over their sheets of weights, the maps that come out, and the sum of the
// current channel.
#include <algorithm>
#include <vector>

#include "shell/lessons/07_channels/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/sheet_set.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_channels {
namespace {

using std::to_string;
using What = Touched::What;

struct Stage {
    Ui& ui;
    const ChannelsModel& model;
    ViewState& state;
    Cursor cursor;
    SheetSet sheets;
    std::size_t kernels = 0;  // index of the first sheet of weights
    std::size_t outputs = 0;  // of the first output map

    const cnn::WindowPlan& window() const { return model.plan().window; }
    int first_channel() const { return model.first_channel(cursor.filter); }
    bool reads(int channel) const {
        return channel >= first_channel() && channel < first_channel() + model.plan().group_channels();
    }
    std::uint8_t touched(const Touched& cell) const {
        return reaches(model.plan(), state.touched, cell) ? kTouched : kPlain;
    }
};

std::string numbered(std::string_view name, int index, int count) {
    return count == 1 ? std::string(name) : std::string(name) + "." + to_string(index);
}

// ---- channels

std::uint8_t pixel_marks(const Stage& stage, int channel, int row, int column) {
    const cnn::WindowPlan& window = stage.window();
    const Touched pixel{What::kPixel, 0, channel, row, column};
    const Touched output{What::kOutput, stage.cursor.filter, 0, stage.cursor.row, stage.cursor.column};
    int marks = stage.touched(pixel);
    if (!window.y.inside(row) || !window.x.inside(column)) marks |= kPadding;
    if (row + window.y.pad_before >= window.y.reach() || column + window.x.pad_before >= window.x.reach())
        marks |= kLeftOver;
    const bool now = stage.cursor.result || channel == stage.first_channel() + stage.cursor.channel;
    if (now && reaches(stage.model.plan(), pixel, output)) marks |= kInWindow;
    if (!stage.reads(channel)) marks |= kDimmed;
    return static_cast<std::uint8_t>(marks);
}

void add_inputs(Stage& stage) {
    const cnn::AxisPlan& y = stage.window().y;
    const cnn::AxisPlan& x = stage.window().x;
    const int channels = stage.model.plan().channels;
    for (int channel = 0; channel < channels; ++channel) {
        std::vector<float> values;
        std::vector<std::uint8_t> marks;
        for (int row = -y.pad_before; row < y.input + y.pad_after; ++row)
            for (int column = -x.pad_before; column < x.input + x.pad_after; ++column) {
                marks.push_back(pixel_marks(stage, channel, row, column));
                values.push_back(
                    (marks.back() & kPadding) != 0 ? 0 : stage.model.input().at(0, channel, row, column));
            }
        Sheet& sheet = stage.sheets.add(numbered("input", channel, channels), Role::kInput,
                                        "Channel " + to_string(channel + 1),
                                        x.input + x.pad_before + x.pad_after, values, marks);
        sheet.grid.first_row = -y.pad_before;
        sheet.grid.first_column = -x.pad_before;
        sheet.grid.editable = true;
    }
}

// ---- weights

void add_weights(Stage& stage) {
    stage.kernels = stage.sheets.size();
    const cnn::WindowPlan& window = stage.window();
    const int channels = stage.model.plan().group_channels();
    for (int c = 0; c < channels; ++c) {
        std::vector<float> values;
        std::vector<std::uint8_t> marks;
        const bool now = stage.cursor.result || c == stage.cursor.channel;
        for (int ky = 0; ky < window.y.kernel; ++ky)
            for (int kx = 0; kx < window.x.kernel; ++kx) {
                values.push_back(stage.model.kernel().at(stage.cursor.filter, c, ky, kx));
                const Touched weight{What::kWeight, stage.cursor.filter, stage.first_channel() + c, ky, kx};
                marks.push_back(
                    static_cast<std::uint8_t>(stage.touched(weight) | (now ? kInWindow : kPlain)));
            }
        const std::string caption = "Filter " + to_string(stage.cursor.filter + 1) + ", ch. " +
                                    to_string(stage.first_channel() + c + 1);
        Sheet& sheet = stage.sheets.add(numbered("kernel", c, channels), Role::kKernel, caption,
                                        window.x.kernel, values, marks);
        sheet.own_line = c == 0;
        sheet.sign = c == 0 ? "⊛" : "";
        sheet.grid.editable = true;
        const bool known = stage.cursor.result || c <= stage.cursor.channel;
        const float sum =
            stage.model.channel_sum(stage.cursor.filter, c, stage.cursor.row, stage.cursor.column);
        sheet.below = "sum " + (known ? short_number(sum) : std::string("…"));
    }
}

// ---- maps

// Cells that the playhead has not reached are not shown.
std::vector<std::uint8_t> map_marks(const Stage& stage, int filter, bool own_map, int channel) {
    std::vector<std::uint8_t> marks;
    const cnn::WindowPlan& window = stage.window();
    for (int row = 0; row < window.y.output; ++row)
        for (int column = 0; column < window.x.output; ++column) {
            const int cell = (filter * window.y.output + row) * window.x.output + column;
            int mark = own_map ? 0 : stage.touched({What::kOutput, filter, 0, row, column});
            if (cell > stage.cursor.cell) mark |= kPending;
            const bool known = stage.cursor.result || (own_map && channel <= stage.cursor.channel);
            if (cell == stage.cursor.cell) mark |= known ? kCurrent : kCurrent | kDots;
            marks.push_back(static_cast<std::uint8_t>(mark));
        }
    return marks;
}

void add_own_maps(Stage& stage) {
    const cnn::WindowPlan& window = stage.window();
    for (int c = 0; c < stage.model.plan().group_channels(); ++c) {
        std::vector<float> values;
        for (int row = 0; row < window.y.output; ++row)
            for (int column = 0; column < window.x.output; ++column)
                values.push_back(stage.model.channel_sum(stage.cursor.filter, c, row, column));
        const std::string caption = "Own map, ch. " + to_string(stage.first_channel() + c + 1);
        Sheet& sheet = stage.sheets.add("own." + to_string(c), Role::kNeutral, caption, window.x.output,
                                        values, map_marks(stage, stage.cursor.filter, true, c));
        sheet.own_line = c == 0;
        sheet.sign = c == 0 ? "" : "+";
    }
}

void add_outputs(Stage& stage) {
    const cnn::WindowPlan& window = stage.window();
    const int filters = stage.model.plan().filters;
    if (stage.model.settings().layer.maps) add_own_maps(stage);
    stage.outputs = stage.sheets.size();
    const auto area = static_cast<std::size_t>(window.y.output * window.x.output);
    for (int filter = 0; filter < filters; ++filter) {
        const auto map = stage.model.output().values().subspan(static_cast<std::size_t>(filter) * area, area);
        Sheet& sheet = stage.sheets.add(numbered("output", filter, filters), Role::kOutput,
                                        "Map " + to_string(filter + 1), window.x.output,
                                        {map.begin(), map.end()}, map_marks(stage, filter, false, 0));
        sheet.own_line = filter == 0;
        sheet.sign = filter == 0 ? "=" : "";
        const float bias = stage.model.settings().layer.bias[static_cast<std::size_t>(filter)];
        sheet.below = "bias " + short_number(bias);
    }
}

// ---- answers

void edit(Ui& ui, std::string_view field, const cnn::Tensor& tensor, std::size_t at, float value) {
    std::vector<float> numbers(tensor.values().begin(), tensor.values().end());
    if (at >= numbers.size() || numbers[at] == value) return;
    numbers[at] = value;
    ui.set(field, numbers);
}

void answer_input(const Stage& stage, const GridAnswer& answer, int channel) {
    const cnn::AxisPlan& y = stage.window().y;
    const cnn::AxisPlan& x = stage.window().x;
    if (answer.edited) {
        const int row = answer.edited.row - y.pad_before;
        const int column = answer.edited.column - x.pad_before;
        edit(stage.ui, "input", stage.model.input(),
             static_cast<std::size_t>((channel * y.input + row) * x.input + column), answer.value);
    }
    if (answer.hovered)
        stage.state.next_touched = {What::kPixel, 0, channel, answer.hovered.row - y.pad_before,
                                    answer.hovered.column - x.pad_before};
}

void answer_weight(const Stage& stage, const GridAnswer& answer, int c) {
    const cnn::WindowPlan& window = stage.window();
    if (answer.edited) {
        const int sheet = stage.cursor.filter * stage.model.plan().group_channels() + c;
        const int row = sheet * window.y.kernel + answer.edited.row;
        edit(stage.ui, "kernel", stage.model.kernel(),
             static_cast<std::size_t>(row * window.x.kernel + answer.edited.column), answer.value);
    }
    if (answer.hovered)
        stage.state.next_touched = {What::kWeight, stage.cursor.filter, stage.first_channel() + c,
                                    answer.hovered.row, answer.hovered.column};
}

void answer_output(const Stage& stage, const GridAnswer& answer, int filter) {
    if (answer.hovered)
        stage.state.next_touched = {What::kOutput, filter, 0, answer.hovered.row, answer.hovered.column};
    if (answer.clicked)
        stage.ui.command("scrub",
                         {{"t", stage.model.step_of(filter, answer.clicked.row, answer.clicked.column)}});
}

void answer_all(const Stage& stage, const std::vector<GridAnswer>& answers) {
    const auto channels = static_cast<std::size_t>(stage.model.plan().group_channels());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (i < stage.kernels) {
            answer_input(stage, answers[i], static_cast<int>(i));
        } else if (i < stage.kernels + channels) {
            answer_weight(stage, answers[i], static_cast<int>(i - stage.kernels));
        } else if (i >= stage.outputs) {
            answer_output(stage, answers[i], static_cast<int>(i - stage.outputs));
        }
    }
}

// ---- the sum

void draw_sum(const Stage& stage) {
    const Cursor& cursor = stage.cursor;
    const cnn::Conv2dTrace trace = stage.model.trace(cursor.filter, cursor.row, cursor.column);
    std::vector<Term> chips;
    if (cursor.result) {
        for (int c = 0; c < stage.model.plan().group_channels(); ++c)
            chips.push_back(
                {"ch. " + to_string(stage.first_channel() + c + 1) + ": " +
                     short_number(stage.model.channel_sum(cursor.filter, c, cursor.row, cursor.column)),
                 "", TermState::kDone, false, Role::kInput});
        chips.push_back({"bias " + short_number(trace.bias), "", TermState::kCurrent, false, Role::kKernel});
    } else {
        for (const cnn::Conv2dTerm& term : trace.terms)
            if (term.ic == stage.first_channel() + cursor.channel)
                chips.push_back({short_number(term.input), short_number(term.weight), TermState::kDone,
                                 term.padding, Role::kInput});
    }
    terms(stage.ui, "terms", chips);
    space(stage.ui, 8);
    std::vector<Run> line;
    if (cursor.result) {
        line = {muted_run("all together "), output_run(short_number(trace.result, 7))};
        if (stage.model.settings().layer.relu) {
            const float result = stage.model.output().at(0, cursor.filter, cursor.row, cursor.column);
            line.push_back(muted_run("  →  ReLU  →  "));
            line.push_back(output_run(short_number(result, 7)));
        }
    } else {
        const float sum = stage.model.channel_sum(cursor.filter, cursor.channel, cursor.row, cursor.column);
        line = {muted_run("channel " + to_string(stage.first_channel() + cursor.channel + 1) + " adds "),
                output_run(short_number(sum, 7))};
    }
    text_runs(stage.ui, line);
    stage.ui.name_item("running-sum");
}

}  // namespace

void draw_layer(Ui& ui, const ChannelsModel& model, ViewState& state) {
    Stage stage{ui, model, state, model.cursor(), {}, 0, 0};
    state.next_touched = {};
    add_inputs(stage);
    add_weights(stage);
    add_outputs(stage);
    const float room = ImGui::GetContentRegionAvail().y - state.sum_height - ui.px(14) - ui.px(40);
    {
        const Card card(ui, "grids");
        answer_all(stage,
                   stage.sheets.draw(ui, ui.phone() ? ui.px(480) : std::max(room, ui.px(260)), {17, 46}));
    }
    space(ui, 14);
    if (state.sum_terms != model.plan().taps()) state.sum_height = 0;
    state.sum_terms = model.plan().taps();
    {
        const Card card(ui, "sum", 0, state.sum_height, CardHeight::kAtLeast);
        draw_sum(stage);
    }
    const float height = ImGui::GetItemRectSize().y;
    if (height > state.sum_height + 1) {
        state.sum_height = height;
        ui.wants_frame();
    }
    if (state.next_touched != state.touched) ui.wants_frame();
    state.touched = state.next_touched;
}

}  // namespace shell::lesson_channels
