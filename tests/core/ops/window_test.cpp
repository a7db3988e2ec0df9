// The geometry of one axis: the guide's cases, the lectures' sizes, every padding mode, and what is refused.
#include "core/ops/window.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>

namespace cnn {
namespace {

AxisSpec axis(int kernel, int stride = 1, int pad_before = 0, int pad_after = 0, int dilation = 1) {
    return {kernel, stride, Padding::kExplicit, pad_before, pad_after, dilation, false};
}

AxisSpec named(Padding padding, int kernel, int stride = 1, int dilation = 1) {
    return {kernel, stride, padding, 0, 0, dilation, false};
}

AxisPlan plan(int input, const AxisSpec& spec) {
    const Result<AxisPlan> result = plan_axis(input, spec);
    REQUIRE_MESSAGE(result.ok(), result.error().sentence);
    return result.value();
}

std::string refusal(int input, const AxisSpec& spec) {
    const Result<AxisPlan> result = plan_axis(input, spec);
    REQUIRE_FALSE(result.ok());
    return result.error().sentence;
}

TEST_CASE("window: the cases of the convolution arithmetic guide") {
    struct Case {
        const char* name;
        int input, pad, kernel, stride, dilation, output, left_over;
    };
    const Case cases[] = {{"no_padding_no_strides", 4, 0, 3, 1, 1, 2, 0},
                          {"arbitrary_padding_no_strides", 5, 2, 4, 1, 1, 6, 0},
                          {"same_padding_no_strides", 5, 1, 3, 1, 1, 5, 0},
                          {"full_padding_no_strides", 5, 2, 3, 1, 1, 7, 0},
                          {"no_padding_strides", 5, 0, 3, 2, 1, 2, 0},
                          {"padding_strides", 5, 1, 3, 2, 1, 3, 0},
                          {"padding_strides_odd", 6, 1, 3, 2, 1, 3, 1},
                          {"dilation", 7, 0, 3, 1, 2, 3, 0}};
    for (const Case& c : cases) {
        CAPTURE(c.name);
        const AxisPlan p = plan(c.input, axis(c.kernel, c.stride, c.pad, c.pad, c.dilation));
        CHECK(p.output == c.output);
        CHECK(p.left_over == c.left_over);
    }
}

TEST_CASE("window: sizes that the lectures print") {
    CHECK(plan(7, named(Padding::kValid, 3)).output == 5);      // S2-7 narrow: M - K + 1
    CHECK(plan(7, named(Padding::kFull, 3)).output == 9);       // S2-7 wide: M + K - 1
    CHECK(plan(7, named(Padding::kSameUpper, 3)).output == 7);  // S2-7 equal width
    CHECK(plan(19, axis(5, 1, 2, 2)).output == 19);             // S2-1 CONV1 of the policy net
    CHECK(plan(5, axis(3, 2, 1, 1)).output == 3);               // S3-10
    CHECK(plan(224, axis(11, 4, 2, 2)).output == 55);           // S3-18
    CHECK(plan(20, axis(10, 10)).output == 2);                  // S2-15
    CHECK(plan(512, axis(2, 2)).output == 256);                 // S2-15
    const AxisPlan rows = plan(8, axis(3, 2));                  // S3-7: the last input row is never read
    CHECK(rows.output == 3);
    CHECK(rows.left_over == 1);
    const int effective[2][4] = {{3, 5, 7, 9}, {5, 9, 13, 17}};  // S0-14
    for (int dilation = 1; dilation <= 4; ++dilation) {
        CHECK(plan(32, axis(3, 1, 0, 0, dilation)).effective_kernel == effective[0][dilation - 1]);
        CHECK(plan(32, axis(5, 1, 0, 0, dilation)).effective_kernel == effective[1][dilation - 1]);
    }
}

TEST_CASE("window: same padding puts the odd pixel where its name says") {
    const AxisPlan upper = plan(6, named(Padding::kSameUpper, 4));
    CHECK(upper.pad_before == 1);
    CHECK(upper.pad_after == 2);
    const AxisPlan lower = plan(6, named(Padding::kSameLower, 4));
    CHECK(lower.pad_before == 2);
    CHECK(lower.pad_after == 1);
    // TensorFlow's example of stride 2 on an even input: only the last side is padded
    const AxisPlan strided = plan(6, named(Padding::kSameUpper, 3, 2));
    CHECK(strided.output == 3);
    CHECK(strided.pad_before == 0);
    CHECK(strided.pad_after == 1);
}

TEST_CASE("window: ceil keeps a window that starts inside the input and drops one that does not") {
    AxisSpec pool = axis(3, 2, 1, 1);
    CHECK(plan(4, pool).output == 2);
    pool.ceil = true;
    CHECK(plan(4, pool).output == 3);
    CHECK(plan(4, pool).left_over == 0);
    AxisSpec sparse = axis(1, 2);  // the window after the last pixel would start behind the input
    sparse.ceil = true;
    CHECK(plan(4, sparse).output == 2);
    AxisSpec padded = axis(2, 2, 0, 1);
    padded.ceil = true;
    CHECK(plan(4, padded).output == 2);
    CHECK(plan(5, padded).output == 3);
}

// Counts window positions one by one.
int count_by_hand(const AxisPlan& p) {
    int count = 0;
    for (int start = -p.pad_before; start + p.effective_kernel <= p.input + p.pad_after; start += p.stride)
        ++count;
    return count;
}

TEST_CASE("window: the formula equals counting, for every small geometry") {
    int cases = 0;
    for (int input = 1; input <= 9; ++input)
        for (int kernel = 1; kernel <= 5; ++kernel)
            for (int stride = 1; stride <= 4; ++stride)
                for (int dilation = 1; dilation <= 3; ++dilation)
                    for (int pads = 0; pads < 9; ++pads) {
                        const Result<AxisPlan> result =
                            plan_axis(input, axis(kernel, stride, pads / 3, pads % 3, dilation));
                        const int padded = input + pads / 3 + pads % 3;
                        REQUIRE(result.ok() == (dilation * (kernel - 1) + 1 <= padded));
                        if (!result) continue;
                        const AxisPlan& p = result.value();
                        REQUIRE(p.output == count_by_hand(p));
                        REQUIRE(p.left_over == padded - p.reach());
                        REQUIRE(p.left_over < stride);
                        REQUIRE(p.numerator == padded - p.effective_kernel);
                        ++cases;
                    }
    CHECK(cases > 3000);
}

TEST_CASE("window: same padding gives ceil(input / stride) for every small geometry") {
    for (int input = 1; input <= 12; ++input)
        for (int kernel = 1; kernel <= 7; ++kernel)
            for (int stride = 1; stride <= 5; ++stride)
                for (int dilation = 1; dilation <= 3; ++dilation)
                    for (const Padding padding : {Padding::kSameUpper, Padding::kSameLower}) {
                        const AxisPlan p = plan(input, named(padding, kernel, stride, dilation));
                        REQUIRE(p.output == (input + stride - 1) / stride);
                        REQUIRE(p.output == count_by_hand(p));
                        REQUIRE(std::abs(p.pad_before - p.pad_after) <= 1);
                    }
}

TEST_CASE("window: what cannot be is refused with a sentence") {
    CHECK(refusal(9, axis(7, 1, 0, 0, 2)) ==
          "The kernel of 7 with dilation 2 spans 13 pixels, but the input has 9.");
    CHECK(refusal(3, axis(6, 1, 1, 1)) ==
          "The kernel of 6 spans 6 pixels, but the input has 3, 5 with its padding.");
    CHECK(refusal(0, axis(1)) == "The input is 0; it must be at least 1.");
    CHECK(refusal(5, axis(0)) == "The kernel is 0; it must be at least 1.");
    CHECK(refusal(5, axis(3, 0)) == "The stride is 0; it must be at least 1.");
    CHECK(refusal(5, axis(3, 1, 0, 0, -2)) == "The dilation is -2; it must be at least 1.");
    CHECK(refusal(5, axis(3, 1, -1)) == "The padding before is -1; it must be at least 0.");
    CHECK(refusal(5, axis(3, 1, 0, -1)) == "The padding after is -1; it must be at least 0.");
    CHECK(plan(5, {3, 1, Padding::kValid, -7, -7, 1, false}).output == 3);  // read only with kExplicit
}

TEST_CASE("window: absurd sizes are refused before they overflow") {
    constexpr int kHuge = std::numeric_limits<int>::max();
    CHECK(refusal(kHuge, axis(1)) == "The input is 2147483647; the limit is 262144.");
    CHECK(refusal(5, axis(kHuge)) == "The kernel is 2147483647; the limit is 262144.");
    CHECK(refusal(5, axis(3, kHuge)) == "The stride is 2147483647; the limit is 262144.");
    CHECK(refusal(5, axis(3, 1, kHuge, kHuge)) == "The padding before is 2147483647; the limit is 262144.");
    CHECK(refusal(5, axis(3, 1, 0, 0, 262144)) ==
          "The kernel of 3 with dilation 262144 spans 524289 pixels; the limit is 262144.");
    CHECK(plan(262144, axis(262144, 262144, 262144, 262144)).output == 3);
}

TEST_CASE("window: taps and their order") {
    const AxisPlan p = plan(7, axis(3, 2, 1, 1, 2));
    CHECK(p.tap(0, 0) == -1);
    CHECK_FALSE(p.inside(p.tap(0, 0)));
    CHECK(p.tap(1, 2) == 5);
    CHECK(p.inside(p.tap(1, 2)));
    CHECK_FALSE(p.inside(7));
    std::string order;
    for_each_tap(2, {plan(3, axis(2)), plan(3, axis(1))}, [&](int channel, int ky, int kx) {
        order += std::to_string(channel) + std::to_string(ky) + std::to_string(kx) + " ";
    });
    CHECK(order == "000 010 100 110 ");
}

}  // namespace
}  // namespace cnn
