// Settings in, outputs out; commands; the question about the next output.
#include "shell/lessons/03_signals/model.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "core/base/rng.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/signal/fourier.h"
#include "shell/state/arguments.h"
#include "shell/state/field_text.h"

namespace shell::lesson_signals {

std::unique_ptr<LessonModel> make_model() { return std::make_unique<SignalsModel>(); }

bool reaches(const cnn::AxisPlan& plan, const Touched& touched, const Touched& other) {
    using What = Touched::What;
    if (touched.what > other.what) return reaches(plan, other, touched);
    if (touched.what == What::kSample && other.what == What::kWeight)
        return plan.output_reading(touched.index, other.index) >= 0;
    if (touched.what == What::kSample && other.what == What::kOutput) {
        for (int tap = 0; tap < plan.kernel; ++tap)
            if (plan.tap(other.index, tap) == touched.index) return true;
        return false;
    }
    return touched.what == What::kWeight && other.what == What::kOutput;
}

SignalsModel::SignalsModel() : SteppedModel({"term", "output", "output"}) {
    add_commands();
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

int SignalsModel::count_steps() const {
    const auto plan = plan_of(settings_);
    return plan ? plan.value().output * steps_per_part() : std::numeric_limits<int>::max();
}

cnn::Status SignalsModel::compute() {
    const auto plan = plan_of(settings_);
    const auto one_row = cnn::plan_axis(1, {});
    if (!plan) return plan.error();
    window_ = {one_row.value(), plan.value()};
    input_ = cnn::Tensor({1, 1, 1, settings_.length}, settings_.signal());
    used_ = cnn::Tensor({1, 1, 1, settings_.taps}, settings_.filter());
    if (turned()) used_ = cnn::rotate_kernels(used_);
    outputs_ = cnn::Tensor({1, 1, 1, window_.x.output});
    const float bias = 0;
    cnn::reference_conv2d_forward(cnn::Conv2dPlan{1, 1, window_}, 1, input_.data(), used_.data(), &bias,
                                  outputs_.data());
    return cnn::success();
}

cnn::Status SignalsModel::apply(Settings wanted) {
    wanted.dilation = std::min(wanted.dilation, most_dilation(wanted));
    const Cursor before = cursor();
    std::swap(settings_, wanted);
    if (const cnn::Status status = compute(); !status) {
        std::swap(settings_, wanted);
        return status;
    }
    follow_count();
    player_.t = step_of(std::min(before.output, plan().output - 1),
                        before.result ? settings_.taps : std::min(before.term, settings_.taps - 1));
    return cnn::success();
}

Cursor SignalsModel::cursor_at(int t) const {
    const int term = t % steps_per_part();
    return {t / steps_per_part(), term, term == settings_.taps};
}

cnn::Conv2dTrace SignalsModel::trace(int output, const cnn::Tensor& weights,
                                     const cnn::WindowPlan& window) const {
    constexpr std::array<float, 1> kNoBias{0};
    return cnn::trace_conv2d(input_, weights, kNoBias, window, 0, 0, output);
}

double SignalsModel::gain_at(double cycles) const {
    return cnn::gain(settings_.filter(), cycles * settings_.dilation);
}

std::vector<float> SignalsModel::outcome() const {
    std::vector<float> all{static_cast<float>(plan().output)};
    all.insert(all.end(), outputs_.values().begin(), outputs_.values().end());
    return all;
}

// ---- Commands

void SignalsModel::add_commands() {
    add_command({"convention", "Cross-correlation or true convolution", "C"}, [this](const Arguments&) {
        Settings wanted = settings_;
        wanted.convention = turned() ? Convention::kCrossCorrelation : Convention::kConvolution;
        return apply(wanted);
    });
    add_command({"turn-filter", "Turn the filter as written around", "R"},
                [this](const Arguments&) { return turn_filter(); });
    add_command({"random-signal", "Random numbers into the signal", "N"},
                [this](const Arguments&) { return random_numbers(); });
    add_command({"clear-signal", "Zeros into the signal", ""}, [this](const Arguments&) {
        Settings wanted = settings_;
        wanted.set_signal(std::array<float, kMaxLength>{});
        return apply(wanted);
    });
    add_command({"set-cell", "Set one number: \"grid\" (signal, filter), \"index\", \"value\"", ""},
                [this](const Arguments& args) { return set_cell(args); });
    add_command({"signal", "Take the built-in signal \"name\"", ""},
                [this](const Arguments& args) { return take_signal(args); });
    add_command({"filter", "Take the built-in filter \"name\"", ""},
                [this](const Arguments& args) { return take_filter(args); });
}

cnn::Status SignalsModel::set_cell(const Arguments& args) {
    constexpr std::array<std::string_view, 2> kGrids{"signal", "filter"};
    const auto grid = choice_argument(args, "grid", kGrids);
    if (!grid) return grid.error();
    const bool signal = grid.value() == 0;
    const auto index = integer_argument(args, "index", 0, (signal ? settings_.length : settings_.taps) - 1);
    if (!index) return index.error();
    const auto value = real_argument(args, "value", -kMaxNumber, kMaxNumber);
    if (!value) return value.error();
    Settings wanted = settings_;
    const auto shown = signal ? settings_.signal() : settings_.filter();
    std::vector<float> numbers(shown.begin(), shown.end());
    numbers[static_cast<std::size_t>(index.value())] = value.value();
    signal ? wanted.set_signal(numbers) : wanted.set_filter(numbers);
    return apply(wanted);
}

cnn::Status SignalsModel::take_signal(const Arguments& args) {
    const auto name = choice_argument(args, "name", signal_names());
    if (!name) return name.error();
    Settings wanted = settings_;
    wanted.set_signal(named_signal(name.value(), settings_.length));
    return apply(wanted);
}

cnn::Status SignalsModel::take_filter(const Arguments& args) {
    std::vector<std::string_view> names;
    for (const Named& filter : filters()) names.push_back(filter.name);
    const auto name = choice_argument(args, "name", names);
    if (!name) return name.error();
    const Named& filter = filters()[static_cast<std::size_t>(name.value())];
    Settings wanted = settings_;
    wanted.taps = static_cast<int>(filter.values.size());
    wanted.set_filter(filter.values);
    return apply(wanted);
}

cnn::Status SignalsModel::random_numbers() {
    Settings wanted = settings_;
    cnn::Rng rng(wanted.seed++, 0);
    std::vector<float> numbers(static_cast<std::size_t>(settings_.length));
    for (float& number : numbers) number = static_cast<float>(rng.below(10));
    wanted.set_signal(numbers);
    return apply(wanted);
}

cnn::Status SignalsModel::turn_filter() {
    std::vector<float> turned(settings_.filter().begin(), settings_.filter().end());
    std::reverse(turned.begin(), turned.end());
    Settings wanted = settings_;
    wanted.set_filter(turned);
    return apply(wanted);
}

// ---- Predict, then reveal

std::optional<Question> SignalsModel::question(int t) const {
    if (t % steps_per_part() != 0) return std::nullopt;
    const Cursor at = cursor_at(t);
    Question question;
    question.prompt = "Output " + std::to_string(at.output + 1) + ": which number comes out?";
    question.answer = static_cast<double>(outputs_.values()[static_cast<std::size_t>(at.output)]);
    question.shown_at = t + settings_.taps;
    const auto add = [&](const cnn::Tensor& weights, const cnn::AxisPlan& plan, const char* why) {
        const float value = trace(at.output, weights, {window_.y, plan}).result;
        question.mistakes.push_back({static_cast<double>(value), why});
    };
    add(cnn::rotate_kernels(used_), plan(),
        turned() ? "That is cross-correlation: here the filter is turned around first."
                 : "That is true convolution: here the filter slides as it is written.");
    cnn::AxisPlan wrong = plan();
    wrong.stride = 1;
    if (plan().stride > 1) add(used_, wrong, "That is where stride 1 would put the window.");
    wrong = plan();
    wrong.dilation = 1;
    if (plan().dilation > 1)
        add(used_, wrong, "That is without dilation: there are gaps between the weights.");
    wrong = plan();
    wrong.pad_before = 0;
    if (plan().pad_before > 0)
        add(used_, wrong, "That is without padding: the first window begins before the signal.");
    for (const int by : {1, -1}) {
        wrong = plan();
        wrong.pad_before += by;
        add(used_, wrong, "That window is off by one sample.");
    }
    return question;
}

}  // namespace shell::lesson_signals
