// The spec language: what it reads, what it writes, and where its errors point.
#include "core/net/spec_text.h"

#include <doctest/doctest.h>

#include <string>

#include "core/base/rng.h"
#include "core/net/network.h"
#include "core/net/zoo.h"

namespace {

using namespace cnn;

constexpr Shape kImage{1, 1, 28, 28};

NetworkSpec read(const std::string& text, Shape input = kImage) {
    const Result<NetworkSpec> spec = parse_network(text, input);
    if (!spec) FAIL(text << ": " << spec.error().sentence);
    return spec.value();
}

// The part of `text` that the error points at.
std::string place(const std::string& text, Shape input = kImage) {
    const Result<NetworkSpec> spec = parse_network(text, input);
    REQUIRE(!spec.ok());
    const Error& error = spec.error();
    CHECK(error.sentence.back() == '.');
    REQUIRE(error.at >= 0);
    REQUIRE(error.at + error.length <= static_cast<int>(text.size()));
    return text.substr(static_cast<std::size_t>(error.at), static_cast<std::size_t>(error.length));
}

}  // namespace

TEST_CASE("spec text: case, blanks and line ends do not matter") {
    const NetworkSpec plain = read("conv 8 3x3 | relu | maxpool 2 | flatten | dense 10");
    CHECK(read("CONV 8 3x3|ReLU|MaxPool 2|Flatten|Dense 10") == plain);
    CHECK(read("  conv 8 3x3\r\n  relu\n\nmaxpool 2\n\tflatten\n| dense 10\n") == plain);
    CHECK(read("conv 8 3 | relu | maxpool 2x2 s2 | dense 10") == plain);
}

TEST_CASE("spec text: a | without a layer on either side is refused at its place") {
    CHECK(place("conv 8 3x3 | | dense 10") == "| |");
    CHECK(place("conv 8 3x3 |\n\n|dense 10") == "|\n\n|");
    CHECK(place("relu || dense 10") == "||");
    CHECK(place("\n | dense 10") == "|");
    CHECK(place("dense 10 | ") == "|");
    CHECK(place("|") == "|");
    CHECK(parse_network("dense 10 |", kImage).error().sentence == "A layer is missing after this |.");
    CHECK(parse_network("| dense 10", kImage).error().sentence == "A layer is missing before this |.");
    CHECK(parse_network("relu | | dense 10", kImage).error().sentence ==
          "A layer is missing between these |.");
}

TEST_CASE("spec text: flatten before dense is implied only where there is something to flatten") {
    CHECK(to_text(read("dense 10")) == "flatten | dense 10");
    CHECK(to_text(read("dense 20 | relu | dense 10")) == "flatten | dense 20 | relu | dense 10");
    CHECK(to_text(read("conv 10 28x28")) == "conv 10 28x28");
}

TEST_CASE("spec text: every argument reaches its axis") {
    const NetworkSpec spec = read("conv 4 3x5 s2x1 p1x2 d1x2 | avgpool 2x3 s1x2 p1+0 | dense 10");
    const auto& conv = std::get<ConvSpec>(spec.layers[0]);
    CHECK(conv.filters == 4);
    CHECK(conv.y.kernel == 3);
    CHECK(conv.x.kernel == 5);
    CHECK(conv.y.stride == 2);
    CHECK(conv.x.stride == 1);
    CHECK(conv.y.pad_before == 1);
    CHECK(conv.x.pad_after == 2);
    CHECK(conv.y.dilation == 1);
    CHECK(conv.x.dilation == 2);
    const auto& pool = std::get<PoolSpec>(spec.layers[1]);
    CHECK(pool.kind == PoolKind::kAverage);
    CHECK(pool.x.kernel == 3);
    CHECK(pool.x.stride == 2);
    CHECK(pool.y.pad_before == 1);
    CHECK(pool.y.pad_after == 0);
    CHECK(std::get<ConvSpec>(read("conv 4 3 same | dense 10").layers[0]).y.padding == Padding::kSameUpper);
    CHECK(std::get<ConvSpec>(read("conv 4 3 full | dense 10").layers[0]).x.padding == Padding::kFull);
}

TEST_CASE("spec text: input and initialiser stand before the layers") {
    const NetworkSpec spec = read("input 32x24x3 | init lecun_uniform | dense 10");
    CHECK(spec.input == Shape{1, 3, 32, 24});
    CHECK(spec.initialiser.kind == Initialiser::kLecunUniform);
    CHECK(to_text(spec) == "init lecun_uniform | flatten | dense 10");
}

TEST_CASE("spec text: what is only counted may be large and end anywhere") {
    const auto table = [](const char* text, Shape input) {
        const Result<NetworkSpec> spec = parse_network(text, input, NetworkUse::kTable);
        if (!spec) FAIL(text << ": " << spec.error().sentence);
        return to_text(spec.value());
    };
    const char* counted[] = {"conv 64 3x3 g4 | batchnorm m0.99 e0.001 | lrn 5 a1e-05 b0.5 k2 | dropout 0.25",
                             "local 8 3x3 s2 nobias | flatten | dense 4096 | dense 4096"};
    for (const char* text : counted) CHECK(table(text, {1, 16, 64, 64}) == std::string(text));
    CHECK(table("depthwise 3x3 p1 s2", {1, 16, 64, 64}) == "conv 16 3x3 s2 p1 g16");
    CHECK(place("dense 65000", Shape{1, 1, 224, 224}) == "dense 65000");
    CHECK(!parse_network("flatten | 9x [dense 65536]", kImage, NetworkUse::kTable).ok());
}

TEST_CASE("spec text: canonical text reads back as the same network") {
    const char* texts[] = {
        "conv 4 3x5 s2x1 p1x2 d1x2 | maxpool 2x3 s1x2 | tanh | flatten | dense 10",
        "conv 4 3x3 same | conv 4 2x2 same-lower | conv 2 3x3 full | avgpool 3 p1 ceil | flatten | dense 7",
        "conv 4 3x3 p1+0x0+2 | maxpool 2 same | relu | flatten | dense 10",
        "init he_normal | conv 4 3x3 nobias | elu 1 | sumpool 2 | softplus | globalavgpool | dense 10 nobias",
        "init constant 0.05 | minpool 2 | l2pool 3 s1 d2 | leakyrelu 0.01 | bias | flatten | sigmoid | dense "
        "4 | "
        "softmax | dense 3 | logsoftmax | dense 2",
        "conv 4 3x3 s2 | convtranspose 2 3x5 s2x1 p1 d1x2 o1x0 nobias | local 2 3x3 nobias | batchnorm m0.99 "
        "| "
        "lrn 3 k2 | dropout 0.25 | flatten | dense 10",
        "avgpool 3 s2 p1 ceil count-padding | avgpool 2 p1 count-kernel | globalmaxpool | dense 10",
    };
    for (const char* text : texts) CHECK(to_text(read(text)) == std::string(text));
    for (const ZooEntry& entry : zoo()) {
        const Result<NetworkSpec> spec = parse_network(entry.spec, entry.input, NetworkUse::kTable);
        REQUIRE(spec.ok());
        CHECK(to_text(spec.value()) == entry.spec);
    }
}

TEST_CASE("spec text: an error points at its cause") {
    CHECK(place("conv 8 3x3 | cnov 8 3x3") == "cnov");
    CHECK(place("conv 8 3x3 | relu 3") == "3");
    CHECK(place("conv") == "conv");
    CHECK(place("conv 8 | relu") == "conv 8");
    CHECK(place("conv eight 3x3") == "eight");
    CHECK(place("conv 0 3x3") == "0");
    CHECK(place("conv 8 3x") == "3x");
    CHECK(place("conv 8 3x3 s0") == "s0");
    CHECK(place("conv 8 3x3 p-1") == "p-1");
    CHECK(place("conv 8 3x3 p300") == "p300");
    CHECK(place("conv 8 3x3 d1.5") == "d1.5");
    CHECK(place("conv 8 3x3 q") == "q");
    CHECK(place("conv 8 3x3 99999999999999999999") == "99999999999999999999");
    CHECK(place("maxpool") == "maxpool");
    CHECK(place("maxpool 2 full") == "full");
    CHECK(place("dense 10 20") == "20");
    CHECK(place("dense 10 | dense") == "dense");
    CHECK(place("relu | dense 65537") == "65537");
    CHECK(place("conv 8 3x3 g0 | dense 10") == "g0");
    CHECK(place("conv 8 3x3 g3 | dense 10") == "conv 8 3x3 g3");
    CHECK(place("maxpool 2 count-kernel | dense 10") == "count-kernel");
    CHECK(place("elu -1 | dense 10") == "-1");
    CHECK(place("dropout 1 | dense 10") == "1");
    CHECK(place("batchnorm x | dense 10") == "x");
    CHECK(place("dense 10 | softmax") == "softmax");
    CHECK(place("softmax | dense 10") == "softmax");
    CHECK(place("init he | dense 10") == "init he");
    CHECK(place("init constant | dense 10") == "init constant");
    CHECK(place("init zeros") == "init zeros");
    CHECK(place("input 28x28 | dense 10") == "input 28x28");
    CHECK(place("input 28x28x0 | dense 10") == "input 28x28x0");
    CHECK(place("input 4097x1x1 | dense 10") == "input 4097x1x1");
    CHECK(place("dense 10 | input 2x2x1") == "input");
}

TEST_CASE("spec text: an unknown word is told which layers there are, and what may stand before them") {
    for (const char* text : {"dens 10", "dense 10 | init zeros"}) {
        const std::string sentence = parse_network(text, kImage).error().sentence;
        CHECK(sentence.starts_with("There is no layer \""));
        CHECK(sentence.ends_with(
            "add, concat and residual. Before the first layer may stand input and init, as "
            "in \"init he_normal\"."));
    }
}

TEST_CASE("spec text: characters that a sentence cannot show are refused unquoted") {
    for (const std::string foreign : {"\xE2\x80\xAE", "\xFF\xFE", "\x1B", "\x7F"}) {
        CHECK(place("relu | " + foreign + "dense 10") == foreign);
        CHECK(parse_network("relu | " + foreign + "dense 10", kImage).error().sentence ==
              "A network is written in unaccented letters, digits, blanks, | and brackets.");
    }
}

TEST_CASE("spec text: what does not fit is the layer's fault, with the geometry's own words") {
    const std::string text = "conv 8 3x3 | maxpool 2 |  conv 8 7x7 d3 | dense 10";
    CHECK(place(text) == "conv 8 7x7 d3");
    CHECK(parse_network(text, kImage).error().sentence.find("7") != std::string::npos);
    CHECK(place("maxpool 2 p2 | dense 10") == "maxpool 2 p2");
}

TEST_CASE("spec text: the end must be flat values, one or more") {
    CHECK(place("conv 8 3x3 | relu") == "relu");
    CHECK(parse_network("dense 1", kImage).ok());
    CHECK(place("") == "");
    CHECK(place(" \n ") == " \n ");
}

TEST_CASE("spec text: brackets make branches, and layers name what they read") {
    const NetworkSpec spec = read(
        "conv 4 3x3 same | concat [conv 2 1x1 | relu] [maxpool 3 s1 p1 | add [] [conv 4 1x1]] [] | dense 10");
    const std::vector<std::vector<int>> inputs = {{-1}, {0}, {1}, {0}, {3}, {3, 4}, {2, 5, 0}, {6}, {7}};
    CHECK(spec.inputs == inputs);
    CHECK(std::holds_alternative<ConcatSpec>(spec.layers[6]));
    CHECK(read("relu | residual [conv 1 3x3 same] | dense 10") ==
          read("relu\n add\n[conv 1 3x3 same]\n\n[]\n| dense 10"));
    CHECK(read("2x [conv 8 3x3 | relu] | dense 10") == read("conv 8 3x3|relu|conv 8 3x3|relu|dense 10"));
    CHECK(read("add [] [] | dense 10").inputs[0] == std::vector<int>{-1, -1});
}

TEST_CASE("spec text: brackets and repetitions are written as they were read") {
    const char* texts[] = {
        "add [] [] | flatten | dense 10",
        "residual [conv 1 3x3 same | relu] | flatten | dense 10",
        "add [] [conv 1 3x3 same | relu] | flatten | dense 10",
        "add [conv 2 1x1] [conv 2 3x3 same | relu | conv 2 3x3 same] | relu | flatten | dense 10",
        "concat [relu] [residual [tanh]] [] [add [] [conv 1 1x1] []] | flatten | dense 10",
        "concat [concat [relu] [tanh]] [add [relu] [tanh] | residual [relu]] | flatten | dense 10",
        "concat [add [] []] [relu] | add [] [] [] | flatten | dense 10",
        ("conv 8 3x3 same | 3x [residual [conv 8 3x3 same | relu | 2x [residual [relu]]] | relu] | flatten | "
         "dense 10"),  // Clang takes two literals for a forgotten comma
        "relu | 2x [concat [] [conv 2 3x3 same]] | flatten | dense 10",
        "5x [conv 4 3x3 | relu] | flatten | dense 10",
        "conv 4 3x3 | relu | conv 4 3x3 | relu | conv 4 3x3 | relu | flatten | dense 10",
    };
    for (const char* text : texts) CHECK(to_text(read(text)) == std::string(text));
}

TEST_CASE("spec text: an error in brackets points at its cause") {
    CHECK(place("conv 8 3x3 [relu] | dense 10") == "[relu]");
    CHECK(place("[relu] | dense 10") == "[");
    CHECK(place("add [relu | dense 10") == "[");
    CHECK(place("relu] | dense 10") == "]");
    CHECK(place("add [relu] [] dense 10") == "dense");
    CHECK(place("residual | dense 10") == "residual");
    CHECK(place("residual [relu] [tanh] | dense 10") == "[tanh]");
    CHECK(place("concat [relu] | dense 10") == "concat");
    CHECK(place("add 3 [relu] [] | dense 10") == "3");
    CHECK(place("add [relu] [conv 8 3x3 | cnov] | dense 10") == "cnov");
    CHECK(place("residual [conv 8 3x3 |] | dense 10") == "|");
    CHECK(place("residual [conv 8 3x3 same] | dense 10") == "residual");
    CHECK(place("concat [maxpool 2] [] | dense 10") == "concat");
    CHECK(
        parse_network("concat [maxpool 2] [] | dense 10", kImage).error().sentence ==
        "concat needs branches of equal rows and columns: branch 1 gives 1 x 14 x 14, branch 2 gives 1 x 28 "
        "x 28.");
    CHECK(place("0x [relu] | dense 10") == "0x");
    CHECK(place("3x | dense 10") == "3x");
    CHECK(place("3x [] | dense 10") == "3x");
    CHECK(place("nx [relu] | dense 10") == "[relu]");
    std::string deep;
    for (int i = 0; i < 1000; ++i) deep += "residual [";
    CHECK(place(deep) == "[");
    CHECK(place("900x [900x [900x [add [] []]]] | dense 10") == "add");
}

TEST_CASE("spec text: limits hold before anything is allocated") {
    std::string long_text;
    for (int i = 0; i <= kMaxLayers; ++i) long_text += "relu|";
    CHECK(place(long_text + "dense 10") == "relu");
    CHECK(place("dense 65536 | dense 65536 | dense 10") == "dense 65536");    // 4.3 billion weights
    CHECK(place("conv 65536 3x3 p255 | dense 10") == "conv 65536 3x3 p255");  // 19 billion values
    CHECK(place("conv 60000 1x1 s28 | conv 60000 255x255 p255 | dense 10") == "conv 60000 255x255 p255");
    CHECK(place(std::string(100000, 'x')) == "x");
}

TEST_CASE("spec text: no mutation of a good text crashes, and what is read is canonical") {
    const std::string alphabet = "conv maxpool|\n0123456789xspd+-.densrlutfhgy\t[]";
    Rng rng(7);
    int good = 0;
    for (int round = 0; round < 5000; ++round) {
        std::string text =
            round % 2 == 0 ? "conv 8 3x3 s1 p1 | relu | maxpool 2 | conv 4 3x3 same d2 | flatten | dense 10"
                           : "2x [add [] [conv 1 3x3 same | relu]] | concat [relu] [3x [tanh]] [] | dense 10";
        for (std::uint32_t edits = 1 + rng.below(4); edits > 0; --edits)
            text[rng.below(static_cast<std::uint32_t>(text.size()))] =
                alphabet[rng.below(static_cast<std::uint32_t>(alphabet.size()))];
        const Result<NetworkSpec> spec = parse_network(text, kImage);
        if (!spec) continue;
        ++good;
        const Result<NetworkSpec> again = parse_network(to_text(spec.value()), kImage);
        REQUIRE(again.ok());
        REQUIRE(again.value() == spec.value());
    }
    CHECK(good > 50);
}
