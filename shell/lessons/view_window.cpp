// Each control sets one field.
#include "shell/lessons/view_window.h"

#include <span>
#include <string>
#include <vector>

#include "core/base/assert.h"
#include "core/ops/conventions.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

void slider(Ui& ui, const SquareWindow& window, const WindowLimits& limits, const WindowFits& fits,
            WindowNumber which, std::string_view label) {
    SquareWindow copy = window;
    const int now = number_of(copy, which);
    const WindowRange range = range_of(window, which, limits, fits);
    const std::string_view key = key_of(which);
    if (const auto value = slider_row(ui, key, label, now, range.low, range.high)) ui.set(key, *value);
}

void padding_controls(Ui& ui, const SquareWindow& window, const cnn::WindowPlan& plan,
                      const WindowLimits& limits, const WindowFits& fits) {
    heading(ui, "Padding");
    if (const auto mode = padding_mode(ui, window.spec.padding)) ui.set("padding", *mode);
    if (window.spec.padding == cnn::Padding::kExplicit) {
        slider(ui, window, limits, fits, WindowNumber::kPadBefore, "Before");
        slider(ui, window, limits, fits, WindowNumber::kPadAfter, "After");
        return;
    }
    paragraph(ui,
              std::to_string(plan.x.pad_before) + " before, " + std::to_string(plan.x.pad_after) +
                  " after each row",
              TextStyle::kSmall, Colour::kMuted);
    const bool upper = window.spec.padding == cnn::Padding::kSameUpper;
    if (plan.x.pad_before != plan.x.pad_after &&
        link_text(ui, "same-side", upper ? "Put the odd pixel before" : "Put the odd pixel after"))
        ui.set("padding", upper ? "same-lower" : "same");
}

}  // namespace

void window_controls(Ui& ui, const SquareWindow& window, const cnn::WindowPlan& plan,
                     const WindowLimits& limits, const WindowFits& fits) {
    heading(ui, "Window");
    slider(ui, window, limits, fits, WindowNumber::kKernel, "Window");
    slider(ui, window, limits, fits, WindowNumber::kStride, "Stride");
    if (limits.dilation > 1) slider(ui, window, limits, fits, WindowNumber::kDilation, "Dilation");
    if (limits.ceil)
        if (const auto on = toggle(ui, "ceil", "Round the size up (ceil)", window.spec.ceil))
            ui.set("ceil", *on ? 1 : 0);
    space(ui, 14);
    padding_controls(ui, window, plan, limits, fits);
    space(ui, 14);
}

std::optional<std::string_view> padding_mode(Ui& ui, cnn::Padding now) {
    const std::span<const std::string_view> names = padding_names();
    const std::span<const std::string_view> all = cnn::choice("same-uneven").labels;
    std::vector<std::string_view> labels;
    std::vector<std::size_t> modes;  // of the segments
    int chosen = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (labels.empty() || labels.back() != all[i]) {
            labels.push_back(all[i]);
            modes.push_back(i);
        }
        if (i == static_cast<std::size_t>(now)) chosen = static_cast<int>(labels.size()) - 1;
    }
    const auto mode = segmented(ui, "padding", labels, chosen);
    if (!mode || *mode == chosen) return std::nullopt;
    return names[modes[static_cast<std::size_t>(*mode)]];
}

void size_controls(Ui& ui, const SquareWindow& window, const WindowLimits& limits, const WindowFits& fits) {
    slider(ui, window, limits, fits, WindowNumber::kHeight, "Rows");
    slider(ui, window, limits, fits, WindowNumber::kWidth, "Columns");
}

void convention_note(Ui& ui, std::string_view key) {
    const cnn::Convention* convention = cnn::find_convention(key);
    CNN_ASSERT(convention != nullptr);
    const std::string text = "PyTorch: " + std::string(convention->pytorch) +
                             ". ONNX: " + std::string(convention->onnx) +
                             ". Keras: " + std::string(convention->keras) + ".";
    note(ui, "convention." + std::string(key), NoteKind::kPlain, convention->question, text);
    space(ui, 8);
}

}  // namespace shell
