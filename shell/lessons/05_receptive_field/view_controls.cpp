// The chosen kernel spread over the pixels that it spans, the field of each layer, and the stack's controls.
#include <array>
#include <string>
#include <vector>

#include "shell/lessons/05_receptive_field/view.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/sheets.h"
#include "shell/widgets/text.h"

namespace shell::lesson_receptive_field {
namespace {

void number_slider(Ui& ui, const FieldModel& model, LayerNumber which, std::string_view label, int now) {
    const Range range = range_of(model.settings(), which);
    const std::string_view key = key_of(which, model.settings().chosen - 1);
    if (const auto value = slider_row(ui, key, label, now, range.low, range.high)) ui.set(key, *value);
}

void layer_controls(Ui& ui, const FieldModel& model) {
    constexpr std::array<std::string_view, kMaxLayers> kNumbers{"1", "2", "3", "4", "5", "6"};
    constexpr std::array<std::string_view, 2> kKinds{"Convolution", "Pooling"};
    const Settings& settings = model.settings();
    heading(ui, "Layer");
    const auto numbers = std::span(kNumbers).first(static_cast<std::size_t>(settings.layers));
    if (const auto chosen = segmented(ui, "chosen", numbers, settings.chosen - 1);
        chosen && *chosen != settings.chosen - 1)
        ui.set("chosen", *chosen + 1);
    space(ui, 6);
    const Layer& layer = settings.at_chosen();
    const int kind = layer.pool ? 1 : 0;
    if (const auto wanted = segmented(ui, "kind", kKinds, kind); wanted && *wanted != kind)
        ui.set(kind_key(settings.chosen - 1), *wanted == 1 ? "pool" : "conv");
    number_slider(ui, model, LayerNumber::kKernel, "Kernel", layer.kernel);
    number_slider(ui, model, LayerNumber::kStride, "Stride", layer.stride);
    number_slider(ui, model, LayerNumber::kDilation, "Dilation", layer.dilation);
    number_slider(ui, model, LayerNumber::kPad, "Padding", layer.pad);
    space(ui, 14);
}

void stack_controls(Ui& ui, const FieldModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Stack");
    if (const auto layers = stepper(ui, "layers", "Layers", settings.layers, 1, most_layers(settings)))
        ui.set("layers", *layers);
    const Range side = side_range(settings);
    if (const auto value = slider_row(ui, "size", "Picture", settings.side, side.low, side.high))
        ui.set("size", *value);
    space(ui, 14);
}

void field_table(Ui& ui, const FieldModel& model) {
    heading(ui, "Field of each layer");
    for (int layer = 1; layer <= model.settings().layers; ++layer) {
        const int size = model.summary().layers[static_cast<std::size_t>(layer - 1)].columns.size;
        key_value(ui, std::to_string(layer) + " · " + model.layer_name(layer),
                  model.fields_shown() ? std::to_string(size) : "…",
                  model.fields_shown() ? Colour::kOutput : Colour::kMuted);
    }
    if (!model.fields_shown())
        paragraph(ui, "Shown once a unit has been followed to the picture.", TextStyle::kSmall,
                  Colour::kMuted);
    space(ui, 14);
}

void span_table(Ui& ui, const FieldModel& model) {
    heading(ui, "What the kernel spans");
    const std::vector<int> spans = model.spans();
    for (std::size_t i = 0; i < spans.size(); ++i) {
        const int dilation = static_cast<int>(i) + 1;
        const bool now = dilation == model.settings().at_chosen().dilation;
        key_value(ui,
                  std::to_string(dilation) + "·(" + std::to_string(model.settings().at_chosen().kernel) +
                      " − 1) + 1",
                  std::to_string(spans[i]), now ? Colour::kKernel : Colour::kText);
    }
    space(ui, 14);
}

}  // namespace

void draw_kernel(Ui& ui, const FieldModel& model) {
    const cnn::AxisPlan& axis = model.kernel_axis();
    const int span = axis.effective_kernel;
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    for (int row = 0; row < span; ++row)
        for (int column = 0; column < span; ++column) {
            const bool weight = row % axis.dilation == 0 && column % axis.dilation == 0;
            const int number = row / axis.dilation * axis.kernel + column / axis.dilation + 1;
            values.push_back(weight ? static_cast<float>(number) : 0.0F);
            marks.push_back(weight ? kCurrent : kDimmed);
        }
    const Card card(ui, "kernel");
    std::array<Sheet, 1> all;
    all[0].grid.name = "kernel";
    all[0].grid.role = Role::kKernel;
    all[0].grid.rows = all[0].grid.columns = span;
    all[0].grid.values = values;
    all[0].grid.marks = marks;
    const std::string caption = "Layer " + std::to_string(model.settings().chosen) + ": " +
                                std::to_string(axis.kernel * axis.kernel) +
                                (model.settings().at_chosen().pool ? " pixels over " : " weights over ") +
                                std::to_string(span) + " × " + std::to_string(span);
    all[0].grid.caption = caption;
    static_cast<void>(sheets(ui, all, ui.px(150), {7, 26}));
}

void draw_controls(Ui& ui, const FieldModel& model) {
    field_table(ui, model);
    layer_controls(ui, model);
    span_table(ui, model);
    stack_controls(ui, model);
}

}  // namespace shell::lesson_receptive_field
