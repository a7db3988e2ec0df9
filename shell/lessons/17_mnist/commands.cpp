// What a learner can do in this lesson: one row per command, and what each does.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/net/layer_text.h"
#include "core/net/spec_text.h"
#include "shell/lessons/17_mnist/model.h"
#include "shell/state/arguments.h"
#include "shell/state/short_number.h"

namespace shell::lesson_mnist {
namespace {

// args[key] as a whole number in [low, high], or a sentence.
cnn::Result<int> integer_in(const nlohmann::json& args, const char* key, int low, int high) {
    const auto found = args.is_object() ? args.find(key) : args.end();
    if (!args.is_object() || found == args.end() || !found->is_number())
        return cnn::Error{std::string("The argument \"") + key + "\" is to be a number."};
    const double value = found->get<double>();
    if (!(value >= low && value <= high) || value != std::floor(value))
        return cnn::Error{std::string(key) + " is " + found->dump() + "; it is to be a whole number from " +
                          std::to_string(low) + " to " + std::to_string(high) + "."};
    return static_cast<int>(value);
}

// One argument of several that are indices: its key, and how many there are.
struct Index {
    const char* key;
    int count;
};
template <std::size_t indices>
cnn::Result<std::array<int, indices>> indices_in(const nlohmann::json& args,
                                                 const std::array<Index, indices>& wanted) {
    std::array<int, indices> all{};
    for (std::size_t i = 0; i < indices; ++i) {
        const auto one = integer_in(args, wanted[i].key, 0, wanted[i].count - 1);
        if (!one) return one.error();
        all[i] = one.value();
    }
    return all;
}

cnn::Result<std::string> text_in(const nlohmann::json& args, const char* key) {
    const auto found = args.is_object() ? args.find(key) : args.end();
    if (!args.is_object() || found == args.end() || !found->is_string())
        return cnn::Error{std::string("The argument \"") + key + "\" is to be a text."};
    return found->get<std::string>();
}

// args[key] as one of `names`.
cnn::Result<int> choice_in(const nlohmann::json& args, const char* key,
                           std::span<const std::string_view> names) {
    const auto text = text_in(args, key);
    if (!text) return text.error();
    const auto at = std::find(names.begin(), names.end(), text.value());
    if (at != names.end()) return static_cast<int>(at - names.begin());
    std::string known;
    for (const std::string_view name : names) known += (known.empty() ? "" : ", ") + std::string(name);
    return cnn::Error{std::string(key) + " is none of " + known + "."};
}

// [[x, y], ...] with coordinates in [0, 1], appended to the drawing's last stroke.
cnn::Status add_points(Drawing& drawing, const nlohmann::json& points) {
    if (!points.is_array()) return cnn::Error{"A stroke is to be a list of points [x, y]."};
    for (const nlohmann::json& point : points) {
        if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number())
            return cnn::Error{"A point is to be [x, y] with numbers from 0 to 1."};
        const double x = point[0].get<double>();
        const double y = point[1].get<double>();
        if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1))
            return cnn::Error{"The point " + point.dump() + " lies outside the pad; x and y go from 0 to 1."};
        const auto to_units = [](double share) {
            return static_cast<int>(std::lround(share * (kPadUnits - 1)));
        };
        if (!drawing.extend({to_units(x), to_units(y)}))
            return cnn::Error{"The pad is full: it keeps " + std::to_string(kMaxPoints) +
                              " points. Clear it to go on."};
    }
    return cnn::success();
}

}  // namespace

struct MnistModel::Row {
    CommandInfo info;
    cnn::Status (MnistModel::*act)(const nlohmann::json& args);
};

std::span<const MnistModel::Row> MnistModel::rows() {
    using M = MnistModel;
    static constexpr Row kRows[] = {
        {{"train", "Train or pause", "Space"}, &M::train_or_pause},
        {{"train-more", "After the last epoch: as many again", "M"}, &M::train_more},
        {{"step", "One update", "S"}, &M::step},
        {{"epoch", "To the end of the epoch", "E"}, &M::finish_epoch},
        {{"start-over", "Start over with fresh weights", "R"}, &M::start_over},
        {{"evaluate", "Evaluate on all test images", "V"}, &M::evaluate},
        {{"lower-rate", "Rate divided by ten", "["}, &M::lower_rate},
        {{"raise-rate", "Rate times ten", "]"}, &M::raise_rate},
        {{"set-rate", "Set the rate", ""}, &M::set_rate},
        {{"go-back", "Back to the last finite weights", "B"}, &M::go_back},
        {{"choose-network", "Choose a network", ""}, &M::choose_network},
        {{"choose-data", "Choose the data", ""}, &M::choose_data},
        {{"choose-optimizer", "Choose an optimiser, with its usual rate", ""}, &M::choose_optimizer},
        {{"choose-rules", "The lecture's rules, or the same as your own, to change them", ""},
         &M::choose_rules},
        {{"apply-spec", "Use the layers as typed", ""}, &M::apply_spec},
        {{"choose-initialiser", "Choose how the weights begin", ""}, &M::choose_initialiser},
        {{"fetch-data", "Fetch the data that are chosen", "F"}, &M::fetch_data},
        {{"open-data", "Open your own data: a table, a zip of pictures, IDX files", "O"}, &M::open_data},
        {{"choose-class-column", "Choose which column of your table is the class", ""},
         &M::choose_class_column},
        {{"choose-test-share", "Choose how much of your data is kept for testing", ""},
         &M::choose_test_share},
        {{"open-folder", "Open a folder of pictures, a folder for each class", ""}, &M::open_folder},
        {{"export", "Take the network along, to another program", ""}, &M::export_network},
        {{"open-weights", "Begin with the weights of a file", ""}, &M::open_weights},
        {{"cancel-fetch", "Stop fetching", ""}, &M::cancel_fetch},
        {{"choose-image", "Look at an image", ""}, &M::choose_image},
        {{"next-image", "Next image", "Right"}, &M::next_image},
        {{"previous-image", "Previous image", "Left"}, &M::previous_image},
        {{"choose-layer", "Look into a layer", ""}, &M::choose_layer},
        {{"choose-number", "Take a number of a layer apart", ""}, &M::choose_number},
        {{"choose-weight", "Take the gradient of a weight of a layer apart", ""}, &M::choose_weight},
        {{"next-layer", "Next layer", "Down"}, &M::next_layer},
        {{"previous-layer", "Previous layer", "Up"}, &M::previous_layer},
        {{"show-images", "Choose which images the gallery shows", ""}, &M::show_images},
        {{"draw", "Draw a digit", ""}, &M::draw},
        {{"extend-drawing", "Draw on", ""}, &M::extend_drawing},
        {{"clear-drawing", "Clear the drawing", "C"}, &M::clear_drawing},
    };
    return kRows;
}

std::span<const CommandInfo> MnistModel::commands() const {
    static const std::vector<CommandInfo> infos = [] {
        std::vector<CommandInfo> list;
        for (const Row& row : rows()) list.push_back(row.info);
        return list;
    }();
    return infos;
}

cnn::Status MnistModel::command(std::string_view name, const nlohmann::json& args) {
    for (const Row& row : rows())
        if (row.info.name == name) return (this->*row.act)(args);
    return cnn::Error{"There is no command \"" + std::string(name.substr(0, 40)) + "\" in this lesson."};
}

// All or nothing: a setup that cannot be leaves the former one.
cnn::Status MnistModel::attempt(const Setup& setup) {
    const Setup former = std::exchange(setup_, setup);
    const cnn::Status settled = settle();
    if (!settled) setup_ = former;
    return settled;
}

// ---- The run

cnn::Status MnistModel::need_data() const {
    if (data_) return cnn::success();
    const DataSet& wanted = setup_.data_info();
    return cnn::Error{wanted.title + " has not been fetched yet (" + wanted.download + "): press Fetch " +
                      wanted.title + ", or choose the 8x8 digits."};
}

cnn::Status MnistModel::post_to_run(cnn::Command command) {
    if (cnn::Status ready = need_data(); !ready) return ready;
    send(std::move(command));
    return cnn::success();
}

cnn::Status MnistModel::train_or_pause(const nlohmann::json&) {
    if (!data_) {
        train_on_arrival_ = true;
        return fetch_data({});
    }
    note_.clear();
    if (training()) return post_to_run(cnn::Pause{});
    if (finished()) return nothing_left();
    return post_to_run(cnn::Train{});
}

// A press on Train that comes just after the end must not start another run: going on is a command of its
// own.
cnn::Status MnistModel::train_more(const nlohmann::json&) {
    if (cnn::Status ready = need_data(); !ready) return ready;
    if (!finished())
        return cnn::Error{"The " + std::to_string(config_.epochs) + " epochs are not done yet: press Train."};
    if (epochs_more() == 0) return nothing_left();
    note_.clear();
    Setup more = setup_;
    more.epochs = std::max(config_.epochs, run()->epoch) + epochs_more();
    if (const cnn::Status settled = attempt(more); !settled) return settled;
    return post_to_run(cnn::Train{});
}

bool MnistModel::finished() const { return run() != nullptr && run()->state == cnn::RunState::kFinished; }

// As many as the network's recipe has, of an own network as were asked for first, and no more than a run may
// have.
int MnistModel::epochs_more() const {
    constexpr int kMostAgain = 60;
    const int again =
        setup_.entry() != nullptr ? setup_.entry()->epochs : std::clamp(config_.epochs, 1, kMostAgain);
    const int done = std::max(config_.epochs, run() != nullptr ? run()->epoch : 0);
    return std::clamp(cnn::kMaxEpochs - done, 0, again);
}

cnn::Error MnistModel::nothing_left() const {
    if (epochs_more() == 0)
        return {all_done() + ", and a run has at most " + std::to_string(cnn::kMaxEpochs) +
                ": start over with R."};
    return {all_done() + ": train " + std::to_string(epochs_more()) + " more with M, or start over with R."};
}

// One update may go beyond the last epoch: it is what a learner looks at by itself.
cnn::Status MnistModel::step(const nlohmann::json&) { return post_to_run(cnn::StepOnce{}); }

cnn::Status MnistModel::finish_epoch(const nlohmann::json&) {
    if (finished()) return nothing_left();
    return post_to_run(cnn::EpochOnce{});
}
cnn::Status MnistModel::evaluate(const nlohmann::json&) { return post_to_run(cnn::Evaluate{}); }

cnn::Status MnistModel::start_over(const nlohmann::json&) {
    if (cnn::Status ready = need_data(); !ready) return ready;
    const bool begun = run() != nullptr && run()->step > 0;
    const std::string whose =
        weights_source_.empty() ? "seed " + std::to_string(config_.seed) : weights_source_;
    measured_ = {};
    note_ = begun ? "Started over: the weights are those of " + whose + " again." : std::string();
    predictions_.clear();
    send(cnn::Reset{});
    if (begins_from_file()) send(cnn::Evaluate{});  // as when it was opened
    return cnn::success();
}

cnn::Status MnistModel::set_rate(const nlohmann::json& args) {
    const auto found = args.is_object() ? args.find("value") : args.end();
    if (!args.is_object() || found == args.end() || !found->is_number())
        return cnn::Error{"The argument \"value\" is to be a number."};
    const double value = found->get<double>();
    if (!(value >= static_cast<double>(kSmallestRate) && value <= static_cast<double>(kLargestRate)))
        return cnn::Error{"The rate is " + found->dump() + "; it goes from 0.0000001 to 1000."};
    Setup wanted = setup_;
    wanted.rate = static_cast<float>(value);
    return attempt(wanted);
}

cnn::Status MnistModel::lower_rate(const nlohmann::json&) { return set_rate({{"value", config_.rate / 10}}); }
cnn::Status MnistModel::raise_rate(const nlohmann::json&) { return set_rate({{"value", config_.rate * 10}}); }

cnn::Status MnistModel::go_back(const nlohmann::json&) {
    if (run() == nullptr || run()->state != cnn::RunState::kDiverged)
        return cnn::Error{"There is nothing to go back from: the run has not diverged."};
    send(cnn::GoBack{});
    setup_.rate = std::max(kSmallestRate, config_.rate / 10);
    note_ = "Back at the last finite weights, with the rate divided by ten.";
    return settle();
}

// ---- Network and data

// As the program opens, but for what is no choice: the seed, and the learner's file.
Setup MnistModel::fresh_setup() const {
    Setup fresh;
    fresh.seed = setup_.seed;
    fresh.own = setup_.own;
    return fresh;
}

// The first network of the lectures that was made for such images, else the first small one of our own.
Setup MnistModel::fitting_setup(const DataSet& data) const {
    for (const cnn::ZooEntry* entry : zoo_networks()) {
        if (data.zoo.empty() || entry->data != data.zoo) continue;
        Setup fitting = fresh_setup();
        fitting.network = network_index(*entry);
        fitting.data = entry->data == data.slug ? 0 : data_index(data.slug);
        return fitting;
    }
    return small_setup(data, fitting_networks(data).front());
}

Setup MnistModel::small_setup(const DataSet& data, const FittingNetwork& network) const {
    Setup fitting = fresh_setup();
    fitting.data = data_index(data.slug);
    constexpr int kEpochs = 60;           // of a small set: seconds
    constexpr float kPointsRate = 0.01F;  // the spirals are not parted with Adam's usual tenth of it
    constexpr int kFewRows = 2;           // in a batch of a table of ten, so that an epoch has five updates
    constexpr int kFewRowsEpochs = 200;
    fitting.network = static_cast<int>(network_names().size()) - 1;
    fitting.spec = network.layers;
    fitting.optimizer = static_cast<int>(cnn::OptimizerKind::kAdam) + 1;  // after "auto"
    fitting.rate = data.pictures() ? 0 : kPointsRate;
    fitting.batch = 16;
    fitting.epochs = kEpochs;
    if (!data.predicts_numbers()) return fitting;
    fitting.loss = static_cast<int>(cnn::LossKind::kMeanSquared);
    fitting.batch = kFewRows;
    fitting.epochs = kFewRowsEpochs;
    return fitting;
}

cnn::Status MnistModel::choose_network(const nlohmann::json& args) {
    const auto name = text_in(args, "network");
    if (!name) return name.error();
    for (const OfferedSmall& offered : offered_small_)
        if (offered.network.slug == name.value())
            return attempt(small_setup(setup_.data_info(), offered.network));
    const auto network = choice_in(args, "network", network_names());
    if (!network) return network.error();
    if (static_cast<std::size_t>(network.value()) == zoo_networks().size())
        return attempt(own_network(spec_text()));  // starts from what is there
    return attempt(with_network(*zoo_networks()[static_cast<std::size_t>(network.value())]));
}

// The lecture's recipe. Other images of the size that the network was made for stay; so do all that it fits
// where we do not have those of its lecture.
Setup MnistModel::with_network(const cnn::ZooEntry& entry) const {
    Setup wanted = fresh_setup();
    wanted.network = network_index(entry);
    const DataSet& now = setup_.data_info();
    if (now.slug == home_data(entry).slug) return wanted;
    if (now.image != entry.input && find_set(entry.data) != nullptr) return wanted;
    Setup staying = wanted;
    staying.data = data_index(now.slug);
    return resolve(staying) ? staying : wanted;
}

// Asked for with every change: the small ones for these data, the networks that bring their own, and those of
// other images that fit these.
void MnistModel::renew_offered() {
    const DataSet& now = setup_.data_info();
    const std::pair from(now.slug, setup_.own.get());
    if (from == offered_for_) return;
    offered_for_ = from;
    offered_small_.clear();
    for (FittingNetwork& network : fitting_networks(now))
        if (const auto spec = cnn::parse_network(network.layers, now.image))
            offered_small_.push_back({std::move(network), cnn::summarise(spec.value()).parameters});
    offered_.clear();
    for (const cnn::ZooEntry* entry : zoo_networks()) {
        const Setup wanted = with_network(*entry);
        const bool brought = find_set(entry->data) != nullptr;
        if (!brought && wanted.data_info().slug != now.slug) continue;
        const auto config = resolve(wanted);
        if (config) offered_.push_back({entry, cnn::summarise(config.value().network).parameters, brought});
    }
}

cnn::Status MnistModel::choose_data(const nlohmann::json& args) {
    const auto data = choice_in(args, "data", data_names());
    if (!data) return data.error();
    Setup wanted = setup_;
    wanted.data = data.value();
    wanted.limit = 0;
    wanted.validation = 0;
    if (wanted.data == data_index(kOwnData) && !wanted.own) return open_data({});
    if (const cnn::Status settled = attempt(wanted); settled) return settled;
    return attempt(fitting_setup(wanted.data_info()));  // the network did not fit these images
}

// A rate that suited the former optimiser does not stay, nor do numbers in its formula: steps of RMSprop and
// Adam are as long as the rate, those of SGD are the rate times the gradient.
cnn::Status MnistModel::choose_optimizer(const nlohmann::json& args) {
    const auto optimizer = choice_in(args, "optimizer", optimizer_names());
    if (!optimizer) return optimizer.error();
    Setup wanted = setup_;
    wanted.optimizer = optimizer.value();
    wanted.rate = 0;
    wanted.constants = {};
    const float before = config_.rate;
    if (const cnn::Status settled = attempt(wanted); !settled) return settled;
    rate_change_ = {run_number_, before, config_.rate};
    return cnn::success();
}

// Own rules begin as what held before, so that one of them can be switched off and the others stay. The
// lecture's take the place of all of them.
cnn::Status MnistModel::choose_rules(const nlohmann::json& args) {
    const auto rules = choice_in(args, "rules", rule_names());
    if (!rules) return rules.error();
    if (rules.value() == kOwnRules) return attempt(with_own_rules(setup_, config_));
    Setup wanted = fresh_setup();
    wanted.network = setup_.network;
    wanted.spec = setup_.spec;
    wanted.data = setup_.data;
    wanted.optimizer = setup_.optimizer;
    wanted.rate = setup_.rate;
    wanted.constants = setup_.constants;
    wanted.batch = setup_.batch;
    wanted.epochs = setup_.epochs;
    wanted.limit = setup_.limit;
    return attempt(wanted);
}

cnn::Status MnistModel::apply_spec(const nlohmann::json& args) {
    const auto text = text_in(args, "text");
    if (!text) return text.error();
    if (text.value().size() > kMaxSpecBytes)
        return cnn::Error{"The layers take " + std::to_string(text.value().size()) + " bytes; at most " +
                          std::to_string(kMaxSpecBytes) + " are read."};
    const cnn::Status applied = attempt(own_network(text.value()));
    if (applied) setup_.spec = spec_text();  // as a link is to carry it, without the line ends of the field
    return applied;
}

// {"initialiser": Keras' name, "value": of the constant}. It stands in the layers' text and nowhere else, so
// that the network becomes the learner's own; the usual one is not written there.
cnn::Status MnistModel::choose_initialiser(const nlohmann::json& args) {
    constexpr float kFirstConstant = 0.1F;
    const auto kind = choice_in(args, "initialiser", initialiser_names());
    if (!kind) return kind.error();
    cnn::NetworkSpec network = config_.network;
    network.initialiser = {static_cast<cnn::Initialiser>(kind.value())};
    if (network.initialiser.kind == cnn::Initialiser::kConstant) {
        const auto value = args.find("value");
        network.initialiser.value =
            value != args.end() && value->is_number() ? value->get<float>() : kFirstConstant;
    }
    if (network == config_.network) return cnn::success();
    return apply_spec({{"text", cnn::to_text(network)}});
}

cnn::Status MnistModel::fetch_data(const nlohmann::json&) {
    const std::string& slug = setup_.data_info().slug;
    if (shelf_->find(slug)) return settle();
    if (download_.state == Download::State::kLoading && download_.set == slug) return cnn::success();
    if (download_.state == Download::State::kLoading) wishes_.stop_fetching = download_.set;
    shelf_->make_room(setup_.data_info());
    download_ = {};
    download_.state = Download::State::kLoading;
    download_.set = slug;
    if (slug == kCifar) download_.cifar = std::make_unique<CifarFiles>(setup_.data_info());
    wishes_.fetch_data = slug;
    return cnn::success();
}

cnn::Status MnistModel::open_folder(const nlohmann::json&) {
    wishes_.open_folder = true;
    return cnn::success();
}

cnn::Status MnistModel::open_data(const nlohmann::json&) {
    wishes_.open_data = true;
    return cnn::success();
}

// {"column": of the table that was opened last, counted from 1}
cnn::Status MnistModel::choose_class_column(const nlohmann::json& args) {
    if (!table()) return cnn::Error{"There is no table: open one first."};
    const auto column = integer_argument(args, "column", 1, static_cast<int>(table()->columns.size()));
    if (!column) return column.error();
    OwnTable chosen = *table();
    chosen.class_column = column.value() - 1;
    auto data = read_table(chosen);
    if (!data) return data.error();
    shelf_->table = std::make_shared<const OwnTable>(std::move(chosen));
    return take_own(std::move(data).value());
}

// {"percent": of the learner's own data}
cnn::Status MnistModel::choose_test_share(const nlohmann::json& args) {
    if (setup_.data_info().slug != kOwnData)
        return cnn::Error{"Only data of your own are divided as you say: open some first."};
    const auto percent = integer_in(args, "percent", kLeastTestPercent, kMostTestPercent);
    if (!percent) return percent.error();
    return use_own(shelf_->examples, percent.value(), true);
}

// What still arrives is not taken; the next fetch begins anew.
cnn::Status MnistModel::cancel_fetch(const nlohmann::json&) {
    if (download_.state == Download::State::kLoading) wishes_.stop_fetching = download_.set;
    download_ = {};
    train_on_arrival_ = false;
    return cnn::success();
}

// ---- What is looked at

cnn::Status MnistModel::choose_image(const nlohmann::json& args) {
    int set = selection_.set;
    if (args.is_object() && args.contains("set")) {
        const auto chosen = choice_in(args, "set", kImageSetNames);
        if (!chosen) return chosen.error();
        set = chosen.value();
    }
    int image = 0;
    if (set != static_cast<int>(ImageSet::kDrawing)) {
        const auto chosen = integer_in(args, "image", 0, images_in(static_cast<ImageSet>(set)) - 1);
        if (!chosen) return chosen.error();
        image = chosen.value();
    }
    if (set != selection_.set) predictions_.clear();
    selection_.set = set;
    go_to_image(image);
    return cnn::success();
}

// Along the gallery as it is filtered; at its ends the image stays.
cnn::Status MnistModel::move_image(int by) {
    const int count = gallery_size();
    if (count == 0) return need_data();
    int position = selection_.image;
    if (selection_.filter != 0)
        position = static_cast<int>(std::lower_bound(filtered_.begin(), filtered_.end(), selection_.image) -
                                    filtered_.begin());
    position = std::clamp(position + by, 0, count - 1);
    if (selection_.set == static_cast<int>(ImageSet::kDrawing))
        selection_.set = static_cast<int>(ImageSet::kTest);
    go_to_image(gallery_image(position));
    return cnn::success();
}

cnn::Status MnistModel::next_image(const nlohmann::json&) { return move_image(1); }
cnn::Status MnistModel::previous_image(const nlohmann::json&) { return move_image(-1); }

cnn::Status MnistModel::choose_layer(const nlohmann::json& args) {
    const auto layer = integer_in(args, "layer", 0, static_cast<int>(summary_.layers.size()) - 1);
    if (!layer) return layer.error();
    selection_.layer = layer.value();
    settle_cell();
    return cnn::success();
}

// {"layer": index, "c": channel, "y": row, "x": column, "explain": "value" | "gradient", "image": position in
// the batch}, from 0; without a layer of the chosen one, without an image too.
cnn::Status MnistModel::choose_number(const nlohmann::json& args) {
    int layer = selection_.layer;
    if (args.is_object() && args.contains("layer")) {
        const auto chosen = integer_in(args, "layer", 0, static_cast<int>(summary_.layers.size()) - 1);
        if (!chosen) return chosen.error();
        layer = chosen.value();
    }
    const cnn::Shape& shape = summary_.layers[static_cast<std::size_t>(layer)].output;
    const auto place = indices_in<3>(args, {{{"c", shape.c}, {"y", shape.h}, {"x", shape.w}}});
    if (!place) return place.error();
    const auto [c, y, x] = place.value();
    int explain =
        static_cast<int>(selection_.explains(Explain::kGradient) ? Explain::kGradient : Explain::kValue);
    if (args.contains("explain")) {
        const auto chosen = choice_in(args, "explain", kExplainNames);
        if (!chosen) return chosen.error();
        explain = chosen.value();
    }
    if (in_batch() && args.contains("image")) {
        const auto position = integer_in(args, "image", 0, batch_size() - 1);
        if (!position) return position.error();
        selection_.image = selection_.batch_first + position.value();
    }
    selection_.layer = layer;
    selection_.cell = {c, y, x};
    selection_.explain = explain;
    selection_.batch_part = static_cast<int>(BatchPart::kNumber);
    ++times_chosen_;
    settle_weight();
    return cnn::success();
}

// {"c": filter or unit, "in": channel that it reads, "y": row, "x": column of the kernel}, from 0, of the
// chosen layer.
cnn::Status MnistModel::choose_weight(const nlohmann::json& args) {
    const cnn::ParameterAxes axes = chosen_axes(false);
    if (!axes.any()) return cnn::Error{"Layer " + std::to_string(selection_.layer + 1) + " has no weights."};
    const auto place =
        indices_in<4>(args, {{{"c", axes.output.c}, {"in", axes.ic}, {"y", axes.ky}, {"x", axes.kx}}});
    if (!place) return place.error();
    const auto [c, in, y, x] = place.value();
    selection_.cell.c = c;
    selection_.weight = {false, {}, in, y, x};
    selection_.explain = static_cast<int>(Explain::kWeight);
    ++times_chosen_;
    settle_weight();
    return cnn::success();
}

cnn::Status MnistModel::next_layer(const nlohmann::json&) {
    selection_.layer = std::min(selection_.layer + 1, static_cast<int>(summary_.layers.size()) - 1);
    settle_cell();
    return cnn::success();
}
cnn::Status MnistModel::previous_layer(const nlohmann::json&) {
    selection_.layer = std::max(selection_.layer - 1, 0);
    settle_cell();
    return cnn::success();
}

// {"show": "all" | "wrong" | "cell", "true": digit, "predicted": digit, "set": "test" | "train"}
cnn::Status MnistModel::show_images(const nlohmann::json& args) {
    const auto filter = choice_in(args, "show", kGalleryFilterNames);
    if (!filter) return filter.error();
    if (filter.value() != 0 && setup_.data_info().predicts_numbers())
        return cnn::Error{"Numbers are predicted here: there are no classes to sort the examples by."};
    Selection wanted = selection_;
    wanted.filter = filter.value();
    if (filter.value() == static_cast<int>(GalleryFilter::kCell)) {
        const int classes = setup_.data_info().classes;
        const auto cell = indices_in<2>(args, {{{"true", classes}, {"predicted", classes}}});
        if (!cell) return cell.error();
        wanted.true_digit = cell.value()[0];
        wanted.predicted_digit = cell.value()[1];
    }
    if (filter.value() != 0 && (run() == nullptr || !run()->evaluation))
        return cnn::Error{"No test images are sorted yet: evaluate first."};
    wanted.first = 0;
    if (filter.value() != 0 && wanted.set == static_cast<int>(ImageSet::kTrain)) {
        wanted.set = static_cast<int>(ImageSet::kTest);
        wanted.image = 0;
        predictions_.clear();
    }
    selection_ = wanted;
    renew_filtered();
    const bool any = selection_.filter != 0 && !filtered_.empty();
    go_to_image(any ? filtered_.front() : selection_.image);
    return cnn::success();
}

// ---- The learner's digit

void MnistModel::change_drawing(Drawing drawing) {
    drawing_ = std::move(drawing);
    selection_.drawing = to_text(drawing_);
    selection_.set = static_cast<int>(drawing_.empty() ? ImageSet::kTest : ImageSet::kDrawing);
    const bool settled = settle().ok();
    CNN_ASSERT(settled);  // the run is as it was, and the text is our own
}

// {"strokes": [[[x, y], ...], ...]}
cnn::Status MnistModel::draw(const nlohmann::json& args) {
    if (!args.is_object() || !args.contains("strokes") || !args["strokes"].is_array())
        return cnn::Error{"The argument \"strokes\" is to be a list of strokes."};
    Drawing drawing;
    for (const nlohmann::json& points : args["strokes"]) {
        if (points.is_array() && points.empty()) continue;
        drawing.strokes.emplace_back();
        if (cnn::Status added = add_points(drawing, points); !added) return added;
    }
    change_drawing(std::move(drawing));
    return cnn::success();
}

// {"begin": true: a new stroke, "points": [[x, y], ...]}
cnn::Status MnistModel::extend_drawing(const nlohmann::json& args) {
    if (!args.is_object() || !args.contains("points"))
        return cnn::Error{"The argument \"points\" is to be a list of points."};
    Drawing drawing = drawing_;
    const auto begin = args.find("begin");
    if (begin != args.end() && begin->is_boolean() && begin->get<bool>()) drawing.strokes.emplace_back();
    if (cnn::Status added = add_points(drawing, args["points"]); !added) return added;
    if (!drawing.strokes.empty() && drawing.strokes.back().empty()) drawing.strokes.pop_back();
    change_drawing(std::move(drawing));
    return cnn::success();
}

cnn::Status MnistModel::clear_drawing(const nlohmann::json&) {
    change_drawing({});
    return cnn::success();
}

}  // namespace shell::lesson_mnist
