// Example menu, question card, errata cards and transport of every stepped lesson.
#include "shell/lessons/view_stepped.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "shell/session.h"
#include "shell/state/field_text.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/number_grid.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/text.h"
#include "shell/widgets/transport_bar.h"

namespace shell {
namespace {

// Worked examples under the names of their lectures.
std::vector<MenuRow> example_rows(std::span<const Example> examples, std::vector<std::string>& codes) {
    std::vector<MenuRow> rows;
    std::string_view source;
    for (const Example& example : examples) {
        if (example.source != source) {
            source = example.source;
            rows.push_back({"", example.source, "", true});
            codes.emplace_back();
        }
        rows.push_back({example.code, example.title, "", false});
        codes.push_back(example.code);
    }
    return rows;
}

// Whole rows, and the numbers of a last row that is shorter below them. Cells are wide where there is room,
// for numbers of many digits.
void expected_grid(Ui& ui, const LectureExample& example) {
    const std::span<const float> numbers = example.expected;
    const auto columns = example.columns > 0 ? static_cast<std::size_t>(example.columns) : numbers.size();
    const std::size_t whole = numbers.size() / columns * columns;
    const ImVec2 cell =
        fit_cells(ui, 1, static_cast<int>(columns), {ImGui::GetContentRegionAvail().x, 1e6F}, 18, 64);
    const auto grid_of = [&](std::string_view name, std::span<const float> values, std::size_t across) {
        NumberGrid grid;
        grid.name = name;
        grid.role = Role::kOutput;
        grid.columns = static_cast<int>(across);
        grid.rows = static_cast<int>(values.size() / across);
        grid.values = values;
        grid.cell_width = cell.x;
        grid.cell_height = std::min(cell.y, ui.px(40));
        number_grid(ui, grid);
    };
    if (whole > 0) grid_of("expected", numbers.first(whole), columns);
    if (whole < numbers.size()) grid_of("expected.rest", numbers.subspan(whole), numbers.size() - whole);
}

}  // namespace

std::string with_minus(std::string text) {
    for (std::size_t at = 0; (at = text.find(" -", at)) != std::string::npos; ++at) {
        const char next = at + 2 < text.size() ? text[at + 2] : ' ';
        if (next == ' ' || (next >= '0' && next <= '9')) text.replace(at + 1, 1, "−");
    }
    return text;
}

void SteppedView::header(Ui& ui) {
    const auto examples = model_.examples();
    std::vector<std::string> codes;
    const std::vector<MenuRow> rows = example_rows(examples, codes);
    const std::string& open = ui.session->example();
    const auto found = std::find(codes.begin(), codes.end(), open);
    std::string label = "Examples";
    int chosen = -1;
    if (!open.empty() && found != codes.end()) {
        chosen = static_cast<int>(found - codes.begin());
        label = ui.phone()
                    ? open
                    : menu_label(ui, "Example", open + " " + rows[static_cast<std::size_t>(chosen)].title);
    }
    if (const auto pressed = menu(ui, "examples", label, rows, chosen))
        ui.command("open-example", {{"code", codes[static_cast<std::size_t>(*pressed)]}});
}

void SteppedView::stage(Ui& ui) {
    // As many lines as the sentence of any usual step needs: the stage stands still while stepping.
    // Before the first step a phone, which has no column beside the stage, says there what the lesson is.
    const bool not_begun = model_.player().t == 0 && !model_.player().playing;
    title(ui, model_.stage_title(),
          ui.phone() && not_begun ? lead_of(ui.session->entry()) : with_minus(model_.step_sentence()),
          ui.phone() ? 3 : 2);
    question(ui);
    draw_stage(ui);
}

// While a question is open, or right after the answer.
void SteppedView::question(Ui& ui) {
    const Quiz& quiz = model_.quiz();
    const Question* open = quiz.open();
    if (open == nullptr) {
        if (quiz.on && !quiz.verdict().empty()) {
            const Run run{quiz.verdict(), Colour::kOutput, true};
            text_runs(ui, {&run, 1});
            ui.name_item("verdict");
        }
        return;
    }
    if (open->prompt != prompt_) {
        prompt_ = open->prompt;
        typed_.clear();
    }
    const Card card(ui, "question");
    const Run prompt{open->prompt, Colour::kText, true};
    text_runs(ui, {&prompt, 1});
    space(ui, 8);
    ImGui::BeginChild("##answer", {ui.px(140), ui.target()}, ImGuiChildFlags_NavFlattened);
    if (const auto text = text_field(ui, "answer", typed_, "a number", 24)) typed_ = *text;
    ImGui::EndChild();
    ImGui::SameLine(0, ui.px(8));
    const bool entered =
        ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
    const bool ready = !typed_.empty();
    if ((button(ui, "answer.check", "Check", ButtonLook::kPrimary, Icon::kNone, ready) || entered) && ready) {
        const auto value = read_real("answer", plain_number(typed_), -kMaxNumber, kMaxNumber);
        if (value)
            ui.command("answer", {{"value", value.value()}});
        else
            ui.refuse(value.error().sentence);
    }
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "answer.reveal", "Show it")) ui.command("reveal");
    if (!quiz.verdict().empty()) {
        space(ui, 4);
        const Run verdict{with_minus(quiz.verdict()), Colour::kWarning, true};
        text_runs(ui, {&verdict, 1});
        ui.name_item("verdict");
    }
}

void SteppedView::controls(Ui& ui) {
    draw_lecture(ui);
    draw_controls(ui);
    quiz_controls(ui);
    errata(ui);
    take_along(ui);
}

void SteppedView::draw_lecture(Ui& ui) {
    const LectureExample* example = model_.lecture_example();
    if (example == nullptr) return;
    heading(ui, "What the lecture shows");
    const std::string code(example->code);
    if (model_.example_changed()) {
        if (note(ui, "lecture", NoteKind::kPlain, code + " " + std::string(example->title),
                 "You changed this example.", "Open it again"))
            ui.command("open-example", {{"code", code}});
        return space(ui, 14);
    }
    note(ui, "lecture", NoteKind::kWarning, example->source, with_minus(std::string(example->note)));
    if (!example->expected.empty() && model_.quiz().on) {
        expected_later(ui);
    } else if (!example->expected.empty()) {
        const bool agrees = model_.outcome_agrees();
        const Run words = agrees
                              ? Run{"The expected numbers: computed here, and equal.", Colour::kOutput, true}
                              : Run{"The computed numbers differ from the expected.", Colour::kWarning, true};
        text_runs(ui, {&words, 1}, 0, TextStyle::kSmall);
        ui.name_item("agreement");
        expected_grid(ui, *example);
    }
    space(ui, 14);
}

void expected_later(Ui& ui) {
    paragraph(ui, "The expected numbers are hidden while you are asked for them.", TextStyle::kSmall,
              Colour::kMuted);
}

void SteppedView::quiz_controls(Ui& ui) {
    if (!model_.asks()) return;
    const Quiz& quiz = model_.quiz();
    heading(ui, "Predict, then reveal");
    if (toggle(ui, "predict", "Ask me before showing", quiz.on)) ui.command("predict");
    if (quiz.score().asked > 0)
        key_value(ui, "Right at the first try",
                  std::to_string(quiz.score().right) + " of " + std::to_string(quiz.score().asked));
    space(ui, 14);
}

void SteppedView::errata(Ui& ui) {
    const auto cards = model_.errata();
    if (cards.empty()) return;
    heading(ui, "What is wrong here?");
    for (const Erratum& erratum : cards) {
        const std::string code(erratum.code);
        if (note(ui, "erratum." + code, NoteKind::kPlain, code + " · " + std::string(erratum.source),
                 with_minus(std::string(erratum.printed)), "Show the evidence"))
            ui.command("follow", {{"link", erratum.evidence}});
        const bool solved = solved_.contains(code);
        if (link_text(ui, "erratum." + code + ".solve", solved ? "Hide the right form" : "What is right?"))
            solved ? static_cast<void>(solved_.erase(code)) : static_cast<void>(solved_.insert(code));
        if (solved) paragraph(ui, with_minus(std::string(erratum.right)));
        space(ui, 8);
    }
    space(ui, 6);
}

void SteppedView::take_along(Ui& ui) {
    heading(ui, "Take this step along");
    constexpr std::array<std::string_view, 4> kLabels{"Text", "Markdown", "LaTeX", "CSV"};
    for (std::size_t i = 0; i < kLabels.size(); ++i) {
        if (i > 0) flow(ui, button_width(ui, kLabels[i], Icon::kNone));
        const std::string_view form = step_forms()[i];
        if (button(ui, "copy-step." + std::string(form), kLabels[i])) ui.command("copy-step", {{"as", form}});
    }
    space(ui, 6);
    for (const std::string_view form : {"svg", "png"}) {
        const std::string_view label = form == "svg" ? "Stage as SVG" : "Stage as PNG";
        if (form == "png") flow(ui, button_width(ui, label, Icon::kNone));
        if (button(ui, "save-picture." + std::string(form), label))
            ui.command("save-picture", {{"as", form}});
    }
    space(ui, 14);
}

void SteppedView::transport(Ui& ui) {
    const Player& player = model_.player();
    const StepNames& names = model_.step_names();
    const std::string step(names.step);
    const std::string part(names.part);
    const std::string next_step = "next-" + step;
    const std::string back_step = "back-" + step;
    const std::string next_part = "next-" + part;
    const std::string back_part = "back-" + part;
    const std::string title(names.part_title);
    const std::string tip_first = "To the first " + step + " (Home)";
    const std::string tip_back_part = "One " + title + " back (Shift+Left)";
    const std::string tip_back = "One " + step + " back (Left)";
    const std::string tip_next = "One " + step + " forward (Right)";
    const std::string tip_next_part = "One " + title + " forward (Shift+Right)";
    const bool at_start = player.t == 0;
    const bool at_end = player.at_end();
    const std::array buttons{
        TransportButton{"first", Icon::kFirst, tip_first, false, !at_start},
        TransportButton{back_part, Icon::kBackCell, tip_back_part, false, !at_start},
        TransportButton{back_step, Icon::kBack, tip_back, false, !at_start},
        TransportButton{"play-pause", player.playing ? Icon::kPause : Icon::kPlay,
                        player.playing ? "Pause (Space)" : "Play (Space)", true, true},
        TransportButton{next_step, Icon::kForward, tip_next, false, !at_end},
        TransportButton{next_part, Icon::kForwardCell, tip_next_part, false, !at_end},
        TransportButton{"last", Icon::kLast, "To the last number (End)", false, !at_end}};
    std::vector<float> factors;
    for (const float speed : step_speeds()) factors.push_back(speed / usual_pace());
    const std::string label = model_.place_label();

    TransportBar bar;
    bar.buttons = buttons;
    bar.position = player.t;
    bar.last = player.count - 1;
    bar.tick_every = model_.steps_per_part();
    bar.right_label = label;
    bar.speeds = factors;
    bar.speed = player.speed / usual_pace();
    bar.loop = player.loop;
    const TransportAnswer answer = transport_bar(ui, bar);
    if (answer.button) ui.command(buttons[static_cast<std::size_t>(*answer.button)].name);
    if (answer.position) ui.command("scrub", {{"t", *answer.position}});
    if (answer.speed) ui.command("speed", {{"value", *answer.speed * usual_pace()}});
    if (answer.loop) ui.command("loop");
}

}  // namespace shell
