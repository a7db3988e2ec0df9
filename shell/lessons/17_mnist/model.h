// Train a network on digits and look inside it: what was asked (setup.h), the run and its latest snapshot,
// the images that are looked at, the learner's own digit. Knows no ImGui.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/io/weights_file.h"
#include "core/net/cell_trace.h"
#include "core/net/parameter_trace.h"
#include "core/net/summary.h"
#include "core/runner/runner.h"
#include "core/train/measures.h"
#include "shell/lessons/17_mnist/cifar_files.h"
#include "shell/lessons/17_mnist/digit_drawing.h"
#include "shell/lessons/17_mnist/own_files.h"
#include "shell/lessons/17_mnist/predictions.h"
#include "shell/lessons/17_mnist/setup.h"
#include "shell/lessons/model.h"

namespace shell::lesson_mnist {

enum class ImageSet { kTest, kTrain, kDrawing };
inline constexpr std::array<std::string_view, 3> kImageSetNames = {"test", "train", "drawing"};
enum class GalleryFilter { kAll, kWrong, kCell };
inline constexpr std::array<std::string_view, 3> kGalleryFilterNames = {"all", "wrong", "cell"};

enum class MeasureTab { kClasses, kCalibration, kLosses };
inline constexpr std::array<std::string_view, 3> kMeasureTabNames = {"classes", "calibration", "losses"};

// What of a number inside the network is taken apart.
enum class Explain { kNothing, kValue, kGradient, kWeight };
inline constexpr std::array<std::string_view, 4> kExplainNames = {"nothing", "value", "gradient", "weight"};

// What of a batch normalisation in a batch: a number of its output, or what the batch gives its channel.
enum class BatchPart { kNumber, kMean, kVariance };
inline constexpr std::array<std::string_view, 3> kBatchPartNames = {"number", "mean", "variance"};

inline constexpr int kMostBatchImages = 32;  // that are looked at together

// What is looked at. It changes no number of the run.
struct Selection {
    int set = 0;                 // ImageSet
    int image = 0;               // index in its set
    int layer = 0;               // whose maps are shown
    int explain = 0;             // Explain
    cnn::CellPlace cell;         // of the layer's output: the number that is taken apart
    cnn::ParameterPlace weight;  // of the layer, or its bias; its output follows the cell
    bool in_training = false;    // in a batch as in training; else as the network predicts
    int batch_images = 8;        // of that batch, where so many can be
    int batch_first = 0;         // its first image, in the set; the chosen image is in it
    int batch_part = 0;          // BatchPart
    int filter = 0;              // GalleryFilter; all but kAll need an evaluation
    int true_digit = 0;
    int predicted_digit = 0;
    int first = 0;           // position of the gallery's first image
    int measure = 0;         // MeasureTab
    int measured_class = 0;  // whose curves are drawn
    bool scale = true;
    bool centre = true;
    std::string drawing;  // digit_drawing.h, to_text

    bool explains(Explain what) const { return explain == static_cast<int>(what); }
};

// The images, shared by all models that are made after each other.
struct Shelf {
    std::map<std::string, cnn::SharedData, std::less<>> fetched;  // by slug
    OwnExamples examples;  // the learner's file, as it is divided into `own`; null: none yet
    int test_percent = kTestPercent;
    cnn::SharedData own;
    std::shared_ptr<const DataSet> own_info;
    // That the learner opened last, also where it could not be learned; null: none is kept.
    std::shared_ptr<const OwnTable> table;

    // nullptr: to be fetched or opened first.
    cnn::SharedData find(std::string_view slug) const;
    // Lets fetched sets go until `set` fits beside the others; they can be fetched again.
    void make_room(const DataSet& set);
    std::size_t most_bytes = kSmallMemory ? kSmallShelfBytes : SIZE_MAX;  // of the fetched ones

    static constexpr std::size_t kSmallShelfBytes = std::size_t{112}
                                                    << 20U;  // MNIST and Fashion-MNIST, or CIFAR-10
};

// A network that may be chosen now.
struct OfferedNetwork {
    const cnn::ZooEntry* entry = nullptr;
    std::int64_t parameters = 0;  // on the images that it would be trained on
    bool brings_data = false;  // its lecture's images are ours; else it was made for others than the present
};

struct OfferedSmall {
    FittingNetwork network;
    std::int64_t parameters = 0;
};

struct Download {
    enum class State { kNone, kLoading, kFailed } state = State::kNone;
    std::string set;  // which
    double share = 0;
    std::string reason;  // of the failure
    // What arrived, of a set whose files are read together; images of CIFAR-10 in the making.
    std::vector<GivenFile> files;
    std::unique_ptr<CifarFiles> cifar;  // of CIFAR-10 alone
    bool all_here = false;              // they are to become images yet
};

struct StartedRunner {
    std::unique_ptr<cnn::Runner> runner;
    bool threaded = false;
};
using RunnerFactory = std::function<StartedRunner()>;
StartedRunner start_runner();  // threaded where the build has threads

class MnistModel final : public LessonModel {
 public:
    explicit MnistModel(RunnerFactory make_runner = start_runner,
                        std::shared_ptr<Shelf> shelf = std::make_shared<Shelf>());

    void fields(FieldVisitor& visitor) override;
    cnn::Status settle() override;
    nlohmann::json state() const override;
    std::string sentences() const override;
    std::span<const CommandInfo> commands() const override;
    cnn::Status command(std::string_view name, const nlohmann::json& args) override;
    std::span<const Example> examples() const override;
    std::span<const Erratum> errata() const override;
    cnn::Status open_example(std::string_view code) override;
    double advance(double seconds) override;
    bool work(double milliseconds) override;
    void data_progress(std::string_view name, double share) override;
    std::string not_in_link() const override;
    cnn::Result<bool> take_data_file(std::string_view name, GivenFile file) override;
    cnn::Status take_data(std::string_view name, std::vector<GivenFile> files) override;
    cnn::Status take_file(const GivenFile& file) override;
    bool replaces_file(std::string_view command) const override {
        return command == "choose-data" || command == "choose-class-column" || command == "fetch-data";
    }
    void data_failed(std::string_view name, std::string reason) override;

    const Setup& setup() const { return setup_; }
    const Selection& selection() const { return selection_; }
    const cnn::TrainingConfig& config() const { return config_; }
    const cnn::NetworkSummary& summary() const { return summary_; }
    int outputs() const { return summary_.layers.back().output.c; }  // of the network
    const cnn::DataSplit* data() const { return data_.get(); }       // nullptr: to be fetched first
    const Download& download() const { return download_; }
    const std::string& note() const { return note_; }  // what became of the last run; empty: nothing to say
    bool threaded() const { return threaded_; }
    std::string warning() const;  // the run goes on, but to no use; empty: it does not
    // That the optimiser brought a rate of its own, until that is changed; empty: it did not.
    std::string rate_remark() const;

    // The title over the stage, and what to do now.
    std::string title() const;
    std::string advice() const;
    std::string class_text(int label) const;  // "7", "Ankle boot"

    // The latest snapshot of the present run; nullptr until the runner has made its first.
    const cnn::Snapshot* run() const;
    // What the present run takes besides its data, in bytes; before there is one, what it will need.
    std::int64_t memory_bytes() const;
    // The newest accuracy and what it was measured on: a point of the validation curve, "validation accuracy
    // of a sample, epoch 0.25"; or, of weights that no update has changed, the test images. None before the
    // first.
    struct LatestAccuracy {
        float accuracy = 0;
        std::string words;
    };
    std::optional<LatestAccuracy> latest_accuracy() const;
    bool training() const;
    bool finished() const;    // all epochs are done; updates may have been made beyond them
    int epochs_more() const;  // that "train-more" adds; 0: a run has no more
    // Where the run is, as all of the screen and the text say it: "epoch 3 of 15" from the third epoch's
    // first update to its last, "update 2 after epoch 15".
    std::string place() const;
    // Behind what was measured after `step` updates: ", 3 updates ago" while the run rests beyond them.
    std::string age(std::int64_t step) const;
    std::span<const OfferedNetwork> offered() const { return offered_; }
    // Where no lecture has a network for such data.
    std::span<const OfferedSmall> offered_small() const { return offered_small_; }
    const FittingNetwork* chosen_small() const;  // which of them has these layers; nullptr: none
    const OwnTable* table() const { return shelf_->table.get(); }  // the shelf's
    int test_percent() const { return shelf_->test_percent; }      // of the learner's own data
    // What these layers would give, without using them: the text field's errors while it is edited.
    cnn::Result<cnn::NetworkSpec> check_spec(std::string_view text) const;
    std::string spec_text() const;

    // The chosen image (or the drawing) as the network sees it; empty without data.
    std::vector<float> chosen_pixels() const;
    int chosen_label() const;  // -1: none (a drawing, or no data)
    // Its way through the network, with the weights of run(); nullptr without data or run.
    const cnn::Activations* activations() const;

    // By the loss that training makes small, without its penalties; of a drawing, which has no label, none.
    std::optional<float> chosen_loss() const;

    // What follows from the last evaluation of the present run that is complete, put together once for each.
    struct Measured {
        std::shared_ptr<const cnn::Evaluation> evaluation;
        cnn::Measures measures;
    };
    // nullptr: the test images have not been evaluated, or numbers are predicted.
    const Measured* measured() const;
    // What the network says of each test example, and the mean of what it is off by, in the data's unit.
    struct Said {
        std::pair<std::uint64_t, std::uint64_t> from;  // number of the run, version of the snapshot
        std::vector<float> numbers;
        float mean_error = 0;
    };
    const Said* said() const;  // nullptr: classes are told apart, or there is no run yet
    // Why the shares of the classes need not be their probabilities; empty: the loss trains them to be.
    std::string shares_remark() const;
    // Of the chosen class, from that evaluation.
    struct Curves {
        std::pair<const cnn::Evaluation*, int> from;  // evaluation, class
        std::vector<cnn::ThresholdPoint> whole;       // a point for every threshold
        std::vector<cnn::ThresholdPoint> roc;         // thinned to be drawn
        std::vector<cnn::ThresholdPoint> precision_recall;
    };
    const Curves* curves() const;

    // Does a pass in training differ from a prediction? Where anything is normalised or dropped.
    bool differs_in_training() const;
    // What is inside the network is looked at in a batch, as in training: the chosen image and its neighbours
    // in their set, unchanged, with what dropout draws next.
    bool in_batch() const;
    int batch_size() const;      // images of it
    int most_in_batch() const;   // as many as a frame has time for
    int batch_position() const;  // of the chosen image, from 0
    // What the chosen layer makes of the chosen image, as it is looked at; empty without data or run.
    std::span<const float> layer_output() const;
    // Which of them the pass that is looked at drops; empty: none are dropped here.
    std::vector<bool> dropped() const;

    // The chosen number inside the network: where it comes from, or what it does to the loss of the image, in
    // a batch to the mean loss of its images.
    struct Explained {
        struct From {
            std::uint64_t passage = 0;
            bool batch = false;
            int image = 0;
            int layer = -1;
            int explain = 0;
            BatchPart part = BatchPart::kNumber;
            cnn::CellPlace cell;
            cnn::ParameterPlace weight;
            bool operator==(const From&) const = default;
        };
        From from;
        cnn::CellTrace value;  // or a statistic of the batch
        cnn::CellGradient gradient;
        cnn::CellTrace weight;  // of a layer without weights nothing
        float parameter = 0;    // the weight itself
        int label = 0;     // whose loss it is, where classes are told apart; of a drawing what it is read as
        float loss = 0;    // of the image
        float number = 0;  // the value or the gradient, as it stands in the network
    };
    const Explained* explained() const;  // nullptr: nothing is taken apart, or there is no run yet
    // Which part of a batch normalisation in a batch is taken apart; of all else the number.
    BatchPart batch_part() const;
    int times_chosen() const { return times_chosen_; }  // a number or a weight, by a command
    const cnn::Shape& chosen_shape() const;             // of the chosen layer's output
    // How many weights, or biases, the chosen layer has; all 0: none.
    cnn::ParameterAxes chosen_axes(bool bias) const;

    // The gallery: `gallery_size` images pass the filter, in this order.
    int gallery_size() const;
    int gallery_image(int position) const;
    const cnn::Dataset* gallery_images() const;
    void look_at(std::vector<int> images) { looked_at_ = std::move(images); }
    const Prediction* prediction(int image) const { return predictions_.find(image); }

    const Drawing& drawing() const { return drawing_; }
    const NormalisedDigit& digit() const { return digit_; }
    // Of the drawing; empty while nothing is drawn or there is no run.
    std::span<const float> drawing_probabilities() const;
    // Why they are missing or mean nothing yet, or from which file's weights they come; empty: they are what
    // this run has learned.
    std::string drawing_note() const;
    // The run's first weights came from a file, not from the seed.
    bool begins_from_file() const { return !weights_source_.empty(); }

 private:
    // commands.cpp: one row per command. Those of files are in exchange.cpp.
    struct Row;
    static std::span<const Row> rows();
    cnn::Status train_or_pause(const nlohmann::json& args);
    cnn::Status train_more(const nlohmann::json& args);
    cnn::Status step(const nlohmann::json& args);
    cnn::Status finish_epoch(const nlohmann::json& args);
    cnn::Status start_over(const nlohmann::json& args);
    cnn::Status evaluate(const nlohmann::json& args);
    cnn::Status set_rate(const nlohmann::json& args);
    cnn::Status lower_rate(const nlohmann::json& args);
    cnn::Status raise_rate(const nlohmann::json& args);
    cnn::Status go_back(const nlohmann::json& args);
    cnn::Status choose_network(const nlohmann::json& args);
    cnn::Status choose_optimizer(const nlohmann::json& args);
    cnn::Status choose_rules(const nlohmann::json& args);
    cnn::Status choose_data(const nlohmann::json& args);
    cnn::Status apply_spec(const nlohmann::json& args);
    cnn::Status choose_initialiser(const nlohmann::json& args);
    cnn::Status export_network(const nlohmann::json& args);
    cnn::Status open_weights(const nlohmann::json& args);
    cnn::Status take_weights(const GivenFile& file);
    cnn::Status take_own(OwnExamples examples);
    cnn::Status use_own(OwnExamples examples, int test_percent, bool same_network);
    cnn::Status choose_test_share(const nlohmann::json& args);
    cnn::Status choose_class_column(const nlohmann::json& args);
    cnn::Status take_other(const GivenFile& file, const cnn::StoredNetwork& stored);
    std::optional<Setup> setup_for(const cnn::StoredNetwork& stored) const;
    void begin_with(cnn::Network network, const std::string& source, std::string note,
                    const std::optional<cnn::Scaling>& scaling);
    cnn::Status fetch_data(const nlohmann::json& args);
    cnn::Status cancel_fetch(const nlohmann::json& args);
    cnn::Status open_data(const nlohmann::json& args);
    cnn::Status open_folder(const nlohmann::json& args);
    cnn::Status choose_image(const nlohmann::json& args);
    cnn::Status next_image(const nlohmann::json& args);
    cnn::Status previous_image(const nlohmann::json& args);
    cnn::Status choose_layer(const nlohmann::json& args);
    cnn::Status choose_number(const nlohmann::json& args);
    cnn::Status choose_weight(const nlohmann::json& args);
    cnn::Status next_layer(const nlohmann::json& args);
    cnn::Status previous_layer(const nlohmann::json& args);
    cnn::Status show_images(const nlohmann::json& args);
    cnn::Status draw(const nlohmann::json& args);
    cnn::Status extend_drawing(const nlohmann::json& args);
    cnn::Status clear_drawing(const nlohmann::json& args);

    double advance_run();
    cnn::Status arrived(cnn::Result<cnn::SharedData> data);
    bool unpack_arrived();
    Setup own_network(std::string_view text) const;
    Setup with_network(const cnn::ZooEntry& entry) const;
    void renew_offered();
    Setup fresh_setup() const;
    Setup fitting_setup(const DataSet& data) const;
    Setup small_setup(const DataSet& data, const FittingNetwork& network) const;
    cnn::Status attempt(const Setup& setup);
    cnn::Status move_image(int by);
    cnn::Status post_to_run(cnn::Command command);
    cnn::Status need_data() const;
    std::string all_done() const;
    std::int64_t updates_beyond() const;  // the epochs that were asked for; negative: not so far
    cnn::Error nothing_left() const;
    void settle_cell();
    void settle_weight();
    void settle_run();
    cnn::SharedData data_for_run();
    std::vector<float> drawn_pixels() const;  // the learner's digit as the network sees it
    void begin_run(std::shared_ptr<const cnn::Network> weights = nullptr, std::string source = {});
    void send(cnn::Command command);
    void flush();
    void refresh();
    bool renew_pictures();
    void renew_filtered();
    void change_drawing(Drawing drawing);
    int images_in(ImageSet set) const;
    nlohmann::json run_json() const;
    nlohmann::json evaluation_json() const;
    nlohmann::json measures_json() const;
    nlohmann::json predicted_json() const;
    nlohmann::json image_json() const;
    nlohmann::json explained_json() const;
    // The images that are looked at, and their way through the network.
    struct Looked {
        std::span<const float> images;
        const cnn::Activations* run = nullptr;  // nullptr: without data or run
        int image = 0;                          // which of them is the chosen one
        std::uint64_t count = 0;                // how often such a way was computed
    };
    Looked looked() const;
    void settle_batch();
    void go_to_image(int image);
    void explain_value(const cnn::Network& network, const Looked& seen) const;
    void explain_weight(const cnn::Network& network, const Looked& seen,
                        const cnn::ImageGradient& gradient) const;
    float mean_loss(const cnn::Activations& passed, int first, float* dz) const;
    std::vector<float> loss_gradient(const cnn::Activations& passed, Explained& explained) const;
    nlohmann::json batch_json() const;
    nlohmann::json drawing_json() const;

    Setup setup_;
    Selection selection_;

    // What follows from them.
    cnn::TrainingConfig config_;
    cnn::NetworkSummary summary_;
    std::vector<OfferedNetwork> offered_;
    std::vector<OfferedSmall> offered_small_;
    // What they were made for: the slug of the data, the learner's own.
    std::pair<std::string, const DataSet*> offered_for_;
    std::string key_;              // run_key of config_ and data
    cnn::SharedData stored_data_;  // as on the shelf
    cnn::SharedData data_;         // as the run has them
    struct {
        cnn::SharedData from;
        int images = 0;  // of its training images, those that were measured
        cnn::SharedData data;
    } standardised_;
    Drawing drawing_;
    NormalisedDigit digit_;
    std::vector<int> filtered_;  // test images that pass the filter
    // What `filtered_` was made from: evaluation, filter, true and predicted digit.
    std::tuple<std::shared_ptr<const cnn::Evaluation>, int, int, int> filtered_by_;

    RunnerFactory make_runner_;
    std::shared_ptr<Shelf> shelf_;
    std::unique_ptr<cnn::Runner> runner_;
    bool threaded_ = false;
    std::uint64_t run_number_ = 0;
    std::string weights_source_;        // the file that the run's first weights came from; empty: the seed
    std::deque<cnn::Command> pending_;  // not yet in the runner's ring
    float sent_rate_ = 0;
    int sent_epochs_ = 0;
    std::shared_ptr<const cnn::Snapshot> snapshot_;
    Download download_;
    bool train_on_arrival_ = false;
    std::string note_;
    int times_chosen_ = 0;
    struct {
        std::uint64_t run = 0;  // which the optimiser was chosen for
        float before = 0;
        float after = 0;
    } rate_change_;

    OwnFiles own_files_;
    std::vector<int> looked_at_;
    Predictions predictions_;
    // One image's way through the network, remembered for the snapshot and the pixels that it was computed
    // from.
    struct Passage {
        std::pair<std::uint64_t, std::uint64_t> from;  // number of the run, version of the snapshot
        std::vector<float> pixels;
        std::optional<cnn::Activations> activations;
        std::uint64_t count = 0;  // how often it was computed
    };
    const cnn::Activations* pass(Passage& passage, const std::vector<float>& pixels) const;
    // The same of a batch.
    struct BatchPassage {
        std::tuple<std::uint64_t, std::uint64_t, int, int, int> from;  // run, version, set, first, images
        std::vector<float> images;
        std::optional<cnn::Activations> activations;
        std::uint64_t count = 0;
    };
    const BatchPassage* batch() const;
    mutable BatchPassage batch_passage_;
    mutable Passage chosen_passage_;
    mutable Passage drawing_passage_;
    mutable Measured measured_;
    mutable Curves curves_;
    mutable Said said_;
    mutable Explained explained_;
};

std::unique_ptr<LessonModel> make_model();  // for the registry

}  // namespace shell::lesson_mnist
