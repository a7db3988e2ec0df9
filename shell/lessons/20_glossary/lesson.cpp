// The word on the stage with what each lesson says of it, all words to choose from, and what frameworks mean
// by the same word.
#include <string>
#include <vector>

#include "shell/lessons/20_glossary/model.h"
#include "shell/lessons/view_stepped.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_glossary {
namespace {

class GlossaryView final : public SteppedView {
 public:
    explicit GlossaryView(GlossaryModel& model) : SteppedView(model), model_(model) {}

 private:
    void draw_stage(Ui& ui) override;
    void draw_controls(Ui& ui) override;
    void meanings(Ui& ui);
    void index(Ui& ui);
    void differences(Ui& ui);
    void difference(Ui& ui, int number, const cnn::Convention& row);

    GlossaryModel& model_;
    std::string wanted_;
    int shown_ = 0;         // the row that was pointed at when it was last brought into view
    int frames_ = 0;        // for which that still has to be done
    float chosen_top_ = 0;  // of that row, on the screen
};

void GlossaryView::draw_stage(Ui& ui) {
    meanings(ui);
    space(ui, 14);
    index(ui);
    space(ui, 14);
    differences(ui);
}

void GlossaryView::meanings(Ui& ui) {
    const Card card(ui, "word");
    int number = 0;
    for (const Meaning& meaning : model_.word().meanings) {
        if (number > 0) space(ui, 12);
        const std::vector<Run> names{{joined_names(meaning.definition.names), Colour::kText, true}};
        text_runs(ui, names);
        paragraph(ui, with_minus(meaning.definition.text));
        if (meaning.slug != kSlug &&
            link_text(ui, "meaning." + std::to_string(number), "In the lesson " + meaning.lesson))
            ui.command("open-lesson", {{"slug", meaning.slug}});
        ++number;
    }
}

// All words in one paragraph for each first letter; a word pressed is the next on the stage.
void GlossaryView::index(Ui& ui) {
    const Card card(ui, "index");
    card_heading(ui, "All words");
    std::vector<Run> runs;
    const auto flush = [&] {
        if (runs.empty()) return;
        const std::string name = "index." + runs.front().link;
        if (const auto pressed = linked_runs(ui, name, runs))
            ui.command("scrub", {{"t", std::stoi(*pressed)}});
        space(ui, 4);
        runs.clear();
    };
    char letter = 0;
    for (std::size_t i = 0; i < glossary().size(); ++i) {
        const std::string& name = glossary()[i].name;
        const char first = static_cast<char>(name.front() | 0x20);  // small
        if (first != letter) flush();
        letter = first;
        if (!runs.empty()) runs.push_back(muted_run(" · "));
        const bool on = static_cast<int>(i) == model_.player().t;
        runs.push_back({name, on ? Colour::kText : Colour::kAccent, on, std::to_string(i)});
    }
    flush();
}

// All rows of core/ops/conventions.h. A row that a link, or "Find", points at is brought into view, for some
// frames: cards take their height a frame or two after what is in them.
void GlossaryView::differences(Ui& ui) {
    constexpr int kFrames = 4;
    if (model_.convention() != shown_) frames_ = model_.convention() > 0 ? kFrames : 0;
    shown_ = model_.convention();
    {
        const Card card(ui, "differences");
        card_heading(ui, "One word, different things");
        paragraph(ui,
                  "What PyTorch, ONNX and Keras do, and what is done here. A question pressed stays marked, "
                  "in a link too.",
                  TextStyle::kBody, Colour::kMuted);
        int number = 0;
        for (const cnn::Convention& row : cnn::conventions()) difference(ui, ++number, row);
    }
    if (frames_ == 0) return;
    --frames_;
    ImGui::SetScrollFromPosY(chosen_top_ - ImGui::GetWindowPos().y, 0.1F);
}

// The question over its answers: side by side, or one below the other where they would be too narrow to read.
void GlossaryView::difference(Ui& ui, int number, const cnn::Convention& row) {
    space(ui, 14);
    const bool on = number == model_.convention();
    if (on) chosen_top_ = ImGui::GetCursorScreenPos().y;
    const std::string key(row.key);
    const std::vector<Run> question{
        {std::string(row.question), on ? Colour::kText : Colour::kAccent, on, key}};
    if (linked_runs(ui, "difference." + key, question))
        ui.set("convention", on ? convention_keys()[0] : row.key);
    const Columns side_by_side = columns(ui, 4, 120);
    if (side_by_side.count == 4) {
        int index = 0;
        for (const Answer& answer : answers(row)) {
            next_column(ui, side_by_side, index++);
            begin_column(std::string(answer.who).append(key).c_str(), side_by_side);
            paragraph(ui, answer.who, TextStyle::kSmall, Colour::kMuted);
            paragraph(ui, with_minus(std::string(answer.what)), TextStyle::kSmall);
            ImGui::EndChild();
        }
    } else {
        for (const Answer& answer : answers(row)) {
            const std::vector<Run> line{muted_run(std::string(answer.who) + ": "),
                                        plain_run(with_minus(std::string(answer.what)))};
            text_runs(ui, line, 0, TextStyle::kSmall);
        }
    }
    const Evidence evidence = evidence_of(row);
    if (!evidence.link.empty() &&
        link_text(ui, "difference." + key + ".evidence", "In the lesson " + evidence.lesson))
        ui.command("follow", {{"link", evidence.link}});
}

void GlossaryView::draw_controls(Ui& ui) {
    const auto has = [](const std::string& text) {
        return find_word(text) >= 0 || find_difference(text) > 0;
    };
    heading(ui, "Find");
    if (const auto typed = text_field(ui, "find", wanted_, "kernel, atrous, threshold", 60)) {
        wanted_ = *typed;
        if (has(wanted_)) ui.command("find", {{"word", wanted_}});
    }
    if (!wanted_.empty() && !has(wanted_))
        paragraph(ui, "No lesson has this word.", TextStyle::kSmall, Colour::kWarning);
    space(ui, 14);
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<GlossaryView>(static_cast<GlossaryModel&>(model));
}

}  // namespace shell::lesson_glossary
