// What is asked in the lesson on channels: an output, a layer's parameters, the numbers of a picture.
#include "core/ops/conv2d/reference.h"
#include "core/ops/conv2d/trace.h"
#include "shell/lessons/07_channels/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/window_slips.h"

namespace shell::lesson_channels {

using std::to_string;

std::optional<Question> ChannelsModel::question(int t) const {
    if (settings_.topic == Topic::kWindow)
        return t % steps_per_cell() == 0 ? std::optional(cell_question(t)) : std::nullopt;
    if (settings_.topic == Topic::kCount)
        return t % kLinesPerLayer == 0 ? std::optional(count_question(t)) : std::nullopt;
    if (t != 3) return std::nullopt;
    Question question{
        "How many numbers does the colour picture have?", static_cast<double>(colours_.size()), 4, {}};
    const std::size_t channel = colours_.size() / 3;
    question.mistakes = {{static_cast<double>(channel), "That is one channel; there are three."}};
    return question;
}

Question ChannelsModel::cell_question(int t) const {
    const Cursor at = cursor_at(t);
    const auto value = [&](const cnn::Tensor& kernel, const cnn::WindowPlan& window) {
        const float sum =
            cnn::trace_conv2d(input_, kernel, settings_.layer.bias, window, at.filter, at.row, at.column)
                .result;
        return settings_.layer.relu ? std::max(sum, 0.0F) : sum;
    };
    const cnn::Conv2dTrace trace = this->trace(at.filter, at.row, at.column);
    Question question;
    question.prompt = "Map " + to_string(at.filter + 1) + ", " + place_text(at.row, at.column) +
                      ": which number comes out?";
    question.answer = static_cast<double>(output_.at(0, at.filter, at.row, at.column));
    question.shown_at = t + plan_.group_channels();
    const auto add = [&](float number, const char* why) {
        question.mistakes.push_back({static_cast<double>(number), why});
    };
    if (settings_.layer.relu) add(trace.result, "That is the sum before ReLU, which makes negative sums 0.");
    add(trace.terms.back().partial, "That is the sum of the channels; the bias is still to be added.");
    if (plan_.group_channels() > 1) {
        add(channel_sum(at.filter, 0, at.row, at.column),
            "That is the first channel alone: the channels are added up.");
        add(channel_sum(at.filter, 0, at.row, at.column) + trace.bias,
            "That is the first channel alone with the bias: the channels are added up.");
    }
    add(value(cnn::rotate_kernels(kernel_), plan_.window),
        "That is true convolution, with the kernel turned by half a turn; here it is used as written.");
    add_window_slips(
        plan_.window, [&](const cnn::WindowPlan& wrong) { return value(kernel_, wrong); }, question);
    return question;
}

Question ChannelsModel::count_question(int t) const {
    const int layer = t / kLinesPerLayer;
    const cnn::LayerPlan& plan = stack_[static_cast<std::size_t>(layer)].usual;
    const auto real = [](std::int64_t number) { return static_cast<double>(number); };
    const std::int64_t area = std::int64_t{plan.window.y.kernel} * plan.window.x.kernel;
    Question question;
    question.prompt = "Layer " + to_string(layer + 1) + ": how many parameters does it have in all?";
    question.answer = real(stack_[static_cast<std::size_t>(layer)].parameters(settings_.stack.separable));
    question.shown_at = t + 3;
    question.counted = true;
    const auto add = [&](std::int64_t number, const char* why) {
        question.mistakes.push_back({real(number), why});
    };
    if (settings_.stack.separable)
        add(static_cast<std::int64_t>(plan.parameter_count()),
            "That is the usual layer: here each channel has its own sheet, and 1 × 1 filters mix them.");
    add(plan.terms * plan.output.c, "Those are the weights; each filter has a bias too.");
    add((area + 1) * plan.output.c, "A filter has a sheet of weights for each channel, not one in all.");
    add(plan.terms + 1, "That is one filter; the layer has several.");
    add((area + 1) * plan.input.c * plan.output.c, "One bias for each filter, not one for each sheet.");
    return question;
}

}  // namespace shell::lesson_channels
