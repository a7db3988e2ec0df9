// The lesson in words. Rows and columns count from 1.
#include <array>
#include <cstdio>

#include "shell/lessons/13_backward/model.h"
#include "shell/lessons/phrases.h"
#include "shell/state/field_text.h"

namespace shell::lesson_backward {
namespace {

using std::to_string;

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.7g", value);
    return text;
}

std::string part_name(const BackwardModel& model, int part) {
    const Settings& settings = model.settings();
    const int outputs = model.numbers().window.x.output;
    switch (settings.phase) {
        case Phase::kForward:
            return "Output " + place_text(part / outputs, part % outputs);
        case Phase::kError:
            return "Gradient of output " + place_text(part / outputs, part % outputs);
        case Phase::kWeights:
            return "Gradient of weight " + place_text(part / settings.kernel, part % settings.kernel);
        case Phase::kBias:
            return "Gradient of the bias";
        case Phase::kInput:
            if (model.shares()) return "Window of output " + place_text(part / outputs, part % outputs);
            return "Gradient of pixel " + place_text(part / settings.side, part % settings.side);
        case Phase::kUpdate:
            if (part == settings.kernel * settings.kernel) return "Bias";
            return "Weight " + place_text(part / settings.kernel, part % settings.kernel);
    }
    CNN_ASSERT(false);
}

std::string sum_so_far(const WorkTerm& term) { return "; the sum is " + number_text(term.partial) + "."; }

std::string share_text(const BackwardModel& model, const WorkTerm& term) {
    const bool padding =
        term.iy < 0 || term.ix < 0 || term.iy >= model.settings().side || term.ix >= model.settings().side;
    if (padding) return "The padding gets nothing: it is no pixel.";
    const std::string pixel = "The pixel " + number_text(term.left) + " at " + place_text(term.iy, term.ix);
    if (term.nothing) return pixel + " did not win and gets nothing.";
    const std::string rule = model.settings().operation == Operation::kMaxPooling
                                 ? " won and takes all of it: "
                                 : " gets its share: ";
    return pixel + rule + number_text(term.product) + ". So far it has " + number_text(term.partial) + ".";
}

std::string term_text(const BackwardModel& model, const WorkTerm& term) {
    const bool pooling = model.settings().pooling();
    switch (model.settings().phase) {
        case Phase::kForward:
            if (pooling)
                return (term.nothing ? "a padding pixel" : "the pixel " + number_text(term.left)) + " at " +
                       place_text(term.iy, term.ix) +
                       (model.settings().operation == Operation::kMaxPooling ? "; the largest so far is "
                                                                             : "; the sum is ") +
                       number_text(term.partial) + ".";
            return (term.nothing ? std::string("a padding zero") : "the pixel " + number_text(term.left)) +
                   " times the weight " + number_text(term.right) + " makes " + number_text(term.product) +
                   sum_so_far(term);
        case Phase::kWeights:
            return "for output " + place_text(term.oy, term.ox) + " this weight met " +
                   (term.nothing ? std::string("a padding zero") : "the pixel " + number_text(term.left)) +
                   ", and that output's gradient is " + number_text(term.right) + ": " +
                   number_text(term.product) + sum_so_far(term);
        case Phase::kBias:
            return "output " + place_text(term.oy, term.ox) + " has the bias in it; its gradient is " +
                   number_text(term.right) + sum_so_far(term);
        default:
            break;
    }
    if (term.nothing)
        return "no output reads this pixel with the weight at " + place_text(term.ky, term.kx) +
               ": nothing to add" + sum_so_far(term);
    return "the weight " + number_text(term.left) + " carried it to output " + place_text(term.oy, term.ox) +
           ", whose gradient is " + number_text(term.right) + ": " + number_text(term.product) +
           sum_so_far(term);
}

std::string single_text(const BackwardModel& model, const WorkTerm& term) {
    if (model.settings().phase == Phase::kUpdate)
        return number_text(term.left) + " minus " + number_text(model.settings().rate) + " times " +
               number_text(term.right) + " makes " + number_text(term.partial) + ".";
    if (model.settings().loss == Loss::kSquared)
        return "The output " + number_text(term.left) + " minus its target " + number_text(term.right) +
               " makes " + number_text(term.product) + ".";
    return "The loss is the sum of outputs times given numbers: the slope is that number, " +
           number_text(term.product) + ".";
}

std::string result_text(const BackwardModel& model, const Work& work) {
    const std::string value = number_text(work.result);
    const Settings& settings = model.settings();
    switch (settings.phase) {
        case Phase::kForward:
            if (settings.operation == Operation::kMaxPooling) return "The largest is " + value + ".";
            if (settings.operation == Operation::kAveragePooling)
                return "The sum " + number_text(work.terms.back().partial) + " divided by the count makes " +
                       value + ".";
            return "The products add up to " + number_text(work.terms.back().partial) + "; with the bias " +
                   number_text(settings.bias) + " that is " + value + ".";
        case Phase::kWeights:
            return "If this weight grows by a little, the loss grows by " + value + " times as much.";
        case Phase::kBias:
            return "The bias is in every output: its gradient is the sum of theirs, " + value + ".";
        default:
            return "If this pixel grows by a little, the loss grows by " + value + " times as much.";
    }
}

std::string opening_text(const BackwardModel& model, const Work& work) {
    const std::string gradient = number_text(work.result);
    if (model.settings().operation == Operation::kAveragePooling)
        return "Its gradient is " + gradient + ". It is shared out in equal parts among the window's pixels.";
    for (const WorkTerm& term : work.terms)
        if (!term.nothing)
            return "Its gradient is " + gradient + ", and its largest pixel is " + number_text(term.left) +
                   " at " + place_text(term.iy, term.ix) + ".";
    return "Its gradient is " + gradient + ".";
}

std::string grid_text(const std::string& what, const cnn::Tensor& tensor) {
    return rows_text(what, "", tensor.shape(), tensor.values());
}

std::string check_text(const Check& check, float h) {
    return "Moved by " + number_text(h) + " up and down, the loss is " + number(check.above) + " and " +
           number(check.below) + ": the difference quotient is " + number(check.central) + ", the gradient " +
           number(check.gradient) + ".\n";
}

}  // namespace

std::string BackwardModel::stage_title() const {
    constexpr std::array<std::string_view, 6> kTitles{
        "Forward: the picture becomes outputs",
        "The error: how the loss changes with each output",
        "A weight collects from every place where it was used",
        "The bias collects from every output",
        "The pixels' gradient: a full convolution with the turned kernel",
        "The update: a step against the gradient"};
    if (shares())
        return settings_.operation == Operation::kMaxPooling ? "The winner takes the whole gradient"
                                                             : "An average shares its gradient out";
    return std::string(kTitles[static_cast<std::size_t>(settings_.phase)]);
}

std::string BackwardModel::step_sentence() const {
    const Cursor now = cursor();
    const Work current = current_work();
    const std::string name = part_name(*this, now.part) + ". ";
    if (steps_per_part() == 1) return name + single_text(*this, current.terms.front());
    if (now.result) return name + result_text(*this, current);
    if (now.term < 0) return name + opening_text(*this, current);
    const WorkTerm& term = current.terms[static_cast<std::size_t>(now.term)];
    if (shares()) return name + share_text(*this, term);
    return name + "Term " + to_string(now.term + 1) + " of " + to_string(current.terms.size()) + ": " +
           term_text(*this, term);
}

std::string BackwardModel::place_label() const {
    const Cursor now = cursor();
    const std::string part = (shares() ? "window " : "number ") + to_string(now.part + 1) + " of " +
                             to_string(parts_of(settings_));
    if (steps_per_part() == 1) return part;
    if (now.result) return part + " · result";
    if (now.term < 0) return part;
    return part + (shares() ? " · share " : " · term ") + to_string(now.term + 1) + " of " +
           to_string(terms_of(settings_));
}

StepText BackwardModel::step_text() const {
    const Cursor now = cursor();
    const Work current = current_work();
    StepText step{
        step_sentence(),
        {"pixel row", "pixel column", "weight row", "weight column", "factor", "gradient", "product", "sum"},
        {},
        {}};
    if (settings_.phase == Phase::kForward) step.columns[5] = "weight";
    std::vector<LatexTerm> terms;
    const bool single = steps_per_part() == 1;
    const int shown = single ? 1 : now.shown_terms();
    for (const WorkTerm& term : std::span(current.terms).first(static_cast<std::size_t>(shown))) {
        step.rows.push_back({to_string(term.iy + 1), to_string(term.ix + 1), to_string(term.ky + 1),
                             to_string(term.kx + 1), number_text(term.left), number_text(term.right),
                             number_text(term.product), number_text(term.partial)});
        if (!term.nothing || settings_.phase != Phase::kInput) terms.push_back({{term.left, term.right}});
    }
    const WorkTerm* last = shown > 0 ? &current.terms[static_cast<std::size_t>(shown - 1)] : nullptr;
    if (settings_.phase == Phase::kUpdate) {
        step.latex = number_text(last->left) + " - " + number_text(settings_.rate) + " \\cdot (" +
                     number_text(last->right) + ") = " + number_text(last->partial);
    } else if (single || settings_.pooling()) {
        step.latex = "\\partial L = " + number_text(last == nullptr ? current.result : last->product);
    } else {
        const bool with_bias = now.result && settings_.phase == Phase::kForward;
        step.latex = terms.empty() ? "0 = " + number_text(last->partial)
                                   : latex_sum(terms, with_bias ? settings_.bias : 0,
                                               now.result ? current.result : last->partial);
    }
    return step;
}

std::string BackwardModel::lesson_sentences() const {
    std::string text = grid_text("Input", numbers_.x);
    if (!settings_.pooling())
        text += grid_text("Kernel", numbers_.w) + "Bias: " + number_text(settings_.bias) + ".\n";
    text += grid_text("Output", numbers_.y);
    text += grid_text(settings_.loss == Loss::kSquared ? "Target" : "Given gradient", numbers_.goal);
    text += "Loss: " + number(numbers_.loss) + ".\n" + grid_text("Gradient of the outputs", numbers_.dy);
    if (!settings_.pooling()) {
        text += grid_text("Gradient of the weights", numbers_.dw);
        text += "Gradient of the bias: " + number_text(numbers_.db) + ".\n";
    }
    text += grid_text("Gradient of the pixels", numbers_.dx);
    if (!settings_.pooling())
        text += grid_text("Updated weights", numbers_.new_w) +
                "Updated bias: " + number_text(numbers_.new_bias) +
                ". Loss after the update: " + number(numbers_.loss_after) + ".\n";
    if (const auto found = check()) text += check_text(*found, settings_.h);
    return text;
}

}  // namespace shell::lesson_backward
