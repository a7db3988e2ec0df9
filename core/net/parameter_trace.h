// What one image, or a batch, asks of one weight or bias: the sum that its gradient is, in the form of
// cell_trace.h, from the ops' own traces. As the network predicts, or as in training: see image_gradient.h.
#pragma once

#include <cstddef>
#include <span>

#include "core/net/cell_trace.h"
#include "core/net/image_gradient.h"
#include "core/net/network.h"

namespace cnn {

// One parameter of a layer. What a kind of layer does not number by is 0.
struct ParameterPlace {
    bool bias = false;  // batch norm: beta; without it a weight, batch norm: gamma
    CellPlace output;   // c: filter, unit or channel; y, x: of a locally connected or a bias layer's output
    int ic = 0;         // weights: channel that is read, within the filter's group; dense: the input
    int ky = 0;         // weights: row and column of the kernel
    int kx = 0;
    bool operator==(const ParameterPlace&) const = default;
};

// How many of each there are. All 0: the layer has no such parameters.
struct ParameterAxes {
    CellPlace output;
    int ic = 0;
    int ky = 0;
    int kx = 0;
    bool any() const { return output.c > 0; }
};
ParameterAxes parameter_axes(const LayerSpec& layer, const LayerPlan& plan, bool bias);

// Its index in the network's flat block. place: within the axes
std::size_t parameter_index(const LayerSpec& layer, const LayerPlan& plan, const ParameterPlace& place);

// d loss / d that parameter. A term's place is the output that the parameter took part in, its input the
// gradient of that output, its factor what the parameter met there. gradient: what image_gradient gave.
CellTrace trace_parameter_gradient(const Network& network, std::span<const float> images,
                                   const Activations& run, const ImageGradient& gradient, int layer,
                                   const ParameterPlace& place);

}  // namespace cnn
