// Worked examples and errata. Every number was computed independently of this program.
#include "shell/lessons/16_optimisers/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_optimisers {
namespace {

constexpr float kDigits = 1e-6F;  // the lecture's numbers have six decimals

void add_printed(std::vector<LectureExample>& all) {
    constexpr std::string_view kConstant = "rate=0.01&updates=1000&size=1";
    all.push_back(
        {"S0-5",
         "Adagrad as printed, and as published",
         kLectureS0,
         "Printed right: with a constant gradient the step is the rate divided by the root of the count. "
         "Shown are the steps of the updates 1 to 5, 100 and 1000.",
         "first=adagrad-printed&second=adagrad&" + std::string(kConstant),
         {0.01F, 0.007071F, 0.005774F, 0.005F, 0.004472F, 0.001F, 0.0003162F,  //
          0.01F, 0.007071F, 0.005774F, 0.005F, 0.004472F, 0.001F, 0.0003162F},
         kDigits,
         7});
    all.push_back(
        {"S0-6",
         "RMSprop as printed, and as published",
         kLectureS0,
         "As printed the sum of all squares goes into the average, and the average is used before it is "
         "updated: the first step is 100, the later ones fade like Adagrad's. Shown are the steps of the "
         "updates 1 to 5, 100 and 1000.",
         "first=rmsprop-printed&second=rmsprop&" + std::string(kConstant),
         {100, 0.031623F, 0.01857F, 0.013351F, 0.010512F, 0.001054F, 0.000318F,  //
          0.031623F, 0.022942F, 0.019209F, 0.017052F, 0.015627F, 0.01F, 0.01F},
         kDigits,
         7});
    all.push_back(
        {"S0-7",
         "Adam as printed, and as published",
         kLectureS0,
         "As printed the first step is 0 and the later ones fade; as published, corrected for the start, "
         "every step is the rate. Shown are the steps of the updates 1 to 5, 100 and 1000.",
         "first=adam-printed&second=adam&" + std::string(kConstant),
         {0, 0.031623F, 0.034695F, 0.034998F, 0.034407F, 0.004568F, 0.000522F,  //
          0.01F, 0.01F, 0.01F, 0.01F, 0.01F, 0.01F, 0.01F},
         kDigits,
         7});
}

void add_claims(std::vector<LectureExample>& all) {
    all.push_back(
        {"S0-8",
         "Rare features get larger steps",
         kLectureS0,
         "A word that occurs in every tenth update only, as most of a vocabulary of 100,000 do: after 100 "
         "updates Adagrad's step for it is still 0.00316, for a word that always occurs 0.001.",
         "first=adagrad&second=rmsprop&rate=0.01&updates=100&gradients=rare&every=10",
         {0, 0, 0, 0, 0, 0.003162F, 0, 0, 0, 0, 0, 0.025521F},
         kDigits,
         6});
    all.push_back(
        {"S0-8s",
         "One exploding gradient",
         kLectureS0,
         "The fifth gradient is 1000 times as large. SGD makes a step of 10; RMSprop divides by the "
         "gradient's own size and hardly notices. Afterwards its steps are tiny for a while.",
         "first=sgd&second=rmsprop&rate=0.01&updates=40&gradients=spike",
         {0.01F, 0.01F, 0.01F, 0.01F, 10, 0.031623F, 0.022942F, 0.019209F, 0.017052F, 0.031623F},
         kDigits,
         5});
    all.push_back({"S0-8r",
                   "Each parameter its own rate",
                   kLectureS0,
                   "The ravine is 30 times as steep across as along. SGD jumps from side to side, while x "
                   "only shrinks by 0.95 per update. Adam and RMSprop go both ways at the same pace: each "
                   "direction by its own size.",
                   "look=surface&surface=ravine&first=sgd&second=adam&third=rmsprop&rate=0.05&updates=50&"
                   "start_x=-2.5&start_y=1",
                   {-0.1923624F, 0},
                   kDigits,
                   2});
    all.push_back(
        {"S0-8m",
         "Adam is RMSprop with momentum",
         kLectureS0,
         "On the saddle, which is not convex: both leave it at the same pace because both divide by the "
         "gradient's size. Adam's path is rounder: it keeps some of its direction.",
         "look=surface&surface=saddle&first=adam&second=rmsprop&third=momentum&rate=0.05&updates=120&"
         "start_x=-2.5&start_y=0.02",
         {},
         0,
         0});
}

}  // namespace

std::span<const LectureExample> optimiser_examples() {
    static const std::vector<LectureExample> table = [] {
        std::vector<LectureExample> all;
        add_printed(all);
        add_claims(all);
        return all;
    }();
    return table;
}

std::span<const Erratum> optimiser_errata() {
    static constexpr Erratum kErrata[] = {
        {"E1", kLectureS0, "RMSprop: s ← γ s + (1 − γ) Σ g², the sum over all gradients so far.",
         "look=weight&first=rmsprop-printed&second=rmsprop&gradients=constant&size=1&rate=0.01&updates=1000&"
         "t=5999",
         "Only the current g² belongs into the average. With the sum it decays like Adagrad: after 1000 "
         "equal gradients the step is 0.000318 instead of 0.01."},
        {"E2", kLectureS0, "The parameter is updated with s as it was before this gradient; s begins at 0.",
         "look=weight&first=rmsprop-printed&second=rmsprop&gradients=constant&size=1&rate=0.01&updates=20&t="
         "3",
         "s is to be updated first. As printed the first step divides by √ε alone: 0.01 / 0.0001 = 100."},
        {"E3", kLectureS0, "Adam: the same sum, the same delay, and no correction of the averages' start.",
         "look=weight&first=adam-printed&second=adam&gradients=constant&size=1&rate=0.01&updates=20&t=6",
         "As printed the first step is 0. As published m and s are divided by 1 − 0.9^t and 1 − 0.999^t, and "
         "the first step is the rate, 0.01."},
        {"E4", kLectureS0, "ε stands inside the root in every formula.",
         "look=weight&first=adagrad-printed&second=adagrad&gradients=constant&size=1e-6&rate=0.01&updates=20&"
         "epsilon=1e-8&t=3",
         "Frameworks add it outside. Inside the root 1e-8 acts like a floor of 1e-4: with the same ε a "
         "gradient of 1e-6 makes a step of 0.0001 instead of 0.0099. Nothing else differs between the two."},
        {"E48", kLectureS0, "ε is crucial against vanishing gradients.",
         "look=weight&first=adam&second=adam-printed&gradients=constant&size=1e-9&rate=0.01&updates=20&"
         "epsilon=1e-8&t=6",
         "It prevents a division by zero, nothing else. A vanishing gradient it even makes smaller: for 1e-9 "
         "Adam's step with ε = 1e-8 is 0.00091; with almost none, 1e-12, it is 0.00999."},
    };
    return kErrata;
}

}  // namespace shell::lesson_optimisers
