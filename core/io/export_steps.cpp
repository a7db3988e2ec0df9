#include "core/io/export_steps.h"

#include <algorithm>

#include "core/io/layer_names.h"

namespace cnn {
namespace {

template <class... Kinds>
bool is_any(const LayerSpec& layer) {
    return (std::holds_alternative<Kinds>(layer) || ...);
}

bool reads_image(const LayerSpec& layer) {
    return is_any<ConvSpec, ConvTransposeSpec, LocalSpec, PoolSpec, LrnSpec>(layer);
}
bool reads_row(const LayerSpec& layer) { return is_any<DenseSpec, SoftmaxSpec>(layer); }

class Steps {
 public:
    explicit Steps(const Network& network) : network_(network), names_(layer_names(network.spec)) {}

    std::vector<ExportStep> all() && {
        for (std::size_t i = 0; i < network_.spec.layers.size(); ++i) add_layer(i);
        static_cast<void>(as_row(step_of_.back()));
        return std::move(steps_);
    }

 private:
    void add_layer(std::size_t i) {
        const LayerSpec& layer = network_.spec.layers[i];
        std::vector<int> inputs;
        for (const int source : network_.spec.inputs[i])
            inputs.push_back(source == kNetworkInput ? kNetworkInput
                                                     : step_of_[static_cast<std::size_t>(source)]);
        if (is_any<FlattenSpec>(layer)) return step_of_.push_back(as_row(inputs[0], names_[i]));
        const bool rows =
            std::all_of(inputs.begin(), inputs.end(), [this](int step) { return is_row(step); });
        for (int& input : inputs) {
            if (reads_row(layer)) input = as_row(input);
            if (reads_image(layer) || (joins_branches(layer) && !rows)) input = as_image(input);
        }
        const bool row = is_row(inputs[0]);
        step_of_.push_back(add({StepKind::kLayer, names_[i], static_cast<int>(i), std::move(inputs),
                                network_.plan[i].output, row}));
    }

    int add(ExportStep step) {
        steps_.push_back(std::move(step));
        return static_cast<int>(steps_.size()) - 1;
    }
    bool is_row(int step) const {
        return step != kNetworkInput && steps_[static_cast<std::size_t>(step)].row;
    }
    Shape shape(int step) const {
        return step == kNetworkInput ? network_.spec.input : steps_[static_cast<std::size_t>(step)].output;
    }
    int as_row(int step, std::string name = {}) {
        if (is_row(step)) return step;
        if (name.empty()) name = "flatten_" + std::to_string(++flattened_);
        const int values = static_cast<int>(shape(step).size());
        return add({StepKind::kFlatten, std::move(name), -1, {step}, {1, values, 1, 1}, true});
    }
    int as_image(int step) {
        if (!is_row(step)) return step;
        return add({StepKind::kImage, "image_" + std::to_string(++images_), -1, {step}, shape(step), false});
    }

    const Network& network_;
    std::vector<std::string> names_;
    std::vector<ExportStep> steps_;
    std::vector<int> step_of_;  // of each layer
    int flattened_ = 0;
    int images_ = 0;
};

}  // namespace

std::vector<ExportStep> export_steps(const Network& network) { return Steps(network).all(); }

int pixels_behind(const AxisPlan& axis) { return std::max(0, axis.reach() - axis.pad_before - axis.input); }

int trailing_padding(const AxisPlan& axis) { return std::max(axis.pad_after, pixels_behind(axis)); }

TransposedEnds transposed_ends(const AxisPlan& axis) {
    return {axis.pad_before, std::max(0, axis.pad_after - axis.left_over),
            std::max(0, axis.left_over - axis.pad_after)};
}

Error not_expressible(const ExportStep& step, const std::string& what) {
    return Error{step.name + " " + what};
}

}  // namespace cnn
