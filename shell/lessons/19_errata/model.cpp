// Collects the cards from the lessons, and tells the current one.
#include "shell/lessons/19_errata/model.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "shell/lessons/lesson_title.h"
#include "shell/lessons/registry.h"
#include "shell/state/field_text.h"

namespace shell::lesson_errata {
namespace {

constexpr std::string_view kSlug = "errata";  // this lesson's own

int number_of(const ErratumCard& card) {
    const auto number = read_integer("", card.erratum.code.substr(1), 0, 1000);
    return number ? number.value() : 1000;
}

std::vector<ErratumCard> collect() {
    std::vector<ErratumCard> all;
    for (const LessonEntry& entry : lessons()) {
        if (entry.slug == kSlug) continue;
        const std::unique_ptr<LessonModel> model = entry.make_model();
        for (const Erratum& erratum : model->errata())
            all.push_back({erratum, std::string(title_in(entry.words)),
                           "lesson=" + std::string(entry.slug) + "&" + std::string(erratum.evidence)});
    }
    for (CountedErratum& counted : counted_errata())
        all.push_back({counted.erratum, "", "", std::move(counted.figures)});
    std::stable_sort(all.begin(), all.end(),
                     [](const ErratumCard& a, const ErratumCard& b) { return number_of(a) < number_of(b); });
    return all;
}

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<ErrataModel>(); }

const std::vector<ErratumCard>& cards() {
    static const std::vector<ErratumCard> all = collect();
    return all;
}

ErrataModel::ErrataModel() : SteppedModel({"side", "card", "card"}) { follow_count(); }

int ErrataModel::count_steps() const { return 2 * static_cast<int>(cards().size()); }

std::string ErrataModel::stage_title() const {
    const ErratumCard& now = cards()[static_cast<std::size_t>(card())];
    return std::string(now.erratum.code) + ": what is wrong here?";
}

std::string ErrataModel::step_sentence() const {
    const ErratumCard& now = cards()[static_cast<std::size_t>(card())];
    const std::string from = "From: " + std::string(now.erratum.source) + ". ";
    return from +
           (solved() ? "What is right stands below; the evidence shows it in numbers." : "Find the slip, then step on.");
}

std::string ErrataModel::place_label() const {
    return "card " + std::to_string(card() + 1) + " of " + std::to_string(cards().size());
}

StepText ErrataModel::step_text() const {
    const Erratum& now = cards()[static_cast<std::size_t>(card())].erratum;
    StepText step{step_sentence(), {"code", "printed", "right"}, {}, {}};
    step.rows.push_back(
        {std::string(now.code), std::string(now.printed), solved() ? std::string(now.right) : std::string()});
    return step;
}

nlohmann::json ErrataModel::lesson_state() const {
    nlohmann::json list = nlohmann::json::array();
    for (const ErratumCard& one : cards()) {
        nlohmann::json figures = nlohmann::json::array();
        for (const Figure& figure : one.figures)
            figures.push_back({{"what", figure.what}, {"value", figure.value}});
        list.push_back({{"code", one.erratum.code},
                        {"source", one.erratum.source},
                        {"printed", one.erratum.printed},
                        {"right", one.erratum.right},
                        {"lesson", one.lesson},
                        {"evidence", one.link},
                        {"figures", std::move(figures)}});
    }
    return {{"cards", std::move(list)}, {"card", card()}, {"solved", solved()}};
}

std::string ErrataModel::lesson_sentences() const {
    const ErratumCard& now = cards()[static_cast<std::size_t>(card())];
    std::string text = "Printed: " + std::string(now.erratum.printed) + "\n";
    if (solved()) text += "Right: " + std::string(now.erratum.right) + "\n";
    if (!now.link.empty()) return text + "Evidence: " + now.lesson + ", " + now.link + "\n";
    for (const Figure& figure : now.figures) text += "Evidence: " + figure.what + ": " + figure.text + ".\n";
    return text;
}

}  // namespace shell::lesson_errata
