#include "core/io/keras_code.h"

#include "core/io/keras_layers.h"
#include "core/io/python_text.h"
#include "core/ops/conventions.h"

namespace cnn {
namespace {

constexpr std::string_view kLoad = R"(

def load(model, path):
    """Weights of a .npz file of Convolab; a name or a shape that does not fit is an error."""
    with np.load(path) as file:
        for name, arrays in WEIGHTS.items():
            model.get_layer(name).set_weights(
                [
                    file[tensor].reshape(split).transpose(axes).reshape(shape)
                    for tensor, split, axes, shape in arrays
                ]
            )


if __name__ == "__main__":
    model = network()
    load(model, sys.argv[1])
    model.summary()
    if len(sys.argv) > 2:
        with np.load(sys.argv[2]) as answers:
            outputs = model.predict(prepare(answers["stored"].transpose(0, 2, 3, 1)))
            print("largest difference", np.abs(outputs - answers["outputs"]).max())
)";

// A value of a layer's configuration as Python has it.
std::string python_value(const nlohmann::ordered_json& json) {
    if (json.is_boolean()) return python_bool(json.get<bool>());
    if (!json.is_array()) return json.dump();
    std::string text = "(";
    for (const auto& element : json) text += (text.size() > 1 ? ", " : "") + python_value(element);
    return text + (json.size() == 1 ? ",)" : ")");
}

// "conv1 = layers.Conv2D(filters=8, ..., name="conv1")(image)  # 26 x 26 x 8"
std::string layer_line(const KerasLayer& layer) {
    std::string arguments;
    for (const auto& [key, value] : layer.config.items()) arguments += key + "=" + python_value(value) + ", ";
    std::string inputs;
    for (const std::string& input : layer.inputs) inputs += (inputs.empty() ? "" : ", ") + input;
    if (layer.inputs.size() > 1) inputs = "[" + inputs + "]";
    std::string shape;
    for (const int side : layer.output) shape += (shape.empty() ? "" : " x ") + std::to_string(side);
    return "    " + layer.name + " = layers." + layer.type + "(" + arguments + "name=\"" + layer.name +
           "\")(" + inputs + ")  # " + shape + "\n";
}

std::string weight_lines(const KerasLayer& layer) {
    std::string text = "    \"" + layer.name + "\": [\n";
    for (const KerasWeight& weight : layer.weights) {
        const std::vector<int> axes = weight.axes.empty() ? std::vector{0} : weight.axes;
        text += "        (\"" + weight.tensor + "\", " + python_tuple(weight.split) + ", " +
                python_tuple(axes) + ", " + python_tuple(weight.dims) + "),\n";
    }
    return text + "    ],\n";
}

std::string order_comment() {
    const Convention& order = *find_convention("weight-order");
    return "# " + std::string(order.question) + "\n# Keras: " + std::string(order.keras) +
           "; the file: " + std::string(order.here) + ".\n";
}

}  // namespace

Result<Bytes> write_keras_code(const Network& network, const Scaling& scaling) {
    const auto layers = keras_layers(network);
    if (!layers) return layers.error();
    const Shape image = network.spec.input;
    std::string forward;
    std::string weights;
    for (const KerasLayer& layer : layers.value()) {
        forward += layer_line(layer);
        if (!layer.weights.empty()) weights += weight_lines(layer);
    }
    const std::string input = python_tuple(std::vector{image.h, image.w, image.c});
    Bytes text;
    append_text(
        text, "\"\"\"A network of Convolab in Keras 3:\n\n" + wrapped_spec(network.spec) + "\n\nInput: (N, " +
                  input.substr(1) + ", as prepare makes it. Output: (N, " +
                  std::to_string(layers.value().back().output[0]) + "),\n" + output_words(scaling) +
                  ".\n\n"
                  "    python3 THIS_FILE weights.npz              loads the weights\n"
                  "    python3 THIS_FILE weights.npz answers.npz  and compares with what Convolab gave\n"
                  "\"\"\"\nimport sys\n\nimport keras\nimport numpy as np\nfrom keras import layers\n" +
                  python_prepare(scaling, "-1") + "\ndef network():\n    image = keras.Input(" + input +
                  ", name=\"image\")\n" + forward + "    return keras.Model(image, " +
                  layers.value().back().name +
                  ")\n\n\n# Of each layer its arrays: the tensor's name in the file, and how it is "
                  "reshaped, transposed, reshaped.\n" +
                  order_comment() + "WEIGHTS = {\n" + weights + "}\n" + std::string(kLoad));
    return text;
}

}  // namespace cnn
