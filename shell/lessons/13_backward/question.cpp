// "Which number comes out?", and the slips that are recognised in an answer.
#include <string>

#include "core/ops/conv2d/backward_trace.h"
#include "core/ops/conv2d/trace.h"
#include "shell/lessons/13_backward/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/window_slips.h"

namespace shell::lesson_backward {
namespace {

struct Asked {
    const Settings& settings;
    const Numbers& n;
    Question& question;

    void slip(float value, const char* why) const {
        question.mistakes.push_back({static_cast<double>(value), why});
    }
    cnn::Conv2dPlan plan() const { return {1, 1, n.window}; }
    cnn::Conv2dPlan unpadded() const {
        cnn::Conv2dPlan wrong = plan();
        wrong.window.y.pad_before = wrong.window.x.pad_before = 0;
        return wrong;
    }
    cnn::Conv2dPlan unstrided() const {
        cnn::Conv2dPlan wrong = plan();
        wrong.window.y.stride = wrong.window.x.stride = 1;
        return wrong;
    }
};

void ask_forward(const Asked& a, int part) {
    const int oy = part / a.n.window.x.output;
    const int ox = part % a.n.window.x.output;
    a.question.prompt = "Output " + place_text(oy, ox) + ": which number comes out?";
    if (a.settings.pooling()) return;
    const auto value = [&](const cnn::Tensor& w, const cnn::WindowPlan& window) {
        return cnn::trace_conv2d(a.n.x, w, std::span(&a.settings.bias, 1), window, 0, oy, ox).result;
    };
    a.slip(value(a.n.w, a.n.window) - a.settings.bias, "That is the sum without the bias.");
    a.slip(value(cnn::rotate_kernels(a.n.w), a.n.window),
           "That is with the kernel turned; forward it is used as written.");
    add_window_slips(
        a.n.window, [&](const cnn::WindowPlan& window) { return value(a.n.w, window); }, a.question);
}

void ask_weight(const Asked& a, int part) {
    const int ky = part / a.settings.kernel;
    const int kx = part % a.settings.kernel;
    a.question.prompt = "Weight " + place_text(ky, kx) + ": what is its gradient?";
    a.slip(a.n.dw.values()[a.n.dw.size() - 1 - static_cast<std::size_t>(part)],
           "That is the weight opposite: the kernel is not turned here.");
    a.slip(a.n.db,
           "That is the sum of the outputs' gradients: the bias' gradient. Each is to be multiplied "
           "with the pixel that the weight met.");
    add_window_slips(
        a.n.window,
        [&](const cnn::WindowPlan& window) {
            return cnn::trace_conv2d_weight_gradient({1, 1, window}, a.n.x, a.n.dy, 0, 0, ky, kx).result;
        },
        a.question);
}

void ask_bias(const Asked& a) {
    a.question.prompt = "What is the bias' gradient?";
    a.slip(a.n.db / static_cast<float>(a.n.dy.size()),
           "That is the mean: each output has the bias, so the gradients add up.");
    a.slip(a.n.dy.values().back(), "That is the last output's gradient alone.");
    a.slip(1, "Each output changes by 1 with the bias; that is to be weighed by the outputs' gradients.");
}

void ask_pixel(const Asked& a, int part) {
    const int iy = part / a.settings.side;
    const int ix = part % a.settings.side;
    a.question.prompt = "Pixel " + place_text(iy, ix) + ": what is its gradient?";
    const auto value = [&](const cnn::Conv2dPlan& plan, const cnn::Tensor& w) {
        return cnn::trace_conv2d_input_gradient(plan, w, a.n.dy, 0, iy, ix).result;
    };
    a.slip(value(a.plan(), cnn::rotate_kernels(a.n.w)),
           "That is with the kernel as written over the gradients: on the way back it is turned by half a "
           "turn.");
    a.slip(value(a.unpadded(), a.n.w), "That is without padding.");
    a.slip(value(a.unstrided(), a.n.w), "That is with stride 1: between the gradients there are zeros here.");
    for (const int by : {1, -1}) {
        cnn::Conv2dPlan shifted = a.plan();
        shifted.window.y.pad_before += by;
        a.slip(value(shifted, a.n.w), "That window is off by one row.");
        shifted = a.plan();
        shifted.window.x.pad_before += by;
        a.slip(value(shifted, a.n.w), "That window is off by one column.");
    }
}

// About the share of a pixel; where it stands in the window.
int ask_share(const Asked& a, const Work& work) {
    std::size_t at = 0;
    while (at + 1 < work.terms.size() && work.terms[at].nothing) ++at;
    const WorkTerm& term = work.terms[at];
    a.question.prompt = "The window hands back " + std::string("its gradient: what does the pixel in ") +
                        place_text(term.iy, term.ix) + " get of it?";
    a.question.answer = static_cast<double>(term.product);
    const auto taps = static_cast<float>(work.terms.size());
    if (a.settings.operation == Operation::kMaxPooling)
        a.slip(work.result / taps, "That is average pooling's share: of a maximum the winner takes all.");
    else
        a.slip(work.result, "That is the whole gradient: of an average each pixel gets an equal share.");
    a.slip(term.left, "That is the pixel's value, not its gradient.");
    return static_cast<int>(at);
}

void ask_error(const Asked& a, int part) {
    const int oy = part / a.n.window.x.output;
    const int ox = part % a.n.window.x.output;
    const float y = a.n.y.at(0, 0, oy, ox);
    const float goal = a.n.goal.at(0, 0, oy, ox);
    a.question.prompt = "Next, " + place_text(oy, ox) + " of the outputs: what is the loss' gradient there?";
    a.question.answer = static_cast<double>(a.n.dy.at(0, 0, oy, ox));
    a.slip(goal - y, "The sign is wrong: an output that is too large has a positive gradient.");
    a.slip((y - goal) * (y - goal) / 2, "That is the loss of this output, not its slope.");
    a.slip(y, "That is the output itself.");
}

void ask_update(const Asked& a, int part) {
    const Work work = work_of(a.settings, a.n, part);
    const WorkTerm& term = work.terms.front();
    a.question.prompt = term.ky < 0
                            ? std::string("Next, the bias: what does it become?")
                            : "Next, weight " + place_text(term.ky, term.kx) + ": what does it become?";
    a.question.answer = static_cast<double>(work.result);
    a.slip(term.left + term.product, "That is uphill: the step goes against the gradient.");
    a.slip(term.left - term.right, "The rate is missing.");
    a.slip(term.product, "That is the step; it is to be taken from the weight.");
}

}  // namespace

std::optional<Question> BackwardModel::question(int t) const {
    const int steps = steps_per_part();
    if (t % steps != 0) return std::nullopt;
    const int part = cursor_at(t).part;
    Question question;
    const Asked asked{settings_, numbers_, question};
    if (steps == 1) {
        if (t + 1 >= count_steps()) return std::nullopt;
        question.shown_at = t + 1;
        settings_.phase == Phase::kError ? ask_error(asked, part + 1) : ask_update(asked, part + 1);
        return question;
    }
    const Work work = work_of(settings_, numbers_, part);
    question.answer = static_cast<double>(work.result);
    question.shown_at = t + steps - 1;
    if (shares()) {
        question.shown_at = t + 1 + ask_share(asked, work);
    } else if (settings_.phase == Phase::kForward) {
        ask_forward(asked, part);
    } else if (settings_.phase == Phase::kWeights) {
        ask_weight(asked, part);
    } else if (settings_.phase == Phase::kBias) {
        ask_bias(asked);
    } else {
        ask_pixel(asked, part);
    }
    return question;
}

}  // namespace shell::lesson_backward
