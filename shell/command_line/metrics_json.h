// How the test images went, in numbers for other programs.
#pragma once

#include <nlohmann/json.hpp>

#include "core/train/evaluation.h"

namespace shell {

// An object with top_k_accuracy, confusion, classes (precision, recall, F1, ROC area, average precision of
// each against the others), their plain means, calibration and the images with the highest loss.
nlohmann::json metrics_json(const cnn::Evaluation& evaluation);

}  // namespace shell
