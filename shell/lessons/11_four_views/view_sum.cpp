// The current number as a rule, as products, and as a running sum; and the transforms.
#include <algorithm>

#include "shell/lessons/11_four_views/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/terms.h"
#include "shell/widgets/text.h"

namespace shell::lesson_four_views {
namespace {

TermState state_of(int term, int cursor) {
    if (term == cursor) return TermState::kCurrent;
    return term < cursor ? TermState::kDone : TermState::kToCome;
}

// The tallest that a card was: the stage stands still while stepping.
void keep_height(Ui& ui, float& height) {
    const float now = ImGui::GetItemRectSize().y;
    if (now <= height) return;
    height = now;
    ui.wants_frame();
}

}  // namespace

void draw_sum(const Stage& stage) {
    Ui& ui = stage.ui;
    const Cursor at = stage.cursor;
    const cnn::Conv2dTrace trace = stage.model.trace(at.output);
    {
        const Card card(ui, "sum");
        if (stage.model.product()) {
            const std::array rule{Run{"Polynomials:  ", Colour::kMuted, true},
                                  plain_run(stage.model.coefficient_rule(at.output))};
            text_runs(ui, rule);
            ui.name_item("rule");
            space(ui, 6);
        }
        std::vector<Term> chips;
        for (std::size_t i = 0; i < trace.terms.size(); ++i)
            chips.push_back({short_number(trace.terms[i].input), short_number(trace.terms[i].weight),
                             state_of(static_cast<int>(i), at.term), trace.terms[i].padding, Role::kInput});
        const TermsAnswer answer = terms(ui, "terms", chips);
        if (answer.hovered) stage.state.next_touched = {Touched::What::kWeight, *answer.hovered};
        if (answer.clicked) ui.command("scrub", {{"t", stage.model.step_of(at.output, *answer.clicked)}});
        space(ui, 6);
        const std::size_t last = at.result ? trace.terms.size() - 1 : static_cast<std::size_t>(at.term);
        const std::array sum{muted_run(at.result ? "sum of the products = " : "running sum "),
                             output_run(short_number(trace.terms[last].partial, 7))};
        text_runs(ui, sum);
        ui.name_item("running-sum");
    }
    keep_height(ui, stage.state.sum_height);
}

namespace {

// Real parts above imaginary parts.
std::vector<float> parts_of(const std::vector<cnn::Complex>& values) {
    std::vector<float> all;
    all.reserve(2 * values.size());
    for (const cnn::Complex& one : values) all.push_back(static_cast<float>(one.re));
    for (const cnn::Complex& one : values) all.push_back(static_cast<float>(one.im));
    for (float& one : all)
        if (std::abs(one) < 1e-9F) one = 0;  // what rounding leaves of a zero
    return all;
}

Sheet spectrum(const char* name, Role role, std::span<const float> values, std::string_view caption) {
    Sheet sheet;
    sheet.grid.name = name;
    sheet.grid.role = role;
    sheet.grid.rows = 2;
    sheet.grid.columns = static_cast<int>(values.size() / 2);
    sheet.grid.values = values;
    sheet.grid.caption = caption;
    return sheet;
}

}  // namespace

void draw_waves(const Stage& stage) {
    Ui& ui = stage.ui;
    const cnn::FftConvolution& all = stage.model.transforms();
    const std::vector<float> alpha = parts_of(all.a);
    const std::vector<float> beta = parts_of(all.b);
    const std::vector<float> product = parts_of(all.product);
    std::vector<float> back;
    std::vector<std::uint8_t> marks;
    for (std::size_t k = 0; k < all.result.size(); ++k) {
        const float number = static_cast<float>(all.result[k]);
        back.push_back(std::abs(number) < 1e-9F ? 0 : number);
        marks.push_back(stage.output_mark(static_cast<int>(k)));
    }
    {
        const Card card(ui, "waves");
        const Run detail = muted_run(std::to_string(all.a.size()) + " frequencies, real over imaginary part");
        card_heading(ui, "Fourier transforms", {&detail, 1});
        std::vector<Sheet> sheets_of{spectrum("fft-alpha", Role::kKernel, alpha, "of p"),
                                     spectrum("fft-beta", Role::kInput, beta, "of s"),
                                     spectrum("fft-product", Role::kNeutral, product, "product")};
        sheets_of[1].sign = "×";
        sheets_of[2].sign = "=";
        sheets_of[2].own_line = !ui.phone();
        Sheet result;
        result.grid.name = "fft-back";
        result.grid.role = Role::kOutput;
        result.grid.columns = static_cast<int>(back.size());
        result.grid.values = back;
        result.grid.marks = marks;
        result.grid.caption = "back again: δ";
        result.sign = "→";
        sheets_of.push_back(result);
        sheets(ui, sheets_of, 0, {20, 33});
    }
    keep_height(ui, stage.state.wave_height);
}

}  // namespace shell::lesson_four_views
