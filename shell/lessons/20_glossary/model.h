// The glossary without its picture: the playhead stands on a word. Below the words is the table of what
// frameworks mean by them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "shell/lessons/20_glossary/differences.h"
#include "shell/lessons/20_glossary/glossary.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_glossary {

class GlossaryModel final : public SteppedModel {
 public:
    GlossaryModel();

    const Word& word() const { return glossary()[static_cast<std::size_t>(player_.t)]; }
    int convention() const { return convention_; }  // the row that is pointed at, from 1; 0: none

    std::string stage_title() const override { return word().name; }
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return 10; }
    bool asks() const override { return false; }
    std::vector<float> outcome() const override { return {}; }

 private:
    void lesson_fields(FieldVisitor& visitor) override;
    cnn::Status compute() override { return cnn::success(); }
    int count_steps() const override { return static_cast<int>(glossary().size()); }
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<GlossaryModel>(); }
    cnn::Status find(const nlohmann::json& args);

    int convention_ = 0;
};

// "A, B, C".
std::string joined_names(const std::vector<std::string>& names);

}  // namespace shell::lesson_glossary
