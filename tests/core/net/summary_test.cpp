// Shapes, counts and receptive fields of the lectures' networks, as seed-inventory prints them.
#include "core/net/summary.h"

#include <doctest/doctest.h>

#include <string>

#include "core/net/spec_text.h"
#include "core/net/zoo.h"

namespace {

using namespace cnn;

NetworkSummary summary_of(std::string_view slug) {
    const ZooEntry* entry = find_network(slug);
    REQUIRE(entry != nullptr);
    const Result<NetworkSpec> spec = parse_network(entry->spec, entry->input);
    REQUIRE(spec.ok());
    return summarise(spec.value());
}

}  // namespace

TEST_CASE("zoo: every entry reads, and its computed parameters are the printed ones") {
    for (const ZooEntry& entry : zoo()) {
        CAPTURE(entry.slug);
        const Result<NetworkSpec> spec = parse_network(entry.spec, entry.input);
        REQUIRE(spec.ok());
        CHECK(summarise(spec.value()).parameters == entry.parameters);
        CHECK(find_network(entry.slug) == &entry);
        CHECK((entry.data == "mnist") == (entry.input.h == 28));
        CHECK(to_text(spec.value()) == entry.spec);
    }
    CHECK(find_network("s4-14") == nullptr);
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

TEST_CASE("S2-25, LeNet-5, S4-1, S1-15: parameters and multiply-adds") {
    CHECK(summary_of("s2-25").parameters == 1087106);
    CHECK(summary_of("s2-25").multiply_adds == 4771600);
    CHECK(summary_of("lenet-5").parameters == 61706);
    CHECK(summary_of("lenet-5").multiply_adds == 416520);
    CHECK(summary_of("s4-1").parameters == 407050);
    CHECK(summary_of("s4-1").multiply_adds == 406528);
    CHECK(summary_of("s1-15").parameters == 5160);
    CHECK(summary_of("s1-15").multiply_adds == 8240);
}

TEST_CASE("S4-13 without pooling: flatten 30,976, 2,038,922 parameters, 30,636,800 multiply-adds") {
    const Result<NetworkSpec> spec = parse_network(
        "conv 32 3x3 | relu | conv 64 3x3 | relu | conv 64 3x3 | relu | dense 64 | relu | dense 10",
        {1, 1, 28, 28});
    REQUIRE(spec.ok());
    const NetworkSummary summary = summarise(spec.value());
    CHECK(summary.layers[6].output.c == 30976);
    CHECK(summary.parameters == 2038922);
    CHECK(summary.multiply_adds == 30636800);
}

TEST_CASE("S0-18, S1-18, S3-22C: counts of further lectures") {
    const auto counts = [](const char* text, Shape input) {
        const Result<NetworkSpec> spec = parse_network(text, input);
        REQUIRE(spec.ok());
        return summarise(spec.value());
    };
    const NetworkSummary s0_18 = counts(
        "conv 32 3x3 | relu | maxpool 2 | conv 64 3x3 | relu | maxpool 2 | dense 128 | relu | dense 10",
        {1, 3, 32, 32});
    CHECK(s0_18.parameters == 315722);
    CHECK(s0_18.multiply_adds == 4188800);
    const NetworkSummary s1_18 = counts(
        "conv 32 3x3|relu|maxpool 2|conv 64 3x3|relu|maxpool 2|conv 64 3x3|relu|dense 64|relu|dense 10",
        {1, 3, 32, 32});
    CHECK(s1_18.parameters == 122570);
    CHECK(s1_18.multiply_adds == 4548608);
    const NetworkSummary s3_22c = counts(
        "conv 64 3x3 | relu | maxpool 2 | conv 64 3x3 | relu | maxpool 2 | dense 128 | relu | dense 10",
        {1, 1, 28, 28});
    CHECK(s3_22c.parameters == 243786);
    CHECK(s3_22c.multiply_adds == 5056000);
}
