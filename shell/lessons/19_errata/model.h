// The errata of all lessons as cards, one after another: first what is printed, then what is right.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "shell/lessons/19_errata/counted.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_errata {

struct ErratumCard {
    Erratum erratum;
    std::string lesson;  // title of the lesson that shows the evidence
    std::string link;    // to the evidence; empty: the figures are the evidence
    std::vector<Figure> figures = {};
};

// By code: E1, E2, ... A code that two lessons show has a card for each.
const std::vector<ErratumCard>& cards();

class ErrataModel final : public SteppedModel {
 public:
    ErrataModel();

    int card() const { return player_.t / 2; }
    bool solved() const { return player_.t % 2 == 1; }  // the right form is shown

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return 2; }
    bool asks() const override { return false; }
    std::vector<float> outcome() const override { return {}; }

 private:
    void lesson_fields(FieldVisitor&) override {}
    cnn::Status compute() override { return cnn::success(); }
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<ErrataModel>(); }
};

}  // namespace shell::lesson_errata
