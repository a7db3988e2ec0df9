// Links between pixels, weights and outputs, axis by axis.
#include "shell/lessons/01_convolution/reach.h"

#include "core/ops/reach.h"

namespace shell::lesson_convolution {
namespace {

using What = Touched::What;

}  // namespace

bool reaches(const cnn::WindowPlan& window, const Touched& touched, const Touched& other) {
    if (touched.what > other.what) return reaches(window, other, touched);
    if (touched.what == What::kPixel && other.what == What::kWeight)
        return touched.channel == other.channel && cnn::tap_meets(window.y, other.row, touched.row) &&
               cnn::tap_meets(window.x, other.column, touched.column);
    if (touched.what == What::kPixel && other.what == What::kOutput)
        return cnn::reads(window.y, other.row, touched.row) &&
               cnn::reads(window.x, other.column, touched.column);
    if (touched.what == What::kWeight && other.what == What::kOutput) return touched.filter == other.filter;
    return false;
}

int count_outputs(const cnn::WindowPlan& window, int iy, int ix) {
    return cnn::count_readers(window.y, iy) * cnn::count_readers(window.x, ix);
}

}  // namespace shell::lesson_convolution
