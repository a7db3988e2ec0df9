// Signal, filter and output on one raster: stems to see the shape, numbers to read and to type.
#include <algorithm>
#include <cmath>

#include "shell/lessons/03_signals/view.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_signals {
namespace {

using What = Touched::What;

constexpr float kLeastStems = 64;  // design pixels high

// Where the columns stand: one per sample, padding included.
struct Raster {
    Ui& ui;
    const SignalsModel& model;
    ViewState& state;
    ImVec2 origin;  // of the card's content
    ImVec2 cell;
    float pitch = 0;
    float left = 0;   // of the first column, from origin
    float width = 0;  // of the card's content
    float stems = 0;  // height of each of the two

    const cnn::AxisPlan& plan() const { return model.plan(); }
    int columns() const { return plan().input + plan().pad_before + plan().pad_after; }
    float x_of(float sample) const { return left + (sample + static_cast<float>(plan().pad_before)) * pitch; }
    // Causal outputs stand below their newest sample, others below the middle of their window.
    float x_of_output(int output) const {
        const auto span = static_cast<float>(plan().effective_kernel - 1);
        const float way = model.settings().padding == Padding::kCausal ? span : span * 0.5F;
        return x_of(static_cast<float>(plan().tap(output, 0)) + way);
    }
    NumberGrid grid(std::string_view name, Role role, int columns) const {
        NumberGrid all;
        all.name = name;
        all.role = role;
        all.columns = columns;
        all.cell_width = cell.x;
        all.cell_height = cell.y;
        return all;
    }
    void place(float x, float y) const { ImGui::SetCursorScreenPos(origin + ImVec2(x, y)); }
    std::uint8_t touched(What what, int index) const {
        return reaches(plan(), state.touched, {what, index}) ? kTouched : kPlain;
    }
};

float label_height(const Ui& ui) { return ui.font_size(TextStyle::kLabel) + ui.px(6); }

void label(const Raster& raster, float y, Role role, std::string_view words) {
    draw_text_fit(raster.ui, TextStyle::kLabel, raster.origin + ImVec2(0, y),
                  raster.ui.colour(role_text(role)), words, raster.width);
}

// ---- Signal

struct Samples {
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    std::vector<float> places;
};

Samples samples(const Raster& raster) {
    const cnn::AxisPlan& plan = raster.plan();
    const Cursor cursor = raster.model.cursor();
    Samples all;
    for (int i = -plan.pad_before; i < plan.input + plan.pad_after; ++i) {
        int marks = raster.touched(What::kSample, i);
        if (!plan.inside(i)) marks |= kPadding;
        if (i + plan.pad_before >= plan.reach()) marks |= kLeftOver;
        if (reaches(plan, {What::kSample, i}, {What::kOutput, cursor.output})) marks |= kInWindow;
        if (!cursor.result && plan.tap(cursor.output, cursor.term) == i) marks |= kCurrent;
        all.marks.push_back(static_cast<std::uint8_t>(marks));
        all.values.push_back(plan.inside(i) ? raster.model.settings().signal()[static_cast<std::size_t>(i)]
                                            : 0.0F);
        all.places.push_back(raster.x_of(static_cast<float>(i)) + raster.cell.x * 0.5F);
    }
    return all;
}

void set_sample(const Raster& raster, int column, float value) {
    const int i = column - raster.plan().pad_before;
    if (!raster.plan().inside(i) || raster.model.settings().signal()[static_cast<std::size_t>(i)] == value)
        return;
    raster.ui.command("set-cell", {{"grid", "signal"}, {"index", i}, {"value", value}});
}

void draw_signal(const Raster& raster, float y) {
    Ui& ui = raster.ui;
    const Samples all = samples(raster);
    label(raster, y, Role::kInput, "Signal x, " + std::to_string(raster.plan().input) + " samples");
    if (!raster.state.drawing) raster.state.axis = stem_axis(raster.model.settings().signal());
    Stems stems{"draw", Role::kInput, all.values, all.marks, all.places, raster.cell.x * 0.3F};
    stems.low = raster.state.axis.low;
    stems.high = raster.state.axis.high;
    stems.snap = raster.state.axis.snap;
    stems.draw = true;
    raster.place(0, y + label_height(ui));
    const StemsAnswer drawn = shell::stems(ui, stems, {raster.width, raster.stems});
    raster.state.drawing = drawn.held;
    if (drawn.drawn) set_sample(raster, *drawn.drawn, drawn.value);

    NumberGrid grid = raster.grid("signal", Role::kInput, raster.columns());
    grid.first_column = -raster.plan().pad_before;
    grid.values = all.values;
    grid.marks = all.marks;
    grid.editable = true;
    raster.place(raster.left, y + label_height(ui) + raster.stems + ui.px(4));
    const GridAnswer answer = number_grid(ui, grid);
    if (answer.edited) set_sample(raster, answer.edited.column, answer.value);
    const int hovered = answer.hovered ? answer.hovered.column : drawn.hovered.value_or(-1);
    if (hovered >= 0) raster.state.next_touched = {What::kSample, hovered - raster.plan().pad_before};
}

// ---- Filter

void draw_filter(const Raster& raster, float y) {
    Ui& ui = raster.ui;
    const cnn::AxisPlan& plan = raster.plan();
    const Cursor cursor = raster.model.cursor();
    label(raster, y, Role::kKernel,
          std::string("Filter w, ") + std::to_string(plan.kernel) + " weights" +
              (raster.model.turned() ? ", turned around" : ""));
    std::vector<float> values(static_cast<std::size_t>(plan.effective_kernel), 0.0F);
    std::vector<std::uint8_t> marks(values.size(), kPadding);
    for (int tap = 0; tap < plan.kernel; ++tap) {
        const auto at = static_cast<std::size_t>(tap * plan.dilation);
        values[at] = raster.model.used()[static_cast<std::size_t>(tap)];
        marks[at] = static_cast<std::uint8_t>(raster.touched(What::kWeight, tap) |
                                              (cursor.term == tap ? kCurrent : kPlain));
    }
    NumberGrid grid = raster.grid("filter", Role::kKernel, plan.effective_kernel);
    grid.values = values;
    grid.marks = marks;
    grid.editable = true;
    raster.place(raster.x_of(static_cast<float>(plan.tap(cursor.output, 0))), y + label_height(ui));
    const GridAnswer answer = number_grid(ui, grid);
    if (answer.hovered && answer.hovered.column % plan.dilation == 0)
        raster.state.next_touched = {What::kWeight, answer.hovered.column / plan.dilation};
    if (!answer.edited) return;
    if (answer.edited.column % plan.dilation != 0) {
        ui.refuse("There is no weight in the gaps of a dilated filter.");
        return;
    }
    const int index = raster.model.as_written(answer.edited.column / plan.dilation);
    ui.command("set-cell", {{"grid", "filter"}, {"index", index}, {"value", answer.value}});
}

// ---- Output

std::uint8_t output_marks(const Raster& raster, int output) {
    const Cursor cursor = raster.model.cursor();
    int marks = raster.touched(What::kOutput, output);
    if (output > cursor.output) marks |= kPending;
    if (output == cursor.output) marks |= cursor.result ? kCurrent : kCurrent | kDots;
    return static_cast<std::uint8_t>(marks);
}

void draw_output_numbers(const Raster& raster, float y) {
    for (int output = 0; output < raster.plan().output; ++output) {
        const std::uint8_t marks = output_marks(raster, output);
        NumberGrid grid = raster.grid("output", Role::kOutput, 1);
        grid.first_column = output;
        grid.values = raster.model.outputs().subspan(static_cast<std::size_t>(output), 1);
        grid.marks = {&marks, 1};
        ImGui::PushID(output);
        raster.place(raster.x_of_output(output), y);
        const GridAnswer answer = number_grid(raster.ui, grid);
        ImGui::PopID();
        if (answer.hovered) raster.state.next_touched = {What::kOutput, output};
        if (answer.clicked) raster.ui.command("scrub", {{"t", raster.model.step_of(output, 0)}});
    }
}

void draw_output(const Raster& raster, float y) {
    Ui& ui = raster.ui;
    label(raster, y, Role::kOutput, "Output y, " + std::to_string(raster.plan().output) + " of them");
    draw_output_numbers(raster, y + label_height(ui));
    std::vector<std::uint8_t> marks;
    std::vector<float> places;
    for (int output = 0; output < raster.plan().output; ++output) {
        const std::uint8_t one = output_marks(raster, output);
        marks.push_back((one & kDots) != 0 ? std::uint8_t{kPending} : one);
        places.push_back(raster.x_of_output(output) + raster.cell.x * 0.5F);
    }
    const StemAxis axis = stem_axis(raster.model.outputs());
    Stems stems{"output-stems", Role::kOutput, raster.model.outputs(), marks, places, raster.cell.x * 0.3F};
    stems.low = axis.low;
    stems.high = axis.high;
    raster.place(0, y + label_height(ui) + raster.cell.y + ui.px(4));
    shell::stems(ui, stems, {raster.width, raster.stems});
}

}  // namespace

void draw_lines(Ui& ui, const SignalsModel& model, ViewState& state, float height) {
    const float least = 3 * label_height(ui) + ui.px(2 * kLeastStems + 3 * 30 + 40);
    const float card_height = std::max(height, least + ui.px(28));
    const Card card(ui, "lines", 0, card_height);
    Raster raster{ui, model, state, ImGui::GetCursorScreenPos(), {}, 0, 0, ImGui::GetContentRegionAvail().x};
    raster.cell = fit_cells(ui, 1, raster.columns(), {raster.width, 1e6F}, 5, 54);
    // Too narrow for numbers: flat strips, and the stems tell.
    raster.cell.y = raster.cell.x < ui.px(14) ? ui.px(9) : std::clamp(raster.cell.y, ui.px(26), ui.px(40));
    raster.pitch = raster.cell.x + cell_gap(ui, raster.cell.x);
    raster.left = std::max((raster.width - raster.pitch * static_cast<float>(raster.columns())) * 0.5F, 0.0F);
    const float room = ImGui::GetContentRegionAvail().y;
    const float fixed = 3 * (label_height(ui) + raster.cell.y) + ui.px(8 + 24);
    raster.stems = std::max(std::floor((room - fixed) * 0.5F), ui.px(kLeastStems));
    const float filter = label_height(ui) + raster.stems + ui.px(4) + raster.cell.y + ui.px(12);
    draw_signal(raster, 0);
    draw_filter(raster, filter);
    draw_output(raster, filter + label_height(ui) + raster.cell.y + ui.px(12));
}

}  // namespace shell::lesson_signals
