// The right column: what is looked at, and what each of the three stages can change.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "shell/lessons/07_channels/view.h"
#include "shell/state/field_text.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/size_formula.h"
#include "shell/widgets/text.h"

namespace shell::lesson_channels {
namespace {

using std::to_string;

void slider(Ui& ui, std::string_view field, std::string_view label, int value, int low, int high) {
    if (const auto chosen = slider_row(ui, field, label, value, low, high)) ui.set(field, *chosen);
}

void group_switch(Ui& ui, const LayerSettings& layer) {
    const std::vector<int> groups = possible_groups(layer.channels, layer.filters);
    if (groups.size() < 2) return;
    std::vector<std::string> texts;
    texts.reserve(groups.size());
    for (const int one : groups)
        texts.push_back(one == 1                ? "1 group"
                        : one == layer.channels ? "depthwise"
                                                : to_string(one) + " groups");
    const std::vector<std::string_view> labels(texts.begin(), texts.end());
    const auto now = std::find(groups.begin(), groups.end(), layer.groups) - groups.begin();
    if (const auto chosen = segmented(ui, "groups", labels, static_cast<int>(now)))
        ui.set("groups", groups[static_cast<std::size_t>(*chosen)]);
}

void layer_sizes(Ui& ui, const ChannelsModel& model) {
    const LayerSettings& layer = model.settings().layer;
    const cnn::WindowPlan& window = model.plan().window;
    heading(ui, "Output size");
    size_formula(ui, window);
    space(ui, 14);
    heading(ui, "Parameters");
    const std::string product = "(" + to_string(layer.kernel_height) + " × " + to_string(layer.kernel_width) +
                                " × " + to_string(layer.group_channels()) + " + 1) × " +
                                to_string(layer.filters);
    key_value(ui, product, to_string(layer.filters * (model.plan().taps() + 1)), Colour::kKernel);
    space(ui, 14);
    heading(ui, "Channels and filters");
    slider(ui, "channels", "Channels", layer.channels, 1, kMaxChannels);
    slider(ui, "filters", "Filters", layer.filters, 1, kMaxFilters);
    group_switch(ui, layer);
    space(ui, 14);
    heading(ui, "Window");
    slider(ui, "height", "Rows", layer.height, 1, kMaxSide);
    slider(ui, "width", "Columns", layer.width, 1, kMaxSide);
    const auto most = [](const cnn::AxisPlan& axis) {
        return std::min(kMaxKernel, axis.input + axis.pad_before + axis.pad_after);
    };
    slider(ui, "kernel_height", "Kernel rows", layer.kernel_height, 1, most(window.y));
    slider(ui, "kernel_width", "Kernel columns", layer.kernel_width, 1, most(window.x));
    slider(ui, "stride", "Stride", layer.stride, 1, kMaxStride);
    slider(ui, "pad", "Padding", layer.pad, 0, kMaxPad);
    space(ui, 14);
}

void layer_numbers(Ui& ui, const ChannelsModel& model) {
    const LayerSettings& layer = model.settings().layer;
    heading(ui, "Numbers");
    if (const auto on = toggle(ui, "maps", "Each channel's own map", layer.maps)) ui.set("maps", *on);
    if (const auto on = toggle(ui, "relu", "ReLU on the output", layer.relu)) ui.set("relu", *on);
    for (std::size_t i = 0; i < layer.bias.size(); ++i) {
        const std::string name = "bias." + to_string(i);
        if (const auto value = number_field(ui, name, "Bias of filter " + to_string(i + 1), layer.bias[i],
                                            -kMaxNumber, kMaxNumber)) {
            std::vector<float> bias = layer.bias;
            bias[i] = *value;
            ui.set("bias", bias);
        }
    }
    if (button(ui, "random-input", "Random input")) ui.command("random-numbers", {{"grid", "input"}});
    ImGui::SameLine(0, ui.px(8));
    if (button(ui, "clear-input", "Clear")) ui.command("clear-input");
    if (button(ui, "random-kernel", "Random weights")) ui.command("random-numbers", {{"grid", "kernel"}});
    space(ui, 14);
}

void stack_controls(Ui& ui, const ChannelsModel& model) {
    const StackSettings& stack = model.settings().stack;
    heading(ui, "Layers");
    slider(ui, "layers", "Layers", stack.layers, 1, kMaxLayers);
    const auto field = [&](const std::string& key, const std::string& label, int value, int low, int high) {
        const auto bound = [](int number) { return static_cast<float>(number); };
        if (const auto chosen = number_field(ui, key, label, bound(value), bound(low), bound(high)))
            ui.set(key, static_cast<int>(*chosen));
    };
    field("picture_channels", "Channels of the picture", stack.channels, 1, 1024);
    for (int i = 0; i < stack.layers; ++i)
        field("filters_" + to_string(i + 1), "Filters of layer " + to_string(i + 1),
              stack.filters[static_cast<std::size_t>(i)], 1, 1024);
    slider(ui, "layer_kernel", "Kernel", stack.kernel, 1, 11);
    slider(ui, "layer_stride", "Stride", stack.stride, 1, 4);
    slider(ui, "layer_pad", "Padding", stack.pad, 0, 5);
    field("rows", "Rows of the picture", stack.rows, 1, 4096);
    field("columns", "Columns of the picture", stack.columns, 1, 4096);
    if (const auto on = toggle(ui, "separable", "Depthwise, then 1 × 1", stack.separable))
        ui.set("separable", *on);
    space(ui, 14);
}

void split_controls(Ui& ui, const ChannelsModel& model) {
    const Settings& settings = model.settings();
    heading(ui, "Picture");
    const auto names = picture_names();
    if (const auto chosen =
            segmented(ui, "picture", names, model.own_picture().empty() ? settings.picture : -1)) {
        ui.set("picture", names[static_cast<std::size_t>(*chosen)]);
        if (*chosen == settings.picture) ui.command("built-in-picture");
    }
    if (button(ui, "open-picture", "Your picture", ButtonLook::kQuiet, Icon::kImage))
        ui.command("open-picture");
    if (!model.own_picture().empty())
        paragraph(ui,
                  "Shown: " + model.own_picture() + ". A picture of yours stays here and is not in the link.",
                  TextStyle::kSmall, Colour::kMuted);
    slider(ui, "pixel_row", "Row", settings.pixel_row, 0, kPictureRows - 1);
    slider(ui, "pixel_column", "Column", settings.pixel_column, 0, kPictureColumns - 1);
    paragraph(ui, "Press the picture to choose the pixel whose numbers are shown.", TextStyle::kSmall,
              Colour::kMuted);
    space(ui, 14);
}

}  // namespace

void draw_controls(Ui& ui, const ChannelsModel& model) {
    constexpr std::array<std::string_view, 3> kLabels{"Layer", "Count", "Picture"};
    const Topic topic = model.settings().topic;
    const int now = static_cast<int>(topic);
    if (const auto chosen = segmented(ui, "topic", kLabels, now); chosen && *chosen != now)
        ui.set("topic", topic_names()[static_cast<std::size_t>(*chosen)]);
    space(ui, 14);
    if (topic == Topic::kWindow) {
        layer_sizes(ui, model);
        layer_numbers(ui, model);
    } else if (topic == Topic::kCount) {
        stack_controls(ui, model);
    } else {
        split_controls(ui, model);
    }
}

}  // namespace shell::lesson_channels
