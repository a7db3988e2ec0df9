#include "shell/lessons/measures_json.h"

#include "shell/state/field_text.h"

namespace shell {
namespace {

using json = nlohmann::json;

json top_k_json(const cnn::Measures& measures) {
    json all = json::object();
    for (const cnn::TopK& top : measures.top_k) all[std::to_string(top.k)] = number_json(top.accuracy);
    return all;
}

json classes_json(const cnn::Measures& measures) {
    json rows = json::array();
    for (const cnn::ClassMeasures& one : measures.classes)
        rows.push_back({{"class", rows.size()},
                        {"images", one.figures.images},
                        {"precision", number_json(one.figures.precision)},
                        {"recall", number_json(one.figures.recall)},
                        {"f1", number_json(one.figures.f1)},
                        {"roc_auc", one.roc_area},
                        {"average_precision", one.average_precision}});
    return rows;
}

json calibration_json(const cnn::Calibration& calibration) {
    json bins = json::array();
    for (const cnn::ReliabilityBin& bin : calibration.bins)
        bins.push_back({{"images", bin.images},
                        {"confidence", number_json(bin.confidence)},
                        {"accuracy", number_json(bin.accuracy)}});
    return {{"expected_error", number_json(calibration.expected_error)},
            {"largest_error", number_json(calibration.largest_error)},
            {"bins", bins}};
}

json hardest_json(const cnn::Evaluation& evaluation, const cnn::Measures& measures) {
    json images = json::array();
    for (const int image : measures.hardest) {
        const auto at = static_cast<std::size_t>(image);
        images.push_back({{"image", image},
                          {"label", evaluation.labels[at]},
                          {"predicted", evaluation.predictions[at]},
                          {"confidence", number_json(evaluation.confidence[at])},
                          {"loss", number_json(evaluation.losses[at])}});
    }
    return images;
}

}  // namespace

json measures_json(const cnn::Evaluation& evaluation, const cnn::Measures& measures) {
    return {{"top_k_accuracy", top_k_json(measures)},
            {"classes", classes_json(measures)},
            {"mean_precision", measures.means.precision},
            {"mean_recall", measures.means.recall},
            {"mean_f1", measures.means.f1},
            {"mean_roc_auc", measures.means.roc_area},
            {"mean_average_precision", measures.means.average_precision},
            {"calibration", calibration_json(measures.calibration)},
            {"highest_losses", hardest_json(evaluation, measures)}};
}

json curves_json(std::span<const cnn::ThresholdPoint> roc,
                 std::span<const cnn::ThresholdPoint> precision_recall) {
    json result = {{"roc", json::array()}, {"precision_recall", json::array()}};
    for (const cnn::ThresholdPoint& point : roc)
        result["roc"].push_back({number_json(point.false_positives), number_json(point.true_positives),
                                 number_json(point.threshold)});
    for (const cnn::ThresholdPoint& point : precision_recall)
        result["precision_recall"].push_back(
            {number_json(point.true_positives), number_json(point.precision), number_json(point.threshold)});
    return result;
}

}  // namespace shell
