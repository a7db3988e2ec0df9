// Sizes that the lectures print, the fifteen cases of the guide, and where the lectures err about sizes.
#include <array>

#include "shell/lessons/04_size/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_size {
namespace {

// `expected`: rows, columns, and what is left over of each.
using Row = LectureExample;

Row row(std::string_view code, std::string_view title, std::string_view source, std::string_view note,
        std::string_view fields, std::vector<float> expected) {
    return {code, title, source, note, std::string(fields), std::move(expected)};
}

void add_first(std::vector<Row>& all) {
    constexpr std::string_view kS0 = kLectureS0;
    all.push_back(row("S0-13", "Stride 1, valid", kS0, "The lecture shows the idea; the numbers are ours.",
                      "size=6&kernel=3", {4, 4, 0, 0}));
    all.push_back(row("S0-13b", "Stride 2, valid", kS0, "Half as many places, and one pixel is left over.",
                      "size=6&kernel=3&stride=2", {2, 2, 1, 1}));
    all.push_back(row("S0-13c", "Stride 1, same", kS0, "As large as the input.",
                      "size=6&kernel=3&padding=same", {6, 6, 0, 0}));
    all.push_back(row("S0-13d", "Stride 2, same", kS0,
                      "Half the input. One pixel of padding is enough, and it stands at the end.",
                      "size=6&kernel=3&stride=2&padding=same", {3, 3, 0, 0}));
}

void add_second(std::vector<Row>& all) {
    constexpr std::string_view kS2 = kLectureS2;
    all.push_back(row("S2-1", "AlphaGo's first layer", kS2, "Padded by 2 the board has 23 points a side.",
                      "size=19&kernel=5&pad=2", {19, 19, 0, 0}));
    all.push_back(row("S2-1b", "AlphaGo's other layers", kS2, "Padded by 1 it has 21.",
                      "size=19&kernel=3&pad=1", {19, 19, 0, 0}));
    all.push_back(row("S2-7", "Narrow", kS2, "M - K + 1 = 5.", "size=7&kernel=3", {5, 5, 0, 0}));
    all.push_back(row("S2-7b", "Wide", kS2, "M + K - 1 = 9, with K - 1 zeros on each side.",
                      "size=7&kernel=3&padding=full", {9, 9, 0, 0}));
    all.push_back(row("S2-7c", "Equal width", kS2, "P = (K - 1) / 2 keeps the width; only an odd K has that.",
                      "size=7&kernel=3&pad=1", {7, 7, 0, 0}));
    constexpr std::string_view kPanels =
        "The lecture's panels have no numbers; these are for 5 pixels and a kernel of 3.";
    all.push_back(row("S2-12", "S = 1, P = 0", kS2, kPanels, "size=5&kernel=3", {3, 3, 0, 0}));
    all.push_back(row("S2-12b", "S = 2, P = 0", kS2, kPanels, "size=5&kernel=3&stride=2", {2, 2, 0, 0}));
    all.push_back(row("S2-12c", "S = 1, P = 1", kS2, kPanels, "size=5&kernel=3&pad=1", {5, 5, 0, 0}));
    all.push_back(
        row("S2-12d", "S = 2, P = 1", kS2, kPanels, "size=5&kernel=3&stride=2&pad=1", {3, 3, 0, 0}));
}

void add_third(std::vector<Row>& all) {
    constexpr std::string_view kS3 = kLectureS3;
    all.push_back(row("S3-5", "Zero-pad", kS3, "Zeros around the picture, so that the filter fits.",
                      "size=6&kernel=3&stride=2&padding=same", {3, 3, 0, 0}));
    all.push_back(row("S3-5b", "Drop what does not fit", kS3,
                      "\"Valid\": the last row and column are not read.", "size=6&kernel=3&stride=2",
                      {2, 2, 1, 1}));
    all.push_back(row("S3-6", "A binary picture", kS3, "Its first output, 4, is one of nine.",
                      "size=5&kernel=3", {3, 3, 0, 0}));
    all.push_back(row("S3-7", "Stride 2 over 8 rows and 7 columns", kS3,
                      "The lecture prints four of the nine outputs. The last row is never read.",
                      "height=8&width=7&kernel=3&stride=2", {3, 3, 1, 0}));
    all.push_back(row("S3-7b", "The same with stride 1", kS3, "Every place.", "height=8&width=7&kernel=3",
                      {6, 5, 0, 0}));
    all.push_back(row("S3-7c", "The same with stride 3", kS3, "Two rows and a column are never read.",
                      "height=8&width=7&kernel=3&stride=3", {2, 2, 2, 1}));
    constexpr std::string_view kSeries = "The lecture's pictures have no numbers; these are for 7 pixels.";
    all.push_back(row("S3-8", "Size 3 with stride 1", kS3, kSeries, "size=7&kernel=3", {5, 5, 0, 0}));
    all.push_back(
        row("S3-8b", "Size 3 with stride 2", kS3, kSeries, "size=7&kernel=3&stride=2", {3, 3, 0, 0}));
    all.push_back(
        row("S3-8c", "Size 3 with stride 3", kS3, kSeries, "size=7&kernel=3&stride=3", {2, 2, 1, 1}));
    all.push_back(row("S3-9", "AlexNet's first layer", kS3,
                      "(227 - 11) / 4 + 1 = 55. With 96 filters 290,400 numbers.",
                      "size=227&kernel=11&stride=4", {55, 55, 0, 0}));
    all.push_back(row("S3-10", "The cs231n demo", kS3, "(5 - 3 + 2) / 2 + 1 = 3.",
                      "size=5&kernel=3&stride=2&pad=1", {3, 3, 0, 0}));
    all.push_back(row("S4-11", "Stride 2 without padding", kLectureS4, "Windows 1, 2 above and 3, 4 below.",
                      "size=5&kernel=3&stride=2", {2, 2, 0, 0}));
}

constexpr std::string_view kForward = "One of the guide's eight convolutions.";
constexpr std::string_view kBack = "Back to the size that the guide's convolution began with.";

void add_guide(std::vector<Row>& all) {
    const auto add = [&](std::string_view code, std::string_view title, std::string_view fields, float out,
                         float left_over) {
        all.push_back(row(code, title, kGuide, kForward, fields, {out, out, left_over, left_over}));
    };
    add("G-1", "No padding, no strides", "size=4&kernel=3", 2, 0);
    add("G-2", "Arbitrary padding, no strides", "size=5&kernel=4&pad=2", 6, 0);
    add("G-3", "Half padding, no strides", "size=5&kernel=3&pad=1", 5, 0);
    add("G-4", "Full padding, no strides", "size=5&kernel=3&pad=2", 7, 0);
    add("G-5", "No padding, strides", "size=5&kernel=3&stride=2", 2, 0);
    add("G-6", "Padding and strides", "size=5&kernel=3&stride=2&pad=1", 3, 0);
    add("G-7", "Padding and strides, one left over", "size=6&kernel=3&stride=2&pad=1", 3, 1);
    add("G-8", "Dilation", "size=7&kernel=3&dilation=2", 3, 0);
}

void add_guide_transposed(std::vector<Row>& all) {
    const auto add = [&](std::string_view code, std::string_view title, std::string_view fields, float out,
                         float padding) {
        all.push_back(row(code, title, kGuide, kBack, "transposed=1&" + std::string(fields),
                          {out, out, padding, padding}));
    };
    add("G-9", "Transposed: no padding, no strides", "size=2&kernel=3", 4, 0);
    add("G-10", "Transposed: arbitrary padding", "size=6&kernel=4&pad=2", 5, 0);
    add("G-11", "Transposed: half padding", "size=5&kernel=3&pad=1", 5, 0);
    add("G-12", "Transposed: full padding", "size=7&kernel=3&pad=2", 5, 0);
    add("G-13", "Transposed: strides", "size=2&kernel=3&stride=2", 5, 0);
    add("G-14", "Transposed: padding and strides", "size=3&kernel=3&stride=2&pad=1", 5, 0);
    add("G-15", "Transposed: with output padding", "size=3&kernel=3&stride=2&pad=1&output_padding=1", 6, 1);
}

}  // namespace

std::span<const LectureExample> SizeModel::lecture_examples() const {
    static const std::vector<LectureExample> kAll = [] {
        std::vector<LectureExample> all;
        add_first(all);
        add_second(all);
        add_third(all);
        add_guide(all);
        add_guide_transposed(all);
        return all;
    }();
    return kAll;
}

std::span<const Erratum> SizeModel::errata() const {
    static constexpr std::array kErrata{
        Erratum{
            "E7", kLectureS0, "AlexNet reads 224 × 224 pixels with a kernel of 11 and stride 4.",
            "example=S0-13&size=224&kernel=11&stride=4&t=6",
            "(224 - 11) / 4 + 1 = 54.25: rounded down that is 54, and the network has 55. With 227 pixels it "
            "is 55 exactly, as S3-9 has it; so it is with 224 and padding 2."},
        Erratum{
            "E9", kLectureS0, "A 6 × 6 input, a 3 × 3 kernel and an output grid of five cells a side.",
            "example=S0-13&t=6",
            "6 - 3 + 1 = 4. Five cells come from a 5 × 5 picture with a padding of 1, whose zeros are the "
            "picture's first row and column in the lecture."},
        Erratum{"E20", kLectureS2, "\"P = (K - 1) / 2 gives equal width.\"",
                "example=S2-7&kernel=4&padding=explicit&pad=1&t=6",
                "Only for an odd K. A kernel of 4 would need 1.5 pixels: with 1 on both sides 7 becomes 6, "
                "with 2 "
                "it becomes 8. \"Same\" puts 1 before and 2 after."},
        Erratum{"E23", kLectureS2, "\"Each point is convolved 3 times\" by a 3 × 3 kernel.",
                "example=S2-12&t=15",
                "The pixel in the middle is read 9 times, one in a corner once: look at the map."},
        Erratum{"E27", kLectureS3, "Four outputs, 108, 126 / 288, 306, as the whole result.",
                "example=S3-7&t=6", "Three rows and three columns fit: nine outputs."},
        Erratum{
            "E42", kLectureS3, "The size formula once with and once without rounding.",
            "example=S0-13&size=28&stride=2&t=5",
            "It matters where the stride does not go into the way: 25 / 2 + 1 = 13.5. A convolution rounds "
            "down to 13; pooling with ceil has 14."},
        Erratum{"E44", kLectureS3,
                "Convolutions \"decrease width and height\", beside models with padding \"same\".",
                "example=S0-13&size=32&kernel=2&padding=same&t=6",
                "Only without padding. With \"same\" and stride 1 the 32 × 32 picture stays 32 × 32."},
        Erratum{"E45", kLectureS3, "The same PyTorch layer, first with padding 0, then with padding 1.",
                "example=S0-13&size=32&t=6",
                "Two different layers: without padding 32 becomes 30, with 1 it stays 32."},
    };
    return kErrata;
}

}  // namespace shell::lesson_size
