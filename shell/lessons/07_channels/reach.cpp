// Links between pixels, weights and outputs: a filter and a channel meet only in the same group.
#include "shell/lessons/07_channels/reach.h"

#include "core/ops/reach.h"

namespace shell::lesson_channels {

bool reaches(const cnn::Conv2dPlan& plan, const Touched& touched, const Touched& other) {
    using What = Touched::What;
    if (touched.what > other.what) return reaches(plan, other, touched);
    const cnn::WindowPlan& window = plan.window;
    if (touched.what == What::kPixel && other.what == What::kWeight)
        return touched.channel == other.channel && cnn::tap_meets(window.y, other.row, touched.row) &&
               cnn::tap_meets(window.x, other.column, touched.column);
    if (touched.what == What::kPixel && other.what == What::kOutput)
        return touched.channel / plan.group_channels() == other.filter / plan.group_filters() &&
               cnn::tap_reading(window.y, other.row, touched.row) >= 0 &&
               cnn::tap_reading(window.x, other.column, touched.column) >= 0;
    if (touched.what == What::kWeight && other.what == What::kOutput) return touched.filter == other.filter;
    return false;
}

}  // namespace shell::lesson_channels
