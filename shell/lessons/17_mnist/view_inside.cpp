// Inside one layer: the filters of a convolution, and what the layer makes of the chosen image.
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/charts.h"
#include "shell/widgets/controls.h"
#include "shell/widgets/number_grid.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/press.h"
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

// A pixel of a picture that was drawn last: the one under the pointer.
struct Pixel {
    int row = 0;
    int column = 0;
};
Pixel pointed_pixel(int height, int width) {
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 size = ImGui::GetItemRectSize();
    const auto at = [](float distance, float side, int count) {
        return std::clamp(static_cast<int>(distance / side * static_cast<float>(count)), 0, count - 1);
    };
    const ImVec2 pointer = ImGui::GetMousePos();
    return {at(pointer.y - min.y, size.y, height), at(pointer.x - min.x, size.x, width)};
}

// Where a pixel of it lies.
struct PixelRect {
    ImVec2 min;
    ImVec2 max;
};
PixelRect pixel_rect(Pixel pixel, int height, int width) {
    const ImVec2 size = ImGui::GetItemRectSize();
    const ImVec2 cell(size.x / static_cast<float>(width), size.y / static_cast<float>(height));
    const ImVec2 min = ImGui::GetItemRectMin() + ImVec2(cell.x * static_cast<float>(pixel.column),
                                                        cell.y * static_cast<float>(pixel.row));
    return {min, min + cell};
}

// Around the pixel, as far as it can be seen.
void mark_pixel(const Ui& ui, Pixel pixel, int height, int width) {
    const PixelRect rect = pixel_rect(pixel, height, width);
    const ImVec2 out(ui.px(1.5F), ui.px(1.5F));
    ImGui::GetWindowDrawList()->AddRect(rect.min - out, rect.max + out, ui.colour(Colour::kAccent), 0, 0,
                                        ui.px(2));
}

// A stroke through the pixels that are dropped: the picture's are those from `first` on.
void strike_out(const Ui& ui, const std::vector<bool>& dropped, std::size_t first, int height, int width) {
    if (!ImGui::IsItemVisible()) return;
    const std::size_t area = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    for (std::size_t i = 0; i < area && first + i < dropped.size(); ++i) {
        if (!dropped[first + i]) continue;
        const int at = static_cast<int>(i);
        const PixelRect rect = pixel_rect({at / width, at % width}, height, width);
        const ImVec2 inset = (rect.max - rect.min) * 0.2F;
        ImGui::GetWindowDrawList()->AddLine({rect.min.x + inset.x, rect.max.y - inset.y},
                                            {rect.max.x - inset.x, rect.min.y + inset.y},
                                            ui.colour(Colour::kMuted), ui.px(1.2F));
    }
}

// What is drawn over some pictures.
struct Marks {
    std::optional<cnn::CellPlace> cell;  // picture, row and column
    std::vector<bool> dropped;           // the pixels of all pictures; empty: none
};

// `count` pictures of (height, width) values in rows; all on one scale, +-limit. Answers the pixel that was
// pressed, as picture, row and column.
std::optional<cnn::CellPlace> tiles(Ui& ui, std::string_view name, std::span<const float> values,
                                    std::size_t step, int count, int height, int width, float side,
                                    float limit, const Marks& marks) {
    std::optional<cnn::CellPlace> answer;
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
        if (picture(ui, shown)) {
            const Pixel pixel = pointed_pixel(height, width);
            answer = {i, pixel.row, pixel.column};
        }
        strike_out(ui, marks.dropped, static_cast<std::size_t>(i) * area, height, width);
        if (marks.cell && marks.cell->c == i) mark_pixel(ui, {marks.cell->y, marks.cell->x}, height, width);
    }
    if (count > kMostTiles)
        paragraph(ui, std::to_string(kMostTiles) + " of " + std::to_string(count) + " are shown.",
                  TextStyle::kSmall, Colour::kMuted);
    return answer;
}

// The weight that is taken apart, if it is among those of one input channel.
std::optional<cnn::CellPlace> marked_weight(const MnistModel& model, int channel) {
    const cnn::ParameterPlace& weight = model.selection().weight;
    if (model.explained() == nullptr || !model.selection().explains(Explain::kWeight)) return {};
    if (weight.bias || weight.ic != channel) return {};
    return cnn::CellPlace{weight.output.c, weight.ky, weight.kx};
}

// The planes of each filter that read one input channel, of its group. A pressed weight is taken apart.
void filters(Ui& ui, const MnistModel& model, const cnn::LayerPlan& plan, Memory& memory) {
    const cnn::Network& network = *model.run()->network;
    const int channels = model.chosen_axes(false).ic;
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
    const auto pressed =
        tiles(ui, "filter", weights.subspan(static_cast<std::size_t>(memory.filter_channel) * area),
              area * static_cast<std::size_t>(channels), plan.output.c, rows, columns,
              flow_side(ui, plan.output.c, ui.px(26), ui.px(56)), limit,
              {marked_weight(model, memory.filter_channel), {}});
    if (pressed)
        ui.command("choose-weight",
                   {{"c", pressed->c}, {"in", memory.filter_channel}, {"y", pressed->y}, {"x", pressed->x}});
    signed_legend(ui, limit, ui.px(140));
    space(ui, 6);
}

// A flat output as one picture, as square as it can be; the last row is filled up with zeros.
std::optional<cnn::CellPlace> units(Ui& ui, std::span<const float> output, Marks marks) {
    const int count = static_cast<int>(output.size());
    const int across = static_cast<int>(std::ceil(std::sqrt(2.0 * count)));
    const int down = (count + across - 1) / across;
    std::vector<float> values(output.begin(), output.end());
    values.resize(static_cast<std::size_t>(across) * static_cast<std::size_t>(down), 0.0F);
    const float room = ImGui::GetContentRegionAvail().x;
    if (marks.cell) marks.cell = cnn::CellPlace{0, marks.cell->c / across, marks.cell->c % across};
    const auto pressed =
        tiles(ui, "units", values, 0, 1, down, across, std::min(room, ui.px(14) * static_cast<float>(across)),
              largest(values), marks);
    if (!pressed || pressed->y * across + pressed->x >= count) return {};
    return cnn::CellPlace{pressed->y * across + pressed->x, 0, 0};
}

std::optional<cnn::CellPlace> maps(Ui& ui, const cnn::Shape& shape, std::span<const float> output,
                                   const Marks& marks) {
    const auto [n, c, h, w] = shape;
    const std::size_t area = static_cast<std::size_t>(h) * static_cast<std::size_t>(w);
    const float side = flow_side(ui, std::min(c, kMostTiles), ui.px(40), ui.px(72));
    return tiles(ui, "map", output, area, c, h, w, side, largest(output), marks);
}

// "this 7", "this 7 in a batch of 8"; where numbers are predicted "example 3"
std::string image_text(const MnistModel& model) {
    const int label = model.chosen_label();
    if (label < 0) return "your drawing";
    const std::string batch =
        model.in_batch() ? " in a batch of " + std::to_string(model.batch_size()) : std::string();
    if (model.setup().data_info().predicts_numbers())
        return "example " + count_text(model.selection().image) + batch;
    return "this " + model.class_text(label) + batch;
}

// ", 14 of 64 numbers dropped: struck out"
std::string dropped_text(const std::vector<bool>& dropped) {
    if (dropped.empty()) return {};
    const auto count = std::count(dropped.begin(), dropped.end(), true);
    return ", " + std::to_string(count) + " of " +
           count_text(static_cast<std::int64_t>(dropped.size()), "number") + " dropped: struck out";
}

// What the layer makes of the image. A pressed number is taken apart.
void output_maps(Ui& ui, const MnistModel& model) {
    const cnn::Shape& shape = model.chosen_shape();
    const std::span<const float> output = model.layer_output();
    const bool flat = shape.h == 1 && shape.w == 1;
    Marks marks;
    marks.dropped = model.dropped();
    const Run line[] = {output_run("Output"),
                        muted_run(" for " + image_text(model) + ": " +
                                  count_text(shape.c, flat ? "unit" : "map") + dropped_text(marks.dropped))};
    text_runs(ui, line);
    if (model.explained() != nullptr && !model.selection().explains(Explain::kWeight) &&
        model.batch_part() == BatchPart::kNumber)
        marks.cell = model.selection().cell;
    if (const auto pressed = flat ? units(ui, output, marks) : maps(ui, shape, output, marks))
        ui.command("choose-number", {{"c", pressed->c}, {"y", pressed->y}, {"x", pressed->x}});
    signed_legend(ui, largest(output), ui.px(140));
}

}  // namespace

std::optional<Reach> inside_card(Ui& ui, const MnistModel& model, Memory& memory) {
    const int layer = model.selection().layer;
    const auto index = static_cast<std::size_t>(layer);
    const Card card(ui, "inside");
    const Run right[] = {muted_run(model.summary().layers[index].text)};
    card_heading(ui, "Inside layer " + std::to_string(layer + 1), right);
    if (model.layer_output().empty()) {
        paragraph(ui, "Here the layer's filters and what it makes of the chosen image will appear.",
                  TextStyle::kBody, Colour::kMuted);
        return {};
    }
    if (std::holds_alternative<cnn::ConvSpec>(model.config().network.layers[index])) {
        // Filters at the left, maps at the right; below each other where there is no room.
        const Columns pair = columns(ui, 2, 240);
        begin_column("filters", pair);
        filters(ui, model, model.run()->network->plan[index], memory);
        ImGui::EndChild();
        next_column(ui, pair, 1);
        begin_column("maps", pair);
        output_maps(ui, model);
        ImGui::EndChild();
        next_column(ui, columns(ui, 1), 1);
    } else {
        output_maps(ui, model);
    }
    const float top = ImGui::GetCursorScreenPos().y;
    explained_part(ui, model, memory);
    return Reach{top, ImGui::GetCursorScreenPos().y};
}

}  // namespace shell::lesson_mnist
