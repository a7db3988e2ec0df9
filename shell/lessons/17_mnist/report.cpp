// The lesson as JSON and as sentences: what the screen shows, for scripts, tests and readers without a
// screen.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/bits.h"
#include "core/net/layer_text.h"
#include "core/net/spec_text.h"
#include "shell/lessons/17_mnist/explained.h"
#include "shell/lessons/17_mnist/model.h"
#include "shell/lessons/constant_fields.h"
#include "shell/lessons/measures_json.h"
#include "shell/state/short_number.h"

namespace shell::lesson_mnist {
namespace {

using nlohmann::json;

std::string hex(std::uint64_t value, int digits) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%0*llx", digits, static_cast<unsigned long long>(value));
    return text;
}

std::string_view name_of(cnn::RunState state) {
    constexpr std::string_view kNames[] = {"idle",       "training", "paused",
                                           "evaluating", "finished", "diverged"};
    return kNames[static_cast<std::size_t>(state)];
}

json shape_json(const cnn::Shape& shape) { return {shape.c, shape.h, shape.w}; }

json tensor_json(const cnn::Tensor& picture) {  // rows of (1, 1, h, w), three decimals
    json rows = json::array();
    for (int y = 0; y < picture.shape().h; ++y) {
        json row = json::array();
        for (int x = 0; x < picture.shape().w; ++x)
            row.push_back(std::round(static_cast<double>(picture.at(0, 0, y, x)) * 1000) / 1000);
        rows.push_back(std::move(row));
    }
    return rows;
}

json offered_json(const MnistModel& model) {
    json slugs = json::array();
    for (const OfferedSmall& offered : model.offered_small()) slugs.push_back(offered.network.slug);
    for (const OfferedNetwork& offered : model.offered()) slugs.push_back(offered.entry->slug);
    return slugs;
}

std::string title_of_network(const MnistModel& model) {
    if (const cnn::ZooEntry* entry = model.setup().entry()) return std::string(entry->title);
    const FittingNetwork* small = model.chosen_small();
    return small != nullptr ? small->title : "Own network";
}

json network_json(const MnistModel& model) {
    json layers = json::array();
    for (const cnn::LayerSummary& layer : model.summary().layers)
        layers.push_back({{"text", layer.text},
                          {"output", shape_json(layer.output)},
                          {"parameters", layer.parameters},
                          {"parameter_product", layer.parameter_product},
                          {"multiply_adds", layer.multiply_adds},
                          {"bytes", layer.bytes},
                          {"receptive_field", layer.receptive_field}});
    const cnn::ZooEntry* entry = model.setup().entry();
    return {{"slug", entry ? entry->slug : "custom"},
            {"title", title_of_network(model)},
            {"spec", model.spec_text()},
            {"input", shape_json(model.config().network.input)},
            {"layers", std::move(layers)},
            {"parameters", model.summary().parameters},
            {"multiply_adds", model.summary().multiply_adds},
            {"forward_bytes", model.summary().forward_bytes},
            {"training_bytes", model.summary().training_bytes},
            {"offered", offered_json(model)}};
}

json data_json(const MnistModel& model) {
    const DataSet& info = model.setup().data_info();
    constexpr std::string_view kStates[] = {"none", "loading", "failed"};
    const Download& download = model.download();
    return {{"name", info.slug},
            {"train", info.train},
            {"test", info.test},
            {"title", info.title},
            {"image", shape_json(info.image)},
            {"classes", info.classes},
            {"unit", info.unit},
            {"test_percent", info.slug == kOwnData ? json(model.test_percent()) : json()},
            {"class_names", info.class_names},
            {"available", model.data() != nullptr},
            {"mean", model.data() ? model.data()->train.mean : std::vector<float>()},
            {"deviation", model.data() ? model.data()->train.deviation : std::vector<float>()},
            {"download", info.download},
            {"remark", info.remark},
            {"fetch", kStates[static_cast<std::size_t>(download.state)]},
            {"progress", download.share},
            {"failure", download.reason}};
}

json config_json(const MnistModel& model) {
    const cnn::TrainingConfig& config = model.config();
    return {{"optimizer", optimizer_names()[static_cast<std::size_t>(config.optimizer) + 1]},
            {"rate", config.rate},
            {"constants", constants_json(config.constants)},
            {"batch", config.batch},
            {"epochs", config.epochs},
            {"seed", config.seed},
            {"initialiser", cnn::to_text(config.network.initialiser)},
            {"validation", config.validation},
            {"limit", config.limit},
            {"standardise", model.setup().standardises()},
            {"loss", cnn::loss_info(config.loss).name},
            {"schedule", cnn::schedule_name(config.schedule.kind)},
            {"rules", rule_names()[static_cast<std::size_t>(model.setup().rules)]},
            {"factor", config.schedule.factor},
            {"warmup", config.schedule.warmup},
            {"l1", config.l1},
            {"l2", config.l2},
            {"keep_best", config.keep_best},
            {"shift", config.augment.shift},
            {"flip", config.augment.flip}};
}

json curve_json(const std::shared_ptr<const std::vector<cnn::CurvePoint>>& curve) {
    json points = json::array();
    if (curve)
        for (const cnn::CurvePoint& point : *curve)
            points.push_back({point.epoch, point.loss, point.accuracy});
    return points;
}

json rows_json(const cnn::Snapshot& run) {
    json rows = json::array();
    if (run.rows)
        for (const cnn::EpochRow& row : *run.rows)
            rows.push_back({{"epoch", row.epoch},
                            {"train_loss", row.train_loss},
                            {"train_accuracy", row.train_accuracy},
                            {"validation_loss", row.validation_loss},
                            {"validation_accuracy", row.validation_accuracy},
                            {"images_per_second", row.images_per_second},
                            {"seconds", row.seconds},
                            {"parameters_hash", hex(row.parameters_hash, 16)}});
    return rows;
}

// "7 (96.2 %)" of the most probable class.
std::string best_guess(const MnistModel& model, std::span<const float> probabilities) {
    const auto best = std::max_element(probabilities.begin(), probabilities.end());
    return model.class_text(static_cast<int>(best - probabilities.begin())) + " (" +
           percent_text(static_cast<double>(*best), 1) + ")";
}

// What the lecture says beyond that, while it holds.
std::string recipe_sentence(const Setup& setup) {
    const std::string words = cnn::recipe_words(setup.lecture_rules());
    return words.empty() ? "" : "As " + std::string(setup.entry()->code) + " has it: " + words + ".\n";
}

std::string training_sentence(const MnistModel& model) {
    const cnn::TrainingConfig& config = model.config();
    const std::string said = cnn::constants_words(config.constants);
    return "Trained with " + std::string(optimizer_names()[static_cast<std::size_t>(config.optimizer) + 1]) +
           (said.empty() ? "" : " (" + said + ")") + ", rate " + short_number(config.rate) + ", batch " +
           std::to_string(config.batch) + ", " + std::to_string(config.epochs) + " epochs, seed " +
           std::to_string(config.seed) + ".\nThe weights begin as Keras' " +
           cnn::to_text(config.network.initialiser) + " has them.\n" +
           (model.setup().standardises() ? "The inputs are standardised: mean 0, deviation 1.\n" : "") +
           recipe_sentence(model.setup());
}

std::string measures_sentence(const cnn::Measures& measures) {
    std::string text;
    for (const cnn::TopK& top : measures.top_k)
        if (top.k > 1)
            text += (text.empty() ? "The true class is among the first " : ", ") + std::to_string(top.k) +
                    ": " + percent_text(static_cast<double>(top.accuracy));
    if (!text.empty()) text += ". ";
    return text + "Means over the classes: F1 " + short_number(static_cast<float>(measures.means.f1)) +
           ", area under the ROC curve " + short_number(static_cast<float>(measures.means.roc_area)) +
           ", average precision " + short_number(static_cast<float>(measures.means.average_precision)) +
           "; expected calibration error " +
           percent_text(static_cast<double>(measures.calibration.expected_error)) + ".\n";
}

std::string layers_sentences(const MnistModel& model) {
    std::string text;
    int number = 0;
    for (const cnn::LayerSummary& layer : model.summary().layers) {
        text += "Layer " + std::to_string(++number) + ", " + layer.text + ": " +
                std::to_string(layer.output.c) + " × " + std::to_string(layer.output.h) + " × " +
                std::to_string(layer.output.w);
        if (layer.parameters > 0) text += ", parameters " + layer.parameter_product;
        text += ".\n";
    }
    return text;
}

std::string predicted_sentence(const MnistModel& model) {
    const MnistModel::Said& said = *model.said();
    const DataSet& info = model.setup().data_info();
    const auto image = static_cast<std::size_t>(model.selection().image);
    return "The mean error over the test examples is " + short_number(said.mean_error) + " " + info.unit +
           ". Of example " + std::to_string(image) + " the network says " +
           short_number(said.numbers[image]) + " " + info.unit + "; its " + info.columns.back() + " is " +
           short_number(model.data()->test.targets[image]) + " " + info.unit + ", the loss " +
           short_number(*model.chosen_loss()) + ".\n";
}

}  // namespace

json MnistModel::run_json() const {
    const cnn::Snapshot* now = run();
    if (now == nullptr)
        return {{"state", "idle"}, {"ready", false},           {"step", 0},
                {"epoch", 0},      {"epochs", config_.epochs}, {"memory_bytes", memory_bytes()}};
    return {{"state", name_of(now->state)},
            {"ready", pending_.empty()},
            {"version", now->version},
            {"step", now->step},
            {"steps_per_epoch", now->steps_per_epoch},
            {"epoch", now->epoch},
            {"epochs", now->epochs},
            {"rate", now->rate},
            {"loss", now->loss},
            {"loss_bits", hex(cnn::bits_of(now->loss), 8)},
            {"accuracy", now->accuracy},
            {"images_per_second", now->images_per_second},
            {"seconds", now->seconds},
            {"seconds_left", now->seconds_left},
            {"memory_bytes", now->memory_bytes},
            {"parameters_hash", hex(now->parameters_hash, 16)}};
}

json MnistModel::evaluation_json() const {
    if (run() == nullptr || !run()->evaluation || setup_.data_info().predicts_numbers()) return nullptr;
    const cnn::Evaluation& evaluation = *run()->evaluation;
    return {{"step", evaluation.step},   {"images", evaluation.images},
            {"total", evaluation.total}, {"accuracy", evaluation.accuracy},
            {"loss", evaluation.loss},   {"confusion", evaluation.confusion}};
}

json MnistModel::measures_json() const {
    const Measured* now = measured();
    if (now == nullptr) return nullptr;
    json result = shell::measures_json(*now->evaluation, now->measures);
    result["images"] = now->evaluation->images;
    result["curves"] = curves_json(curves()->roc, curves()->precision_recall);
    result["curves"]["class"] = selection_.measured_class;
    return result;
}

// Of the numbers to predict: what the network says of each test example.
json MnistModel::predicted_json() const {
    const Said* now = said();
    if (now == nullptr) return nullptr;
    json rows = json::array();
    for (std::size_t i = 0; i < now->numbers.size(); ++i)
        rows.push_back({{"target", data_->test.targets[i]}, {"predicted", now->numbers[i]}});
    return {{"rows", rows}, {"mean_error", now->mean_error}, {"unit", setup_.data_info().unit}};
}

json MnistModel::image_json() const {
    json image = {{"set", kImageSetNames[static_cast<std::size_t>(selection_.set)]},
                  {"index", selection_.image},
                  {"layer", selection_.layer},
                  {"label", nullptr},
                  {"loss", nullptr},
                  {"probabilities", json::array()}};
    if (const auto loss = chosen_loss()) image["loss"] = *loss;
    if (setup_.data_info().predicts_numbers()) return image;
    if (chosen_label() >= 0) image["label"] = chosen_label();
    if (const cnn::Activations* passed = activations()) image["probabilities"] = passed->probabilities;
    return image;
}

json MnistModel::drawing_json() const {
    const std::span<const float> probabilities = drawing_probabilities();
    json json = {{"points", drawing_.points()},
                 {"box", {digit_.box.left, digit_.box.top, digit_.box.right, digit_.box.bottom}},
                 {"scaled", {digit_.scaled.shape().w, digit_.scaled.shape().h}},
                 {"shift", {digit_.shift_x, digit_.shift_y}},
                 {"centre", {digit_.centre.x, digit_.centre.y}},
                 {"pixels", tensor_json(digit_.result)},
                 {"probabilities", std::vector<float>(probabilities.begin(), probabilities.end())},
                 {"predicted", nullptr}};
    if (!probabilities.empty())
        json["predicted"] =
            std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin();
    return json;
}

json MnistModel::state() const {
    json json = {{"network", network_json(*this)},
                 {"data", data_json(*this)},
                 {"config", config_json(*this)},
                 {"run", run_json()},
                 {"evaluation", evaluation_json()},
                 {"measures", measures_json()},
                 {"predicted", predicted_json()},
                 {"image", image_json()},
                 {"explained", explained_json()},
                 {"gallery",
                  {{"show", kGalleryFilterNames[static_cast<std::size_t>(selection_.filter)]},
                   {"images", gallery_size()}}},
                 {"drawing", drawing_json()},
                 {"divergence", nullptr},
                 {"curves", {{"training", json::array()}, {"validation", json::array()}}},
                 {"rows", json::array()},
                 {"note", note_},
                 {"warning", warning()},
                 {"rate_remark", rate_remark()},
                 {"runtime", threaded_ ? "threaded" : "sliced"}};
    if (run() == nullptr) return json;
    json["curves"] = {{"training", curve_json(run()->training_curve)},
                      {"validation", curve_json(run()->validation_curve)}};
    json["rows"] = rows_json(*run());
    if (run()->divergence)
        json["divergence"] = {{"step", run()->divergence->step},
                              {"layer", run()->divergence->layer},
                              {"sentence", run()->divergence->sentence}};
    return json;
}

// Numbers can stay finite while nothing is learned: a rate far too high leaves ReLUs that never fire again.
std::string MnistModel::warning() const {
    constexpr float kAbove = 1.1F;  // what has learned to guess is no further above it
    const float guessing = cnn::loss_of_guessing(config_.loss, outputs());
    if (run() == nullptr || run()->rows->empty() || run()->divergence) return {};
    if (setup_.data_info().predicts_numbers() && !setup_.standardises()) return {};  // 1 is no deviation then
    const float loss = run()->rows->back().train_loss;
    if (loss < 0.98F * guessing) return {};
    // Few updates, or small ones: it began above guessing and is on its way.
    const std::vector<cnn::CurvePoint>& curve = *run()->validation_curve;
    if (loss > kAbove * guessing && !curve.empty() && curve.back().loss < curve.front().loss) return {};
    return "The training loss of epoch " + std::to_string(run()->rows->back().epoch) + " is " +
           short_number(loss, 3) + ", and guessing gives " + short_number(guessing, 4) +
           ": nothing is learned. Most likely the rate is too high.";
}

std::string MnistModel::rate_remark() const {
    const auto [run, before, after] = rate_change_;
    if (run != run_number_ || after != config_.rate || before == after) return {};
    return "The optimiser brought its usual rate: " + short_number(after) + " instead of " +
           short_number(before) + ".";
}

std::string MnistModel::shares_remark() const {
    if (cnn::trains_probabilities(config_.loss, outputs())) return {};
    return outputs() == 1
               ? "Only the loss binary-cross-entropy trains what a single output says to be a probability."
               : "Only the loss cross-entropy trains the shares of a softmax to be probabilities.";
}

std::string MnistModel::all_done() const {
    if (run() != nullptr && run()->stopped_early)
        return "Stopped after epoch " + std::to_string(run()->epoch) +
               ": the validation loss has not fallen since epoch " + std::to_string(run()->best_epoch);
    return config_.epochs == 1 ? "The epoch is done"
                               : "All " + std::to_string(config_.epochs) + " epochs are done";
}

std::string MnistModel::title() const { return "A network learns " + setup_.data_info().learns; }

std::string MnistModel::class_text(int label) const { return setup_.data_info().class_text(label); }

std::string MnistModel::advice() const {
    if (!data_) return "First fetch the images: the button is below.";
    if (run() != nullptr && run()->state == cnn::RunState::kDiverged)
        return "Go back with B: to the last finite weights, with a tenth of the rate.";
    const bool numbers = setup_.data_info().predicts_numbers();
    if (finished() && numbers) return all_done() + ". Press a row of the table, or change a setting.";
    if (finished())
        return all_done() +
               (updates_beyond() > 0 ? ", and " + count_text(updates_beyond(), "update") + " more" : "") +
               (setup_.data_info().drawable() ? ". Draw a digit, press" : ". Press") +
               " a cell of the confusion matrix, or change a setting.";
    if (training())
        return std::string(numbers ? "Loss is to fall." : "Loss is to fall and accuracy to rise.") +
               " The rate may be changed meanwhile.";
    if (run() != nullptr && run()->step > 0) return "Press Train to go on, or make one update at a time.";
    return "Press Train: each update shows the network " + std::to_string(config_.batch) +
           (setup_.data_info().pictures() ? " images" : " examples") + " and moves its " +
           count_text(summary_.parameters) + " parameters a little.";
}

std::optional<MnistModel::LatestAccuracy> MnistModel::latest_accuracy() const {
    if (run() == nullptr || setup_.data_info().predicts_numbers()) return std::nullopt;
    if (run()->step == 0 && measured() != nullptr)
        return LatestAccuracy{measured()->evaluation->accuracy, "test accuracy before any update"};
    if (run()->validation_curve->empty()) return std::nullopt;
    const cnn::CurvePoint& latest = run()->validation_curve->back();
    const bool epoch_end =
        !run()->rows->empty() && latest.epoch == static_cast<float>(run()->rows->back().epoch);
    if (epoch_end) {
        const std::int64_t step = std::int64_t{run()->rows->back().epoch} * run()->steps_per_epoch;
        return LatestAccuracy{latest.accuracy, "validation accuracy" + age(step)};
    }
    if (latest.epoch == 0) return LatestAccuracy{latest.accuracy, "validation accuracy before training"};
    return LatestAccuracy{latest.accuracy,
                          "validation accuracy of a sample, epoch " + short_number(latest.epoch, 3)};
}

std::string MnistModel::not_in_link() const {
    if (setup_.data_info().slug == kOwnData) return "your data and the weights: these stay here.";
    if (begins_from_file()) return "the weights: Take it along saves them.";
    return run() != nullptr && run()->step > 0 ? "the weights: Train makes the same ones again." : "";
}

std::string MnistModel::drawing_note() const {
    if (run() == nullptr) return data_ ? "" : "Nothing is read yet: fetch the images first.";
    if (run()->step > 0) return "";
    return begins_from_file() ? "The weights are those of " + weights_source_ + "."
                              : "Not trained yet: the weights are random.";
}

std::int64_t MnistModel::updates_beyond() const {
    return run()->step - std::int64_t{run()->epochs} * run()->steps_per_epoch;
}

std::string MnistModel::age(std::int64_t step) const {
    const std::int64_t since = run()->step - step;
    return training() || since <= 0 ? "" : ", " + count_text(since, "update") + " ago";
}

std::string MnistModel::place() const {
    const cnn::Snapshot* now = run();
    if (now == nullptr || now->step == 0 || now->steps_per_epoch < 1)
        return "epoch 1 of " + std::to_string(config_.epochs);
    if (const std::int64_t beyond = updates_beyond(); beyond > 0)
        return "update " + count_text(beyond) + " after epoch " + std::to_string(now->epochs);
    return "epoch " + std::to_string((now->step - 1) / now->steps_per_epoch + 1) + " of " +
           std::to_string(now->epochs);
}

std::string MnistModel::sentences() const {
    const cnn::ZooEntry* entry = setup_.entry();
    const DataSet& info = setup_.data_info();
    const bool numbers = info.predicts_numbers();
    std::string text = (entry ? std::string(entry->code) + ", " : "") + title_of_network(*this) + ", on " +
                       std::string(info.title) + ": " + count_text(info.train) + " training and " +
                       count_text(info.test) + (info.pictures() ? " test images, " : " test examples, ") +
                       count_text(summary_.parameters) + " parameters.\n";
    text += layers_sentences(*this) + training_sentence(*this);
    if (const std::string remark = rate_remark(); !remark.empty()) text += remark + "\n";
    if (!data_) text += info.title + " has not been fetched yet (" + std::string(info.download) + ").\n";
    if (!info.remark.empty()) text += info.remark + "\n";
    const cnn::Snapshot* now = run();
    if (now == nullptr || now->step == 0)
        return text +
               (begins_from_file() ? "No update yet, from the weights of " + weights_source_
                                   : "Not trained yet") +
               "; training needs " + megabytes_text(memory_bytes()) + ".\n";
    text += "After " + count_text(now->step, "update") + " (" + place() + ") the run is " +
            std::string(name_of(now->state)) + ": loss of the last batch " + short_number(now->loss) +
            (numbers ? "" : ", accuracy " + percent_text(static_cast<double>(now->accuracy), 1)) + ".\n";
    if (now->rows && !now->rows->empty())
        text += "Validation after epoch " + std::to_string(now->rows->back().epoch) + ": loss " +
                short_number(now->rows->back().validation_loss) +
                (numbers ? ""
                         : ", accuracy " +
                               percent_text(static_cast<double>(now->rows->back().validation_accuracy))) +
                ".\n";
    if (!numbers && now->evaluation && now->evaluation->images > 0)
        text += "Test accuracy " + percent_text(static_cast<double>(now->evaluation->accuracy)) + " on " +
                count_text(now->evaluation->images) + " images" + age(now->evaluation->step) + ".\n";
    if (const Measured* test = measured()) text += measures_sentence(test->measures);
    if (now->divergence) text += now->divergence->sentence + "\n";
    if (!warning().empty()) text += warning() + "\n";
    if (numbers) return text + predicted_sentence(*this) + explained_sentence(*this);
    const int label = chosen_label();
    const std::string what = label < 0                  ? std::string()
                             : info.class_names.empty() ? ", a " + class_text(label) + ","
                                                        : " (" + class_text(label) + ")";
    if (const cnn::Activations* passed = activations())
        text += "The chosen image" + what + " is read as " + best_guess(*this, passed->probabilities) +
                (label < 0 ? "" : ", with the loss " + short_number(*chosen_loss())) + ".\n";
    text += explained_sentence(*this);
    if (!drawing_.empty() && !drawing_probabilities().empty())
        text += "The drawing is read as " + best_guess(*this, drawing_probabilities()) + ".\n";
    return text;
}

}  // namespace shell::lesson_mnist
