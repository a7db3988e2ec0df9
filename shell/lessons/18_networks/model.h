// The lectures' networks layer by layer, without the picture: shapes, parameters with the product that gives
// them, multiply-adds, memory and receptive field are those of core's summary. Nothing is trained, so the
// networks for large pictures are among them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/net/summary.h"
#include "core/net/zoo.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_networks {

class NetworksModel final : public SteppedModel {
 public:
    NetworksModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override { return 10; }
    std::vector<float> outcome() const override;  // parameters

    const cnn::ZooEntry& entry() const { return cnn::zoo()[static_cast<std::size_t>(network_)]; }
    const cnn::NetworkSpec& spec() const { return spec_; }
    const cnn::NetworkSummary& summary() const { return summary_; }
    int layer() const { return player_.t; }
    // The last layer whose counts are told: while questions are asked, that at the playhead.
    int last_told() const { return quiz().on ? player_.t : count_steps() - 1; }
    // To the training lesson; empty: the network has no recipe.
    std::string training_link() const;

 private:
    void lesson_fields(FieldVisitor& visitor) override;
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<NetworksModel>(); }

    int network_;  // of the zoo
    cnn::NetworkSpec spec_;
    cnn::NetworkSummary summary_;
    int computed_ = -1;  // the network that spec_ and summary_ are of
};

}  // namespace shell::lesson_networks
