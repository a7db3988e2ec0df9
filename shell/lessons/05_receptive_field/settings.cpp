// Fields of the stack, and what fits.
#include "shell/lessons/05_receptive_field/settings.h"

#include "core/base/assert.h"
#include "core/net/network.h"

namespace shell::lesson_receptive_field {
namespace {

struct Keys {
    std::string_view kind, kernel, stride, dilation, pad;
};
constexpr std::array<Keys, kMaxLayers> kKeys{Keys{"kind1", "kernel1", "stride1", "dilation1", "pad1"},
                                             Keys{"kind2", "kernel2", "stride2", "dilation2", "pad2"},
                                             Keys{"kind3", "kernel3", "stride3", "dilation3", "pad3"},
                                             Keys{"kind4", "kernel4", "stride4", "dilation4", "pad4"},
                                             Keys{"kind5", "kernel5", "stride5", "dilation5", "pad5"},
                                             Keys{"kind6", "kernel6", "stride6", "dilation6", "pad6"}};
constexpr std::array<std::string_view, 2> kKinds{"conv", "pool"};

int& number_of(Layer& layer, LayerNumber which) {
    switch (which) {
        case LayerNumber::kKernel:
            return layer.kernel;
        case LayerNumber::kStride:
            return layer.stride;
        case LayerNumber::kDilation:
            return layer.dilation;
        case LayerNumber::kPad:
            return layer.pad;
    }
    CNN_ASSERT(false);
}

template <class Set>
Range widest(const Settings& settings, Range bounds, int now, Set&& set) {
    const auto allows = [&](int value) {
        Settings tried = settings;
        set(tried, value);
        return fits(tried);
    };
    Range range{now, now};
    while (range.low > bounds.low && allows(range.low - 1)) --range.low;
    while (range.high < bounds.high && allows(range.high + 1)) ++range.high;
    return range;
}

}  // namespace

void visit_fields(FieldVisitor& visitor, Settings& settings) {
    visitor.integer({"size", "Side of the picture"}, settings.side, 1, kMaxSide);
    visitor.integer({"layers", "Layers"}, settings.layers, 1, kMaxLayers);
    visitor.integer({"chosen", "Layer whose kernel is shown"}, settings.chosen, 1, settings.layers);
    for (std::size_t i = 0; i < kMaxLayers; ++i) {
        Layer& layer = settings.stack[i];
        int kind = layer.pool ? 1 : 0;
        visitor.choice({kKeys[i].kind, "Kind"}, kind, kKinds);
        layer.pool = kind == 1;
        visitor.integer({kKeys[i].kernel, "Kernel"}, layer.kernel, 1, kMaxKernel);
        visitor.integer({kKeys[i].stride, "Stride"}, layer.stride, 1, kMaxStride);
        visitor.integer({kKeys[i].dilation, "Dilation"}, layer.dilation, 1, kMaxDilation);
        visitor.integer({kKeys[i].pad, "Padding"}, layer.pad, 0, kMaxPad);
    }
}

std::string_view key_of(LayerNumber which, int index) {
    const Keys& keys = kKeys[static_cast<std::size_t>(index)];
    const std::array<std::string_view, 4> all{keys.kernel, keys.stride, keys.dilation, keys.pad};
    return all[static_cast<std::size_t>(which)];
}

std::string_view kind_key(int index) { return kKeys[static_cast<std::size_t>(index)].kind; }

cnn::NetworkSpec network_of(const Settings& settings) {
    cnn::NetworkSpec spec;
    spec.input = {1, 1, settings.side, settings.side};
    for (int i = 0; i < settings.layers; ++i) {
        const Layer& layer = settings.stack[static_cast<std::size_t>(i)];
        const cnn::AxisSpec axis{layer.kernel,   layer.stride, cnn::Padding::kExplicit, layer.pad, layer.pad,
                                 layer.dilation, false};
        if (layer.pool)
            spec.layers.emplace_back(cnn::PoolSpec{.y = axis, .x = axis});
        else
            spec.layers.emplace_back(cnn::ConvSpec{.y = axis, .x = axis});
        spec.inputs.push_back({i - 1});  // cnn::kNetworkInput is -1
    }
    return spec;
}

bool fits(const Settings& settings) { return cnn::plan_layers(network_of(settings)).ok(); }

Range side_range(const Settings& settings) {
    return widest(settings, {1, kMaxSide}, settings.side, [](Settings& s, int value) { s.side = value; });
}

Range range_of(const Settings& settings, LayerNumber which) {
    constexpr std::array<Range, 4> kBounds{Range{1, kMaxKernel}, Range{1, kMaxStride}, Range{1, kMaxDilation},
                                           Range{0, kMaxPad}};
    Layer chosen = settings.at_chosen();
    return widest(settings, kBounds[static_cast<std::size_t>(which)], number_of(chosen, which),
                  [&](Settings& s, int value) { number_of(s.at_chosen(), which) = value; });
}

int most_layers(const Settings& settings) {
    return widest(settings, {settings.layers, kMaxLayers}, settings.layers,
                  [](Settings& s, int value) { s.layers = value; })
        .high;
}

}  // namespace shell::lesson_receptive_field
