// The sum of the current output cell: its products as chips, the running sum, the channels, bias, ReLU and
// result.
#include <algorithm>
#include <vector>

#include "shell/lessons/01_convolution/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_convolution {
namespace {

constexpr int kMostChips = 27;     // of a sheet; larger kernels show the current row only
constexpr int kMostSummands = 12;  // written out in one line

// The products that are shown: those of the current channel, or of the current row of its kernel.
struct Shown {
    int first = 0;
    int count = 0;
};

Shown shown_terms(const ConvolutionModel& model, const Cursor& cursor) {
    const cnn::WindowPlan& window = model.window();
    const int sheet = window.y.kernel * window.x.kernel;
    const int at = std::min(cursor.term, model.products_per_cell() - 1);
    if (sheet <= kMostChips) return {at / sheet * sheet, sheet};
    return {at / window.x.kernel * window.x.kernel, window.x.kernel};
}

TermState state_of(int term, int cursor) {
    if (term == cursor) return TermState::kCurrent;
    return term < cursor ? TermState::kDone : TermState::kToCome;
}

void draw_chips(Ui& ui, const ConvolutionModel& model, ViewState& state, const cnn::Conv2dTrace& trace,
                Shown shown) {
    const Cursor cursor = model.cursor();
    std::vector<Term> chips;
    const int before = shown.first > 0 ? 1 : 0;
    if (before > 0) {
        const float partial = trace.terms[static_cast<std::size_t>(shown.first - 1)].partial;
        chips.push_back({"so far " + short_number(partial), "", TermState::kDone, false, Role::kOutput});
    }
    for (int i = shown.first; i < shown.first + shown.count; ++i) {
        const cnn::Conv2dTerm& term = trace.terms[static_cast<std::size_t>(i)];
        chips.push_back({short_number(term.input), short_number(term.weight), state_of(i, cursor.term),
                         term.padding, Role::kInput});
    }
    const TermsAnswer answer = terms(ui, "terms", chips);
    if (answer.hovered && *answer.hovered >= before) {
        const cnn::Conv2dTerm& term =
            trace.terms[static_cast<std::size_t>(shown.first + *answer.hovered - before)];
        state.next_touched = {Touched::What::kWeight, cursor.filter, term.ic, term.ky, term.kx};
    }
    if (answer.clicked && *answer.clicked >= before)
        ui.command("scrub", {{"t", model.step_of(cursor.filter, cursor.row, cursor.column,
                                                 shown.first + *answer.clicked - before)}});
}

// "+ 495" or "− 103" behind others; the first has no plus.
std::string signed_text(float value, bool first) {
    if (first) return short_number(value);
    return value < 0 ? " − " + short_number(-value) : " + " + short_number(value);
}

std::vector<Run> running_sum(const ConvolutionModel& model, const Cursor& cursor,
                             const cnn::Conv2dTrace& trace, Shown shown) {
    std::vector<Run> runs;
    const cnn::Conv2dTerm& now = trace.terms[static_cast<std::size_t>(cursor.term)];
    if (model.products_per_cell() <= kMostSummands) {
        std::string before;
        for (int i = shown.first; i < cursor.term; ++i)
            before += signed_text(trace.terms[static_cast<std::size_t>(i)].product, i == shown.first);
        if (!before.empty()) runs.push_back(plain_run(before + " + "));
    }
    runs.push_back({short_number(now.input) + " × " +
                        (now.weight < 0 ? "(" + short_number(now.weight) + ")" : short_number(now.weight)) +
                        " = " + short_number(now.product),
                    Colour::kText, true});
    runs.push_back(muted_run("  →  running sum "));
    runs.push_back(output_run(short_number(now.partial, 7)));
    return runs;
}

std::vector<Run> result_sum(const ConvolutionModel& model, const Cursor& cursor,
                            const cnn::Conv2dTrace& trace) {
    std::vector<Run> runs{muted_run("sum of the products "),
                          plain_run(short_number(trace.terms.back().partial, 7)), muted_run(" + bias "),
                          kernel_run(short_number(trace.bias)), muted_run(" = ")};
    const float result = model.output().at(0, cursor.filter, cursor.row, cursor.column);
    if (model.settings().relu) {
        runs.push_back(plain_run(short_number(trace.result, 7)));
        runs.push_back(muted_run("  →  ReLU  →  "));
    }
    runs.push_back(output_run(short_number(result, 7)));
    return runs;
}

// "channels: 2 + 1 + ...": finished channels as numbers, the current one lit, the others to come.
void append_channels(const ConvolutionModel& model, const Cursor& cursor, const cnn::Conv2dTrace& trace,
                     std::vector<Run>& runs) {
    runs.push_back(muted_run("   ·   channels: "));
    const std::vector<float> sums = cnn::channel_sums(trace);
    const int per_channel = model.products_per_cell() / model.settings().channels;
    for (std::size_t channel = 0; channel < sums.size(); ++channel) {
        if (channel > 0) runs.push_back(muted_run(" + "));
        const bool done =
            cursor.term >= static_cast<int>(channel + 1) * per_channel - (cursor.result ? 0 : 1);
        const bool begun = cursor.term >= static_cast<int>(channel) * per_channel;
        const std::string number = sums[channel] < 0 && channel > 0 ? "(" + short_number(sums[channel]) + ")"
                                                                    : short_number(sums[channel]);
        runs.push_back(done ? output_run(number) : Run{begun ? "…" : "–", Colour::kMuted, true});
    }
}

}  // namespace

void draw_sum(Ui& ui, const ConvolutionModel& model, ViewState& state) {
    const Cursor cursor = model.cursor();
    const cnn::Conv2dTrace trace = model.trace(cursor.filter, cursor.row, cursor.column);
    const Shown shown = shown_terms(model, cursor);
    {
        const Card card(ui, "sum");
        draw_chips(ui, model, state, trace, shown);
        space(ui, 8);
        const ImVec2 line = ImGui::GetCursorScreenPos();
        std::vector<Run> words =
            cursor.result ? result_sum(model, cursor, trace) : running_sum(model, cursor, trace, shown);
        if (model.settings().channels > 1) append_channels(model, cursor, trace, words);
        text_runs(ui, words);
        ui.name_item("running-sum");
        state.result_place = line + ImVec2(ui.px(160), ui.px(10));
    }
    const float height = ImGui::GetItemRectSize().y;
    if (state.sum_products != model.products_per_cell()) state.sum_height = 0;
    state.sum_products = model.products_per_cell();
    if (height > state.sum_height) {
        state.sum_height = height;
        ui.wants_frame();
    }
}

}  // namespace shell::lesson_convolution
