// Weights out and in: safetensors and .npz give back the bits that were written; what is broken or does not
// fit is refused with a sentence (the fault families S and N of hostile input).
#include "core/io/weights_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/bits.h"
#include "core/io/export.h"
#include "core/io/npy.h"
#include "core/io/npz.h"
#include "core/io/safetensors.h"
#include "core/io/stored_floats.h"
#include "core/io/zip_writer.h"
#include "core/net/spec_text.h"
#include "tests/core/net/network_of.h"

namespace {

using namespace cnn;
using testing::network_of;

// Every kind of layer that has numbers.
constexpr std::string_view kEverything =
    "conv 4 3x2 p1 | batchnorm | concat [conv 2 1x1 nobias] [convtranspose 3 3x3 p1] | local 2 2x2 | bias | "
    "dense 5 | batchnorm | dense 3 nobias";

// No two numbers alike, so that two in each other's place are seen.
Network numbered(Network network) {
    float next = 0;
    for (float& value : network.parameters) value = next += 0.5F;
    for (float& value : network.state) value = next += 0.5F;
    return network;
}

Network everything() { return numbered(network_of(kEverything, {1, 2, 5, 4})); }

Bytes safetensors_file(const std::string& header, const Bytes& data = {}) {
    Bytes file;
    append_le(file, header.size(), 8);
    append_text(file, header);
    append_bytes(file, data);
    return file;
}

Bytes npy_file(const std::string& header, std::size_t data_bytes, unsigned version = 1) {
    Bytes file;
    append_text(file, "\x93NUMPY");
    append_le(file, version, 2);
    append_le(file, header.size(), version == 1 ? 2 : 4);
    append_text(file, header);
    file.resize(file.size() + data_bytes);
    return file;
}

// The error's sentence, which must be one; "" where there is none.
template <class T>
std::string refusal(const Result<T>& result) {
    if (result.ok()) return "";
    CHECK(result.error().sentence.ends_with("."));
    return result.error().sentence;
}

bool says(const std::string& sentence, std::string_view part) {
    return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("weights: what is written is read back to the bit") {
    const Network network = everything();
    for (const Bytes& file : {write_safetensors(network, {}).value(), write_npz(network).value()}) {
        const auto read = read_weights("w", file, network_of(kEverything, {1, 2, 5, 4}));
        REQUIRE_MESSAGE(read.ok(), refusal(read));
        CHECK(read.value().parameters == network.parameters);
        CHECK(read.value().state == network.state);
    }
}

TEST_CASE("weights: names and shapes are PyTorch's") {
    const auto tensors = named_tensors(everything());
    REQUIRE(tensors.ok());
    std::vector<std::string> rows;
    for (const NamedTensor& tensor : tensors.value())
        rows.push_back(tensor.name + " " + dims_text(tensor.dims));
    const std::vector<std::string> expected = {
        "conv1.weight 4 x 2 x 3 x 2", "conv1.bias 4",
        "batchnorm1.weight 4",        "batchnorm1.bias 4",
        "batchnorm1.running_mean 4",  "batchnorm1.running_var 4",
        "conv2.weight 2 x 4 x 1 x 1", "convtranspose1.weight 4 x 3 x 3 x 3",
        "convtranspose1.bias 3",      "local1.weight 2 x 5 x 2 x 2 x 4 x 4",
        "local1.bias 2 x 4 x 4",      "bias1.bias 2 x 4 x 4",
        "dense1.weight 5 x 32",       "dense1.bias 5",
        "batchnorm2.weight 5",        "batchnorm2.bias 5",
        "batchnorm2.running_mean 5",  "batchnorm2.running_var 5",
        "dense2.weight 3 x 5"};
    CHECK(rows == expected);
    // dense1 has weight (in, out) here, (out, in) there.
    const Network network = everything();
    const NamedTensor& dense = tensors.value()[12];
    CHECK(dense.values[1] == network.parameters[network.plan[8].weights + 5]);
}

TEST_CASE("weights: numbers that are not finite are neither written nor read") {
    Network network = everything();
    network.parameters[3] = std::numeric_limits<float>::quiet_NaN();
    CHECK(says(refusal(write_safetensors(network, {})), "conv1.weight holds a number that is not finite"));
    CHECK(says(refusal(write_npz(network)), "conv1.weight"));
    auto tensors = named_tensors(everything()).value();
    tensors[5].values[0] = std::numeric_limits<float>::infinity();
    CHECK(says(refusal(with_tensors("w", tensors, network)), "batchnorm1.running_var holds a number"));
}

TEST_CASE("weights: a tensor more, fewer, twice, or of another shape") {
    const Network network = everything();
    const auto tensors = named_tensors(network).value();
    auto changed = tensors;
    changed.pop_back();
    changed[0].name = "features.0.weight";
    const std::string both = refusal(with_tensors("w.npz", changed, network));
    CHECK(says(both,
               "w.npz does not fit this network. It lacks conv1.weight, dense2.weight. The network has "
               "no features.0.weight."));
    changed = tensors;
    changed[1].dims = {2, 2};
    CHECK(refusal(with_tensors("w", changed, network)) == "w: conv1.bias is 2 x 2; this network needs 4.");
    changed = tensors;
    changed.push_back(tensors[0]);
    CHECK(says(refusal(with_tensors("w", changed, network)), "conv1.weight is there 2 times"));
    changed.back() = {"batchnorm1.num_batches_tracked", "I64", {}, false, {}};
    CHECK(with_tensors("w", changed, network).ok());
    changed[0].readable = false;
    changed[0].type = "BF16";
    CHECK(says(refusal(with_tensors("w", changed, network)), "conv1.weight is of type BF16"));
}

TEST_CASE("safetensors: what is legal, if odd") {
    const std::string header =
        R"({"b":{"dtype":"F64","shape":[],"data_offsets":[4,12]},"e":{"shape":[2,0],"dtype":"F32",)"
        R"("data_offsets":[12,12]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{}}   )";
    Bytes data;
    append_floats(data, std::vector{1.5F});
    append_le(data, 0x4004'0000'0000'0000U, 8);  // 2.5
    const auto read = read_safetensors("w", safetensors_file(header, data));
    REQUIRE_MESSAGE(read.ok(), refusal(read));
    REQUIRE(read.value().size() == 3);
    CHECK(read.value()[0].values[0] == 1.5F);
    CHECK(read.value()[1].values[0] == 2.5F);
    CHECK(read.value()[2].values.empty());
    CHECK(read_safetensors("w", safetensors_file("{}")).value().empty());
}

TEST_CASE("stored floats: every number of 16 bits is read exactly") {
    for (unsigned bits = 0; bits <= 0xFFFFU; ++bits) {
        const auto word = static_cast<std::uint16_t>(bits);
        const int exponent = static_cast<int>((bits >> 10U) & 31U);
        const int fraction = static_cast<int>(bits & 0x3FFU);
        const double size =
            exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
        const float half = half_to_float(word);
        const float wide = bfloat16_to_float(word);
        bool right = cnn::bits_of(wide) == bits << 16U;
        right = right && std::signbit(half) == (bits > 0x7FFFU);
        right = right && (exponent == 31 ? (fraction == 0 ? std::isinf(half) : std::isnan(half))
                                         : static_cast<double>(std::fabs(half)) == size);
        if (!right) CHECK_MESSAGE(right, bits);
    }
    CHECK(half_to_float(0x3555) == 0.333251953125F);  // numpy: np.float16(1 / 3)
    CHECK(half_to_float(0x7BFF) == 65504.0F);
    CHECK(bfloat16_to_float(0x3EAB) == 0.333984375F);
}

TEST_CASE("safetensors and npz: floats of 16 and 64 bits become those of 32") {
    const auto words = [](std::initializer_list<std::uint64_t> numbers, std::size_t width) {
        Bytes data;
        for (const std::uint64_t number : numbers) append_le(data, number, width);
        return data;
    };
    struct Case {
        const char* dtype;
        const char* descr;  // null: NumPy has no such type
        Bytes data;
        Floats values;
    };
    const Case cases[] = {
        {"F16", "<f2", words({0x3555, 0xC000, 0x0001, 0x7BFF}, 2), {0.333251953125F, -2, 0x1p-24F, 65504}},
        {"BF16",
         nullptr,
         words({0x3EAB, 0xC000, 0x0001, 0x7F7F}, 2),
         {0.333984375F, -2, 0x1p-133F, 0x1.FEp127F}},
        // 0.1, 1/3, 2^-149 and the double behind 1 + 2^-24, which is nearer to the float above
        {"F64",
         "<f8",
         words({0x3FB999999999999AU, 0x3FD5555555555555U, 0x36A0000000000000U, 0x3FF0000010000001U}, 8),
         {0.1F, 1.0F / 3, 0x1p-149F, 1.0F + 0x1p-23F}},
    };
    const Network network = network_of("dense 2 nobias", {1, 1, 1, 2});
    for (const Case& stored : cases) {
        CAPTURE(stored.dtype);
        const std::string header = std::string(R"({"dense1.weight":{"dtype":")") + stored.dtype +
                                   R"(","shape":[2,2],"data_offsets":[0,)" +
                                   std::to_string(stored.data.size()) + "]}}";
        const Bytes file = safetensors_file(header, stored.data);
        const auto read = read_safetensors("w", file);
        REQUIRE_MESSAGE(read.ok(), refusal(read));
        CHECK(read.value()[0].values == stored.values);
        CHECK(read_weights("w", file, network).ok());
        if (stored.descr == nullptr) continue;
        Bytes npy = npy_file(
            std::string("{'descr': '") + stored.descr + "', 'fortran_order': False, 'shape': (2, 2), }", 0);
        append_bytes(npy, stored.data);
        ZipWriter zip;
        zip.add("dense1.weight.npy", npy);
        const auto array = read_npz("w", std::move(zip).finish());
        REQUIRE_MESSAGE(array.ok(), refusal(array));
        CHECK(array.value()[0].values == stored.values);
    }
    // Infinity is a number of the type, and no weight.
    const Bytes infinite =
        safetensors_file(R"({"dense1.weight":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]}})",
                         words({0x7C00, 0, 0, 0}, 2));
    CHECK(says(refusal(read_weights("w", infinite, network)), "a number that is not finite"));
}

TEST_CASE("scaling: what is written of it is read back, and nothing else") {
    const Scaling cases[] = {{},
                             {1, {}, {}, {}, {}},
                             {16, {0.1F}, {0.3F}, {}, {}},
                             {255, {0.49F, 0.48F, 0.45F}, {0.2F, 0.25F, 1e-3F}, {}, {}},
                             {1, {32.5F, -7}, {9, 11}, {160.5F}, {8.1F}, Outputs::kNumbers},
                             {1, {}, {}, {}, {}, Outputs::kNumbers},
                             {1, {0.1F}, {0.3F}, {}, {}, Outputs::kYesOrNo}};
    for (const Scaling& scaling : cases) {
        CAPTURE(input_words(scaling));
        const auto read = read_scaling(input_words(scaling), output_words(scaling));
        REQUIRE_MESSAGE(read.ok(), refusal(read));
        CHECK(read.value().white == scaling.white);
        CHECK(read.value().mean == scaling.mean);
        CHECK(read.value().deviation == scaling.deviation);
        CHECK(read.value().target_mean == scaling.target_mean);
        CHECK(read.value().target_deviation == scaling.target_deviation);
        CHECK(read.value().outputs == scaling.outputs);
    }
    const std::string classes = output_words({});
    for (const char* input :
         {"", "pixels", "value / ", "value / 255 ", "value / 0", "value / -1", "value / nan", "value / 1",
          "value / 255.0", "(value / 255 - mean) / deviation per channel, mean 0.1, deviation ",
          "(value / 255 - mean) / deviation per channel, mean 0.1, deviation 0",
          "(value / 255 - mean) / deviation per channel, mean 0.1, 0.2, deviation 1"})
        CHECK_MESSAGE(says(refusal(read_scaling(input, classes)), "not one that Convolab writes"), input);
    CHECK_FALSE(read_scaling("value", "times 1 plus 2").ok());
    CHECK(says(refusal(read_scaling(std::string(200'000, ' '), classes)), "more than 100000 bytes"));
}

TEST_CASE("safetensors: a file of ours says which network it is of") {
    const Network network = everything();
    const Scaling scaling{16, {0.1F, 0.2F}, {0.3F, 0.4F}, {}, {}};
    const Bytes file = write_safetensors(network, scaling).value();
    const auto stored = read_stored_network("w", file);
    REQUIRE_MESSAGE(stored.ok(), refusal(stored));
    REQUIRE(stored.value().has_value());
    CHECK(stored.value()->spec == network.spec);
    CHECK(stored.value()->scaling->deviation == scaling.deviation);
    const auto own = read_own_weights("w", file, stored.value()->spec);
    REQUIRE_MESSAGE(own.ok(), refusal(own));
    CHECK(own.value().parameters == network.parameters);
    CHECK(own.value().state == network.state);
    CHECK(scaling_remark(stored.value()->scaling, scaling).empty());
    CHECK(scaling_remark(std::nullopt, scaling).empty());
    CHECK(says(
        scaling_remark(stored.value()->scaling, {}),
        "trained on (value / 16 - mean) / deviation per channel, mean 0.100000001, 0.200000003, deviation "
        "0.300000012, 0.400000006, and here it is given value / 255"));
    CHECK_FALSE(read_stored_network("w", write_npz(network).value()).value().has_value());
    CHECK_FALSE(read_stored_network("w", safetensors_file("{}")).value().has_value());
    CHECK(network_words(network_of("dense 3", {1, 1, 2, 2}).spec) == "flatten | dense 3 for 2x2x1");
    CHECK(says(network_words(network.spec), " | ... for 5x4x2"));
}

TEST_CASE("scaling: what the outputs are follows from the data and from how many they are") {
    Dataset data;
    const auto words = [&](int outputs) { return output_words(scaling_of(data, outputs)); };
    CHECK(words(10) == "before the softmax that belongs to the loss");
    CHECK(words(1) == "before the sigmoid that belongs to the loss and gives the share of class 1");
    data.targets = {1, 2};
    CHECK(words(1) == "the number itself");
    data.target_mean = {160.5F};
    data.target_deviation = {8};
    CHECK(words(1) == "times 8 plus 160.5 is the number");
    data.targets.clear();
    data.target_mean.clear();
    data.target_deviation.clear();
    const Network network = network_of("dense 3 | tanh | dense 1", {1, 2, 1, 1});
    for (const char* slug : {"safetensors", "onnx", "torch", "keras", "tfjs"})
        for (const ExportFormat& format : export_formats()) {
            if (format.slug != slug) continue;
            const Bytes file = format.write(network, scaling_of(data, 1), "n").value().front().bytes;
            CHECK_MESSAGE(says({file.begin(), file.end()}, words(1)), slug);
        }
    const auto stored = read_stored_network("n", write_safetensors(network, scaling_of(data, 1)).value());
    REQUIRE_MESSAGE(stored.ok(), refusal(stored));
    CHECK(stored.value()->spec == network.spec);
    CHECK(stored.value()->scaling->outputs == Outputs::kYesOrNo);
}

TEST_CASE("safetensors: what a file says of its network may be no network, too long, or not its own") {
    const auto file = [](const std::string& texts) {
        return safetensors_file(
            R"({"__metadata__":{)" + texts +
                R"(},"dense1.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}})",
            Bytes(8));
    };
    const auto refused = [&](const std::string& texts) {
        return refusal(read_stored_network("w", file(texts)));
    };
    CHECK(refused(R"("spec":"dense 2 | cnv 3","input":"1x1x1")")
              .starts_with("w: the layers in its metadata are no network. At character 11: "));
    CHECK(
        refused(R"("spec":"","input":"1x1x1")").starts_with("w: the layers in its metadata are no network."));
    for (const char* input : {"", "1x1", "1x1x1x1", "0x1x1", "1x1x5000", "1x1x-1", "axbxc", "1x1x1 "})
        CHECK(refused(R"("spec":"dense 2","input":")" + std::string(input) + "\"") ==
              "w: the input in its metadata is \"" + std::string(input) +
                  "\"; it must be rows x columns x channels, as in 28x28x1.");
    CHECK(refused(R"("spec":"dense 2")").find("it must be rows x columns x channels") != std::string::npos);
    CHECK(refused(R"("spec":")" + std::string(70'000, 'a') + R"(","input":"1x1x1")") ==
          "w: the layers in its metadata take 70000 bytes; at most 65536 are read.");
    CHECK(refused(R"("spec":"dense 2","input":"1x1x1","scaling":"half")") ==
          "w: The scaling is not one that Convolab writes.");
    const auto other = read_stored_network("w", file(R"("spec":"dense 3","input":"1x1x1")"));
    REQUIRE_MESSAGE(other.ok(), refusal(other));
    CHECK(refusal(read_own_weights("w", file(""), other.value()->spec))
              .starts_with(
                  "The metadata of w say that it is of dense 3 for 1x1x1; its tensors are not. w does not "
                  "fit this network. It lacks dense1.bias."));
}

TEST_CASE("safetensors: what is broken is refused") {
    const auto row = [](const std::string& inside) { return "{\"a\":{" + inside + "}}"; };
    const std::string deep = "{\"a\":" + std::string(10'000, '[') + std::string(10'000, ']') + "}";
    struct Case {
        std::string header;
        std::size_t data;
        const char* part;
    };
    const std::vector<Case> cases = {
        {"", 0, "no flat JSON object"},
        {" {}", 0, "no flat JSON object"},
        {"[]", 0, "no flat JSON object"},
        {"{", 0, "no flat JSON object"},
        {"{\"\xFF\":1}", 0, "no flat JSON object"},
        {deep, 0, "no flat JSON object"},
        {R"({"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},)"
         R"("a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})",
         4, "every name once"},
        {row(R"("dtype":"F32","shape":[1])"), 4, "must give its dtype"},
        {row(R"("dtype":"F99","shape":[1],"data_offsets":[0,4])"), 4, "dtype F99 is not known"},
        {row(R"("dtype":7,"shape":[1],"data_offsets":[0,4])"), 4, "dtype is no text"},
        {row(R"("dtype":"F32","shape":1,"data_offsets":[0,4])"), 4, "shape is no list"},
        {row(R"("dtype":"F32","shape":[-1],"data_offsets":[0,4])"), 4, "whole number"},
        {row(R"("dtype":"F32","shape":[1.0],"data_offsets":[0,4])"), 4, "whole number"},
        {row(R"("dtype":"F32","shape":[1e30],"data_offsets":[0,4])"), 4, "whole number"},
        {row(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0])"), 0, "makes more than"},
        {row(R"("dtype":"F32","shape":[2],"data_offsets":[0,4])"), 4, "do not hold the 8 bytes"},
        {row(R"("dtype":"F32","shape":[1],"data_offsets":[4,0])"), 4, "do not hold"},
        {row(R"("dtype":"F32","shape":[1],"data_offsets":[0])"), 4, "two whole numbers"},
        {row(R"("dtype":"F32","shape":[1],"data_offsets":[4,8])"), 8, "neither gap nor overlap"},
        {row(R"("dtype":"F32","shape":[1],"data_offsets":[0,4])"), 3, "gives 4 bytes to its tensors; 3"},
        {row(R"("dtype":"F32","shape":[1],"data_offsets":[0,4])"), 5, "5 follow it"},
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
         R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
         12, "neither gap nor overlap"},
        {R"({"__metadata__":{"n":1}})", 0, "object of texts"},
        {R"({"__metadata__":[]})", 0, "object of texts"},
    };
    for (const Case& broken : cases) {
        CAPTURE(broken.header.substr(0, 100));
        const std::string sentence =
            refusal(read_safetensors("w", safetensors_file(broken.header, Bytes(broken.data))));
        CHECK_MESSAGE(says(sentence, broken.part), sentence);
    }
    CHECK(says(refusal(read_safetensors("w", Bytes(7))), "has 7 bytes"));
    CHECK(says(refusal(read_safetensors("w", Bytes(100, 0x50))), "no safetensors file"));
    Bytes cut = safetensors_file("{}");
    cut.pop_back();
    CHECK(says(refusal(read_safetensors("w", cut)), "is cut off"));
    const Bytes long_header = safetensors_file(std::string(kMaxSafetensorsHeader + 1, ' '));
    CHECK(says(refusal(read_safetensors("w", long_header)), "beyond the limit of"));
    // Known types that are not read: only a tensor that the network needs is missed, by its name and type.
    const Network dense = network_of("dense 2", {1, 1, 1, 1});
    for (const std::string type : {"F8_E4M3", "I16", "I64"}) {
        const std::size_t width = type == "I64" ? 8 : type == "F8_E4M3" ? 1 : 2;
        const std::string header = R"({"dense1.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},)"
                                   R"("dense1.bias":{"dtype":")" +
                                   type + R"(","shape":[2],"data_offsets":[8,)" +
                                   std::to_string(8 + 2 * width) + "]}}";
        const std::string sentence =
            refusal(read_weights("w", safetensors_file(header, Bytes(8 + 2 * width)), dense));
        CHECK_MESSAGE(
            says(sentence, "dense1.bias is of type " + type + "; floats of 16, 32 and 64 bits are read."),
            sentence);
    }
}

TEST_CASE("npy: what numpy writes is read, in either order") {
    NamedTensor tensor{"t", "", {2, 3}, true, {1, 2, 3, 4, 5, 6}};
    CHECK(write_npy(tensor).size() == 128 + 24);
    CHECK(read_npy("t", write_npy(tensor)).value().values == tensor.values);
    for (const std::vector<std::int64_t>& dims : {std::vector<std::int64_t>{}, {1}, {1, 1, 1}}) {
        const NamedTensor one{"t", "", dims, true, {4}};
        CHECK(read_npy("t", write_npy(one)).value().dims == dims);
    }
    Bytes fortran = npy_file("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", 0, 2);
    for (const std::uint64_t two_to : {0x3FF0U, 0x4000U, 0x4010U, 0x4020U, 0x4030U, 0x4040U})
        append_le(fortran, two_to << 48U, 8);  // 1 2 4 8 16 32
    const auto read = read_npy("t", fortran);
    REQUIRE_MESSAGE(read.ok(), refusal(read));
    CHECK(read.value().values == Floats{1, 4, 16, 2, 8, 32});
}

TEST_CASE("npy: what is broken or of another kind is refused") {
    const auto dictionary = [](const std::string& type, const std::string& shape) {
        return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
    };
    struct Case {
        std::string header;
        std::size_t data;
        const char* part;
    };
    const std::vector<Case> cases = {
        {"", 4, "is not a dictionary"},
        {"[1, 2]", 4, "is not a dictionary"},
        {"{'descr': '<f4', 'shape': (1,), }", 4, "is not a dictionary"},
        {"{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", 4, "is not a dictionary"},
        {dictionary("<f4", "(1,)") + "x", 4, "is not a dictionary"},
        {dictionary("<f4", "(-1,)"), 4, "is not a dictionary"},
        {dictionary("<f4", "(1.5,)"), 4, "is not a dictionary"},
        {dictionary("<f4", "(99999999999999999999,)"), 4, "is not a dictionary"},
        {dictionary("<f4", "(4294967296, 4294967296)"), 4, "makes more than"},
        {dictionary("<f4", "(2, 2)"), 12, "12 bytes follow the header; its shape 2 x 2 needs 16"},
        {dictionary("<f4", "(2, 2)"), 17, "needs 16"},
    };
    for (const Case& broken : cases) {
        CAPTURE(broken.header);
        const std::string sentence = refusal(read_npy("t", npy_file(broken.header, broken.data)));
        CHECK_MESSAGE(says(sentence, broken.part), sentence);
    }
    for (const char* type : {"|O", ">f4", ">f2", "<i8", "|b1", "<U5"})
        CHECK_FALSE(read_npy("t", npy_file(dictionary(type, "(1,)"), 8)).value().readable);
    CHECK_FALSE(
        read_npy("t", npy_file("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4))
            .value()
            .readable);
    CHECK(says(refusal(read_npy("t", Bytes(20, 'x'))), "no .npy file"));
    CHECK(says(refusal(read_npy("t", npy_file(dictionary("<f4", "()"), 4, 9))), "version 9.0"));
    Bytes cut = npy_file(dictionary("<f4", "()"), 0);
    cut.resize(30);
    CHECK(says(refusal(read_npy("t", cut)), "longer than the file"));
}

TEST_CASE("npz: archives that lie about their files are refused") {
    const Network network = network_of("dense 2 nobias", {1, 1, 1, 1});
    const NamedTensor weights{"dense1.weight", "", {2, 1}, true, {1, 2}};
    const Bytes good = write_npz(std::vector{weights});
    REQUIRE(read_weights("w", good, network).ok());
    const std::size_t end = good.size() - 22;  // the end record
    const std::size_t directory = load_le<std::uint32_t>(good.data() + end + 16);
    struct Case {
        const char* fault;
        std::size_t at;
        std::uint8_t value;
        const char* part;
    };
    const Case cases[] = {
        {"end record outside", end + 16, 0xFF, "damaged at entry 1"},
        {"zip64", end + 10, 0xFF, "several parts"},
        {"more entries than there are", end + 10, 2, "several parts"},
        {"encrypted", directory + 8, 1, "encrypted"},
        {"method 14, LZMA", directory + 10, 14, "method 14"},
        {"checksum", directory + 16, static_cast<std::uint8_t>(~good[directory + 16]), "checksum"},
        {"unpacks to 2 GB", directory + 27, 0x7F, "bytes; at most 67108864 are read"},
        {"another name in the file's own header", 30, 'e', "does not hold it where"},
        {"another method in the file's own header", 8, 8, "does not hold it where"},
        {"a header that is not there", directory + 42, 1, "does not hold it where"},
        {"a name that leaves the folder", directory + 46, '/', "does not hold it where"},
    };
    for (const Case& lie : cases) {
        CAPTURE(lie.fault);
        Bytes changed = good;
        changed[lie.at] = lie.value;
        const std::string sentence = refusal(read_weights("w", changed, network));
        CHECK_MESSAGE(says(sentence, lie.part), sentence);
    }
    Bytes all_ones = good;
    for (std::size_t at = end + 8; at < end + 12; ++at) all_ones[at] = 0xFF;
    CHECK(says(refusal(read_weights("w", all_ones, network)), "zip64"));

    NamedTensor outside = weights;
    outside.name = "../dense1.weight";
    CHECK(says(refusal(read_weights("w", write_npz(std::vector{outside}), network)),
               "The network has no ../dense1.weight"));
    // What a stream's writer leaves to a record behind the file: bit 3, and no lengths in the file's header.
    Bytes streamed = good;
    streamed[6] = streamed[directory + 8] = 8;
    std::fill_n(streamed.begin() + 14, 12, std::uint8_t{0});
    CHECK(read_weights("w", streamed, network).ok());
}

TEST_CASE("npz: two names for the same bytes, and sixty thousand names, are refused") {
    const Network network = network_of("dense 2 nobias", {1, 1, 1, 1});
    ZipWriter two;
    two.add("a.npy", Bytes(200));
    two.add("b.npy", Bytes(200));
    Bytes overlapping = std::move(two).finish();
    const std::size_t directory = load_le<std::uint32_t>(overlapping.data() + overlapping.size() - 6);
    const std::size_t second = directory + 46 + 5 + 42;  // its header's place in the directory
    std::fill_n(overlapping.begin() + static_cast<std::ptrdiff_t>(second), 4, std::uint8_t{0});
    CHECK(says(refusal(read_weights("w", overlapping, network)), "b.npy: its bytes overlap those of a.npy"));

    ZipWriter many;
    const Bytes one = write_npy({"", "", {1}, true, {1}});
    for (int i = 0; i < 60'000; ++i) many.add(std::to_string(i) + ".npy", one);
    CHECK(says(refusal(read_weights("w", std::move(many).finish(), network)), "It lacks dense1.weight"));
}

TEST_CASE("npz: what is broken is refused") {
    const Network network = everything();
    const Bytes file = write_npz(network).value();
    for (const std::size_t size : {std::size_t{4}, std::size_t{100}, file.size() / 2, file.size() - 1}) {
        const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(says(refusal(read_weights("w.npz", cut, network)), "cut off"));
    }
    Bytes damaged = file;
    damaged[300] ^= 1U;
    CHECK(says(refusal(read_weights("w.npz", damaged, network)), "damaged"));
    ZipWriter picture;
    picture.add("cat.png", Bytes(4));
    CHECK(says(refusal(read_npz("w", std::move(picture).finish())), "cat.png is no .npy file"));
    ZipWriter twice;
    const NamedTensor one{"a", "", {1}, true, {1}};
    twice.add("dense1.bias.npy", write_npy(one));
    twice.add("dense1.bias.npy", write_npy(one));
    const Network dense = network_of("dense 2", {1, 1, 1, 1});
    CHECK(says(refusal(read_weights("w", std::move(twice).finish(), dense)), "dense1.bias is there 2 times"));
}
