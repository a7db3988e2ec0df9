#include "core/train/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/assert.h"

namespace cnn {
namespace {

float share(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<float>(static_cast<double>(part) / static_cast<double>(whole)) : 0.0F;
}

// A point of a curve in its plane.
struct Place {
    double x = 0;
    double y = 0;
};

Place place_of(const ThresholdPoint& point, CurvePlane plane) {
    const auto recall = static_cast<double>(point.true_positives);
    if (plane == CurvePlane::kRoc) return {static_cast<double>(point.false_positives), recall};
    return {recall, static_cast<double>(point.precision)};
}

// From `p` to the nearest place between `a` and `b`.
double distance(Place p, Place a, Place b) {
    const double x = b.x - a.x;
    const double y = b.y - a.y;
    const double square = x * x + y * y;
    const double along =
        square > 0 ? std::clamp(((p.x - a.x) * x + (p.y - a.y) * y) / square, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - a.x - along * x, p.y - a.y - along * y);
}

// A stretch of a curve between two points that are kept, and the point that stands out farthest from the line
// between them.
struct Stretch {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t farthest = 0;
    double by = 0;
};

Stretch stretch_of(std::span<const ThresholdPoint> curve, CurvePlane plane, std::size_t first,
                   std::size_t last) {
    Stretch stretch{first, last, first, 0};
    const Place a = place_of(curve[first], plane);
    const Place b = place_of(curve[last], plane);
    for (std::size_t i = first + 1; i < last; ++i) {
        const double by = distance(place_of(curve[i], plane), a, b);
        if (by > stretch.by) {
            stretch.farthest = i;
            stretch.by = by;
        }
    }
    return stretch;
}

}  // namespace

float top_k_accuracy(int k, int classes, std::span<const float> scores,
                     std::span<const std::uint8_t> labels) {
    CNN_ASSERT(scores.size() == labels.size() * static_cast<std::size_t>(classes));
    std::int64_t found = 0;
    for (std::size_t image = 0; image < labels.size(); ++image) {
        const auto row =
            scores.subspan(image * static_cast<std::size_t>(classes), static_cast<std::size_t>(classes));
        const std::size_t label = labels[image];
        int higher = 0;
        for (std::size_t c = 0; c < row.size(); ++c)
            higher += row[c] > row[label] || (row[c] == row[label] && c < label) ? 1 : 0;
        found += higher < k ? 1 : 0;
    }
    return share(found, static_cast<std::int64_t>(labels.size()));
}

std::vector<ClassFigures> class_figures(int classes, std::span<const std::int32_t> confusion) {
    const auto count = static_cast<std::size_t>(classes);
    CNN_ASSERT(confusion.size() == count * count);
    std::vector<ClassFigures> all(count);
    for (std::size_t c = 0; c < count; ++c) {
        std::int64_t predicted = 0;
        std::int64_t actual = 0;
        for (std::size_t other = 0; other < count; ++other) {
            predicted += confusion[other * count + c];
            actual += confusion[c * count + other];
        }
        const std::int64_t right = confusion[c * count + c];
        all[c] = {static_cast<int>(actual),    share(right, predicted),
                  share(right, actual),        share(2 * right, predicted + actual),
                  static_cast<int>(predicted), static_cast<int>(right)};
    }
    return all;
}

std::vector<ThresholdPoint> threshold_curve(std::span<const float> scores,
                                            std::span<const std::uint8_t> positive) {
    CNN_ASSERT(scores.size() == positive.size());
    std::vector<std::uint32_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [scores](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
    const std::int64_t positives = std::count(positive.begin(), positive.end(), std::uint8_t{1});
    const std::int64_t negatives = static_cast<std::int64_t>(positive.size()) - positives;
    std::vector<ThresholdPoint> curve = {{std::numeric_limits<float>::infinity(), 0, 0, 1}};
    std::int64_t right = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        right += positive[order[i]];
        const float score = scores[order[i]];
        if (i + 1 < order.size() && scores[order[i + 1]] == score) continue;  // a tie: one step
        const auto called = static_cast<std::int64_t>(i) + 1;
        curve.push_back(
            {score, share(right, positives), share(called - right, negatives), share(right, called)});
    }
    return curve;
}

double roc_area(std::span<const ThresholdPoint> curve) {
    const ThresholdPoint& last = curve.back();
    if (last.true_positives == 0 || last.false_positives == 0) return 0.5;
    double area = 0;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const double width =
            static_cast<double>(curve[i].false_positives) - static_cast<double>(curve[i - 1].false_positives);
        area += width *
                (static_cast<double>(curve[i].true_positives) +
                 static_cast<double>(curve[i - 1].true_positives)) /
                2;
    }
    return area;
}

double average_precision(std::span<const ThresholdPoint> curve) {
    double sum = 0;
    for (std::size_t i = 1; i < curve.size(); ++i)
        sum += static_cast<double>(curve[i].precision) * (static_cast<double>(curve[i].true_positives) -
                                                          static_cast<double>(curve[i - 1].true_positives));
    return sum;
}

std::vector<ThresholdPoint> thin_curve(std::span<const ThresholdPoint> curve, CurvePlane plane,
                                       std::size_t most) {
    CNN_ASSERT(most >= 2);
    if (curve.size() <= 2) return {curve.begin(), curve.end()};
    constexpr double kOnTheLine = 1e-6;  // what rounding to float leaves
    std::vector<Stretch> stretches = {stretch_of(curve, plane, 0, curve.size() - 1)};
    while (stretches.size() + 1 < most) {
        const auto worst = std::max_element(stretches.begin(), stretches.end(),
                                            [](const Stretch& a, const Stretch& b) { return a.by < b.by; });
        if (worst->by <= kOnTheLine) break;
        const Stretch whole = *worst;
        *worst = stretch_of(curve, plane, whole.first, whole.farthest);
        stretches.insert(worst + 1, stretch_of(curve, plane, whole.farthest, whole.last));
    }
    std::vector<ThresholdPoint> kept = {curve.front()};
    for (const Stretch& stretch : stretches) kept.push_back(curve[stretch.last]);
    return kept;
}

Calibration calibration(int bins, std::span<const float> confidence, std::span<const std::uint8_t> correct) {
    CNN_ASSERT(bins >= 1 && confidence.size() == correct.size());
    struct Sums {
        std::int64_t images = 0;
        std::int64_t right = 0;
        double confidence = 0;
    };
    std::vector<Sums> sums(static_cast<std::size_t>(bins));
    for (std::size_t i = 0; i < confidence.size(); ++i) {
        const int bin = static_cast<int>(std::ceil(confidence[i] * static_cast<float>(bins))) - 1;
        Sums& held = sums[static_cast<std::size_t>(std::clamp(bin, 0, bins - 1))];
        ++held.images;
        held.right += correct[i];
        held.confidence += static_cast<double>(confidence[i]);
    }
    Calibration result;
    double error = 0;
    for (const Sums& held : sums) {
        const double count = static_cast<double>(std::max<std::int64_t>(1, held.images));
        const ReliabilityBin bin{static_cast<int>(held.images), static_cast<float>(held.confidence / count),
                                 share(held.right, held.images)};
        const float gap = std::fabs(bin.confidence - bin.accuracy);
        error += static_cast<double>(gap) * static_cast<double>(held.images);
        result.largest_error = std::max(result.largest_error, gap);
        result.bins.push_back(bin);
    }
    result.expected_error =
        confidence.empty() ? 0.0F : static_cast<float>(error / static_cast<double>(confidence.size()));
    return result;
}

}  // namespace cnn
