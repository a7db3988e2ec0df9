// A forward pass over a workspace for one image.
#include "core/net/predictor.h"

#include <algorithm>

#include "core/net/class_shares.h"

namespace cnn {

Predictor::Predictor(const Network& network)
    : network_(&network), workspace_(best_kernels(), network.spec, network.plan, 1, Passes::kForward) {}

std::span<const float> Predictor::predict(std::span<const float> x) {
    CNN_ASSERT(x.size() == network_->spec.input.size());
    std::copy(x.begin(), x.end(), workspace_.input());
    for (int layer = 0; layer < static_cast<int>(network_->plan.size()); ++layer)
        workspace_.forward(*network_, layer, 1);
    class_shares(1, network_->outputs(), workspace_.logits(), workspace_.probabilities());
    return {workspace_.probabilities(), static_cast<std::size_t>(class_count(network_->outputs()))};
}

}  // namespace cnn
