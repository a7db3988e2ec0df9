#include "shell/command_line/metrics_json.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/train/metrics.h"
#include "shell/state/field_text.h"

namespace shell {
namespace {

using json = nlohmann::json;

constexpr int kCalibrationBins = 15;
constexpr std::size_t kHardest = 10;

json top_k_json(const cnn::Evaluation& evaluation) {
    json all = json::object();
    for (const int k : {1, 2, 3, 5}) {
        if (k >= evaluation.classes) break;
        all[std::to_string(k)] = number_json(
            cnn::top_k_accuracy(k, evaluation.classes, evaluation.probabilities, evaluation.labels));
    }
    return all;
}

json rows_json(const cnn::Evaluation& evaluation) {
    json rows = json::array();
    for (auto at = evaluation.confusion.begin(); at != evaluation.confusion.end(); at += evaluation.classes)
        rows.push_back(std::vector<std::int32_t>(at, at + evaluation.classes));
    return rows;
}

// The threshold curve of one class against the others.
std::vector<cnn::ThresholdPoint> curve_of(const cnn::Evaluation& evaluation, int label) {
    const auto classes = static_cast<std::size_t>(evaluation.classes);
    std::vector<float> scores(evaluation.labels.size());
    std::vector<std::uint8_t> positive(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        scores[i] = evaluation.probabilities[i * classes + static_cast<std::size_t>(label)];
        positive[i] = evaluation.labels[i] == label ? 1 : 0;
    }
    return cnn::threshold_curve(scores, positive);
}

json classes_json(const cnn::Evaluation& evaluation) {
    json rows = json::array();
    const auto figures = cnn::class_figures(evaluation.classes, evaluation.confusion);
    for (int c = 0; c < evaluation.classes; ++c) {
        const cnn::ClassFigures& figure = figures[static_cast<std::size_t>(c)];
        const auto curve = curve_of(evaluation, c);
        rows.push_back({{"class", c},
                        {"images", figure.images},
                        {"precision", number_json(figure.precision)},
                        {"recall", number_json(figure.recall)},
                        {"f1", number_json(figure.f1)},
                        {"roc_auc", cnn::roc_area(curve)},
                        {"average_precision", cnn::average_precision(curve)}});
    }
    return rows;
}

double mean_of(const json& classes, const char* key) {
    double sum = 0;
    for (const json& row : classes) sum += row[key].get<double>();
    return sum / static_cast<double>(classes.size());
}

json calibration_json(const cnn::Evaluation& evaluation) {
    std::vector<std::uint8_t> correct(evaluation.labels.size());
    for (std::size_t i = 0; i < correct.size(); ++i)
        correct[i] = evaluation.predictions[i] == evaluation.labels[i] ? 1 : 0;
    const cnn::Calibration result = cnn::calibration(kCalibrationBins, evaluation.confidence, correct);
    json bins = json::array();
    for (const cnn::ReliabilityBin& bin : result.bins)
        bins.push_back({{"images", bin.images},
                        {"confidence", number_json(bin.confidence)},
                        {"accuracy", number_json(bin.accuracy)}});
    return {{"expected_error", number_json(result.expected_error)},
            {"largest_error", number_json(result.largest_error)},
            {"bins", bins}};
}

json hardest_json(const cnn::Evaluation& evaluation) {
    std::vector<std::size_t> order(evaluation.losses.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return evaluation.losses[a] > evaluation.losses[b];
    });
    order.resize(std::min(order.size(), kHardest));
    json images = json::array();
    for (const std::size_t image : order)
        images.push_back({{"image", image},
                          {"label", evaluation.labels[image]},
                          {"predicted", evaluation.predictions[image]},
                          {"confidence", number_json(evaluation.confidence[image])},
                          {"loss", number_json(evaluation.losses[image])}});
    return images;
}

}  // namespace

json metrics_json(const cnn::Evaluation& evaluation) {
    const json classes = classes_json(evaluation);
    json result = {{"top_k_accuracy", top_k_json(evaluation)},
                   {"confusion", rows_json(evaluation)},
                   {"classes", classes},
                   {"calibration", calibration_json(evaluation)},
                   {"highest_losses", hardest_json(evaluation)}};
    for (const char* key : {"precision", "recall", "f1", "roc_auc", "average_precision"})
        result[std::string("mean_") + key] = mean_of(classes, key);
    return result;
}

double mean_absolute_error(const cnn::Dataset& data, const cnn::Evaluation& evaluation) {
    double sum = 0;
    for (std::size_t i = 0; i < data.targets.size(); ++i) {
        const float said =
            data.in_target_unit(i % static_cast<std::size_t>(data.classes), evaluation.probabilities[i]);
        sum += std::fabs(static_cast<double>(said - data.targets[i]));
    }
    return sum / static_cast<double>(data.targets.size());
}

json numbers_json(const cnn::Dataset& data, const cnn::Evaluation& evaluation) {
    const auto numbers = static_cast<std::size_t>(data.classes);
    json rows = json::array();
    for (std::size_t i = 0; i < data.targets.size(); ++i)
        rows.push_back(
            {{"row", i / numbers},
             {"target", number_json(data.targets[i])},
             {"predicted", number_json(data.in_target_unit(i % numbers, evaluation.probabilities[i]))}});
    return {{"mean_absolute_error", mean_absolute_error(data, evaluation)}, {"predictions", rows}};
}

}  // namespace shell
