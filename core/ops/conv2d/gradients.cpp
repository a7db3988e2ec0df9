// One group of channels and filters after another, and one image at a time, its channels side by side. What a
// window reads is then a few rows of neighbouring numbers (one per kernel row), and both gradients add such
// rows, weighted:
//   dw[oc] += dy[oc, p] (the window at p)            for each p with a gradient, rising
//   the window of dx at p += sum of dy[oc, p] w[oc]  for each oc with a gradient, rising
// In the second, p falls: so an input pixel takes its terms with ky, kx rising, the order that conv2d.h
// states.
#include "core/ops/conv2d/gradients.h"

#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/nonzero.h"
#include "core/kernels/pack.h"
#include "core/kernels/vec.h"
#include "core/ops/conv2d/pixels.h"

namespace cnn {
namespace {

// How a window lies in an image of pixels with their channels side by side: `lines` times `segments` rows of
// `length` neighbouring numbers. Undilated, that is one row per kernel row; otherwise one per tap.
struct WindowRows {
    explicit WindowRows(const Conv2dPlan& plan) {
        const AxisPlan& y = plan.window.y;
        const AxisPlan& x = plan.window.x;
        const std::ptrdiff_t image_row = static_cast<std::ptrdiff_t>(x.reach()) * plan.group_channels();
        if (x.dilation == 1) {
            segments = y.kernel;
            length = x.kernel * plan.group_channels();
            segment_step = y.dilation * image_row;
        } else {
            lines = y.kernel;
            segments = x.kernel;
            length = plan.group_channels();
            line_step = y.dilation * image_row;
            segment_step = static_cast<std::ptrdiff_t>(x.dilation) * plan.group_channels();
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
int images_at_a_time(const Conv2dPlan& plan, int n) {
    constexpr int kPixels = 256;
    return std::min(n, (kPixels + plan.output_pixels() - 1) / plan.output_pixels());
}

// Of one group: C and OC are its channels and filters.
struct Space {
    float* images;          // some images, channels last: x; or one: dx
    float* windows;         // (OC, rows of a window, padded length): dw or w
    std::int32_t* starts;   // (images, pixels): where each window begins in images
    std::int32_t* filters;  // (OC): where each filter begins in windows
    std::int32_t* count;    // (pixels): gradients of each pixel
    std::int32_t* index;    // (pixels, OC) or, of one filter, (images, pixels): which of them
    float* factors;         // laid out alike: their values
    float* blocks;    // dense gradients: of eight filters over (images, pixels); or of eight pixels over (OC)
    float* products;  // (8, rows of a window, padded length)
};

Space carve(Carver& carver, const Conv2dPlan& plan, int n) {
    const auto images = static_cast<std::size_t>(images_at_a_time(plan, n));
    const auto pixels = static_cast<std::size_t>(plan.output_pixels());
    const auto filters = static_cast<std::size_t>(plan.group_filters());
    const std::size_t listed = std::max(filters, images) * pixels + 1;
    return {carver.take(images * channels_last_size(plan)),
            carver.take(filters * static_cast<std::size_t>(WindowRows(plan).size())),
            carver.take_integers(images * pixels),
            carver.take_integers(filters),
            carver.take_integers(pixels),
            carver.take_integers(listed),
            carver.take(listed),
            carver.take(kGatheredRows * std::max(filters, images * pixels)),
            carver.take(kGatheredRows * static_cast<std::size_t>(WindowRows(plan).size()))};
}

void find_starts(const Conv2dPlan& plan, int images, const Space& space) {
    const AxisPlan& y = plan.window.y;
    const AxisPlan& x = plan.window.x;
    const int image_size = static_cast<int>(channels_last_size(plan));
    const int row = y.stride * x.reach() * plan.group_channels();
    const int column = x.stride * plan.group_channels();
    std::int32_t* start = space.starts;
    for (int image = 0; image < images; ++image)
        for (int oy = 0; oy < y.output; ++oy)
            for (int ox = 0; ox < x.output; ++ox) *start++ = image * image_size + oy * row + ox * column;
    for (int oc = 0; oc < plan.group_filters(); ++oc) space.filters[oc] = oc * WindowRows(plan).size();
}

// Calls visit(weight, place) for each weight of one filter in canonical order; place: its place in a window's
// rows.
template <class Visit>
void for_each_weight(const Conv2dPlan& plan, Visit&& visit) {
    const WindowRows window(plan);
    int weight = 0;
    for_each_tap(plan.group_channels(), plan.window, [&](int ic, int ky, int kx) {
        const int tap = ky * plan.window.x.kernel + kx;
        const int place = plan.window.x.dilation == 1
                              ? ky * window.padded_length + kx * plan.group_channels() + ic
                              : tap * window.padded_length + ic;
        visit(weight++, place);
    });
}

// Whether leaving products with 0 out takes longer than computing them all: lists take two and a half times
// as long per product (measured as wasm).   dy: (n, all filters, pixels), from the group's first filter on
bool mostly_nonzero(const Conv2dPlan& plan, int n, const float* dy) {
    const int count = plan.group_filters() * plan.output_pixels();
    std::ptrdiff_t found = 0;
    for (int image = 0; image < n; ++image, dy += plan.output_size()) found += count_nonzero(count, dy);
    return 5 * found > 2 * static_cast<std::ptrdiff_t>(n) * count;
}

// The sums of all filters go on, over some images, zeros among their gradients.
// dy: (images, all filters, pixels), from the group's first filter on
void add_all_products(const KernelTable& kernels, const Conv2dPlan& plan, int images, const float* dy,
                      const Space& space) {
    const WindowRows window(plan);
    const int pixels = plan.output_pixels();
    const auto image_step = static_cast<std::ptrdiff_t>(plan.output_size());
    GatheredProduct product;
    product.columns = window.padded_length;
    product.depth = images * pixels;
    product.lines = window.segments;
    product.a = space.blocks;
    product.offsets = space.starts;
    product.b_line_step = window.segment_step;
    product.c_step = window.size();
    product.c_line_step = window.padded_length;
    product.resume = true;
    for (int oc = 0; oc < plan.group_filters(); oc += kGatheredRows) {
        product.rows = std::min(kGatheredRows, plan.group_filters() - oc);
        for (int image = 0; image < images; ++image)
            transpose_blocks(product.rows, pixels,
                             dy + image * image_step + static_cast<std::ptrdiff_t>(oc) * pixels, pixels,
                             space.blocks + static_cast<std::ptrdiff_t>(image) * pixels * kTileRows,
                             static_cast<std::ptrdiff_t>(product.depth) * kTileRows);
        for (int line = 0; line < window.lines; ++line) {
            product.b = space.images + line * window.line_step;
            product.c = space.windows + space.filters[oc] + line * window.segments * product.c_line_step;
            kernels.gathered_product(product);
        }
    }
}

// Which of a filter's gradients are not 0, rising; returns how many.
// dy: (images, all filters, pixels), from this filter on
int list_gradients(const Conv2dPlan& plan, int images, const float* dy, const Space& space) {
    const int pixels = plan.output_pixels();
    int found = 0;
    for (int image = 0; image < images; ++image, dy += plan.output_size())
        found = list_nonzero(image * pixels, pixels, dy, found, space.index, space.factors);
    return found;
}

// The sums of one filter go on, over some images.   dy: (images, all filters, pixels), from this filter on
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

// What the lists give, into space.images.
void add_windows(const KernelTable& kernels, const Conv2dPlan& plan, const Space& space) {
    const WindowRows window(plan);
    const std::ptrdiff_t filters = plan.group_filters();
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
        rows.index = space.index + p * filters;
        rows.factors = space.factors + p * filters;
        // Between lines and between segments ky and kx may come in any order: no pixel is in two rows of one
        // window.
        for (int line = 0; line < window.lines; ++line) {
            rows.rows = space.windows + line * window.segments * rows.row_step;
            rows.out = space.images + space.starts[p] + line * window.line_step;
            kernels.weighted_rows(rows);
        }
    }
}

// Adds a pixel's window; what fills its rows up to whole vectors is 0.   from: (rows of a window, padded
// length)
void add_window(const WindowRows& window, const float* from, float* to) {
    for (int line = 0; line < window.lines; ++line)
        for (int segment = 0; segment < window.segments; ++segment, from += window.padded_length) {
            float* sums = to + line * window.line_step + segment * window.segment_step;
            for (int j = 0; j < window.padded_length; j += 4)
                store<4>(sums + j, load<4>(sums + j) + load<4>(from + j));
        }
}

// Up to eight pixels' gradients as a product's first operand.
// dy: (OC, pixels), from the first of these pixels on; blocks: (blocks, OC, 4)
void take_pixels(const Conv2dPlan& plan, int count, const float* dy, float* blocks) {
    const int tall = tall_rows(count);
    const int filters = plan.group_filters();
    for (int oc = 0; oc < filters; ++oc, dy += plan.output_pixels(), blocks += kTileRows) {
        std::copy_n(dy, tall, blocks);
        std::copy_n(dy + tall, count - tall, blocks + filters * kTileRows);
    }
}

// Eight pixels' windows at a time, zeros among their gradients, into space.images.   dy: (OC, pixels)
void add_all_windows(const KernelTable& kernels, const Conv2dPlan& plan, const float* dy,
                     const Space& space) {
    const WindowRows window(plan);
    const int pixels = plan.output_pixels();
    std::fill_n(space.images, channels_last_size(plan), 0.0F);
    GatheredProduct product;
    product.columns = window.size();
    product.depth = plan.group_filters();
    product.a = space.blocks;
    product.b = space.windows;
    product.offsets = space.filters;
    product.c = space.products;
    product.c_step = window.size();
    for (int end = pixels; end > 0; end -= product.rows) {
        product.rows = std::min(kGatheredRows, end);
        const int first = end - product.rows;
        take_pixels(plan, product.rows, dy + first, space.blocks);
        kernels.gathered_product(product);
        for (int i = product.rows - 1; i >= 0; --i)
            add_window(window, space.products + i * product.c_step, space.images + space.starts[first + i]);
    }
}

// x, dy, dw, db: from the group's first channel and filter on
void group_weight_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                           const float* dy, float* dw, float* db, const Space& space) {
    const int filters = plan.group_filters();
    const int most = images_at_a_time(plan, n);
    const bool all = mostly_nonzero(plan, n, dy);
    std::fill_n(space.windows, static_cast<std::ptrdiff_t>(filters) * WindowRows(plan).size(), 0.0F);
    for (int first = 0; first < n; first += most) {
        const int images = std::min(most, n - first);
        for (int i = 0; i < images; ++i, x += plan.input_size())
            to_channels_last(plan, x, space.images + static_cast<std::size_t>(i) * channels_last_size(plan));
        if (all) add_all_products(kernels, plan, images, dy, space);
        for (int oc = 0; oc < filters && !all; ++oc)
            add_filter(kernels, plan, images, dy + static_cast<std::ptrdiff_t>(oc) * plan.output_pixels(),
                       space.windows + space.filters[oc], space);
        for (int i = 0; i < images; ++i, dy += plan.output_size())
            sum_rows(filters, plan.output_pixels(), dy, db);
    }
    for (int oc = 0; oc < filters; ++oc, dw += plan.taps()) {
        const float* window = space.windows + space.filters[oc];
        for_each_weight(plan, [&](int weight, int place) { dw[weight] = window[place]; });
    }
}

// w, dy, dx: from the group's first filter and channel on
void group_input_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* w,
                          const float* dy, float* dx, const Space& space) {
    for (int oc = 0; oc < plan.group_filters(); ++oc, w += plan.taps()) {
        float* window = space.windows + space.filters[oc];
        for_each_weight(plan, [&](int weight, int place) { window[place] = w[weight]; });
    }
    const bool all = mostly_nonzero(plan, n, dy);
    for (int image = 0; image < n; ++image, dy += plan.output_size(), dx += plan.input_size()) {
        if (all) {
            add_all_windows(kernels, plan, dy, space);
        } else {
            list_nonzero_rows(plan.group_filters(), plan.output_pixels(), dy, space.count, space.index,
                              space.factors);
            add_windows(kernels, plan, space);
        }
        from_channels_last(plan, space.images, dx);
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
    const int images = images_at_a_time(plan, n);
    find_starts(plan, images, space);
    std::fill_n(space.images, static_cast<std::size_t>(images) * channels_last_size(plan), 0.0F);
    std::fill_n(db, plan.filters, 0.0F);
    const std::ptrdiff_t filters = plan.group_filters();
    const std::ptrdiff_t channels = plan.group_channels();
    for (int group = 0; group < plan.groups; ++group)
        group_weight_gradient(kernels, plan, n, x + group * channels * plan.input_pixels(),
                              dy + group * filters * plan.output_pixels(), dw + group * filters * plan.taps(),
                              db + group * filters, space);
}

void input_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* w,
                    const float* dy, float* dx, float* workspace) {
    Carver carver(workspace);
    const Space space = carve(carver, plan, 1);
    find_starts(plan, 1, space);
    const std::ptrdiff_t filters = plan.group_filters();
    const std::ptrdiff_t channels = plan.group_channels();
    std::fill_n(space.windows, filters * WindowRows(plan).size(), 0.0F);
    for (int group = 0; group < plan.groups; ++group)
        group_input_gradient(kernels, plan, n, w + group * filters * plan.taps(),
                             dy + group * filters * plan.output_pixels(),
                             dx + group * channels * plan.input_pixels(), space);
}

}  // namespace cnn
