// The current window: its pixels as chips, and what has become of them so far.
#include <algorithm>
#include <vector>

#include "shell/lessons/06_pooling/view.h"
#include "shell/lessons/view_stepped.h"
#include "shell/state/short_number.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_pooling {
namespace {

using cnn::PoolKind;

constexpr int kMostChips = 27;  // larger windows show the current row only

TermState state_of(int term, int cursor) {
    if (term == cursor) return TermState::kCurrent;
    return term < cursor ? TermState::kDone : TermState::kToCome;
}

void draw_chips(Ui& ui, const PoolingModel& model, ViewState& state, const cnn::PoolTrace& trace) {
    const Cursor cursor = model.cursor();
    const int pixels = model.pixels_per_cell();
    const int columns = model.window().x.kernel;
    const int at = std::min(cursor.term, pixels - 1);
    const int first = pixels > kMostChips ? at / columns * columns : 0;
    const int count = pixels > kMostChips ? columns : pixels;
    const int lit = cursor.result && model.by_winner() ? trace.winner : cursor.term;
    std::vector<Term> chips;
    for (int i = first; i < first + count; ++i) {
        const cnn::PoolTerm& term = trace.terms[static_cast<std::size_t>(i)];
        Term chip{term.padding ? "–" : short_number(term.input), "", state_of(i, cursor.term), term.padding};
        if (i == lit) chip.state = TermState::kCurrent;
        if (model.settings().kind == PoolKind::kL2 && !term.padding) chip.input += "²";
        chips.push_back(std::move(chip));
    }
    const TermsAnswer answer = terms(ui, "terms", chips, model.by_winner() ? "" : "+");
    if (answer.hovered) {
        const cnn::PoolTerm& term = trace.terms[static_cast<std::size_t>(first + *answer.hovered)];
        state.next_touched = {Touched::What::kPixel, cursor.channel, term.iy, term.ix};
    }
    if (answer.clicked)
        ui.command(
            "scrub",
            {{"t", model.step_of(cursor.channel, cursor.row, cursor.column, first + *answer.clicked)}});
}

std::vector<Run> line_of(const PoolingModel& model, const cnn::PoolTrace& trace) {
    const Cursor cursor = model.cursor();
    const PoolKind kind = model.settings().kind;
    if (!cursor.result) {
        const float partial = trace.terms[static_cast<std::size_t>(cursor.term)].partial;
        const char* words = kind == PoolKind::kMax   ? "largest so far "
                            : kind == PoolKind::kMin ? "smallest so far "
                            : kind == PoolKind::kL2  ? "sum of squares so far "
                                                     : "sum so far ";
        return {muted_run(words), output_run(short_number(partial, 7))};
    }
    const std::string sum = short_number(trace.terms.back().partial, 7);
    std::vector<Run> runs;
    if (kind == PoolKind::kAverage)
        runs = {muted_run("sum "), plain_run(sum), muted_run(" / "), kernel_run(std::to_string(trace.count)),
                muted_run("  =  ")};
    if (kind == PoolKind::kL2) runs = {muted_run("√ "), plain_run(sum), muted_run("  =  ")};
    if (runs.empty())
        runs = {muted_run(kind == PoolKind::kMax   ? "the largest is "
                          : kind == PoolKind::kMin ? "the smallest is "
                                                   : "the sum is ")};
    runs.push_back(output_run(short_number(trace.result, 7)));
    return runs;
}

}  // namespace

void draw_window(Ui& ui, const PoolingModel& model, ViewState& state) {
    const cnn::PoolTrace trace = model.trace(model.cursor());
    {
        const Card card(ui, "window");
        draw_chips(ui, model, state, trace);
        space(ui, 8);
        text_runs(ui, line_of(model, trace));
        ui.name_item("running-sum");
    }
    const float height = ImGui::GetItemRectSize().y;
    if (state.sum_pixels != model.pixels_per_cell()) state.sum_height = 0;
    state.sum_pixels = model.pixels_per_cell();
    if (height > state.sum_height) {
        state.sum_height = height;
        ui.wants_frame();
    }
}

}  // namespace shell::lesson_pooling
