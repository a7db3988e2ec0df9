// The state of the lesson about receptive fields as plain values.
#pragma once

#include <array>

#include "core/base/result.h"
#include "core/net/layer_spec.h"
#include "shell/state/fields.h"

namespace shell::lesson_receptive_field {

inline constexpr int kMaxLayers = 6;
inline constexpr int kMaxSide = 48;
inline constexpr int kMaxKernel = 7;
inline constexpr int kMaxStride = 4;
inline constexpr int kMaxDilation = 4;
inline constexpr int kMaxPad = 6;

struct Layer {
    bool pool = false;  // a maximum instead of a sum: the same window
    int kernel = 3;
    int stride = 1;
    int dilation = 1;
    int pad = 0;  // on both sides
    bool operator==(const Layer&) const = default;
};

struct Settings {
    int side = 11;   // of the picture
    int layers = 2;  // that are in use
    int chosen = 1;  // from 1: the layer whose kernel is shown and changed
    std::array<Layer, kMaxLayers> stack{};

    Layer& at_chosen() { return stack[static_cast<std::size_t>(chosen - 1)]; }
    const Layer& at_chosen() const { return stack[static_cast<std::size_t>(chosen - 1)]; }
};

// size, layers, chosen; kind1, kernel1, stride1, dilation1, pad1, kind2, ...
void visit_fields(FieldVisitor& visitor, Settings& settings);

enum class LayerNumber { kKernel, kStride, kDilation, kPad };
// The key of a number of layer `index` (from 0): "kernel1".
std::string_view key_of(LayerNumber which, int index);
std::string_view kind_key(int index);

// The layers in use over a grey picture.
cnn::NetworkSpec network_of(const Settings& settings);
// Whether every layer has room for its window.
bool fits(const Settings& settings);

// What fits while the rest stays.
struct Range {
    int low = 1;
    int high = 1;
};
Range side_range(const Settings& settings);
Range range_of(const Settings& settings,
               LayerNumber which);  // of the chosen layer
int most_layers(const Settings& settings);

}  // namespace shell::lesson_receptive_field
