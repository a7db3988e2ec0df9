// The size that comes out, with its slips; and puzzles the other way round, which may have several answers.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "shell/lessons/04_size/model.h"

namespace shell::lesson_size {
namespace {

using std::to_string;

// Of a spec as it might have been read wrongly.
void add_wrong(Question& question, const Settings& wrong, const char* why) {
    const auto plan = plan_sizes(wrong);
    if (!plan) return;
    const cnn::AxisPlan& x = plan.value().x;
    question.mistakes.push_back({static_cast<double>(wrong.transposed ? x.input : x.output), why});
}

void spec_mistakes(Question& question, const Settings& settings, const cnn::AxisPlan& x) {
    Settings wrong = settings;
    wrong.window.spec.padding = cnn::Padding::kValid;
    add_wrong(question, wrong, "That ignores the padding.");
    // Without a stride or dilation there is no output padding either.
    wrong = settings;
    wrong.window.spec.stride = 1;
    wrong.output_padding = 0;
    if (settings.window.spec.stride > 1) add_wrong(question, wrong, "That ignores the stride.");
    wrong = settings;
    wrong.window.spec.dilation = 1;
    wrong.output_padding = std::min(settings.output_padding, most_output_padding(wrong));
    if (settings.window.spec.dilation > 1)
        add_wrong(question, wrong, "That ignores the dilation: the kernel spans more than its weights.");
    wrong = settings;
    wrong.window.spec.padding = cnn::Padding::kExplicit;
    wrong.window.spec.pad_before = x.pad_before;
    wrong.window.spec.pad_after = 0;
    add_wrong(question, wrong, "That counts the padding once: there is some at both ends.");
    if (settings.transposed) {
        wrong = settings;
        wrong.output_padding = 0;
        add_wrong(question, wrong, "That leaves out the output padding.");
        wrong.transposed = false;
        add_wrong(question, wrong, "That is the convolution; the transposed one goes the other way.");
    }
}

void rounding_mistakes(Question& question, const cnn::AxisPlan& x) {
    const auto add = [&](double value, const char* why) { question.mistakes.push_back({value, why}); };
    const double quotient = static_cast<double>(x.numerator) / x.stride;
    add(x.output - 1, "The first window counts as well: add 1.");
    add(quotient + 1, "There is no part of a window: round.");
    add(std::floor(quotient) + 1, "Here the size is rounded up.");
    add(std::ceil(quotient) + 1, "A window that is not whole does not count: round down.");
    const int too_short = (x.numerator - 1) / x.stride;
    add(too_short + 1,
        "The window's own pixels are one too many: take away kernel - 1 and then 1, not the kernel and 1.");
}

// ---- puzzles

enum class Unknown { kStride, kPadding, kKernel, kInput, kDilation };
constexpr int kUnknowns = 5;

struct Domain {
    std::string_view word;
    int low;
    int high;
};
constexpr std::array<Domain, kUnknowns> kDomains{
    Domain{"stride", 1, 8}, Domain{"padding on both sides", 0, 8}, Domain{"kernel", 1, 9},
    Domain{"input", 1, 32}, Domain{"dilation", 1, 6}};

// Columns of the output with `value` in the place of the unknown; 0: it does not fit.
int output_with(const Settings& settings, Unknown unknown, int value) {
    cnn::AxisSpec spec = settings.window.spec;
    int input = settings.window.width;
    switch (unknown) {
        case Unknown::kStride:
            spec.stride = value;
            break;
        case Unknown::kPadding:
            spec.padding = cnn::Padding::kExplicit;
            spec.pad_before = spec.pad_after = value;
            break;
        case Unknown::kKernel:
            spec.kernel = value;
            break;
        case Unknown::kInput:
            input = value;
            break;
        case Unknown::kDilation:
            spec.dilation = value;
            break;
    }
    const auto plan = cnn::plan_axis(input, spec);
    return plan ? plan.value().output : 0;
}

// Of the sizes that are not there now, the one that most values give.
int target_of(const std::vector<int>& outputs, int now) {
    int best = 0;
    std::ptrdiff_t most = 0;
    for (const int output : outputs) {
        const auto count = std::count(outputs.begin(), outputs.end(), output);
        if (output == 0 || output == now || count <= most) continue;
        best = output;
        most = count;
    }
    return best;
}

}  // namespace

Question size_question(const SizeModel& model) {
    const cnn::AxisPlan& x = model.window().x;
    Question question;
    question.prompt = "How many columns will the output have?";
    question.answer = model.result_columns();
    question.shown_at = kFormulaSteps - 1;
    question.counted = true;
    spec_mistakes(question, model.settings(), x);
    if (!model.settings().transposed) rounding_mistakes(question, x);
    return question;
}

std::optional<Question> puzzle(const Settings& settings, int number, int shown_at) {
    const auto unknown = static_cast<Unknown>(number % kUnknowns);
    const Domain& domain = kDomains[static_cast<std::size_t>(number % kUnknowns)];
    std::vector<int> outputs;
    for (int value = domain.low; value <= domain.high; ++value)
        outputs.push_back(output_with(settings, unknown, value));
    const auto now = plan_sizes(settings);
    const int target = target_of(outputs, now ? now.value().x.output : 0);
    if (target == 0) return std::nullopt;

    Question question;
    question.prompt = "All else as it is: which " + std::string(domain.word) + ", from " +
                      to_string(domain.low) + " to " + to_string(domain.high) + ", gives " +
                      to_string(target) + (target == 1 ? " column?" : " columns?");
    question.shown_at = shown_at;
    question.counted = true;
    bool first = true;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const double value = domain.low + static_cast<double>(i);
        if (outputs[i] != target) {
            question.mistakes.push_back({value, outputs[i] == 0
                                                    ? "With that no window fits."
                                                    : "That gives " + to_string(outputs[i]) + "."});
        } else if (std::exchange(first, false)) {
            question.answer = value;
        } else {
            question.also.push_back(value);
        }
    }
    return question;
}

}  // namespace shell::lesson_size
