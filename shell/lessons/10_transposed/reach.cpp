// Links between inputs, weights and outputs.
#include "shell/lessons/10_transposed/reach.h"

#include "core/ops/reach.h"

namespace shell::lesson_transposed {
namespace {

// Does the weight send any input to this output?
bool sends(const cnn::AxisPlan& axis, int k, int output) { return axis.output_reading(output, k) >= 0; }

// Does the weight land inside the output when this input stamps?
bool lands(const cnn::AxisPlan& axis, int input, int k) { return axis.inside(axis.tap(input, k)); }

}  // namespace

bool reaches(const cnn::WindowPlan& window, const Touched& touched, const Touched& other) {
    using What = Touched::What;
    if (touched.what > other.what) return reaches(window, other, touched);
    if (touched.what == What::kInput && other.what == What::kOutput)
        return cnn::tap_reading(window.y, touched.row, other.row) >= 0 &&
               cnn::tap_reading(window.x, touched.column, other.column) >= 0;
    if (touched.what == What::kInput && other.what == What::kWeight)
        return lands(window.y, touched.row, other.row) && lands(window.x, touched.column, other.column);
    if (touched.what == What::kWeight && other.what == What::kOutput)
        return sends(window.y, touched.row, other.row) && sends(window.x, touched.column, other.column);
    return false;
}

}  // namespace shell::lesson_transposed
