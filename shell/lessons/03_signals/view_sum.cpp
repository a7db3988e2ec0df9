// The current output as chips, its running sum, and the index formula with numbers in it.
#include <algorithm>

#include "shell/lessons/03_signals/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_signals {
namespace {

TermState state_of(int term, int cursor) {
    if (term == cursor) return TermState::kCurrent;
    return term < cursor ? TermState::kDone : TermState::kToCome;
}

std::string bracketed(float value) {
    return value < 0 ? "(" + short_number(value) + ")" : short_number(value);
}

std::vector<Run> sum_runs(const Cursor& cursor, const cnn::Conv2dTrace& trace) {
    if (cursor.result)
        return {muted_run("sum of the products = "), output_run(short_number(trace.result, 7))};
    const cnn::Conv2dTerm& now = trace.terms[static_cast<std::size_t>(cursor.term)];
    return {plain_run(short_number(now.input) + " × " + bracketed(now.weight) + " = " +
                      short_number(now.product)),
            muted_run("  →  running sum "), output_run(short_number(now.partial, 7))};
}

}  // namespace

void draw_sum(Ui& ui, const SignalsModel& model, ViewState& state) {
    const Cursor cursor = model.cursor();
    const cnn::Conv2dTrace trace = model.trace(cursor.output);
    {
        const Card card(ui, "sum");
        std::vector<Term> chips;
        for (const cnn::Conv2dTerm& term : trace.terms)
            chips.push_back({short_number(term.input), short_number(term.weight),
                             state_of(term.kx, cursor.term), term.padding, Role::kInput});
        const TermsAnswer answer = terms(ui, "terms", chips);
        if (answer.hovered) state.next_touched = {Touched::What::kWeight, *answer.hovered};
        if (answer.clicked) ui.command("scrub", {{"t", model.step_of(cursor.output, *answer.clicked)}});
        space(ui, 8);
        text_runs(ui, sum_runs(cursor, trace));
        ui.name_item("running-sum");
    }
    const float height = ImGui::GetItemRectSize().y;
    if (height <= state.sum_height) return;
    state.sum_height = height;
    ui.wants_frame();
}

}  // namespace shell::lesson_signals
