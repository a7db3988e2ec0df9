// How the test images went, in numbers for other programs.
#pragma once

#include "core/base/json.h"
#include "core/train/dataset.h"
#include "core/train/evaluation.h"

namespace shell {

// An object with top_k_accuracy, confusion, classes (precision, recall, F1, ROC area, average precision of
// each against the others), their plain means, calibration and the images with the highest loss.
nlohmann::json metrics_json(const cnn::Evaluation& evaluation);

// Where numbers are predicted: mean_absolute_error in their unit, and predictions beside what is so.
nlohmann::json numbers_json(const cnn::Dataset& data, const cnn::Evaluation& evaluation);
double mean_absolute_error(const cnn::Dataset& data, const cnn::Evaluation& evaluation);

}  // namespace shell
