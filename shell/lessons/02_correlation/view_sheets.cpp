// Input, the three kernels and their outputs as sheets of numbers.
#include <algorithm>

#include "shell/lessons/02_correlation/view.h"
#include "shell/widgets/sheets.h"
#include "shell/widgets/text.h"

namespace shell::lesson_correlation {
namespace {

using What = Touched::What;

constexpr std::array<std::string_view, 3> kKernelNames{"turned", "kernel", "mirrored"};
constexpr std::array<std::string_view, 3> kOutputNames{"convolution", "correlation", "printed"};

struct Stage {
    Ui& ui;
    const CorrelationModel& model;
    ViewState& state;
    Cursor cursor;
    std::array<std::vector<std::uint8_t>, 7> marks;

    std::uint8_t lit(Reading reading, const Touched& cell) const {
        return model.reaches(reading, state.touched, cell) ? kTouched : kPlain;
    }
};

std::span<const std::uint8_t> input_marks(Stage& stage) {
    const Cursor at = stage.cursor;
    const int columns = stage.model.settings().kernel_width;
    std::vector<std::uint8_t>& marks = stage.marks[0];
    for (int row = 0; row < stage.model.settings().height; ++row)
        for (int column = 0; column < stage.model.settings().width; ++column) {
            const Touched pixel{What::kPixel, row, column};
            int mark = stage.lit(stage.state.reading, pixel);
            if (stage.model.reaches(Reading::kCorrelation, pixel, {What::kOutput, at.row, at.column}))
                mark |= kInWindow;
            const bool current = row == at.row + at.term / columns && column == at.column + at.term % columns;
            if (!at.result && current) mark |= kCurrent;
            marks.push_back(static_cast<std::uint8_t>(mark));
        }
    return marks;
}

std::span<const std::uint8_t> kernel_marks(Stage& stage, Reading reading) {
    std::vector<std::uint8_t>& marks = stage.marks[1 + static_cast<std::size_t>(reading)];
    const int columns = stage.model.settings().kernel_width;
    for (int tap = 0; tap < stage.model.products(); ++tap) {
        const auto written = stage.model.as_written(reading, tap / columns, tap % columns);
        const Touched weight{What::kWeight, written[0], written[1]};
        const bool same = stage.state.touched == weight;  // the same weight in the other kernels
        marks.push_back(
            static_cast<std::uint8_t>((same ? std::uint8_t{kTouched} : stage.lit(reading, weight)) |
                                      (stage.cursor.term == tap ? kCurrent : kPlain)));
    }
    return marks;
}

std::span<const std::uint8_t> output_marks(Stage& stage, Reading reading) {
    std::vector<std::uint8_t>& marks = stage.marks[4 + static_cast<std::size_t>(reading)];
    const int columns = stage.model.window().x.output;
    for (int cell = 0; cell < columns * stage.model.window().y.output; ++cell) {
        int mark = stage.lit(reading, {What::kOutput, cell / columns, cell % columns});
        if (cell > stage.cursor.cell) mark |= kPending;
        if (cell == stage.cursor.cell) mark |= stage.cursor.result ? kCurrent : kCurrent | kDots;
        marks.push_back(static_cast<std::uint8_t>(mark));
    }
    return marks;
}

Sheet input_sheet(Stage& stage) {
    Sheet sheet;
    sheet.grid.name = "input";
    sheet.grid.caption = "Input I";
    sheet.grid.role = Role::kInput;
    sheet.grid.rows = stage.model.settings().height;
    sheet.grid.columns = stage.model.settings().width;
    sheet.grid.values = stage.model.input().values();
    sheet.grid.marks = input_marks(stage);
    sheet.grid.editable = true;
    return sheet;
}

Sheet kernel_sheet(Stage& stage, Reading reading) {
    constexpr std::array<std::string_view, 3> kBelow{"turned half round", "as written", "columns mirrored"};
    Sheet sheet;
    sheet.grid.name = kKernelNames[static_cast<std::size_t>(reading)];
    sheet.grid.caption = "Kernel";
    sheet.grid.role = Role::kKernel;
    sheet.grid.rows = stage.model.settings().kernel_height;
    sheet.grid.columns = stage.model.settings().kernel_width;
    sheet.grid.values = stage.model.kernel(reading).values();
    sheet.grid.marks = kernel_marks(stage, reading);
    sheet.grid.editable = true;
    sheet.below = kBelow[static_cast<std::size_t>(reading)];
    sheet.own_line = stage.ui.phone() || reading == Reading::kCorrelation;
    return sheet;
}

Sheet output_sheet(Stage& stage, Reading reading) {
    constexpr std::array<std::string_view, 3> kBelow{"convolution", "correlation", "as printed"};
    Sheet sheet;
    sheet.grid.name = kOutputNames[static_cast<std::size_t>(reading)];
    sheet.grid.caption = "Output";
    sheet.grid.role = Role::kOutput;
    sheet.grid.rows = stage.model.window().y.output;
    sheet.grid.columns = stage.model.window().x.output;
    sheet.grid.values = stage.model.output(reading).values();
    sheet.grid.marks = output_marks(stage, reading);
    sheet.sign = "→";
    sheet.below = kBelow[static_cast<std::size_t>(reading)];
    return sheet;
}

void set_cell(Ui& ui, const char* grid, int row, int column, float value) {
    ui.command("set-cell", {{"grid", grid}, {"row", row}, {"column", column}, {"value", value}});
}

void answer_kernel(Stage& stage, Reading reading, const GridAnswer& answer) {
    const auto written = [&](Cell cell) { return stage.model.as_written(reading, cell.row, cell.column); };
    if (answer.edited) {
        const auto at = written(answer.edited);
        set_cell(stage.ui, "kernel", at[0], at[1], answer.value);
    }
    if (answer.hovered) {
        const auto at = written(answer.hovered);
        stage.state.next_touched = {What::kWeight, at[0], at[1]};
        stage.state.reading = reading;
    }
}

void answer_output(Stage& stage, const GridAnswer& answer) {
    if (answer.clicked)
        stage.ui.command("scrub", {{"t", stage.model.step_of(answer.clicked.row, answer.clicked.column)}});
    if (answer.hovered) stage.state.next_touched = {What::kOutput, answer.hovered.row, answer.hovered.column};
}

}  // namespace

void draw_sheets(Ui& ui, const CorrelationModel& model, ViewState& state, float height) {
    const float line = ui.font_size(TextStyle::kSmall) * 2.4F;
    const float card_height = ui.phone() ? 0 : std::max(height, ui.px(300));
    const Card card(ui, "sheets", 0, card_height);
    Stage stage{ui, model, state, model.cursor(), {}};
    std::vector<Sheet> all{input_sheet(stage)};
    for (const Reading reading : kReadings) {
        all.push_back(kernel_sheet(stage, reading));
        all.push_back(output_sheet(stage, reading));
    }
    const float room = ui.phone() ? 0 : ImGui::GetContentRegionAvail().y - line;
    const std::vector<GridAnswer> answers =
        sheets(ui, all, room, ui.phone() ? CellRange{28, 34} : CellRange{17, 46});
    if (answers[0].edited)
        set_cell(ui, "input", answers[0].edited.row, answers[0].edited.column, answers[0].value);
    if (answers[0].hovered)
        state.next_touched = {What::kPixel, answers[0].hovered.row, answers[0].hovered.column};
    for (const Reading reading : kReadings) {
        const std::size_t i = 1 + 2 * static_cast<std::size_t>(reading);
        answer_kernel(stage, reading, answers[i]);
        answer_output(stage, answers[i + 1]);
    }
    space(ui, 4);
    const Run words{model.player().at_end() ? model.relation_sentence() : model.so_far_sentence(),
                    Colour::kOutput, true};
    text_runs(ui, {&words, 1}, 0.5F);
    ui.name_item("relation");
}

}  // namespace shell::lesson_correlation
