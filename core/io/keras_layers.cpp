#include "core/io/keras_layers.h"

#include <algorithm>
#include <cstdlib>

#include "core/io/export_steps.h"
#include "core/net/layer_text.h"

namespace cnn {
namespace {

using Json = nlohmann::ordered_json;

// Does "same" of TensorFlow lay the windows of this axis where they are?
bool is_same(const AxisPlan& axis) {
    const int total = std::max(0, axis.reach() - axis.input);
    return axis.output == (axis.input + axis.stride - 1) / axis.stride && axis.pad_before == total / 2;
}
bool is_same(const WindowPlan& window) { return is_same(window.y) && is_same(window.x); }
bool is_valid(const AxisPlan& axis) { return axis.pad_before == 0 && pixels_behind(axis) == 0; }
bool is_valid(const WindowPlan& window) { return is_valid(window.y) && is_valid(window.x); }
bool is_strided(const WindowPlan& window) { return window.y.stride > 1 || window.x.stride > 1; }

std::vector<int> image_dims(Shape shape) { return {shape.h, shape.w, shape.c}; }

// What a step's value is in Keras: which layer gives it, and whether as a row, in which order.
struct Value {
    std::string layer{kKerasInput};
    bool row = false;
    Shape flattened;  // rows of an image in Keras' order: its shape; else of one pixel
};

class Layers {
 public:
    explicit Layers(const Network& network) : network_(network), steps_(export_steps(network)) {}

    Result<std::vector<KerasLayer>> all() {
        for (const ExportStep& step : steps_) {
            step_ = &step;
            if (Status status = add_step(); !status) return status.error();
        }
        return layers_;
    }

    // One per kind of layer; step_ is the layer's.
    Status operator()(const ConvSpec& conv) {
        const WindowPlan& window = plan().window;
        if (window.dilated() && is_strided(window))
            return refuse("has a stride and a dilation; Keras has them only one at a time.");
        const int channels = plan().input.c;
        const bool depthwise = conv.groups > 1 && conv.groups == channels;
        if (conv.groups > 1 && !depthwise)
            return refuse("has " + std::to_string(conv.groups) +
                          " groups; TensorFlow computes one, or one per channel.");
        if (depthwise && window.y.stride != window.x.stride)
            return refuse("has a group per channel and two different strides; TensorFlow wants them equal.");
        Json config;
        if (depthwise)
            config["depth_multiplier"] = conv.filters / channels;
        else
            config["filters"] = conv.filters;
        const std::string image = window_config("kernel_size", window, config);
        config["dilation_rate"] = {window.y.dilation, window.x.dilation};
        config["use_bias"] = conv.bias;
        const int kh = window.y.kernel;
        const int kw = window.x.kernel;
        const int multiplier = conv.filters / channels;
        std::vector<KerasWeight> weights;
        if (depthwise)
            weights.push_back({"depthwise_kernel",
                               tensor("weight"),
                               {channels, multiplier, kh, kw},
                               {2, 3, 0, 1},
                               {kh, kw, channels, multiplier}});
        else
            weights.push_back({"kernel",
                               tensor("weight"),
                               {conv.filters, channels, kh, kw},
                               {2, 3, 1, 0},
                               {kh, kw, channels, conv.filters}});
        if (conv.bias) weights.push_back(vector("bias", "bias", conv.filters));
        return add(depthwise ? "DepthwiseConv2D" : "Conv2D", config, {image}, std::move(weights));
    }
    Status operator()(const ConvTransposeSpec& conv) {
        const WindowPlan& window = plan().window;
        if (conv.groups > 1) return refuse("has groups; Keras' Conv2DTranspose has none.");
        if (window.dilated()) return refuse("has a dilation; TF.js has none in its Conv2DTranspose.");
        const Crop y = crop(window.y);
        const Crop x = crop(window.x);
        if (y.last < 0 || x.last < 0)
            return refuse("has an output padding that Keras' layer does not reach.");
        const int kh = window.y.kernel;
        const int kw = window.x.kernel;
        std::vector<KerasWeight> weights;
        weights.push_back({"kernel",
                           tensor("weight"),
                           {plan().input.c, conv.filters, kh, kw},
                           {2, 3, 1, 0},
                           {kh, kw, conv.filters, plan().input.c}});
        if (conv.bias) weights.push_back(vector("bias", "bias", conv.filters));
        const Json config = {{"filters", conv.filters},
                             {"kernel_size", {kh, kw}},
                             {"strides", {window.y.stride, window.x.stride}},
                             {"padding", "valid"},
                             {"use_bias", conv.bias}};
        const std::vector<int> whole = {plan().output.h + y.first + y.last,
                                        plan().output.w + x.first + x.last, conv.filters};
        if (y.first + y.last + x.first + x.last == 0)
            return add("Conv2DTranspose", config, {as_image(0)}, std::move(weights));
        // The layer keeps its name, for its weights' sake; what is cut off is another's output.
        layers_.push_back({"Conv2DTranspose", step_->name, config, {as_image(0)}, std::move(weights), whole});
        const Json cropping = {{"cropping", {{y.first, y.last}, {x.first, x.last}}}};
        return give(
            {helper("Cropping2D", "crop", cropping, step_->name, image_dims(plan().output)), false, {}});
    }
    Status operator()(const LocalSpec&) const {
        return refuse("does not share its weights; Keras 3 and TF.js have no layer for that.");
    }
    Status operator()(const DenseSpec& dense) {
        const Value& input = value(0);
        const int in = plan().input.c;
        const Shape image = input.flattened;
        std::vector<KerasWeight> weights;
        if (image.size() > 1)
            weights.push_back({"kernel",
                               tensor("weight"),
                               {dense.units, image.c, image.h, image.w},
                               {2, 3, 1, 0},
                               {in, dense.units}});
        else
            weights.push_back({"kernel", tensor("weight"), {dense.units, in}, {1, 0}, {in, dense.units}});
        if (dense.bias) weights.push_back(vector("bias", "bias", dense.units));
        return add("Dense", {{"units", dense.units}, {"use_bias", dense.bias}}, {input.layer},
                   std::move(weights), true);
    }
    Status operator()(const BiasSpec&) const {
        return refuse("adds a number to every value; Keras has no layer for that.");
    }
    Status operator()(const BatchNormSpec& norm) {
        const int channels = plan().input.c;
        return add("BatchNormalization",
                   {{"axis", -1}, {"momentum", as_written(norm.keep)}, {"epsilon", as_written(norm.epsilon)}},
                   {value(0).layer},
                   {vector("gamma", "weight", channels), vector("beta", "bias", channels),
                    vector("moving_mean", "running_mean", channels),
                    vector("moving_variance", "running_var", channels)},
                   value(0).row);
    }
    Status operator()(const LrnSpec&) const {
        return refuse("is a local response normalisation; Keras has no layer for that.");
    }
    Status operator()(const ActivationSpec& activation) {
        switch (activation.kind) {
            case Activation::kRelu:
                return unchanged("Activation", {{"activation", "relu"}});
            case Activation::kTanh:
                return unchanged("Activation", {{"activation", "tanh"}});
            case Activation::kSigmoid:
                return unchanged("Activation", {{"activation", "sigmoid"}});
            case Activation::kSoftplus:
                return unchanged("Activation", {{"activation", "softplus"}});
            case Activation::kLeakyRelu:
                return unchanged("LeakyReLU", {{"negative_slope", as_written(activation.alpha)}});
            case Activation::kElu:
                if (activation.alpha != 1)
                    return refuse("has a scale other than 1, which TF.js does not have.");
                return unchanged("ELU", {{"alpha", as_written(activation.alpha)}});
        }
        return success();
    }
    Status operator()(const SoftmaxSpec& softmax) {
        if (softmax.logarithm) return refuse("is a logarithm of softmax; TF.js has no layer for that.");
        return unchanged("Softmax", {{"axis", -1}});
    }
    Status operator()(const DropoutSpec& dropout) {
        return unchanged("Dropout", {{"rate", as_written(dropout.rate)}});
    }
    Status operator()(const FlattenSpec&) const { return success(); }  // a step of its own
    Status operator()(const AddSpec&) { return join("Add", {}); }
    Status operator()(const ConcatSpec&) { return join("Concatenate", {{"axis", -1}}); }
    Status operator()(const PoolSpec& pool) {
        const bool maximum = pool.kind == PoolKind::kMax;
        if (!maximum && pool.kind != PoolKind::kAverage)
            return refuse("is a pool that Keras does not have: only maxima and averages.");
        if (pool.global)
            return add(maximum ? "GlobalMaxPooling2D" : "GlobalAveragePooling2D", Json::object(),
                       {as_image(0)}, {}, true);
        const WindowPlan& window = plan().window;
        if (window.dilated()) return refuse("has a dilation; Keras' pools have none.");
        const bool filled = !is_valid(window);  // something around the image is read
        if (maximum && filled && !is_same(window) && !never_negative(step_->inputs[0]))
            return refuse("pads values that may be negative; Keras pads with zeros only, which might win.");
        if (!maximum && filled && !average_fits(pool.mean_count))
            return refuse("leaves padding out of its averages in a way that Keras does not have.");
        // Keras' "same" leaves the padding out of an average.
        const bool zeros = !maximum && pool.mean_count != MeanCount::kInside;
        Json config;
        const std::string image = window_config("pool_size", window, config, zeros);
        return add(maximum ? "MaxPooling2D" : "AveragePooling2D", config, {image});
    }

 private:
    struct Crop {
        int first = 0;
        int last = 0;
    };

    Status refuse(const std::string& what) const { return not_expressible(*step_, what); }

    Status add_step() {
        if (step_->kind == StepKind::kFlatten) return flatten();
        if (step_->kind == StepKind::kImage) return give({as_image(0), false, {}});
        return std::visit(*this, network_.spec.layers[static_cast<std::size_t>(step_->layer)]);
    }

    // Of what Keras' layer gives without padding: (input - 1) stride + kernel, or where the kernel is smaller
    // than the stride, input stride.
    static Crop crop(const AxisPlan& axis) {
        const int whole = (axis.output - 1) * axis.stride + std::max(axis.kernel, axis.stride);
        return {axis.pad_before, whole - axis.pad_before - axis.input};
    }

    // Does Keras divide by what `count` says where windows hang over the edge?
    bool average_fits(MeanCount count) const {
        const WindowPlan& window = plan().window;
        if (count == MeanCount::kInside) return is_same(window);
        const bool up =
            pixels_behind(window.y) > window.y.pad_after || pixels_behind(window.x) > window.x.pad_after;
        return count == MeanCount::kKernel || !up;
    }

    // Sets the keys of a layer that slides a window; the layer that it reads, a padding one where needed.
    std::string window_config(const char* kernel, const WindowPlan& window, Json& config,
                              bool by_zeros = false) {
        config[kernel] = {window.y.kernel, window.x.kernel};
        config["strides"] = {window.y.stride, window.x.stride};
        const bool valid = is_valid(window);
        const bool same = !valid && !by_zeros && is_same(window);
        config["padding"] = same ? "same" : "valid";
        if (valid || same) return as_image(0);
        const int bottom = pixels_behind(window.y);
        const int right = pixels_behind(window.x);
        const Shape input = plan().input;
        return helper(
            "ZeroPadding2D", "pad",
            {{"padding", {{window.y.pad_before, bottom}, {window.x.pad_before, right}}}}, as_image(0),
            {input.h + window.y.pad_before + bottom, input.w + window.x.pad_before + right, input.c});
    }

    Status flatten() {
        const Value input = value(0);
        const Shape image = shape_of(step_->inputs[0]);
        const auto values = std::vector{static_cast<int>(image.size())};
        if (input.row) return give(input);
        const bool alike = image.c == 1 || image.h * image.w == 1;  // either order
        if (alike || only_dense_reads(step_)) {
            layers_.push_back({"Flatten", step_->name, Json::object(), {input.layer}, {}, values});
            return give({step_->name, true, alike ? Shape{} : image});
        }
        const std::string channels_first =
            helper("Permute", "order", {{"dims", {3, 1, 2}}}, input.layer, {image.c, image.h, image.w});
        layers_.push_back({"Flatten", step_->name, Json::object(), {channels_first}, {}, values});
        return give({step_->name, true, {}});
    }

    // Do the values of this step reach dense layers alone, with nothing before them that minds their order?
    bool only_dense_reads(const ExportStep* step) const {
        const auto index = static_cast<int>(step - steps_.data());
        bool read = false;
        for (const ExportStep& reader : steps_) {
            if (std::find(reader.inputs.begin(), reader.inputs.end(), index) == reader.inputs.end()) continue;
            read = true;
            if (reader.kind != StepKind::kLayer) return false;
            const LayerSpec& layer = network_.spec.layers[static_cast<std::size_t>(reader.layer)];
            if (std::holds_alternative<DenseSpec>(layer)) continue;
            const bool one_by_one =
                std::holds_alternative<ActivationSpec>(layer) || std::holds_alternative<DropoutSpec>(layer);
            if (!one_by_one || !only_dense_reads(&reader)) return false;
        }
        return read;
    }

    // True where every value of this step is at least 0.
    bool never_negative(int step) const {
        if (step == kNetworkInput) return false;
        const ExportStep& from = steps_[static_cast<std::size_t>(step)];
        if (from.kind != StepKind::kLayer) return never_negative(from.inputs[0]);
        const LayerSpec& layer = network_.spec.layers[static_cast<std::size_t>(from.layer)];
        if (const auto* activation = std::get_if<ActivationSpec>(&layer))
            return activation->kind == Activation::kRelu || activation->kind == Activation::kSigmoid ||
                   activation->kind == Activation::kSoftplus;
        const bool keeps_signs = std::holds_alternative<PoolSpec>(layer) || joins_branches(layer) ||
                                 std::holds_alternative<DropoutSpec>(layer);
        return keeps_signs && std::all_of(from.inputs.begin(), from.inputs.end(),
                                          [this](int input) { return never_negative(input); });
    }

    Status unchanged(const char* type, Json config) {
        const Value input = value(0);
        layers_.push_back({type, step_->name, std::move(config), {input.layer}, {}, dims(input.row)});
        return give({step_->name, input.row, input.flattened});
    }
    Status join(const char* type, const Json& config) {
        std::vector<std::string> inputs;
        for (std::size_t i = 0; i < step_->inputs.size(); ++i)
            inputs.push_back(step_->row ? value(i).layer : as_image(i));
        return add(type, config.is_null() ? Json::object() : config, inputs, {}, step_->row);
    }
    Status add(const char* type, const Json& config, const std::vector<std::string>& inputs,
               std::vector<KerasWeight> weights = {}, bool row = false) {
        layers_.push_back({type, step_->name, config, inputs, std::move(weights), dims(row)});
        return give({step_->name, row, {}});
    }
    // A layer that Keras needs and we do not have; its name.
    std::string helper(const char* type, const char* what, const Json& config, const std::string& input,
                       const std::vector<int>& output) {
        std::string name = step_->name + "_" + what;
        layers_.push_back({type, name, config, {input}, {}, output});
        return name;
    }
    // The layer that gives input `i` as an image.
    std::string as_image(std::size_t i) {
        const Value input = value(i);
        if (!input.row) return input.layer;
        const Shape shape = shape_of(step_->inputs[i]);
        const std::string what = "image" + (i == 0 ? std::string() : std::to_string(i + 1));
        return helper("Reshape", what.c_str(), {{"target_shape", image_dims(shape)}}, input.layer,
                      image_dims(shape));
    }

    Status give(Value value) {
        values_.push_back(std::move(value));
        return success();
    }
    Value value(std::size_t input) const {
        const int step = step_->inputs[input];
        return step == kNetworkInput ? Value{} : values_[static_cast<std::size_t>(step)];
    }
    Shape shape_of(int step) const {
        return step == kNetworkInput ? network_.spec.input : steps_[static_cast<std::size_t>(step)].output;
    }
    std::vector<int> dims(bool row) const {
        return row ? std::vector{static_cast<int>(step_->output.size())} : image_dims(step_->output);
    }
    std::string tensor(const char* part) const { return step_->name + "." + part; }
    KerasWeight vector(const char* name, const char* part, int count) const {
        return {name, tensor(part), {count}, {}, {count}};
    }
    // A float as the number that a person would write: 0.9, not 0.89999998.
    static double as_written(float number) { return std::strtod(decimal_text(number).c_str(), nullptr); }
    const LayerPlan& plan() const { return network_.plan[static_cast<std::size_t>(step_->layer)]; }

    const Network& network_;
    std::vector<ExportStep> steps_;
    const ExportStep* step_ = nullptr;
    std::vector<Value> values_;  // of the steps so far
    std::vector<KerasLayer> layers_;
};

}  // namespace

Result<std::vector<KerasLayer>> keras_layers(const Network& network) { return Layers(network).all(); }

Floats keras_values(const KerasWeight& weight, const Floats& tensor) {
    if (weight.axes.empty()) return tensor;
    const std::size_t rank = weight.axes.size();
    std::vector<std::size_t> step(rank, 1);  // of each axis of the tensor
    for (std::size_t axis = rank - 1; axis > 0; --axis)
        step[axis - 1] = step[axis] * static_cast<std::size_t>(weight.split[axis]);
    Floats values(tensor.size());
    std::vector<std::size_t> index(rank, 0);  // along the axes of the result
    for (float& value : values) {
        std::size_t from = 0;
        for (std::size_t axis = 0; axis < rank; ++axis)
            from += index[axis] * step[static_cast<std::size_t>(weight.axes[axis])];
        value = tensor[from];
        for (std::size_t axis = rank; axis-- > 0;) {
            const auto side = weight.split[static_cast<std::size_t>(weight.axes[axis])];
            if (++index[axis] < static_cast<std::size_t>(side)) break;
            index[axis] = 0;
        }
    }
    return values;
}

}  // namespace cnn
