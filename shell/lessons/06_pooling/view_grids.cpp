// Each channel's picture and what becomes of it; with a shift, the moved picture below.
#include <algorithm>
#include <array>
#include <string>

#include "core/ops/reach.h"
#include "shell/lessons/06_pooling/view.h"
#include "shell/widgets/sheets.h"
#include "shell/widgets/text.h"

namespace shell::lesson_pooling {
namespace {

using What = Touched::What;

// Sheets with the numbers, marks and words that they only point to.
struct Board {
    Ui& ui;
    const PoolingModel& model;
    ViewState& state;
    Cursor cursor;
    std::array<std::vector<float>, 6> values{};
    std::array<std::vector<std::uint8_t>, 6> marks{};
    std::array<std::string, 6> names{};
    std::array<std::string, 6> captions{};
    std::vector<Sheet> sheets{};

    const cnn::WindowPlan& window() const { return model.window(); }
};

bool touches(const Board& board, What what, int channel, int row, int column) {
    const Touched& on = board.state.touched;
    if (on.what == What::kNothing || on.what == what || on.channel != channel) return false;
    const bool pixel = what == What::kPixel;
    return cnn::reads(board.window().y, pixel ? on.row : row, pixel ? row : on.row) &&
           cnn::reads(board.window().x, pixel ? on.column : column, pixel ? column : on.column);
}

// The pixel that leads after `term`; -1: none does, as in sums.
int leader_at(const cnn::PoolTrace& trace, int term) {
    if (trace.winner < 0 || term >= static_cast<int>(trace.terms.size())) return -1;
    const float best = trace.terms[static_cast<std::size_t>(term)].partial;
    for (int i = 0; i <= term; ++i) {
        const cnn::PoolTerm& one = trace.terms[static_cast<std::size_t>(i)];
        if (!one.padding && one.input == best) return i;
    }
    return -1;
}

std::uint8_t pixel_marks(const Board& board, const cnn::PoolTrace& trace, int channel, int row, int column) {
    const cnn::AxisPlan& y = board.window().y;
    const cnn::AxisPlan& x = board.window().x;
    int marks = y.inside(row) && x.inside(column) ? kPlain : kPadding;
    if (row >= y.input + y.pad_after - y.left_over || column >= x.input + x.pad_after - x.left_over)
        marks |= kLeftOver;
    if (touches(board, What::kPixel, channel, row, column)) marks |= kTouched;
    const Cursor& now = board.cursor;
    if (channel != now.channel || !cnn::reads(y, now.row, row) || !cnn::reads(x, now.column, column))
        return static_cast<std::uint8_t>(marks);
    marks |= kInWindow;
    const int term = (row - y.tap(now.row, 0)) * x.kernel + column - x.tap(now.column, 0);
    if (term == (now.result ? trace.winner : now.term)) marks |= kCurrent;
    if (term == leader_at(trace, now.term)) marks |= kTouched;
    return static_cast<std::uint8_t>(marks);
}

// A sheet of the stage: a picture, or what becomes of it.
struct Part {
    int channel = 0;
    bool output = false;
    bool moved = false;
    bool own_line = false;
    bool arrow = false;  // from the picture beside it
};

// Where there is room beside, all pictures stand above all outputs; on a phone, and with a shift, each
// picture has its output beside it.
std::vector<Part> parts_of(const Ui& ui, const PoolingModel& model) {
    const int channels = model.settings().channels;
    if (model.shifts()) {
        const int channel = model.cursor().channel;
        return {{channel, false, false, true},
                {channel, true, false, false, true},
                {channel, false, true, true},
                {channel, true, true, false, true}};
    }
    std::vector<Part> parts;
    const bool beside = ui.phone() || channels == 1;
    for (int channel = 0; channel < channels; ++channel) {
        parts.push_back({channel, false, false, beside});
        if (beside) parts.push_back({channel, true, false, false, true});
    }
    for (int channel = 0; !beside && channel < channels; ++channel)
        parts.push_back({channel, true, false, channel == 0});
    return parts;
}

Sheet& add_sheet(Board& board, Role role, int rows, int columns, std::string name, std::string caption) {
    const std::size_t at = board.sheets.size();
    board.names[at] = std::move(name);
    board.captions[at] = std::move(caption);
    Sheet& sheet = board.sheets.emplace_back();
    sheet.grid.name = board.names[at];
    sheet.grid.caption = board.captions[at];
    sheet.grid.role = role;
    sheet.grid.rows = rows;
    sheet.grid.columns = columns;
    sheet.grid.values = board.values[at];
    sheet.grid.marks = board.marks[at];
    return sheet;
}

std::string size_text(int rows, int columns) {
    return std::to_string(rows) + " × " + std::to_string(columns);
}

std::string named(const char* what, int channel, const PoolingModel& model) {
    return model.settings().channels > 1 ? std::string(what) + "." + std::to_string(channel) : what;
}

void add_input(Board& board, const Part& part) {
    const int channel = part.channel;
    const bool moved = part.moved;
    const cnn::AxisPlan& y = board.window().y;
    const cnn::AxisPlan& x = board.window().x;
    const cnn::PoolTrace trace = board.model.trace(board.cursor);
    const cnn::Tensor& input = moved ? board.model.shifted_input() : board.model.input();
    const std::size_t at = board.sheets.size();
    for (int row = -y.pad_before; row < y.input + y.pad_after; ++row)
        for (int column = -x.pad_before; column < x.input + x.pad_after; ++column) {
            std::uint8_t marks = pixel_marks(board, trace, channel, row, column);
            if (moved) marks &= static_cast<std::uint8_t>(~kCurrent);
            board.marks[at].push_back(marks);
            board.values[at].push_back((marks & kPadding) != 0 ? 0.0F : input.at(0, channel, row, column));
        }
    const std::string what = board.model.settings().channels > 1 ? "Channel " + std::to_string(channel + 1)
                                                                 : "Input " + size_text(y.input, x.input);
    Sheet& sheet = add_sheet(board, Role::kInput, y.input + y.pad_before + y.pad_after,
                             x.input + x.pad_before + x.pad_after,
                             named(moved ? "moved" : "input", channel, board.model), moved ? "Moved" : what);
    sheet.grid.first_row = -y.pad_before;
    sheet.grid.first_column = -x.pad_before;
    sheet.grid.editable = !moved && !board.state.painting;
    sheet.grid.paint = !moved && board.state.painting;
    sheet.own_line = part.own_line;
}

void add_output(Board& board, const Part& part) {
    const int channel = part.channel;
    const bool moved = part.moved;
    const cnn::AxisPlan& y = board.window().y;
    const cnn::AxisPlan& x = board.window().x;
    const cnn::Tensor& output = moved ? board.model.shifted_output() : board.model.output();
    const std::size_t at = board.sheets.size();
    for (int row = 0; row < y.output; ++row)
        for (int column = 0; column < x.output; ++column) {
            const int cell = (channel * y.output + row) * x.output + column;
            const float value = output.at(0, channel, row, column);
            int marks = touches(board, What::kOutput, channel, row, column) ? kTouched : kPlain;
            const int pending = board.cursor.result ? cell - 1 : cell;
            if (pending >= board.cursor.cell) marks |= kPending;
            if (!moved && cell == board.cursor.cell)
                marks = (marks & ~kPending) | kCurrent | (board.cursor.result ? kPlain : kDots);
            if (moved && (marks & kPending) == 0 && value == board.model.output().at(0, channel, row, column))
                marks |= kInWindow;
            board.values[at].push_back(value);
            board.marks[at].push_back(static_cast<std::uint8_t>(marks));
        }
    const std::string which = board.model.settings().channels > 1 ? " " + std::to_string(channel + 1) : "";
    const std::string caption =
        moved ? "Outlined: as before" : "Output" + which + " · " + size_text(y.output, x.output);
    Sheet& sheet = add_sheet(board, Role::kOutput, y.output, x.output,
                             named(moved ? "moved-output" : "output", channel, board.model), caption);
    sheet.own_line = part.own_line;
    if (part.arrow) sheet.sign = "→";
}

// The grids' answers as commands, and what the pointer is on.
void answer_input(Board& board, const GridAnswer& answer, int channel) {
    const cnn::AxisPlan& y = board.window().y;
    const cnn::AxisPlan& x = board.window().x;
    const auto send = [&](Cell cell, float value) {
        const int row = cell.row - y.pad_before;
        const int column = cell.column - x.pad_before;
        if (!y.inside(row) || !x.inside(column)) return;
        if (board.model.input().at(0, channel, row, column) == value) return;
        board.ui.command("set-cell",
                         {{"channel", channel}, {"row", row}, {"column", column}, {"value", value}});
    };
    if (answer.edited) send(answer.edited, answer.value);
    if (answer.painted) send(answer.painted, board.state.brush);
    if (answer.hovered)
        board.state.next_touched = {What::kPixel, channel, answer.hovered.row - y.pad_before,
                                    answer.hovered.column - x.pad_before};
}

void answer_output(Board& board, const GridAnswer& answer, int channel) {
    if (answer.hovered)
        board.state.next_touched = {What::kOutput, channel, answer.hovered.row, answer.hovered.column};
    if (answer.clicked)
        board.ui.command("scrub",
                         {{"t", board.model.step_of(channel, answer.clicked.row, answer.clicked.column, 0)}});
}

std::string foot_text(const PoolingModel& model, const Touched& on) {
    const cnn::WindowPlan& window = model.window();
    if (on.what == What::kPixel) {
        const int readers = cnn::count_readers(window.y, on.row) * cnn::count_readers(window.x, on.column);
        return "This pixel is read by " + std::to_string(readers) + (readers == 1 ? " window." : " windows.");
    }
    if (on.what == What::kOutput)
        return "This output reads " + std::to_string(model.pixels_per_cell()) +
               " pixels. Press it to go there.";
    if (model.shifts())
        return std::to_string(model.survivors()) + " of " + std::to_string(model.cells()) +
               " outputs are the same after the move.";
    return "Point at a number to see what it touches; press one to change it.";
}

}  // namespace

void draw_grids(Ui& ui, const PoolingModel& model, ViewState& state, float height) {
    Board board{ui, model, state, model.cursor()};
    board.sheets.reserve(6);
    const std::vector<Part> parts = parts_of(ui, model);
    for (const Part& part : parts) part.output ? add_output(board, part) : add_input(board, part);

    const Card card(ui, "grids", 0, height);
    const float foot = ui.font_size(TextStyle::kSmall) + ui.px(10);
    const float room = height > 0 ? ImGui::GetContentRegionAvail().y - foot : 0;
    const auto answers = sheets(ui, board.sheets, room, {17, ui.phone() ? 44.0F : 64.0F});
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (parts[i].output) answer_output(board, answers[i], parts[i].channel);
        if (!parts[i].output && !parts[i].moved) answer_input(board, answers[i], parts[i].channel);
    }
    const Run words = muted_run(foot_text(model, state.touched));
    text_runs(ui, {&words, 1}, 0.5F, TextStyle::kSmall);
    ui.name_item("touch-sentence");
}

}  // namespace shell::lesson_pooling
