// Where one number inside a network comes from, and what it does to the loss: the ops' own traces in one form
// for all kinds of layers. Computed on demand for one cell; its result is the number itself, to the bit.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/net/image_gradient.h"
#include "core/net/network.h"

namespace cnn {

// A number of a value of shape (C, H, W). Flat values have only channels.
struct CellPlace {
    int c = 0;
    int y = 0;
    int x = 0;
    bool operator==(const CellPlace&) const = default;
};

// One term of the sum that a cell is, or one number that it was chosen from.
struct CellTerm {
    CellPlace place;       // forward: of the number that is read; backward: of the output that was changed
    int branch = 0;        // forward: index among the layer's inputs
    bool padding = false;  // read outside the input: 0 in a sum, and never the largest
    bool chosen = false;  // max, min: the number that won; concatenation, flatten: the one that was handed on
    int image = 0;        // of a batch: whose number that is
    float input = 0;      // forward: what is read; backward: the gradient of that output
    float factor = 1;     // that it is multiplied by
    float value = 0;      // what the term adds
    float partial = 0;    // the running result after it
};

// What becomes of the terms' sum, or of the one number where there are no terms.
struct CellStep {
    std::string name;  // "bias", "mean of the channel"
    float value = 0;
    float partial = 0;  // the result so far
};

struct CellTrace {
    std::string rule;  // "the sum of input × weight, and the bias"
    std::vector<CellTerm> terms = {};
    std::vector<CellStep> steps = {};
    float result = 0;
};

// A cell of the output of `layer`. images: (n, C, H, W), scaled; run: what run_image or run_batch gave for
// them; image: whose cell, of a batch.
CellTrace trace_cell(const Network& network, std::span<const float> images, const Activations& run, int layer,
                     CellPlace cell, int image = 0);

// Which numbers of an image's output are dropped in this pass, in their order. Empty: nothing is dropped here,
// as the layer is no dropout or the pass is no training.
std::vector<bool> dropped_cells(const Network& network, const Activations& run, int layer, int image = 0);

// What a batch normalisation takes from its batch: the mean or the variance of a channel of what it reads.
// run: of run_batch; layer: of a BatchNormSpec
enum class BatchStatistic { kMean, kVariance };
CellTrace trace_batch_statistic(const Network& network, std::span<const float> images, const Activations& run,
                                int layer, BatchStatistic statistic, int channel);

// d loss / d that cell: one trace for each layer that reads it, the last first, whose results are added.
// Empty for the last layer, whose gradient is where the way back begins. gradient: what image_gradient gave.
struct CellGradient {
    struct Part {
        int reader = 0;  // the layer
        CellTrace trace;
    };
    std::vector<Part> parts;
    float result = 0;
};
CellGradient trace_cell_gradient(const Network& network, std::span<const float> images,
                                 const Activations& run, const ImageGradient& gradient, int layer,
                                 CellPlace cell, int image = 0);

}  // namespace cnn
