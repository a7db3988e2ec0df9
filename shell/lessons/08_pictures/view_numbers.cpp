// One neighbourhood in numbers: the pixels around, the kernel over them, the results, and the products of the
// pixel that is explained. A small grid is shown whole.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/ops/reach.h"
#include "shell/lessons/08_pictures/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/sheet_set.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_pictures {
namespace {

using What = Touched::What;

// Rows and columns of a sheet in the coordinates of what it shows.
struct Region {
    int top = 0;
    int left = 0;
    int rows = 1;
    int columns = 1;
};

struct Stage {
    Ui& ui;
    const PicturesModel& model;
    ViewState& state;
    Cursor cursor;
    Region input;
    Region result;
    SheetSet sheets;

    const cnn::WindowPlan& window() const { return model.window(); }
    bool whole() const { return model.settings().numbers(); }
    int kernel_now() const { return model.gradient() ? std::min(cursor.step, 1) : 0; }
};

// The pixels and results that are shown: all of a grid, those around the pixel of a picture.
void choose_regions(Stage& stage) {
    const cnn::AxisPlan& y = stage.window().y;
    const cnn::AxisPlan& x = stage.window().x;
    if (stage.whole()) {
        stage.input = {-y.pad_before, -x.pad_before, y.input + 2 * y.pad_before, x.input + 2 * x.pad_before};
        stage.result = {0, 0, y.output, x.output};
        return;
    }
    constexpr int kSide = 2 * kAround + 1;
    stage.input = {y.tap(stage.cursor.row, 1) - kAround, x.tap(stage.cursor.column, 1) - kAround, kSide,
                   kSide};
    stage.result = {stage.cursor.row - kAround + 1, stage.cursor.column - kAround + 1, kSide - 2, kSide - 2};
}

bool in_window(const Stage& stage, int result_row, int result_column, int row, int column) {
    return cnn::tap_reading(stage.window().y, result_row, row) >= 0 &&
           cnn::tap_reading(stage.window().x, result_column, column) >= 0;
}

std::uint8_t pixel_marks(const Stage& stage, int row, int column) {
    const Cursor& cursor = stage.cursor;
    const Touched& touched = stage.state.touched;
    int marks = kPlain;
    if (!stage.window().y.inside(row) || !stage.window().x.inside(column)) marks |= kPadding;
    const bool here = in_window(stage, cursor.row, cursor.column, row, column);
    const int ky = cnn::tap_reading(stage.window().y, cursor.row, row);
    const int kx = cnn::tap_reading(stage.window().x, cursor.column, column);
    if (here) marks |= kInWindow;
    if (here && !stage.model.gradient() && ky * 3 + kx == cursor.step) marks |= kCurrent;
    if (touched.what == What::kWeight && here && touched.row == ky && touched.column == kx) marks |= kTouched;
    if (touched.what == What::kResult && in_window(stage, touched.row, touched.column, row, column))
        marks |= kTouched;
    return static_cast<std::uint8_t>(marks);
}

void add_input(Stage& stage) {
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    const Region& region = stage.input;
    for (int row = region.top; row < region.top + region.rows; ++row)
        for (int column = region.left; column < region.left + region.columns; ++column) {
            marks.push_back(pixel_marks(stage, row, column));
            values.push_back((marks.back() & kPadding) != 0 ? 0 : stage.model.input().at(0, 0, row, column));
        }
    Sheet& sheet = stage.sheets.add("input", Role::kInput, stage.whole() ? "Picture" : "Neighbourhood",
                                    region.columns, values, marks);
    sheet.grid.first_row = region.top;
    sheet.grid.first_column = region.left;
    sheet.grid.editable = stage.whole();
    sheet.grid.grey = !stage.whole();
}

void add_kernels(Stage& stage) {
    const Touched& touched = stage.state.touched;
    for (int kernel = 0; kernel < stage.model.kernels().shape().n; ++kernel) {
        std::vector<float> values;
        std::vector<std::uint8_t> marks;
        for (int i = 0; i < kProducts; ++i) {
            values.push_back(stage.model.kernels().at(kernel, 0, i / 3, i % 3));
            int mark = kPlain;
            if (!stage.model.gradient() && i == stage.cursor.step) mark |= kCurrent;
            if (stage.model.gradient() && kernel == stage.cursor.step) mark |= kInWindow;
            const int row = stage.window().y.tap(stage.cursor.row, i / 3);
            const int column = stage.window().x.tap(stage.cursor.column, i % 3);
            if (touched == Touched{What::kPixel, row, column}) mark |= kTouched;
            marks.push_back(static_cast<std::uint8_t>(mark));
        }
        const bool two = stage.model.gradient();
        Sheet& sheet = stage.sheets.add(two ? "sobel." + std::to_string(kernel) : "kernel", Role::kKernel,
                                        !two          ? "Kernel"
                                        : kernel == 0 ? "Across"
                                                      : "Up",
                                        3, values, marks);
        sheet.sign = kernel == 0 ? "⊛" : "";
        sheet.grid.editable = !two;
    }
}

// Has the playhead reached this number? `known_at` is the step of its pixel that shows it.
std::uint8_t result_marks(const Stage& stage, int row, int column, int known_at) {
    const Cursor& cursor = stage.cursor;
    const Touched& touched = stage.state.touched;
    int marks = kPlain;
    const int here = cursor.row * stage.window().x.output + cursor.column;
    const int cell = row * stage.window().x.output + column;
    if (stage.whole() && cell > here) marks |= kPending;
    if (cell == here) marks |= cursor.step >= known_at ? kCurrent : kCurrent | kDots;
    if (touched.what == What::kPixel && in_window(stage, row, column, touched.row, touched.column))
        marks |= kTouched;
    return static_cast<std::uint8_t>(marks);
}

void add_result(Stage& stage, std::string name, std::string caption, const cnn::Tensor& from, int plane,
                int known_at) {
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    const Region& region = stage.result;
    for (int row = region.top; row < region.top + region.rows; ++row)
        for (int column = region.left; column < region.left + region.columns; ++column) {
            const bool inside =
                row >= 0 && row < stage.window().y.output && column >= 0 && column < stage.window().x.output;
            values.push_back(inside ? from.at(0, plane, row, column) : 0);
            marks.push_back(inside ? result_marks(stage, row, column, known_at) : std::uint8_t{kPending});
        }
    Sheet& sheet =
        stage.sheets.add(std::move(name), Role::kOutput, std::move(caption), region.columns, values, marks);
    const bool made = known_at == kShownStep || &from == &stage.model.shown();  // of the sums before it
    sheet.sign = plane > 0 ? "" : made ? "→" : "=";
    sheet.grid.first_row = region.top;
    sheet.grid.first_column = region.left;
}

void add_results(Stage& stage) {
    const PicturesModel& model = stage.model;
    if (!model.gradient()) {
        add_result(stage, "output", "Sums", model.result(), 0, kSumStep);
        if (model.settings().after != After::kRaw)
            add_result(stage, "shown", model.settings().after == After::kClamp ? "Clamped" : "Normalised",
                       model.shown(), 0, kShownStep);
        return;
    }
    if (stage.whole()) {
        add_result(stage, "across", "Across", model.result(), 0, 0);
        add_result(stage, "up", "Up", model.result(), 1, 1);
    }
    add_result(stage, "magnitude", "Magnitude", model.shown(), 0, kMagnitudeStep);
}

// ---- answers

void edit(Ui& ui, std::string_view field, std::vector<float> numbers, int at, float value) {
    if (at < 0 || static_cast<std::size_t>(at) >= numbers.size()) return;
    numbers[static_cast<std::size_t>(at)] = value;
    ui.set(field, numbers);
}

void answer_input(const Stage& stage, const GridAnswer& answer) {
    const auto inside = [&](Cell cell) {
        return Cell{cell.row + stage.input.top, cell.column + stage.input.left};
    };
    if (answer.hovered) {
        const Cell at = inside(answer.hovered);
        stage.state.next_touched = {What::kPixel, at.row, at.column};
    }
    if (!answer.edited) return;
    const Cell at = inside(answer.edited);
    edit(stage.ui, "input", stage.model.settings().grid(),
         at.row * stage.model.settings().columns + at.column, answer.value);
}

void answer_result(const Stage& stage, const GridAnswer& answer) {
    const auto inside = [&](Cell cell) {
        return Cell{cell.row + stage.result.top, cell.column + stage.result.left};
    };
    if (answer.hovered) {
        const Cell at = inside(answer.hovered);
        stage.state.next_touched = {What::kResult, at.row, at.column};
    }
    if (!answer.clicked) return;
    const Cell at = inside(answer.clicked);
    if (at.row < 0 || at.column < 0 || at.row >= stage.window().y.output ||
        at.column >= stage.window().x.output)
        return;
    if (stage.whole())
        stage.ui.command("scrub", {{"t", stage.model.step_of(at.row, at.column)}});
    else
        stage.ui.command(
            "follow", {{"link", "row=" + std::to_string(at.row) + "&column=" + std::to_string(at.column)}});
}

void answer_all(const Stage& stage, const std::vector<GridAnswer>& answers) {
    const auto kernels = static_cast<std::size_t>(stage.model.kernels().shape().n);
    answer_input(stage, answers[0]);
    for (std::size_t i = 1; i <= kernels; ++i) {
        if (answers[i].hovered)
            stage.state.next_touched = {What::kWeight, answers[i].hovered.row, answers[i].hovered.column};
        if (answers[i].edited)
            edit(stage.ui, "kernel", stage.model.settings().kernel,
                 answers[i].edited.row * 3 + answers[i].edited.column, answers[i].value);
    }
    for (std::size_t i = kernels + 1; i < answers.size(); ++i) answer_result(stage, answers[i]);
}

// ---- the sum

// An arrow across the edge, towards where it gets brighter.
void draw_arrow(const Stage& stage) {
    Ui& ui = stage.ui;
    const float degrees = stage.model.direction(stage.cursor.row, stage.cursor.column);
    const float turn = degrees * std::numbers::pi_v<float> / 180;
    const float up = stage.model.settings().top_down ? 1.0F : -1.0F;  // on the screen y goes down
    const ImVec2 way(std::cos(turn), std::sin(turn) * up);
    const ImVec2 across(-way.y, way.x);
    const ImVec2 middle = ImGui::GetCursorScreenPos() + ImVec2(ui.px(24), ui.px(22));
    const ImVec2 tip = middle + way * ui.px(18);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImU32 colour = ui.colour(Colour::kOutputMark);
    list->AddCircle(middle, ui.px(21), ui.colour(Colour::kLine), 0, ui.px(1));
    list->AddLine(middle - way * ui.px(18), tip, colour, ui.px(3));
    list->AddTriangleFilled(tip, tip - way * ui.px(9) + across * ui.px(6),
                            tip - way * ui.px(9) - across * ui.px(6), colour);
    ImGui::Dummy({ui.px(48), ui.px(44)});
}

void draw_gradient_line(const Stage& stage) {
    const PicturesModel& model = stage.model;
    const Cursor& at = stage.cursor;
    std::vector<Run> runs{muted_run("across "),
                          output_run(short_number(model.result().at(0, 0, at.row, at.column)))};
    if (at.step >= 1) {
        runs.push_back(muted_run("   up "));
        runs.push_back(output_run(short_number(model.result().at(0, 1, at.row, at.column))));
    }
    if (at.step >= kMagnitudeStep) {
        runs.push_back(muted_run("   magnitude √(across² + up²) = "));
        runs.push_back(output_run(short_number(model.shown().at(0, 0, at.row, at.column), 5)));
    }
    if (at.step >= kDirectionStep) {
        runs.push_back(muted_run("   direction "));
        runs.push_back(output_run(short_number(model.direction(at.row, at.column)) + "°"));
    }
    text_runs(stage.ui, runs);
    if (at.step >= kDirectionStep) draw_arrow(stage);
}

void draw_sum(const Stage& stage) {
    const Cursor& at = stage.cursor;
    const cnn::Conv2dTrace trace = stage.model.trace(stage.kernel_now(), at.row, at.column);
    std::vector<Term> chips;
    for (int i = 0; i < kProducts; ++i) {
        const cnn::Conv2dTerm& term = trace.terms[static_cast<std::size_t>(i)];
        const bool done = stage.model.gradient() || i < at.step;
        chips.push_back({short_number(term.input), short_number(term.weight),
                         done           ? TermState::kDone
                         : i == at.step ? TermState::kCurrent
                                        : TermState::kToCome,
                         term.padding, Role::kInput});
    }
    terms(stage.ui, "terms", chips);
    space(stage.ui, 8);
    if (stage.model.gradient()) return draw_gradient_line(stage);
    const int last = std::min(at.step, kProducts - 1);
    std::vector<Run> runs{muted_run(at.step < kProducts ? "running sum " : "sum "),
                          output_run(short_number(trace.terms[static_cast<std::size_t>(last)].partial, 7))};
    if (at.step == kShownStep) {
        runs.push_back(muted_run("  →  shown as "));
        runs.push_back(output_run(short_number(stage.model.shown().at(0, 0, at.row, at.column), 7)));
    }
    text_runs(stage.ui, runs);
    stage.ui.name_item("running-sum");
}

}  // namespace

void draw_neighbourhood(Ui& ui, const PicturesModel& model, ViewState& state) {
    Stage stage{ui, model, state, model.cursor(), {}, {}, {}};
    choose_regions(stage);
    add_input(stage);
    add_kernels(stage);
    add_results(stage);
    {
        const Card card(ui, "grids");
        // Above the sum, where a grid is shown whole; under a picture the stage scrolls.
        const float room = ImGui::GetContentRegionAvail().y - ui.px(170);
        const bool above = stage.whole() && !ui.phone();
        const float most = ui.phone() ? 36 : stage.whole() ? 50 : 27;
        answer_all(stage, stage.sheets.draw(ui, above ? std::max(room, ui.px(260)) : 0, {20, most}));
    }
    space(ui, 14);
    const Card card(ui, "sum");
    draw_sum(stage);
}

}  // namespace shell::lesson_pictures
