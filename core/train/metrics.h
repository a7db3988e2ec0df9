// How well scores tell classes apart, from what a network said of each of n images. All sums run over images
// in their order, or over scores from the highest on; equal scores count as one step, so that the order of
// the images changes nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace cnn {

// The share of images whose label is among the k highest of its `classes` scores. Of equal scores the first
// class is the higher. scores: (n, classes)
float top_k_accuracy(int k, int classes, std::span<const float> scores, std::span<const std::uint8_t> labels);

// One class against the others. A share of nothing is 0, as in scikit-learn.
struct ClassFigures {
    int images = 0;       // of this class
    float precision = 0;  // of those predicted as it, the share that are
    float recall = 0;     // of its images, the share predicted as it
    float f1 = 0;         // their harmonic mean
    int predicted = 0;    // images predicted as it
    int right = 0;        // of its images, those predicted as it
};
// confusion: (classes, classes), row = true class, column = predicted
std::vector<ClassFigures> class_figures(int classes, std::span<const std::int32_t> confusion);

// A threshold's place on both curves; images with score >= threshold are called positive.
struct ThresholdPoint {
    float threshold = 0;
    float true_positives = 0;   // as a share of the positive images: recall, the ROC's y
    float false_positives = 0;  // as a share of the negative images: the ROC's x
    float precision = 0;
};
// Every distinct score as a threshold, falling; before them a point with nothing called positive (threshold
// infinity, precision 1). positive: 1 or 0 per image.
std::vector<ThresholdPoint> threshold_curve(std::span<const float> scores,
                                            std::span<const std::uint8_t> positive);

// The area under the ROC curve: the chance that a positive image scores higher than a negative one, ties
// counting half. 0.5 where one of the two is missing: there is nothing to tell apart.
double roc_area(std::span<const ThresholdPoint> curve);

// Sum over thresholds of precision x gain in recall, without interpolation (scikit-learn's
// average_precision_score). 0 without positive images.
double average_precision(std::span<const ThresholdPoint> curve);

// Which two shares of a threshold's point span the plane of a curve.
enum class CurvePlane {
    kRoc,             // false positives, true positives
    kPrecisionRecall  // recall, precision
};
// The curve with at most `most` >= 2 of its points: its ends and the corners that stand out farthest, so that
// what is drawn through them stays close to the whole curve (Douglas and Peucker 1973, the farthest point
// first). Points on a line between the ones that are kept are left out.
std::vector<ThresholdPoint> thin_curve(std::span<const ThresholdPoint> curve, CurvePlane plane,
                                       std::size_t most);

// Confidence against success: bin b holds the images whose confidence lies in (b / bins, (b + 1) / bins], 0
// in the first.
struct ReliabilityBin {
    int images = 0;
    float confidence = 0;  // mean
    float accuracy = 0;
};
struct Calibration {
    std::vector<ReliabilityBin> bins;
    float expected_error = 0;  // ECE: mean over images of |confidence - accuracy| of their bin (Naeini 2015)
    float largest_error = 0;   // MCE: of any bin that holds images
};
// correct: 1 or 0 per image
Calibration calibration(int bins, std::span<const float> confidence, std::span<const std::uint8_t> correct);

}  // namespace cnn
