// The command line by CLI11. CLI11 needs exceptions: this is the one file that is compiled with them, and
// none leaves it. Numbers are read by the rules of links, so that --batch 1.5 and batch=1.5 get the same
// sentence.
#include "shell/command_line/arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <limits>

#include "core/io/export.h"
#include "core/train/optimizer.h"
#include "shell/state/field_text.h"

namespace shell {
namespace {

// Numbers as they stand on the command line; empty: not given.
struct Texts {
    std::string rate;
    std::vector<std::string> constants;  // as many as cnn::constant_infos
    std::string batch;
    std::string epochs;
    std::string seed;
    std::string validation;
    std::string limit;
    std::string threads;
    std::string factor;
    std::string every;
    std::string at;
    std::string then;
    std::string warmup;
    std::string l1;
    std::string l2;
    std::string clip_value;
    std::string clip_norm;
    std::string patience;
    std::string shift;
    std::string rotate;
    std::string zoom;
    std::string shear;
    std::string noise;
    std::string test_share;
    std::string frames;
    std::string size;
    bool keep_best = false;  // CLI11 makes no difference between an empty optional and false
    bool flip = false;
    bool standardise = false;
};

constexpr int kMostImages = 10'000'000;

// "--weight-decay"
std::string option_name(const cnn::ConstantInfo& info) {
    std::string name = "--" + std::string(info.name);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

void add_constant_options(CLI::App& app, Texts& texts) {
    texts.constants.resize(cnn::constant_infos().size());
    for (std::size_t i = 0; i < texts.constants.size(); ++i) {
        const cnn::ConstantInfo& info = cnn::constant_infos()[i];
        app.add_option(
               option_name(info), texts.constants[i],
               std::string(info.title) + " in the optimizer's formula, where it has one (its usual one)")
            ->group("Training");
    }
}

void add_rule_options(CLI::App& app, TrainArguments& train, Texts& texts) {
    app.add_option("--loss", train.loss, std::string(cnn::loss_list()))->group("Training");
    app.add_option("--schedule", train.schedule,
                   "Of the rate: " + std::string(cnn::schedule_list()) + " (the recipe's, or constant)")
        ->group("Training");
    app.add_option("--factor", texts.factor, "What all but constant and cosine multiply the rate by (0.5)")
        ->group("Training");
    app.add_option("--every", texts.every, "Epochs after which they have done so (1)")->group("Training");
    app.add_option("--at", texts.at, "Share of the run after which milestones multiply it (0.5)")
        ->group("Training");
    app.add_option("--then", texts.then, "Share of the run after which they do so again (0.75)")
        ->group("Training");
    app.add_option("--warmup", texts.warmup, "Epochs in which the rate rises from 0 (0)")->group("Training");
    app.add_option("--l1", texts.l1, "Penalty on the sum of the weights' sizes (0)")->group("Training");
    app.add_option("--l2", texts.l2, "Penalty on the sum of the weights' squares (the recipe's, or 0)")
        ->group("Training");
    app.add_option("--clip-value", texts.clip_value, "Most that a gradient's number may be (0: any)")
        ->group("Training");
    app.add_option("--clip-norm", texts.clip_norm, "Most that the gradient's norm may be (0: any)")
        ->group("Training");
    app.add_option("--patience", texts.patience,
                   "Epochs without a better validation loss, then stop (0: never)")
        ->group("Training");
    app.add_flag("--keep-best,!--no-keep-best", texts.keep_best,
                 "End with the weights of the best validation loss; --no-keep-best where the recipe does and "
                 "you do not")
        ->group("Training");
}

void add_data_options(CLI::App& app, TrainArguments& train, Texts& texts) {
    app.add_option("--data", train.data,
                   "digits, heights, mnist, fashion-mnist, cifar-10, gaussians, xor, circles, moons, spirals "
                   "or the path of a .csv file (the network's own; with --spec alone: digits)")
        ->group("Training");
    app.add_option(
           "--label", train.label,
           "A table's column that is the class, by name or number (else label, class or target, or the last)")
        ->group("Training");
    app.add_option("--image", train.image, "What such pictures are shrunk to (28x28; 3x32x32 keeps colours)")
        ->group("Training");
    app.add_option("--test-share", texts.test_share, "Share of a table or synthetic set to test on (0.2)")
        ->group("Training");
    app.add_flag("--standardise,!--no-standardise", texts.standardise,
                 "Take out the mean and deviation of the training images, per channel (as the network of "
                 "--weights learned, else not)")
        ->group("Training");
    app.add_option("--shift", texts.shift, "Training images shifted by up to this share (the recipe's, or 0)")
        ->group("Training");
    app.add_option("--rotate", texts.rotate, "Rotated by up to so many degrees (0)")->group("Training");
    app.add_option("--zoom", texts.zoom, "Zoomed by up to this share (0)")->group("Training");
    app.add_option("--shear", texts.shear, "Sheared by up to so many degrees (0)")->group("Training");
    app.add_flag("--flip,!--no-flip", texts.flip,
                 "Left and right exchanged every other time; --no-flip where the recipe does and you do not")
        ->group("Training");
    app.add_option("--noise", texts.noise, "Deviation of noise that is added (0)")->group("Training");
}

void add_file_options(CLI::App& app, TrainArguments& train) {
    app.add_option("--weights", train.weights,
                   "Begin with the weights of this .safetensors or .npz file; with --epochs 0, only test "
                   "them. Without --train and --spec the network is the one that the file says it is of; if "
                   "it learned from standardised images, these are standardised too")
        ->group("Training");
    app.add_option("--export", train.exports,
                   "Write the trained network to this file; its ending tells how: " + cnn::export_endings() +
                       "; may be repeated")
        ->allow_extra_args(false)
        ->group("Training");
    app.add_option("--answers", train.answers,
                   "Write the first 100 test images and what the network gives for them to this .npz file")
        ->group("Training");
}

void add_options(CLI::App& app, Arguments& to, TrainArguments& train, Texts& texts) {
    app.add_option("--link", to.link, "State to open: \"lesson=convolution&example=S2-8&t=5\"");
    app.add_option("--command", to.commands,
                   "Command to do then: next-term, or 'set {\"key\": \"t\", \"value\": 5}'; may be repeated")
        ->allow_extra_args(false);
    app.add_flag("--json", to.json, "Print the state as JSON instead of opening a window");
    app.add_flag("--text", to.text, "Print the state as sentences instead of opening a window");
    app.add_flag("--list", to.list,
                 "Print the lessons and their examples; with --json also the link of each one's last step");
    app.add_option("--network", to.network,
                   "Print a network's layers: resnet-50, s4-13, \"input 32x32x3 | conv 8 3x3\"");
    app.add_option("--data-dir", to.data_directory,
                   "Where the data sets are (else CONVOLAB_DATA, else build/data)");

    app.add_option("--train", train.network, "Train a network of the lectures: s4-13, s2-25, lenet-5, ...")
        ->group("Training");
    app.add_option("--spec", train.spec, "Train this network: \"conv 8 3x3 | relu | maxpool 2 | dense 10\"")
        ->group("Training");
    add_data_options(app, train, texts);
    app.add_option("--optimizer", train.optimizer, std::string(cnn::optimizer_list()))->group("Training");
    app.add_option("--rate", texts.rate, "Learning rate (the recipe's; with another optimizer its usual one)")
        ->group("Training");
    add_constant_options(app, texts);
    app.add_option("--batch", texts.batch, "Images per update")->group("Training");
    app.add_option("--epochs", texts.epochs, "Passes over the training images; 0: none, only the test")
        ->group("Training");
    app.add_option("--seed", texts.seed, "Seed of initial weights and order (1)")->group("Training");
    app.add_option("--validation", texts.validation,
                   "Images held out to validate on (the recipe's, or 0: the test images)")
        ->group("Training");
    app.add_option("--limit", texts.limit, "Train on the first so many images (0: all)")->group("Training");
    app.add_option("--threads", texts.threads, "Worker threads (0: none); changes no bit")->group("Training");

    add_rule_options(app, train, texts);
    add_file_options(app, train);

    app.add_option("picture", to.window.picture, "PNG or JPEG picture to open in the window")
        ->group("Window");
    app.add_option("--screenshot", to.window.screenshot, "Write the last of --frames (60) to this PNG file")
        ->group("Window");
    app.add_option("--frames", texts.frames, "Draw so many frames and end; 0: until the window is closed")
        ->group("Window");
    app.add_option("--size", texts.size, "Size of the window in points (1280x800)")->group("Window");
}

// Reads `text` into `to` where one was given; false keeps the sentence in `wrong`.
template <class T, class Read>
bool take(const std::string& text, T& to, cnn::Status& wrong, Read&& read) {
    if (text.empty()) return true;
    auto value = read(text);
    if (!value) {
        wrong = value.error();
        return false;
    }
    to = value.value();
    return true;
}

auto integer(const char* key, int low, int high) {
    return [=](const std::string& text) { return read_integer(key, text, low, high); };
}

auto real(const char* key, float low, float high) {
    return [=](const std::string& text) { return read_real(key, text, low, high); };
}

void read_rules(const Texts& texts, TrainArguments& train, cnn::Status& wrong) {
    cnn::TrainingConfig& rules = train.rules;
    constexpr float kMost = 1e6F;  // cnn::check_training knows the limits
    static_cast<void>(take(texts.factor, train.factor, wrong, real("--factor", 0, 1)) &&
                      take(texts.every, rules.schedule.every, wrong, real("--every", 0, kMost)) &&
                      take(texts.at, train.at, wrong, real("--at", 0, 1)) &&
                      take(texts.then, train.then, wrong, real("--then", 0, 1)) &&
                      take(texts.warmup, train.warmup, wrong, real("--warmup", 0, kMost)) &&
                      take(texts.l1, rules.l1, wrong, real("--l1", 0, kMost)) &&
                      take(texts.l2, train.l2, wrong, real("--l2", 0, kMost)) &&
                      take(texts.clip_value, rules.clip_value, wrong, real("--clip-value", 0, kMost)) &&
                      take(texts.clip_norm, rules.clip_norm, wrong, real("--clip-norm", 0, kMost)) &&
                      take(texts.patience, rules.patience, wrong, integer("--patience", 0, 10'000)) &&
                      take(texts.shift, train.shift, wrong, real("--shift", 0, kMost)) &&
                      take(texts.rotate, rules.augment.rotate, wrong, real("--rotate", 0, kMost)) &&
                      take(texts.zoom, rules.augment.zoom, wrong, real("--zoom", 0, kMost)) &&
                      take(texts.shear, rules.augment.shear, wrong, real("--shear", 0, kMost)) &&
                      take(texts.noise, rules.augment.noise, wrong, real("--noise", 0, kMost)));
}

// cnn::check_training knows their limits, and which of them the optimiser has.
void read_constants(const Texts& texts, TrainArguments& train, cnn::Status& wrong) {
    for (std::size_t i = 0; wrong && i < texts.constants.size(); ++i) {
        const cnn::ConstantInfo& info = cnn::constant_infos()[i];
        const std::string name = option_name(info);
        static_cast<void>(
            take(texts.constants[i], train.constants.*info.value, wrong, real(name.c_str(), 0, 1)));
    }
}

cnn::Status read_numbers(const Texts& texts, Arguments& to, TrainArguments& train) {
    cnn::Status wrong = cnn::success();
    const auto rate = [](const std::string& text) { return read_real("--rate", text, 0.0F, 1e30F); };
    const auto seed = [](const std::string& text) { return read_big_integer("--seed", text); };
    const std::size_t cross = texts.size.find('x');
    const std::string height = cross == std::string::npos ? "?" : texts.size.substr(cross + 1);
    static_cast<void>(
        take(texts.rate, train.rate, wrong, rate) &&
        take(texts.batch, train.batch, wrong, integer("--batch", 1, 4096)) &&
        take(texts.epochs, train.epochs, wrong, integer("--epochs", 0, 10'000)) &&
        take(texts.seed, train.seed, wrong, seed) &&
        take(texts.validation, train.validation, wrong, integer("--validation", 0, kMostImages)) &&
        take(texts.limit, train.limit, wrong, integer("--limit", 0, kMostImages)) &&
        take(texts.threads, train.threads, wrong, integer("--threads", 0, 64)) &&
        take(texts.frames, to.window.frames, wrong, integer("--frames", 0, 100'000)) &&
        take(texts.size.substr(0, cross), to.window.width, wrong, integer("--size, width", 240, 8192)) &&
        (texts.size.empty() || take(height, to.window.height, wrong, integer("--size, height", 240, 8192))));
    if (wrong) static_cast<void>(take(texts.test_share, train.test_share, wrong, real("--test-share", 0, 1)));
    if (wrong) read_constants(texts, train, wrong);
    if (wrong) read_rules(texts, train, wrong);
    return wrong;
}

std::string one_sentence(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '.')) text.pop_back();
    return text + ".";
}

}  // namespace

cnn::Result<Arguments> read_arguments(int count, const char* const* values) {
    CLI::App app("Convolab: convolutional networks, one number at a time.", "convolab");
    Arguments arguments;
    TrainArguments train;
    Texts texts;
    add_options(app, arguments, train, texts);
    try {
        app.parse(count, values);
    } catch (const CLI::CallForHelp&) {
        arguments.help = app.help();
        return arguments;
    } catch (const CLI::ParseError& error) {
        return cnn::Error{one_sentence(error.what()) + " See convolab --help."};
    }
    if (const cnn::Status status = read_numbers(texts, arguments, train); !status) return status.error();
    if (app.count("--keep-best") > 0) train.keep_best = texts.keep_best;
    if (app.count("--flip") > 0) train.flip = texts.flip;
    if (app.count("--standardise") > 0) train.standardise = texts.standardise;
    if (app.count("--train") > 0 || app.count("--spec") > 0 || app.count("--weights") > 0)
        arguments.train = train;
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_group() != "Training" || option->count() == 0) continue;
        if (option->results().front().empty()) return cnn::Error{option->get_name() + " has no value."};
        if (!arguments.train) {
            return cnn::Error{option->get_name() +
                              " says how to train: --train, --spec or --weights says what."};
        }
    }
    return arguments;
}

}  // namespace shell
