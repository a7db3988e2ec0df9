#include "shell/lessons/network_words.h"

#include "core/net/spec_text.h"

namespace shell {
namespace {

using nlohmann::json;
using std::to_string;

json shape_json(cnn::Shape shape) { return {{"channels", shape.c}, {"rows", shape.h}, {"columns", shape.w}}; }

json sight_json(const cnn::Sight& sight) {
    return {{"size", sight.size}, {"jump", sight.jump}, {"start", sight.start}, {"whole", sight.whole}};
}

json layer_json(const cnn::LayerSummary& layer) {
    return {{"text", layer.text},
            {"inputs", layer.inputs},
            {"output", shape_json(layer.output)},
            {"parameters", layer.parameters},
            {"parameter_product", layer.parameter_product},
            {"state", layer.state},
            {"multiply_adds", layer.multiply_adds},
            {"bytes", layer.bytes},
            {"receptive_field", {{"rows", sight_json(layer.rows)}, {"columns", sight_json(layer.columns)}}}};
}

}  // namespace

std::string box_text(const cnn::Shape& shape) {
    if (shape.h == 1 && shape.w == 1) return to_string(shape.c);
    return to_string(shape.h) + " × " + to_string(shape.w) + " × " + to_string(shape.c);
}

std::string side_text(const cnn::Sight& rows, const cnn::Sight& columns) {
    if (rows.whole && columns.whole) return "all";
    return to_string(rows.size) + " × " + to_string(columns.size);
}

std::string layer_text(const cnn::NetworkSummary& summary, std::size_t i) {
    const cnn::LayerSummary& layer = summary.layers[i];
    if (layer.inputs.size() == 1 && layer.inputs[0] == static_cast<int>(i) - 1) return layer.text;
    std::string numbers;
    for (const int input : layer.inputs)
        numbers += (numbers.empty() ? "" : ", ") + (input < 0 ? "input" : to_string(input + 1));
    return layer.text + " (from " + numbers + ")";
}

json summary_json(const cnn::NetworkSpec& spec, const cnn::NetworkSummary& summary) {
    json layers = json::array();
    for (const cnn::LayerSummary& layer : summary.layers) layers.push_back(layer_json(layer));
    return {{"spec", cnn::to_text(spec)},
            {"input", shape_json(summary.input)},
            {"layers", std::move(layers)},
            {"parameters", summary.parameters},
            {"state", summary.state},
            {"multiply_adds", summary.multiply_adds},
            {"forward_bytes", summary.forward_bytes},
            {"training_bytes", summary.training_bytes}};
}

}  // namespace shell
