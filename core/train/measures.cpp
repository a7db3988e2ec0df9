#include "core/train/measures.h"

#include <algorithm>
#include <numeric>

#include "core/base/assert.h"

namespace cnn {
namespace {

std::size_t evaluated(const Evaluation& evaluation) { return static_cast<std::size_t>(evaluation.images); }

std::vector<TopK> top_k_of(const Evaluation& evaluation) {
    const std::size_t images = evaluated(evaluation);
    const auto scores =
        std::span(evaluation.probabilities).first(images * static_cast<std::size_t>(evaluation.classes));
    const auto labels = std::span(evaluation.labels).first(images);
    std::vector<TopK> all;
    for (const int k : {1, 2, 3, 5})
        if (k < evaluation.classes) all.push_back({k, top_k_accuracy(k, evaluation.classes, scores, labels)});
    return all;
}

std::vector<ClassMeasures> classes_of(const Evaluation& evaluation) {
    std::vector<ClassMeasures> all;
    for (const ClassFigures& figures : class_figures(evaluation.classes, evaluation.confusion)) {
        const auto curve = class_curve(evaluation, static_cast<int>(all.size()));
        all.push_back({figures, roc_area(curve), average_precision(curve)});
    }
    return all;
}

ClassMeans means_of(const std::vector<ClassMeasures>& classes) {
    ClassMeans sum;
    for (const ClassMeasures& one : classes) {
        sum.precision += static_cast<double>(one.figures.precision);
        sum.recall += static_cast<double>(one.figures.recall);
        sum.f1 += static_cast<double>(one.figures.f1);
        sum.roc_area += one.roc_area;
        sum.average_precision += one.average_precision;
    }
    const auto count = static_cast<double>(classes.size());
    return {sum.precision / count, sum.recall / count, sum.f1 / count, sum.roc_area / count,
            sum.average_precision / count};
}

Calibration calibration_of(const Evaluation& evaluation) {
    std::vector<std::uint8_t> correct(evaluated(evaluation));
    for (std::size_t i = 0; i < correct.size(); ++i)
        correct[i] = evaluation.predictions[i] == evaluation.labels[i] ? 1 : 0;
    return calibration(kCalibrationBins, std::span(evaluation.confidence).first(correct.size()), correct);
}

std::vector<int> hardest_of(const Evaluation& evaluation) {
    std::vector<int> order(evaluated(evaluation));
    std::iota(order.begin(), order.end(), 0);
    const auto loss = [&](int image) { return evaluation.losses[static_cast<std::size_t>(image)]; };
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), kHardest));
    std::partial_sort(order.begin(), end, order.end(),
                      [&](int a, int b) { return loss(a) > loss(b) || (loss(a) == loss(b) && a < b); });
    order.erase(end, order.end());
    return order;
}

}  // namespace

Measures measure(const Evaluation& evaluation) {
    CNN_ASSERT(evaluation.classes > 0);
    Measures all;
    all.top_k = top_k_of(evaluation);
    all.classes = classes_of(evaluation);
    all.means = means_of(all.classes);
    all.calibration = calibration_of(evaluation);
    all.hardest = hardest_of(evaluation);
    return all;
}

std::vector<ThresholdPoint> class_curve(const Evaluation& evaluation, int label) {
    const auto classes = static_cast<std::size_t>(evaluation.classes);
    std::vector<float> scores(evaluated(evaluation));
    std::vector<std::uint8_t> positive(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        scores[i] = evaluation.probabilities[i * classes + static_cast<std::size_t>(label)];
        positive[i] = evaluation.labels[i] == label ? 1 : 0;
    }
    return threshold_curve(scores, positive);
}

}  // namespace cnn
