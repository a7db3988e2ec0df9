// The right column: topic, the work of each view, and the sizes.
#include <algorithm>

#include "shell/lessons/11_four_views/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_four_views {
namespace {

void slider(Ui& ui, std::string_view key, std::string_view label, int now, int high) {
    if (const auto value = slider_row(ui, key, label, now, 1, high)) ui.set(key, *value);
}

template <std::size_t count>
void choice(Ui& ui, std::string_view key, const std::array<std::string_view, count>& labels,
            const std::array<std::string_view, count>& values, int now) {
    if (const auto pressed = segmented(ui, key, labels, now); pressed && *pressed != now)
        ui.set(key, values[static_cast<std::size_t>(*pressed)]);
}

std::string work(cnn::Operations all) {
    return count_text(all.multiplications) + " ×,  " + count_text(all.additions) + " +";
}

void counts(Ui& ui, const FourViewsModel& model) {
    heading(ui, "The work");
    key_value(ui, "Pair by pair", work(model.direct_operations()), Colour::kOutput);
    const cnn::Shape& matrix = model.matrix().shape();
    key_value(ui, "Full matrix " + std::to_string(matrix.h) + " × " + std::to_string(matrix.w),
              work(model.dense_operations()));
    if (model.product()) {
        key_value(ui, "Three transforms of " + std::to_string(model.transforms().a.size()),
                  work(model.transforms().operations));
        paragraph(
            ui,
            "Multiplications and additions of real numbers. The transforms grow as n log n, the pairs as n "
            "times n: for long factors the transforms win.",
            TextStyle::kSmall, Colour::kMuted);
    } else {
        key_value(ui, "Weights of a dense layer", std::to_string(matrix.h * matrix.w));
        key_value(ui, "Weights that are shared", std::to_string(model.taps()), Colour::kKernel);
        paragraph(ui, "A bias comes to each: one per output in a dense layer, one in all for a kernel.",
                  TextStyle::kSmall, Colour::kMuted);
    }
    space(ui, 14);
}

void sizes(Ui& ui, const Settings& settings) {
    switch (settings.topic) {
        case Topic::kProduct:
            heading(ui, "Factors");
            slider(ui, "alpha_count", "Coefficients of p", settings.alpha.count, kMostCoefficients);
            slider(ui, "beta_count", "Coefficients of s", settings.beta.count, kMostCoefficients);
            paragraph(ui, "The matrix is made of", TextStyle::kSmall, Colour::kMuted);
            choice<2>(ui, "band", {"p: α", "s: β"}, {"alpha", "beta"}, static_cast<int>(settings.band));
            break;
        case Topic::kLayer:
            heading(ui, "Layer");
            slider(ui, "inputs_count", "Inputs", settings.inputs.count, kMostInputs);
            slider(ui, "weights_count", "Weights", settings.weights.count,
                   std::min(kMostTaps, settings.inputs.count));
            slider(ui, "stride", "Stride", settings.stride, kMostInputs);
            if (const auto on = toggle(ui, "same", "Padding that keeps the size", settings.same))
                ui.set("same", *on ? "1" : "0");
            break;
        case Topic::kPicture:
            heading(ui, "Picture");
            slider(ui, "side", "Picture, side", settings.side, kMostSide);
            slider(ui, "kernel_side", "Kernel, side", settings.kernel_side,
                   std::min(kMostKernel, settings.side));
            paragraph(ui, "In the matrix stands", TextStyle::kSmall, Colour::kMuted);
            choice<2>(ui, "spread", {"the kernel", "the picture"}, {"kernel", "picture"},
                      static_cast<int>(settings.spread));
            break;
    }
    if (button(ui, "clear-input", "Clear the input")) ui.command("clear-input");
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const FourViewsModel& model) {
    heading(ui, "What is multiplied");
    choice<3>(ui, "topic", {"Polynomials", "A layer", "A picture"}, {"product", "layer", "picture"},
              static_cast<int>(model.settings().topic));
    space(ui, 14);
    counts(ui, model);
    sizes(ui, model.settings());
}

}  // namespace shell::lesson_four_views
