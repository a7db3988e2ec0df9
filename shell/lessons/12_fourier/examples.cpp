// The lecture's worked examples and errata about Fourier series. Expected numbers were computed independently
// of this program.
#include "shell/lessons/12_fourier/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_fourier {

std::span<const LectureExample> FourierModel::lecture_examples() const {
    static const std::vector<float> series{
        1,        1.273240F, 0,        -0.424413F, 0,        0.254648F, 0,        -0.181891F,  //
        2.27324F, 1.84883F,  2.10347F, 2.06305F,   1.96825F, 2.01273F,  1.99363F, 1.99873F,    //
        0.43585F, 0.31691F,  0.26181F, 0.20753F,   0.16009F, 0.14931F,  0.14366F, 0.14152F,    //
        2.18233F, 2.17911F,  2.17899F};
    static const std::vector<LectureExample> examples{
        {"S1-5",
         "The driven oscillator, by superposition",
         kLectureS1,
         "m x'' + friction x' + k x = F(t) answers to a sum of forces with the sum of its answers. Here ω = "
         "1, m = 1, k = 4, friction 0.4: the second harmonic would be in resonance, but this wave has none. "
         "Expected: the answers to the mean and to terms 1 to 7, then the phases by which they are late. The "
         "numbers are ours; the lecture's formulas have three misprints.",
         "topic=oscillator&period=6.283185&terms=25",
         {0.25F, 0.4206902F, 0, -0.0825388F, 0, 0.0120715F, 0, -0.0040342F,  //
          0, 0.1325515F, 1.5707963F, 2.9060477F, 3.0090411F, 3.0466409F, 3.0667328F, 3.0794505F},
         1e-5F,
         4},
        {"S1-6",
         "The lecture's square wave",
         kLectureS1,
         "1 + square(2π · 5 t) at 500 points of [0, 1) s: period 0.2, values 0 and 2, beginning with a "
         "pulse: our wave, shifted by a quarter of the period. At a jump the value is the one after it. "
         "Expected: 500 samples, 250 of them high, 250 zero; smallest and largest value; samples 0, 50 and "
         "100, at the beginning, in the middle and at the end of the first period.",
         "topic=samples&shift_share=0.25",
         {500, 250, 250, 0, 2, 2, 0, 2},
         0,
         4},
        {"S1-7", "The lecture's series", kLectureS1,
         "T = 0.2, height 2, width 0.1: mean 1, then (4 / π) / i · sin(π i / 2). Expected: mean and "
         "coefficients 1 to 7; values in the middle of the pulse, and RMS errors, after 1, 3, 5, 9, 19, 49, "
         "99, 499 terms; largest values after 9, 49, 199. The error stops near 0.1414, because 10 of the 500 "
         "samples lie on jumps, where the sum is half way.",
         "terms=499", series, 1e-5F, 4},
        {"S1-8",
         "Even times odd: the sines vanish",
         kLectureS1,
         "Over a period the square of a cosine has the integral T / 2, so its mean is 0.5; products of the "
         "even wave with the odd sines have none. Expected: that mean, then the sines' projections 1 to 7.",
         "topic=products&against=sine&terms=25",
         {0.5F, 0, 0, 0, 0, 0, 0, 0},
         1e-5F,
         4}};
    return examples;
}

std::span<const Erratum> FourierModel::errata() const {
    static const std::vector<Erratum> cards{
        {"E15", kLectureS1, "An x cubed term breaks superposition, for example as x = (Σ x_n)².",
         "example=S1-5&t=3",
         "(Σ x_n)³. With the answers to terms 1 and 3 in the middle of the pulse: the cube of the sum is not "
         "the sum of the cubes, so answers can no longer be added. The numbers stand beside the stage."},
        {"E16", kLectureS1, "The amplitude has the root of (nω)² − ω0² + 4β²n²ω².",
         "example=S1-5&as_printed=1&t=3",
         "((nω)² − ω0²)² + 4β²n²ω². As printed the units do not fit, and the root of term 1 is that of a "
         "negative number, −2.84: no amplitude, and the answer's curve leaves that term out. Term 3 comes "
         "out as -0.1672 in place of -0.0825."},
        {"E17", kLectureS1, "m x'' + η x' + x = F(t).", "example=S1-5&stiffness=1&t=0",
         "m x'' + η x' + k x: the spring constant is missing, though the solution divides by k. As printed "
         "the mean force 1 would stretch every spring by 1; with k = 4 it is 0.25."},
        {"E18", kLectureS1, "With more terms the series gets closer and closer.", "example=S1-7&t=199",
         "Close to the jump it does not: the overshoot moves nearer to the jump and stays 2.179 high, 8.9 % "
         "of the jump of 2 (Gibbs). What shrinks is the mean error."},
        {"E49", kLectureS1, "The sines vanish, since one convolves an even and an odd function.",
         "example=S1-8&t=3",
         "One integrates their product over a period; nothing is shifted, so it is no convolution. What lies "
         "left and right of the middle cancels."}};
    return cards;
}

}  // namespace shell::lesson_fourier
