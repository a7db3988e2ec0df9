// The lesson on channels as JSON, for window.convolab.state() and --json.
#include "shell/lessons/07_channels/model.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_channels {
namespace {

using nlohmann::json;

json layer_json(const ChannelsModel& model) {
    const Cursor cursor = model.cursor();
    const cnn::Conv2dPlan& plan = model.plan();
    json kernels = json::array();
    const std::size_t one = model.kernel().size() / static_cast<std::size_t>(plan.filters);
    for (std::size_t filter = 0; filter < static_cast<std::size_t>(plan.filters); ++filter)
        kernels.push_back(
            planes_json(model.kernel().shape(), model.kernel().values().subspan(filter * one, one)));
    json out = {{"geometry", window_json(plan.window)},
                {"channels", plan.channels},
                {"filters", plan.filters},
                {"groups", plan.groups},
                {"relu", model.settings().layer.relu},
                {"input", tensor_json(model.input())},
                {"kernel", kernels},
                {"biases", numbers_json(model.settings().layer.bias)},
                {"output", tensor_json(model.output())},
                {"weights", plan.filters * plan.taps()},
                {"parameters", plan.filters * (plan.taps() + 1)}};
    out["channel_sums"] = json::array();
    for (int filter = 0; filter < plan.filters; ++filter) {
        std::vector<float> maps;
        for (int c = 0; c < plan.group_channels(); ++c)
            for (int row = 0; row < plan.window.y.output; ++row)
                for (int column = 0; column < plan.window.x.output; ++column)
                    maps.push_back(model.channel_sum(filter, c, row, column));
        out["channel_sums"].push_back(
            planes_json({1, plan.group_channels(), plan.window.y.output, plan.window.x.output}, maps));
    }
    out["cursor"] = {{"cell", {{"filter", cursor.filter}, {"row", cursor.row}, {"col", cursor.column}}},
                     {"channel", model.first_channel(cursor.filter) + cursor.channel},
                     {"on_result", cursor.result}};
    return out;
}

json count_json(const ChannelsModel& model) {
    const StackSettings& stack = model.settings().stack;
    json layers = json::array();
    for (const CountedLayer& layer : model.stack())
        layers.push_back({{"input", {layer.usual.input.h, layer.usual.input.w, layer.usual.input.c}},
                          {"output", {layer.output().h, layer.output().w, layer.output().c}},
                          {"parameters", layer.parameters(stack.separable)},
                          {"multiply_adds", layer.products(stack.separable)}});
    json lines = json::array();
    for (const CountLine& line : model.lines())
        lines.push_back(
            {{"layer", line.layer}, {"what", line.what}, {"product", line.product}, {"value", line.value}});
    return {{"layers", layers},
            {"lines", lines},
            {"separable", stack.separable},
            {"parameters", model.total_parameters()},
            {"multiply_adds", model.total_products()}};
}

json split_json(const ChannelsModel& model) {
    json pixel = json::array();
    for (int plane = 0; plane < 3; ++plane)
        pixel.push_back(
            number_json(model.colour(plane, model.settings().pixel_row, model.settings().pixel_column)));
    return {{"shape", {kPictureRows, kPictureColumns, 3}},
            {"numbers", model.colours().size()},
            {"pixel", pixel},
            {"own_picture", !model.own_picture().empty()}};
}

}  // namespace

json state_json(const ChannelsModel& model) {
    json out = layer_json(model);
    out["topic"] = topic_names()[static_cast<std::size_t>(model.settings().topic)];
    out["count"] = count_json(model);
    out["picture"] = split_json(model);
    return out;
}

}  // namespace shell::lesson_channels
