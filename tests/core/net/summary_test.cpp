// Shapes, counts and receptive fields of the lectures' networks, as seed-inventory prints them.
#include "core/net/summary.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/net/spec_text.h"
#include "core/net/zoo.h"

namespace {

using namespace cnn;

NetworkSummary summary_of(std::string_view text, Shape input) {
    const Result<NetworkSpec> spec = parse_network(text, input, NetworkUse::kTable);
    if (!spec) FAIL(spec.error().sentence);
    return summarise(spec.value());
}

NetworkSummary summary_of(std::string_view slug) {
    const ZooEntry* entry = find_network(slug);
    REQUIRE(entry != nullptr);
    return summary_of(entry->spec, entry->input);
}

}  // namespace

TEST_CASE("zoo: every entry reads, and its computed parameters are the printed ones") {
    for (const ZooEntry& entry : zoo()) {
        CAPTURE(entry.slug);
        CHECK(summary_of(entry.slug).parameters == entry.parameters);
        CHECK(find_network(entry.slug) == &entry);
    }
    for (const ZooEntry& entry : zoo()) {
        CAPTURE(entry.slug);
        if (entry.data == "mnist") CHECK(entry.input.h == 28);
        if (!entry.optimizer.empty()) CHECK(parse_network(entry.spec, entry.input).ok());  // can be trained
    }
    CHECK(find_network("s4-14") == nullptr);
    CHECK(find_network("") == nullptr);
    CHECK(find_network("ResNet-18") == find_network("resnet-18"));
    CHECK(find_network("S2-16")->slug == "lenet-5");
    CHECK(find_network("s2-19")->slug == "alexnet");
}

// The model table of the inventory (E22: GoogLeNet has 7.0 million, not 4), what the lectures print on their
// slides, and the published networks: torchvision's counts of parameters, and multiply-adds without biases.
TEST_CASE("parameters and multiply-adds of every network with printed counts") {
    struct Row {
        const char* slug;
        std::int64_t parameters;
        std::int64_t multiply_adds;
    };
    const Row rows[] = {
        {"s0-18", 315722, 4188800},
        {"s1-15", 5160, 8240},
        {"s1-18", 122570, 4548608},
        {"s2-25", 1087106, 4771600},
        {"s2-1", 3882793, 1400726208},
        {"s3-22", 243786, 5056000},
        {"s3-23", 528054, 1762184},
        {"s3-26", 3590642, 3589120},
        {"s3-27", 528054, 1762184},
        {"s3-28", 1199882, 11992448},
        {"s4-1", 407050, 406528},
        {"s4-13", 93322, 2794240},
        {"s4-13-no-pool", 2038922, 30636800},
        {"lenet-5", 61706, 416520},
        {"alexnet", 62378344, 1135256096},
        {"alexnet-groups", 60965224, 724406816},
        {"vgg-16", 138357544, 15470264320},
        {"googlenet", 6998552, 1582671872},
        {"resnet-18", 11689512, 1814073344},
        {"resnet-50", 25557032, 4089184256},
    };
    for (const Row& row : rows) {
        CAPTURE(row.slug);
        CHECK(summary_of(row.slug).parameters == row.parameters);
        CHECK(summary_of(row.slug).multiply_adds == row.multiply_adds);
    }
}

TEST_CASE("parameters layer by layer, as the slides print them") {
    struct Row {
        const char* slug;
        std::vector<std::int64_t> parameters;  // of the layers that have any
    };
    const std::vector<std::int64_t> alphago_middle(11, 331968);
    std::vector<std::int64_t> alphago{230592};
    alphago.insert(alphago.end(), alphago_middle.begin(), alphago_middle.end());
    alphago.insert(alphago.end(), {192, 361});
    const Row rows[] = {
        {"s0-18", {896, 18496, 295040, 1290}},
        {"s1-15", {100, 4550, 510}},
        {"s1-18", {896, 18496, 36928, 65600, 650}},
        {"s2-1", alphago},
        {"lenet-5", {156, 2416, 48120, 10164, 850}},
        {"s2-25", {832, 51264, 1025000, 10010}},
        {"s3-19", {208, 2080, 8256}},
        {"s3-20", {448, 4640, 18496}},
        {"s3-22", {640, 36928, 204928, 1290}},
        {"s3-22-b", {208, 2080, 8256}},
        {"s3-23", {208, 2080, 8256, 512500, 5010}},
        {"s3-26", {3073000, 512512, 5130}},
        {"s4-1", {401920, 5130}},
        {"s4-13", {320, 18496, 36928, 36928, 650}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.slug);
        std::vector<std::int64_t> parameters;
        for (const LayerSummary& layer : summary_of(row.slug).layers)
            if (layer.parameters > 0) parameters.push_back(layer.parameters);
        CHECK(parameters == row.parameters);
    }
}

TEST_CASE("S2-21, S2-22, S3-18, S4-4 to S4-8: counts that are printed for a part or a small network") {
    const auto weights = [](const char* text, Shape input) { return summary_of(text, input).parameters; };
    // An inner pair of channels: 5x5 against two 3x3, 7x7 against 7x1 and 1x7.
    CHECK(weights("conv 1 5x5 nobias", {1, 1, 9, 9}) == 25);
    CHECK(weights("conv 1 3x3 nobias | conv 1 3x3 nobias", {1, 1, 9, 9}) == 18);
    CHECK(weights("conv 1 7x7 nobias", {1, 1, 9, 9}) == 49);
    CHECK(weights("conv 1 7x1 nobias | conv 1 1x7 nobias", {1, 1, 9, 9}) == 14);
    CHECK(weights("residual [conv 64 3x3 p1 nobias | relu | conv 64 3x3 p1 nobias]", {1, 64, 8, 8}) == 73728);
    CHECK(weights("residual [conv 64 1x1 nobias | conv 64 3x3 p1 nobias | conv 256 1x1 nobias]",
                  {1, 256, 8, 8}) == 69632);
    CHECK(weights("conv 96 11x11 s4", {1, 3, 227, 227}) == 34944);
    CHECK(weights("local 96 11x11 s4", {1, 3, 227, 227}) == 105705600);
    CHECK(summary_of("conv 96 11x11 s4", {1, 3, 227, 227}).layers[0].output.size() == 290400);
    CHECK(weights("dense 16 | relu | dense 16 | relu | dense 1 | sigmoid", {1, 10000, 1, 1}) == 160305);
    CHECK(weights("dense 4 | relu | dense 4 | relu | dense 1 | sigmoid", {1, 10000, 1, 1}) == 40029);
    CHECK(weights("dense 64 | relu | dense 64 | relu | dense 46", {1, 10000, 1, 1}) == 647214);
    CHECK(weights("dense 64 | relu | dense 4 | relu | dense 46", {1, 10000, 1, 1}) == 640554);
    CHECK(weights("dense 64 | relu | dense 64 | relu | dense 1", {1, 13, 1, 1}) == 5121);
}

TEST_CASE("S0-10 to S4-13: further counts that the lectures print or that follow from what they print") {
    const auto weights = [](const char* text, Shape input) { return summary_of(text, input).parameters; };
    // S0-10, S0-11: six inputs and six hidden units, dense and as a band; a kernel of 3 over two channels.
    CHECK(weights("dense 6 nobias", {1, 6, 1, 1}) == 36);
    CHECK(weights("conv 1 1x3 p0x1", {1, 1, 1, 6}) == 3 + 1);
    CHECK(weights("conv 1 1x3", {1, 2, 1, 6}) == 6 + 1);
    // S1-11: 10^6 inputs, 10^4 hidden units, one output. A hundredth of the hidden units at a time: no layer
    // of ours may have all.
    CHECK(100 * weights("dense 100", {1, 1, 1000, 1000}) + weights("dense 1", {1, 10000, 1, 1}) ==
          10'000'020'001);
    // S1-12: weights of one unit that sees a whole picture.
    CHECK(weights("dense 1 nobias", {1, 1, 28, 28}) == 784);
    CHECK(weights("dense 1 nobias", {1, 1, 128, 128}) == 16384);
    CHECK(weights("dense 1 nobias", {1, 3, 128, 128}) == 49152);
    // S1-15 on pictures of 28x28 instead of 8x8.
    CHECK(weights("conv 10 3x3 | relu | maxpool 2 | dense 50 | relu | dense 10", {1, 1, 28, 28}) == 85160);
    // S2-16: LeNet-5 of 1998. Its third layer reads 3 of the six maps in 6 filters, 4 in 9, all in one; its
    // pools have a weight and a bias per map.
    const std::int64_t c1 = weights("conv 6 5x5", {1, 1, 32, 32});
    const std::int64_t c3 = weights("conv 6 5x5", {1, 3, 14, 14}) + weights("conv 9 5x5", {1, 4, 14, 14}) +
                            weights("conv 1 5x5", {1, 6, 14, 14});
    const std::int64_t c5 = weights("conv 120 5x5", {1, 16, 5, 5});
    const std::int64_t f6 = weights("dense 84", {1, 120, 1, 1});
    CHECK(std::vector{c1, c3, c5, f6} == std::vector<std::int64_t>{156, 1516, 48120, 10164});
    CHECK(c1 + 2 * 6 + c3 + 2 * 16 + c5 + f6 == 60000);
    // S3-9, S4-13: the convolutions alone, with and without pools between them.
    CHECK(weights("conv 32 3x3 | relu | maxpool 2 | conv 64 3x3 | relu | maxpool 2 | conv 64 3x3",
                  {1, 1, 28, 28}) == 55744);
    CHECK(weights("conv 32 3x3 | relu | conv 64 3x3 | relu | conv 64 3x3", {1, 1, 28, 28}) == 55744);
}

TEST_CASE("residual networks and inception: published counts, running statistics, shapes of the stages") {
    CHECK(summary_of("resnet-34").parameters == 21797672);
    CHECK(summary_of("resnet-152").parameters == 60192808);
    CHECK(summary_of("resnet-152").multiply_adds == 11513626624);
    CHECK(summary_of("resnet-50").state == 53120);  // Keras: "non-trainable params: 53,120"
    const NetworkSummary inception = summary_of("inception-v3");
    CHECK(inception.parameters == 23834568);
    CHECK(inception.state == 34432);  // Keras: "non-trainable params: 34,432"
    std::vector<Shape> joined;
    for (const LayerSummary& layer : summary_of("googlenet").layers)
        if (layer.text == "concat") joined.push_back(layer.output);
    // "Going deeper with convolutions", table 1: inception 3a to 5b.
    const std::vector<Shape> stages = {{1, 256, 28, 28}, {1, 480, 28, 28}, {1, 512, 14, 14},
                                       {1, 512, 14, 14}, {1, 512, 14, 14}, {1, 528, 14, 14},
                                       {1, 832, 14, 14}, {1, 832, 7, 7},   {1, 1024, 7, 7}};
    CHECK(joined == stages);
}

TEST_CASE("receptive fields: size, jump and start, through branches") {
    // Distill 2019, "Computing receptive fields": AlexNet's last pool 195 with padding 64, VGG-16's
    // 212 with 90. ResNet-50 with the stride in the 3x3 sees 427.
    const auto field_before = [](const char* slug, const char* text) {
        const NetworkSummary summary = summary_of(slug);
        for (std::size_t i = summary.layers.size(); i-- > 0;)
            if (summary.layers[i].text == text) return summary.layers[i].rows;
        return Sight{};
    };
    CHECK(field_before("alexnet", "maxpool 3 s2") == Sight{195, 32, -64, false});
    CHECK(field_before("vgg-16", "maxpool 2") == Sight{212, 32, -90, false});
    CHECK(field_before("resnet-50", "add").size == 427);
    CHECK(field_before("resnet-50", "add").jump == 32);
    const NetworkSummary branches = summary_of(
        "conv 4 3x3 s2 p1 | concat [] [conv 2 5x1 p2x0] [maxpool 3 s1 p1] | dense 10", {1, 1, 9, 9});
    CHECK(branches.layers[3].rows == Sight{11, 2, -5, false});
    CHECK(branches.layers[3].columns == Sight{7, 2, -3, false});
    CHECK(branches.layers[5].rows == Sight{9, 0, 0, true});
    CHECK(branches.layers[3].inputs == std::vector<int>{0, 1, 2});
}

TEST_CASE("what a layer's parameters are the product of") {
    const auto product = [](const char* text, Shape input) {
        return summary_of(text, input).layers.back().parameter_product;
    };
    CHECK(product("conv 8 3x5 g2", {1, 4, 8, 8}) == "(3 × 5 × 2 + 1) × 8 = 248");
    CHECK(product("conv 8 3x3 nobias", {1, 4, 8, 8}) == "3 × 3 × 4 × 8 = 288");
    CHECK(product("local 2 3x3", {1, 1, 4, 4}) == "(3 × 3 × 1 + 1) × 8 = 80");
    CHECK(product("convtranspose 2 3x3 s2", {1, 4, 8, 8}) == "(3 × 3 × 4 + 1) × 2 = 74");
    CHECK(summary_of("convtranspose 2 3x3 s2", {1, 4, 8, 8}).multiply_adds == 72 * 64);
    CHECK(summary_of("conv 1 2x2 s2 | convtranspose 1 3x3 s2", {1, 1, 8, 8}).layers[1].rows ==
          Sight{4, 1, -2, false});
    CHECK(product("batchnorm", {1, 64, 8, 8}) == "2 × 64 = 128");
    CHECK(product("bias", {1, 1, 19, 19}) == "361 = 361");
}

TEST_CASE("memory of a network's values, forward and in training") {
    // One after another, a value and its successor. Training is fullest when the global pool goes back: the
    // image, both convolutions' blocks (shared with relu), the gradient of the second, and the pool's own 16.
    const NetworkSummary chain = summary_of(
        "conv 16 3x3 same | relu | conv 16 3x3 same | relu | globalavgpool | "
        "dense 10",
        {1, 1, 32, 32});
    const std::int64_t map = 4 * 16 * 32 * 32;
    CHECK(chain.layers[0].bytes == map);
    CHECK(chain.forward_bytes == 2 * map);
    CHECK(chain.training_bytes == 4 * 32 * 32 + 3 * map + 4 * 16);
    CHECK(summary_of("vgg-16").forward_bytes == 2 * 4 * 64 * 224 * 224);
}

TEST_CASE("S4-13: 93,322 parameters, 2,794,240 multiply-adds, receptive field 3 4 8 10 18") {
    const NetworkSummary summary = summary_of("s4-13");
    CHECK(summary.parameters == 93322);
    CHECK(summary.multiply_adds == 2794240);
    const int windows[] = {0, 2, 3, 5, 6};
    const int fields[] = {3, 4, 8, 10, 18};
    const int sides[] = {26, 13, 11, 5, 3};
    for (std::size_t i = 0; i < 5; ++i) {
        const LayerSummary& layer = summary.layers[static_cast<std::size_t>(windows[i])];
        CHECK(layer.receptive_field == fields[i]);
        CHECK(layer.output.h == sides[i]);
    }
    CHECK(summary.layers[0].parameter_product == "(3 × 3 × 1 + 1) × 32 = 320");
    CHECK(summary.layers[3].parameter_product == "(3 × 3 × 32 + 1) × 64 = 18,496");
    CHECK(summary.layers[1].parameter_product.empty());
    CHECK(summary.layers[8].output == Shape{1, 576, 1, 1});
    CHECK(summary.layers[9].parameter_product == "(576 + 1) × 64 = 36,928");
    CHECK(summary.layers[9].receptive_field == 28);
}

TEST_CASE("S4-13 without pooling: flatten 30,976") {
    CHECK(summary_of("s4-13-no-pool").layers[6].output.c == 30976);
}
