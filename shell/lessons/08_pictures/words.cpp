// Words of the lesson on kernels and pictures, and its state as JSON.
#include <algorithm>
#include <cmath>

#include "shell/lessons/08_pictures/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/lessons/window_slips.h"
#include "shell/state/field_text.h"
#include "shell/state/short_number.h"

namespace shell::lesson_pictures {
namespace {

using nlohmann::json;
using std::to_string;

std::string place(const Cursor& cursor) {
    return "Row " + to_string(cursor.row + 1) + ", column " + to_string(cursor.column + 1) + ". ";
}

std::string product_sentence(const PicturesModel& model, const Cursor& cursor) {
    const cnn::Conv2dTrace trace = model.trace(0, cursor.row, cursor.column);
    const cnn::Conv2dTerm& term = trace.terms[static_cast<std::size_t>(cursor.step)];
    return place(cursor) + "Product " + to_string(cursor.step + 1) +
           " of 9: " + (term.padding ? "a padding zero" : "the pixel " + number_text(term.input)) +
           " times the weight " + number_text(term.weight) + " makes " + number_text(term.product) +
           "; the sum is " + number_text(term.partial) + ".";
}

std::string shown_sentence(const PicturesModel& model, const Cursor& cursor) {
    const float sum = model.result().at(0, 0, cursor.row, cursor.column);
    const std::string shown = number_text(model.shown().at(0, 0, cursor.row, cursor.column));
    std::string text = place(cursor);
    switch (model.settings().after) {
        case After::kRaw:
            return text + "The sum " + number_text(sum) +
                   (sum < 0 || sum > 255 ? " is outside 0 to 255: a picture cannot hold it as it is."
                                         : " fits into a picture, whose pixels are 0 to 255.");
        case After::kClamp:
            return text + "Clamped: what is below 0 becomes 0, what is above 255 becomes 255. " +
                   number_text(sum) + " becomes " + shown + ".";
        case After::kNormalise:
            return text + "Normalised: the smallest sum becomes 0, the largest 255. " + number_text(sum) +
                   " becomes " + shown + ".";
    }
    return text;
}

std::string gradient_sentence(const PicturesModel& model, const Cursor& cursor) {
    const std::string across = number_text(model.result().at(0, 0, cursor.row, cursor.column));
    const std::string up = number_text(model.result().at(0, 1, cursor.row, cursor.column));
    switch (cursor.step) {
        case 0:
            return place(cursor) + "The vertical Sobel: how much brighter it gets to the right, " + across +
                   ".";
        case 1:
            return place(cursor) + "The horizontal Sobel: how much brighter it gets " +
                   (model.settings().top_down ? "downwards, " : "upwards, ") + up + ".";
        case kMagnitudeStep:
            return place(cursor) + "The magnitude, the root of " + across + "² + " + up + "², is " +
                   number_text(model.shown().at(0, 0, cursor.row, cursor.column)) +
                   ": how strong the edge is.";
        default:
            if (model.shown().at(0, 0, cursor.row, cursor.column) == 0)
                return place(cursor) + "Flat: where nothing changes there is no direction.";
            return place(cursor) + "The direction is " +
                   short_number(model.direction(cursor.row, cursor.column)) +
                   " degrees: that way the picture gets brighter, across the edge.";
    }
}

std::string verdict_on_sum(float sum) {
    if (std::fabs(sum) < 1e-5F) return "flat areas become 0, black when clamped";
    if (std::fabs(sum - 1) < 1e-5F) return "flat areas stay as they are";
    if (sum > 1) return "flat areas become brighter";
    return sum < 0 ? "flat areas become negative, black when clamped" : "flat areas become darker";
}

StepText product_step(const PicturesModel& model, const Cursor& cursor) {
    StepText step{model.step_sentence(), {"row", "column", "pixel", "weight", "product", "sum"}, {}, {}};
    const int kernel = model.gradient() ? std::min(cursor.step, 1) : 0;
    const cnn::Conv2dTrace trace = model.trace(kernel, cursor.row, cursor.column);
    const auto count = model.gradient() ? kProducts : std::min(cursor.step + 1, kProducts);
    std::vector<LatexTerm> terms;
    for (const cnn::Conv2dTerm& term : std::span(trace.terms).first(static_cast<std::size_t>(count))) {
        step.rows.push_back({to_string(term.iy + 1), to_string(term.ix + 1), number_text(term.input),
                             number_text(term.weight), number_text(term.product), number_text(term.partial)});
        terms.push_back({{term.input, term.weight}});
    }
    step.latex = latex_sum(terms, 0, trace.terms[static_cast<std::size_t>(count - 1)].partial);
    if (model.gradient() && cursor.step >= kMagnitudeStep)
        step.latex = "\\sqrt{(" + number_text(model.result().at(0, 0, cursor.row, cursor.column)) +
                     ")^2 + (" + number_text(model.result().at(0, 1, cursor.row, cursor.column)) +
                     ")^2} = " + number_text(model.shown().at(0, 0, cursor.row, cursor.column));
    return step;
}

json pixel_json(const PicturesModel& model) {
    const Cursor cursor = model.cursor();
    json terms = json::array();
    for (const cnn::Conv2dTerm& term : model.trace(0, cursor.row, cursor.column).terms)
        terms.push_back({{"iy", term.iy},
                         {"ix", term.ix},
                         {"padding", term.padding},
                         {"input", number_json(term.input)},
                         {"weight", number_json(term.weight)},
                         {"product", number_json(term.product)},
                         {"partial", number_json(term.partial)}});
    json out = {{"row", cursor.row},
                {"col", cursor.column},
                {"step", cursor.step},
                {"terms", terms},
                {"sum", number_json(model.result().at(0, 0, cursor.row, cursor.column))},
                {"shown", number_json(model.shown().at(0, 0, cursor.row, cursor.column))}};
    if (model.gradient()) {
        out["up"] = number_json(model.result().at(0, 1, cursor.row, cursor.column));
        out["direction"] = number_json(model.direction(cursor.row, cursor.column));
    }
    return out;
}

}  // namespace

json PicturesModel::lesson_state() const {
    json kernels = json::array();
    for (int i = 0; i < kernels_.shape().n; ++i)
        kernels.push_back(
            matrix_json(3, kernels_.values().subspan(static_cast<std::size_t>(i) * kProducts, kProducts)));
    return {{"geometry", window_json(plan_.window)},
            {"source", own_picture() ? std::string_view("own")
                                     : source_names()[static_cast<std::size_t>(settings_.source)]},
            {"camera", camera_},
            {"input", tensor_json(input_)},
            {"kernels", kernels},
            {"sum_of_kernel", number_json(kernel_sum())},
            {"checkerboard", number_json(checkerboard())},
            {"output", tensor_json(result_)},
            {"shown", tensor_json(shown_)},
            {"pixel", pixel_json(*this)}};
}

std::string PicturesModel::lesson_sentences() const {
    std::string text =
        own_picture()
            ? "Your picture, which is not in the link"
            : "The picture " + std::string(source_names()[static_cast<std::size_t>(settings_.source)]);
    text +=
        ", " + to_string(settings_.height()) + " rows and " + to_string(settings_.width()) + " columns.\n";
    if (!gradient())
        text += "Kernel: " + list_of(settings_.kernel) + ". Its sum is " + number_text(kernel_sum()) + ": " +
                verdict_on_sum(kernel_sum()) + ".\n";
    if (!settings_.numbers()) return text;
    text += rows_text("Input", "", input_.shape(), input_.values());
    return text + rows_text("Result", "kernel", result_.shape(), result_.values()) +
           rows_text("Shown", "", shown_.shape(), shown_.values());
}

std::string PicturesModel::stage_title() const {
    if (gradient()) return "Two Sobels give an edge's strength and direction";
    const float sum = kernel_sum();
    return "The kernel's sum is " + short_number(sum) + ": " + verdict_on_sum(sum);
}

std::string PicturesModel::step_sentence() const {
    const Cursor at = cursor();
    if (gradient()) return gradient_sentence(*this, at);
    if (at.step < kProducts) return product_sentence(*this, at);
    if (at.step == kShownStep) return shown_sentence(*this, at);
    return place(at) + "All nine products add up to " + number_text(result_.at(0, 0, at.row, at.column)) +
           "; the pixel in the middle was " + number_text(trace(0, at.row, at.column).terms[4].input) + ".";
}

std::string PicturesModel::place_label() const {
    const Cursor at = cursor();
    return "pixel " + to_string(at.row + 1) + ", " + to_string(at.column + 1) + " · step " +
           to_string(at.step + 1) + " of " + to_string(steps_per_pixel());
}

StepText PicturesModel::step_text() const { return product_step(*this, cursor()); }

std::optional<Question> PicturesModel::question(int t) const {
    if (t % steps_per_pixel() != 0) return std::nullopt;
    const Cursor at = cursor_at(t);
    Question question;
    const auto add = [&](float number, const char* why) {
        question.mistakes.push_back({static_cast<double>(number), why});
    };
    const std::string where = place_text(at.row, at.column) + "?";
    const float sum = result_.at(0, 0, at.row, at.column);
    if (gradient()) {
        const float up = result_.at(0, 1, at.row, at.column);
        question.prompt = "How strong is the edge (the magnitude) at " + where;
        question.answer = static_cast<double>(shown_.at(0, 0, at.row, at.column));
        question.shown_at = t + kMagnitudeStep;
        add(sum + up, "That is the sum of both; the magnitude is the root of the sum of their squares.");
        add(std::fabs(sum) + std::fabs(up),
            "That is the sum of both sizes, a common short cut; here it is the root of the squares.");
        add(sum * sum + up * up, "That is the sum of the squares; the root is still to be taken.");
        return question;
    }
    question.prompt = "Which sum comes out at " + where;
    question.answer = static_cast<double>(sum);
    question.shown_at = t + kSumStep;
    const auto value = [&](const cnn::Tensor& kernel, const cnn::WindowPlan& window) {
        constexpr float kNone = 0;
        return cnn::trace_conv2d(input_, kernel, {&kNone, 1}, window, 0, at.row, at.column).result;
    };
    add(std::clamp(sum, 0.0F, 255.0F),
        "That is the sum after clamping to 0 to 255; asked is the sum itself.");
    add(value(cnn::rotate_kernels(kernels_), plan_.window),
        "That is true convolution, with the kernel turned by half a turn.");
    add_window_slips(
        plan_.window, [&](const cnn::WindowPlan& wrong) { return value(kernels_, wrong); }, question);
    return question;
}

}  // namespace shell::lesson_pictures
