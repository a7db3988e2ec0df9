#include "core/io/named_tensors.h"

#include <algorithm>
#include <cmath>

#include "core/io/layer_names.h"

namespace cnn {
namespace {

// Where a tensor lies in the network.
struct Slot {
    std::string name;
    std::vector<std::int64_t> dims;
    std::size_t offset = 0;
    bool in_state = false;  // of network.state; else of network.parameters
    bool turned = false;    // lies there as (in, out)
    std::size_t size() const {
        std::size_t count = 1;
        for (const std::int64_t dim : dims) count *= static_cast<std::size_t>(dim);
        return count;
    }
};

using Dims = std::vector<std::int64_t>;

// The shapes of one layer's weights and biases, as named_tensors.h has them.
struct Shapes {
    const LayerPlan& plan;

    Dims operator()(const ConvSpec& conv) const {
        return {conv.filters, plan.input.c / conv.groups, conv.y.kernel, conv.x.kernel};
    }
    Dims operator()(const ConvTransposeSpec& conv) const {
        return {plan.input.c, conv.filters / conv.groups, conv.y.kernel, conv.x.kernel};
    }
    Dims operator()(const LocalSpec& local) const {
        return {local.filters, plan.input.c, local.y.kernel, local.x.kernel, plan.output.h, plan.output.w};
    }
    Dims operator()(const DenseSpec& dense) const { return {dense.units, plan.input.c}; }
    template <class Other>
    Dims operator()(const Other&) const {
        return {static_cast<std::int64_t>(plan.weight_count)};
    }
};

Dims bias_dims(const LayerSpec& layer, const LayerPlan& plan) {
    if (std::holds_alternative<LocalSpec>(layer) || std::holds_alternative<BiasSpec>(layer))
        return {plan.output.c, plan.output.h, plan.output.w};
    return {static_cast<std::int64_t>(plan.bias_count)};
}

std::vector<Slot> slots_of(const Network& network) {
    std::vector<Slot> slots;
    const std::vector<std::string> names = layer_names(network.spec);
    for (std::size_t i = 0; i < network.plan.size(); ++i) {
        const LayerPlan& plan = network.plan[i];
        const LayerSpec& layer = network.spec.layers[i];
        if (plan.weight_count > 0)
            slots.push_back({names[i] + ".weight", std::visit(Shapes{plan}, layer), plan.weights, false,
                             std::holds_alternative<DenseSpec>(layer)});
        if (plan.bias_count > 0) slots.push_back({names[i] + ".bias", bias_dims(layer, plan), plan.bias});
        if (plan.state_count > 0) {
            const std::int64_t channels = plan.input.c;
            slots.push_back({names[i] + ".running_mean", {channels}, plan.state, true});
            slots.push_back({names[i] + ".running_var",
                             {channels},
                             plan.state + static_cast<std::size_t>(channels),
                             true});
        }
    }
    return slots;
}

// from: (rows, columns); to: (columns, rows)
void turn(std::size_t rows, std::size_t columns, const float* from, float* to) {
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            to[column * rows + row] = from[row * columns + column];
}

bool all_finite(std::span<const float> values) {
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

Status check_tensor(const std::string& file, const Slot& slot, const NamedTensor& tensor) {
    const std::string about = file + ": " + slot.name + " ";
    if (!tensor.readable)
        return Error{about + "is of type " + printable(tensor.type) +
                     "; floats of 16, 32 and 64 bits are read."};
    if (tensor.dims != slot.dims)
        return Error{about + "is " + dims_text(tensor.dims) + "; this network needs " + dims_text(slot.dims) +
                     "."};
    if (!all_finite(tensor.values))
        return Error{about + "holds a number that is not finite: such weights compute nothing."};
    return success();
}

void place(const Slot& slot, const NamedTensor& tensor, Network& network) {
    float* to = (slot.in_state ? network.state : network.parameters).data() + slot.offset;
    if (slot.turned)
        turn(static_cast<std::size_t>(slot.dims[0]), static_cast<std::size_t>(slot.dims[1]),
             tensor.values.data(), to);
    else
        std::copy(tensor.values.begin(), tensor.values.end(), to);
}

// "a, b, c and 3 more"
std::string list(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i)
        text += (i == 0 ? "" : ", ") + printable(names[i]);
    if (names.size() > kShown) text += " and " + std::to_string(names.size() - kShown) + " more";
    return text;
}

// Which names the one has and the other lacks.
Status check_names(const std::string& file, std::span<const NamedTensor> tensors,
                   const std::vector<Slot>& slots) {
    std::vector<std::string> missing;
    std::vector<std::string> unknown;
    for (const Slot& slot : slots) {
        const auto same = [&](const NamedTensor& tensor) { return tensor.name == slot.name; };
        const auto count = std::count_if(tensors.begin(), tensors.end(), same);
        if (count > 1)
            return Error{file + ": " + slot.name + " is there " + std::to_string(count) + " times."};
        if (count == 0) missing.push_back(slot.name);
    }
    for (const NamedTensor& tensor : tensors) {
        const auto same = [&](const Slot& slot) { return slot.name == tensor.name; };
        if (tensor.name.ends_with(".num_batches_tracked")) continue;
        if (std::none_of(slots.begin(), slots.end(), same)) unknown.push_back(tensor.name);
    }
    if (missing.empty() && unknown.empty()) return success();
    std::string sentence = file + " does not fit this network.";
    if (!missing.empty()) sentence += " It lacks " + list(missing) + ".";
    if (!unknown.empty()) sentence += " The network has no " + list(unknown) + ".";
    return Error{sentence};
}

}  // namespace

std::string dims_text(std::span<const std::int64_t> dims) {
    std::string text;
    for (const std::int64_t dim : dims) text += (text.empty() ? "" : " x ") + std::to_string(dim);
    return text.empty() ? "a single number" : text;
}

std::string printable(std::string_view text) {
    std::string shown;
    for (const char c : text.substr(0, 60))
        shown += static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E ? '?' : c;
    return shown;
}

Result<std::vector<NamedTensor>> named_tensors(const Network& network) {
    std::vector<NamedTensor> tensors;
    for (const Slot& slot : slots_of(network)) {
        const float* from = (slot.in_state ? network.state : network.parameters).data() + slot.offset;
        const std::span<const float> values(from, slot.size());
        if (!all_finite(values))
            return Error{slot.name + " holds a number that is not finite: such a network is not written."};
        NamedTensor tensor{slot.name, "F32", slot.dims, true, Floats(values.begin(), values.end())};
        if (slot.turned)
            turn(static_cast<std::size_t>(slot.dims[1]), static_cast<std::size_t>(slot.dims[0]), from,
                 tensor.values.data());
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

Result<Network> with_tensors(const std::string& file, std::span<const NamedTensor> tensors,
                             const Network& network) {
    const std::vector<Slot> slots = slots_of(network);
    if (Status status = check_names(file, tensors, slots); !status) return status.error();
    Network filled = network;
    for (const Slot& slot : slots) {
        const auto same = [&](const NamedTensor& tensor) { return tensor.name == slot.name; };
        const NamedTensor& tensor = *std::find_if(tensors.begin(), tensors.end(), same);
        if (Status status = check_tensor(file, slot, tensor); !status) return status.error();
        place(slot, tensor, filled);
    }
    return filled;
}

}  // namespace cnn
