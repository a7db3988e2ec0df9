// Models and tensors of ONNX's test vectors, read from bytes: the few fields of onnx.proto that node tests
// use (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), without a protobuf library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/tensor.h"

namespace cnn::onnx {

// Any element type as floats: integers below 2^24 and bools are exact, doubles are rounded.
struct Value {
    std::vector<int> dims;  // empty: a scalar
    Floats numbers;

    int rank() const { return static_cast<int>(dims.size()); }
};

struct Attribute {
    std::string name;
    float f = 0;
    std::int64_t i = 0;
    std::string s;
    std::optional<Value> t;
    std::vector<std::int64_t> ints;
    std::vector<std::string> strings;
};

struct Node {
    std::string op;
    std::vector<std::string> inputs;   // "": not given
    std::vector<std::string> outputs;  // "": not wanted
    std::vector<Attribute> attributes;

    const Attribute* find(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
    float real(std::string_view name, float otherwise) const;
    std::string text(std::string_view name, const std::string& otherwise) const;
    std::vector<int> integers(std::string_view name) const;  // empty: not given
};

struct NamedValue {
    std::string name;
    Value value;
};

struct Model {
    int opset = 1;
    std::vector<Node> nodes;  // in the order of execution
    std::vector<NamedValue> constants;
    std::vector<std::string> inputs;  // without the constants
    std::vector<std::string> outputs;
};

// Nothing: the bytes are broken, or use what these readers do not know (sequences, external data, strings).
std::optional<Model> read_model(std::string_view bytes);
std::optional<Value> read_value(std::string_view bytes);

}  // namespace cnn::onnx
