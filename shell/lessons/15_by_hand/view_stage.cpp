// Grids of the ten rows and of the nine parameters; what is not reached yet is empty.
#include <algorithm>
#include <array>
#include <cmath>
#include <deque>

#include "shell/lessons/15_by_hand/view.h"
#include "shell/state/field_text.h"
#include "shell/state/short_number.h"
#include "shell/widgets/charts.h"
#include "shell/widgets/sheets.h"
#include "shell/widgets/text.h"

namespace shell::lesson_by_hand {
namespace {

struct Grid {
    std::string name;
    std::string caption;
    Role role = Role::kNeutral;
    int columns = 1;
    std::vector<float> values;
    bool reached = true;
    bool now = false;
    std::string field;   // that edits go to; empty: read only
    std::size_t at = 0;  // of its first number in the field
    std::string sign;
    std::vector<std::uint8_t> marks;
};

Grid of_stage(const ByHandModel& model, const cnn::HandRound& round, Stage stage, Role role,
              std::string sign = {}) {
    const StageNumbers numbers = numbers_of(round, stage);
    return {std::string(numbers.name),
            std::string(numbers.name),
            role,
            numbers.columns,
            numbers.values,
            model.reached(stage),
            model.cursor().stage == stage,
            "",
            0,
            std::move(sign),
            {}};
}

void mark(Grid& grid, int row) {
    for (std::size_t i = 0; i < grid.values.size(); ++i) {
        int marks = !grid.reached ? kPending : grid.now ? kInWindow : kPlain;
        if (row >= 0 && static_cast<int>(i) / grid.columns == row) marks |= kTouched;
        grid.marks.push_back(static_cast<std::uint8_t>(marks));
    }
}

std::vector<GridAnswer> draw(Ui& ui, std::deque<Grid>& grids, float height, int row) {
    std::vector<Sheet> shown;
    for (Grid& grid : grids) {
        mark(grid, row);
        Sheet sheet;
        sheet.grid.name = grid.name;
        sheet.grid.caption = grid.caption;
        sheet.grid.role = grid.role;
        sheet.grid.columns = grid.columns;
        sheet.grid.rows = static_cast<int>(grid.values.size()) / grid.columns;
        sheet.grid.values = grid.values;
        sheet.grid.marks = grid.marks;
        sheet.grid.editable = !grid.field.empty();
        sheet.sign = grid.sign;
        shown.push_back(sheet);
    }
    return sheets(ui, shown, height, {30, 60, 0.6F});
}

void edit(Ui& ui, const Grid& grid, const std::vector<float>& before, const GridAnswer& given) {
    if (!given.edited || grid.field.empty()) return;
    nlohmann::json numbers = nlohmann::json::array();
    for (const float value : before) numbers.push_back(number_json(value));
    numbers[grid.at + static_cast<std::size_t>(given.edited.row * grid.columns + given.edited.column)] =
        number_json(given.value);
    ui.set(grid.field, numbers);
}

// One parameter block, with its gradient at its right. At the start it is edited in place.
void add_block(std::deque<Grid>& grids, const ByHandModel& model, const cnn::HandRound& round,
               const char* name, std::size_t at, std::size_t count, int columns, Stage gradient) {
    const bool updated = model.reached(Stage::kUpdate);
    const cnn::HandParameters& p = updated ? round.next : model.parameters(model.cursor().update);
    const auto from = p.begin() + static_cast<std::ptrdiff_t>(at);
    Grid block{name,
               name,
               Role::kKernel,
               columns,
               {from, from + static_cast<std::ptrdiff_t>(count)},
               true,
               updated,
               "",
               at,
               "",
               {}};
    if (model.cursor().update == 0 && !updated) block.field = "start";
    grids.push_back(block);
    grids.push_back(of_stage(model, round, gradient, Role::kNeutral));
}

}  // namespace

void draw_rows(Ui& ui, const ByHandModel& model, ViewState& state) {
    const cnn::HandRound round = model.round(model.cursor().update);
    std::deque<Grid> grids;
    grids.push_back({"x",
                     "Age, weight",
                     Role::kInput,
                     2,
                     model.x(),
                     true,
                     false,
                     model.settings().scaled ? "" : "inputs",
                     0,
                     "",
                     {}});
    grids.push_back(of_stage(model, round, Stage::kZ1, Role::kNeutral, "→"));
    grids.push_back(of_stage(model, round, Stage::kA1, Role::kNeutral));
    grids.push_back(of_stage(model, round, Stage::kA2, Role::kOutput, "→"));
    grids.push_back({"y",
                     "Height",
                     Role::kInput,
                     1,
                     model.y(),
                     true,
                     model.cursor().stage == Stage::kLoss,
                     model.settings().scaled ? "" : "heights",
                     0,
                     "",
                     {}});
    grids.push_back(of_stage(model, round, Stage::kDA2, Role::kOutput, "←"));
    grids.push_back(of_stage(model, round, Stage::kDA1, Role::kNeutral, "←"));
    grids.push_back(of_stage(model, round, Stage::kDZ1, Role::kNeutral));
    const float below = ui.px(385);  // parameters and errors
    const float room = std::max(ui.px(330), ImGui::GetContentRegionAvail().y - below);
    const float height = ui.phone() ? 0 : room;
    const Card card(ui, "rows");
    const std::vector<GridAnswer> answers = draw(ui, grids, height, state.row);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i].hovered) state.next_row = answers[i].hovered.row;
        edit(ui, grids[i], grids[i].values, answers[i]);
    }
}

void draw_parameters(Ui& ui, const ByHandModel& model) {
    const cnn::HandRound round = model.round(model.cursor().update);
    std::deque<Grid> grids;
    add_block(grids, model, round, "W1", 0, 4, 2, Stage::kDW1);
    add_block(grids, model, round, "b1", 4, 2, 2, Stage::kDb1);
    add_block(grids, model, round, "W2", 6, 2, 1, Stage::kDW2);
    add_block(grids, model, round, "b2", 8, 1, 1, Stage::kDb2);
    const Card card(ui, "parameters");
    const std::vector<GridAnswer> answers = draw(ui, grids, ui.phone() ? 0 : ui.px(100), -1);
    for (std::size_t i = 0; i < answers.size(); ++i) edit(ui, grids[i], model.settings().start, answers[i]);
}

// log10 of the error, because it reaches from 1e16 to below 10.
void draw_errors(Ui& ui, const ByHandModel& model) {
    const Cursor now = model.cursor();
    std::vector<ChartPoint> points;
    for (int update = 0; update <= now.update; ++update) {
        if (update == now.update && !model.reached(Stage::kLoss)) break;
        points.push_back({static_cast<float>(update),
                          std::log10(std::max(model.errors()[static_cast<std::size_t>(update)], 1e-6F))});
    }
    const Card card(ui, "errors", 0, std::max(ImGui::GetContentRegionAvail().y, ui.px(170)));
    const Series series{"network", points, Colour::kOutput, true};
    const auto best = static_cast<float>(std::log10(std::max(model.line().error, 1e-6)));
    const std::vector<Run> right{
        muted_run("now "),
        output_run(model.reached(Stage::kLoss)
                       ? short_number(model.errors()[static_cast<std::size_t>(now.update)])
                       : "…"),
        muted_run("   least squares "), plain_run(short_number(static_cast<float>(model.line().error)))};
    card_heading(ui, ui.phone() ? "log₁₀ error" : "Mean square error in cm², as a power of ten", right);
    LineChart chart;
    chart.name = "errors";
    chart.series = {&series, 1};
    chart.x_high = static_cast<float>(model.settings().updates);
    chart.x_label = "updates";
    chart.reference = best;
    chart.reference_label = "line of least squares";
    line_chart(ui, chart, ImGui::GetContentRegionAvail());
}

}  // namespace shell::lesson_by_hand
