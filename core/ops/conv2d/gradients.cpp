// One image at a time, its channels side by side. What a window reads is then a few rows of neighbouring
// numbers (one per kernel row), and both gradients add such rows, weighted:
//   dw[oc] += dy[oc, p] (the window at p)            for each p with a gradient, rising
//   the window of dx at p += sum of dy[oc, p] w[oc]  for each oc with a gradient, rising
// In the second, p falls: so an input pixel takes its terms with ky, kx rising, the order that conv2d.h
// states.
#include "core/ops/conv2d/gradients.h"

#include <algorithm>

#include "core/base/bits.h"
#include "core/kernels/carver.h"
#include "core/kernels/pack.h"
#include "core/ops/conv2d/pixels.h"

namespace cnn {
namespace {

// How a window lies in an image of pixels with their channels side by side: `lines` times `segments` rows of
// `length` neighbouring numbers. Undilated, that is one row per kernel row; otherwise one per tap.
struct WindowRows {
    explicit WindowRows(const Conv2dPlan& plan) {
        const AxisPlan& y = plan.window.y;
        const AxisPlan& x = plan.window.x;
        const std::ptrdiff_t image_row = static_cast<std::ptrdiff_t>(x.reach()) * plan.channels;
        if (x.dilation == 1) {
            segments = y.kernel;
            length = x.kernel * plan.channels;
            segment_step = y.dilation * image_row;
        } else {
            lines = y.kernel;
            segments = x.kernel;
            length = plan.channels;
            line_step = y.dilation * image_row;
            segment_step = static_cast<std::ptrdiff_t>(x.dilation) * plan.channels;
        }
        padded_length = round_up(length, kWidestVector);
    }
    int rows() const { return lines * segments; }
    int size() const { return rows() * padded_length; }  // floats of a window whose rows are whole vectors

    int lines = 1;
    int segments = 1;
    int length = 1;
    int padded_length = 1;
    std::ptrdiff_t line_step = 0;     // in the image
    std::ptrdiff_t segment_step = 0;  // in the image
};

// Images whose gradients make one list, so that small maps make long ones.
int group_size(const Conv2dPlan& plan, int n) {
    constexpr int kPixels = 256;
    return std::min(n, (kPixels + plan.output_pixels() - 1) / plan.output_pixels());
}

struct Space {
    float* images;          // a group of images, channels last: x; or one: dx
    float* windows;         // (OC, rows of a window, padded length): dw or w
    std::int32_t* starts;   // (images, pixels): where each window begins in images
    std::int32_t* filters;  // (OC): where each filter begins in windows
    std::int32_t* count;    // (pixels): gradients of each pixel
    std::int32_t* index;    // (pixels, OC) or, of one filter, (images, pixels): which of them
    float* factors;         // laid out alike: their values
};

Space carve(Carver& carver, const Conv2dPlan& plan, int n) {
    const auto images = static_cast<std::size_t>(group_size(plan, n));
    const auto pixels = static_cast<std::size_t>(plan.output_pixels());
    const auto filters = static_cast<std::size_t>(plan.filters);
    const std::size_t listed = std::max(plan.output_size(), images * pixels) + 1;
    return {carver.take(images * channels_last_size(plan)),
            carver.take(filters * static_cast<std::size_t>(WindowRows(plan).size())),
            carver.take_integers(images * pixels),
            carver.take_integers(filters),
            carver.take_integers(pixels),
            carver.take_integers(listed),
            carver.take(listed)};
}

void find_starts(const Conv2dPlan& plan, int images, const Space& space) {
    const AxisPlan& y = plan.window.y;
    const AxisPlan& x = plan.window.x;
    std::int32_t* start = space.starts;
    for (int image = 0; image < images; ++image)
        for (int oy = 0; oy < y.output; ++oy)
            for (int ox = 0; ox < x.output; ++ox)
                *start++ = image * static_cast<int>(channels_last_size(plan)) +
                           (oy * y.stride * x.reach() + ox * x.stride) * plan.channels;
    for (int oc = 0; oc < plan.filters; ++oc) space.filters[oc] = oc * WindowRows(plan).size();
}

// Calls visit(weight, place) for each weight of one filter in canonical order; place: its place in a window's
// rows.
template <class Visit>
void for_each_weight(const Conv2dPlan& plan, Visit&& visit) {
    const WindowRows window(plan);
    int weight = 0;
    for_each_tap(plan.channels, plan.window, [&](int ic, int ky, int kx) {
        const int tap = ky * plan.window.x.kernel + kx;
        const int place = plan.window.x.dilation == 1 ? ky * window.padded_length + kx * plan.channels + ic
                                                      : tap * window.padded_length + ic;
        visit(weight++, place);
    });
}

// Either zero. As integers, because a comparison of floats minds NaN.
bool is_zero(float value) { return bits_of(value) << 1U == 0; }

// Which of a filter's gradients are not 0, rising; returns how many. Each number is written before it is
// judged, so that there is no branch.   dy: (images, OC, pixels), from this filter on
int list_gradients(const Conv2dPlan& plan, int images, const float* dy, const Space& space) {
    const int pixels = plan.output_pixels();
    int found = 0;
    for (int image = 0; image < images; ++image, dy += plan.output_size()) {
        for (int p = 0; p < pixels; ++p) {
            space.index[found] = image * pixels + p;
            space.factors[found] = dy[p];
            found += is_zero(dy[p]) ? 0 : 1;
        }
    }
    return found;
}

// Sums over a group of images and one filter go on.   dy: (images, OC, pixels), from this filter on
void add_filter(const KernelTable& kernels, const Conv2dPlan& plan, int images, const float* dy, float* dw,
                const Space& space) {
    const WindowRows window(plan);
    WeightedRows rows;
    rows.count = list_gradients(plan, images, dy, space);
    rows.index = space.index;
    rows.factors = space.factors;
    rows.offsets = space.starts;
    rows.segments = window.segments;
    rows.length = window.length;
    rows.row_step = window.segment_step;
    rows.out_step = window.padded_length;
    rows.resume = true;
    for (int line = 0; line < window.lines; ++line) {
        rows.rows = space.images + line * window.line_step;
        rows.out = dw + line * window.segments * rows.out_step;
        kernels.weighted_rows(rows);
    }
}

// For each pixel the filters with a gradient there, rising.   dy: (OC, pixels)
void list_filters(const Conv2dPlan& plan, const float* dy, const Space& space) {
    const int pixels = plan.output_pixels();
    std::fill_n(space.count, pixels, 0);
    for (int oc = 0; oc < plan.filters; ++oc) {
        for (int p = 0; p < pixels; ++p) {
            const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(p) * plan.filters + space.count[p];
            const float gradient = *dy++;
            space.index[at] = oc;
            space.factors[at] = gradient;
            space.count[p] += is_zero(gradient) ? 0 : 1;
        }
    }
}

// What the lists give, into space.images.
void add_windows(const KernelTable& kernels, const Conv2dPlan& plan, const Space& space) {
    const WindowRows window(plan);
    std::fill_n(space.images, channels_last_size(plan), 0.0F);
    WeightedRows rows;
    rows.offsets = space.filters;
    rows.segments = window.segments;
    rows.length = window.length;
    rows.row_step = window.padded_length;
    rows.out_step = window.segment_step;
    for (int p = plan.output_pixels() - 1; p >= 0; --p) {
        rows.count = space.count[p];
        if (rows.count == 0) continue;
        rows.index = space.index + static_cast<std::ptrdiff_t>(p) * plan.filters;
        rows.factors = space.factors + static_cast<std::ptrdiff_t>(p) * plan.filters;
        // Between lines and between segments ky and kx may come in any order: no pixel is in two rows of one
        // window.
        for (int line = 0; line < window.lines; ++line) {
            rows.rows = space.windows + line * window.segments * rows.row_step;
            rows.out = space.images + space.starts[p] + line * window.line_step;
            kernels.weighted_rows(rows);
        }
    }
}

}  // namespace

std::size_t gradients_workspace(const Conv2dPlan& plan, int n) {
    Carver carver;
    carve(carver, plan, n);
    return carver.used();
}

void weight_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                     const float* dy, float* dw, float* db, float* workspace) {
    Carver carver(workspace);
    const Space space = carve(carver, plan, n);
    const int group = group_size(plan, n);
    const std::size_t image_size = channels_last_size(plan);
    find_starts(plan, group, space);
    std::fill_n(space.images, static_cast<std::size_t>(group) * image_size, 0.0F);
    std::fill_n(space.windows, static_cast<std::ptrdiff_t>(plan.filters) * WindowRows(plan).size(), 0.0F);
    std::fill_n(db, plan.filters, 0.0F);
    for (int first = 0; first < n; first += group) {
        const int images = std::min(group, n - first);
        for (int i = 0; i < images; ++i, x += plan.input_size())
            to_channels_last(plan, x, space.images + static_cast<std::size_t>(i) * image_size);
        for (int oc = 0; oc < plan.filters; ++oc)
            add_filter(kernels, plan, images, dy + static_cast<std::ptrdiff_t>(oc) * plan.output_pixels(),
                       space.windows + space.filters[oc], space);
        for (int i = 0; i < images; ++i, dy += plan.output_size())
            sum_rows(plan.filters, plan.output_pixels(), dy, db);
    }
    for (int oc = 0; oc < plan.filters; ++oc, dw += plan.taps()) {
        const float* window = space.windows + space.filters[oc];
        for_each_weight(plan, [&](int weight, int place) { dw[weight] = window[place]; });
    }
}

void input_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* w,
                    const float* dy, float* dx, float* workspace) {
    Carver carver(workspace);
    const Space space = carve(carver, plan, 1);
    find_starts(plan, 1, space);
    std::fill_n(space.windows, static_cast<std::ptrdiff_t>(plan.filters) * WindowRows(plan).size(), 0.0F);
    for (int oc = 0; oc < plan.filters; ++oc, w += plan.taps()) {
        float* window = space.windows + space.filters[oc];
        for_each_weight(plan, [&](int weight, int place) { window[place] = w[weight]; });
    }
    for (int image = 0; image < n; ++image, dy += plan.output_size(), dx += plan.input_size()) {
        list_filters(plan, dy, space);
        add_windows(kernels, plan, space);
        from_channels_last(plan, space.images, dx);
    }
}

}  // namespace cnn
