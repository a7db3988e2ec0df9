// The lectures' worked examples, under their codes in the inventory. Each runs through the reference, the
// trace and every kernel table.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/ops/activation/activation.h"
#include "core/ops/conv2d/conv2d.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/conv2d/trace.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using Numbers = std::vector<float>;

struct Example {
    const char* code;
    Shape input;   // n is 1
    Numbers x;     // (C, H, W)
    Shape kernel;  // (OC, C, KH, KW)
    Numbers w;
    int stride;
    int pad;
    bool true_convolution;
    Numbers expected;  // (OC, OH, OW)
    Numbers bias = {};
};

const Numbers kSharpenGrid = {0, 0,   0,   0,   0,   0,   0, 105, 102, 100, 97,  96,
                              0, 103, 99,  103, 101, 102, 0, 101, 98,  104, 102, 100,
                              0, 99,  101, 106, 104, 99,  0, 104, 104, 104, 100, 98};
const Numbers kSharpenCore = {105, 102, 100, 97,  96,  103, 99, 103, 101, 102, 101, 98, 104,
                              102, 100, 99,  101, 106, 104, 99, 104, 104, 104, 100, 98};
const Numbers kSharpen = {0, -1, 0, -1, 5, -1, 0, -1, 0};
const Numbers kSobelImage = {0, 50, 0, 29, 0, 80, 31, 2, 33, 90, 0, 75, 0, 9, 0, 95};
const Numbers kSobelVertical = {-1, 0, 1, -2, 0, 2, -1, 0, 1};
const Numbers kSobelHorizontal = {1, 2, 1, 0, 0, 0, -1, -2, -1};
const Numbers kGuideImage = {3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1};
const Numbers kGuideKernel = {0, 1, 2, 2, 2, 0, 0, 1, 2};
const Numbers kFlipImage = {1, 1, 1, 1, 1, -1, 0, -3, 0, 1, 2, 1, 1, -1, 0, 0, -1, 1, 2, 1, 1, 2, 1, 1, 1};
const Numbers kFlipKernel = {1, 0, 0, 0, 0, 0, 0, 0, -1};
const Numbers kCrossImage = {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1,
                             0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
const Numbers kIdentity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
const Numbers kCrossOutput = {2, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0, 2};
const Numbers kBinaryImage = {1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0};
const Numbers kSevenImage = {0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
const Numbers kSevenKernel = {-1, -1, 1, -1, 1, -1, 1, -1, -1};

// Appendix A: the cs231n demo without its ring of padding, channel after channel.
const Numbers kDemoImage = {0, 0, 1, 0, 2, 1, 0, 2, 0, 1, 1, 0, 2, 2, 0, 2, 0, 0, 2, 0, 2, 1, 2, 2, 0,
                            2, 1, 2, 1, 1, 2, 1, 2, 0, 1, 0, 2, 1, 0, 1, 1, 2, 2, 2, 2, 0, 1, 2, 0, 1,
                            2, 1, 1, 2, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 2, 1, 0, 2, 2, 1, 1, 1};
const Numbers kDemoKernels = {-1, 0, 1, 0, 0,  1, 1, -1, 1, -1, 0, 1,  1, -1, 1,  0, 1,  0,
                              -1, 1, 1, 1, 1,  0, 0, -1, 0, 0,  1, -1, 0, -1, 0,  0, -1, 1,
                              -1, 0, 0, 1, -1, 0, 1, -1, 0, -1, 1, -1, 0, -1, -1, 1, 0,  0};

// S3-7: rows 1..7, 11..17, ..., 71..77.
Numbers counting_grid() {
    Numbers grid;
    for (int row = 0; row < 8; ++row)
        for (int column = 1; column <= 7; ++column) grid.push_back(static_cast<float>(10 * row + column));
    return grid;
}

std::vector<Example> examples() {
    const Shape one3x3{1, 1, 3, 3};
    const Numbers ones(9, 1.0F);
    return {
        {"S0-12 sharpen, as printed",
         {1, 1, 6, 6},
         kSharpenGrid,
         one3x3,
         kSharpen,
         1,
         0,
         false,
         {320, 206, 198, 188, 210, 89, 111, 101, 205, 85, 111, 101, 189, 98, 117, 113}},
        {"S0-12 sharpen, same padding",
         {1, 1, 5, 5},
         kSharpenCore,
         one3x3,
         kSharpen,
         1,
         1,
         false,
         {320, 206, 198, 188, 281, 210, 89,  111, 101, 213, 205, 85, 111,
          101, 197, 189, 98,  117, 113, 193, 317, 211, 210, 194, 291}},
        {"S2-5 sub-sampling figure",
         {1, 1, 5, 5},
         kGuideImage,
         one3x3,
         kGuideKernel,
         1,
         0,
         false,
         {12, 12, 17, 10, 17, 19, 9, 6, 14}},
        {"S2-5 as true convolution",
         {1, 1, 5, 5},
         kGuideImage,
         one3x3,
         kGuideKernel,
         1,
         0,
         true,
         {18, 20, 19, 10, 9, 17, 11, 8, 14}},
        {"S2-5 pad 1 stride 2",
         {1, 1, 5, 5},
         kGuideImage,
         one3x3,
         kGuideKernel,
         2,
         1,
         false,
         {6, 17, 3, 8, 17, 13, 6, 4, 4}},
        {"S2-8 vertical Sobel",
         {1, 1, 4, 4},
         kSobelImage,
         one3x3,
         kSobelVertical,
         1,
         0,
         false,
         {29, -192, -35, -22}},
        {"S2-8 as true convolution",
         {1, 1, 4, 4},
         kSobelImage,
         one3x3,
         kSobelVertical,
         1,
         0,
         true,
         {-29, 192, 35, 22}},
        {"S2-8 padding 1",
         {1, 1, 4, 4},
         kSobelImage,
         one3x3,
         kSobelVertical,
         1,
         1,
         false,
         {180, 31, -120, -31, 300, 29, -192, -62, 269, -35, -22, -31, 108, -33, 157, 0}},
        {"S2-8 horizontal Sobel",
         {1, 1, 4, 4},
         kSobelImage,
         one3x3,
         kSobelHorizontal,
         1,
         0,
         false,
         {-113, -86, 173, 40}},
        {"S2-9 true convolution",
         {1, 1, 5, 5},
         kFlipImage,
         one3x3,
         kFlipKernel,
         1,
         0,
         true,
         {0, -2, -1, 2, 2, 4, -1, 0, 0}},
        {"S2-9 as cross-correlation",
         {1, 1, 5, 5},
         kFlipImage,
         one3x3,
         kFlipKernel,
         1,
         0,
         false,
         {0, 2, 1, -2, -2, -4, 1, 0, 0}},
        {"S2-10 X", {1, 1, 7, 7}, kCrossImage, one3x3, kIdentity, 1, 0, false, kCrossOutput},
        {"S2-10 X, true convolution", {1, 1, 7, 7}, kCrossImage, one3x3, kIdentity, 1, 0, true, kCrossOutput},
        {"S2-14 binary image",
         {1, 1, 5, 5},
         kBinaryImage,
         one3x3,
         {1, 0, 1, 0, 1, 0, 1, 0, 1},
         1,
         0,
         false,
         {4, 3, 4, 2, 4, 3, 2, 3, 4}},
        {"S3-4 one pixel",
         {1, 1, 3, 3},
         {0, 140, 0, 225, 220, 205, 0, 250, 0},
         one3x3,
         {0, -1, 0, -1, 4, -1, 0, -1, 0},
         1,
         0,
         false,
         {60}},
        {"S3-7 stride 2",
         {1, 1, 8, 7},
         counting_grid(),
         one3x3,
         ones,
         2,
         0,
         false,
         {108, 126, 144, 288, 306, 324, 468, 486, 504}},
        {"S3-7 stride 3", {1, 1, 8, 7}, counting_grid(), one3x3, ones, 3, 0, false, {108, 135, 378, 405}},
        {"S3-10 cs231n demo",
         {1, 3, 5, 5},
         kDemoImage,
         {2, 3, 3, 3},
         kDemoKernels,
         2,
         1,
         false,
         {2, 3, 3, 3, 7, 3, 8, 10, -3, -8, -8, -3, -3, 1, 0, -3, -8, -5},
         {1, 0}},
        {"S3-10 as true convolution",
         {1, 3, 5, 5},
         kDemoImage,
         {2, 3, 3, 3},
         kDemoKernels,
         2,
         1,
         true,
         {3, 4, 2, 3, 1, 7, 4, 5, 7, -2, -3, -5, 0, -8, -6, -4, -6, -3},
         {1, 0}},
        {"S3-11 one pixel",
         {1, 1, 3, 3},
         {0, 64, 128, 48, 192, 144, 42, 226, 168},
         one3x3,
         {-1, 0, -2, 0.5F, 4.5F, -1.5F, 1.5F, 2, -3},
         1,
         0,
         false,
         {427}},
        {"S3-14 seven detector, before ReLU",
         {1, 1, 5, 5},
         kSevenImage,
         one3x3,
         kSevenKernel,
         1,
         0,
         false,
         {0, -2, -3, -1, -2, 3, -2, 3, -2}},
    };
}

Conv2dPlan plan_of(const Example& e) {
    const auto axis = [&](int input, int kernel) {
        const auto plan = plan_axis(input, {kernel, e.stride, Padding::kExplicit, e.pad, e.pad, 1, false});
        REQUIRE(plan.ok());
        return plan.value();
    };
    return {e.input.c, e.kernel.n, {axis(e.input.h, e.kernel.h), axis(e.input.w, e.kernel.w)}};
}

Tensor kernels_of(const Example& e) {
    const Tensor printed(e.kernel, e.w);
    return e.true_convolution ? rotate_kernels(printed) : printed;
}

Numbers bias_of(const Example& e) {
    return e.bias.empty() ? Numbers(static_cast<std::size_t>(e.kernel.n), 0.0F) : e.bias;
}

Numbers run_fast(const Example& e, const KernelTable& kernels) {
    const Conv2dPlan plan = plan_of(e);
    const Tensor w = kernels_of(e);
    Numbers y(plan.output_size());
    Floats workspace(conv2d_workspace(kernels, plan, 1));
    conv2d_forward(kernels, plan, 1, e.x.data(), w.data(), bias_of(e).data(), y.data(), workspace.data());
    return y;
}

Numbers run_trace(const Example& e) {
    const Conv2dPlan plan = plan_of(e);
    Numbers y;
    for (int oc = 0; oc < plan.filters; ++oc)
        for (int oy = 0; oy < plan.window.y.output; ++oy)
            for (int ox = 0; ox < plan.window.x.output; ++ox)
                y.push_back(
                    trace_conv2d(Tensor(e.input, e.x), kernels_of(e), bias_of(e), plan.window, oc, oy, ox)
                        .result);
    return y;
}

TEST_CASE("conv2d: the lectures' examples") {
    for (const Example& e : examples()) {
        CAPTURE(e.code);
        const Conv2dPlan plan = plan_of(e);
        Numbers reference(plan.output_size());
        reference_conv2d_forward(plan, 1, e.x.data(), kernels_of(e).data(), bias_of(e).data(),
                                 reference.data());
        CHECK(reference == e.expected);
        CHECK(run_trace(e) == e.expected);
        for (const KernelTable* kernels : available_kernels()) CHECK(run_fast(e, *kernels) == e.expected);
    }
}

TEST_CASE("conv2d: S3-7 stride 1 begins 108, 117, 126, 135, 144") {
    const Example e{"S3-7", {1, 1, 8, 7}, counting_grid(), {1, 1, 3, 3}, Numbers(9, 1.0F), 1, 0, false, {}};
    const Numbers y = run_fast(e, best_kernels());
    CHECK(Numbers(y.begin(), y.begin() + 5) == Numbers{108, 117, 126, 135, 144});
}

TEST_CASE("conv2d: S3-14 after ReLU") {
    Numbers y = {0, -2, -3, -1, -2, 3, -2, 3, -2};
    relu_forward(y.size(), y.data(), y.data());
    CHECK(y == Numbers{0, 0, 0, 0, 0, 3, 0, 3, 0});
}

TEST_CASE("conv2d: S2-8 gradient magnitude") {
    const Numbers vertical = {29, -192, -35, -22};
    const Numbers horizontal = {-113, -86, 173, 40};
    const Numbers expected = {116.66F, 210.38F, 176.51F, 45.65F};
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(std::hypot(vertical[i], horizontal[i]) == doctest::Approx(expected[i]).epsilon(1e-4));
}

TEST_CASE("conv2d: S3-10 sums per channel, as appendix A prints them") {
    const Numbers expected[2][3] = {
        {{-1, -2, -1, -2, 4, 2, 1, 4, -2}, {1, 2, 1, 4, 2, 1, 3, -1, -3}, {1, 2, 2, 0, 0, -1, 3, 6, 1}},
        {{-1, -3, -3, -2, 2, 1, 0, -4, 0},
         {-4, -2, -1, -1, 0, -1, 0, -3, -3},
         {-3, -3, 1, 0, -1, 0, -3, -1, -2}}};
    for (int oc = 0; oc < 2; ++oc)
        for (int ic = 0; ic < 3; ++ic) {
            CAPTURE(oc);
            CAPTURE(ic);
            const auto plane = kDemoImage.begin() + ic * 25;
            const auto kernel = kDemoKernels.begin() + (oc * 3 + ic) * 9;
            const Example e{
                "S3-10", {1, 1, 5, 5}, {plane, plane + 25}, {1, 1, 3, 3}, {kernel, kernel + 9}, 2, 1, false,
                {}};
            CHECK(run_fast(e, best_kernels()) == expected[oc][ic]);
        }
}

TEST_CASE("trace: the terms of S2-8's first cell") {
    const Example e{"S2-8", {1, 1, 4, 4}, kSobelImage, {1, 1, 3, 3}, kSobelVertical, 1, 1, false, {}};
    const Conv2dTrace trace =
        trace_conv2d(Tensor(e.input, e.x), kernels_of(e), Numbers{0.5F}, plan_of(e).window, 0, 1, 1);
    REQUIRE(trace.terms.size() == 9);
    const Conv2dTerm& centre = trace.terms[5];  // ky 1, kx 2
    CHECK(centre.ky == 1);
    CHECK(centre.kx == 2);
    CHECK(centre.iy == 1);
    CHECK(centre.ix == 2);
    CHECK(centre.input == 31.0F);
    CHECK(centre.weight == 2.0F);
    CHECK(centre.product == 62.0F);
    CHECK_FALSE(centre.padding);
    CHECK(trace.terms.back().partial == 29.0F);
    CHECK(trace.result == 29.5F);
    const Conv2dTrace corner =
        trace_conv2d(Tensor(e.input, e.x), kernels_of(e), Numbers{0}, plan_of(e).window, 0, 0, 0);
    CHECK(corner.terms[0].padding);
    CHECK(corner.terms[0].iy == -1);
    CHECK(corner.terms[0].input == 0.0F);
    CHECK(corner.result == 180.0F);
}

TEST_CASE("rotate_kernels: twice is nothing, rows and columns turn") {
    const Tensor w({1, 2, 2, 3}, Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    const Tensor turned = rotate_kernels(w);
    CHECK(Numbers(turned.values().begin(), turned.values().end()) ==
          Numbers{6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7});
    CHECK(testing::same_bits(rotate_kernels(turned).values(), w.values()));
}

}  // namespace
}  // namespace cnn
