// Inside one layer: the filters of a convolution, and what the layer makes of the chosen image.
#include <algorithm>
#include <cmath>
#include <vector>

#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/charts.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/number_grid.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

constexpr int kMostTiles = 128;  // of one layer; a dense layer is one picture

float largest(std::span<const float> values) {
    float most = 0;
    for (const float value : values)
        if (std::isfinite(value)) most = std::max(most, std::abs(value));
    return most > 0 ? most : 1;
}

// `count` pictures of (height, width) values in rows; all on one scale, +-limit.
void tiles(Ui& ui, std::string_view name, std::span<const float> values, std::size_t step, int count,
           int height, int width, float side, float limit) {
    const std::size_t area = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    for (int i = 0; i < std::min(count, kMostTiles); ++i) {
        if (i > 0) flow(ui, side);
        const std::string tile = std::string(name) + "." + std::to_string(i);
        Picture shown;
        shown.name = tile;
        shown.width = width;
        shown.height = height;
        shown.values = values.subspan(static_cast<std::size_t>(i) * step, area);
        shown.map = Map::kSigned;
        shown.limit = limit;
        shown.side = side;
        picture(ui, shown);
    }
    if (count > kMostTiles)
        paragraph(ui, std::to_string(kMostTiles) + " of " + std::to_string(count) + " are shown.",
                  TextStyle::kSmall, Colour::kMuted);
}

// The planes of each filter that read one input channel.
void filters(Ui& ui, const MnistModel& model, const cnn::LayerPlan& plan, Memory& memory) {
    const cnn::Network& network = *model.run()->network;
    const int channels = plan.input.c;
    memory.filter_channel = std::clamp(memory.filter_channel, 0, channels - 1);
    const int rows = plan.window.y.kernel;
    const int columns = plan.window.x.kernel;
    const std::size_t area = static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
    const auto weights = std::span<const float>(network.parameters).subspan(plan.weights, plan.weight_count);
    const float limit = largest(weights);
    const Run line[] = {kernel_run(std::to_string(plan.output.c) + " filters"),
                        muted_run(channels > 1 ? ", the weights for one input channel" : ", their weights")};
    text_runs(ui, line);
    if (channels > 1)
        if (const auto channel =
                stepper(ui, "filter-channel", "Input channel", memory.filter_channel + 1, 1, channels))
            memory.filter_channel = *channel - 1;
    tiles(ui, "filter", weights.subspan(static_cast<std::size_t>(memory.filter_channel) * area),
          area * static_cast<std::size_t>(channels), plan.output.c, rows, columns,
          flow_side(ui, plan.output.c, ui.px(26), ui.px(56)), limit);
    signed_legend(ui, limit, ui.px(140));
    space(ui, 6);
}

// A flat output as one picture, as square as it can be; the last row is filled up with zeros.
void units(Ui& ui, const cnn::Tensor& output) {
    const int count = output.shape().c * output.shape().h * output.shape().w;
    const int across = static_cast<int>(std::ceil(std::sqrt(2.0 * count)));
    const int down = (count + across - 1) / across;
    std::vector<float> values(output.values().begin(), output.values().end());
    values.resize(static_cast<std::size_t>(across) * static_cast<std::size_t>(down), 0.0F);
    const float room = ImGui::GetContentRegionAvail().x;
    tiles(ui, "units", values, 0, 1, down, across, std::min(room, ui.px(14) * static_cast<float>(across)),
          largest(values));
}

void maps(Ui& ui, const cnn::Tensor& output) {
    const auto [n, c, h, w] = output.shape();
    const std::size_t area = static_cast<std::size_t>(h) * static_cast<std::size_t>(w);
    const float side = flow_side(ui, std::min(c, kMostTiles), ui.px(40), ui.px(72));
    tiles(ui, "map", output.values(), area, c, h, w, side, largest(output.values()));
}

// What the layer makes of the image.
void output_maps(Ui& ui, const cnn::Tensor& output, const std::string& image) {
    const bool flat = output.shape().h == 1 && output.shape().w == 1;
    const Run line[] = {
        output_run("Output"),
        muted_run(" for " + image + ": " + std::to_string(output.shape().c) + (flat ? " units" : " maps"))};
    text_runs(ui, line);
    if (flat)
        units(ui, output);
    else
        maps(ui, output);
    signed_legend(ui, largest(output.values()), ui.px(140));
}

}  // namespace

void inside_card(Ui& ui, const MnistModel& model, Memory& memory) {
    const int layer = model.selection().layer;
    const auto index = static_cast<std::size_t>(layer);
    const Card card(ui, "inside");
    const Run right[] = {muted_run(model.summary().layers[index].text)};
    card_heading(ui, "Inside layer " + std::to_string(layer + 1), right);
    const cnn::Activations* passed = model.activations();
    if (passed == nullptr) {
        paragraph(ui, "Here the layer's filters and what it makes of the chosen image will appear.",
                  TextStyle::kBody, Colour::kMuted);
        return;
    }
    const int label = model.chosen_label();
    const std::string image = label >= 0 ? "this " + model.class_text(label) : std::string("your drawing");
    if (!std::holds_alternative<cnn::ConvSpec>(model.config().network.layers[index]))
        return output_maps(ui, passed->outputs[index], image);

    // Filters at the left, maps at the right; below each other where there is no room.
    const Columns pair = columns(ui, 2, 240);
    begin_column("filters", pair);
    filters(ui, model, model.run()->network->plan[index], memory);
    ImGui::EndChild();
    next_column(ui, pair, 1);
    begin_column("maps", pair);
    output_maps(ui, passed->outputs[index], image);
    ImGui::EndChild();
}

}  // namespace shell::lesson_mnist
