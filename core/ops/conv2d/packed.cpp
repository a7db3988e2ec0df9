// The convolution as a product of pixels and packed filters; the pixels packed too, or read where they lie.
#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/pack.h"
#include "core/ops/conv2d/forward.h"

namespace cnn {
namespace {

// Costs of a pixel, as packed_cost tells them. Packing it takes as long as 4.5 filters; in place, each filter
// takes longer (measured as wasm).
double cost_if_packed(int filters) { return filters + 4.5; }
double cost_in_place(int filters) { return 1.22 * filters; }

bool pixels_in_place(const KernelTable& kernels, const Conv2dPlan& plan) {
    if (plan.window.x.stride != 1 || plan.window.x.output < kTileRows) return false;
    const int filters = round_up(plan.group_filters(), kernels.panel);
    return cost_in_place(filters) < cost_if_packed(filters);
}

// Floats that the pixels read and that stay in the second-level cache while all filters pass.
constexpr int kBatchFloats = 24576;

int batch_of_pixels(const Conv2dPlan& plan, int n) {
    const int fitting = std::clamp(kBatchFloats / plan.taps() / kTileRows * kTileRows, 16, 256);
    return std::min(fitting, round_up(n * plan.output_pixels(), kTileRows));
}

struct PackedSpace {
    float* weights;        // (panels of filters, taps, panel), missing filters zero
    float* bias;           // (panels of filters, panel)
    float* products;       // (pixels of a batch, panel)
    std::int32_t* places;  // (pixels of a batch), of find_places; or
    float* pixels;         // (pixels of a batch / 4, taps, 4), and what pack_pixels overwrites
};

PackedSpace carve(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    const int filters = round_up(plan.group_filters(), kernels.panel);
    const int pixels = batch_of_pixels(plan, n);
    return {carver.take(filters, plan.taps()), carver.take(filters, 1), carver.take(pixels, kernels.panel),
            pixels_in_place(kernels, plan) ? carver.take_integers(static_cast<std::size_t>(pixels)) : nullptr,
            pixels_in_place(kernels, plan) ? nullptr : carver.take(pixels, plan.taps(), kTileRows)};
}

void pack_filters(const KernelTable& kernels, const Conv2dPlan& plan, const GroupForward& group,
                  const PackedSpace& space) {
    const int taps = plan.taps();
    for (int oc = 0; oc < plan.group_filters(); oc += kernels.panel) {
        const int filters = std::min(kernels.panel, plan.group_filters() - oc);
        transpose_panel(filters, taps, group.w + static_cast<std::ptrdiff_t>(oc) * taps, taps, kernels.panel,
                        space.weights + static_cast<std::ptrdiff_t>(oc) * taps);
        if (group.bias) copy_panel(1, filters, group.bias + oc, 0, kernels.panel, space.bias + oc);
    }
}

// products: (count, panel), of the pixels [first, first + count) of the chunk; y: (n, OC, pixels), the planes
// of one panel's filters in each image
void write_products(const Conv2dPlan& plan, const float* products, int panel, int filters, int first,
                    int count, float* y) {
    const int pixels = plan.output_pixels();
    while (count > 0) {
        const int image = first / pixels;
        const int at = first % pixels;
        const int run = std::min(count, pixels - at);
        transpose(run, filters, products, panel,
                  y + static_cast<std::ptrdiff_t>(image) * plan.filters * pixels + at, pixels);
        products += static_cast<std::ptrdiff_t>(run) * panel;
        first += run;
        count -= run;
    }
}

// `count` pixels of the chunk, made ready for products with one panel of filters after another.
class PixelBatch {
 public:
    PixelBatch(const KernelTable& kernels, const Conv2dPlan& plan, int n, const GroupForward& group,
               const PackedSpace& space)
        : kernels_(kernels), plan_(plan), n_(n), group_(group), space_(space) {}

    void take(int first, int count) {
        count_ = count;
        if (space_.places != nullptr) return find_places(plan_, group_.source, first, count, space_.places);
        for (int pixel = 0; pixel < count; pixel += kTileRows)
            pack_pixels(plan_, n_, group_.source, group_.offsets, plan_.taps(), first + pixel,
                        space_.pixels + static_cast<std::ptrdiff_t>(pixel) * plan_.taps());
    }
    // The panel of filters from oc on, to space.products.
    void multiply(int oc) const {
        const float* filters = space_.weights + static_cast<std::ptrdiff_t>(oc) * plan_.taps();
        const float* bias = group_.bias ? space_.bias + oc : nullptr;
        if (space_.places != nullptr)
            kernels_.scattered_panel({count_, plan_.taps(), group_.source.data, space_.places, group_.offsets,
                                      filters, space_.products, bias});
        else
            kernels_.packed_panel(
                {count_, plan_.taps(), space_.pixels, filters, space_.products, kernels_.panel, bias, false});
    }

 private:
    const KernelTable& kernels_;
    const Conv2dPlan& plan_;
    int n_;
    const GroupForward& group_;
    const PackedSpace& space_;
    int count_ = 0;
};

}  // namespace

double packed_cost(const KernelTable& kernels, const Conv2dPlan& plan) {
    constexpr double kTermsOfWriting = 1.6;  // a product on its way to its plane
    const int filters = round_up(plan.group_filters(), kernels.panel);
    const double products = pixels_in_place(kernels, plan) ? cost_in_place(filters) : cost_if_packed(filters);
    return products + kTermsOfWriting / plan.taps() * filters;
}

std::size_t packed_workspace(const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    Carver carver;
    carve(carver, kernels, plan, n);
    return carver.used();
}

void forward_packed(const KernelTable& kernels, const Conv2dPlan& plan, int n, const GroupForward& group,
                    float* workspace) {
    Carver carver(workspace);
    const PackedSpace space = carve(carver, kernels, plan, n);
    pack_filters(kernels, plan, group, space);
    const int all = n * plan.output_pixels();
    const int batch = batch_of_pixels(plan, n);
    PixelBatch pixels(kernels, plan, n, group, space);
    for (int first = 0; first < all; first += batch) {
        const int count = std::min(batch, all - first);
        pixels.take(first, count);
        for (int oc = 0; oc < plan.group_filters(); oc += kernels.panel) {
            pixels.multiply(oc);
            const int filters = std::min(kernels.panel, plan.group_filters() - oc);
            write_products(plan, space.products, kernels.panel, filters, first, count,
                           group.y + static_cast<std::ptrdiff_t>(oc) * plan.output_pixels());
        }
    }
}

}  // namespace cnn
