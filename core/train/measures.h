// All that is measured on an evaluation, from the single metrics: the one source of what screens and programs
// tell.
#pragma once

#include <vector>

#include "core/train/evaluation.h"
#include "core/train/metrics.h"

namespace cnn {

inline constexpr int kCalibrationBins = 15;      // as in Guo and others 2017
inline constexpr std::size_t kHardest = 10;      // images with the highest loss that are named
inline constexpr std::size_t kCurvePoints = 64;  // of a thinned curve

struct TopK {
    int k = 1;
    float accuracy = 0;
};

// One class against the others.
struct ClassMeasures {
    ClassFigures figures;
    double roc_area = 0;
    double average_precision = 0;
};

// Plain means over the classes, each counting the same.
struct ClassMeans {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    double roc_area = 0;
    double average_precision = 0;
};

struct Measures {
    std::vector<TopK> top_k;  // of 1, 2, 3 and 5 those that are fewer than the classes
    std::vector<ClassMeasures> classes;
    ClassMeans means;
    Calibration calibration;
    std::vector<int> hardest;  // images, the highest loss first, of equal ones the first; at most kHardest
};

// Of the images that are evaluated so far, in classes that are told apart.
Measures measure(const Evaluation& evaluation);

// The threshold curve of the class `label` against the others, by the probability that it was given.
std::vector<ThresholdPoint> class_curve(const Evaluation& evaluation, int label);

}  // namespace cnn
