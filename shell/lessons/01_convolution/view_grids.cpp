// The three grids of the stage: input with its padding, kernel, output; the window, the current weight and cell, and all
// that the hovered cell touches.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "shell/lessons/01_convolution/view.h"
#include "shell/lessons/01_convolution/view_layout.h"
#include "shell/lessons/01_convolution/words.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_convolution {
namespace {

using What = Touched::What;

// Which sheets stand on the stage: all, or one where all would be too small to read.
struct Sheets {
    bool all_channels = true;
    bool all_filters = true;  // of the output; the kernel is always that of one filter
    std::vector<int> channels;
    std::vector<int> filters;
};

struct Stage {
    Ui& ui;
    const ConvolutionModel& model;
    ViewState& state;
    Sheets sheets;
    Cursor cursor;
    Arrangement place;
    ImVec2 origin;

    const Settings& settings() const { return model.settings(); }
    const cnn::WindowPlan& window() const { return model.window(); }
    bool turned() const { return settings().convention == Convention::kConvolution; }
    // As written and turned, side by side, where there is one channel; otherwise only as used.
    bool shows_written() const { return turned() && sheets.channels.size() == 1; }
    int padded_rows() const { return window().y.input + window().y.pad_before + window().y.pad_after; }
    int padded_columns() const { return window().x.input + window().x.pad_before + window().x.pad_after; }
};

std::string size_text(int rows, int columns) { return std::to_string(rows) + " × " + std::to_string(columns); }

std::string input_caption(const Stage& stage, int channel) {
    if (stage.settings().channels > 1) return "Channel " + std::to_string(channel + 1);
    return "Input " + size_text(stage.window().y.input, stage.window().x.input);
}

std::string kernel_caption(const Stage& stage, int channel, bool as_written) {
    const bool many = stage.settings().filters > 1;
    std::string text = stage.settings().channels > 1 ? (many ? "Filter " + std::to_string(stage.state.filter + 1) + ", " : "Kernel, ") +
                                                           "ch. " + std::to_string(channel + 1)
                       : many ? "Filter " + std::to_string(stage.state.filter + 1)
                              : "Kernel " + size_text(stage.window().y.kernel, stage.window().x.kernel);
    if (!stage.turned()) return text;
    return as_written ? "as written" : "turned";
}

std::string output_caption(const Stage& stage, int filter) {
    if (stage.settings().filters > 1) return "Output " + std::to_string(filter + 1);
    return "Output " + size_text(stage.window().y.output, stage.window().x.output);
}

// "input" for the only sheet, "input.2" for one of several.
std::string sheet_name(std::string_view kind, int index, int count) {
    return count == 1 ? std::string(kind) : std::string(kind) + "." + std::to_string(index);
}

float largest(const cnn::Tensor& tensor) {
    float limit = 0;
    for (const float value : tensor.values()) limit = std::max(limit, std::abs(value));
    return limit;
}

std::uint8_t touched_mark(const Stage& stage, const Touched& cell) {
    return reaches(stage.window(), stage.state.touched, cell) ? kTouched : kPlain;
}

NumberGrid empty_grid(const Stage& stage, std::string_view name, Role role, int rows, int columns, std::string_view caption) {
    NumberGrid grid;
    grid.name = name;
    grid.role = role;
    grid.rows = rows;
    grid.columns = columns;
    grid.cell_width = stage.place.cell.x;
    grid.cell_height = stage.place.cell.y;
    grid.caption = caption;
    return grid;
}

// A sheet stands in the middle of its place, which may be wider: its caption needs that.
GridAnswer draw_sheet(const Stage& stage, const NumberGrid& grid, ImVec2 at) {
    const float caption = text_size(stage.ui, TextStyle::kLabel, grid.caption).x;
    const float width = grid_size(stage.ui, grid).x;
    ImGui::SetCursorScreenPos(stage.origin + at + ImVec2(std::round(std::max(caption - width, 0.0F) * 0.5F), 0));
    return number_grid(stage.ui, grid);
}

// ---- input -----------------------------------------------------------------------------------------------------------

std::uint8_t pixel_marks(const Stage& stage, int channel, int row, int column) {
    const cnn::AxisPlan& y = stage.window().y;
    const cnn::AxisPlan& x = stage.window().x;
    const bool inside = row >= 0 && row < y.input && column >= 0 && column < x.input;
    const bool left_over = row >= y.input + y.pad_after - y.left_over || column >= x.input + x.pad_after - x.left_over;
    const Touched pixel{What::kPixel, 0, channel, row, column};
    const Touched output{What::kOutput, stage.cursor.filter, 0, stage.cursor.row, stage.cursor.column};
    int marks = touched_mark(stage, pixel) | (inside ? kPlain : kPadding) | (left_over ? kLeftOver : kPlain);
    if (reaches(stage.window(), pixel, output)) marks |= kInWindow;
    return static_cast<std::uint8_t>(marks);
}

void answer_pixel(const Stage& stage, const GridAnswer& answer, int channel) {
    const cnn::AxisPlan& y = stage.window().y;
    const cnn::AxisPlan& x = stage.window().x;
    const auto send = [&](Cell cell, float value) {
        const int row = cell.row - y.pad_before;
        const int column = cell.column - x.pad_before;
        if (row < 0 || row >= y.input || column < 0 || column >= x.input) return;
        if (stage.model.input().at(0, channel, row, column) == value) return;
        stage.ui.command("set-cell", {{"grid", "input"}, {"channel", channel}, {"row", row}, {"column", column}, {"value", value}});
    };
    if (answer.edited) send(answer.edited, answer.value);
    if (answer.painted) send(answer.painted, stage.state.brush);
    if (answer.hovered)
        stage.state.next_touched = {What::kPixel, 0, channel, answer.hovered.row - y.pad_before, answer.hovered.column - x.pad_before};
}

void draw_input(const Stage& stage, int channel, ImVec2 at) {
    const cnn::AxisPlan& y = stage.window().y;
    const cnn::AxisPlan& x = stage.window().x;
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    for (int row = -y.pad_before; row < y.input + y.pad_after; ++row) {
        for (int column = -x.pad_before; column < x.input + x.pad_after; ++column) {
            marks.push_back(pixel_marks(stage, channel, row, column));
            values.push_back((marks.back() & kPadding) != 0 ? 0.0F : stage.model.input().at(0, channel, row, column));
        }
    }
    if (!stage.cursor.result) {
        const int per_channel = y.kernel * x.kernel;
        const int tap = stage.cursor.term % per_channel;
        const int row = y.tap(stage.cursor.row, tap / x.kernel) + y.pad_before;
        const int column = x.tap(stage.cursor.column, tap % x.kernel) + x.pad_before;
        if (stage.cursor.term / per_channel == channel)
            marks[static_cast<std::size_t>(row * stage.padded_columns() + column)] |= kCurrent;
    }
    const std::string name = sheet_name("input", channel, stage.settings().channels);
    const std::string caption = input_caption(stage, channel);
    NumberGrid grid = empty_grid(stage, name, Role::kInput, stage.padded_rows(), stage.padded_columns(), caption);
    grid.first_row = -y.pad_before;
    grid.first_column = -x.pad_before;
    grid.values = values;
    grid.marks = marks;
    grid.editable = !stage.state.painting;
    grid.paint = stage.state.painting;
    grid.grey = stage.settings().shade;
    grid.grey_white = std::max(largest(stage.model.input()), 1.0F);
    answer_pixel(stage, draw_sheet(stage, grid, at), channel);
}

// ---- kernel ----------------------------------------------------------------------------------------------------------

std::uint8_t weight_marks(const Stage& stage, int channel, int ky, int kx) {
    const int tap = (channel * stage.window().y.kernel + ky) * stage.window().x.kernel + kx;
    const bool current = stage.state.filter == stage.cursor.filter && stage.cursor.term == tap;
    const Touched weight{What::kWeight, stage.state.filter, channel, ky, kx};
    const bool itself = stage.state.touched == weight;  // the same weight in the other of two sheets
    return static_cast<std::uint8_t>(touched_mark(stage, weight) | (current ? kCurrent : kPlain) | (itself ? kTouched : kPlain));
}

// The kernel as it slides, or as it is written; under true convolution the two differ by half a turn.
void draw_kernel(const Stage& stage, int channel, bool as_written, ImVec2 at) {
    const int rows = stage.window().y.kernel;
    const int columns = stage.window().x.kernel;
    const bool flip = stage.turned() && as_written;  // from cells of this sheet to the kernel as it slides
    const auto row_used = [&](int row) { return flip ? rows - 1 - row : row; };
    const auto column_used = [&](int column) { return flip ? columns - 1 - column : column; };
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            values.push_back(stage.model.kernel_used().at(stage.state.filter, channel, row_used(row), column_used(column)));
            marks.push_back(weight_marks(stage, channel, row_used(row), column_used(column)));
        }
    }
    const bool written = as_written || !stage.turned();
    const std::string name = sheet_name(written ? "kernel" : "turned", channel, stage.settings().channels);
    const std::string caption = kernel_caption(stage, channel, as_written);
    NumberGrid grid = empty_grid(stage, name, Role::kKernel, rows, columns, caption);
    grid.values = values;
    grid.marks = marks;
    grid.editable = true;
    grid.signed_colours = stage.settings().shade;
    grid.signed_limit = std::max(largest(stage.model.kernel()), 1e-6F);
    const GridAnswer answer = draw_sheet(stage, grid, at);
    if (answer.edited) {
        const int row = written ? answer.edited.row : rows - 1 - answer.edited.row;
        const int column = written ? answer.edited.column : columns - 1 - answer.edited.column;
        stage.ui.command("set-cell", {{"grid", "kernel"}, {"filter", stage.state.filter}, {"channel", channel}, {"row", row},
                                      {"column", column}, {"value", answer.value}});
    }
    if (answer.hovered)
        stage.state.next_touched = {What::kWeight, stage.state.filter, channel, row_used(answer.hovered.row),
                                    column_used(answer.hovered.column)};
}

// While the convention changes: every number travels on its half circle around the middle of the sheet, upright.
void draw_turning(const Stage& stage, int channel, ImVec2 at) {
    const Ui& ui = stage.ui;
    const int rows = stage.window().y.kernel;
    const int columns = stage.window().x.kernel;
    const std::string caption = kernel_caption(stage, channel, false);
    const NumberGrid grid = empty_grid(stage, "turning", Role::kKernel, rows, columns, caption);
    const ImVec2 size = grid_size(ui, grid);
    const float top = size.y - (cell_box(ui, grid, {0, 0}, {rows - 1, 0}).max.y);
    const ImVec2 first = stage.origin + at + ImVec2(0, top);
    const ImVec2 middle = first + ImVec2(size.x, size.y - top) * 0.5F;
    const float eased = stage.state.turn * stage.state.turn * (3 - 2 * stage.state.turn);
    const float angle = std::numbers::pi_v<float> * (1 - eased);  // back from where it will stand
    ImDrawList* list = ImGui::GetWindowDrawList();
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const ImVec2 way = cell_box(ui, grid, first, {row, column}).centre() - middle;
            const ImVec2 centre = middle + ImVec2(way.x * std::cos(angle) - way.y * std::sin(angle), way.x * std::sin(angle) + way.y * std::cos(angle));
            const ImVec2 half = stage.place.cell * 0.5F;
            list->AddRectFilled(centre - half, centre + half, ui.colour(Colour::kKernelSoft), ui.px(6));
            const std::string text = short_number(stage.model.kernel_used().at(stage.state.filter, channel, row, column), 3);
            draw_text(ui, TextStyle::kBody, centre - ImVec2(0, ui.font_size(TextStyle::kBody) * 0.5F), ui.colour(Colour::kKernel), text, 0.5F);
        }
    }
}

void draw_kernels(const Stage& stage) {
    std::size_t at = 0;
    for (const int channel : stage.sheets.channels) {
        if (stage.shows_written()) draw_kernel(stage, channel, true, stage.place.kernel[at++]);
        if (stage.state.turn < 1) {
            draw_turning(stage, channel, stage.place.kernel[at++]);
        } else {
            draw_kernel(stage, channel, false, stage.place.kernel[at++]);
        }
    }
}

// ---- output ----------------------------------------------------------------------------------------------------------

std::uint8_t output_marks(const Stage& stage, int filter, int row, int column) {
    const cnn::WindowPlan& window = stage.window();
    const int cell = (filter * window.y.output + row) * window.x.output + column;
    int marks = touched_mark(stage, {What::kOutput, filter, 0, row, column});
    if (cell > stage.cursor.cell) marks |= kPending;
    if (cell == stage.cursor.cell) marks |= stage.cursor.result && stage.state.flight.progress >= 1 ? kCurrent : kCurrent | kDots;
    return static_cast<std::uint8_t>(marks);
}

void draw_output(const Stage& stage, int filter, ImVec2 at) {
    const cnn::WindowPlan& window = stage.window();
    const cnn::Tensor& output = stage.model.output();
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    for (int row = 0; row < window.y.output; ++row) {
        for (int column = 0; column < window.x.output; ++column) {
            values.push_back(output.at(0, filter, row, column));
            marks.push_back(output_marks(stage, filter, row, column));
        }
    }
    const std::string name = sheet_name("output", filter, stage.settings().filters);
    const std::string caption = output_caption(stage, filter);
    NumberGrid grid = empty_grid(stage, name, Role::kOutput, window.y.output, window.x.output, caption);
    grid.values = values;
    grid.marks = marks;
    grid.signed_colours = stage.settings().shade;
    grid.signed_limit = std::max(largest(output), 1e-6F);
    const GridAnswer answer = draw_sheet(stage, grid, at);
    if (answer.hovered) stage.state.next_touched = {What::kOutput, filter, 0, answer.hovered.row, answer.hovered.column};
    if (answer.clicked)
        stage.ui.command("scrub", {{"t", stage.model.step_of(filter, answer.clicked.row, answer.clicked.column, 0)}});
    if (filter != stage.cursor.filter) return;
    const ImVec2 target = cell_box(stage.ui, grid, answer.origin, {stage.cursor.row, stage.cursor.column}).centre();
    const bool arrives = stage.cursor.result && stage.state.last_t == stage.model.player().t - 1;
    if (arrives && stage.state.flight.progress >= 1 && stage.state.result_place.x > 0)
        start_flight(stage.ui, stage.state.flight, stage.state.result_place, target,
                     short_number(output.at(0, filter, stage.cursor.row, stage.cursor.column)));
    if (!stage.cursor.result) stage.state.flight.progress = 1;
    stage.state.flight.to = target;
}

// ---- the whole -------------------------------------------------------------------------------------------------------

Measures measures_of(const Ui& ui) {
    Measures measures;
    measures.least = ui.px(19);
    measures.most = ui.px(56);
    measures.comfortable = ui.px(23);
    measures.small = ui.px(24);
    measures.gap = ui.px(3);
    measures.small_gap = ui.px(1);
    measures.caption = ui.font_size(TextStyle::kLabel) + ui.px(8);
    measures.sheet_gap = ui.px(12);
    measures.sign = ui.px(ui.phone() ? 26 : 36);
    measures.block_gap = ui.px(14);
    return measures;
}

Arrangement arrange_sheets(const Stage& stage, const Sheets& sheets, ImVec2 space) {
    const Ui& ui = stage.ui;
    const auto width = [&](const std::string& caption) { return text_size(ui, TextStyle::kLabel, caption).x; };
    const auto channels = static_cast<int>(sheets.channels.size());
    const bool pair = stage.turned() && channels == 1;
    const cnn::WindowPlan& window = stage.window();
    const Block input{channels, stage.padded_rows(), stage.padded_columns(), width(input_caption(stage, 0)), 0};
    const Block kernel{pair ? 2 : channels, window.y.kernel, window.x.kernel,
                       std::max(width(kernel_caption(stage, 0, true)), width(kernel_caption(stage, 0, false))), ui.px(24)};
    const Block output{static_cast<int>(sheets.filters.size()), window.y.output, window.x.output, width(output_caption(stage, 0)), 0};
    return arrange(input, kernel, output, measures_of(ui), space);
}

// All sheets if their numbers can be read well; otherwise the one channel, then also the one filter.
void choose_sheets(Stage& stage, ImVec2 space) {
    const auto range = [](int count) {
        std::vector<int> all(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) all[static_cast<std::size_t>(i)] = i;
        return all;
    };
    const float readable = stage.ui.px(22);
    const auto fits = [&] { return stage.place.cell.x >= readable && stage.place.size.x <= space.x && stage.place.size.y <= space.y; };
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
void tabs(Ui& ui, std::string_view name, std::span<const std::string_view> labels, float width, float x, int& chosen) {
    ImGui::SetCursorScreenPos({x, ImGui::GetCursorScreenPos().y});
    ImGui::PushID(name.data(), name.data() + name.size());
    ImGui::BeginChild("##tabs", {width, ui.target()}, ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
    if (const auto pressed = segmented(ui, name, labels, chosen)) chosen = *pressed;
    ImGui::EndChild();
    ImGui::PopID();
}

// The card's last line: the channel where only one fits, what the pointer touches, the filter whose weights are shown.
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
    const NumberGrid sheet = empty_grid(stage, "", Role::kKernel, stage.window().y.kernel, stage.window().x.kernel, "x");
    const ImVec2 size = grid_size(stage.ui, sheet);
    const ImVec2 first = stage.place.kernel.front();
    const ImVec2 last = stage.place.kernel.back();
    const ImVec2 at = stage.origin + ImVec2((first.x + last.x + size.x) * 0.5F, last.y + size.y + stage.ui.px(5));
    draw_text(stage.ui, TextStyle::kSmall, at, stage.ui.colour(Colour::kMuted), "bias " + short_number(bias), 0.5F);
}

std::string touch_sentence(const ConvolutionModel& model, const Touched& touched) {
    const auto times = [](int count, const std::string& one) { return std::to_string(count) + " " + one + (count == 1 ? "" : "s"); };
    const cnn::WindowPlan& window = model.window();
    switch (touched.what) {
        case What::kPixel:
            return "This pixel is read by " + times(count_outputs(window, touched.row, touched.column) * model.settings().filters, "output") + ".";
        case What::kWeight:
            return "This weight is used " + times(window.y.output * window.x.output, "time") + ", once for each output of its filter.";
        case What::kOutput:
            return "This output reads " + times(model.products_per_cell(), "pixel") + ". Press it to go there.";
        case What::kNothing: break;
    }
    const std::string unread = left_over_sentence(model);
    return unread.empty() ? "Point at a number to see all that it touches; press one to change it." : unread;
}

}  // namespace

void draw_grids(Ui& ui, const ConvolutionModel& model, ViewState& state, float height) {
    Stage stage{ui, model, state, {}, model.cursor(), {}, {}};
    const float margin = ui.px(ui.phone() ? 12 : 16) * 2;
    const float words_only = ui.font_size(TextStyle::kSmall) + ui.px(10);
    const float with_tabs = ui.target() + ui.px(8);
    const bool sheets = model.settings().channels > 1 || model.settings().filters > 1;
    choose_sheets(stage, {ImGui::GetContentRegionAvail().x - margin, height - margin - (sheets ? with_tabs : words_only)});
    const float foot = has_tabs(stage) ? with_tabs : words_only;
    const float content = stage.place.size.y + margin + foot;
    const Card card(ui, "grids", 0, ui.phone() ? content : std::max(height, content));

    const ImVec2 room = ImGui::GetContentRegionAvail();
    const bool scrolls = stage.place.size.x > room.x;
    const ImVec2 inner(0, room.y - foot);
    ImGui::BeginChild("##sheets", inner, ImGuiChildFlags_NavFlattened,
                      (scrolls ? ImGuiWindowFlags_HorizontalScrollbar : 0) | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    stage.origin = corner + ImVec2(std::round(std::max(room.x - stage.place.size.x, 0.0F) * 0.5F),
                                   std::round(std::max(room.y - foot - stage.place.size.y, 0.0F) * 0.5F));
    for (std::size_t i = 0; i < stage.sheets.channels.size(); ++i) draw_input(stage, stage.sheets.channels[i], stage.place.input[i]);
    draw_kernels(stage);
    for (std::size_t i = 0; i < stage.sheets.filters.size(); ++i) draw_output(stage, stage.sheets.filters[i], stage.place.output[i]);
    draw_signs(stage);
    draw_bias(stage);
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy(stage.place.size);
    ImGui::EndChild();

    last_line(stage, touch_sentence(model, state.touched));
    if (state.turn < 1) {
        state.turn = static_cast<float>(std::min(1.0, state.turn + ui.seconds / 0.6));
        ui.wants_frame();
    }
    fly(ui, state.flight, Role::kOutput);
}

}  // namespace shell::lesson_convolution
