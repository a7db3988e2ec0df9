#include "core/io/npy.h"

#include <algorithm>
#include <optional>

#include "core/io/stored_floats.h"

namespace cnn {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kVersionEnd = 8;  // magic and version
constexpr std::size_t kAlignment = 64;  // of the numbers, as numpy has it
constexpr std::size_t kMaxHeader = 65'535;
constexpr std::size_t kMaxRank = 32;  // numpy's

std::string shape_literal(std::span<const std::int64_t> dims) {
    std::string text = "(";
    for (const std::int64_t dim : dims) text += std::to_string(dim) + ", ";
    if (dims.size() > 1) text.resize(text.size() - 2);
    if (dims.size() == 1) text.pop_back();  // "(3,)"
    return text + ")";
}

struct Header {
    std::string type;
    bool fortran = false;
    std::vector<std::int64_t> dims;
};

// The header's text, word by word: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
class Literal {
 public:
    explicit Literal(std::string_view text) : rest_(text) {}

    std::optional<Header> read() {
        Header header;
        int found = 0;  // a bit per key
        if (!take('{')) return std::nullopt;
        while (!take('}')) {
            const auto key = quoted();
            if (!key || !take(':')) return std::nullopt;
            const int bit = *key == "descr" ? 1 : *key == "fortran_order" ? 2 : *key == "shape" ? 4 : 0;
            if (bit == 0 || (found & bit) != 0 || !read_value(bit, header)) return std::nullopt;
            found |= bit;
            if (!take(',') && !at('}')) return std::nullopt;
        }
        skip_blanks();
        if (found != 7 || !rest_.empty()) return std::nullopt;
        return header;
    }

 private:
    bool read_value(int bit, Header& header) {
        if (bit == 1) {
            const auto type = at('[') ? structure() : quoted();
            if (type) header.type = *type;
            return type.has_value();
        }
        if (bit == 4) return read_shape(header.dims);
        header.fortran = take_word("True");
        return header.fortran || take_word("False");
    }
    bool read_shape(std::vector<std::int64_t>& dims) {
        if (!take('(')) return false;
        while (!take(')')) {
            std::int64_t dim = 0;
            if (dims.size() == kMaxRank || !read_count(dim)) return false;
            dims.push_back(dim);
            if (!take(',') && !at(')')) return false;
        }
        return true;
    }
    bool read_count(std::int64_t& count) {
        skip_blanks();
        const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        if (digits == 0 || digits > 18) return false;
        for (const char digit : rest_.substr(0, digits)) count = count * 10 + (digit - '0');
        rest_.remove_prefix(digits);
        static_cast<void>(take('L'));  // Python 2's long
        return true;
    }
    std::optional<std::string> quoted() {
        skip_blanks();
        if (rest_.empty() || (rest_[0] != '\'' && rest_[0] != '"')) return std::nullopt;
        const std::size_t end = rest_.find(rest_[0], 1);
        if (end == std::string_view::npos) return std::nullopt;
        std::string text(rest_.substr(1, end - 1));
        rest_.remove_prefix(end + 1);
        return text;
    }
    // A structure's fields, up to their last bracket: they are named in the refusal, not read.
    std::optional<std::string> structure() {
        const std::size_t end = rest_.rfind(']');
        if (end == std::string_view::npos) return std::nullopt;
        rest_.remove_prefix(end + 1);
        return "structure";
    }
    void skip_blanks() {
        while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n')) rest_.remove_prefix(1);
    }
    bool at(char c) {
        skip_blanks();
        return rest_.starts_with(c);
    }
    bool take(char c) {
        if (!at(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool take_word(std::string_view word) {
        skip_blanks();
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    std::string_view rest_;
};

// The header and where the numbers begin.
Result<Header> read_npy_header(const std::string& name, std::span<const std::uint8_t> bytes,
                               std::size_t& begin) {
    if (bytes.size() < kVersionEnd + 2 || !text_of(bytes).starts_with(kMagic))
        return Error{name + ": this is no .npy file: it does not begin with \\x93NUMPY."};
    const unsigned version = bytes[6];
    if (version < 1 || version > 3 || bytes[7] != 0)
        return Error{name + ": .npy version " + std::to_string(version) + "." + std::to_string(bytes[7]) +
                     " is not read; 1.0 to 3.0 are."};
    const std::size_t length_bytes = version == 1 ? 2 : 4;
    begin = kVersionEnd + length_bytes;
    if (bytes.size() < begin) return Error{name + " is cut off within its first bytes."};
    const std::size_t length = version == 1 ? load_le<std::uint16_t>(bytes.data() + kVersionEnd)
                                            : load_le<std::uint32_t>(bytes.data() + kVersionEnd);
    if (length > kMaxHeader || length > bytes.size() - begin)
        return Error{name + ": its header of " + std::to_string(length) +
                     " bytes is longer than the file or the limit of " + std::to_string(kMaxHeader) + "."};
    const auto header = Literal(text_of(bytes.subspan(begin, length))).read();
    begin += length;
    if (!header)
        return Error{name + ": its header is not a dictionary of descr, fortran_order and shape alone."};
    return *header;
}

// Those that are read. NumPy has no bfloat16.
std::optional<StoredFloat> float_of_descr(std::string_view descr) {
    if (descr == "<f2") return StoredFloat::kHalf;
    if (descr == "<f4") return StoredFloat::kSingle;
    if (descr == "<f8") return StoredFloat::kDouble;
    return std::nullopt;
}

// In C order, from numbers of which the first dimension lies innermost.
Floats from_fortran(const Floats& values, std::span<const std::int64_t> dims) {
    Floats turned(values.size());
    std::vector<std::int64_t> index(dims.size(), 0);
    for (const float value : values) {
        std::int64_t at = 0;
        for (std::size_t axis = 0; axis < dims.size(); ++axis) at = at * dims[axis] + index[axis];
        turned[static_cast<std::size_t>(at)] = value;
        for (std::size_t axis = 0; axis < dims.size() && ++index[axis] == dims[axis]; ++axis) index[axis] = 0;
    }
    return turned;
}

}  // namespace

Bytes write_npy(const NamedTensor& tensor) {
    std::string header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape_literal(tensor.dims) + ", }";
    const std::size_t before = kVersionEnd + 2;
    header.resize((before + header.size() + kAlignment) / kAlignment * kAlignment - before - 1, ' ');
    header += '\n';
    Bytes file;
    append_text(file, kMagic);
    append_le(file, 1, 2);  // version 1.0
    append_le(file, header.size(), 2);
    append_text(file, header);
    append_floats(file, tensor.values);
    return file;
}

Result<NamedTensor> read_npy(const std::string& name, std::span<const std::uint8_t> bytes) {
    std::size_t begin = 0;
    const Result<Header> header = read_npy_header(name, bytes, begin);
    if (!header) return header.error();
    NamedTensor tensor;
    tensor.type = header.value().type;
    tensor.dims = header.value().dims;
    const auto type = float_of_descr(tensor.type);
    tensor.readable = type.has_value();
    if (!type) return tensor;
    const std::size_t width = byte_count(*type);
    std::uint64_t count = 1;
    for (const std::int64_t dim : tensor.dims) {
        const auto side = static_cast<std::uint64_t>(dim);
        if (side > 0 && count > static_cast<std::uint64_t>(kMaxWeightBytes) / side)
            return Error{name + ": its shape makes more than " + std::to_string(kMaxWeightBytes) +
                         " numbers."};
        count *= side;
    }
    if (bytes.size() - begin != count * width)
        return Error{name + ": " + std::to_string(bytes.size() - begin) +
                     " bytes follow the header; its shape " + dims_text(tensor.dims) + " needs " +
                     std::to_string(count * width) + "."};
    tensor.values.resize(static_cast<std::size_t>(count));
    load_floats(*type, bytes.data() + begin, tensor.values);
    if (header.value().fortran) tensor.values = from_fortran(tensor.values, tensor.dims);
    return tensor;
}

}  // namespace cnn
