// Counts what the cards speak of: networks by core's summary, tables and logs as the lectures print them.
#include "shell/lessons/19_errata/counted.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/base/assert.h"
#include "core/net/spec_text.h"
#include "core/net/summary.h"
#include "core/net/zoo.h"
#include "core/ops/dropout/dropout.h"
#include "shell/lessons/lectures.h"
#include "shell/state/short_number.h"

namespace shell::lesson_errata {
namespace {

Figure count(std::string what, std::int64_t value) {
    return {std::move(what), static_cast<double>(value), count_text(value)};
}
Figure number(std::string what, double value, std::string_view unit = {}) {
    return {std::move(what), value, short_number(static_cast<float>(value)) + std::string(unit)};
}

// Whether a network is refused that should be: 0, it is.
Figure refusal(std::string what, const cnn::Result<cnn::NetworkSpec>& spec) {
    return {std::move(what), spec.ok() ? 1.0 : 0.0, spec.ok() ? "it fits" : "refused"};
}

cnn::NetworkSummary summary_of(std::string_view text, cnn::Shape input) {
    const auto spec = cnn::parse_network(text, input, cnn::NetworkUse::kTable);
    CNN_ASSERT(spec.ok());  // our own texts
    return cnn::summarise(spec.value());
}

cnn::NetworkSummary summary_of(std::string_view slug) {
    const cnn::ZooEntry* entry = cnn::find_network(slug);
    CNN_ASSERT(entry != nullptr);
    return summary_of(entry->spec, entry->input);
}

// ---- S2-18 and S2-26 as printed

struct Entrant {
    std::string_view name;
    double error;  // per cent
};
constexpr std::array<Entrant, 6> kIlsvrc2012{{{"Supervision, AlexNet", 15.3},
                                              {"ISI", 26.1},
                                              {"VGG", 26.9},
                                              {"XRCE", 27.0},
                                              {"UvA", 29.6},
                                              {"INRIA", 33.4}}};

// Training accuracy after each epoch.
constexpr std::array<double, 10> kLog{0.8949, 0.9870, 0.9914, 0.9940, 0.9952,
                                      0.9951, 0.9969, 0.9971, 0.9981, 0.9976};
constexpr double kLogTest = 0.9925;
constexpr double kColabFirst = 0.9563;

CountedErratum alexnet_errors() {
    std::array<Entrant, 6> ranked = kIlsvrc2012;
    std::sort(ranked.begin(), ranked.end(),
              [](const Entrant& a, const Entrant& b) { return a.error < b.error; });
    std::vector<Figure> figures;
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string name(ranked[i].name);
        figures.push_back(number((i == 0 ? "First: " : "Second: ") + name, ranked[i].error, " %"));
        figures.push_back(number("Rounded", std::round(ranked[i].error), " %"));
    }
    return {{"E21", kLectureS2, "ILSVRC 2012: AlexNet had 16 % error, the runner-up 26 %.", "",
             "The lecture's own table of that year has 15.3 % and 26.1 %: rounded, 15 % and 26 %."},
            std::move(figures)};
}

CountedErratum googlenet_parameters() {
    const cnn::NetworkSummary summary = summary_of("googlenet");
    return {
        {"E22", kLectureS2, "GoogLeNet: 6.7 % error and 4 million parameters.", "",
         "Counted layer by layer its main branch has 6,998,552 parameters, 7 million. And the lecture's own "
         "table of 2014 has 6.6 %."},
        {count("Parameters of the main branch", summary.parameters),
         count("Multiply-adds for one picture", summary.multiply_adds)}};
}

CountedErratum rising_accuracy() {
    const auto best = std::max_element(kLog.begin(), kLog.end());
    return {{"E24", kLectureS2,
             "Caption of the training log: the accuracy increases to 0.9925 over the 10 epochs.", "",
             "In the log the training accuracy ends at 0.9976. 0.9925 is the accuracy on the test images, "
             "measured once, after the last epoch; another slide has 0.9926 for it."},
            {number("Training accuracy, last epoch", kLog.back()),
             number("Largest, in epoch " + std::to_string(best - kLog.begin() + 1), *best),
             number("Test accuracy", kLogTest)}};
}

CountedErratum two_logs() {
    int falls = 0;
    for (std::size_t i = 1; i < kLog.size(); ++i) falls += kLog[i] < kLog[i - 1] ? 1 : 0;
    return {
        {"E25", kLectureS2,
         "The same model: first epoch 0.8949 on a PC, 0.9563 on Colab; over the epochs the accuracy "
         "increases.",
         "",
         "The difference is not explained. And accuracy does not rise with each epoch: twice in the log it "
         "falls, after epochs 5 and 9."},
        {number("First epoch, Colab minus PC", kColabFirst - kLog.front()),
         count("Epochs with less than the one before", falls)}};
}

CountedErratum missing_shape() {
    const cnn::ZooEntry* entry = cnn::find_network("s3-28");
    CNN_ASSERT(entry != nullptr);
    constexpr cnn::Shape kRow{1, 784, 1, 1};
    const auto flat = cnn::parse_network(entry->spec, kRow, cnn::NetworkUse::kTable);
    return {
        {"E31", kLectureS3,
         "The MNIST listing hands the images as they are loaded, and an input_shape that it never defines.",
         "",
         "It does not run. The images have to be reshaped to 28 × 28 × 1, and that is the input_shape; with "
         "it the network has 1,199,882 parameters. A row of 784 numbers has no neighbours for a 3 × 3 "
         "window: built on it, the network is refused."},
        {count("Parameters on 28 × 28 × 1", summary_of("s3-28").parameters),
         refusal("On a row of 784 numbers", flat)}};
}

CountedErratum images_of_training() {
    constexpr int kEpochs = 25;
    constexpr int kPerEpoch = 8000;
    constexpr int kPrinted = 65000;
    return {{"E32", kLectureS3, "25 epochs of 8000 samples: \"in this case 65000 images\".", "",
             "25 × 8000 = 200,000. 65,000 would be 25 epochs of 2,600."},
            {count("25 × 8000", kEpochs * kPerEpoch), count("65000 / 25", kPrinted / kEpochs)}};
}

CountedErratum reuters_split() {
    constexpr double kTested = 2246;
    constexpr double kAll = 11000;
    return {{"E34", kLectureS4, "Reuters: a 50/50 split into training and test.", "",
             "The listing is evaluated on 2,246 of about 11,000 texts: that is a fifth, not a half."},
            {number("2,246 of about 11,000", 100 * kTested / kAll, " %"), count("Half of them", 11000 / 2)}};
}

CountedErratum hyperplanes() {
    const cnn::NetworkSummary summary =
        summary_of("dense 64 | relu | dense 64 | relu | dense 46", {1, 10000, 1, 1});
    return {
        {"E35", kLectureS4, "Reuters: the network looks for 64 separating hyperplanes.", "",
         "A separating hyperplane belongs to a class, so to an output, and there are 46 classes. 64 is the "
         "number of units in the hidden layers."},
        {count("Units of the hidden layer", summary.layers.front().output.c),
         count("Outputs, one for each class", summary.layers.back().output.c),
         count("Parameters", summary.parameters)}};
}

CountedErratum dropout_scale() {
    constexpr float kRate = 0.2F;
    constexpr std::size_t kUnits = 10000;
    const std::vector<float> ones(kUnits, 1.0F);
    std::vector<float> dropped(kUnits);
    cnn::dropout_forward(kRate, {}, 0, 1, kUnits, ones.data(), dropped.data());
    const auto kept =
        static_cast<double>(kUnits) - static_cast<double>(std::count(dropped.begin(), dropped.end(), 0.0F));
    double sum = 0;
    for (const float value : dropped) sum += static_cast<double>(value);
    return {
        {"E37", kLectureS4, "At test time the outputs are scaled down by the dropout rate.", "",
         "By the share that is kept: with the rate 0.2 the layers behind get 0.8 of their input on average, "
         "so without dropout it has to be multiplied by 0.8, not by 0.2. Libraries divide by 0.8 while "
         "training instead, and scale nothing at test time."},
        {number("Of 10,000 ones, mean after rate 0.2", kept / kUnits),
         number("Mean, divided by 0.8 while training", sum / kUnits)}};
}

CountedErratum filters_by_default() {
    constexpr cnn::Shape kPicture{1, 1, 28, 28};
    const auto unnumbered = cnn::parse_network("conv 3x3", kPicture, cnn::NetworkUse::kTable);
    return {
        {"E39", kLectureS4, "Conv2D has 32 filters by default.", "",
         "Their number has no default: it is the first thing that a convolution has to be told, and a layer "
         "without it is refused. The lecture chooses 32, which makes 320 parameters; 16 would make 160."},
        {count("Parameters of 32 filters, 3 × 3", summary_of("conv 32 3x3", kPicture).parameters),
         count("Of 16 filters", summary_of("conv 16 3x3", kPicture).parameters),
         refusal("Without a number", unnumbered)}};
}

}  // namespace

std::vector<CountedErratum> counted_errata() {
    return {alexnet_errors(), googlenet_parameters(), rising_accuracy(), two_logs(),
            missing_shape(),  images_of_training(),   reuters_split(),   hyperplanes(),
            dropout_scale(),  filters_by_default()};
}

}  // namespace shell::lesson_errata
