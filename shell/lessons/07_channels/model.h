// The lesson on channels without its picture: one small layer channel by channel, the parameters of a stack
// of layers, and a colour picture taken apart into its three planes. All numbers are core's: the outputs are
// the reference's, the sums its trace's, the counts those of layer plans.
#pragma once

#include <memory>
#include <string>

#include "core/ops/conv2d/trace.h"
#include "shell/lessons/07_channels/settings.h"
#include "shell/lessons/count_lines.h"
#include "shell/lessons/stepped_model.h"

namespace shell::lesson_channels {

// Where the playhead stands in the layer: the steps of an output cell are the sums of the channels that its
// filter reads, then one for bias and result.
struct Cursor {
    int filter = 0;
    int row = 0;
    int column = 0;
    int channel = 0;      // of the group, counted from its first; the last one's at the result
    bool result = false;  // bias, ReLU, and the number goes to its cell
    int cell = 0;
};

class ChannelsModel final : public SteppedModel {
 public:
    ChannelsModel();

    cnn::Status take_file(const GivenFile& file) override;
    std::string stage_title() const override;
    std::string step_sentence() const override;
    std::string place_label() const override;
    StepText step_text() const override;
    int steps_per_part() const override;
    std::vector<float> outcome() const override;

    const Settings& settings() const { return settings_; }
    const cnn::Conv2dPlan& plan() const { return plan_; }
    const cnn::Tensor& input() const { return input_; }
    const cnn::Tensor& kernel() const { return kernel_; }
    const cnn::Tensor& sums() const { return sums_; }  // before ReLU
    const cnn::Tensor& output() const { return output_; }
    // The sum of the products of one channel of the group: its own map at this cell.
    float channel_sum(int filter, int channel, int row, int column) const {
        return channel_maps_.at(filter, channel, row, column);
    }
    int first_channel(int filter) const {  // that the filter reads
        return filter / plan_.group_filters() * plan_.group_channels();
    }
    int steps_per_cell() const { return plan_.group_channels() + 1; }
    Cursor cursor() const { return cursor_at(player_.t); }
    Cursor cursor_at(int t) const;
    int step_of(int filter, int row, int column) const;  // the first of the cell
    cnn::Conv2dTrace trace(int filter, int row, int column) const;

    const std::vector<CountedLayer>& stack() const { return stack_; }
    const std::vector<CountLine>& lines() const { return lines_; }
    std::int64_t total_parameters() const;
    std::int64_t total_products() const;

    const std::vector<float>& colours() const { return colours_; }  // (3, 400, 300)
    float colour(int plane, int row, int column) const;
    const std::string& own_picture() const { return own_picture_; }  // its file's name; empty: none

 private:
    using Arguments = nlohmann::json;

    void lesson_fields(FieldVisitor& visitor) override { visit_fields(visitor, settings_); }
    cnn::Status compute() override;
    int count_steps() const override;
    nlohmann::json lesson_state() const override;
    std::string lesson_sentences() const override;
    std::optional<Question> question(int t) const override;
    std::span<const LectureExample> lecture_examples() const override;
    std::unique_ptr<SteppedModel> fresh() const override { return std::make_unique<ChannelsModel>(); }
    void add_commands();
    Question cell_question(int t) const;
    Question count_question(int t) const;
    cnn::Status random_numbers(const Arguments& args);
    cnn::Status clear_input();
    void refresh();  // after a command changed the settings

    Settings settings_;
    cnn::Conv2dPlan plan_;
    cnn::Tensor input_;
    cnn::Tensor kernel_;
    cnn::Tensor sums_;
    cnn::Tensor output_;
    cnn::Tensor channel_maps_;  // (OC, C / groups, OH, OW)
    std::vector<CountedLayer> stack_;
    std::vector<CountLine> lines_;
    std::vector<float> colours_;
    int drawn_ = -1;  // the built-in picture when colours_ was last drawn or taken
    std::string own_picture_;
};

// The lesson in words and as JSON.
nlohmann::json state_json(const ChannelsModel& model);
std::string sentences(const ChannelsModel& model);
// The steps of the count: five for each layer.
inline constexpr int kLinesPerLayer = 5;
std::vector<CountLine> count_lines(std::span<const CountedLayer> stack, const StackSettings& settings);

}  // namespace shell::lesson_channels
