// Links between pixels, weights and outputs, axis by axis.
#include "shell/lessons/01_convolution/reach.h"

namespace shell::lesson_convolution {
namespace {

using What = Touched::What;

// The tap by which output `o` reads pixel `i`; -1: it does not.
int tap_of(const cnn::AxisPlan& axis, int o, int i) {
    const int way = i - axis.tap(o, 0);
    if (way < 0 || way % axis.dilation != 0 || way / axis.dilation >= axis.kernel) return -1;
    return way / axis.dilation;
}

// Does any output read pixel `i` by tap `k`?
bool meets(const cnn::AxisPlan& axis, int k, int i) {
    const int way = i - axis.tap(0, k);
    return way >= 0 && way % axis.stride == 0 && way / axis.stride < axis.output;
}

int count_readers(const cnn::AxisPlan& axis, int i) {
    int count = 0;
    for (int o = 0; o < axis.output; ++o) count += tap_of(axis, o, i) >= 0 ? 1 : 0;
    return count;
}

}  // namespace

bool reaches(const cnn::WindowPlan& window, const Touched& touched, const Touched& other) {
    if (touched.what > other.what) return reaches(window, other, touched);
    if (touched.what == What::kPixel && other.what == What::kWeight)
        return touched.channel == other.channel && meets(window.y, other.row, touched.row) &&
               meets(window.x, other.column, touched.column);
    if (touched.what == What::kPixel && other.what == What::kOutput)
        return tap_of(window.y, other.row, touched.row) >= 0 &&
               tap_of(window.x, other.column, touched.column) >= 0;
    if (touched.what == What::kWeight && other.what == What::kOutput) return touched.filter == other.filter;
    return false;
}

int count_outputs(const cnn::WindowPlan& window, int iy, int ix) {
    return count_readers(window.y, iy) * count_readers(window.x, ix);
}

}  // namespace shell::lesson_convolution
