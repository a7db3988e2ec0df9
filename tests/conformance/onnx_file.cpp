// Protobuf's wire format (https://protobuf.dev/programming-guides/encoding) and the messages of onnx.proto.
#include "tests/conformance/onnx_file.h"

#include <algorithm>
#include <cstring>

namespace cnn::onnx {
namespace {

// One field of a message. Of the three, the one that its wire type fills.
struct Field {
    int number = 0;
    std::uint64_t integer = 0;  // varint, fixed32 or fixed64: its bits
    std::string_view bytes;     // length-delimited
    bool delimited = false;
};

// Walks over the fields of one message; stops for good at the first that is broken.
class Fields {
 public:
    explicit Fields(std::string_view message) : rest_(message) {}

    std::optional<Field> next() {
        if (rest_.empty()) return std::nullopt;
        const std::uint64_t key = varint();
        Field field;
        field.number = static_cast<int>(key >> 3U);
        switch (key & 7U) {
            case 0:
                field.integer = varint();
                break;
            case 1:
                field.integer = fixed(8);
                break;
            case 2:
                field.bytes = take(varint());
                field.delimited = true;
                break;
            case 5:
                field.integer = fixed(4);
                break;
            default:
                broken_ = true;
        }
        if (broken_) return std::nullopt;
        return field;
    }
    bool broken() const { return broken_; }

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::string_view byte = take(1);
            if (broken_) return 0;
            const auto bits = static_cast<unsigned char>(byte[0]);
            value |= static_cast<std::uint64_t>(bits & 0x7FU) << shift;
            if ((bits & 0x80U) == 0) return value;
        }
        broken_ = true;
        return 0;
    }
    bool at_end() const { return broken_ || rest_.empty(); }

 private:
    std::string_view take(std::uint64_t count) {
        if (count > rest_.size()) {
            broken_ = true;
            rest_ = {};
            return {};
        }
        const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(count));
        rest_.remove_prefix(static_cast<std::size_t>(count));
        return taken;
    }
    std::uint64_t fixed(std::size_t size) {
        const std::string_view bytes = take(size);
        std::uint64_t value = 0;
        for (std::size_t i = bytes.size(); i > 0; --i)
            value = value << 8U | static_cast<unsigned char>(bytes[i - 1]);
        return value;
    }

    std::string_view rest_;
    bool broken_ = false;
};

// A repeated integer: packed into one field or one field each.
void append_integers(const Field& field, std::vector<std::int64_t>& to) {
    if (!field.delimited) return to.push_back(static_cast<std::int64_t>(field.integer));
    for (Fields packed(field.bytes); !packed.at_end();)
        to.push_back(static_cast<std::int64_t>(packed.varint()));
}

// Little-endian numbers of type Number, one behind the other.
template <class Number>
void append_raw(std::string_view bytes, Floats& to) {
    for (std::size_t at = 0; at + sizeof(Number) <= bytes.size(); at += sizeof(Number)) {
        Number number;
        std::memcpy(&number, bytes.data() + at, sizeof number);
        to.push_back(static_cast<float>(number));
    }
}

enum ElementType { kFloat = 1, kUint8 = 2, kInt8 = 3, kInt32 = 6, kInt64 = 7, kBool = 9, kDouble = 11 };

bool append_raw_of(std::uint64_t type, std::string_view bytes, Floats& to) {
    switch (type) {
        case kFloat:
            return append_raw<float>(bytes, to), true;
        case kUint8:
        case kBool:
            return append_raw<std::uint8_t>(bytes, to), true;
        case kInt8:
            return append_raw<std::int8_t>(bytes, to), true;
        case kInt32:
            return append_raw<std::int32_t>(bytes, to), true;
        case kInt64:
            return append_raw<std::int64_t>(bytes, to), true;
        case kDouble:
            return append_raw<double>(bytes, to), true;
        default:
            return false;
    }
}

// The fields of TensorProto that hold numbers one by one (4: float, 5: int32 and smaller, 7: int64, 10:
// double).
void append_numbers(const Field& field, Floats& to) {
    if (field.number == 4) {
        if (field.delimited) return append_raw<float>(field.bytes, to);
        const auto bits = static_cast<std::uint32_t>(field.integer);
        return append_raw<float>({reinterpret_cast<const char*>(&bits), sizeof bits}, to);
    }
    if (field.number == 10 && field.delimited) return append_raw<double>(field.bytes, to);
    std::vector<std::int64_t> integers;
    append_integers(field, integers);
    for (const std::int64_t integer : integers) to.push_back(static_cast<float>(integer));
}

struct Tensor {
    std::string name;
    Value value;
};

std::optional<Tensor> read_tensor(std::string_view bytes) {
    Tensor tensor;
    std::uint64_t type = 0;
    std::vector<std::int64_t> dims;
    std::optional<std::string_view> raw;
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == 1) append_integers(*field, dims);
        if (field->number == 2) type = field->integer;
        if (field->number == 4 || field->number == 5 || field->number == 7 || field->number == 10)
            append_numbers(*field, tensor.value.numbers);
        if (field->number == 8) tensor.name = field->bytes;
        if (field->number == 9) raw = field->bytes;
    }
    if (fields.broken()) return std::nullopt;
    if (raw && !append_raw_of(type, *raw, tensor.value.numbers)) return std::nullopt;
    std::uint64_t size = 1;
    for (const std::int64_t dim : dims) {
        if (dim < 0 || dim > (1 << 24)) return std::nullopt;
        tensor.value.dims.push_back(static_cast<int>(dim));
        size *= static_cast<std::uint64_t>(dim);
    }
    if (size != tensor.value.numbers.size()) return std::nullopt;
    return tensor;
}

std::optional<Attribute> read_attribute(std::string_view bytes) {
    Attribute attribute;
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == 1) attribute.name = field->bytes;
        if (field->number == 2) {
            const auto bits = static_cast<std::uint32_t>(field->integer);
            std::memcpy(&attribute.f, &bits, sizeof bits);
        }
        if (field->number == 3) attribute.i = static_cast<std::int64_t>(field->integer);
        if (field->number == 4) attribute.s = field->bytes;
        if (field->number == 8) append_integers(*field, attribute.ints);
        if (field->number == 9) attribute.strings.emplace_back(field->bytes);
        if (field->number == 5) {
            const auto tensor = read_tensor(field->bytes);
            if (!tensor) return std::nullopt;
            attribute.t = tensor->value;
        }
    }
    if (fields.broken()) return std::nullopt;
    return attribute;
}

std::optional<Node> read_node(std::string_view bytes) {
    Node node;
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == 1) node.inputs.emplace_back(field->bytes);
        if (field->number == 2) node.outputs.emplace_back(field->bytes);
        if (field->number == 4) node.op = field->bytes;
        if (field->number == 5) {
            auto attribute = read_attribute(field->bytes);
            if (!attribute) return std::nullopt;
            node.attributes.push_back(*std::move(attribute));
        }
    }
    if (fields.broken()) return std::nullopt;
    return node;
}

// ValueInfoProto: only its name.
std::string read_name(std::string_view bytes) {
    Fields fields(bytes);
    while (const auto field = fields.next())
        if (field->number == 1) return std::string(field->bytes);
    return {};
}

bool read_graph(std::string_view bytes, Model& model) {
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == 1) {
            auto node = read_node(field->bytes);
            if (!node) return false;
            model.nodes.push_back(*std::move(node));
        }
        if (field->number == 5) {
            auto tensor = read_tensor(field->bytes);
            if (!tensor) return false;
            model.constants.push_back({std::move(tensor->name), std::move(tensor->value)});
        }
        if (field->number == 11) model.inputs.push_back(read_name(field->bytes));
        if (field->number == 12) model.outputs.push_back(read_name(field->bytes));
    }
    return !fields.broken();
}

// OperatorSetIdProto: the version of the default domain.
void read_opset(std::string_view bytes, int& opset) {
    std::string_view domain;
    int version = 1;
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == 1) domain = field->bytes;
        if (field->number == 2) version = static_cast<int>(field->integer);
    }
    if (domain.empty()) opset = version;
}

}  // namespace

const Attribute* Node::find(std::string_view name) const {
    for (const Attribute& attribute : attributes)
        if (attribute.name == name) return &attribute;
    return nullptr;
}

std::int64_t Node::integer(std::string_view name, std::int64_t otherwise) const {
    const Attribute* attribute = find(name);
    return attribute ? attribute->i : otherwise;
}

float Node::real(std::string_view name, float otherwise) const {
    const Attribute* attribute = find(name);
    return attribute ? attribute->f : otherwise;
}

std::string Node::text(std::string_view name, const std::string& otherwise) const {
    const Attribute* attribute = find(name);
    return attribute ? attribute->s : otherwise;
}

std::vector<int> Node::integers(std::string_view name) const {
    const Attribute* attribute = find(name);
    std::vector<int> values;
    for (const std::int64_t value : attribute ? attribute->ints : std::vector<std::int64_t>{})
        values.push_back(static_cast<int>(value));
    return values;
}

std::optional<Model> read_model(std::string_view bytes) {
    Model model;
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == 7 && !read_graph(field->bytes, model)) return std::nullopt;
        if (field->number == 8) read_opset(field->bytes, model.opset);
    }
    if (fields.broken()) return std::nullopt;
    for (const NamedValue& constant : model.constants)
        std::erase(model.inputs, constant.name);  // files of old versions list them as inputs too
    return model;
}

std::optional<Value> read_value(std::string_view bytes) {
    auto tensor = read_tensor(bytes);
    if (!tensor) return std::nullopt;
    return std::move(tensor->value);
}

}  // namespace cnn::onnx
