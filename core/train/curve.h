// A curve of bounded length over a run of any length: each point is the mean of `stride` updates, and
// whenever there are too many points, neighbours are merged and the stride doubles.
#pragma once

#include <cstddef>
#include <vector>

namespace cnn {

struct CurvePoint {
    float epoch = 0;     // position on the x axis, in epochs (2.5 = middle of the third)
    float loss = 0;      // mean cross-entropy per image
    float accuracy = 0;  // share in [0, 1]
};

class Curve {
 public:
    // One update: where its middle lies, and its batch's means.
    void add(const CurvePoint& update);
    // Complete points only; at most kMostPoints.
    const std::vector<CurvePoint>& points() const { return points_; }

    static constexpr std::size_t kMostPoints = 512;

 private:
    void halve();

    std::vector<CurvePoint> points_;
    int stride_ = 1;
    int pending_ = 0;  // updates in the sums below
    double epoch_ = 0;
    double loss_ = 0;
    double accuracy_ = 0;
};

}  // namespace cnn
