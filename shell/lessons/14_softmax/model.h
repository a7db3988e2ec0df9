// The lesson without its picture: a map through ReLU, logits through softmax, probabilities against the
// truth. All arithmetic is core's.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/ops/softmax/entropy_trace.h"
#include "core/ops/softmax/trace.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_softmax {

inline constexpr int kMostClasses = 10;
inline constexpr int kMaxSide = 6;

enum class Topic { kRelu, kSoftmax, kCrossEntropy, kBinary };

struct Settings {
    Topic topic = Topic::kSoftmax;
    int rows = 3;
    int columns = 3;
    std::vector<float> map{0, -2, -3, -1, -2, 3, -2, 3, -2};  // before ReLU
    int classes = 4;
    std::vector<float> logits{2, 1, 0.5F, -1};
    float temperature = 1;
    std::vector<float> probabilities{0.2F, 0.1F, 0.6F, 0.1F};
    int label = 2;                           // cross-entropy: the true class
    std::vector<float> targets{0, 0, 1, 1};  // binary: each output's own truth
};

std::span<const std::string_view> topic_names();
void visit_fields(FieldVisitor& visitor, Settings& settings);

class SoftmaxModel final : public SteppedModel {
 public:
    SoftmaxModel();

    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override;
    std::vector<float> outcome() const override;
    std::span<const Erratum> errata() const override;

    const Settings& settings() const { return settings_; }
    Topic topic() const { return settings_.topic; }
    int t() const { return player_.t; }
    int classes() const { return settings_.classes; }
    const std::vector<float>& rectified() const { return rectified_; }
    const cnn::SoftmaxTrace& softmax() const { return softmax_; }  // its terms; shares are in probabilities()
    const std::vector<float>& shares() const { return shares_; }   // what softmax gives
    const std::vector<float>& truth() const { return truth_; }     // one-hot, or the targets
    const cnn::EntropyTrace& entropy() const { return entropy_; }
    float total() const { return total_; }  // of the given probabilities

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<SoftmaxModel>(); }
    void ask_share(int t, Question& question) const;
    void ask_loss(Question& question) const;

    Settings settings_;
    std::vector<float> rectified_;
    cnn::SoftmaxTrace softmax_;
    std::vector<float> shares_;
    std::vector<float> truth_;
    std::vector<double> written_;  // the probabilities as the decimal numbers that are shown
    cnn::EntropyTrace entropy_;
    float total_ = 0;
};

std::span<const LectureExample> softmax_examples();
std::span<const Erratum> softmax_errata();

}  // namespace shell::lesson_softmax
