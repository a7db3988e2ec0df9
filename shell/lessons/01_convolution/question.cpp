// "What will this output be?", asked when the window arrives at a cell, and the slips that are recognised in
// an answer.
#include <string>

#include "core/ops/activation/activation.h"
#include "core/ops/conv2d/trace.h"
#include "shell/lessons/01_convolution/model.h"
#include "shell/lessons/window_slips.h"

namespace shell::lesson_convolution {
namespace {

struct Asked {
    const ConvolutionModel& model;
    const Cursor& cursor;

    float value(const cnn::Tensor& kernel, const cnn::WindowPlan& window, int row, int column) const {
        const float sum = cnn::trace_conv2d(model.input(), kernel, model.settings().bias, window,
                                            cursor.filter, row, column)
                              .result;
        return model.settings().relu ? std::max(sum, 0.0F) : sum;
    }
    float value(const cnn::Tensor& kernel, const cnn::WindowPlan& window) const {
        return value(kernel, window, cursor.row, cursor.column);
    }
};

void sum_mistakes(const Asked& asked, Question& question) {
    const cnn::Conv2dTrace trace =
        asked.model.trace(asked.cursor.filter, asked.cursor.row, asked.cursor.column);
    const auto add = [&](float value, const char* why) {
        question.mistakes.push_back({static_cast<double>(value), why});
    };
    if (asked.model.settings().relu)
        add(trace.result, "That is the sum before ReLU, which makes negative sums 0.");
    add(trace.terms.back().partial, "That is the sum of the products; the bias is still to be added.");
    add(asked.value(cnn::rotate_kernels(asked.model.kernel_used()), asked.model.window()),
        asked.model.settings().convention == Convention::kConvolution
            ? "That is cross-correlation: here the kernel is turned by half a turn first."
            : "That is true convolution, with the kernel turned by half a turn; here it is used as written.");
    if (asked.model.settings().channels > 1)
        add(cnn::channel_sums(trace).front(), "That is the first channel alone: the channels are added up.");
}

}  // namespace

std::optional<Question> ConvolutionModel::question(int t) const {
    if (t % steps_per_cell() != 0) return std::nullopt;
    const Cursor cursor = cursor_at(t);
    Question question;
    question.prompt = "Row " + std::to_string(cursor.row + 1) + ", column " +
                      std::to_string(cursor.column + 1) + " of the output" +
                      (settings_.filters > 1 ? ", filter " + std::to_string(cursor.filter + 1) : "") +
                      ": which number comes out?";
    question.answer = static_cast<double>(output_.at(0, cursor.filter, cursor.row, cursor.column));
    question.shown_at = t + products_per_cell();
    const Asked asked{*this, cursor};
    sum_mistakes(asked, question);
    add_window_slips(
        window_, [&](const cnn::WindowPlan& wrong) { return asked.value(kernel_used_, wrong); }, question);
    return question;
}

}  // namespace shell::lesson_convolution
