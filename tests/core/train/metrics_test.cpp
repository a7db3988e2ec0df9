// The metrics by hand, against brute force over pairs of images, and with ties.
#include "core/train/metrics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/rng.h"

using namespace cnn;

namespace {

// Over all pairs of a positive and a negative image.
double area_by_pairs(const std::vector<float>& scores, const std::vector<std::uint8_t>& positive) {
    double wins = 0;
    double pairs = 0;
    for (std::size_t i = 0; i < scores.size(); ++i)
        for (std::size_t j = 0; j < scores.size(); ++j) {
            if (positive[i] != 1 || positive[j] != 0) continue;
            pairs += 1;
            wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
    return pairs > 0 ? wins / pairs : 0.5;
}

// For every distinct score, everything counted anew.
double precision_by_counting(const std::vector<float>& scores, const std::vector<std::uint8_t>& positive) {
    std::vector<float> thresholds(scores);
    std::sort(thresholds.rbegin(), thresholds.rend());
    thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
    double all = 0;
    for (const std::uint8_t p : positive) all += p;
    double sum = 0;
    double former = 0;
    for (const float threshold : thresholds) {
        double right = 0;
        double called = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if (scores[i] < threshold) continue;
            called += 1;
            right += positive[i];
        }
        const double recall = all > 0 ? right / all : 0;
        sum += right / called * (recall - former);
        former = recall;
    }
    return sum;
}

}  // namespace

TEST_CASE("top-k: the first of equal scores is the higher") {
    const std::vector<float> scores = {0.1F, 0.6F, 0.3F,   //
                                       0.4F, 0.4F, 0.2F,   //
                                       0.4F, 0.4F, 0.2F};  //
    const std::vector<std::uint8_t> labels = {2, 0, 1};
    CHECK(top_k_accuracy(1, 3, scores, labels) == doctest::Approx(1.0 / 3));
    CHECK(top_k_accuracy(2, 3, scores, labels) == 1);
    CHECK(top_k_accuracy(3, 3, scores, labels) == 1);
    CHECK(top_k_accuracy(5, 3, scores, labels) == 1);
    CHECK(top_k_accuracy(1, 3, {}, {}) == 0);
}

TEST_CASE("precision, recall and F1 of three classes by hand, one of them never predicted") {
    const std::vector<std::int32_t> confusion = {5, 1, 0,   //
                                                 2, 7, 0,   //
                                                 1, 3, 0};  //
    const auto all = class_figures(3, confusion);
    CHECK(all[0].images == 6);
    CHECK(all[0].predicted == 8);
    CHECK(all[0].right == 5);
    CHECK(all[0].precision == doctest::Approx(5.0 / 8));
    CHECK(all[0].recall == doctest::Approx(5.0 / 6));
    CHECK(all[0].f1 == doctest::Approx(2 * (5.0 / 8) * (5.0 / 6) / (5.0 / 8 + 5.0 / 6)));
    CHECK(all[1].precision == doctest::Approx(7.0 / 11));
    CHECK(all[1].recall == doctest::Approx(7.0 / 9));
    CHECK(all[2].images == 4);
    CHECK(all[2].precision == 0);
    CHECK(all[2].recall == 0);
    CHECK(all[2].f1 == 0);
}

// scikit-learn's own example of roc_auc_score and average_precision_score: 0.75 and 0.8333.
TEST_CASE("ROC and precision-recall of four images by hand") {
    const std::vector<float> scores = {0.1F, 0.4F, 0.35F, 0.8F};
    const std::vector<std::uint8_t> positive = {0, 0, 1, 1};
    const auto curve = threshold_curve(scores, positive);
    REQUIRE(curve.size() == 5);
    CHECK(curve[0].true_positives == 0);
    CHECK(curve[0].precision == 1);
    CHECK(curve[1].threshold == 0.8F);
    CHECK(curve[1].true_positives == 0.5F);
    CHECK(curve[1].false_positives == 0);
    CHECK(curve[2].false_positives == 0.5F);
    CHECK(curve[3].precision == doctest::Approx(2.0 / 3));
    CHECK(curve[4].false_positives == 1);
    CHECK(roc_area(curve) == doctest::Approx(0.75));
    CHECK(average_precision(curve) == doctest::Approx(0.83333).epsilon(1e-5));
}

TEST_CASE("areas agree with brute force, with and without ties") {
    Rng rng(5);
    for (int round = 0; round < 60; ++round) {
        const std::size_t n = 1 + rng.below(60);
        const std::uint32_t levels = round % 2 == 0 ? 5 : 1000000;  // few levels: many ties
        std::vector<float> scores(n);
        std::vector<std::uint8_t> positive(n);
        for (std::size_t i = 0; i < n; ++i) {
            positive[i] = static_cast<std::uint8_t>(rng.below(3) == 0 ? 1 : 0);
            scores[i] =
                static_cast<float>(rng.below(levels)) + 0.3F * static_cast<float>(positive[i] * levels);
        }
        const auto curve = threshold_curve(scores, positive);
        CHECK(roc_area(curve) == doctest::Approx(area_by_pairs(scores, positive)).epsilon(1e-5));
        CHECK(average_precision(curve) ==
              doctest::Approx(precision_by_counting(scores, positive)).epsilon(1e-5));
    }
}

TEST_CASE("scores that are all equal tell nothing apart; nor do images of one kind") {
    const std::vector<float> scores = {0.5F, 0.5F, 0.5F, 0.5F};
    const std::vector<std::uint8_t> mixed = {1, 0, 0, 0};
    CHECK(roc_area(threshold_curve(scores, mixed)) == 0.5);
    CHECK(average_precision(threshold_curve(scores, mixed)) == 0.25);
    const std::vector<std::uint8_t> none = {0, 0, 0, 0};
    CHECK(roc_area(threshold_curve(scores, none)) == 0.5);
    CHECK(average_precision(threshold_curve(scores, none)) == 0);
    const std::vector<std::uint8_t> all = {1, 1, 1, 1};
    CHECK(roc_area(threshold_curve(scores, all)) == 0.5);
    CHECK(average_precision(threshold_curve(scores, all)) == 1);
    CHECK(threshold_curve({}, {}).size() == 1);
}

TEST_CASE("calibration by hand: bins are closed above") {
    const std::vector<float> confidence = {0.0F, 0.5F, 0.51F, 0.9F, 1.0F};
    const std::vector<std::uint8_t> correct = {0, 1, 0, 1, 1};
    const Calibration result = calibration(2, confidence, correct);
    REQUIRE(result.bins.size() == 2);
    CHECK(result.bins[0].images == 2);
    CHECK(result.bins[0].confidence == doctest::Approx(0.25));
    CHECK(result.bins[0].accuracy == doctest::Approx(0.5));
    CHECK(result.bins[1].images == 3);
    CHECK(result.bins[1].confidence == doctest::Approx(2.41 / 3));
    CHECK(result.bins[1].accuracy == doctest::Approx(2.0 / 3));
    CHECK(result.expected_error == doctest::Approx((2 * 0.25 + 3 * (2.41 / 3 - 2.0 / 3)) / 5));
    CHECK(result.largest_error == doctest::Approx(0.25));
    CHECK(calibration(10, {}, {}).expected_error == 0);
}

TEST_CASE("images that are right as often as they say are calibrated") {
    Rng rng(9);
    std::vector<float> confidence(20000);
    std::vector<std::uint8_t> correct(confidence.size());
    for (std::size_t i = 0; i < confidence.size(); ++i) {
        confidence[i] = rng.unit();
        correct[i] = static_cast<std::uint8_t>(rng.unit() < confidence[i] ? 1 : 0);
    }
    CHECK(calibration(15, confidence, correct).expected_error < 0.02F);
}

namespace {

// Of scores of one kind of image that lie higher than those of the other, with ties where `levels` are few.
std::vector<ThresholdPoint> random_curve(Rng& rng, std::size_t n, std::uint32_t levels) {
    std::vector<float> scores(n);
    std::vector<std::uint8_t> positive(n);
    for (std::size_t i = 0; i < n; ++i) {
        positive[i] = static_cast<std::uint8_t>(rng.below(3) == 0 ? 1 : 0);
        scores[i] = static_cast<float>(rng.below(levels)) + 0.3F * static_cast<float>(positive[i] * levels);
    }
    return threshold_curve(scores, positive);
}

double x_of(const ThresholdPoint& point, CurvePlane plane) {
    return static_cast<double>(plane == CurvePlane::kRoc ? point.false_positives : point.true_positives);
}
double y_of(const ThresholdPoint& point, CurvePlane plane) {
    return static_cast<double>(plane == CurvePlane::kRoc ? point.true_positives : point.precision);
}

// From a point to the nearest place on the lines through `kept`, over all of them.
double away(const ThresholdPoint& point, const std::vector<ThresholdPoint>& kept, CurvePlane plane) {
    double nearest = 2;
    for (std::size_t i = 0; i + 1 < kept.size(); ++i)
        for (int step = 0; step <= 400; ++step) {
            const double share = step / 400.0;
            const double x = x_of(kept[i], plane) * (1 - share) + x_of(kept[i + 1], plane) * share;
            const double y = y_of(kept[i], plane) * (1 - share) + y_of(kept[i + 1], plane) * share;
            nearest = std::min(nearest, std::hypot(x_of(point, plane) - x, y_of(point, plane) - y));
        }
    return nearest;
}

}  // namespace

TEST_CASE("the points of both curves are what counting gives at their threshold, with ties") {
    Rng rng(11);
    for (int round = 0; round < 20; ++round) {
        const std::size_t n = 2 + rng.below(40);
        const std::uint32_t levels = round % 2 == 0 ? 4 : 1000000;
        std::vector<float> scores(n);
        std::vector<std::uint8_t> positive(n, 0);
        positive[0] = 1;
        for (std::size_t i = 0; i < n; ++i) {
            if (i > 1) positive[i] = static_cast<std::uint8_t>(rng.below(2));
            scores[i] = static_cast<float>(rng.below(levels));
        }
        const auto curve = threshold_curve(scores, positive);
        for (const ThresholdPoint& point : curve) {
            double counts[2] = {0, 0};
            double called[2] = {0, 0};
            for (std::size_t i = 0; i < n; ++i) {
                counts[positive[i]] += 1;
                called[positive[i]] += scores[i] >= point.threshold ? 1 : 0;
            }
            CHECK(point.true_positives == doctest::Approx(called[1] / counts[1]));
            CHECK(point.false_positives == doctest::Approx(called[0] / counts[0]));
            const double all = called[0] + called[1];
            CHECK(point.precision == doctest::Approx(all > 0 ? called[1] / all : 1));
        }
        for (std::size_t i = 0; i + 1 < curve.size(); ++i)
            CHECK(curve[i].threshold > curve[i + 1].threshold);  // a tie is one step
    }
}

TEST_CASE("a thinned curve keeps ends and corners, in their order, and stays close to the whole one") {
    Rng rng(7);
    for (const CurvePlane plane : {CurvePlane::kRoc, CurvePlane::kPrecisionRecall})
        for (const std::uint32_t levels : {5U, 40U, 1000000U}) {
            const auto curve = random_curve(rng, 600, levels);
            const auto thin = thin_curve(curve, plane, 64);
            REQUIRE(thin.size() <= 64);
            REQUIRE(thin.size() >= 2);
            CHECK(thin.front().threshold == curve.front().threshold);
            CHECK(thin.back().threshold == curve.back().threshold);
            for (std::size_t i = 0; i + 1 < thin.size(); ++i)
                CHECK(thin[i].threshold > thin[i + 1].threshold);
            double worst = 0;
            for (const ThresholdPoint& point : curve) worst = std::max(worst, away(point, thin, plane));
            CHECK(worst < 0.01);
            if (levels == 5) CHECK(worst < 1e-3);  // it has fewer corners than may be kept
        }
}

TEST_CASE("of a ROC curve that is all corners and lines the thinned one has the same area") {
    std::vector<float> scores;
    std::vector<std::uint8_t> positive;
    for (int i = 0; i < 1000; ++i) {  // the first 400 are positive, then 500 negative, then both in turn
        scores.push_back(static_cast<float>(1000 - i));
        positive.push_back(i < 400 || (i >= 900 && i % 2 == 0) ? 1 : 0);
    }
    const auto curve = threshold_curve(scores, positive);
    CHECK(curve.size() == 1001);
    const auto thin = thin_curve(curve, CurvePlane::kRoc, 200);
    CHECK(thin.size() == 103);  // two straight pieces, then 100 steps
    CHECK(roc_area(thin) == doctest::Approx(roc_area(curve)));
    CHECK(thin_curve(curve, CurvePlane::kRoc, 2).size() == 2);
    CHECK(thin_curve(threshold_curve({}, {}), CurvePlane::kRoc, 64).size() == 1);
}
