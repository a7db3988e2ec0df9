// The sliding filter and the matrix: the same products at two places, lit together.
#include <algorithm>

#include "shell/lessons/11_four_views/view.h"
#include "shell/widgets/text.h"

namespace shell::lesson_four_views {
namespace {

using What = Touched::What;

void send(const Stage& stage, const char* grid, int index, float value) {
    stage.ui.command("set-cell", {{"grid", grid}, {"index", index}, {"value", value}});
}

// Numbers, marks and the grid over them; the sheet looks at both, so it may not outlive this.
struct Block {
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    std::string caption;
    Sheet sheet(const char* name, Role role, int columns) const {
        Sheet all;
        all.grid.name = name;
        all.grid.role = role;
        all.grid.columns = columns;
        all.grid.rows = static_cast<int>(values.size()) / std::max(columns, 1);
        all.grid.values = values;
        all.grid.marks = marks;
        all.grid.caption = caption;
        return all;
    }
};

int current_input(const Stage& stage) {
    return stage.cursor.result ? -2 : stage.model.input_of(stage.cursor.output, stage.cursor.term);
}

std::uint8_t input_mark(const Stage& stage, int index) {
    int mark = stage.lit(What::kInput, index);
    if (stage.model.weight_between(stage.cursor.output, index) >= 0) mark |= kInWindow;
    if (current_input(stage) == index) mark |= kCurrent;
    return static_cast<std::uint8_t>(mark);
}

std::uint8_t weight_mark(const Stage& stage, int tap) {
    return static_cast<std::uint8_t>(stage.lit(What::kWeight, tap) |
                                     (stage.cursor.term == tap ? kCurrent : kPlain));
}

Block output_block(const Stage& stage, std::string caption) {
    Block block;
    block.caption = std::move(caption);
    const auto values = stage.model.output().values();
    block.values.assign(values.begin(), values.end());
    for (int output = 0; output < stage.model.outputs(); ++output)
        block.marks.push_back(stage.output_mark(output));
    return block;
}

void answer_output(const Stage& stage, const GridAnswer& answer, int columns) {
    const auto flat = [&](Cell cell) { return cell.row * columns + cell.column; };
    if (answer.hovered) stage.state.next_touched = {What::kOutput, flat(answer.hovered)};
    if (answer.clicked) stage.ui.command("scrub", {{"t", stage.model.step_of(flat(answer.clicked), 0)}});
}

// With one row: the padded input, and below it the kernel where it stands now.
struct Rows {
    Block input;
    Block kernel;
    int columns = 0;
    int before = 0;  // columns of padding
};

Rows rows_of(const Stage& stage) {
    const cnn::AxisPlan& x = stage.model.window().x;
    Rows rows;
    rows.before = x.pad_before;
    rows.columns = x.input + x.pad_before + x.pad_after;
    for (int i = -x.pad_before; i < x.input + x.pad_after; ++i) {
        rows.input.values.push_back(x.inside(i) ? stage.model.input().values()[static_cast<std::size_t>(i)]
                                                : 0.0F);
        rows.input.marks.push_back(x.inside(i) ? input_mark(stage, i) : std::uint8_t{kPadding});
        const int tap = i - x.tap(stage.cursor.output, 0);
        const bool covered = tap >= 0 && tap < x.kernel;
        rows.kernel.values.push_back(covered ? stage.model.used().values()[static_cast<std::size_t>(tap)]
                                             : 0.0F);
        rows.kernel.marks.push_back(covered ? weight_mark(stage, tap) : std::uint8_t{kPending});
    }
    return rows;
}

void draw_rows(const Stage& stage, float room) {
    Rows rows = rows_of(stage);
    const bool alpha = stage.model.settings().band == Band::kAlpha;
    const bool product = stage.model.product();
    rows.input.caption = !product ? "Input" : alpha ? "s: β" : "p: α";
    rows.kernel.caption = !product ? "Kernel" : alpha ? "α, turned around" : "β, turned around";
    const Block output = output_block(stage, product ? "Result: δ" : "Output");
    std::array<Sheet, 3> all{rows.input.sheet("input", Role::kInput, rows.columns),
                             rows.kernel.sheet("kernel", Role::kKernel, rows.columns),
                             output.sheet("output", Role::kOutput, stage.model.outputs())};
    for (Sheet& sheet : all) sheet.own_line = true;
    all[0].grid.first_column = -rows.before;
    all[0].grid.editable = all[1].grid.editable = true;
    const std::vector<GridAnswer> answers = sheets(stage.ui, all, room, {17, 44});
    const cnn::AxisPlan& x = stage.model.window().x;
    const auto input = [&](Cell cell) { return cell.column - rows.before; };
    const auto tap = [&](Cell cell) { return input(cell) - x.tap(stage.cursor.output, 0); };
    if (answers[0].edited && x.inside(input(answers[0].edited)))
        send(stage, "input", input(answers[0].edited), answers[0].value);
    if (answers[0].hovered) stage.state.next_touched = {What::kInput, input(answers[0].hovered)};
    if (answers[1].edited && tap(answers[1].edited) >= 0 && tap(answers[1].edited) < x.kernel)
        send(stage, "kernel", tap(answers[1].edited), answers[1].value);
    if (answers[1].hovered) stage.state.next_touched = {What::kWeight, tap(answers[1].hovered)};
    answer_output(stage, answers[2], stage.model.outputs());
}

void draw_squares(const Stage& stage, float room) {
    const FourViewsModel& model = stage.model;
    Block input;
    Block kernel;
    input.caption = "Picture";
    kernel.caption = "Kernel";
    input.values.assign(model.input().values().begin(), model.input().values().end());
    kernel.values.assign(model.used().values().begin(), model.used().values().end());
    for (int i = 0; i < static_cast<int>(input.values.size()); ++i)
        input.marks.push_back(input_mark(stage, i));
    for (int i = 0; i < model.taps(); ++i) kernel.marks.push_back(weight_mark(stage, i));
    const Block output = output_block(stage, "Output");
    const int side = model.settings().side;
    const int kernel_side = model.settings().kernel_side;
    std::array<Sheet, 3> all{input.sheet("input", Role::kInput, side),
                             kernel.sheet("kernel", Role::kKernel, kernel_side),
                             output.sheet("output", Role::kOutput, model.window().x.output)};
    all[1].sign = "⊛";
    all[2].sign = "=";
    all[0].grid.editable = all[1].grid.editable = true;
    const std::vector<GridAnswer> answers = sheets(stage.ui, all, room, {17, 44});
    const auto flat = [](Cell cell, int columns) { return cell.row * columns + cell.column; };
    if (answers[0].edited) send(stage, "input", flat(answers[0].edited, side), answers[0].value);
    if (answers[0].hovered) stage.state.next_touched = {What::kInput, flat(answers[0].hovered, side)};
    if (answers[1].edited) send(stage, "kernel", flat(answers[1].edited, kernel_side), answers[1].value);
    if (answers[1].hovered) stage.state.next_touched = {What::kWeight, flat(answers[1].hovered, kernel_side)};
    answer_output(stage, answers[2], model.window().x.output);
}

// ---- The matrix

std::uint8_t matrix_mark(const Stage& stage, int output, int input) {
    const int weight = stage.model.weight_between(output, input);
    if (weight < 0) return kDimmed;
    int mark = stage.state.touched == Touched{What::kWeight, weight} ||
                       stage.state.touched == Touched{What::kInput, input} ||
                       stage.state.touched == Touched{What::kOutput, output}
                   ? kTouched
                   : kPlain;
    if (output == stage.cursor.output) mark |= kInWindow;
    if (output == stage.cursor.output && current_input(stage) == input) mark |= kCurrent;
    return static_cast<std::uint8_t>(mark);
}

void draw_band(const Stage& stage, float room) {
    const FourViewsModel& model = stage.model;
    const int rows = model.matrix().shape().h;
    const int columns = model.matrix().shape().w;
    Block matrix;
    matrix.caption = std::to_string(rows) + " × " + std::to_string(columns);
    matrix.values.assign(model.matrix().values().begin(), model.matrix().values().end());
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            matrix.marks.push_back(matrix_mark(stage, row, column));
    Block vector;
    vector.values.assign(model.input().values().begin(), model.input().values().end());
    for (int i = 0; i < columns; ++i) vector.marks.push_back(input_mark(stage, i));
    const Block output = output_block(stage, "");
    std::vector<Sheet> all{matrix.sheet("matrix", Role::kKernel, columns)};
    if (columns <= 9) {  // a longer column would make the rest small
        all.push_back(vector.sheet("vector", Role::kInput, 1));
        all.back().sign = "×";
    }
    all.push_back(output.sheet("matrix-output", Role::kOutput, 1));
    all.back().sign = "=";
    const std::vector<GridAnswer> answers = sheets(stage.ui, all, room, {14, 40});
    if (answers[0].hovered) {
        const int weight = model.weight_between(answers[0].hovered.row, answers[0].hovered.column);
        if (weight >= 0) stage.state.next_touched = {What::kWeight, weight};
    }
    if (all.size() == 3 && answers[1].hovered)
        stage.state.next_touched = {What::kInput, answers[1].hovered.row};
    answer_output(stage, answers.back(), 1);
}

void draw_patches(const Stage& stage, float room) {
    const FourViewsModel& model = stage.model;
    const int columns = model.outputs();
    Block patches;
    patches.caption = "Windows as columns";
    patches.values.assign(model.patches().values().begin(), model.patches().values().end());
    for (int tap = 0; tap < model.taps(); ++tap)
        for (int output = 0; output < columns; ++output) {
            int mark = stage.lit(What::kOutput, output) != 0 && stage.state.touched.what == What::kOutput
                           ? kTouched
                           : kPlain;
            const int input = model.input_of(output, tap);
            if (stage.state.touched == Touched{What::kInput, input} ||
                stage.state.touched == Touched{What::kWeight, tap})
                mark = kTouched;
            if (output == stage.cursor.output) mark |= kInWindow;
            if (output == stage.cursor.output && stage.cursor.term == tap) mark |= kCurrent;
            patches.marks.push_back(static_cast<std::uint8_t>(mark));
        }
    Block kernel;
    kernel.caption = "Kernel";
    kernel.values.assign(model.used().values().begin(), model.used().values().end());
    for (int tap = 0; tap < model.taps(); ++tap) kernel.marks.push_back(weight_mark(stage, tap));
    const Block output = output_block(stage, "Output");
    std::array<Sheet, 3> all{kernel.sheet("kernel-row", Role::kKernel, model.taps()),
                             patches.sheet("patches", Role::kInput, columns),
                             output.sheet("matrix-output", Role::kOutput, columns)};
    all[1].sign = "×";
    all[1].own_line = all[2].own_line = true;
    all[2].sign = "=";
    const std::vector<GridAnswer> answers = sheets(stage.ui, all, room, {14, 40});
    if (answers[0].hovered) stage.state.next_touched = {What::kWeight, answers[0].hovered.column};
    if (answers[1].hovered)
        stage.state.next_touched = {What::kInput,
                                    model.input_of(answers[1].hovered.column, answers[1].hovered.row)};
    answer_output(stage, answers[2], columns);
}

}  // namespace

void draw_sliding(const Stage& stage, float width, float height) {
    const Card card(stage.ui, "sliding", width, height);
    card_heading(stage.ui, "Convolution");
    const float room = height > 0 ? ImGui::GetContentRegionAvail().y : 0;
    if (stage.model.settings().topic == Topic::kPicture)
        draw_squares(stage, room);
    else
        draw_rows(stage, room);
}

void draw_matrix(const Stage& stage, float width, float height) {
    const bool spread_picture =
        stage.model.settings().topic == Topic::kPicture && stage.model.settings().spread == Spread::kPicture;
    const Card card(stage.ui, "band", width, height);
    card_heading(stage.ui, spread_picture ? "im2col" : "Band matrix");
    const float room = height > 0 ? ImGui::GetContentRegionAvail().y : 0;
    spread_picture ? draw_patches(stage, room) : draw_band(stage, room);
}

}  // namespace shell::lesson_four_views
