// The table of worked examples. Every number was recomputed independently of this program; the tests compare.
#include "shell/lessons/01_convolution/examples.h"

namespace shell::lesson_convolution {
namespace {

constexpr std::string_view kS0 = "CE6146 Deep Learning, CNN week (2023)";
constexpr std::string_view kS2 = "Kun Suo, Convolutional Neural Networks";
constexpr std::string_view kS3 = "CNN lecture in pictures";

WorkedExample sharpen() {
    return {.code = "S0-12",
            .title = "Sharpen",
            .source = kS0,
            .note =
                "The lecture shows only the first cell, 320. Its empty output grid is five cells wide, but a "
                "6 × 6 input without padding gives 4 × 4.",
            .offer_label = "Show it with padding",
            .offer_code = "S0-12p",
            .input = {1, 1, 6, 6},
            .kernel = {1, 1, 3, 3},
            .pixels = {0, 0,   0,   0,   0,   0,    //
                       0, 105, 102, 100, 97,  96,   //
                       0, 103, 99,  103, 101, 102,  //
                       0, 101, 98,  104, 102, 100,  //
                       0, 99,  101, 106, 104, 99,   //
                       0, 104, 104, 104, 100, 98},
            .weights = {0, -1, 0, -1, 5, -1, 0, -1, 0},
            .bias = {0},
            .expected = {320, 206, 198, 188,  //
                         210, 89, 111, 101,   //
                         205, 85, 111, 101,   //
                         189, 98, 117, 113}};
}

WorkedExample sharpen_padded() {
    return {.code = "S0-12p",
            .title = "Sharpen, with padding",
            .source = kS0,
            .note =
                "The zeros on top and on the left of the lecture's picture are padding. Around the 5 × 5 "
                "pixels it makes an output of 5 × 5, as wide as the lecture's empty grid.",
            .offer_label = "Show it as printed",
            .offer_code = "S0-12",
            .input = {1, 1, 5, 5},
            .kernel = {1, 1, 3, 3},
            .pad = 1,
            .pixels = {105, 102, 100, 97,  96,   //
                       103, 99,  103, 101, 102,  //
                       101, 98,  104, 102, 100,  //
                       99,  101, 106, 104, 99,   //
                       104, 104, 104, 100, 98},
            .weights = {0, -1, 0, -1, 5, -1, 0, -1, 0},
            .bias = {0},
            .expected = {320, 206, 198, 188, 281,  //
                         210, 89,  111, 101, 213,  //
                         205, 85,  111, 101, 197,  //
                         189, 98,  117, 113, 193,  //
                         317, 211, 210, 194, 291}};
}

WorkedExample sub_sampling() {
    return {.code = "S2-5",
            .title = "Nine numbers from twenty-five",
            .source = kS2,
            .note =
                "All nine numbers are the lecture's. The picture is figure 1.1 of Dumoulin and Visin's guide "
                "(arXiv 1603.07285). True convolution would give 18, 20, 19 / 10, 9, 17 / 11, 8, 14.",
            .offer_label = "Show it with padding 1 and stride 2",
            .offer_code = "S2-5p",
            .input = {1, 1, 5, 5},
            .kernel = {1, 1, 3, 3},
            .pixels = {3, 3, 2, 1, 0,  //
                       0, 0, 1, 3, 1,  //
                       3, 1, 2, 2, 3,  //
                       2, 0, 0, 2, 2,  //
                       2, 0, 0, 0, 1},
            .weights = {0, 1, 2, 2, 2, 0, 0, 1, 2},
            .bias = {0},
            .expected = {12, 12, 17, 10, 17, 19, 9, 6, 14}};
}

WorkedExample sub_sampling_strided() {
    WorkedExample example = sub_sampling();
    example.code = "S2-5p";
    example.title = "The same with padding 1 and stride 2";
    example.note =
        "Not in the lecture, but in the guide that its picture comes from (arXiv 1603.07285, figure 1.2).";
    example.offer_label = "Show it as printed";
    example.offer_code = "S2-5";
    example.stride = 2;
    example.pad = 1;
    example.expected = {6, 17, 3, 8, 17, 13, 6, 4, 4};
    return example;
}

WorkedExample sobel_vertical() {
    return {
        .code = "S2-8",
        .title = "Sobel, vertical edges",
        .source = kS2,
        .note =
            "The lecture works out the first value, 62 - 33 = 29. This kernel is positive on the right, the "
            "lecture's horizontal one is positive on top; neither sign convention is stated.",
        .offer_label = "Show the horizontal kernel",
        .offer_code = "S2-8h",
        .input = {1, 1, 4, 4},
        .kernel = {1, 1, 3, 3},
        .pixels = {0, 50, 0, 29,   //
                   0, 80, 31, 2,   //
                   33, 90, 0, 75,  //
                   0, 9, 0, 95},
        .weights = {-1, 0, 1, -2, 0, 2, -1, 0, 1},
        .bias = {0},
        .expected = {29, -192, -35, -22}};
}

WorkedExample sobel_horizontal() {
    WorkedExample example = sobel_vertical();
    example.code = "S2-8h";
    example.title = "Sobel, horizontal edges";
    example.note =
        "The lecture shows this kernel beside the vertical one, without numbers. Together they give the "
        "strength of an edge: the root of 29 × 29 + 113 × 113 is 116.66 in the first cell.";
    example.offer_label = "Show the vertical kernel";
    example.offer_code = "S2-8";
    example.weights = {1, 2, 1, 0, 0, 0, -1, -2, -1};
    example.expected = {-113, -86, 173, 40};
    return example;
}

WorkedExample sobel_padded() {
    WorkedExample example = sobel_vertical();
    example.code = "S2-8p";
    example.title = "Sobel, vertical edges, with padding";
    example.note =
        "The same picture with one pixel of zeros around it: the output keeps the size of the input, and "
        "its rim answers to the edge of the picture.";
    example.offer_label = "Show it without padding";
    example.offer_code = "S2-8";
    example.pad = 1;
    example.expected = {180, 31,  -120, -31,  //
                        300, 29,  -192, -62,  //
                        269, -35, -22,  -31,  //
                        108, -33, 157,  0};
    return example;
}

WorkedExample true_convolution() {
    return {
        .code = "S2-9",
        .title = "True convolution",
        .source = kS2,
        .note =
            "The lecture's formula, y(i,j) = sum of w(u,v) x(i-u+1, j-v+1), and its numbers are true "
            "convolution: the kernel is turned by half a turn. The other examples of the lectures are "
            "cross-correlation, without a word about it. As cross-correlation this one gives 0, 2, 1 / -2, "
            "-2, -4 / 1, 0, 0. (A third lecture prints cross-correlation with I(i+m, j-n); right is j+n.)",
        .input = {1, 1, 5, 5},
        .kernel = {1, 1, 3, 3},
        .convention = Convention::kConvolution,
        .pixels = {1,  1,  1,  1,  1,  //
                   -1, 0,  -3, 0,  1,  //
                   2,  1,  1,  -1, 0,  //
                   0,  -1, 1,  2,  1,  //
                   1,  2,  1,  1,  1},
        .weights = {1, 0, 0, 0, 0, 0, 0, 0, -1},
        .bias = {0},
        .expected = {0, -2, -1, 2, 2, 4, -1, 0, 0}};
}

WorkedExample diagonal_of_an_x() {
    return {.code = "S2-10",
            .title = "Diagonals of an X",
            .source = kS2,
            .note =
                "All 25 numbers are the lecture's: a larger value means more of the feature. The kernel is "
                "the same after half a turn, so both conventions agree.",
            .input = {1, 1, 7, 7},
            .kernel = {1, 1, 3, 3},
            .pixels = {0, 0, 0, 0, 0, 0, 0,  //
                       0, 1, 0, 0, 0, 1, 0,  //
                       0, 0, 1, 0, 1, 0, 0,  //
                       0, 0, 0, 1, 0, 0, 0,  //
                       0, 0, 1, 0, 1, 0, 0,  //
                       0, 1, 0, 0, 0, 1, 0,  //
                       0, 0, 0, 0, 0, 0, 0},
            .weights = {1, 0, 0, 0, 1, 0, 0, 0, 1},
            .bias = {0},
            .expected = {2, 0, 1, 0, 1,  //
                         0, 3, 0, 1, 0,  //
                         1, 0, 3, 0, 1,  //
                         0, 1, 0, 3, 0,  //
                         1, 0, 1, 0, 2}};
}

WorkedExample binary_image() {
    return {.code = "S2-14",
            .title = "Binary image and a cross",
            .source = kS2,
            .note =
                "The lecture leaves the output empty; a second one shows the same picture and its first "
                "value, 4.",
            .input = {1, 1, 5, 5},
            .kernel = {1, 1, 3, 3},
            .pixels = {1, 1, 1, 0, 0,  //
                       0, 1, 1, 1, 0,  //
                       0, 0, 1, 1, 1,  //
                       0, 0, 1, 1, 0,  //
                       0, 1, 1, 0, 0},
            .weights = {1, 0, 1, 0, 1, 0, 1, 0, 1},
            .bias = {0},
            .expected = {4, 3, 4, 2, 4, 3, 2, 3, 4}};
}

WorkedExample binary_image_first() {
    WorkedExample example = binary_image();
    example.code = "S3-6";
    example.title = "Binary image: the first value";
    example.source = kS3;
    example.note =
        "The lecture prints the first value, 1·1 + 1·1 + 1·1 + 1·1 = 4: the four pixels of the first window "
        "that are 1 and lie under a weight of 1. Step through its nine products; the other eight cells are "
        "computed.";
    return example;
}

WorkedExample one_pixel() {
    return {.code = "S3-4",
            .title = "Edge kernel on one pixel",
            .source = kS3,
            .note =
                "The lecture prints the products 0, -140, 0 / -225, 880, -205 / 0, -250, 0 and their sum 60. "
                "The four corner pixels cannot be read; they are shown as 0 here, and their weights are 0.",
            .input = {1, 1, 3, 3},
            .kernel = {1, 1, 3, 3},
            .pixels = {0, 140, 0, 225, 220, 205, 0, 250, 0},
            .weights = {0, -1, 0, -1, 4, -1, 0, -1, 0},
            .bias = {0},
            .expected = {60}};
}

WorkedExample stride_two() {
    WorkedExample example{
        .code = "S3-7",
        .title = "Stride 2",
        .source = kS3,
        .note =
            "The lecture prints 108, 126 / 288, 306, the first two rows and columns of a 3 × 3 "
            "result. The last row of the input is never read: after three steps of 2 no "
            "whole window is left.",
        .input = {1, 1, 8, 7},
        .kernel = {1, 1, 3, 3},
        .stride = 2,
        .weights = {1, 1, 1, 1, 1, 1, 1, 1, 1},
        .bias = {0},
        .expected = {108, 126, 144, 288, 306, 324, 468, 486, 504}};
    for (int row = 0; row < 8; ++row)
        for (int column = 1; column <= 7; ++column)
            example.pixels.push_back(static_cast<float>(row * 10 + column));
    return example;
}

WorkedExample stride_one() {
    WorkedExample example = stride_two();
    example.code = "S3-7b";
    example.title = "The same with stride 1";
    example.note =
        "Every place: six rows and five columns fit, and all pixels are read. The first row is 108, 117, "
        "126, 135, 144.";
    example.offer_label = "Show it with stride 2";
    example.offer_code = "S3-7";
    example.stride = 1;
    example.expected = {108, 117, 126, 135, 144,  //
                        198, 207, 216, 225, 234,  //
                        288, 297, 306, 315, 324,  //
                        378, 387, 396, 405, 414,  //
                        468, 477, 486, 495, 504,  //
                        558, 567, 576, 585, 594};
    return example;
}

WorkedExample stride_three() {
    WorkedExample example = stride_two();
    example.code = "S3-7c";
    example.title = "The same with stride 3";
    example.note =
        "As far apart as the window is wide: no pixel is read twice, and two rows and a column are never "
        "read.";
    example.offer_label = "Show it with stride 2";
    example.offer_code = "S3-7";
    example.stride = 3;
    example.expected = {108, 135, 378, 405};
    return example;
}

WorkedExample three_channels() {
    return {.code = "S3-10",
            .title = "Three channels, two filters",
            .source = "cs231n's convolution demo, in a CNN lecture in pictures",
            .note =
                "All 18 numbers are the lecture's. It draws the 5 × 5 × 3 input with its padding, as 7 × 7 × "
                "3; the size is (5 - 3 + 2) / 2 + 1 = 3.",
            .input = {1, 3, 5, 5},
            .kernel = {2, 3, 3, 3},
            .stride = 2,
            .pad = 1,
            .pixels = {0, 0, 1, 0, 2,  //
                       1, 0, 2, 0, 1,  //
                       1, 0, 2, 2, 0,  //
                       2, 0, 0, 2, 0,  //
                       2, 1, 2, 2, 0,  //

                       2, 1, 2, 1, 1,  //
                       2, 1, 2, 0, 1,  //
                       0, 2, 1, 0, 1,  //
                       1, 2, 2, 2, 2,  //
                       0, 1, 2, 0, 1,  //

                       2, 1, 1, 2, 0,  //
                       1, 0, 0, 1, 0,  //
                       0, 1, 0, 0, 0,  //
                       1, 0, 2, 1, 0,  //
                       2, 2, 1, 1, 1},
            .weights = {-1, 0, 1,  0, 0,  1,  1, -1, 1,  //
                        -1, 0, 1,  1, -1, 1,  0, 1,  0,  //
                        -1, 1, 1,  1, 1,  0,  0, -1, 0,  //
                        0,  1, -1, 0, -1, 0,  0, -1, 1,  //
                        -1, 0, 0,  1, -1, 0,  1, -1, 0,  //
                        -1, 1, -1, 0, -1, -1, 1, 0,  0},
            .bias = {1, 0},
            .expected = {2, 3, 3, 3, 7, 3, 8, 10, -3,  //
                         -8, -8, -3, -3, 1, 0, -3, -8, -5}};
}

WorkedExample pixel_filter() {
    return {.code = "S3-11",
            .title = "New value of one pixel",
            .source = kS3,
            .note =
                "The lecture writes nine products and leaves out their sum: 427 in place of 192. The weights "
                "add up to 1, yet 427 lies outside of 0 to 255: a picture has to clamp it to 255.",
            .input = {1, 1, 3, 3},
            .kernel = {1, 1, 3, 3},
            .pixels = {0, 64, 128, 48, 192, 144, 42, 226, 168},
            .weights = {-1, 0, -2, 0.5F, 4.5F, -1.5F, 1.5F, 2, -3},
            .bias = {0},
            .expected = {427}};
}

WorkedExample seven_detector() {
    return {.code = "S3-14",
            .title = "Detector of a seven's stroke, with ReLU",
            .source = kS3,
            .note =
                "The lecture shows the same nine products \"= 0\" and then \"= -2\": 0 is the first "
                "position, -2 the second, and ReLU makes 0 of both.",
            .input = {1, 1, 5, 5},
            .kernel = {1, 1, 3, 3},
            .relu = true,
            .pixels = {0, 1, 1, 1, 1,  //
                       0, 0, 0, 0, 1,  //
                       0, 0, 0, 1, 0,  //
                       0, 0, 1, 0, 0,  //
                       0, 1, 0, 0, 0},
            .weights = {-1, -1, 1, -1, 1, -1, 1, -1, -1},
            .bias = {0},
            .expected = {0, 0, 0, 0, 0, 3, 0, 3, 0},
            .expected_before_relu = {0, -2, -3, -1, -2, 3, -2, 3, -2}};
}

const std::vector<WorkedExample>& table() {
    static const std::vector<WorkedExample> examples{
        sharpen(),          sharpen_padded(),   sub_sampling(), sub_sampling_strided(),
        sobel_vertical(),   sobel_horizontal(), sobel_padded(), true_convolution(),
        diagonal_of_an_x(), binary_image(),     one_pixel(),    binary_image_first(),
        stride_two(),       stride_one(),       stride_three(), three_channels(),
        pixel_filter(),     seven_detector()};
    return examples;
}

}  // namespace

std::span<const WorkedExample> worked_examples() { return table(); }

std::span<const std::string_view> example_codes() {
    static const std::vector<std::string_view> codes = [] {
        std::vector<std::string_view> all{"none"};
        for (const WorkedExample& example : table()) all.push_back(example.code);
        return all;
    }();
    return codes;
}

const WorkedExample& worked_example(int index) {
    CNN_ASSERT(index > 0 && index <= static_cast<int>(table().size()));
    return table()[static_cast<std::size_t>(index - 1)];
}

Settings example_settings(int index) {
    const WorkedExample& example = worked_example(index);
    Settings settings;
    settings.example = index;
    settings.channels = example.input.c;
    settings.filters = example.kernel.n;
    settings.y = {example.input.h, {.kernel = example.kernel.h, .stride = example.stride}};
    settings.x = {example.input.w, {.kernel = example.kernel.w, .stride = example.stride}};
    if (example.pad > 0) settings.set_padding(cnn::Padding::kExplicit);
    for (AxisSettings* axis : {&settings.y, &settings.x})
        axis->window.pad_before = axis->window.pad_after = example.pad;
    settings.convention = example.convention;
    settings.relu = example.relu;
    settings.bias = example.bias;
    settings.set_input(example.pixels);
    settings.set_kernel(example.weights);
    return settings;
}

}  // namespace shell::lesson_convolution
