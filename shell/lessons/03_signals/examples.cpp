// Worked examples of the lectures that have one axis, and the erratum that one axis shows. Where a lecture
// gives only the rule, the signal is ours; its outputs were computed independently of this program.
#include "shell/lessons/03_signals/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_signals {
namespace {

constexpr float kThirds = 1e-5F;  // 1/3 is no float

const char* const kSeven = "length=7&signal=3,6,0,9,3,6,3&";

std::vector<LectureExample> table() {
    const std::string seven = kSeven;
    return {
        {"S0-15",
         "Stride 2: every other sample is a centre",
         kLectureS0,
         "The lecture's figure has no numbers. Its window of three with stride 2 is centred on x1, then x3: "
         "with one zero before the signal it is so here.",
         "length=6&signal=2,1,4,3,6,5&filter=1,2,1&stride=2&convention=cross-correlation"
         "&padding=explicit&pad_left=1&pad_right=1",
         {3, 5, 12, 20}},
        {"S0-15b",
         "A kernel of five",
         kLectureS0,
         "The same figure's kernel of size 5, here five ones: each output is the sum of five neighbours.",
         "length=7&signal=2,1,4,3,6,5,8&taps=5&filter=1,1,1,1,1&padding=equal&convention=cross-correlation",
         {7, 7, 10, 16, 19, 26, 22, 19}},
        {"S0-15c",
         "Dilation: zeros between the weights",
         kLectureS0,
         "Three weights that span five samples: the figure draws the gaps as interspersed zeros. Nothing is "
         "multiplied there.",
         "length=7&signal=2,1,4,3,6,5,8&filter=1,1,1&dilation=2&convention=cross-correlation",
         {3, 12, 9, 18}},
        {"S1-1",
         "The convolution sum",
         kLectureS1,
         "y(t) = sum of x(a) w(t - a): x is what happened, w how long it is felt. Wide padding, so that "
         "every "
         "product has its place.",
         "length=5&signal=1,2,3,0,1&filter=1,0.5,0.25&padding=wide",
         {7, 1, 2.5F, 4.25F, 2, 1.75F, 0.5F, 0.25F}},
        {"S1-1b",
         "Deconvolution: the echo undone",
         kLectureS1,
         "The lecture means by deconvolution the inverse of a convolution: the filter 1, -0.5 takes back an "
         "echo "
         "that halves with every sample. (A transposed convolution, often called so, is another thing.)",
         "length=6&signal=8,4,2,1,0.5,0.25&taps=2&filter=1,-0.5&padding=causal",
         {6, 8, 0, 0, 0, 0, 0}},
        {"S2-4",
         "Shared weights: 7 inputs, 3 outputs",
         kLectureS2,
         "The figure shows x1 to x7, h1 to h3 and w = [1, 0, -1], without saying that three outputs of seven "
         "inputs and three weights mean stride 2.",
         "length=7&signal=1,2,4,7,7,5,1&filter=1,0,-1&stride=2&convention=cross-correlation",
         {3, -3, -3, 6}},
        {"S2-6",
         "Low frequency: the mean of three",
         kLectureS2,
         "The lecture's rule y(t) = sum of w(k) x(t-k+1) runs backwards through the signal: true "
         "convolution. The "
         "filter [1/3, 1/3, 1/3] keeps what is slow.",
         "",
         {10, 9, 9, 12, 12, 15, 13, 13, 8, 7, 3},
         kThirds},
        {"S2-6b",
         "High frequency: the second difference",
         kLectureS2,
         "The filter [1, -2, 1] answers only to what bends or alternates; its weights add up to 0, so a "
         "level "
         "signal gives 0.",
         "filter=1,-2,1",
         {10, 9, -9, 9, -9, 9, -15, 12, -12, 12, -9}},
        {"S2-7",
         "Narrow: M - K + 1 = 5",
         kLectureS2,
         "Seven samples, three weights, no padding: five outputs.",
         seven,
         {5, 3, 5, 4, 6, 4},
         kThirds},
        {"S2-7b",
         "Wide: M + K - 1 = 9",
         kLectureS2,
         "Padding K - 1 = 2 on both sides: nine outputs.",
         seven + "padding=wide",
         {9, 1, 3, 3, 5, 4, 6, 4, 3, 1},
         kThirds},
        {"S2-7c",
         "Equal width: 7",
         kLectureS2,
         "Padding (K - 1) / 2 = 1 on both sides: seven outputs. This needs an odd K.",
         seven + "padding=equal",
         {7, 3, 3, 5, 4, 6, 4, 3},
         kThirds},
        {"S2-11",
         "One row of the Gaussian",
         kLectureS2,
         "The lecture's 3 x 3 Gaussian is [1, 2, 1] / 4 across, then the same down. The impulse spreads, the "
         "step "
         "becomes a ramp, the sums stay.",
         "length=10&signal=0,0,0,4,0,0,8,8,8,8&filter=0.25,0.5,0.25",
         {8, 0, 1, 2, 1, 2, 6, 8, 8}},
        {"S2-11b",
         "One row of the Laplacian",
         kLectureS2,
         "The lecture's Laplacian is [1, -2, 1] across plus the same down. It is 0 wherever the signal is "
         "level "
         "or rises evenly.",
         "length=10&signal=0,0,0,4,0,0,8,8,8,8&filter=1,-2,1",
         {8, 0, 4, -8, 4, 8, -8, 0, 0}},
    };
}

}  // namespace

std::span<const LectureExample> SignalsModel::lecture_examples() const {
    static const std::vector<LectureExample> examples = table();
    return examples;
}

std::span<const Erratum> SignalsModel::errata() const {
    static const std::vector<Erratum> cards{
        {"E20", kLectureS2, "Padding P = (K - 1) / 2 on both sides makes the output as wide as the input.",
         "length=7&signal=3,6,0,9,3,6,3&padding=explicit&pad_left=1&pad_right=1&taps=4&filter=0.25,0.25,0.25,"
         "0.25"
         "&stride=1&dilation=1",
         "Only for odd K. With K = 4 the rule asks for 1.5 zeros: 1 on each side give 6 outputs of 7, 2 give "
         "8. "
         "Equal width then needs uneven sides, 1 before and 2 after."}};
    return cards;
}

}  // namespace shell::lesson_signals
