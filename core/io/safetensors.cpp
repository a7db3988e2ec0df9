#include "core/io/safetensors.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/io/stored_floats.h"
#include "core/io/strict_json.h"
#include "core/net/spec_text.h"

namespace cnn {
namespace {

constexpr std::size_t kLengthBytes = 8;

struct StoredType {
    std::string_view name;
    std::size_t bytes;
};
// Upstream's dtypes; of the others nobody would know how many bytes they take.
constexpr std::array<StoredType, 15> kTypes{{{"F32", 4},
                                             {"F64", 8},
                                             {"F16", 2},
                                             {"BF16", 2},
                                             {"I64", 8},
                                             {"I32", 4},
                                             {"I16", 2},
                                             {"I8", 1},
                                             {"U64", 8},
                                             {"U32", 4},
                                             {"U16", 2},
                                             {"U8", 1},
                                             {"BOOL", 1},
                                             {"F8_E4M3", 1},
                                             {"F8_E5M2", 1}}};

// Those that are read.
std::optional<StoredFloat> float_of_dtype(std::string_view dtype) {
    if (dtype == "F32") return StoredFloat::kSingle;
    if (dtype == "F64") return StoredFloat::kDouble;
    if (dtype == "F16") return StoredFloat::kHalf;
    if (dtype == "BF16") return StoredFloat::kBfloat16;
    return std::nullopt;
}

// One row of the header, checked by itself.
struct Row {
    NamedTensor tensor;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

std::optional<std::uint64_t> count_of(const nlohmann::json& json) {
    if (!json.is_number_unsigned()) return std::nullopt;
    return json.get<std::uint64_t>();
}

Result<Row> read_row(const std::string& file, const std::string& name, const nlohmann::json& json) {
    const std::string about = file + ", tensor " + printable(name) + ": ";
    const auto wrong = [&](const std::string& what) { return Error{about + what}; };
    if (!json.is_object() || json.size() != 3 || !json.contains("dtype") || !json.contains("shape") ||
        !json.contains("data_offsets"))
        return wrong("the header must give its dtype, shape and data_offsets, and nothing else.");
    const nlohmann::json& shape = json["shape"];
    const nlohmann::json& offsets = json["data_offsets"];
    if (!json["dtype"].is_string()) return wrong("the dtype is no text.");
    Row row;
    row.tensor.name = name;
    row.tensor.type = json["dtype"].get<std::string>();
    row.tensor.readable = float_of_dtype(row.tensor.type).has_value();
    const auto* type = std::find_if(kTypes.begin(), kTypes.end(),
                                    [&](const StoredType& known) { return known.name == row.tensor.type; });
    if (type == kTypes.end()) return wrong("the dtype " + printable(row.tensor.type) + " is not known.");
    if (!shape.is_array()) return wrong("the shape is no list.");
    std::uint64_t bytes = type->bytes;
    for (const nlohmann::json& side : shape) {
        const auto dim = count_of(side);
        if (!dim) return wrong("the shape has a side that is no whole number of at least 0.");
        if (*dim > 0 && bytes > static_cast<std::uint64_t>(kMaxWeightBytes) / *dim)
            return wrong("its shape makes more than " + std::to_string(kMaxWeightBytes) + " bytes.");
        bytes *= *dim;
        row.tensor.dims.push_back(static_cast<std::int64_t>(*dim));
    }
    if (!offsets.is_array() || offsets.size() != 2 || !count_of(offsets[0]) || !count_of(offsets[1]))
        return wrong("data_offsets must be two whole numbers of at least 0.");
    row.begin = *count_of(offsets[0]);
    row.end = *count_of(offsets[1]);
    if (row.end < row.begin || row.end - row.begin != bytes)
        return wrong("data_offsets " + std::to_string(row.begin) + " to " + std::to_string(row.end) +
                     " do not hold the " + std::to_string(bytes) + " bytes of its shape.");
    return row;
}

// The rows in the order of their bytes, which must fill `size` without gap or overlap.
Status check_layout(const std::string& file, std::vector<Row>& rows, std::size_t size) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    std::uint64_t at = 0;
    for (const Row& row : rows) {
        if (row.begin != at)
            return Error{file + ", tensor " + printable(row.tensor.name) + ": its bytes begin at " +
                         std::to_string(row.begin) + ", those before it end at " + std::to_string(at) +
                         "; there must be neither gap nor overlap."};
        at = row.end;
    }
    if (at == size) return success();
    return Error{file + ": the header gives " + std::to_string(at) + " bytes to its tensors; " +
                 std::to_string(size) + " follow it."};
}

void read_values(std::span<const std::uint8_t> data, Row& row) {
    const auto type = float_of_dtype(row.tensor.type);
    if (!type) return;
    row.tensor.values.resize(static_cast<std::size_t>(row.end - row.begin) / byte_count(*type));
    load_floats(*type, data.data() + row.begin, row.tensor.values);
}

// The header as JSON; its length is in `length`.
Result<nlohmann::json> read_json_header(const std::string& name, std::span<const std::uint8_t> bytes,
                                        std::size_t& length) {
    if (bytes.size() < kLengthBytes)
        return Error{name + " has " + std::to_string(bytes.size()) +
                     " bytes; a safetensors file begins with 8 that give its header's length."};
    const auto given = load_le<std::uint64_t>(bytes.data());
    if (given > kMaxSafetensorsHeader)
        return Error{name + ": this is no safetensors file, or its header of " + std::to_string(given) +
                     " bytes is beyond the limit of " + std::to_string(kMaxSafetensorsHeader) + "."};
    length = static_cast<std::size_t>(given);
    if (length > bytes.size() - kLengthBytes)
        return Error{name + " is cut off: its header of " + std::to_string(length) +
                     " bytes is longer than " + "the file."};
    const std::string_view text = text_of(bytes.subspan(kLengthBytes, length));
    auto json = text.starts_with('{') ? read_strict_json(text) : std::nullopt;
    if (!json || !json->is_object())
        return Error{name + ": the header is no flat JSON object in UTF-8 with every name once."};
    return *std::move(json);
}

Status check_metadata(const std::string& name, const nlohmann::json& metadata) {
    const bool texts =
        metadata.is_object() && std::all_of(metadata.begin(), metadata.end(),
                                            [](const nlohmann::json& value) { return value.is_string(); });
    if (texts) return success();
    return Error{name + ": __metadata__ must be an object of texts."};
}

std::string input_text(Shape image) {
    return std::to_string(image.h) + "x" + std::to_string(image.w) + "x" + std::to_string(image.c);
}

}  // namespace

Result<Bytes> write_safetensors(const Network& network, const Scaling& scaling) {
    const auto tensors = named_tensors(network);
    if (!tensors) return tensors.error();
    nlohmann::ordered_json header;
    header["__metadata__"] = {{"format", "pt"},
                              {"input", input_text(network.spec.input)},
                              {"scaling", input_words(scaling)},
                              {"outputs", output_words(scaling)},
                              {"spec", to_text(network.spec)}};
    std::size_t at = 0;
    for (const NamedTensor& tensor : tensors.value()) {
        const std::size_t end = at + tensor.values.size() * sizeof(float);
        header[tensor.name] = {{"dtype", "F32"}, {"shape", tensor.dims}, {"data_offsets", {at, end}}};
        at = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    Bytes file;
    append_le(file, text.size(), kLengthBytes);
    append_text(file, text);
    for (const NamedTensor& tensor : tensors.value()) append_floats(file, tensor.values);
    return file;
}

Result<FileTexts> read_safetensors_texts(const std::string& name, std::span<const std::uint8_t> bytes) {
    std::size_t length = 0;
    const auto header = read_json_header(name, bytes, length);
    if (!header) return header.error();
    FileTexts texts;
    const auto metadata = header.value().find("__metadata__");
    if (metadata == header.value().end()) return texts;
    if (Status status = check_metadata(name, *metadata); !status) return status.error();
    for (const auto& entry : metadata->items()) texts[entry.key()] = entry.value().get<std::string>();
    return texts;
}

Result<std::vector<NamedTensor>> read_safetensors(const std::string& name,
                                                  std::span<const std::uint8_t> bytes) {
    std::size_t length = 0;
    const auto header = read_json_header(name, bytes, length);
    if (!header) return header.error();
    std::vector<Row> rows;
    for (const auto& entry : header.value().items()) {
        if (entry.key() == "__metadata__") {
            if (Status status = check_metadata(name, entry.value()); !status) return status.error();
            continue;
        }
        Result<Row> row = read_row(name, entry.key(), entry.value());
        if (!row) return row.error();
        rows.push_back(std::move(row).value());
    }
    const auto data = bytes.subspan(kLengthBytes + length);
    if (Status status = check_layout(name, rows, data.size()); !status) return status.error();
    std::vector<NamedTensor> tensors;
    for (Row& row : rows) {
        read_values(data, row);
        tensors.push_back(std::move(row.tensor));
    }
    return tensors;
}

}  // namespace cnn
