// Worked examples of the lectures and of the guide to convolution arithmetic. Outputs were computed by
// another program.
#include <array>

#include "shell/lessons/10_transposed/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_transposed {

std::span<const LectureExample> TransposedModel::lecture_examples() const {
    static const std::vector<LectureExample> table{
        {"S1-1",
         "Deconvolution is the inverse",
         kLectureS1,
         "y = x * w, and deconvolution is the way from y back to x. Here x = 4, 5, 6, 7 and w = 1, 2, 3 "
         "(S1-2): first the six numbers of y, then the transposed convolution, then the division, which "
         "gives x.",
         "view=inverse",
         {4, 13, 28, 34, 32, 21, 114, 171, 192, 161, 4, 5, 6, 7},
         0,
         0},
        {"S2-20",
         "One to many: 3 × 3 becomes 7 × 7",
         kLectureS2,
         "A map from one number to many, from low to high resolution, with stride 2. The slide has no "
         "numbers: input and kernel are ours.",
         "",
         {1,  2,  3,  4,  5,  6,  3,  2,  4,  6,  8,  10, 12, 6,  5,  10, 12, 14, 16, 18, 9,  8,  16, 18, 20,
          22, 24, 12, 11, 22, 24, 26, 28, 30, 15, 14, 28, 30, 32, 34, 36, 18, 7,  14, 15, 16, 17, 18, 9},
         0,
         7},
        {"S2-20b",
         "Fractional stride",
         kLectureS2,
         "The same output, seen as a convolution with stride 1 over the input with zeros between its "
         "numbers: one step is half an input pixel. The slide repeats the text on dilation here (E23).",
         "view=gather",
         {1,  2,  3,  4,  5,  6,  3,  2,  4,  6,  8,  10, 12, 6,  5,  10, 12, 14, 16, 18, 9,  8,  16, 18, 20,
          22, 24, 12, 11, 22, 24, 26, 28, 30, 15, 14, 28, 30, 32, 34, 36, 18, 7,  14, 15, 16, 17, 18, 9},
         0,
         7},
        {"checkerboard",
         "Kernel 3, stride 2: a checkerboard",
         kOwn,
         "Ones in input and kernel: the output counts its stamps, 1, 2 and 4 in turn. Learned kernels often "
         "leave such a pattern.",
         "input=1,1,1,1,1,1,1,1,1&weights=1,1,1,1,1,1,1,1,1",
         {1, 1, 2, 1, 2, 1, 1, 1, 1, 2, 1, 2, 1, 1, 2, 2, 4, 2, 4, 2, 2, 1, 1, 2, 1,
          2, 1, 1, 2, 2, 4, 2, 4, 2, 2, 1, 1, 2, 1, 2, 1, 1, 1, 1, 2, 1, 2, 1, 1},
         0,
         7},
        {"even",
         "Kernel 4, stride 2: even inside",
         kOwn,
         "The stride divides the kernel: inside, each output is written four times.",
         "kernel=4&input=1,1,1,1,1,1,1,1,1&weights=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
         {1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4, 2, 2,
          2, 2, 4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4, 2, 2, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, 2, 1, 1},
         0,
         8},
        {"G-9",
         "No padding, no strides",
         kGuide,
         "The convolution goes from 4 to 2 pixels (kernel 3, stride 1, padding 0); its transposed leads back "
         "to 4. Ones everywhere: the output counts its stamps.",
         "size=2&kernel=3&stride=1&pad=0&dilation=1&output_padding=0&input=1,1,1,1&weights=1,1,1,1,1,1,1,1,1",
         {1, 2, 2, 1, 2, 4, 4, 2, 2, 4, 4, 2, 1, 2, 2, 1},
         0,
         4},
        {"G-10",
         "Arbitrary padding, no strides",
         kGuide,
         "The convolution goes from 5 to 6 pixels (kernel 4, stride 1, padding 2); its transposed leads back "
         "to 5. Ones everywhere: the output counts its stamps.",
         "size=6&kernel=4&stride=1&pad=2&dilation=1&output_padding=0&input=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
         "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1&weights=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
         {9, 12, 12, 12, 9, 12, 16, 16, 16, 12, 12, 16, 16, 16, 12, 12, 16, 16, 16, 12, 9, 12, 12, 12, 9},
         0,
         5},
        {"G-11",
         "Same padding, no strides",
         kGuide,
         "The convolution goes from 5 to 5 pixels (kernel 3, stride 1, padding 1); its transposed leads back "
         "to 5. Ones everywhere: the output counts its stamps.",
         "size=5&kernel=3&stride=1&pad=1&dilation=1&output_padding=0&input=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
         "1,1,1,1,1,1,1,1&weights=1,1,1,1,1,1,1,1,1",
         {4, 6, 6, 6, 4, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 4, 6, 6, 6, 4},
         0,
         5},
        {"G-12",
         "Full padding, no strides",
         kGuide,
         "The convolution goes from 5 to 7 pixels (kernel 3, stride 1, padding 2); its transposed leads back "
         "to 5. Ones everywhere: the output counts its stamps.",
         "size=7&kernel=3&stride=1&pad=2&dilation=1&output_padding=0&input=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
         "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1&weights=1,1,1,1,1,1,1,1,1",
         {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9},
         0,
         5},
        {"G-13",
         "No padding, strides",
         kGuide,
         "The convolution goes from 5 to 2 pixels (kernel 3, stride 2, padding 0); its transposed leads back "
         "to 5. Ones everywhere: the output counts its stamps.",
         "size=2&kernel=3&stride=2&pad=0&dilation=1&output_padding=0&input=1,1,1,1&weights=1,1,1,1,1,1,1,1,1",
         {1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 2, 2, 4, 2, 2, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1},
         0,
         5},
        {"G-14",
         "Padding, strides",
         kGuide,
         "The convolution goes from 5 to 3 pixels (kernel 3, stride 2, padding 1); its transposed leads back "
         "to 5. Ones everywhere: the output counts its stamps.",
         "size=3&kernel=3&stride=2&pad=1&dilation=1&output_padding=0&input=1,1,1,1,1,1,1,1,1&weights=1,1,1,1,"
         "1,1,1,1,1",
         {1, 2, 1, 2, 1, 2, 4, 2, 4, 2, 1, 2, 1, 2, 1, 2, 4, 2, 4, 2, 1, 2, 1, 2, 1},
         0,
         5},
        {"G-15",
         "Padding, strides, odd",
         kGuide,
         "The convolution goes from 6 to 3 pixels (kernel 3, stride 2, padding 1); its transposed leads back "
         "to 6, with the 1 pixel left over as output padding. Ones everywhere: the output counts its stamps.",
         "size=3&kernel=3&stride=2&pad=1&dilation=1&output_padding=1&input=1,1,1,1,1,1,1,1,1&weights=1,1,1,1,"
         "1,1,1,1,1",
         {1, 2, 1, 2, 1, 1, 2, 4, 2, 4, 2, 2, 1, 2, 1, 2, 1, 1,
          2, 4, 2, 4, 2, 2, 1, 2, 1, 2, 1, 1, 1, 2, 1, 2, 1, 1},
         0,
         6},
        {"dilated",
         "Dilation",
         kOwn,
         "The transposed of the guide's dilated convolution, which is not among its fifteen cases: from 7 to "
         "3 pixels (kernel 3, stride 1, padding 0, dilation 2), and back to 7. Ones everywhere: the output "
         "counts its stamps.",
         "size=3&kernel=3&stride=1&pad=0&dilation=2&output_padding=0&input=1,1,1,1,1,1,1,1,1&weights=1,1,1,1,"
         "1,1,1,1,1",
         {1, 1, 2, 1, 2, 1, 1, 1, 1, 2, 1, 2, 1, 1, 2, 2, 4, 2, 4, 2, 2, 1, 1, 2, 1,
          2, 1, 1, 2, 2, 4, 2, 4, 2, 2, 1, 1, 2, 1, 2, 1, 1, 1, 1, 2, 1, 2, 1, 1},
         0,
         7},
    };
    return table;
}

std::span<const Erratum> TransposedModel::errata() const {
    static constexpr std::array<Erratum, 1> kCards{{
        {"E23", kLectureS2,
         "With a kernel of 3 x 3, each point is convolved 3 times; and the slide on fractional stride "
         "repeats the text on dilation.",
         "view=spread&line=0&size=5&kernel=3&dilation=1&pad=0&stride=1&output_padding=0&t=25",
         "An inner point takes part 9 times, 3 times along each of two axes: the counts beside the output "
         "show it. Fractional stride puts zeros between the inputs; dilation puts them between the weights."},
    }};
    return kCards;
}

}  // namespace shell::lesson_transposed
