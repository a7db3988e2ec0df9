// Means of growing windows.
#include "core/train/curve.h"

namespace cnn {

void Curve::add(const CurvePoint& update) {
    epoch_ += static_cast<double>(update.epoch);
    loss_ += static_cast<double>(update.loss);
    accuracy_ += static_cast<double>(update.accuracy);
    if (++pending_ < stride_) return;
    points_.push_back({static_cast<float>(epoch_ / pending_), static_cast<float>(loss_ / pending_),
                       static_cast<float>(accuracy_ / pending_)});
    pending_ = 0;
    epoch_ = loss_ = accuracy_ = 0;
    if (points_.size() == kMostPoints) halve();
}

void Curve::halve() {
    for (std::size_t i = 0; i < points_.size() / 2; ++i) {
        const CurvePoint& a = points_[2 * i];
        const CurvePoint& b = points_[2 * i + 1];
        points_[i] = {(a.epoch + b.epoch) / 2, (a.loss + b.loss) / 2, (a.accuracy + b.accuracy) / 2};
    }
    points_.resize(points_.size() / 2);
    stride_ *= 2;
}

}  // namespace cnn
