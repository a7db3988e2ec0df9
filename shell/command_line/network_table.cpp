// A summary printed: JSON for programs, columns for readers.
#include "shell/command_line/network_table.h"

#include <algorithm>
#include <cstdio>

#include "core/net/spec_text.h"
#include "core/net/summary.h"
#include "core/net/zoo.h"
#include "shell/lessons/network_words.h"
#include "shell/state/link.h"
#include "shell/state/short_number.h"

namespace shell {
namespace {

using nlohmann::json;

// Where a text of layers does not say what it reads.
constexpr cnn::Shape kUsualInput{1, 1, 28, 28};

json table_json(const cnn::ZooEntry* entry, const cnn::NetworkSpec& spec,
                const cnn::NetworkSummary& summary) {
    json table = summary_json(spec, summary);
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
    terminal.out(arguments.json ? json_line(table_json(entry, spec.value(), summary))
                                : table_text(entry, summary));
    return kExitDone;
}

}  // namespace shell
