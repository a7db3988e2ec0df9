// Input, kernel and output sheets: marks, edits, hovering, the turning kernel, and the flight of a result.
#include "shell/lessons/01_convolution/view_sheets.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_convolution {
namespace {

using What = Touched::What;

std::string size_text(int rows, int columns) {
    return std::to_string(rows) + " × " + std::to_string(columns);
}

}  // namespace

std::string input_caption(const Stage& stage, int channel) {
    if (stage.settings().channels > 1) return "Channel " + std::to_string(channel + 1);
    return "Input " + size_text(stage.window().y.input, stage.window().x.input);
}

std::string kernel_caption(const Stage& stage, int channel, bool as_written) {
    const bool many = stage.settings().filters > 1;
    std::string text = stage.settings().channels > 1
                           ? (many ? "Filter " + std::to_string(stage.state.filter + 1) + ", " : "Kernel, ") +
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

NumberGrid empty_grid(const Stage& stage, std::string_view name, Role role, int rows, int columns,
                      std::string_view caption) {
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

namespace {

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

// A sheet stands in the middle of its place, which may be wider: its caption needs that.
GridAnswer draw_sheet(const Stage& stage, const NumberGrid& grid, ImVec2 at) {
    const float caption = text_size(stage.ui, TextStyle::kLabel, grid.caption).x;
    const float width = grid_size(stage.ui, grid).x;
    ImGui::SetCursorScreenPos(stage.origin + at +
                              ImVec2(std::round(std::max(caption - width, 0.0F) * 0.5F), 0));
    return number_grid(stage.ui, grid);
}

// ---- input

std::uint8_t pixel_marks(const Stage& stage, int channel, int row, int column) {
    const cnn::AxisPlan& y = stage.window().y;
    const cnn::AxisPlan& x = stage.window().x;
    const bool inside = row >= 0 && row < y.input && column >= 0 && column < x.input;
    const bool left_over =
        row >= y.input + y.pad_after - y.left_over || column >= x.input + x.pad_after - x.left_over;
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
        stage.ui.command(
            "set-cell",
            {{"grid", "input"}, {"channel", channel}, {"row", row}, {"column", column}, {"value", value}});
    };
    if (answer.edited) send(answer.edited, answer.value);
    if (answer.painted) send(answer.painted, stage.state.brush);
    if (answer.hovered)
        stage.state.next_touched = {What::kPixel, 0, channel, answer.hovered.row - y.pad_before,
                                    answer.hovered.column - x.pad_before};
}

}  // namespace

void draw_input(const Stage& stage, int channel, ImVec2 at) {
    const cnn::AxisPlan& y = stage.window().y;
    const cnn::AxisPlan& x = stage.window().x;
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    for (int row = -y.pad_before; row < y.input + y.pad_after; ++row) {
        for (int column = -x.pad_before; column < x.input + x.pad_after; ++column) {
            marks.push_back(pixel_marks(stage, channel, row, column));
            values.push_back(
                (marks.back() & kPadding) != 0 ? 0.0F : stage.model.input().at(0, channel, row, column));
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
    NumberGrid grid =
        empty_grid(stage, name, Role::kInput, stage.padded_rows(), stage.padded_columns(), caption);
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

namespace {

// ---- kernel

std::uint8_t weight_marks(const Stage& stage, int channel, int ky, int kx) {
    const int tap = (channel * stage.window().y.kernel + ky) * stage.window().x.kernel + kx;
    const bool current = stage.state.filter == stage.cursor.filter && stage.cursor.term == tap;
    const Touched weight{What::kWeight, stage.state.filter, channel, ky, kx};
    const bool itself = stage.state.touched == weight;  // the same weight in the other of two sheets
    return static_cast<std::uint8_t>(touched_mark(stage, weight) | (current ? kCurrent : kPlain) |
                                     (itself ? kTouched : kPlain));
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
            values.push_back(stage.model.kernel_used().at(stage.state.filter, channel, row_used(row),
                                                          column_used(column)));
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
        stage.ui.command("set-cell", {{"grid", "kernel"},
                                      {"filter", stage.state.filter},
                                      {"channel", channel},
                                      {"row", row},
                                      {"column", column},
                                      {"value", answer.value}});
    }
    if (answer.hovered)
        stage.state.next_touched = {What::kWeight, stage.state.filter, channel, row_used(answer.hovered.row),
                                    column_used(answer.hovered.column)};
}

// While the convention changes: every number travels on its half circle around the middle of the sheet,
// upright.
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
            const ImVec2 centre = middle + ImVec2(way.x * std::cos(angle) - way.y * std::sin(angle),
                                                  way.x * std::sin(angle) + way.y * std::cos(angle));
            const ImVec2 half = stage.place.cell * 0.5F;
            list->AddRectFilled(centre - half, centre + half, ui.colour(Colour::kKernelSoft), ui.px(6));
            const std::string text =
                short_number(stage.model.kernel_used().at(stage.state.filter, channel, row, column), 3);
            draw_text(ui, TextStyle::kBody, centre - ImVec2(0, ui.font_size(TextStyle::kBody) * 0.5F),
                      ui.colour(Colour::kKernel), text, 0.5F);
        }
    }
}

}  // namespace

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

namespace {

// ---- output

std::uint8_t output_marks(const Stage& stage, int filter, int row, int column) {
    const cnn::WindowPlan& window = stage.window();
    const int cell = (filter * window.y.output + row) * window.x.output + column;
    int marks = touched_mark(stage, {What::kOutput, filter, 0, row, column});
    if (cell > stage.cursor.cell) marks |= kPending;
    if (cell == stage.cursor.cell)
        marks |= stage.cursor.result && stage.state.flight.progress >= 1 ? kCurrent : kCurrent | kDots;
    return static_cast<std::uint8_t>(marks);
}

}  // namespace

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
    if (answer.hovered)
        stage.state.next_touched = {What::kOutput, filter, 0, answer.hovered.row, answer.hovered.column};
    if (answer.clicked)
        stage.ui.command("scrub",
                         {{"t", stage.model.step_of(filter, answer.clicked.row, answer.clicked.column, 0)}});
    if (filter != stage.cursor.filter) return;
    const ImVec2 target =
        cell_box(stage.ui, grid, answer.origin, {stage.cursor.row, stage.cursor.column}).centre();
    const bool arrives = stage.cursor.result && stage.state.last_t == stage.model.player().t - 1;
    if (arrives && stage.state.flight.progress >= 1 && stage.state.result_place.x > 0)
        start_flight(stage.ui, stage.state.flight, stage.state.result_place, target,
                     short_number(output.at(0, filter, stage.cursor.row, stage.cursor.column)));
    if (!stage.cursor.result) stage.state.flight.progress = 1;
    stage.state.flight.to = target;
}

}  // namespace shell::lesson_convolution
