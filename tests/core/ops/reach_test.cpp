// Who reads a pixel, asked of every tap.
#include "core/ops/reach.h"

#include <doctest/doctest.h>

namespace cnn {
namespace {

TEST_CASE("reach: who reads a pixel agrees with the taps") {
    for (int dilation = 1; dilation <= 3; ++dilation)
        for (int stride = 1; stride <= 3; ++stride) {
            const AxisPlan p = plan_axis(9, {3, stride, Padding::kExplicit, 2, 1, dilation, false}).value();
            for (int i = -2; i < 10; ++i) {
                int readers = 0;
                int first_two = 0;
                for (int o = 0; o < p.output; ++o) {
                    bool read = false;
                    for (int k = 0; k < p.kernel; ++k) read = read || p.tap(o, k) == i;
                    CHECK(reads(p, o, i) == read);
                    readers += read ? 1 : 0;
                    first_two += read && o < 2 ? 1 : 0;
                }
                CHECK(count_readers(p, i) == readers);
                CHECK(count_readers(p, i, 2) == first_two);
            }
        }
}

TEST_CASE("reach: coverage counts every tap of every window") {
    const AxisPlan rows = plan_axis(6, {3, 2, Padding::kExplicit, 1, 0, 1, false}).value();
    const AxisPlan columns = plan_axis(7, {2, 1, Padding::kExplicit, 0, 2, 2, false}).value();
    const WindowPlan window{rows, columns};
    for (int windows = 0; windows <= rows.output * columns.output; ++windows) {
        std::vector<std::int32_t> counted(7 * 9, 0);
        for (int w = 0; w < windows; ++w)
            for_each_tap(1, window, [&](int, int ky, int kx) {
                const int iy = rows.tap(w / columns.output, ky) + rows.pad_before;
                const int ix = columns.tap(w % columns.output, kx) + columns.pad_before;
                ++counted[static_cast<std::size_t>(iy * 9 + ix)];
            });
        CHECK(coverage(window, windows) == counted);
    }
}

TEST_CASE("reach: two kernels of 3 are a triangle of ways, and back is the transpose of on") {
    const AxisPlan second = plan_axis(5, {3}).value();
    const AxisPlan first = plan_axis(7, {3}).value();
    const std::vector<std::int64_t> middle = {0, 1, 0};
    const std::vector<std::int64_t> inner = ways_back(second, middle);
    CHECK(inner == std::vector<std::int64_t>{0, 1, 1, 1, 0});
    CHECK(ways_back(first, inner) == std::vector<std::int64_t>{0, 1, 2, 3, 2, 1, 0});
    const AxisPlan padded = plan_axis(6, {3, 2, Padding::kExplicit, 2, 1, 2, false}).value();
    for (int i = 0; i < padded.input; ++i)
        for (int o = 0; o < padded.output; ++o) {
            std::vector<std::int64_t> pixel(6, 0);
            std::vector<std::int64_t> unit(static_cast<std::size_t>(padded.output), 0);
            pixel[static_cast<std::size_t>(i)] = unit[static_cast<std::size_t>(o)] = 1;
            const std::int64_t expected = reads(padded, o, i) ? 1 : 0;
            CHECK(ways_on(padded, pixel)[static_cast<std::size_t>(o)] == expected);
            CHECK(ways_back(padded, unit)[static_cast<std::size_t>(i)] == expected);
        }
}

}  // namespace
}  // namespace cnn
