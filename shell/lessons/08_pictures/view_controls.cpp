// The right column: the kernel and what its sum does, the picture, and what is made of the sums.
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "shell/lessons/08_pictures/view.h"
#include "shell/lessons/named_kernels.h"
#include "shell/state/short_number.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/text.h"

namespace shell::lesson_pictures {
namespace {

void slider(Ui& ui, std::string_view field, std::string_view label, int value, int low, int high) {
    if (const auto chosen = slider_row(ui, field, label, value, low, high)) ui.set(field, *chosen);
}

void kernel_controls(Ui& ui, const PicturesModel& model) {
    heading(ui, "Kernel");
    constexpr std::array<std::string_view, 2> kTasks{"One kernel", "Gradient"};
    const int task = model.gradient() ? 1 : 0;
    if (const auto chosen = segmented(ui, "task", kTasks, task); chosen && *chosen != task)
        ui.set("task", *chosen == 1 ? "gradient" : "kernel");
    if (model.gradient()) {
        if (const auto on = toggle(ui, "top_down", "Positive row below", model.settings().top_down))
            ui.set("top_down", *on);
        return space(ui, 14);
    }
    std::vector<MenuRow> rows;
    for (const KernelOf3& kernel : named_kernels()) rows.push_back({"", std::string(kernel.name), "", false});
    if (const auto chosen = menu_row(ui, "kernel-preset", "Kernel", rows, -1))
        ui.command("kernel", {{"name", named_kernels()[static_cast<std::size_t>(*chosen)].name}});
    const float sum = model.kernel_sum();
    const float finest = model.checkerboard();
    key_value(ui, "Sum of the weights", short_number(sum), Colour::kKernel);
    key_value(ui, "A flat area, times", short_number(sum), Colour::kOutput);
    key_value(ui, "The finest pattern, times", short_number(finest), Colour::kOutput);
    const bool high = std::fabs(finest) > std::fabs(sum) + 1e-5F;
    const bool low = std::fabs(finest) < std::fabs(sum) - 1e-5F;
    paragraph(ui,
              high  ? "High-pass: it answers more to fine detail than to flat areas."
              : low ? "Low-pass: flat areas pass, the finest pattern is held back."
                    : "Both pass alike.",
              TextStyle::kSmall, Colour::kMuted);
    space(ui, 14);
}

void after_controls(Ui& ui, const PicturesModel& model) {
    if (model.gradient()) return;
    heading(ui, "Shown");
    constexpr std::array<std::string_view, 3> kLabels{"The sums", "Clamp", "Normalise"};
    const int after = static_cast<int>(model.settings().after);
    if (const auto chosen = segmented(ui, "after", kLabels, after); chosen && *chosen != after)
        ui.set("after", after_names()[static_cast<std::size_t>(*chosen)]);
    space(ui, 14);
}

void picture_controls(Ui& ui, const PicturesModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Picture");
    std::vector<MenuRow> rows;
    for (const std::string_view name : source_names()) rows.push_back({"", std::string(name), "", false});
    const int now = model.own_picture() ? -1 : settings.source;
    if (const auto chosen = menu_row(ui, "source", "Picture", rows, now)) {
        ui.set("source", source_names()[static_cast<std::size_t>(*chosen)]);
        if (*chosen == settings.source) ui.command("built-in-picture");
    }
    if (button(ui, "open-picture", "Your picture", ButtonLook::kQuiet, Icon::kImage))
        ui.command("open-picture");
    const bool camera = model.wants_camera();
    if (ui.has_camera && button(ui, "camera", camera ? "Stop the camera" : "Camera", ButtonLook::kQuiet))
        ui.command("camera");
    if (model.own_picture())
        paragraph(ui,
                  "Shown: " + model.own_name() + ". A picture of yours stays here and is not in the link.",
                  TextStyle::kSmall, Colour::kMuted);
    if (settings.numbers()) {
        slider(ui, "rows", "Rows", settings.rows, kLeastNumbers, kMostNumbers);
        slider(ui, "columns", "Columns", settings.columns, kLeastNumbers, kMostNumbers);
        if (button(ui, "clear-input", "Clear")) ui.command("clear-input");
    } else {
        slider(ui, "side", "Side", settings.side, kLeastSide, kMostSide);
        slider(ui, "row", "Row", settings.row, 0, model.window().y.output - 1);
        slider(ui, "column", "Column", settings.column, 0, model.window().x.output - 1);
        paragraph(ui, "Press a picture to choose the pixel that is explained.", TextStyle::kSmall,
                  Colour::kMuted);
    }
    if (const auto on = toggle(ui, "pad", "Zeros around the picture", settings.pad)) ui.set("pad", *on);
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const PicturesModel& model) {
    kernel_controls(ui, model);
    after_controls(ui, model);
    picture_controls(ui, model);
}

}  // namespace shell::lesson_pictures
