// The lectures' examples with both readings' numbers, and the errata about signs and indices. Each
// expectation lists true convolution, cross-correlation, then the formula as it is printed in one lecture;
// all were computed independently of this program.
#include "shell/lessons/02_correlation/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_correlation {
namespace {

constexpr float kThirds = 1e-5F;  // 1/3 is no float

const char* const kSobel =
    "height=4&width=4&input=0,50,0,29,0,80,31,2,33,90,0,75,0,9,0,95&kernel=-1,0,1,-2,0,2,-1,0,1";
const char* const kSobelDown =
    "height=4&width=4&input=0,50,0,29,0,80,31,2,33,90,0,75,0,9,0,95&kernel=1,2,1,0,0,0,-1,-2,-1";
const char* const kRow = "height=1&width=8&kernel_height=1&kernel_width=3&input=9,6,12,9,15,12,18,9&kernel=";

std::vector<LectureExample> table() {
    const std::string row = kRow;
    return {
        {"S1-9",
         "The formula and its mirror image",
         kLectureS1,
         "S(i,j) = sum of I(m,n) K(i-m, j-n) is true convolution, and the same with picture and kernel "
         "exchanged. Cross-correlation is printed with I(i+m, j-n); j+n is right. The numbers are ours.",
         "height=4&width=4&kernel_height=2&kernel_width=2&input=1,2,0,1,3,1,1,0,0,2,4,1,1,0,2,3&kernel=1,2,3,"
         "4",
         {17, 11, 5, 17, 15, 13, 8, 22, 26,  //
          18, 9,  5, 13, 25, 17, 7, 18, 24,  //
          19, 11, 5, 13, 23, 21, 6, 14, 26},
         0,
         3},
        {"S2-5",
         "Different numbers",
         kLectureS2,
         "The lecture's nine numbers, 12 to 14, are cross-correlation. True convolution gives other ones: "
         "this "
         "kernel is not its own half turn. Its rows read the same upwards, so mirroring the columns alone "
         "does as "
         "much as the half turn.",
         "input=3,3,2,1,0,0,0,1,3,1,3,1,2,2,3,2,0,0,2,2,2,0,0,0,1&kernel=0,1,2,2,2,0,0,1,2&formula="
         "correlation",
         {18, 20, 19, 10, 9,  17, 11, 8, 14,  //
          12, 12, 17, 10, 17, 19, 9,  6, 14,  //
          18, 20, 19, 10, 9,  17, 11, 8, 14},
         0,
         3},
        {"S2-6",
         "Low frequency: equal both ways",
         kLectureS2,
         "The lecture's rule is a true convolution, but [1/3, 1/3, 1/3] reads the same from both ends: "
         "nobody can "
         "tell from the numbers.",
         row + "0.33333334,0.33333334,0.33333334",
         {9, 9, 12, 12, 15, 13, 9, 9, 12, 12, 15, 13, 9, 9, 12, 12, 15, 13},
         kThirds,
         6},
        {"S2-6b",
         "High frequency: equal both ways",
         kLectureS2,
         "[1, -2, 1] reads the same from both ends, too.",
         row + "1,-2,1",
         {9, -9, 9, -9, 9, -15, 9, -9, 9, -9, 9, -15, 9, -9, 9, -9, 9, -15},
         0,
         6},
        {"S2-8",
         "Sobel: every sign changes",
         kLectureS2,
         "The lecture works out 29, which is cross-correlation. Turned by half a turn the kernel is its own "
         "negative: convolution gives -29, and dark to bright becomes bright to dark.",
         kSobel,
         {-29, 192, 35, 22, 29, -192, -35, -22, -29, 192, 35, 22},
         0,
         2},
        {"S2-8h",
         "Horizontal Sobel: every sign changes",
         kLectureS2,
         "Positive on top. Mirroring only the columns changes nothing here: the kernel's columns are "
         "symmetric.",
         kSobelDown,
         {113, 86, -173, -40, -113, -86, 173, 40, -113, -86, 173, 40},
         0,
         2},
        {"S2-9",
         "The example that needs true convolution",
         kLectureS2,
         "The lecture's 0, -2, -1 / 2, 2, 4 / -1, 0, 0 comes out as true convolution only; cross-correlation "
         "gives the same numbers with the other sign.",
         "",
         {0,  -2, -1, 2,  2,  4,  -1, 0,  0,  //
          0,  2,  1,  -2, -2, -4, 1,  0,  0,  //
          -1, 0,  0,  -3, 1,  0,  0,  -3, -1},
         0,
         3},
        {"S2-10",
         "Diagonals of an X: equal both ways",
         kLectureS2,
         "The kernel is its own half turn. Mirrored in its columns alone it would look for the other "
         "diagonal.",
         "height=7&width=7&formula=correlation&kernel=1,0,0,0,1,0,0,0,1&input=0,0,0,0,0,0,0,0,1,0,0,0,1,0,0,"
         "0,1,0,1,"
         "0,0,0,0,0,1,0,0,0,0,0,1,0,1,0,0,0,1,0,0,0,1,0,0,0,0,0,0,0,0",
         {2, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0, 2,
          2, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0, 2,
          1, 0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 3, 0, 1, 0, 3, 0, 1, 0, 2, 0, 1, 0, 1},
         0,
         5},
    };
}

}  // namespace

std::span<const LectureExample> CorrelationModel::lecture_examples() const {
    static const std::vector<LectureExample> examples = table();
    return examples;
}

std::span<const Erratum> CorrelationModel::errata() const {
    static const std::vector<Erratum> cards{
        {"E13", kLectureS1, "Cross-correlation is S(i,j) = sum of I(i+m, j-n) K(m,n).",
         "example=S2-10&formula=printed",
         "j+n. As printed the rows run one way and the columns the other: only the kernel's columns are "
         "mirrored, which is neither convolution nor correlation. Here the kernel then finds the other "
         "diagonal "
         "of the X: the first row is 1, 0, 1, 0, 2 in place of 2, 0, 1, 0, 1."},
        {"E19", kLectureS2, "One formula, with x(i-u+1, j-v+1), stands for all examples of the lecture.",
         "example=S2-5&formula=convolution",
         "The formula and its own example (S2-9) are true convolution; the other two-dimensional examples "
         "are "
         "cross-correlation or the same either way. By the formula this one begins with 18; the lecture "
         "prints 12."},
        {"E50", kLectureS2,
         "Two Sobel kernels, one positive on top and one positive on the right, find edges.",
         "example=S2-8h&formula=correlation",
         "Neither the direction that counts as positive nor the convention is stated. As cross-correlation "
         "this one is the rows above minus the rows below, the other right minus left; convolution turns "
         "both "
         "round: -113 becomes 113. The strength of an edge is the same, its direction is not."}};
    return cards;
}

}  // namespace shell::lesson_correlation
