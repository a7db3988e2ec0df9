// Under the grids: the phases, the sum of the current number, and its check against the loss itself.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "shell/lessons/13_backward/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_backward {
namespace {

constexpr int kMostChips = 16;  // larger sums show the current row only

std::string of(double value) { return short_number(static_cast<float>(value), 7); }

std::string bracketed(float value) {
    return value < 0 ? "(" + short_number(value) + ")" : short_number(value);
}

Term chip(const BackwardModel& model, const WorkTerm& term, TermState state) {
    const Phase phase = model.settings().phase;
    if (model.shares()) return {short_number(term.product), "", state, term.nothing, Role::kOutput};
    if (model.settings().pooling()) return {short_number(term.left), "", state, term.nothing, Role::kInput};
    if (phase == Phase::kBias) return {short_number(term.right), "", state, false, Role::kOutput};
    return {short_number(term.left), short_number(term.right), state, term.nothing,
            phase == Phase::kInput ? Role::kKernel : Role::kInput};
}

void draw_chips(Ui& ui, const BackwardModel& model, ViewState& state, const Work& work) {
    const Cursor now = model.cursor();
    const auto count = static_cast<int>(work.terms.size());
    const bool of_outputs =
        model.settings().phase == Phase::kWeights || model.settings().phase == Phase::kBias;
    const int row = of_outputs ? model.numbers().window.x.output : model.settings().kernel;
    const int at = std::clamp(now.term, 0, count - 1);
    const int first = count <= kMostChips ? 0 : at / row * row;
    const int shown = count <= kMostChips ? count : row;
    std::vector<Term> chips;
    const int before = first > 0 ? 1 : 0;
    if (before > 0)
        chips.push_back({"so far " + short_number(work.terms[static_cast<std::size_t>(first - 1)].partial),
                         "", TermState::kDone, false, Role::kOutput});
    for (int i = first; i < first + shown; ++i) {
        const TermState term_state = i == now.term && !now.result ? TermState::kCurrent
                                     : i < now.term               ? TermState::kDone
                                                                  : TermState::kToCome;
        chips.push_back(chip(model, work.terms[static_cast<std::size_t>(i)], term_state));
    }
    const TermsAnswer answer = terms(ui, "terms", chips);
    if (answer.hovered && *answer.hovered >= before) {
        const WorkTerm& term = work.terms[static_cast<std::size_t>(first + *answer.hovered - before)];
        state.next_touched =
            of_outputs ? Touched{Kind::kOutput, term.oy, term.ox} : Touched{Kind::kWeight, term.ky, term.kx};
    }
    if (answer.clicked && *answer.clicked >= before)
        ui.command("scrub", {{"t", model.step_of(now.part, first + *answer.clicked - before)}});
}

std::vector<Run> share_line(const BackwardModel& model, const Work& work, const Cursor& now) {
    std::vector<Run> runs{muted_run("the window's gradient "), output_run(short_number(work.result, 7))};
    if (now.term < 0) return runs;
    const WorkTerm& term = work.terms[static_cast<std::size_t>(now.term)];
    if (model.settings().operation == Operation::kAveragePooling && !term.nothing)
        runs.push_back(
            plain_run(" / " + std::to_string(static_cast<int>(std::lround(term.right / term.product)))));
    runs.push_back(muted_run("  →  share "));
    runs.push_back(plain_run(short_number(term.product, 7)));
    runs.push_back(muted_run("  →  so far "));
    runs.push_back(input_run(short_number(term.partial, 7)));
    return runs;
}

std::vector<Run> line(const BackwardModel& model, const Work& work) {
    const Cursor now = model.cursor();
    const Settings& settings = model.settings();
    if (model.shares()) {
        Work shown = work;
        if (now.term >= 0 && shown.terms[static_cast<std::size_t>(now.term)].product == 0)
            shown.terms[static_cast<std::size_t>(now.term)].nothing = true;  // nothing to divide by
        return share_line(model, shown, now);
    }
    if (now.result) {
        std::vector<Run> runs{muted_run(settings.phase == Phase::kForward ? "result " : "gradient ")};
        if (settings.phase == Phase::kForward && !settings.pooling())
            runs = {muted_run("sum of the products "), plain_run(short_number(work.terms.back().partial, 7)),
                    muted_run(" + bias "), kernel_run(short_number(settings.bias)), muted_run(" = ")};
        runs.push_back(output_run(short_number(work.result, 7)));
        return runs;
    }
    const WorkTerm& term = work.terms[static_cast<std::size_t>(now.term)];
    if (settings.phase == Phase::kUpdate)
        return {kernel_run(short_number(term.left)),
                plain_run(" − " + short_number(settings.rate) + " × " + bracketed(term.right) + " = "),
                output_run(short_number(term.partial, 7))};
    if (settings.phase == Phase::kError) {
        if (settings.loss == Loss::kWeighted)
            return {muted_run("slope of g y = "), output_run(short_number(term.product, 7))};
        return {plain_run(short_number(term.left) + " − " + bracketed(term.right) + " = "),
                output_run(short_number(term.product, 7))};
    }
    std::vector<Run> runs;
    if (settings.phase != Phase::kBias && !settings.pooling())
        runs.push_back({short_number(term.left) + " × " + bracketed(term.right) + " = " +
                            short_number(term.product) + "  →  ",
                        Colour::kText, true});
    runs.push_back(
        muted_run(settings.operation == Operation::kMaxPooling ? "largest so far " : "running sum "));
    runs.push_back(output_run(short_number(term.partial, 7)));
    return runs;
}

void loss_line(Ui& ui, const BackwardModel& model) {
    std::vector<Run> runs{muted_run("loss L = "), output_run(of(model.numbers().loss))};
    if (model.settings().phase == Phase::kUpdate && model.finished(parts_of(model.settings()) - 1)) {
        runs.push_back(muted_run("   after the update "));
        runs.push_back(output_run(of(model.numbers().loss_after)));
    }
    text_runs(ui, runs);
}

}  // namespace

void draw_phases(Ui& ui, const BackwardModel& model) {
    constexpr std::array<std::string_view, 6> kAll{"Forward", "Error", "dW", "db", "dX", "Update"};
    constexpr std::array<std::string_view, 3> kPooling{"Forward", "Error", "dX"};
    constexpr std::array<std::string_view, 3> kPoolingNames{"forward", "error", "input"};
    const auto phase = static_cast<int>(model.settings().phase);
    if (model.settings().pooling()) {
        const int chosen = model.settings().phase == Phase::kInput ? 2 : phase;
        if (const auto pressed = segmented(ui, "phase", kPooling, chosen); pressed && *pressed != chosen)
            ui.command("phase", {{"name", kPoolingNames[static_cast<std::size_t>(*pressed)]}});
        return;
    }
    if (const auto pressed = segmented(ui, "phase", kAll, phase); pressed && *pressed != phase)
        ui.command("phase", {{"name", phase_names()[static_cast<std::size_t>(*pressed)]}});
}

void draw_sum(Ui& ui, const BackwardModel& model, ViewState& state) {
    const Work work = model.current_work();
    const Card card(ui, "sum");
    if (model.steps_per_part() > 1) {
        draw_chips(ui, model, state, work);
        space(ui, 6);
    }
    text_runs(ui, line(model, work));
    ui.name_item("running-sum");
}

void draw_check(Ui& ui, const BackwardModel& model) {
    const auto check = model.check();
    const Card card(ui, "check");
    if (!check) return loss_line(ui, model);
    const bool done = model.finished(model.cursor().part);
    const std::string what = model.settings().phase == Phase::kWeights ? "w"
                             : model.settings().phase == Phase::kBias  ? "b"
                                                                       : "x";
    const std::array<Run, 2> right{muted_run("h = "), plain_run(short_number(model.settings().h))};
    card_heading(ui, "Nudge it, and look at the loss", right);
    const std::vector<Run> losses{muted_run("L(" + what + " + h) = "),
                                  plain_run(of(check->above)),
                                  muted_run("   L(" + what + " − h) = "),
                                  plain_run(of(check->below)),
                                  muted_run("   L = "),
                                  plain_run(of(check->loss))};
    text_runs(ui, losses);
    const std::vector<Run> quotient{
        muted_run("difference / 2h = "), output_run(of(check->central)),
        muted_run("   one side only: "), plain_run(of(check->one_sided)),
        muted_run("   backward pass: "), done ? output_run(of(check->gradient)) : muted_run("…")};
    text_runs(ui, quotient);
    ui.name_item("check-line");
}

}  // namespace shell::lesson_backward
