// A summary printed: JSON for programs, columns for readers.
#include "shell/command_line/network_table.h"

#include <algorithm>
#include <cstdio>

#include "core/net/spec_text.h"
#include "core/net/summary.h"
#include "core/net/zoo.h"
#include "shell/state/link.h"
#include "shell/state/short_number.h"

namespace shell {
namespace {

using nlohmann::json;

// Where a text of layers does not say what it reads.
constexpr cnn::Shape kUsualInput{1, 1, 28, 28};

json shape_json(cnn::Shape shape) { return {{"channels", shape.c}, {"rows", shape.h}, {"columns", shape.w}}; }

json sight_json(const cnn::Sight& sight) {
    return {{"size", sight.size}, {"jump", sight.jump}, {"start", sight.start}, {"whole", sight.whole}};
}

json table_json(const cnn::ZooEntry* entry, const std::string& spec, const cnn::NetworkSummary& summary) {
    json layers = json::array();
    for (const cnn::LayerSummary& layer : summary.layers) {
        layers.push_back({{"text", layer.text},
                          {"inputs", layer.inputs},
                          {"output", shape_json(layer.output)},
                          {"parameters", layer.parameters},
                          {"parameter_product", layer.parameter_product},
                          {"state", layer.state},
                          {"multiply_adds", layer.multiply_adds},
                          {"bytes", layer.bytes},
                          {"receptive_field",
                           {{"rows", sight_json(layer.rows)}, {"columns", sight_json(layer.columns)}}}});
    }
    json table = {{"spec", spec},
                  {"input", shape_json(summary.input)},
                  {"layers", std::move(layers)},
                  {"parameters", summary.parameters},
                  {"state", summary.state},
                  {"multiply_adds", summary.multiply_adds},
                  {"forward_bytes", summary.forward_bytes},
                  {"training_bytes", summary.training_bytes}};
    if (entry != nullptr) {
        table["network"] = entry->slug;
        table["title"] = entry->title;
        table["source"] = entry->source;
    }
    return table;
}

std::string image_text(cnn::Shape shape) {
    return std::to_string(shape.h) + " x " + std::to_string(shape.w) + " x " + std::to_string(shape.c);
}

std::string field_text(const cnn::LayerSummary& layer) {
    const std::string rows = layer.rows.whole ? "all" : std::to_string(layer.rows.size);
    const std::string columns = layer.columns.whole ? "all" : std::to_string(layer.columns.size);
    return rows == columns ? rows : rows + " x " + columns;
}

// The layer's words, and the numbers of the layers that it reads where that is not the one before it.
std::string layer_text(const cnn::NetworkSummary& summary, std::size_t i) {
    const cnn::LayerSummary& layer = summary.layers[i];
    if (layer.inputs.size() == 1 && layer.inputs[0] == static_cast<int>(i) - 1) return layer.text;
    std::string numbers;
    for (const int input : layer.inputs)
        numbers += (numbers.empty() ? "" : ", ") + (input < 0 ? "input" : std::to_string(input + 1));
    return layer.text + " (from " + numbers + ")";
}

using Row = std::vector<std::string>;

// Bytes that go on with a character do not count.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The second column begins at the left, numbers end at the right.
std::string columns_text(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const Row& row : rows)
        for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width(row[c]));
    std::string text;
    for (const Row& row : rows) {
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string blanks(widths[c] - width(row[c]), ' ');
            text += (c == 0 ? "" : "  ") + (c == 1 ? row[c] + blanks : blanks + row[c]);
        }
        text += "\n";
    }
    return text;
}

std::string megabytes(std::int64_t bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / (1 << 20));
    return text;
}

std::string table_text(const cnn::ZooEntry* entry, const cnn::NetworkSummary& summary) {
    std::vector<Row> rows{{"", "layer", "output", "parameters", "multiply-adds", "bytes", "sees"},
                          {"", "input", image_text(summary.input), "", "", "", ""}};
    for (std::size_t i = 0; i < summary.layers.size(); ++i) {
        const cnn::LayerSummary& layer = summary.layers[i];
        rows.push_back({std::to_string(i + 1), layer_text(summary, i), image_text(layer.output),
                        count_text(layer.parameters), count_text(layer.multiply_adds),
                        count_text(layer.bytes), field_text(layer)});
    }
    std::string text;
    if (entry != nullptr) text += std::string(entry->title) + " (" + std::string(entry->source) + ")\n";
    text += columns_text(rows);
    text += count_text(summary.parameters) + " parameters, " + count_text(summary.multiply_adds) +
            " multiply-adds per image";
    if (summary.state > 0) text += ", " + count_text(summary.state) + " running statistics";
    return text + ". The values of one image take " + megabytes(summary.forward_bytes) + ", in training " +
           megabytes(summary.training_bytes) + ".\n";
}

}  // namespace

int print_network(const Arguments& arguments, const Terminal& terminal) {
    const cnn::ZooEntry* entry = cnn::find_network(arguments.network);
    const std::string text(entry != nullptr ? entry->spec : arguments.network);
    const auto spec =
        cnn::parse_network(text, entry != nullptr ? entry->input : kUsualInput, cnn::NetworkUse::kTable);
    if (!spec) {
        std::string names;
        for (const cnn::ZooEntry& known : cnn::zoo())
            names += (names.empty() ? "" : ", ") + std::string(known.slug);
        terminal.error("--network=" + shown(arguments.network) + ": " + spec.error().sentence +
                       " Networks by name: " + names + ".\n");
        return kExitImpossible;
    }
    const cnn::NetworkSummary summary = cnn::summarise(spec.value());
    terminal.out(arguments.json ? json_line(table_json(entry, cnn::to_text(spec.value()), summary))
                                : table_text(entry, summary));
    return kExitDone;
}

}  // namespace shell
