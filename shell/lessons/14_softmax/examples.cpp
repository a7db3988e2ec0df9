// Worked examples and errata. Numbers are the lectures', or were computed independently of this program.
#include "shell/lessons/14_softmax/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_softmax {
namespace {

constexpr std::string_view kPrediction =
    "classes=10&probabilities=0,3.11e-5,1.7e-6,5e-7,0.9999515,4e-7,7e-7,1.21e-5,1.2e-6,7e-7";

std::string with(std::string_view fields, std::string_view more) {
    return std::string(fields) + "&" + std::string(more);
}

void add_relu(std::vector<LectureExample>& all) {
    all.push_back(
        {"S3-12",
         "ReLU is max(0, x)",
         kLectureS3,
         "The lecture shows pictures before and after; these numbers are made up. What is negative becomes "
         "0, the rest stays as it is.",
         "topic=relu&rows=2&columns=5&map=-3,-1,0,1,3,0.5,-0.5,2,-2,4",
         {0, 0, 0, 1, 3, 0.5F, 0, 2, 0, 4},
         0,
         5});
    all.push_back(
        {"S3-14",
         "The detector of sevens, after ReLU",
         kLectureS3,
         "The map of the lecture's filter over its 5 × 5 picture of a seven. Where the filter does not fit, "
         "the sum is negative: ReLU leaves only the slanted stroke.",
         "topic=relu&rows=3&columns=3&map=0,-2,-3,-1,-2,3,-2,3,-2",
         {0, 0, 0, 0, 0, 3, 0, 3, 0},
         0,
         3});
}

void add_losses(std::vector<LectureExample>& all) {
    all.push_back(
        {"S4-2",
         "Cross-entropy and one-hot",
         kLectureS4,
         "A one-hot vector has a 1 at the true class and 0 elsewhere: 4 is 0000100000. So of the sum over "
         "all classes one logarithm is left. Here every class gets the same share: the loss is log 10.",
         "topic=cross-entropy&classes=10&label=4&probabilities=0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1",
         {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2.302585F},
         1e-6F,
         6});
    all.push_back(
        {"S4-2b",
         "The binary form",
         kLectureS4,
         "One output that says yes with p = 0.9, another with p = 0.2; the first should, the second should "
         "not. Each loses minus the logarithm of what it gave to the truth.",
         "topic=binary&classes=2&probabilities=0.9,0.2&targets=1,0",
         {0.1053605F, 0.2231436F, 0.164252F},
         1e-6F,
         3});
    all.push_back(
        {"S4-3",
         "The prediction of a 4",
         kLectureS4,
         "The lecture's network after five epochs. As printed the shares add up to 0.9999999, which is "
         "rounding. The loss is 4.850e-5. Shown are one-hot, the sum, and the loss.",
         with(kPrediction, "topic=cross-entropy&label=4"),
         {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0.9999999F, 4.85e-5F},
         5e-9F,
         6});
}

void add_softmax(std::vector<LectureExample>& all) {
    all.push_back({"softmax",
                   "Four logits",
                   kOwn,
                   "Not in the lectures, which use softmax without numbers. exp(2), exp(1), exp(0.5), "
                   "exp(-1) add up to 12.1239; divided by that they are shares.",
                   "topic=softmax&classes=4&logits=2,1,0.5,-1",
                   {0.6094605F, 0.224208F, 0.135989F, 0.0303427F},
                   1e-6F,
                   4});
}

}  // namespace

std::span<const LectureExample> softmax_examples() {
    static const std::vector<LectureExample> table = [] {
        std::vector<LectureExample> all;
        add_relu(all);
        add_losses(all);
        add_softmax(all);
        return all;
    }();
    return table;
}

std::span<const Erratum> softmax_errata() {
    static constexpr Erratum kErrata[] = {
        {"E26", kLectureS3, "The same nine products are shown once with the sum 0 and once with -2.",
         "topic=relu&rows=3&columns=3&map=0,-2,-3,-1,-2,3,-2,3,-2&t=1",
         "They are two positions of the window: 0 is the first number of the map, -2 the second."},
        {"E28", kLectureS3, "ReLU is there because real world data would want non-negative linear values.",
         "topic=relu&rows=1&columns=3&map=-2,3,1&t=2",
         "ReLU is there because it is not linear: of -2 and 3 it makes 0 and 3, of their sum 1 it makes 1 "
         "and not 3. Without such a bend a stack of layers would be one layer."},
        {"E29", kLectureS3, "The test images are scaled as x_tests = x_test/255, and x_test is evaluated.",
         "topic=softmax&classes=4&logits=510,255,127.5,-255&temperature=1&t=4",
         "x_tests is never used: x_test stays 0 to 255, while the network has learnt from 0 to 1. Inputs 255 "
         "times as large make the logits about as much larger: 2, 1, 0.5, -1 become 510, 255, 127.5, -255, "
         "and the shares 0.61, 0.22, 0.14, 0.03 become 1 and three zeros. Every image is judged with "
         "certainty, and a wrong answer costs hundreds."},
        {"E33", kLectureS4,
         "The last 10,000 images are for testing; a function that shuffles splits them off.",
         "topic=cross-entropy&classes=10&probabilities=0,3.11e-5,1.7e-6,5e-7,0.9999515,4e-7,7e-7,1.21e-5,1."
         "2e-6,7e-7&label=7&t=10",
         "In the usual order the first test image is a 7. The printed prediction says 4 and was right: so "
         "the images had been shuffled. For a 7 this prediction would lose 11.3."},
    };
    return kErrata;
}

}  // namespace shell::lesson_softmax
