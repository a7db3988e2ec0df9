// ONNX out: what is written is read by the reader of the conformance tests and computed node by node by their
// operators, and must give what the network gives; what ONNX cannot say is refused by the layer's name.
#include "core/io/onnx.h"

#include <doctest/doctest.h>

#include "core/io/bytes.h"
#include "tests/conformance/onnx_operators.h"
#include "tests/core/net/network_of.h"

namespace {

using namespace cnn;
using testing::network_of;

constexpr Shape kImage{1, 2, 7, 6};

// Its running statistics are not 0 and 1.
Network fitted(std::string_view text) {
    Network network = network_of(text, kImage, 3);
    for (std::size_t i = 0; i < network.state.size(); ++i)
        network.state[i] = 0.5F + 0.125F * static_cast<float>(i % 5);
    return network;
}

std::vector<float> picture() {
    std::vector<float> image(kImage.size());
    for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>(i * 37 % 41) / 41.0F - 0.3F;
    return image;
}

}  // namespace

TEST_CASE("onnx export: every layer comes out as it is computed here") {
    for (const char* text : {
             "conv 3 3x2 p1+0x0+2 s2x1 d1x2 | leakyrelu 0.2 | flatten | dense 4 nobias",
             "conv 4 2x2 same | elu 0.7 | batchnorm e0.01 | bias | dense 4 | softmax | bias | dense 2",
             "convtranspose 3 3x2 s2 p1x0 o1x0 | softplus | convtranspose 4 2x2 s3 same nobias | "
             "globalavgpool",
             "maxpool 3 s2 p1 ceil | sigmoid | minpool 2 s1 d2 | sumpool 2 s1 p1 | tanh | l2pool 2 s1 | "
             "dense 3",
             "avgpool 3 s2 p1 ceil | avgpool 2 s1 p1 count-padding | avgpool 3 s2 p1 ceil count-kernel | "
             "dense 3",
             "avgpool 3 s2 p1 ceil count-kernel | concat [globalmaxpool] [globalminpool] [globalsumpool]",
             "conv 4 1x1 | residual [lrn 3 a0.5 | dropout 0.5] | concat [flatten] [flatten | dense 3] | "
             "logsoftmax | dense 2",
         }) {
        CAPTURE(text);
        const Network network = fitted(text);
        const auto file = write_onnx(network, {});
        REQUIRE_MESSAGE(file.ok(), (file.ok() ? "" : file.error().sentence));
        const auto model = onnx::read_model(text_of(file.value()));
        REQUIRE(model);
        CHECK(model->opset == 13);
        CHECK(model->inputs == std::vector<std::string>{"image"});
        CHECK(model->outputs == std::vector<std::string>{"logits"});
        const std::vector<float> image = picture();
        const onnx::Value input{{1, kImage.c, kImage.h, kImage.w}, Floats(image.begin(), image.end())};
        const auto outputs = onnx::run_model(*model, {input});
        REQUIRE_MESSAGE(outputs.ok(), (outputs.ok() ? "" : outputs.error().sentence));
        const Activations run = run_image(network, image);
        const auto expected = run.outputs.back().values();
        REQUIRE(outputs.value()[0].dims == std::vector<int>{1, network.outputs()});
        for (std::size_t i = 0; i < expected.size(); ++i)
            CHECK(outputs.value()[0].numbers[i] == doctest::Approx(expected[i]).epsilon(1e-5));
    }
}

TEST_CASE("onnx export: what ONNX does not have is refused by name") {
    const auto refusal = [](std::string_view text) {
        const auto file = write_onnx(fitted(text), {});
        return file.ok() ? std::string() : file.error().sentence;
    };
    CHECK(refusal("relu | local 2 2x2 | dense 2") ==
          "local1 does not share its weights; ONNX has no operator for that.");
    CHECK(refusal("avgpool 2 s1 d2 | dense 2") ==
          "avgpool1 has a dilation, which only ONNX's MaxPool has in operator set 13.");
    CHECK(refusal("convtranspose 2 2x2 d2 o1 | dense 2").starts_with("convtranspose1 has an output padding"));
}
