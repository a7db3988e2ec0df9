// The word at the playhead, in sentences and as JSON.
#include "shell/lessons/20_glossary/model.h"

#include <algorithm>

#include "shell/state/arguments.h"
#include "shell/state/field_text.h"
#include "shell/state/link.h"

namespace shell::lesson_glossary {

std::unique_ptr<LessonModel> make_model() { return std::make_unique<GlossaryModel>(); }

std::string joined_names(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

GlossaryModel::GlossaryModel() : SteppedModel({"word", "ten", "ten words"}) {
    add_command({"find", "Find \"word\", by any of its names, or among the differences", ""},
                [this](const nlohmann::json& args) { return find(args); });
    follow_count();
}

void GlossaryModel::lesson_fields(FieldVisitor& visitor) {
    visitor.choice({"convention", "Difference between frameworks"}, convention_, convention_keys());
}

cnn::Status GlossaryModel::find(const nlohmann::json& args) {
    const auto wanted = text_argument(args, "word");
    if (!wanted) return wanted.error();
    const int found = find_word(wanted.value());
    if (found >= 0) {
        player_.scrub(found);
        return cnn::success();
    }
    const int row = find_difference(wanted.value());
    if (row == 0) return cnn::Error{"The glossary has no word " + shown(wanted.value()) + "."};
    convention_ = row;
    return cnn::success();
}

std::string GlossaryModel::step_sentence() const {
    const std::vector<std::string> also = word().also();
    const auto& meanings = word().meanings;
    const auto places = std::count_if(meanings.begin(), meanings.end(),
                                      [](const Meaning& meaning) { return meaning.slug != kSlug; });
    const std::string lessons = places == 0 ? "No lesson explains it further."
                                : places == 1
                                    ? "One lesson explains it."
                                    : std::to_string(places) + " lessons explain it, each in its own words.";
    return (also.empty() ? "" : "Also: " + joined_names(also) + ". ") + lessons;
}

std::string GlossaryModel::place_label() const {
    return "word " + std::to_string(player_.t + 1) + " of " + std::to_string(player_.count);
}

StepText GlossaryModel::step_text() const {
    StepText step{step_sentence(), {"word", "also", "what it is", "lesson"}, {}, {}};
    for (const Meaning& meaning : word().meanings)
        step.rows.push_back(
            {word().name, joined_names(word().also()), meaning.definition.text, meaning.lesson});
    return step;
}

nlohmann::json GlossaryModel::lesson_state() const {
    nlohmann::json list = nlohmann::json::array();
    for (const Word& one : glossary()) {
        nlohmann::json meanings = nlohmann::json::array();
        for (const Meaning& meaning : one.meanings)
            meanings.push_back({{"text", meaning.definition.text},
                                {"names", meaning.definition.names},
                                {"lesson", meaning.lesson},
                                {"link", "lesson=" + meaning.slug}});
        list.push_back({{"word", one.name}, {"also", one.also()}, {"meanings", std::move(meanings)}});
    }
    nlohmann::json differences = nlohmann::json::array();
    for (const cnn::Convention& row : cnn::conventions())
        differences.push_back({{"key", row.key},
                               {"question", row.question},
                               {"pytorch", row.pytorch},
                               {"onnx", row.onnx},
                               {"keras", row.keras},
                               {"here", row.here},
                               {"link", evidence_of(row).link}});
    return {{"words", std::move(list)},
            {"word", word().name},
            {"differences", std::move(differences)},
            {"convention", convention_keys()[static_cast<std::size_t>(convention_)]}};
}

std::string GlossaryModel::lesson_sentences() const {
    std::string text;
    for (const Word& one : glossary())
        for (const Meaning& meaning : one.meanings)
            text += one.name + ": " + meaning.definition.text + " (" + meaning.lesson + ")\n";
    for (const cnn::Convention& row : cnn::conventions()) {
        text += row.question;
        for (const Answer& answer : answers(row))
            text += " " + std::string(answer.who) + ": " + std::string(answer.what) + ".";
        text += "\n";
    }
    return text;
}

}  // namespace shell::lesson_glossary
