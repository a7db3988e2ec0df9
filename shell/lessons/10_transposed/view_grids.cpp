// The two ways to see a transposed convolution: inputs that stamp the kernel on the output, and outputs that
// gather over the stretched input.
#include <algorithm>
#include <vector>

#include "core/ops/reach.h"
#include "shell/lessons/10_transposed/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/sheet_set.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_transposed {
namespace {

using What = Touched::What;
using Marks = std::vector<std::uint8_t>;

struct Stage {
    Ui& ui;
    const TransposedModel& model;
    ViewState& state;
    SheetSet sheets;

    const cnn::WindowPlan& window() const { return model.window(); }
    int touched(const Touched& cell) const {
        return reaches(window(), state.touched, cell) ? kTouched : kPlain;
    }
};

// Marks for every cell of a grid, by mark(row, column).
template <class Mark>
Marks marks_of(int rows, int columns, Mark&& mark) {
    Marks marks;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            marks.push_back(static_cast<std::uint8_t>(mark(row, column)));
    return marks;
}

std::vector<float> numbers(const cnn::Tensor& tensor) {
    return {tensor.values().begin(), tensor.values().end()};
}

void edit(Ui& ui, std::string_view field, const cnn::Tensor& tensor, const GridAnswer& answer) {
    if (!answer.edited) return;
    std::vector<float> all = numbers(tensor);
    const auto at = static_cast<std::size_t>(answer.edited.row * tensor.shape().w + answer.edited.column);
    if (at >= all.size()) return;
    all[at] = answer.value;
    ui.set(field, all);
}

void hover(const Stage& stage, const GridAnswer& answer, What what) {
    if (answer.hovered) stage.state.next_touched = {what, answer.hovered.row, answer.hovered.column};
}

// ---- spread

void add_stamps(Stage& stage) {
    const TransposedModel& model = stage.model;
    const int columns = model.settings().size;
    const int now = model.stamp();
    const Touched current{What::kInput, now / columns, now % columns};
    const bool done = now == model.inputs();
    const cnn::Shape& in = model.input().shape();
    Sheet& input = stage.sheets.add("input", Role::kInput, "Input", columns, numbers(model.input()),
                                    marks_of(in.h, in.w, [&](int row, int column) {
                                        const Touched here{What::kInput, row, column};
                                        return stage.touched(here) | (here == current ? kCurrent : kPlain);
                                    }));
    input.grid.editable = true;
    const cnn::Shape& kernel = model.weights().shape();
    Sheet& weights = stage.sheets.add("kernel", Role::kKernel, "Kernel", kernel.w, numbers(model.weights()),
                                      marks_of(kernel.h, kernel.w, [&](int row, int column) {
                                          return stage.touched({What::kWeight, row, column});
                                      }));
    weights.sign = "×";
    weights.grid.editable = true;
    const cnn::Shape& out = model.output().shape();
    const auto mark = [&](int row, int column) {
        const Touched here{What::kOutput, row, column};
        const bool in_stamp = !done && reaches(stage.window(), current, here);
        return stage.touched(here) | (in_stamp ? kInWindow : kPlain);
    };
    Sheet& output = stage.sheets.add("output", Role::kOutput, done ? "Output" : "Output so far", out.w,
                                     numbers(done ? model.output() : model.stamped(now + 1)),
                                     marks_of(out.h, out.w, mark));
    output.sign = "→";
    output.own_line = out.w > 8;
}

// How many stamps lie on each output by now.
void add_counts(Stage& stage) {
    const TransposedModel& model = stage.model;
    const cnn::Shape& out = model.output().shape();
    const int columns = model.settings().size;
    std::vector<float> counts;
    float most = 1;
    for (int row = 0; row < out.h; ++row)
        for (int column = 0; column < out.w; ++column) {
            int count = 0;
            for (const cnn::ConvTranspose2dTerm& term : model.trace(row, column).terms)
                count += term.iy * columns + term.ix <= model.stamp() ? 1 : 0;
            counts.push_back(static_cast<float>(count));
            most = std::max(most, static_cast<float>(model.written(row, column)));
        }
    Sheet& sheet = stage.sheets.add("written", Role::kNeutral, "Stamps on it", out.w, counts);
    sheet.grid.signed_colours = true;
    sheet.grid.signed_limit = most;
}

// ---- gather

// The input with zeros between its numbers and around them; a convolution slides over it.
void add_stretched(Stage& stage, int row_now, int column_now) {
    const cnn::AxisPlan& y = stage.window().y;
    const cnn::AxisPlan& x = stage.window().x;
    const int columns = TransposedModel::stretched_size(x);
    const auto covers = [](const cnn::AxisPlan& axis, int output, int place) {
        const int way = place - output;
        return way >= 0 && way % axis.dilation == 0 && way / axis.dilation < axis.kernel;
    };
    std::vector<float> values;
    Marks marks;
    for (int row = 0; row < TransposedModel::stretched_size(y); ++row)
        for (int column = 0; column < columns; ++column) {
            const int iy = TransposedModel::stretched_source(y, row);
            const int ix = TransposedModel::stretched_source(x, column);
            const bool real = iy >= 0 && ix >= 0;
            values.push_back(real ? stage.model.input().at(0, 0, iy, ix) : 0);
            int mark = real ? stage.touched({What::kInput, iy, ix}) : kPadding;
            if (covers(y, row_now, row) && covers(x, column_now, column)) mark |= kInWindow;
            marks.push_back(static_cast<std::uint8_t>(mark));
        }
    stage.sheets.add("stretched", Role::kInput, "Stretched input", columns, values, marks);
}

void add_turned(Stage& stage) {
    const cnn::Shape& kernel = stage.model.weights().shape();
    std::vector<float> values = numbers(stage.model.weights());
    std::reverse(values.begin(), values.end());
    Sheet& sheet =
        stage.sheets.add("turned", Role::kKernel, "Turned kernel", kernel.w, values,
                         marks_of(kernel.h, kernel.w, [&](int row, int column) {
                             return stage.touched({What::kWeight, kernel.h - 1 - row, kernel.w - 1 - column});
                         }));
    sheet.sign = "⊛";
}

void add_gathered(Stage& stage) {
    const TransposedModel& model = stage.model;
    const cnn::Shape& out = model.output().shape();
    const auto mark = [&](int row, int column) {
        const int cell = row * out.w + column;
        int marks = stage.touched({What::kOutput, row, column});
        if (cell > model.gathered()) marks |= kPending;
        if (cell == model.gathered()) marks |= model.summed() ? kCurrent : kCurrent | kDots;
        return marks;
    };
    Sheet& sheet = stage.sheets.add("output", Role::kOutput, "Output", out.w, numbers(model.output()),
                                    marks_of(out.h, out.w, mark));
    sheet.sign = "=";
    sheet.own_line = TransposedModel::stretched_size(stage.window().x) > 8;
}

void draw_gather_sum(const Stage& stage) {
    const int columns = stage.window().x.input;
    const cnn::ConvTranspose2dTrace trace =
        stage.model.trace(stage.model.gathered() / columns, stage.model.gathered() % columns);
    std::vector<Term> chips;
    for (const cnn::ConvTranspose2dTerm& term : trace.terms)
        chips.push_back(
            {short_number(term.input), short_number(term.weight), TermState::kDone, false, Role::kInput});
    if (chips.empty()) chips.push_back({"no input reaches it", "", TermState::kDone, true, Role::kNeutral});
    terms(stage.ui, "terms", chips);
    space(stage.ui, 8);
    const std::vector<Run> line{
        muted_run("bias "), kernel_run(short_number(trace.bias)), muted_run("   sum "),
        output_run(stage.model.summed() ? short_number(trace.result, 7) : std::string("…"))};
    text_runs(stage.ui, line);
    stage.ui.name_item("running-sum");
}

}  // namespace

void draw_spread(Ui& ui, const TransposedModel& model, ViewState& state) {
    Stage stage{ui, model, state, {}};
    add_stamps(stage);
    add_counts(stage);
    const float room = ImGui::GetContentRegionAvail().y - ui.px(50);
    const Card card(ui, "grids");
    const auto answers =
        stage.sheets.draw(ui, ui.phone() ? 0 : std::max(room, ui.px(260)), {17, ui.phone() ? 36.0F : 46.0F});
    edit(ui, "input", model.input(), answers[0]);
    edit(ui, "weights", model.weights(), answers[1]);
    hover(stage, answers[0], What::kInput);
    hover(stage, answers[1], What::kWeight);
    hover(stage, answers[2], What::kOutput);
    hover(stage, answers[3], What::kOutput);
}

void draw_gather(Ui& ui, const TransposedModel& model, ViewState& state) {
    Stage stage{ui, model, state, {}};
    const int columns = model.window().x.input;
    add_stretched(stage, model.gathered() / columns, model.gathered() % columns);
    add_turned(stage);
    add_gathered(stage);
    const float room = ImGui::GetContentRegionAvail().y - ui.px(190);
    {
        const Card card(ui, "grids");
        const auto answers = stage.sheets.draw(ui, ui.phone() ? 0 : std::max(room, ui.px(260)),
                                               {17, ui.phone() ? 36.0F : 44.0F});
        if (const Cell at = answers[0].hovered) {
            const int iy = TransposedModel::stretched_source(model.window().y, at.row);
            const int ix = TransposedModel::stretched_source(model.window().x, at.column);
            if (iy >= 0 && ix >= 0) state.next_touched = {What::kInput, iy, ix};
        }
        const cnn::Shape& kernel = model.weights().shape();
        if (const Cell at = answers[1].hovered)
            state.next_touched = {What::kWeight, kernel.h - 1 - at.row, kernel.w - 1 - at.column};
        hover(stage, answers[2], What::kOutput);
        if (const Cell at = answers[2].clicked)
            ui.command("scrub", {{"t", 2 * (at.row * columns + at.column)}});
    }
    space(ui, 14);
    const Card card(ui, "sum");
    draw_gather_sum(stage);
}

}  // namespace shell::lesson_transposed
