// The lectures' pooled numbers, computed independently of this program, and the lectures' slips.
#include <array>

#include "core/ops/conventions.h"
#include "shell/lessons/06_pooling/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_pooling {
namespace {

constexpr std::string_view kTwoByTwo = "channels=1&size=2&input=1,2,3,4&kernel=2&stride=2";
constexpr std::string_view kGuideGrid =
    "channels=1&size=5&kernel=3&stride=1&input=3,3,2,1,0,0,0,1,3,1,3,1,2,2,3,2,0,0,2,2,2,0,0,0,1";
constexpr std::string_view kOneToSixteen =
    "channels=1&size=4&kernel=3&stride=2&pad=1&ceil=1&kind=average&"
    "input=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16";

// Row by row 0, 1, 2, ...: as many as the picture has pixels.
std::string counting(int count) {
    std::string list = "0";
    for (int i = 1; i < count; ++i) list += "," + std::to_string(i);
    return list;
}

std::string with(std::string_view fields, std::string_view more) {
    return std::string(fields) + "&" + std::string(more);
}

void add_small(std::vector<LectureExample>& all) {
    all.push_back({"S0-16",
                   "Maximum of four",
                   kLectureS0,
                   "The lecture's four numbers: the largest is 4.",
                   std::string(kTwoByTwo),
                   {4}});
    all.push_back({"S0-16b",
                   "Average of four",
                   kLectureS0,
                   "(1 + 2 + 3 + 4) / 4 = 2.5.",
                   with(kTwoByTwo, "kind=average"),
                   {2.5F}});
    all.push_back({"S0-16c",
                   "Global average",
                   kLectureS0,
                   "One window over the whole picture. Over four pixels it is the same as the average.",
                   with(kTwoByTwo, "kind=average&global=1"),
                   {2.5F}});
    all.push_back(
        {"S0-16d", "Minimum of four", kLectureS0, "The smallest is 1.", with(kTwoByTwo, "kind=min"), {1}});
}

void add_sizes(std::vector<LectureExample>& all) {
    all.push_back({"S2-15",
                   "20 × 20 with a window of 10",
                   kLectureS2,
                   "The lecture gives the size alone: 2 × 2. The numbers here count the pixels from 0.",
                   "channels=1&size=20&kernel=10&stride=10&input=" + counting(400),
                   {189, 199, 389, 399},
                   0,
                   2});
    all.push_back(
        {"S2-15b",
         "512 × 512 becomes 256 × 256",
         kLectureS2,
         "Half of each side is one fourth of the picture. Behind the pooled numbers stands the side "
         "of the pooled picture.",
         with(kTwoByTwo, "picture=512"),
         {4, 256}});
}

void add_slices(std::vector<LectureExample>& all) {
    const auto add = [&](std::string_view code, std::string_view title, std::string_view note,
                         std::string fields, std::vector<float> expected, float tolerance = 0,
                         int columns = 2) {
        all.push_back(
            {code, title, kLectureS3, note, std::move(fields), std::move(expected), tolerance, columns});
    };
    add("S3-21", "Maximum of three slices", "Each slice by itself: pooling keeps the depth.", "kind=max",
        {9, 8, 7, 9, 9, 7, 8, 9, 7, 9, 8, 9});
    add("S3-21b", "Average of three slices", "The sum of each window, divided by four.", "kind=average",
        {4.75F, 6.25F, 4.75F, 4.25F, 5.25F, 3.5F, 2.75F, 4.5F, 5, 3.5F, 3.75F, 3.75F});
    add("S3-21c", "Sum of three slices", "The average without its division.", "kind=sum",
        {19, 25, 19, 17, 21, 14, 11, 18, 20, 14, 15, 15});
    add("S3-21d", "Minimum of three slices", "The smallest of each window.", "kind=min",
        {1, 4, 1, 0, 1, 0, 0, 0, 2, 0, 0, 1});
    add("S3-21e", "L2 norm of three slices", "The root of the sum of squares.", "kind=l2",
        {11.0905F, 12.8452F, 10.5357F, 11, 11.9583F, 8.6023F, 8.3066F, 11.0454F, 10.6771F, 9.8995F, 9.6437F,
         9.7468F},
        6e-5F);
    add("S3-21f", "Global average of three slices", "One number per slice.", "kind=average&global=1",
        {5, 4, 4}, 0, 0);
    add("S3-22", "32, 16, 8, 4", "Model B pools three times; behind the numbers stand the three sides.",
        std::string(kTwoByTwo) + "&picture=32&times=3", {4, 16, 8, 4}, 0, 0);
}

void add_networks(std::vector<LectureExample>& all) {
    all.push_back(
        {"S4-11",
         "Stride 2 without padding",
         kLectureS4,
         "Windows 1 to 4 on a grid of 5: only two fit in each direction. The numbers here count the "
         "pixels from 0.",
         "channels=1&size=5&kernel=3&stride=2&input=" + counting(25),
         {12, 14, 22, 24},
         0,
         2});
    all.push_back({"S4-12",
                   "Maximum pooling in the MNIST network",
                   kLectureS4,
                   "Behind the first convolution 26 pixels become 13.",
                   with(kTwoByTwo, "picture=26"),
                   {4, 13}});
    all.push_back({"S4-12b",
                   "The second one leaves a pixel",
                   kLectureS4,
                   "11 pixels become 5: the last row and column are never read. The numbers here count the "
                   "pixels from 0.",
                   "channels=1&size=11&kernel=2&stride=2&input=" + counting(121),
                   {12, 14, 16, 18, 20, 34, 36, 38,  40,  42,  56,  58, 60,
                    62, 64, 78, 80, 82, 84, 86, 100, 102, 104, 106, 108},
                   0,
                   5});
}

void add_guide(std::vector<LectureExample>& all) {
    all.push_back({"S2-5a",
                   "The guide's average pooling",
                   kGuide,
                   "On the input of S2-5, printed with one digit behind the point.",
                   with(kGuideGrid, "kind=average"),
                   {1.7F, 1.7F, 1.7F, 1.0F, 1.2F, 1.8F, 1.1F, 0.8F, 1.3F},
                   0.05F,
                   3});
    all.push_back({"S2-5b",
                   "The guide's maximum pooling",
                   kGuide,
                   "On the same input.",
                   std::string(kGuideGrid),
                   {3, 3, 3, 3, 3, 3, 3, 2, 3},
                   0,
                   3});
}

// pytorch/pytorch issue 183528: an average pool of 3 with stride 2, padding 1 and ceil over 1 .. 16.
void add_frameworks(std::vector<LectureExample>& all) {
    const cnn::Convention& rule = *cnn::find_convention("average-count");
    const auto note = [&](std::string_view who, std::string_view what, const char* seen) {
        return std::string(who) + " divides by " + std::string(what) + ". " + seen;
    };
    static const std::string torch = note("PyTorch", rule.pytorch, "Here the last window is divided by 4.");
    static const std::string onnx =
        note("ONNX", rule.onnx, "Here by 9: five of the nine numbers differ from PyTorch's.");
    static const std::string keras =
        note("Keras", rule.keras, "So do the others with count_include_pad off.");
    all.push_back({"ceil-torch",
                   "Average with ceil in PyTorch",
                   kOwn,
                   torch,
                   with(kOneToSixteen, "count=padded"),
                   {1.5556F, 3.3333F, 2, 6.3333F, 11, 6, 4.5F, 7.5F, 4},
                   5e-5F,
                   3});
    all.push_back({"ceil-onnx",
                   "The same in ONNX up to opset 18",
                   kOwn,
                   onnx,
                   with(kOneToSixteen, "count=kernel"),
                   {1.5556F, 3.3333F, 1.3333F, 6.3333F, 11, 4, 3, 5, 1.7778F},
                   5e-5F,
                   3});
    all.push_back({"ceil-keras",
                   "The same without the padding",
                   kOwn,
                   keras,
                   with(kOneToSixteen, "count=inside"),
                   {3.5F, 5, 6, 9.5F, 11, 12, 13.5F, 15, 16},
                   0,
                   3});
    all.push_back(
        {"shift",
         "A shift that maximum pooling does not notice",
         kOwn,
         "Each bright pixel stays in its window when the picture moves one to the right. One more "
         "and every window is another.",
         "channels=1&size=6&shift_x=1&input=9,0,0,0,7,0,0,0,5,0,0,0,0,0,8,0,0,0,6,0,0,0,4,0,3,0,0,0,"
         "0,0,0,0,2,0,9,0",
         {9, 5, 7, 6, 8, 4, 3, 2, 9},
         0,
         3});
}

}  // namespace

std::span<const LectureExample> PoolingModel::lecture_examples() const {
    static const std::vector<LectureExample> kAll = [] {
        std::vector<LectureExample> all;
        add_small(all);
        add_sizes(all);
        add_slices(all);
        add_networks(all);
        add_guide(all);
        add_frameworks(all);
        return all;
    }();
    return kAll;
}

std::span<const Erratum> PoolingModel::errata() const {
    static constexpr std::array kErrata{
        Erratum{
            "E8", kLectureS0, "\"Pooling reduces parameters; it is invariant to scale and orientation.\"",
            "example=S3-21&shift_x=1",
            "Pooling has no parameters at all. It makes the pictures smaller, so that a dense layer behind "
            "it needs fewer weights: 576 inputs instead of 30,976 in the network of S4-13. Nor is it "
            "invariant: one pixel to the right changes 7 of these 12 maxima. Only what stays within its "
            "window is not noticed."},
        Erratum{
            "E43", kLectureS3, "\"No zero padding\" for pooling.",
            "example=S0-16&input=-7,-7,-7,-7&kernel=3&stride=1&padding=explicit&pad=1",
            "That is a habit, not a rule: every framework offers padding here. For a maximum it is not made "
            "of zeros: it never wins, and these four windows give -7 and not 0."},
    };
    return kErrata;
}

}  // namespace shell::lesson_pooling
