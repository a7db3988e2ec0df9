#include "core/io/tfjs.h"

#include <algorithm>

#include "core/io/keras_layers.h"
#include "core/io/zip_writer.h"
#include "core/net/spec_text.h"

namespace cnn {
namespace {

using Json = nlohmann::ordered_json;

// TF.js 4 knows LeakyReLU's slope by the name that it had in Keras 2.
Json config_of(const KerasLayer& layer) {
    Json config = {{"name", layer.name}, {"trainable", true}};
    for (const auto& [key, value] : layer.config.items())
        config[key == "negative_slope" ? "alpha" : key] = value;
    return config;
}

// [[["conv1", 0, 0, {}], ...]]: one call, of the first output of each input's first call.
Json inbound_nodes(const KerasLayer& layer) {
    Json call = Json::array();
    for (const std::string& input : layer.inputs) call.push_back({input, 0, 0, Json::object()});
    return Json::array({call});
}

Json topology(const Network& network, const std::vector<KerasLayer>& layers) {
    const Shape image = network.spec.input;
    Json rows = Json::array();
    rows.push_back({{"class_name", "InputLayer"},
                    {"name", kKerasInput},
                    {"config",
                     {{"name", kKerasInput},
                      {"batch_input_shape", {nullptr, image.h, image.w, image.c}},
                      {"dtype", "float32"},
                      {"sparse", false}}},
                    {"inbound_nodes", Json::array()}});
    for (const KerasLayer& layer : layers)
        rows.push_back({{"class_name", layer.type},
                        {"name", layer.name},
                        {"config", config_of(layer)},
                        {"inbound_nodes", inbound_nodes(layer)}});
    const Json input = Json::array({kKerasInput, 0, 0});
    const Json output = Json::array({layers.back().name, 0, 0});
    return {{"class_name", "Model"},
            {"config",
             {{"name", "network"},
              {"layers", rows},
              {"input_layers", Json::array({input})},
              {"output_layers", Json::array({output})}}},
            {"keras_version", "2.15.0"},
            {"backend", "tensorflow"}};
}

const NamedTensor& find(const std::vector<NamedTensor>& tensors, const std::string& name) {
    return *std::find_if(tensors.begin(), tensors.end(),
                         [&](const NamedTensor& tensor) { return tensor.name == name; });
}

Json user_metadata(const Network& network, const Scaling& scaling) {
    return {{"spec", to_text(network.spec)},
            {"scaling", input_words(scaling)},
            {"outputs", output_words(scaling)}};
}

}  // namespace

Result<std::vector<OutputFile>> write_tfjs(const Network& network, const Scaling& scaling,
                                           const std::string& name) {
    const auto layers = keras_layers(network);
    if (!layers) return layers.error();
    const auto tensors = named_tensors(network);
    if (!tensors) return tensors.error();
    Bytes numbers;
    Json rows = Json::array();
    for (const KerasLayer& layer : layers.value()) {
        for (const KerasWeight& weight : layer.weights) {
            append_floats(numbers, keras_values(weight, find(tensors.value(), weight.tensor).values));
            rows.push_back(
                {{"name", layer.name + "/" + weight.name}, {"shape", weight.dims}, {"dtype", "float32"}});
        }
    }
    const std::string binary = name.substr(0, name.rfind('.')) + ".bin";
    const Json manifest = {{"paths", Json::array({binary})}, {"weights", rows}};
    const Json model = {{"format", "layers-model"},
                        {"generatedBy", "Convolab"},
                        {"convertedBy", nullptr},
                        {"userDefinedMetadata", user_metadata(network, scaling)},
                        {"modelTopology", topology(network, layers.value())},
                        {"weightsManifest", Json::array({manifest})}};
    Bytes text;
    append_text(text, model.dump(1));
    std::vector<OutputFile> files;
    files.push_back({name, std::move(text)});
    files.push_back({binary, std::move(numbers)});
    return files;
}

Result<std::vector<OutputFile>> write_tfjs_zip(const Network& network, const Scaling& scaling,
                                               const std::string& name) {
    const auto inside = write_tfjs(network, scaling, "model.json");
    if (!inside) return inside.error();
    ZipWriter zip;
    for (const OutputFile& file : inside.value()) zip.add(file.name, file.bytes);
    std::vector<OutputFile> files;
    files.push_back({name, std::move(zip).finish()});
    return files;
}

}  // namespace cnn
