// Links between the grids.
#include "shell/lessons/13_backward/reach.h"

#include "core/ops/reach.h"

namespace shell::lesson_backward {
namespace {

bool has(const cnn::WindowPlan& window, const Touched& cell) {
    if (cell.kind == Kind::kWeight)
        return cell.row >= 0 && cell.column >= 0 && cell.row < window.y.kernel &&
               cell.column < window.x.kernel;
    if (cell.kind == Kind::kOutput)
        return cell.row >= 0 && cell.column >= 0 && cell.row < window.y.output &&
               cell.column < window.x.output;
    return cell.kind == Kind::kPixel;  // padding counts
}

}  // namespace

bool reaches(const cnn::WindowPlan& window, const Touched& a, const Touched& b) {
    if (!has(window, a) || !has(window, b)) return false;
    if (a.kind == b.kind) return a == b;
    if (a.kind > b.kind) return reaches(window, b, a);
    if (a.kind == Kind::kWeight) return true;  // every weight goes into every output
    if (b.kind == Kind::kWeight)
        return window.y.output_reading(a.row, b.row) >= 0 && window.x.output_reading(a.column, b.column) >= 0;
    return reads(window.y, b.row, a.row) && reads(window.x, b.column, a.column);
}

}  // namespace shell::lesson_backward
