#include "shell/lessons/view_layer_table.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shell/lessons/network_words.h"
#include "shell/state/short_number.h"
#include "shell/widgets/table.h"

namespace shell {
namespace {

std::vector<TableColumn> titles(const LayerColumns& columns) {
    std::vector<TableColumn> all = {{"layer", "What it is, and which layers it reads."}};
    if (columns.output) all.push_back({"output", "Rows, columns and channels."});
    all.push_back({"parameters", "Weights and biases."});
    if (columns.multiply_adds) all.push_back({"multiply-adds", "Of one image, forward."});
    if (columns.memory) all.push_back({"memory", "Of the output for one image, four bytes per number."});
    if (columns.sees) all.push_back({"sees", "Pixels of the input that one unit depends on."});
    return all;
}

std::string counted(std::int64_t count, bool told) {
    if (!told) return "…";
    return count > 0 ? count_text(count) : "";
}

TableRow layer_row(std::string_view name, const cnn::NetworkSummary& summary, std::size_t i,
                   const LayerColumns& columns, bool told) {
    const cnn::LayerSummary& layer = summary.layers[i];
    TableRow row;
    const auto add = [&](std::string text, Colour colour = Colour::kText) {
        row.cells.push_back(std::move(text));
        row.colours.push_back(colour);
    };
    row.name = std::string(name) + "." + std::to_string(i);
    add(std::to_string(i + 1) + "  " + layer_text(summary, i));
    if (columns.output) add(box_text(layer.output), Colour::kOutput);
    add(counted(layer.parameters, told), Colour::kKernel);
    if (columns.multiply_adds) add(counted(layer.multiply_adds, told));
    if (columns.memory) add(bytes_text(layer.bytes));
    if (columns.sees) add(side_text(layer.rows, layer.columns));
    return row;
}

}  // namespace

std::optional<int> layer_table(Ui& ui, std::string_view name, const cnn::NetworkSummary& summary,
                               const LayerColumns& columns, int chosen, int known) {
    std::vector<TableRow> rows;
    rows.reserve(summary.layers.size());
    for (std::size_t i = 0; i < summary.layers.size(); ++i)
        rows.push_back(layer_row(name, summary, i, columns, static_cast<int>(i) <= known));
    return table(ui, name, titles(columns), rows, chosen);
}

}  // namespace shell
