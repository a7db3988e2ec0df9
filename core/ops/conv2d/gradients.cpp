// One group of channels and filters after another, and one image at a time, its channels side by side. What a
// window reads is then a few rows of neighbouring numbers (one per kernel row), and both gradients add such
// rows, weighted:
//   dw[oc] += dy[oc, p] (the window at p)            for each p with a gradient, rising
//   the window of dx at p += sum of dy[oc, p] w[oc]  for each oc with a gradient, rising
// In the second, p falls: so an input pixel takes its terms with ky, kx rising, the order that conv2d.h
// states. The first has a twin with x and dy exchanged (WindowSums), for images that are mostly 0.
#include "core/ops/conv2d/gradients.h"

#include <algorithm>
#include <utility>

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
    int panels_size() const { return round_up(size(), kWidestPanel); }  // and that fills whole panels

    int lines = 1;
    int segments = 1;
    int length = 1;
    int padded_length = 1;
    std::ptrdiff_t line_step = 0;     // in the image
    std::ptrdiff_t segment_step = 0;  // in the image
};

// Images whose gradients make one list, so that small maps make long ones; not so many that what the list
// points at leaves the first-level cache (two of M1's and M2's second layers).
int images_at_a_time(const Conv2dPlan& plan, int n) {
    constexpr int kPixels = 128;
    return std::min(n, (kPixels + plan.output_pixels() - 1) / plan.output_pixels());
}

// Pixels whose windows are computed at a time: their products stay in the first-level cache.
constexpr int kPixelBatch = 16;

// Of one group: C and OC are its channels and filters.
struct Space {
    float* images;          // some images, channels last: x; or one: dx
    float* windows;         // (OC, rows of a window, padded length): dw or w
    std::int32_t* starts;   // (images, pixels): where each window begins in images
    std::int32_t* filters;  // (OC): where each filter begins in windows
    std::int32_t* count;    // (pixels): gradients of each pixel
    WeightedRow* lists;     // (pixels, OC) or, of one filter, (images, pixels): gradients that are not 0
    float* blocks;    // dense gradients: (eight filters, images, pixels) or (pixels of a batch, OC), in fours
    float* panels;    // (panels of a window, OC, panel): w
    float* products;  // (kPixelBatch, panels of a window)
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
            carver.take_items<WeightedRow>(listed),
            carver.take(std::max(kPixelBatch * filters, kGatheredRows * images * pixels)),
            carver.take(filters * static_cast<std::size_t>(WindowRows(plan).panels_size())),
            carver.take(kPixelBatch * static_cast<std::size_t>(WindowRows(plan).panels_size()))};
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

// Computing all products takes 3 / 4 as long per product as going by lists (measured as wasm): so many of the
// numbers are then as good as in a list. For the input's gradient, whose operands are packed, fewer.
constexpr double kShareOfAll = 0.75;
constexpr double kShareOfAllWindows = 0.63;

// dy: (n, all filters, pixels), from the group's first filter on
double nonzero_gradients(const Conv2dPlan& plan, int n, const float* dy) {
    const std::ptrdiff_t count = static_cast<std::ptrdiff_t>(plan.group_filters()) * plan.output_pixels();
    return nonzero_share(n, count, plan.output_size(), dy);
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
        found = list_nonzero(pixels, dy, space.starts + image * pixels, found, space.lists);
    return found;
}

// The sums of one filter go on, over some images.   dy: (images, all filters, pixels), from this filter on
void add_filter(const KernelTable& kernels, const Conv2dPlan& plan, int images, const float* dy, float* dw,
                const Space& space) {
    const WindowRows window(plan);
    WeightedRows rows;
    rows.count = list_gradients(plan, images, dy, space);
    rows.list = space.lists;
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
    rows.segments = window.segments;
    rows.length = window.length;
    rows.row_step = window.padded_length;
    rows.out_step = window.segment_step;
    for (int p = plan.output_pixels() - 1; p >= 0; --p) {
        rows.count = space.count[p];
        if (rows.count == 0) continue;
        rows.list = space.lists + p * filters;
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

// Some pixels' windows at a time, zeros among their gradients, into space.images.   dy: (OC, pixels)
void add_all_windows(const KernelTable& kernels, const Conv2dPlan& plan, const float* dy,
                     const Space& space) {
    const WindowRows window(plan);
    const int pixels = plan.output_pixels();
    const int filters = plan.group_filters();
    std::fill_n(space.images, channels_last_size(plan), 0.0F);
    PackedPanel product;
    product.depth = filters;
    product.a = space.blocks;
    product.c_step = window.panels_size();
    for (int end = pixels; end > 0; end -= product.rows) {
        product.rows = std::min(kPixelBatch, end);
        const int first = end - product.rows;
        copy_panels(filters, product.rows, dy + first, pixels, kTileRows, space.blocks);
        for (int place = 0; place < window.size(); place += kernels.panel) {
            product.b = space.panels + static_cast<std::ptrdiff_t>(place) * filters;
            product.c = space.products + place;
            kernels.packed_panel(product);
        }
        for (int i = product.rows - 1; i >= 0; --i)
            add_window(window, space.products + i * product.c_step, space.images + space.starts[first + i]);
    }
}

// The sums of a weight gradient: windows of `read`, each times a number of `factors`, as the gradient of the
// plan's weights is made of x and dy. Both from the group's first channel or filter on.
struct WindowSums {
    Conv2dPlan plan;
    const float* read;     // (n, C, H, W)
    const float* factors;  // (n, OC, pixels)
};

// The same sums the other way round, dy read and x its factors: what follows are the weights turned by 180
// degrees, with filters and channels exchanged. An output's place oy = iy + pad - ky dilation is read by the
// tap K - 1 - ky. With stride 1 only.
WindowSums turned(const WindowSums& sums) {
    const auto axis = [](AxisPlan to) {
        std::swap(to.input, to.output);
        to.pad_before = to.effective_kernel - 1 - to.pad_before;
        return to;
    };
    const Conv2dPlan& plan = sums.plan;
    return {{plan.filters, plan.channels, {axis(plan.window.y), axis(plan.window.x)}, plan.groups},
            sums.factors,
            sums.read};
}
bool can_be_turned(const Conv2dPlan& plan) {
    const auto axis = [](const AxisPlan& of) {
        return of.stride == 1 && of.pad_before < of.effective_kernel;
    };
    return axis(plan.window.y) && axis(plan.window.x);
}

// The time that the sums take, in vectors: a list's entry is one more per row of its window.
double time_of(const KernelTable& kernels, const WindowSums& sums, int n) {
    const WindowRows window(sums.plan);
    const int lanes = kernels.panel / 2;
    const double all = static_cast<double>(n) * sums.plan.group_filters() * sums.plan.output_pixels();
    const double entries = all * std::min(nonzero_gradients(sums.plan, n, sums.factors), kShareOfAll);
    const int vectors = (window.length + lanes - 1) / lanes;
    return entries * window.rows() * (vectors + 1);
}

// A first layer's image has the fewer numbers that are not 0, and for each of them long rows to add.
bool turned_is_shorter(const KernelTable& kernels, const WindowSums& sums, int n) {
    return can_be_turned(sums.plan) && time_of(kernels, turned(sums), n) < time_of(kernels, sums, n);
}

// The sums of some images, into space.windows.
void add_images(const KernelTable& kernels, const WindowSums& sums, int images, bool all,
                const Space& space) {
    const Conv2dPlan& plan = sums.plan;
    for (int i = 0; i < images; ++i)
        to_channels_last(plan, sums.read + static_cast<std::size_t>(i) * plan.input_size(),
                         space.images + static_cast<std::size_t>(i) * channels_last_size(plan));
    if (all) return add_all_products(kernels, plan, images, sums.factors, space);
    for (int oc = 0; oc < plan.group_filters(); ++oc)
        add_filter(kernels, plan, images,
                   sums.factors + static_cast<std::ptrdiff_t>(oc) * plan.output_pixels(),
                   space.windows + space.filters[oc], space);
}

// dw: (OC, taps), from the group's first filter on
void take_weights(const Conv2dPlan& plan, const Space& space, float* dw) {
    for (int oc = 0; oc < plan.group_filters(); ++oc, dw += plan.taps()) {
        const float* window = space.windows + space.filters[oc];
        for_each_weight(plan, [&](int weight, int place) { dw[weight] = window[place]; });
    }
}
// plan: turned; dw: (C of the turned plan, its OC, KH, KW)
void take_turned_weights(const Conv2dPlan& plan, const Space& space, float* dw) {
    const int taps = plan.window.y.kernel * plan.window.x.kernel;
    for (int oc = 0; oc < plan.group_filters(); ++oc) {
        const float* window = space.windows + space.filters[oc];
        for_each_weight(plan, [&](int weight, int place) {
            const int channel = weight / taps;
            dw[(channel * plan.group_filters() + oc + 1) * taps - 1 - weight % taps] = window[place];
        });
    }
}

// x, dy, dw, db: from the group's first channel and filter on
void group_weight_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                           const float* dy, float* dw, float* db, float* workspace) {
    WindowSums sums{plan, x, dy};
    const bool turn = turned_is_shorter(kernels, sums, n);
    if (turn) sums = turned(sums);
    const bool all = nonzero_gradients(sums.plan, n, sums.factors) > kShareOfAll;
    const int most = images_at_a_time(sums.plan, n);
    Carver carver(workspace);
    const Space space = carve(carver, sums.plan, n);
    find_starts(sums.plan, most, space);
    std::fill_n(space.images, static_cast<std::size_t>(most) * channels_last_size(sums.plan), 0.0F);
    std::fill_n(space.windows,
                static_cast<std::ptrdiff_t>(sums.plan.group_filters()) * WindowRows(sums.plan).size(), 0.0F);
    for (int first = 0; first < n; first += most) {
        const int images = std::min(most, n - first);
        add_images(kernels, sums, images, all, space);
        sums.read += static_cast<std::size_t>(images) * sums.plan.input_size();
        sums.factors += static_cast<std::size_t>(images) * sums.plan.output_size();
        for (int i = 0; i < images; ++i, dy += plan.output_size())
            sum_rows(plan.group_filters(), plan.output_pixels(), dy, db);
    }
    turn ? take_turned_weights(sums.plan, space, dw) : take_weights(plan, space, dw);
}

// w, dy, dx: from the group's first filter and channel on
void group_input_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* w,
                          const float* dy, float* dx, const Space& space) {
    for (int oc = 0; oc < plan.group_filters(); ++oc, w += plan.taps()) {
        float* window = space.windows + space.filters[oc];
        for_each_weight(plan, [&](int weight, int place) { window[place] = w[weight]; });
    }
    const bool all = nonzero_gradients(plan, n, dy) > kShareOfAllWindows;
    if (all)
        copy_panels(plan.group_filters(), WindowRows(plan).size(), space.windows, WindowRows(plan).size(),
                    kernels.panel, space.panels);
    for (int image = 0; image < n; ++image, dy += plan.output_size(), dx += plan.input_size()) {
        if (all) {
            add_all_windows(kernels, plan, dy, space);
        } else {
            list_nonzero_rows(plan.group_filters(), plan.output_pixels(), dy, space.filters, space.count,
                              space.lists);
            add_windows(kernels, plan, space);
        }
        from_channels_last(plan, space.images, dx);
    }
}

}  // namespace

std::size_t gradients_workspace(const Conv2dPlan& plan, int n) {
    Carver straight;
    carve(straight, plan, n);
    if (!can_be_turned(plan)) return straight.used();
    Carver other;
    carve(other, turned({plan, nullptr, nullptr}).plan, n);
    return std::max(straight.used(), other.used());
}

void weight_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                     const float* dy, float* dw, float* db, float* workspace) {
    std::fill_n(db, plan.filters, 0.0F);
    const std::ptrdiff_t filters = plan.group_filters();
    const std::ptrdiff_t channels = plan.group_channels();
    for (int group = 0; group < plan.groups; ++group)
        group_weight_gradient(kernels, plan, n, x + group * channels * plan.input_pixels(),
                              dy + group * filters * plan.output_pixels(), dw + group * filters * plan.taps(),
                              db + group * filters, workspace);
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
