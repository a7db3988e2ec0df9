// The word on the stage with what each lesson says of it, and all words to choose from.
#include <string>
#include <vector>

#include "shell/lessons/19_glossary/model.h"
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

    GlossaryModel& model_;
    std::string wanted_;
};

void GlossaryView::draw_stage(Ui& ui) {
    meanings(ui);
    space(ui, 14);
    index(ui);
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

void GlossaryView::draw_controls(Ui& ui) {
    heading(ui, "Find");
    if (const auto typed = text_field(ui, "find", wanted_, "kernel, atrous, threshold", 60)) {
        wanted_ = *typed;
        if (find_word(wanted_) >= 0) ui.command("find", {{"word", wanted_}});
    }
    if (!wanted_.empty() && find_word(wanted_) < 0)
        paragraph(ui, "No lesson has this word.", TextStyle::kSmall, Colour::kWarning);
    space(ui, 14);
}

}  // namespace

std::unique_ptr<LessonView> make_view(LessonModel& model) {
    return std::make_unique<GlossaryView>(static_cast<GlossaryModel&>(model));
}

}  // namespace shell::lesson_glossary
