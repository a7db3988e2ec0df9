// The stage of the matrix: the connections as lines, the weights as a matrix with a colour for each shared
// number, the inputs and outputs as columns beside it, and the current sum.
#include <algorithm>
#include <array>
#include <vector>

#include "shell/lessons/09_sharing/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/sheet_set.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_sharing {
namespace {

// One for each tap of a shared kernel; of a middle lightness, so that light and dark panels carry them.
constexpr std::array<Rgb, 7> kTapColours{rgb(0x2F7BEA), rgb(0xD97706), rgb(0x0E9F6E), rgb(0xD6409F),
                                         rgb(0x8B5CF6), rgb(0x0891B2), rgb(0x7A9A01)};

struct Stage {
    Ui& ui;
    const SharingModel& model;
    ViewState& state;
    Cursor cursor;

    bool shared() const { return model.settings().matrix.kind == Kind::kShared; }
    int inputs() const { return model.settings().matrix.inputs; }
    // The place of the matrix at which the playhead stands; none at a result.
    bool current(int row, int column) const {
        if (cursor.result || row != cursor.row) return false;
        return model.tap_at(row, column) == cursor.term && model.tap_at(row, column) >= 0;
    }
    bool reached(int row, int column) const {
        if (row != cursor.row) return row < cursor.row;
        return cursor.result || model.tap_at(row, column) <= cursor.term;
    }
};

// ---- connections

void draw_line_between(const Stage& stage, int row, int column, ImVec2 from, ImVec2 to) {
    const int tap = stage.model.tap_at(row, column);
    if (tap < 0) return;
    const bool lit = stage.state.touched == Touched{row, column} || stage.current(row, column);
    const bool done = stage.reached(row, column);
    const float alpha = done ? 1.0F : 0.28F;
    const ImU32 colour = stage.shared() ? stage.ui.colour(kTapColours[static_cast<std::size_t>(tap)], alpha)
                                        : stage.ui.colour(Colour::kKernelMark, alpha);
    ImGui::GetWindowDrawList()->AddLine(from, to, colour, stage.ui.px(lit ? 4 : stage.inputs() > 8 ? 1 : 2));
}

void draw_node(const Ui& ui, ImVec2 centre, float radius, const std::string& name, Role role, bool lit) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddCircleFilled(centre, radius, ui.colour(lit ? role_mark(role) : role_soft(role)));
    list->AddCircle(centre, radius, ui.colour(role_mark(role)), 0, ui.px(1));
    draw_text(ui, TextStyle::kLabel, centre - ImVec2(0, ui.font_size(TextStyle::kLabel) * 0.5F),
              ui.colour(lit ? Colour::kOnAccent : role_text(role)), name, 0.5F);
}

void draw_connections(const Stage& stage) {
    Ui& ui = stage.ui;
    const float room = ImGui::GetContentRegionAvail().x;
    const float step =
        std::min(room / static_cast<float>(std::max(stage.inputs(), stage.model.rows())), ui.px(84));
    const float radius = std::min(ui.px(14), step * 0.45F);
    const float height = ui.px(96);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const auto place = [&](int index, int count, float y) {
        const float first = room * 0.5F - step * 0.5F * static_cast<float>(count - 1);
        return at + ImVec2(first + step * static_cast<float>(index), y);
    };
    const auto input = [&](int column) { return place(column, stage.inputs(), radius); };
    const auto output = [&](int row) { return place(row, stage.model.rows(), height - radius); };
    for (int row = 0; row < stage.model.rows(); ++row)
        for (int column = 0; column < stage.inputs(); ++column)
            draw_line_between(stage, row, column, input(column), output(row));
    for (int column = 0; column < stage.inputs(); ++column)
        draw_node(ui, input(column), radius, "x" + std::to_string(column + 1), Role::kInput,
                  stage.current(stage.cursor.row, column));
    for (int row = 0; row < stage.model.rows(); ++row)
        draw_node(ui, output(row), radius, "h" + std::to_string(row + 1), Role::kOutput,
                  row == stage.cursor.row);
    ImGui::Dummy({std::max(room, 1.0F), height});
}

// ---- matrix, inputs, outputs

bool touches(const Stage& stage, int row, int column) {
    const Touched& touched = stage.state.touched;
    if (touched.row >= 0 && touched.column >= 0)
        return stage.model.same_weight(touched.row, touched.column, row, column);
    const bool connected = stage.model.tap_at(row, column) >= 0;
    return connected &&
           ((touched.row >= 0 && touched.row == row) || (touched.column >= 0 && touched.column == column));
}

void add_matrix(const Stage& stage, SheetSet& set) {
    std::vector<std::uint8_t> marks;
    for (int row = 0; row < stage.model.rows(); ++row)
        for (int column = 0; column < stage.inputs(); ++column) {
            int mark = stage.model.tap_at(row, column) < 0 ? kDimmed : kPlain;
            if (stage.current(row, column)) mark |= kCurrent;
            if (row == stage.cursor.row && stage.model.tap_at(row, column) >= 0) mark |= kInWindow;
            if (touches(stage, row, column)) mark |= kTouched;
            marks.push_back(static_cast<std::uint8_t>(mark));
        }
    const std::string caption =
        "Weights " + std::to_string(stage.model.rows()) + " × " + std::to_string(stage.inputs());
    Sheet& sheet = set.add("matrix", Role::kKernel, caption, stage.inputs(), stage.model.matrix(), marks);
    sheet.grid.editable = true;
}

void add_columns(const Stage& stage, SheetSet& set) {
    const Touched& touched = stage.state.touched;
    const auto& x = stage.model.settings().matrix.x;
    std::vector<std::uint8_t> marks;
    for (int column = 0; column < stage.inputs(); ++column) {
        const bool reads = touched.row >= 0 && stage.model.tap_at(touched.row, column) >= 0 &&
                           (touched.column < 0 || touched.column == column);
        const int mark = stage.current(stage.cursor.row, column) ? kCurrent : kPlain;
        marks.push_back(static_cast<std::uint8_t>(mark | (reads ? kTouched : kPlain)));
    }
    Sheet& inputs = set.add("input", Role::kInput, "x", 1, x, marks);
    inputs.sign = "·";
    inputs.grid.editable = true;
    marks.clear();
    const std::vector<float> biases = stage.model.settings().matrix.biases();
    Sheet& bias = set.add("bias", Role::kKernel, "bias", 1, biases);
    bias.sign = "+";
    bias.grid.editable = true;
    for (int row = 0; row < stage.model.rows(); ++row) {
        const bool fed = touched.column >= 0 && stage.model.tap_at(row, touched.column) >= 0 &&
                         (touched.row < 0 || touched.row == row);
        int mark = row > stage.cursor.row ? kPending : kPlain;
        if (row == stage.cursor.row) mark = stage.cursor.result ? kCurrent : kCurrent | kDots;
        marks.push_back(static_cast<std::uint8_t>(mark | (fed ? kTouched : kPlain)));
    }
    Sheet& outputs = set.add("output", Role::kOutput, "h", 1, stage.model.outputs(), marks);
    outputs.sign = "=";
}

// A stripe of its colour under every place where a shared weight stands.
void draw_stripes(const Stage& stage, const NumberGrid& grid, ImVec2 origin) {
    if (!stage.shared()) return;
    ImDrawList* list = ImGui::GetWindowDrawList();
    for (int row = 0; row < stage.model.rows(); ++row)
        for (int column = 0; column < stage.inputs(); ++column) {
            const int tap = stage.model.tap_at(row, column);
            if (tap < 0) continue;
            const CellBox box = cell_box(stage.ui, grid, origin, {row, column});
            list->AddRectFilled({box.min.x + stage.ui.px(3), box.max.y - stage.ui.px(5)},
                                {box.max.x - stage.ui.px(3), box.max.y - stage.ui.px(2)},
                                stage.ui.colour(kTapColours[static_cast<std::size_t>(tap)]), stage.ui.px(1));
        }
}

void edit(Ui& ui, std::string_view field, std::vector<float> numbers, int at, float value) {
    if (at < 0 || static_cast<std::size_t>(at) >= numbers.size()) return;
    numbers[static_cast<std::size_t>(at)] = value;
    ui.set(field, numbers);
}

void answer(const Stage& stage, const std::vector<GridAnswer>& answers) {
    const MatrixSettings& matrix = stage.model.settings().matrix;
    Touched& next = stage.state.next_touched;
    if (const Cell at = answers[0].hovered) next = {at.row, at.column};
    if (const Cell at = answers[1].hovered) next = {-1, at.row};
    if (const Cell at = answers[3].hovered) next = {at.row, -1};
    if (const Cell at = answers[0].edited)
        edit(stage.ui, "weights", matrix.weights(), stage.model.weight_index(at.row, at.column),
             answers[0].value);
    if (const Cell at = answers[1].edited) edit(stage.ui, "input", matrix.x, at.row, answers[1].value);
    if (const Cell at = answers[2].edited) edit(stage.ui, "bias", matrix.biases(), at.row, answers[2].value);
    if (const Cell at = answers[3].clicked)
        stage.ui.command("scrub", {{"t", at.row * stage.model.steps_per_part()}});
}

void draw_sum(const Stage& stage) {
    const RowTrace trace = stage.model.trace(stage.cursor.row);
    std::vector<Term> chips;
    for (std::size_t i = 0; i < trace.products.size(); ++i) {
        const Product& one = trace.products[i];
        const int term = static_cast<int>(i);
        const TermState how = stage.cursor.result || term < stage.cursor.term ? TermState::kDone
                              : term == stage.cursor.term                     ? TermState::kCurrent
                                                                              : TermState::kToCome;
        const bool padding = one.column < 0 || one.column >= stage.inputs();
        chips.push_back({short_number(one.input), short_number(one.weight), how, padding, Role::kInput});
    }
    terms(stage.ui, "terms", chips);
    space(stage.ui, 8);
    const Product& now = trace.products[static_cast<std::size_t>(stage.cursor.term)];
    std::vector<Run> line{muted_run(stage.cursor.result ? "sum " : "running sum "),
                          output_run(short_number(now.partial, 7))};
    if (stage.cursor.result) {
        line.push_back(muted_run(" + bias "));
        line.push_back(kernel_run(short_number(trace.bias)));
        line.push_back(muted_run(" = "));
        line.push_back(output_run(short_number(trace.result, 7)));
    }
    text_runs(stage.ui, line);
    stage.ui.name_item("running-sum");
}

}  // namespace

void draw_matrix(Ui& ui, const SharingModel& model, ViewState& state) {
    const Stage stage{ui, model, state, model.cursor()};
    state.next_touched = {};
    const float height = ImGui::GetContentRegionAvail().y;
    {
        const Card card(ui, "connections");
        draw_connections(stage);
    }
    space(ui, 14);
    {
        const Card card(ui, "grids");
        SheetSet set;
        add_matrix(stage, set);
        add_columns(stage, set);
        const auto answers =
            set.draw(ui, ui.phone() ? 0 : std::max(height - ui.px(310), ui.px(200)), {18, 46});
        draw_stripes(stage, set.at(0).grid, answers[0].origin);
        answer(stage, answers);
    }
    space(ui, 14);
    {
        const Card card(ui, "sum");
        draw_sum(stage);
    }
    if (state.next_touched != state.touched) ui.wants_frame();
    state.touched = state.next_touched;
}

}  // namespace shell::lesson_sharing
