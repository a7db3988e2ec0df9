// How the images of a test went, in numbers for other programs: one form for the lesson and the command line.
#pragma once

#include "core/base/json.h"
#include "core/train/measures.h"

namespace shell {

// An object with top_k_accuracy, classes (precision, recall, F1, ROC area, average precision of each against
// the others), their plain means, calibration and the images with the highest loss.
nlohmann::json measures_json(const cnn::Evaluation& evaluation, const cnn::Measures& measures);

// The curves of a class, thinned to kCurvePoints: "roc" as rows of false-positive rate, recall and threshold,
// "precision_recall" as rows of recall, precision and threshold; null for the threshold above every score.
nlohmann::json curves_json(std::span<const cnn::ThresholdPoint> roc,
                           std::span<const cnn::ThresholdPoint> precision_recall);

}  // namespace shell
