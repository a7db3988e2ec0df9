// The lesson's state and its run. Commands are in commands.cpp, the words and the JSON in report.cpp.
#include "shell/lessons/17_mnist/model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/net/spec_text.h"
#include "core/net/zoo.h"
#include "shell/lessons/17_mnist/mnist_files.h"
#include "shell/lessons/lectures.h"
#include "shell/state/link.h"
#include "shell/state/short_number.h"

namespace shell::lesson_mnist {
namespace {

constexpr double kRedrawSeconds = 1.0 / 12.0;  // while new snapshots come: as often as eyes read numbers
// What a frame may spend on predictions: about 4 ms of the scalar kernels, less of the fast ones.
constexpr std::int64_t kMultiplyAddsPerFrame = 8'000'000;
constexpr int kMostLayers = 999;  // in links; settle() knows how many there are
constexpr std::size_t kMaxDrawingBytes = 4 * kMaxPoints;

Normalisation normalisation(const Selection& selection, const DataSet& data) {
    if (!data.drawable()) return {};
    // The 8x8 digits fill their field: they were cut out of a 32x32 box (Alpaydin, Kaynak 1998).
    const int box = data.image.h == 28 ? 20 : data.image.h;
    return {data.image.h, box, selection.scale, selection.centre};
}

// Why a network cannot be, with what the sentence is about: which characters of the layers, or which images.
cnn::Error named_error(const Setup& setup, const cnn::Error& error) {
    if (error.at < 0) return error;
    const std::string about = setup.entry() == nullptr
                                  ? "spec, character " + std::to_string(error.at + 1) + ": "
                                  : std::string(setup.entry()->slug) + " does not fit the data " +
                                        std::string(setup.data_info().slug) + ". ";
    return {about + error.sentence, error.at, error.length};
}

}  // namespace

cnn::SharedData Shelf::find(std::string_view slug) const {
    static const cnn::SharedData digits = cnn::embedded_digits();
    static const cnn::SharedData heights = cnn::height_table();
    if (slug == "digits") return digits;
    if (slug == kHeights) return heights;
    if (slug == kOwnData) return own;
    if (const auto found = fetched.find(slug); found != fetched.end()) return found->second;
    return points_data(slug);
}

void Shelf::make_room(const DataSet& set) {
    const auto bytes = [](const DataSet& info) {
        return static_cast<std::size_t>(info.train + info.test) * info.image.size();
    };
    std::size_t held = bytes(set);
    for (const auto& [slug, data] : fetched) held += bytes(data_set(slug));
    while (held > most_bytes && !fetched.empty()) {
        held -= bytes(data_set(fetched.begin()->first));
        fetched.erase(fetched.begin());
    }
}

StartedRunner start_runner() {
    if (auto threaded = cnn::make_threaded_runner(0)) return {std::move(threaded), true};
    return {cnn::make_sliced_runner(), false};
}

std::unique_ptr<LessonModel> make_model() {
    static const auto shelf = std::make_shared<Shelf>();
    return std::make_unique<MnistModel>(start_runner, shelf);
}

MnistModel::MnistModel(RunnerFactory make_runner, std::shared_ptr<Shelf> shelf)
    : make_runner_(std::move(make_runner)), shelf_(std::move(shelf)) {
    setup_.network = default_network();
    setup_.own = shelf_->own_info;
    const bool settled = settle().ok();
    CNN_ASSERT(settled);
}

void MnistModel::fields(FieldVisitor& visitor) {
    setup_.fields(visitor);
    visitor.choice({"set", "Images from"}, selection_.set, kImageSetNames);
    visitor.integer({"image", "Image"}, selection_.image, 0,
                    images_in(static_cast<ImageSet>(selection_.set)) - 1);
    visitor.integer({"layer", "Layer"}, selection_.layer, 0, kMostLayers);
    visitor.choice({"explain", "Take a number apart"}, selection_.explain, kExplainNames);
    visitor.integer({"cell_c", "Its channel"}, selection_.cell.c, 0, cnn::kMaxWidth);
    visitor.integer({"cell_y", "Its row"}, selection_.cell.y, 0, cnn::kAxisLimit);
    visitor.integer({"cell_x", "Its column"}, selection_.cell.x, 0, cnn::kAxisLimit);
    visitor.flag({"weight_bias", "Its bias"}, selection_.weight.bias);
    visitor.integer({"weight_in", "Input channel of its weight"}, selection_.weight.ic, 0,
                    static_cast<int>(cnn::kMaxLayerSize));
    visitor.integer({"weight_y", "Row of its weight"}, selection_.weight.ky, 0, cnn::kMaxReach);
    visitor.integer({"weight_x", "Column of its weight"}, selection_.weight.kx, 0, cnn::kMaxReach);
    visitor.flag({"in_training", "As in training"}, selection_.in_training);
    visitor.integer({"batch_images", "Images in the batch"}, selection_.batch_images, 2, kMostBatchImages);
    visitor.integer({"batch_first", "First image of the batch"}, selection_.batch_first, 0,
                    images_in(static_cast<ImageSet>(selection_.set)) - 1);
    visitor.choice({"batch_part", "Part of the batch normalisation"}, selection_.batch_part, kBatchPartNames);
    visitor.choice({"show", "Show"}, selection_.filter, kGalleryFilterNames);
    const int last_class = setup_.data_info().classes - 1;
    visitor.integer({"true_digit", "True digit"}, selection_.true_digit, 0, last_class);
    visitor.integer({"predicted_digit", "Predicted digit"}, selection_.predicted_digit, 0, last_class);
    visitor.integer({"first", "First of the gallery"}, selection_.first, 0, setup_.data_info().train - 1);
    visitor.choice({"measure", "Measures"}, selection_.measure, kMeasureTabNames);
    visitor.integer({"class", "Class whose curves are drawn"}, selection_.measured_class, 0, last_class);
    visitor.flag({"scale", "Scale the drawing"}, selection_.scale);
    visitor.flag({"centre", "Centre the drawing"}, selection_.centre);
    visitor.text({"drawing", "Drawing"}, selection_.drawing, kMaxDrawingBytes);
}

cnn::Status MnistModel::settle() {
    auto config = resolve(setup_);
    if (!config) return named_error(setup_, config.error());
    auto drawing = parse_drawing(selection_.drawing);
    if (!drawing) return drawing.error();
    config_ = std::move(config).value();
    drawing_ = std::move(drawing).value();
    summary_ = cnn::summarise(config_.network);
    renew_offered();
    digit_ = normalise(rasterise(drawing_), normalisation(selection_, setup_.data_info()));
    selection_.layer = std::min(selection_.layer, static_cast<int>(summary_.layers.size()) - 1);
    settle_cell();
    const DataSet& data = setup_.data_info();
    if (!data.drawable() && selection_.set == static_cast<int>(ImageSet::kDrawing)) selection_.set = 0;
    if (data.predicts_numbers()) selection_.filter = static_cast<int>(GalleryFilter::kAll);
    selection_.image = std::min(selection_.image, images_in(static_cast<ImageSet>(selection_.set)) - 1);
    settle_batch();
    selection_.first = std::min(selection_.first, data.train - 1);
    selection_.true_digit = std::min(selection_.true_digit, data.classes - 1);
    selection_.predicted_digit = std::min(selection_.predicted_digit, data.classes - 1);
    selection_.measured_class = std::min(selection_.measured_class, data.classes - 1);
    settle_run();
    return cnn::success();
}

// A changed rate or count of epochs goes to the run that is under way; anything else begins a new run.
void MnistModel::settle_run() {
    const DataSet& wanted = setup_.data_info();
    const cnn::SharedData data = shelf_->find(wanted.slug);
    const std::string key = run_key(setup_, config_);
    if (key != key_ || data != stored_data_) {
        key_ = key;
        stored_data_ = data;
        data_ = data_for_run();
        begin_run();
        return;
    }
    if (!data_) return;
    if (config_.rate != sent_rate_) send(cnn::SetRate{sent_rate_ = config_.rate});
    if (config_.epochs != sent_epochs_) send(cnn::SetEpochs{sent_epochs_ = config_.epochs});
}

// Standardised on what is trained on alone, where that is wanted. Measured again for other images only: it
// goes through all of them, which takes a quarter of a second for MNIST.
cnn::SharedData MnistModel::data_for_run() {
    if (!stored_data_ || !setup_.standardises()) {
        standardised_ = {};
        return stored_data_;
    }
    const int images = cnn::divide(config_, stored_data_->train).train;
    if (standardised_.from == stored_data_ && standardised_.images == images) return standardised_.data;
    auto data = std::make_shared<cnn::DataSplit>(*stored_data_);
    cnn::standardise(*data, images);
    standardised_ = {stored_data_, images, data};
    return data;
}

// `weights` to begin with come from the file `source`; without them they come from the seed.
void MnistModel::begin_run(std::shared_ptr<const cnn::Network> weights, std::string source) {
    const cnn::Snapshot* former = run();
    note_ = former != nullptr && former->step > 0
                ? "A new run: the former one ended after " + count_text(former->step, "update") + "."
                : std::string();
    ++run_number_;
    pending_.clear();
    predictions_.clear();
    filtered_by_ = {};
    filtered_.clear();
    measured_ = {};
    curves_ = {};
    sent_rate_ = config_.rate;
    sent_epochs_ = config_.epochs;
    weights_source_ = std::move(source);
    if (data_) pending_.emplace_back(cnn::Configure{config_, data_, run_number_, std::move(weights)});
}

void MnistModel::send(cnn::Command command) {
    pending_.push_back(std::move(command));
    flush();
}

// Hands the waiting commands to the runner; what does not fit into its ring waits for the next frame.
void MnistModel::flush() {
    if (!runner_) return;
    while (!pending_.empty() && runner_->post(pending_.front())) pending_.pop_front();
}

const cnn::Snapshot* MnistModel::run() const {
    return snapshot_ && snapshot_->run == run_number_ && snapshot_->network ? snapshot_.get() : nullptr;
}

std::int64_t MnistModel::memory_bytes() const {
    return run() != nullptr ? run()->memory_bytes : cnn::planned_bytes(config_, 0);
}

bool MnistModel::training() const {
    const cnn::Snapshot* now = run();
    return now != nullptr &&
           (now->state == cnn::RunState::kTraining || now->state == cnn::RunState::kEvaluating);
}

double MnistModel::advance(double) {
    const bool more = unpack_arrived();
    const double rest = advance_run();
    return more ? 0 : rest;
}

double MnistModel::advance_run() {
    if (!runner_ && !pending_.empty()) {
        StartedRunner started = make_runner_();
        runner_ = std::move(started.runner);
        threaded_ = started.threaded;
    }
    if (!runner_) return std::numeric_limits<double>::infinity();
    flush();
    refresh();
    if (!pending_.empty() || renew_pictures()) return 0;
    const bool busy = threaded_ ? runner_->work(0) : training();
    return busy || run() == nullptr ? kRedrawSeconds : std::numeric_limits<double>::infinity();
}

bool MnistModel::work(double milliseconds) {
    if (!runner_ || threaded_) return false;
    flush();
    const bool more = runner_->work(milliseconds);
    refresh();
    return more || !pending_.empty();
}

void MnistModel::refresh() {
    snapshot_ = runner_->snapshot();
    renew_filtered();
}

// Predictions of the images on the screen, some per frame. True while there are more to make.
bool MnistModel::renew_pictures() {
    const cnn::Dataset* images = gallery_images();
    if (run() == nullptr || images == nullptr) return false;
    return predictions_.renew(*run()->network, run()->version, *images, looked_at_, kMultiplyAddsPerFrame);
}

cnn::Result<cnn::NetworkSpec> MnistModel::check_spec(std::string_view text) const {
    auto config = resolve(own_network(text));
    if (!config) return config.error();
    return std::move(config).value().network;
}

// The recipe stays what the screen shows, also where it is that of a lecture: only the layers change.
Setup MnistModel::own_network(std::string_view text) const {
    Setup own = with_own_rules(setup_, config_);
    own.rules = kLectureRules;  // an own network has no other
    own.network = static_cast<int>(network_names().size()) - 1;
    own.spec = text;
    own.data = data_index(setup_.data_info().slug);
    own.optimizer = static_cast<int>(config_.optimizer) + 1;  // after "auto"
    own.rate = config_.rate;
    own.constants = config_.constants;
    own.batch = config_.batch;
    own.epochs = config_.epochs;
    return own;
}

const FittingNetwork* MnistModel::chosen_small() const {
    if (setup_.entry() != nullptr) return nullptr;
    for (const OfferedSmall& offered : offered_small_)
        if (offered.network.layers == spec_text()) return &offered.network;
    return nullptr;
}

std::string MnistModel::spec_text() const { return cnn::to_text(config_.network); }

int MnistModel::images_in(ImageSet set) const {
    const DataSet& info = setup_.data_info();
    return set == ImageSet::kTrain ? info.train : info.test;
}

const cnn::Dataset* MnistModel::gallery_images() const {
    if (!data_) return nullptr;
    return selection_.set == static_cast<int>(ImageSet::kTrain) ? &data_->train : &data_->test;
}

int MnistModel::gallery_size() const {
    if (!data_) return 0;
    return selection_.filter == 0 ? gallery_images()->count() : static_cast<int>(filtered_.size());
}

int MnistModel::gallery_image(int position) const {
    return selection_.filter == 0 ? position : filtered_[static_cast<std::size_t>(position)];
}

// The test images that the last evaluation got wrong, or put into the chosen cell of the confusion matrix.
void MnistModel::renew_filtered() {
    const std::shared_ptr<const cnn::Evaluation> evaluation = run() != nullptr ? run()->evaluation : nullptr;
    const auto wanted =
        std::tuple(evaluation, selection_.filter, selection_.true_digit, selection_.predicted_digit);
    if (wanted == filtered_by_) return;
    filtered_by_ = wanted;
    filtered_.clear();
    if (evaluation == nullptr || selection_.filter == 0) return;
    const bool wrong_ones = selection_.filter == static_cast<int>(GalleryFilter::kWrong);
    for (std::size_t i = 0; i < evaluation->predictions.size() && static_cast<int>(i) < evaluation->images;
         ++i) {
        const int label = data_->test.labels[i];
        const int predicted = evaluation->predictions[i];
        if (wrong_ones ? predicted != label
                       : label == selection_.true_digit && predicted == selection_.predicted_digit)
            filtered_.push_back(static_cast<int>(i));
    }
}

// While the test images are being evaluated again, the former measures stay.
const MnistModel::Measured* MnistModel::measured() const {
    if (run() == nullptr || !run()->evaluation || setup_.data_info().predicts_numbers()) return nullptr;
    const std::shared_ptr<const cnn::Evaluation>& latest = run()->evaluation;
    if (latest->images == latest->total && latest->total > 0 && latest != measured_.evaluation)
        measured_ = {latest, cnn::measure(*latest)};
    return measured_.evaluation ? &measured_ : nullptr;
}

const MnistModel::Said* MnistModel::said() const {
    if (run() == nullptr || !setup_.data_info().predicts_numbers()) return nullptr;
    const std::pair from(run_number_, run()->version);
    if (said_.from == from) return &said_;
    said_ = {from, {}, 0};
    const cnn::Dataset& rows = data_->test;
    std::vector<float> inputs(rows.image.size());
    for (int i = 0; i < rows.count(); ++i) {
        rows.image_to(i, inputs.data());
        const cnn::Activations passed = cnn::run_image(*run()->network, inputs);
        said_.numbers.push_back(rows.in_target_unit(0, passed.outputs.back().values()[0]));
        said_.mean_error += std::fabs(said_.numbers.back() - rows.targets[static_cast<std::size_t>(i)]);
    }
    said_.mean_error /= static_cast<float>(rows.count());
    return &said_;
}

const MnistModel::Curves* MnistModel::curves() const {
    const Measured* now = measured();
    if (now == nullptr) return nullptr;
    const std::pair from(now->evaluation.get(), selection_.measured_class);
    if (curves_.from == from) return &curves_;
    curves_.from = from;
    curves_.whole = cnn::class_curve(*now->evaluation, selection_.measured_class);
    curves_.roc = cnn::thin_curve(curves_.whole, cnn::CurvePlane::kRoc, cnn::kCurvePoints);
    curves_.precision_recall =
        cnn::thin_curve(curves_.whole, cnn::CurvePlane::kPrecisionRecall, cnn::kCurvePoints);
    return &curves_;
}

std::vector<float> MnistModel::chosen_pixels() const {
    if (selection_.set == static_cast<int>(ImageSet::kDrawing)) return drawn_pixels();
    if (!data_) return {};
    std::vector<float> pixels(gallery_images()->image.size());
    gallery_images()->image_to(selection_.image, pixels.data());
    return pixels;
}

std::vector<float> MnistModel::drawn_pixels() const {
    std::vector<float> pixels(digit_.result.values().begin(), digit_.result.values().end());
    if (data_) data_->train.standardise(pixels.data());
    return pixels;
}

int MnistModel::chosen_label() const {
    if (!data_ || selection_.set == static_cast<int>(ImageSet::kDrawing)) return -1;
    return gallery_images()->labels[static_cast<std::size_t>(selection_.image)];
}

const cnn::Activations* MnistModel::pass(Passage& passage, const std::vector<float>& pixels) const {
    if (run() == nullptr || pixels.empty()) return nullptr;
    const std::pair from(run_number_, run()->version);
    if (!passage.activations || passage.from != from || passage.pixels != pixels) {
        passage.activations = cnn::run_image(*run()->network, pixels);
        passage.from = from;
        passage.pixels = pixels;
        ++passage.count;
    }
    return &*passage.activations;
}

const cnn::Activations* MnistModel::activations() const { return pass(chosen_passage_, chosen_pixels()); }

std::span<const float> MnistModel::drawing_probabilities() const {
    if (drawing_.empty() || !setup_.data_info().drawable()) return {};
    const cnn::Activations* passed = pass(drawing_passage_, drawn_pixels());
    return passed != nullptr ? std::span<const float>(passed->probabilities) : std::span<const float>();
}

std::span<const Erratum> MnistModel::errata() const {
    static constexpr std::array kCards{
        Erratum{"E10", kLectureS0,
                "LeNet-5: two convolutions with pooling, followed by a fully connected layer.",
                "example=LeNet-5",
                "Three dense stages follow the second pooling, of 120, 84 and 10 units; with them LeNet-5 "
                "has seven layers."},
        Erratum{"E11", kLectureS1, "\"We download MNIST\": 1,797 pictures of 8 × 8 pixels.", "example=S1-15",
                "Those are the 8 × 8 digits that scikit-learn carries. MNIST has 70,000 pictures of 28 × 28 "
                "pixels."},
        Erratum{"E38", kLectureS4, "Flatten the 3 × 3 × 36 feature map to 576 numbers.", "example=S4-13",
                "The last convolution has 64 filters: 3 × 3 × 64 = 576. 3 × 3 × 36 would be 324."}};
    return kCards;
}

// Those that can be trained as their source has it.
std::span<const Example> MnistModel::examples() const {
    static const std::vector<Example> all = [] {
        std::vector<Example> list;
        for (const cnn::ZooEntry* entry : zoo_networks()) {
            Setup setup;
            setup.network = network_index(*entry);
            if (resolve(setup))
                list.push_back(
                    {std::string(entry->code), std::string(entry->title), std::string(entry->source)});
        }
        return list;
    }();
    return all;
}

// code: also another item of the inventory that shows such a network.
cnn::Status MnistModel::open_example(std::string_view code) {
    if (const cnn::ZooEntry* entry = cnn::find_network(code); entry != nullptr && !entry->optimizer.empty()) {
        selection_ = {};
        Setup wanted = fresh_setup();
        wanted.network = network_index(*entry);
        return attempt(wanted);
    }
    std::string known;
    for (const Example& example : examples()) known += (known.empty() ? "" : ", ") + example.code;
    return cnn::Error{"There is no example " + shown(code) + " here; there are: " + known + "."};
}

void MnistModel::data_progress(std::string_view name, double share) {
    if (name != download_.set || download_.state != Download::State::kLoading) return;
    download_.share = std::clamp(share, 0.0, 1.0);
}

cnn::Result<bool> MnistModel::take_data_file(std::string_view name, GivenFile file) {
    if (name != download_.set || download_.state != Download::State::kLoading) return false;
    if (!download_.cifar) {
        download_.files.push_back(std::move(file));
        return true;
    }
    if (const cnn::Status added = download_.cifar->add(std::move(file)); !added) return added.error();
    return true;
}

// `files` are those that did not come one by one.
cnn::Status MnistModel::take_data(std::string_view name, std::vector<GivenFile> files) {
    if (name != download_.set || download_.state != Download::State::kLoading)
        return cnn::success();  // cancelled meanwhile, or failed
    for (GivenFile& file : files) {
        const auto wanted = take_data_file(name, std::move(file));
        if (!wanted) return arrived(wanted.error());
    }
    download_.share = 1;
    if (!download_.cifar) return arrived(read_four_files(data_set(name), download_.files));
    download_.all_here = true;
    return cnn::success();
}

// A slice of CIFAR-10's pictures between two frames. True while there is more.
bool MnistModel::unpack_arrived() {
    constexpr std::size_t kBytesPerFrame = 2U << 20U;  // some 15 ms in a page
    if (!download_.cifar) return false;
    const cnn::Result<bool> more = download_.cifar->work(kBytesPerFrame);
    if (!more) {
        wishes_.stop_fetching = download_.set;
        static_cast<void>(arrived(more.error()));
        return false;
    }
    if (!more.value() && download_.all_here) static_cast<void>(arrived(download_.cifar->finish()));
    return more.value();
}

cnn::Status MnistModel::arrived(cnn::Result<cnn::SharedData> data) {
    if (!data) {
        data_failed(download_.set, data.error().sentence);
        return data.error();
    }
    shelf_->fetched[download_.set] = std::move(data).value();
    download_ = {};
    if (const cnn::Status settled = settle(); !settled) return settled;
    if (train_on_arrival_ && data_) send(cnn::Train{});
    train_on_arrival_ = false;
    return cnn::success();
}

void MnistModel::data_failed(std::string_view name, std::string reason) {
    if (name != download_.set || download_.state != Download::State::kLoading) return;
    Download failed;
    failed.state = Download::State::kFailed;
    failed.set = name;
    failed.reason = std::move(reason);
    download_ = std::move(failed);
    train_on_arrival_ = false;
}

cnn::Status MnistModel::take_file(const GivenFile& file) {
    if (file.name.ends_with(".safetensors") || file.name.ends_with(".npz")) return take_weights(file);
    auto taken = own_files_.take(file);
    const auto table = kept_table(file);
    if (!taken) {
        if (!table) return taken.error();
        shelf_->table = table;
        return cnn::Error{taken.error().sentence + " The menu Data takes another column for the class."};
    }
    if (!taken.value()) {
        note_ = own_files_.waiting();
        return cnn::success();
    }
    shelf_->table = table;
    return take_own(std::move(taken).value());
}

// The learner's own data take the place of those before them, with a network that suits them.
cnn::Status MnistModel::take_own(OwnExamples examples) {
    return use_own(std::move(examples), shelf_->test_percent, false);
}

cnn::Status MnistModel::use_own(OwnExamples examples, int test_percent, bool same_network) {
    const Shelf former = *shelf_;
    const Setup former_setup = setup_;
    shelf_->own = divided(*examples, test_percent);
    shelf_->own_info = std::make_shared<const DataSet>(describe_own(*shelf_->own));
    shelf_->examples = std::move(examples);
    shelf_->test_percent = test_percent;
    setup_.own = shelf_->own_info;
    Setup wanted = same_network ? setup_ : fitting_setup(*shelf_->own_info);
    wanted.limit = wanted.validation = 0;
    const cnn::Status settled = attempt(wanted);
    if (settled) return settled;
    *shelf_ = former;
    setup_ = former_setup;
    return settled;
}

}  // namespace shell::lesson_mnist
