// The backward pass, layer by layer, each value with memory of its own.
#include "core/net/image_gradient.h"

#include <algorithm>
#include <memory>

#include "core/net/layer_ops.h"
#include "core/net/op_plans.h"
#include "core/ops/join/join.h"

namespace cnn {
namespace {

class WayBack {
 public:
    WayBack(const Network& network, std::span<const float> images, const Activations& run)
        : network_(network),
          images_(images),
          run_(run),
          n_(run.images()),
          scratch_(new float[layers_scratch(best_kernels(), network.spec.layers, network.plan, n_)]) {
        const Shape input = network.spec.input;
        result_.image = Tensor({n_, input.c, input.h, input.w});
        for (const Tensor& output : run.outputs) result_.outputs.emplace_back(output.shape());
    }

    ImageGradient go(std::span<const float> dz) {
        CNN_ASSERT(dz.size() == result_.outputs.back().size());
        std::copy(dz.begin(), dz.end(), result_.outputs.back().data());
        for (std::size_t i = network_.plan.size(); i-- > 0;) {
            const std::vector<int>& inputs = network_.spec.inputs[i];
            for (std::size_t k = 0; k < inputs.size(); ++k) hand_back(i, k, inputs[k]);
        }
        return std::move(result_);
    }

 private:
    const float* value(int layer) const {
        return layer == kNetworkInput ? images_.data() : run_.outputs[static_cast<std::size_t>(layer)].data();
    }
    Tensor& gradient(int layer) {
        return layer == kNetworkInput ? result_.image : result_.outputs[static_cast<std::size_t>(layer)];
    }

    // What layer i gives its input number k, added to what later layers gave.
    void hand_back(std::size_t i, std::size_t k, int source) {
        Tensor& whole = gradient(source);
        Tensor part(whole.shape());
        const LayerSpec& layer = network_.spec.layers[i];
        const float* dy = result_.outputs[i].data();
        if (joins_branches(layer))
            backward_join(layer, network_.plan[i], n_, k, dy, part.data(), false);
        else if (run_.training)
            through_layer(i, source, dy, part);
        else
            through_prediction(i, source, dy, part);
        accumulate(whole.size(), part.data(), whole.data());
    }

    // What a prediction does not do as training does it.
    void through_prediction(std::size_t i, int source, const float* dy, Tensor& dx) {
        const LayerSpec& layer = network_.spec.layers[i];
        const LayerPlan& plan = network_.plan[i];
        if (std::holds_alternative<DropoutSpec>(layer))
            std::copy_n(dy, dx.size(), dx.data());
        else if (const auto* norm = std::get_if<BatchNormSpec>(&layer))
            batch_norm_inference_backward(op_plan(plan, *norm), n_,
                                          network_.state.data() + plan.state + plan.input.c,
                                          network_.parameters.data() + plan.weights, dy, dx.data());
        else
            through_layer(i, source, dy, dx);
    }

    void through_layer(std::size_t i, int source, const float* dy, Tensor& dx) {
        const LayerSpec& layer = network_.spec.layers[i];
        const LayerPlan& plan = network_.plan[i];
        const TrainingChunk* training = run_.training ? &*run_.training : nullptr;
        std::vector<std::int32_t> winners;
        if (needs_argmax(layer)) {
            Tensor again(run_.outputs[i].shape());
            winners.resize(again.size());
            const float* x = value(source);
            forward_layer(best_kernels(), layer, plan,
                          {n_,
                           {&x, 1},
                           network_.parameters.data(),
                           again.data(),
                           winners.data(),
                           scratch_.get(),
                           network_.state.data(),
                           nullptr,
                           nullptr,
                           static_cast<int>(i)});
        }
        backward_layer(
            best_kernels(), layer, plan,
            {n_, value(source), run_.outputs[i].data(), network_.parameters.data(), winners.data(), dy,
             dx.data(), nullptr, scratch_.get(), run_.statistics.data(), training, static_cast<int>(i)});
    }

    const Network& network_;
    std::span<const float> images_;
    const Activations& run_;
    const int n_;
    std::unique_ptr<float[]> scratch_;
    ImageGradient result_;
};

}  // namespace

ImageGradient image_gradient(const Network& network, std::span<const float> images, const Activations& run,
                             std::span<const float> dz) {
    CNN_ASSERT(images.size() == network.spec.input.size() * static_cast<std::size_t>(run.images()));
    return WayBack(network, images, run).go(dz);
}

}  // namespace cnn
