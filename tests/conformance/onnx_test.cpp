// ONNX's backend test data (Debian: libonnx-testdata): every case whose operators are ours must come out as
// recorded there, except what kOutOfScope names with its reason. Outputs of the pytorch-* cases come from
// PyTorch.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/conformance/onnx_operators.h"

namespace cnn::onnx {
namespace {

namespace fs = std::filesystem;

// What passed when this was last written, of libonnx-testdata 1.12.0: fewer is a fault.
constexpr int kRecorded = 272;

// Cases of our operators that are not computed. A name stands for all that begin with it.
struct Exception {
    std::string_view name;
    std::string_view reason;
};
constexpr Exception kOutOfScope[] = {
    {"test_averagepool_3d", "3-D"},
    {"test_convtranspose_3d", "3-D"},
    {"test_maxpool_3d", "3-D"},
    {"test_AvgPool3d", "3-D"},
    {"test_Conv3d", "3-D"},
    {"test_MaxPool3d", "3-D"},
    {"test_matmul_3d", "products of stacks of matrices"},
    {"test_matmul_4d", "products of stacks of matrices"},
    {"test_training_dropout", "the mask is that of NumPy's generator"},
    {"test_adam_multiple", "made with an epsilon of 0.01 that its model leaves out"},
};

const Exception* exception_for(std::string_view name) {
    for (const Exception& exception : kOutOfScope)
        if (name.starts_with(exception.name)) return &exception;
    return nullptr;
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The values input_0.pb, input_1.pb ... of a data set; fewer when one cannot be read.
std::vector<Value> read_values(const fs::path& folder, const std::string& kind) {
    std::vector<Value> values;
    for (int i = 0;; ++i) {
        const fs::path path = folder / (kind + "_" + std::to_string(i) + ".pb");
        if (!fs::exists(path)) return values;
        auto value = read_value(read_file(path));
        if (!value) return values;
        values.push_back(*std::move(value));
    }
}

// Only operators that this program has, at least one of them ours. A loss' case comes again as "_expanded",
// of operators that gather, slice and reduce: those are not ours.
bool concerns_us(const Model& model) {
    bool ours = false;
    for (const Node& node : model.nodes) {
        const OperatorRow* row = find_operator(node.op);
        if (!row) return false;
        ours = ours || row->ours;
    }
    return ours;
}

// Empty, or how the two differ. Sums in another order than NumPy's differ in the last places.
std::string difference(const Value& got, const Value& expected) {
    if (got.dims != expected.dims) return "another shape";
    for (std::size_t i = 0; i < got.numbers.size(); ++i) {
        const float a = got.numbers[i];
        const float b = expected.numbers[i];
        const bool both_nan = std::isnan(a) && std::isnan(b);
        if (!both_nan && !(a == b) && !(std::fabs(a - b) <= 1e-5F + 1e-4F * std::fabs(b)))
            return "number " + std::to_string(i) + " is " + std::to_string(a) + ", not " + std::to_string(b);
    }
    return {};
}

// Empty: the case passes.
std::string fault(const fs::path& folder, const Model& model) {
    const std::vector<Value> inputs = read_values(folder / "test_data_set_0", "input");
    const std::vector<Value> expected = read_values(folder / "test_data_set_0", "output");
    const Result<Outputs> outputs = run_model(model, inputs);
    if (!outputs) return outputs.error().sentence;
    if (expected.empty() || outputs.value().size() != expected.size()) return "another number of outputs";
    for (std::size_t i = 0; i < expected.size(); ++i) {
        std::string what = difference(outputs.value()[i], expected[i]);
        if (!what.empty()) return "output " + std::to_string(i) + ": " + what;
    }
    return {};
}

struct Count {
    int passed = 0;
    int out_of_scope = 0;
};

void run_case(const fs::path& folder, Count& count) {
    const auto model = read_model(read_file(folder / "model.onnx"));
    if (!model || !concerns_us(*model)) return;
    const std::string name = folder.filename().string();
    const std::string what = fault(folder, *model);
    const Exception* exception = what.empty() ? nullptr : exception_for(name);
    CHECK_MESSAGE((what.empty() || exception), name << ": " << what);
    count.passed += what.empty() ? 1 : 0;
    count.out_of_scope += exception ? 1 : 0;
}

TEST_CASE("onnx: the node vectors of libonnx-testdata come out as recorded") {
    const fs::path root = CONVOLAB_ONNX_DATA;
    REQUIRE_MESSAGE(fs::exists(root / "node"),
                    "ONNX's test data are not at "
                        << root.string() << ": install libonnx-testdata, or set CONVOLAB_ONNX_DATA");
    Count count;
    for (const char* suite : {"node", "pytorch-converted", "pytorch-operator", "simple"})
        for (const auto& entry : fs::directory_iterator(root / suite))
            if (fs::exists(entry.path() / "model.onnx")) run_case(entry.path(), count);
    std::printf("%d ONNX cases passed, %d out of scope\n", count.passed, count.out_of_scope);
    CHECK(count.passed >= kRecorded);
}

TEST_CASE("onnx: the Adam of several tensors comes out with the epsilon that its model leaves out") {
    const fs::path folder = fs::path(CONVOLAB_ONNX_DATA) / "node" / "test_adam_multiple";
    auto model = read_model(read_file(folder / "model.onnx"));
    REQUIRE(model);
    CHECK(fault(folder, *model) != "");
    Attribute epsilon;
    epsilon.name = "epsilon";
    epsilon.f = 0.01F;
    model->nodes[0].attributes.push_back(epsilon);
    CHECK(fault(folder, *model) == "");
}

TEST_CASE("onnx: broken files are refused, not read past their end") {
    const std::string whole = read_file(fs::path(CONVOLAB_ONNX_DATA) / "node" / "test_lrn" / "model.onnx");
    REQUIRE(read_model(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto cut = read_model(std::string_view(whole).substr(0, size));
        CHECK((!cut || cut->nodes.empty() || cut->opset <= 13));  // whatever it is, it is no crash
    }
    const std::string endless(12, '\xff');
    CHECK_FALSE(read_model(endless));
    CHECK_FALSE(read_value(endless));
    CHECK_FALSE(
        read_value(std::string_view("\x08\xff\xff\xff\xff\x7f\x10\x01", 8)));  // 34 G numbers, none given
}

}  // namespace
}  // namespace cnn::onnx
