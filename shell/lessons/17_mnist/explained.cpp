// The chosen number inside the network: the trace that it comes from, as JSON and in words.
#include "shell/lessons/17_mnist/explained.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/net/image_gradient.h"
#include "core/train/loss.h"
#include "shell/state/short_number.h"

namespace shell::lesson_mnist {
namespace {

using nlohmann::json;

constexpr std::size_t kMostTerms = 64;  // of one trace, in the JSON

json cell_json(cnn::CellPlace cell) { return {cell.c, cell.y, cell.x}; }

json trace_json(const cnn::CellTrace& trace) {
    json terms = json::array();
    for (const cnn::CellTerm& term : trace.terms) {
        if (terms.size() == kMostTerms) break;
        terms.push_back({{"at", cell_json(term.place)},
                         {"image", term.image},
                         {"branch", term.branch},
                         {"padding", term.padding},
                         {"chosen", term.chosen},
                         {"input", term.input},
                         {"factor", term.factor},
                         {"value", term.value},
                         {"partial", term.partial}});
    }
    json steps = json::array();
    for (const cnn::CellStep& step : trace.steps)
        steps.push_back({{"name", step.name}, {"value", step.value}, {"partial", step.partial}});
    return {{"rule", trace.rule},
            {"terms", terms},
            {"term_count", trace.terms.size()},
            {"steps", steps},
            {"result", trace.result}};
}

// The class that one image is read as.
int best_class(const cnn::Activations& passed) {
    const auto& shares = passed.probabilities;
    return static_cast<int>(std::max_element(shares.begin(), shares.end()) - shares.begin());
}

}  // namespace

const cnn::Shape& MnistModel::chosen_shape() const {
    return summary_.layers[static_cast<std::size_t>(selection_.layer)].output;
}

void MnistModel::settle_cell() {
    const cnn::Shape& shape = chosen_shape();
    cnn::CellPlace& cell = selection_.cell;
    cell = {std::min(cell.c, shape.c - 1), std::min(cell.y, shape.h - 1), std::min(cell.x, shape.w - 1)};
    settle_weight();
}

cnn::ParameterAxes MnistModel::chosen_axes(bool bias) const {
    const auto layer = static_cast<std::size_t>(selection_.layer);
    return cnn::parameter_axes(config_.network.layers[layer], summary_.layers[layer].plan, bias);
}

// Within the chosen layer, and of the chosen channel: the same weight of another layer, or the next best.
void MnistModel::settle_weight() {
    cnn::ParameterPlace& weight = selection_.weight;
    if (!chosen_axes(weight.bias).any() && chosen_axes(!weight.bias).any()) weight.bias = !weight.bias;
    const cnn::ParameterAxes axes = chosen_axes(weight.bias);
    const auto within = [](int at, int count) { return std::clamp(at, 0, std::max(count - 1, 0)); };
    const cnn::CellPlace& cell = selection_.cell;
    weight.output = {within(cell.c, axes.output.c), within(cell.y, axes.output.y),
                     within(cell.x, axes.output.x)};
    if (weight.bias) return;  // which weight it was, another layer may ask
    weight.ic = within(weight.ic, axes.ic);
    weight.ky = within(weight.ky, axes.ky);
    weight.kx = within(weight.kx, axes.kx);
}

// The mean loss of the images of a pass, which stand in their set from `first` on; `dz` takes its gradient at
// the network's outputs, null: not wanted. first < 0: a drawing, taken for what it is read as.
float MnistModel::mean_loss(const cnn::Activations& passed, int first, float* dz) const {
    const int n = passed.images();
    const int outputs = passed.outputs.back().shape().c;
    const std::span<const float> z = passed.outputs.back().values();
    std::vector<float> targets(z.size()), losses(static_cast<std::size_t>(n));
    std::vector<std::uint8_t> labels(losses.size());
    if (first < 0) {
        labels.front() = static_cast<std::uint8_t>(best_class(passed));
        cnn::class_targets(config_.loss, labels.front(), outputs, targets.data());
    } else {
        for (int k = 0; k < n; ++k) {
            labels[static_cast<std::size_t>(k)] =
                gallery_images()->labels[static_cast<std::size_t>(first + k)];
            gallery_images()->targets_to(first + k, config_.loss, outputs, &targets[k * outputs]);
        }
    }
    cnn::loss_info(config_.loss)
        .apply({n, outputs, z.data(), passed.probabilities.data(), labels.data(), targets.data(),
                losses.data(), 1.0F / static_cast<float>(n), dz});
    return std::accumulate(losses.begin(), losses.end(), 0.0F) / static_cast<float>(n);
}

std::optional<float> MnistModel::chosen_loss() const {
    const cnn::Activations* passed = activations();
    if (passed == nullptr || chosen_label() < 0) return std::nullopt;
    return mean_loss(*passed, selection_.image, nullptr);
}

// The gradient of the loss at the network's outputs: of the chosen image's, or of the mean over the batch.
std::vector<float> MnistModel::loss_gradient(const cnn::Activations& passed, Explained& explained) const {
    std::vector<float> dz(passed.outputs.back().values().size());
    const bool drawing = chosen_label() < 0;
    explained.label = drawing ? best_class(passed) : chosen_label();
    const int first = drawing ? -1 : in_batch() ? selection_.batch_first : selection_.image;
    explained.loss = mean_loss(passed, first, dz.data());
    return dz;
}

const MnistModel::Explained* MnistModel::explained() const {
    if (selection_.explains(Explain::kNothing)) return nullptr;
    const Looked seen = looked();
    if (seen.run == nullptr) return nullptr;
    const Explained::From from{seen.count,         in_batch(),   seen.image,      selection_.layer,
                               selection_.explain, batch_part(), selection_.cell, selection_.weight};
    if (explained_.from == from) return &explained_;
    const cnn::Network& network = *run()->network;
    explained_ = {};
    explained_.from = from;
    if (selection_.explains(Explain::kValue)) {
        explain_value(network, seen);
        return &explained_;
    }
    const cnn::ImageGradient gradient =
        cnn::image_gradient(network, seen.images, *seen.run, loss_gradient(*seen.run, explained_));
    if (selection_.explains(Explain::kWeight)) {
        explain_weight(network, seen, gradient);
        return &explained_;
    }
    explained_.gradient = cnn::trace_cell_gradient(network, seen.images, *seen.run, gradient,
                                                   selection_.layer, selection_.cell, seen.image);
    explained_.number = explained_.gradient.result;
    return &explained_;
}

void MnistModel::explain_value(const cnn::Network& network, const Looked& seen) const {
    const BatchPart part = batch_part();
    if (part == BatchPart::kNumber)
        explained_.value =
            cnn::trace_cell(network, seen.images, *seen.run, selection_.layer, selection_.cell, seen.image);
    else
        explained_.value = cnn::trace_batch_statistic(
            network, seen.images, *seen.run, selection_.layer,
            part == BatchPart::kMean ? cnn::BatchStatistic::kMean : cnn::BatchStatistic::kVariance,
            selection_.cell.c);
    explained_.number = explained_.value.result;
}

void MnistModel::explain_weight(const cnn::Network& network, const Looked& seen,
                                const cnn::ImageGradient& gradient) const {
    if (!chosen_axes(selection_.weight.bias).any()) return;
    const auto layer = static_cast<std::size_t>(selection_.layer);
    explained_.weight = cnn::trace_parameter_gradient(network, seen.images, *seen.run, gradient,
                                                      selection_.layer, selection_.weight);
    explained_.number = explained_.weight.result;
    explained_.parameter = network.parameters[cnn::parameter_index(network.spec.layers[layer],
                                                                   network.plan[layer], selection_.weight)];
}

json MnistModel::explained_json() const {
    const Explained* now = explained();
    if (now == nullptr) return nullptr;
    json all = {{"what", kExplainNames[static_cast<std::size_t>(selection_.explain)]},
                {"layer", selection_.layer},
                {"cell", cell_json(selection_.cell)},
                {"batch", batch_json()},
                {"number", now->number}};
    if (selection_.explains(Explain::kValue)) {
        all["trace"] = trace_json(now->value);
        return all;
    }
    all["loss"] = now->loss;
    all["label"] = setup_.data_info().predicts_numbers() ? json() : json(now->label);
    if (selection_.explains(Explain::kWeight)) {
        const cnn::ParameterPlace& weight = selection_.weight;
        all["weight"] = nullptr;
        if (chosen_axes(weight.bias).any())
            all["weight"] = {{"bias", weight.bias}, {"output", cell_json(weight.output)},
                             {"in", weight.ic},     {"y", weight.ky},
                             {"x", weight.kx},      {"value", now->parameter}};
        all["trace"] = trace_json(now->weight);
        return all;
    }
    all["parts"] = json::array();
    for (const cnn::CellGradient::Part& part : now->gradient.parts)
        all["parts"].push_back({{"reader", part.reader}, {"trace", trace_json(part.trace)}});
    return all;
}

std::string place_text(const cnn::Shape& shape, cnn::CellPlace cell) {
    if (shape.h == 1 && shape.w == 1) return "unit " + std::to_string(cell.c + 1);
    const std::string place = "row " + std::to_string(cell.y + 1) + ", column " + std::to_string(cell.x + 1);
    return shape.c == 1 ? place : "channel " + std::to_string(cell.c + 1) + ", " + place;
}

std::string place_text(const MnistModel& model, int layer, cnn::CellPlace cell) {
    if (layer == cnn::kNetworkInput) return "image, " + place_text(model.summary().input, cell);
    return "layer " + std::to_string(layer + 1) + ", " +
           place_text(model.summary().layers[static_cast<std::size_t>(layer)].output, cell);
}

std::string chosen_text(const MnistModel& model) {
    const Selection& selection = model.selection();
    if (model.batch_part() == BatchPart::kNumber) return place_text(model, selection.layer, selection.cell);
    return "layer " + std::to_string(selection.layer + 1) + ", " + output_noun(model) + " " +
           std::to_string(selection.cell.c + 1);
}

std::string output_noun(const MnistModel& model) {
    const cnn::LayerSpec& layer =
        model.config().network.layers[static_cast<std::size_t>(model.selection().layer)];
    if (std::holds_alternative<cnn::ConvSpec>(layer) || std::holds_alternative<cnn::LocalSpec>(layer) ||
        std::holds_alternative<cnn::ConvTransposeSpec>(layer))
        return "filter";
    const cnn::Shape& shape = model.chosen_shape();
    return shape.h == 1 && shape.w == 1 ? "unit" : "channel";
}

std::string input_noun(const MnistModel& model) {
    return output_noun(model) == "filter" ? "input channel" : "input";
}

bool normalises(const MnistModel& model) {
    const auto layer = static_cast<std::size_t>(model.selection().layer);
    return std::holds_alternative<cnn::BatchNormSpec>(model.config().network.layers[layer]);
}

std::string weight_text(const MnistModel& model) {
    const cnn::ParameterPlace& weight = model.selection().weight;
    const cnn::ParameterAxes axes = model.chosen_axes(weight.bias);
    const auto part = [](const std::string& name, int at, int count) {
        return count > 1 ? ", " + name + " " + std::to_string(at + 1) : std::string();
    };
    std::string text =
        normalises(model) ? (weight.bias ? "beta" : "gamma") : (weight.bias ? "bias" : "weight");
    text += " of " + output_noun(model) + " " + std::to_string(weight.output.c + 1) +
            part("output row", weight.output.y, axes.output.y) +
            part("output column", weight.output.x, axes.output.x);
    if (weight.bias) return text;
    return text + part(input_noun(model), weight.ic, axes.ic) + part("row", weight.ky, axes.ky) +
           part("column", weight.kx, axes.kx);
}

std::string example_noun(const MnistModel& model) {
    return model.setup().data_info().pictures() ? "image" : "example";
}

std::string batch_text(const MnistModel& model) {
    if (!model.in_batch())
        return "A drawing is in no batch, so this is what a prediction has. Choose an image of a set "
               "instead.";
    const cnn::NetworkSpec& network = model.config().network;
    const std::string noun = example_noun(model);
    const int first = model.selection().batch_first;
    const std::string set(kImageSetNames[static_cast<std::size_t>(model.selection().set)]);
    std::string text = (noun == "image" ? "Images " : "Examples ") + count_text(first) + " to " +
                       count_text(first + model.batch_size() - 1) + " of the " + set + " " + noun +
                       "s, unchanged. Training draws its own batches of " + count_text(model.config().batch) +
                       " from the training " + noun + "s.";
    if (cnn::has_layer<cnn::BatchNormSpec>(network))
        text +=
            " Batch normalisation takes its mean and variance over all of them, so that the numbers of "
            "each depend on the others.";
    if (cnn::has_layer<cnn::DropoutSpec>(network))
        text += " Dropout draws what the next update would draw in these places.";
    return text;
}

std::string loss_text(const MnistModel& model, const MnistModel::Explained& explained) {
    if (model.in_batch())
        return "the mean loss of these " + count_text(model.batch_size(), example_noun(model));
    if (model.setup().data_info().predicts_numbers()) return "the loss of this example";
    return (model.chosen_label() >= 0 ? "the loss of this " : "the loss, were this a ") +
           model.class_text(explained.label);
}

std::string no_weights_text(const MnistModel& model) {
    const int layer = model.selection().layer;
    return "Layer " + std::to_string(layer + 1) + " (" +
           model.summary().layers[static_cast<std::size_t>(layer)].text +
           ") has no weights: nothing in it learns.";
}

std::string output_gradient_text(const MnistModel& model) {
    const std::string own = "It is an output of the network: its gradient is the loss's own. ";
    const std::string end = model.in_batch() ? ", divided by the size of the batch." : ".";
    if (model.setup().data_info().predicts_numbers())
        return own +
               (model.config().loss == cnn::LossKind::kMeanSquared
                    ? "With the mean squared error that is twice what it says too much"
                    : "With the mean absolute error that is 1 where it says too much and −1 where "
                      "it says too little") +
               end;
    if (model.outputs() == 1)
        return own + "With one output and binary cross-entropy that is the share of class " +
               model.class_text(1) + ", less 1 if that is the true class" + end;
    return own + "With softmax and cross-entropy that is the share, less 1 for the true class" + end;
}

std::string explained_sentence(const MnistModel& model) {
    const MnistModel::Explained* now = model.explained();
    if (now == nullptr) return {};
    const Selection& selection = model.selection();
    const std::string place = chosen_text(model);
    const std::string number = short_number(now->number, 6);
    const std::string in_batch =
        model.in_batch() ? "As in training, in a batch. " + batch_text(model) + "\n" : std::string();
    if (selection.explains(Explain::kValue)) {
        static constexpr std::array<std::string_view, 3> kSubjects = {
            "The number of ", "The batch's mean in ", "The batch's variance in "};
        return in_batch + std::string(kSubjects[static_cast<std::size_t>(model.batch_part())]) + place +
               " is " + number + ": " + now->value.rule + ".\n";
    }
    if (selection.explains(Explain::kWeight)) {
        if (now->weight.rule.empty()) return in_batch + no_weights_text(model) + "\n";
        return in_batch + "The gradient of the " + weight_text(model) + " in layer " +
               std::to_string(selection.layer + 1) + ", now " + short_number(now->parameter, 6) + ", is " +
               number + ": how " + loss_text(model, *now) + " changes with it. It is " + now->weight.rule +
               ".\n";
    }
    return in_batch + "The gradient at " + place + " is " + number + ": how " + loss_text(model, *now) +
           " changes with this number.\n";
}

}  // namespace shell::lesson_mnist
