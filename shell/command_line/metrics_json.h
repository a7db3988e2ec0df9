// How the test images went, in numbers for other programs.
#pragma once

#include "core/base/json.h"
#include "core/train/dataset.h"
#include "core/train/evaluation.h"

namespace shell {

// What measures_json.h says of classes that were told apart, and their confusion row by row.
nlohmann::json metrics_json(const cnn::Evaluation& evaluation);

// Where numbers are predicted: mean_absolute_error in their unit, and predictions beside what is so.
nlohmann::json numbers_json(const cnn::Dataset& data, const cnn::Evaluation& evaluation);
double mean_absolute_error(const cnn::Dataset& data, const cnn::Evaluation& evaluation);

}  // namespace shell
