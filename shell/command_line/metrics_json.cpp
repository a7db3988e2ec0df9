#include "shell/command_line/metrics_json.h"

#include <cmath>

#include "shell/lessons/measures_json.h"
#include "shell/state/field_text.h"

namespace shell {
namespace {

using json = nlohmann::json;

json rows_json(const cnn::Evaluation& evaluation) {
    json rows = json::array();
    for (auto at = evaluation.confusion.begin(); at != evaluation.confusion.end(); at += evaluation.classes)
        rows.push_back(std::vector<std::int32_t>(at, at + evaluation.classes));
    return rows;
}

}  // namespace

json metrics_json(const cnn::Evaluation& evaluation) {
    json result = measures_json(evaluation, cnn::measure(evaluation));
    result["confusion"] = rows_json(evaluation);
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
