// The program without its picture, as main sees it: arguments in, lines and an exit code out.
#include "shell/command_line/command_line.h"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/io/bytes.h"
#include "core/io/image.h"
#include "core/io/npz.h"
#include "shell/command_line/data_files.h"
#include "tests/shell/made_up_lesson.h"

namespace {

struct Ending {
    int code = 0;
    std::string out;
    std::string error;

    std::vector<nlohmann::json> lines() const {
        std::vector<nlohmann::json> all;
        std::istringstream stream(out);
        for (std::string line; std::getline(stream, line);)
            all.push_back(nlohmann::json::parse(line, nullptr, false));
        return all;
    }
};

Ending run(std::vector<const char*> values) {
    values.insert(values.begin(), "convolab");
    Ending ending;
    const shell::Terminal terminal{[&](std::string_view text) { ending.out += text; },
                                   [&](std::string_view text) { ending.error += text; }, [](double) {}};
    const auto arguments = shell::read_arguments(static_cast<int>(values.size()), values.data());
    if (!arguments) {
        ending.code = shell::kExitImpossible;
        ending.error = arguments.error().sentence + "\n";
        return ending;
    }
    ending.code = shell::run_command_line(arguments.value(), terminal, made_up::kLessons);
    return ending;
}

// A folder of its own, gone with the object: the same test may run beside this one in another program.
class OwnFolder {
 public:
    OwnFolder() {
        const std::filesystem::path all = std::filesystem::temp_directory_path();
        int number = 0;
        do path_ = all / ("convolab-test-" + std::to_string(++number));
        while (!std::filesystem::create_directory(path_));  // false: it is another's
    }
    ~OwnFolder() { std::filesystem::remove_all(path_); }
    OwnFolder(const OwnFolder&) = delete;
    OwnFolder& operator=(const OwnFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

 private:
    std::filesystem::path path_;
};

void check_refused(const std::vector<const char*>& values, std::string_view part) {
    const Ending ending = run(values);
    CAPTURE(ending.error);
    CHECK(ending.code == 2);
    CHECK(ending.out.empty());
    CHECK(ending.error.find(part) != std::string::npos);
    CHECK(ending.error.ends_with(".\n"));
    CHECK(std::count(ending.error.begin(), ending.error.end(), '\n') == 1);
}

}  // namespace

TEST_CASE("command line: a link's state as JSON and as sentences") {
    const Ending json = run({"--link", "lesson=made-up&example=E-1&t=5", "--json"});
    CHECK(json.code == 0);
    REQUIRE(json.lines().size() == 1);
    const nlohmann::json state = json.lines()[0];
    CHECK(state["lesson"] == "made-up");
    CHECK(state["example"] == "E-1");
    CHECK(state["t"] == 5);
    CHECK(state["link"] == "lesson=made-up&example=E-1&t=5");
    CHECK(run({"--link=#example=E-2", "--text"}).out == "Made up, example E-2.\nCell 0.\n");
    CHECK(run({"--json"}).lines()[0]["link"] == "lesson=made-up");
    CHECK(run({"--link", "lesson=Made-Up&example=e-1", "--json"}).lines()[0]["link"] ==
          "lesson=made-up&example=E-1");
    for (const char* form : {"--json", "--text"}) {
        const Ending noted = run({"--link", "speling=1", form});
        CHECK(noted.code == 0);
        CHECK(noted.error == "Ignored, because this lesson does not know it: speling.\n");
    }
}

TEST_CASE("command line: commands are done once the link is open") {
    const Ending done = run({"--link", "t=2", "--command", "next", "--command",
                             "set {\"key\": \"rate\", \"value\": 2}", "--json"});
    CHECK(done.code == 0);
    CHECK(done.lines()[0]["link"] == "lesson=made-up&rate=2&t=3");
    check_refused({"--command", "fly", "--json"}, "The lesson does not know this.");
    check_refused({"--command", "set {key", "--json"}, "is no JSON object");
}

TEST_CASE("command line: the list") {
    const Ending list = run({"--list", "--json"});
    CHECK(list.code == 0);
    CHECK(list.lines()[0]["lessons"][1]["slug"] == "second");
    CHECK(list.lines()[0]["lessons"][1]["group"] == "Tests");
    CHECK(run({"--list"}).out.starts_with("Tests:\n  Made up (lesson=made-up)\n"));
    CHECK(run({"--list"}).out.find("E-1  Four by four  (lesson=made-up&example=E-1)") != std::string::npos);
}

TEST_CASE("command line: a network's layers are printed without training it") {
    const Ending json = run({"--network", "ResNet-50", "--json"});
    CHECK(json.code == 0);
    const nlohmann::json table = json.lines()[0];
    CHECK(table["network"] == "resnet-50");
    CHECK(table["parameters"] == 25557032);
    CHECK(table["layers"].size() == 174);
    const Ending text = run({"--network", "input 32x32x3 | conv 8 3x3 | residual [relu]", "--text"});
    CHECK(text.out.find("conv 8 3x3") != std::string::npos);
    CHECK(text.out.find("add (from 2, 1)  30 x 30 x 8") != std::string::npos);
    CHECK(text.out.find("224 parameters") != std::string::npos);
    check_refused({"--network", "lenet-6"}, "There is no layer \"lenet-6\"");
    check_refused({"--network", "lenet-5", "--list"}, "only one");
}

TEST_CASE("command line: impossible links and arguments end with 2 and a sentence") {
    check_refused({"--link", "kernel=7", "--json"}, "kernel=7 is above the limit 3");
    check_refused({"--link", "lesson=none", "--text"}, "lesson=none is not known");
    check_refused({"--link", "height=5&width=7", "--json"}, "5 x 7 cells are impossible");
    check_refused({"--fly"}, "--fly");
    check_refused({"--link"}, "--link");
    check_refused({"--json", "--text"}, "exclude each other");
    check_refused({"--list", "--train", "s4-13"}, "only one");
    check_refused({"--train", "s1-15", "--optimizer", ""}, "--optimizer has no value");
    check_refused({"--spec", "", "--data", "digits"}, "--spec has no value");
    for (const char* key :
         {"--epochs", "--batch", "--rate", "--seed", "--limit", "--validation", "--threads"}) {
        for (const char* value : {"", "-1", "1.5x", "nan", "1e309", "many", "1e31"}) {
            check_refused({"--train", "s1-15", key, value}, key);
        }
    }
}

TEST_CASE("command line: help names the options") {
    const Ending help = run({"--help"});
    CHECK(help.code == 0);
    for (const char* option :
         {"--link", "--json", "--text", "--list", "--train", "--epochs", "--screenshot"}) {
        CHECK(help.out.find(option) != std::string::npos);
    }
}

TEST_CASE("command line: training prints a line per epoch and the test at the end") {
    const Ending run1 = run({"--train", "s1-15", "--epochs", "2", "--limit", "320", "--seed", "7", "--json"});
    CAPTURE(run1.error);
    REQUIRE(run1.code == 0);
    CHECK(run1.error.empty());
    const auto lines = run1.lines();
    REQUIRE(lines.size() == 3);
    for (int epoch = 1; epoch <= 2; ++epoch) {
        const nlohmann::json& row = lines[static_cast<std::size_t>(epoch - 1)];
        CHECK(row["epoch"] == epoch);
        for (const char* key : {"train_loss", "train_accuracy", "validation_loss", "validation_accuracy",
                                "images_per_second", "seconds"}) {
            CHECK(row[key].is_number());
        }
        CHECK(row["parameters_hash"].get<std::string>().size() == 16);
    }
    CHECK(lines[2]["parameters"] == 5160);
    CHECK(lines[2]["seed"] == 7);
    CHECK(lines[2]["epochs"] == 2);
    CHECK(lines[2]["test_images"] == 360);
    CHECK(lines[2]["test_accuracy"].is_number());
    CHECK(lines[2]["memory_bytes"].get<int>() > 8 * 5160 * 4);
    CHECK(lines[2]["parameters_hash"] == lines[1]["parameters_hash"]);
    const Ending again = run(
        {"--train", "s1-15", "--epochs", "2", "--limit", "320", "--seed", "7", "--threads", "2", "--json"});
    CHECK(again.lines()[2]["parameters_hash"] == lines[2]["parameters_hash"]);
    const Ending other =
        run({"--train", "s1-15", "--epochs", "1", "--limit", "320", "--seed", "8", "--json"});
    CHECK(other.lines()[0]["parameters_hash"] != lines[0]["parameters_hash"]);
}

TEST_CASE("command line: training without --json shows a bar and sentences") {
    const Ending shown = run({"--spec", "dense 10", "--data", "digits", "--epochs", "1", "--limit", "64"});
    CHECK(shown.code == 0);
    CHECK(shown.out.starts_with("Epoch 1: loss "));
    CHECK(shown.out.find("Test: loss ") != std::string::npos);
    CHECK(shown.out.find("\nLabel among the first 2: ") != std::string::npos);
    CHECK(shown.out.find(" Means over the classes: F1 0.") != std::string::npos);
    CHECK(shown.out.find(", area under the ROC curve 0.") != std::string::npos);
    CHECK(shown.error.find("[") != std::string::npos);
}

TEST_CASE("command line: an optimiser without a rate brings its own") {
    const auto rate = [](std::vector<const char*> values) {
        for (const char* more : {"--epochs", "1", "--limit", "64", "--json"}) values.push_back(more);
        const Ending ending = run(values);
        REQUIRE(ending.code == 0);
        return ending.lines().back()["rate"].get<double>();
    };
    CHECK(rate({"--train", "s1-15"}) == doctest::Approx(0.1));
    CHECK(rate({"--train", "s1-15", "--optimizer", "sgd"}) == doctest::Approx(0.1));
    CHECK(rate({"--train", "s1-15", "--optimizer", "rmsprop"}) == doctest::Approx(0.001));
    CHECK(rate({"--train", "s1-15", "--optimizer", "adam", "--rate", "0.1"}) == doctest::Approx(0.1));
    CHECK(rate({"--spec", "dense 10", "--optimizer", "momentum"}) == doctest::Approx(0.01));
}

TEST_CASE("command line: the numbers in an optimizer's formula") {
    const Ending ending = run({"--train", "s1-15", "--epochs", "0", "--limit", "100", "--optimizer", "adamw",
                               "--beta1", "0.8", "--weight-decay", "0.01", "--json"});
    CHECK(ending.code == 0);
    const auto constants = ending.lines().back()["constants"];
    CHECK(constants.size() == 2);
    CHECK(constants["beta1"].get<double>() == doctest::Approx(0.8));
    CHECK(constants["weight_decay"].get<double>() == doctest::Approx(0.01));
    check_refused({"--train", "s1-15", "--momentum", "0.5"}, "sgd has no momentum in its formula");
    check_refused({"--train", "s1-15", "--optimizer", "adam", "--beta2", "1"},
                  "beta2 must be a number from 0 to 0.99999");
    check_refused({"--train", "s1-15", "--optimizer", "adam", "--epsilon", "much"}, "--epsilon");
}

TEST_CASE("command line: a spec alone is trained on the embedded digits") {
    const Ending alone = run({"--spec", "dense 10", "--epochs", "1", "--limit", "64", "--json"});
    CHECK(alone.code == 0);
    CHECK(alone.lines().back()["data"] == "digits");
    check_refused({"--spec", "conv 8 3x3 | | dense 10"},
                  "--spec, character 12: A layer is missing between these |. It was read for the 8x8 digits");
    check_refused({"--train", "s4-13", "--spec", "dense 10", "--data-dir", "/nowhere"}, "MNIST's 4 files");
}

TEST_CASE("command line: loss, schedule, penalties, clipping and patience") {
    const Ending ending =
        run({"--train", "quick",       "--epochs",     "3",          "--limit",     "200",      "--optimizer",
             "Nadam",   "--loss",      "hinge",        "--schedule", "cosine",      "--warmup", "0.5",
             "--l1",    "1e-6",        "--l2",         "1e-4",       "--clip-norm", "1",        "--patience",
             "2",       "--keep-best", "--validation", "50",         "--json"});
    CHECK(ending.code == 0);
    const auto lines = ending.lines();
    const auto& last = lines.back();
    CHECK(last["optimizer"] == "nadam");
    CHECK(last["loss"] == "hinge");
    CHECK(last["schedule"] == "cosine");
    CHECK(last["rate"].get<double>() == doctest::Approx(0.001));
    CHECK(last["best_epoch"].get<int>() >= 1);
    CHECK(ending.error.find("--validation") == std::string::npos);
    const Ending chosen_by_test = run({"--train", "quick", "--epochs", "1", "--keep-best", "--json"});
    CHECK(chosen_by_test.error.find("No images are held out, so the test images choose the epoch") == 0);
    CHECK(lines.front()["rate"].get<double>() < 0.001);
    check_refused({"--train", "quick", "--loss", "magic"}, "--loss=magic is not known; it takes one of: ");
    check_refused({"--train", "quick", "--at", "1.5", "--schedule", "milestones"}, "--at");
    check_refused({"--train", "quick", "--schedule", "zigzag"}, "--schedule=zigzag is not known");
    check_refused({"--train", "quick", "--l2", "-1"}, "--l2");
    check_refused({"--train", "quick", "--clip-norm", "1", "--clip-value", "1"}, "not by both");
    check_refused({"--train", "quick", "--factor", "0", "--schedule", "step"}, "factor");
}

TEST_CASE("command line: a recipe's rules hold where the options say nothing else") {
    const std::vector<const char*> small = {"--train", "s3-27",    "--data", "digits", "--limit",
                                            "100",     "--epochs", "1",      "--json"};
    const auto last = [&](const std::vector<const char*>& options) {
        std::vector<const char*> all = small;
        all.insert(all.end(), options.begin(), options.end());
        const Ending ending = run(all);
        REQUIRE(ending.code == 0);
        return ending.lines().back();
    };
    const Ending told = run({"--train", "s3-27", "--data", "digits", "--limit", "100", "--epochs", "1"});
    CHECK(told.error.find("The recipe, where the options say nothing else: 10 % of") == 0);
    const auto recipe = last({});
    CHECK(recipe["validation_images"] == 10);
    CHECK(recipe["training_images"] == 90);
    CHECK(recipe["keep_best"] == true);
    CHECK(recipe["flip"] == true);
    CHECK(recipe["shift"].get<double>() == doctest::Approx(0.1));
    const auto plain = last({"--validation", "0", "--no-keep-best", "--no-flip", "--shift", "0"});
    CHECK(plain["validation_images"] == 0);
    CHECK(plain["keep_best"] == false);
    CHECK(plain["flip"] == false);
    CHECK(plain["shift"] == 0);
    const auto one = last({"--no-flip", "--l2", "0.001", "--schedule", "milestones", "--at", "0.4"});
    CHECK(one["flip"] == false);
    CHECK(one["keep_best"] == true);
    CHECK(one["l2"].get<double>() == doctest::Approx(0.001));
    CHECK(one["schedule"] == "milestones");
}

TEST_CASE("command line: the last line tells how the test images went") {
    const Ending ending = run({"--train", "quick", "--epochs", "2", "--json"});
    REQUIRE(ending.code == 0);
    const auto lines = ending.lines();
    const auto& last = lines.back();
    const double accuracy = last["test_accuracy"].get<double>();
    CHECK(last["top_k_accuracy"]["1"].get<double>() == doctest::Approx(accuracy));
    CHECK(last["top_k_accuracy"]["3"].get<double>() >= accuracy);
    REQUIRE(last["confusion"].size() == 10);
    REQUIRE(last["classes"].size() == 10);
    int images = 0;
    int right = 0;
    double recalled = 0;  // the mean of the recalls, weighted by images, is the accuracy
    for (std::size_t c = 0; c < 10; ++c) {
        for (const auto& cell : last["confusion"][c]) images += cell.get<int>();
        right += last["confusion"][c][c].get<int>();
        const auto& figures = last["classes"][c];
        recalled += figures["recall"].get<double>() * figures["images"].get<double>();
        CHECK(figures["roc_auc"].get<double>() > 0.5);
        CHECK(figures["average_precision"].get<double>() <= 1);
    }
    CHECK(images == 360);
    CHECK(right == std::lround(accuracy * 360));
    CHECK(recalled / 360 == doctest::Approx(accuracy));
    CHECK(last["mean_roc_auc"].get<double>() > 0.9);
    CHECK(last["calibration"]["bins"].size() == 15);
    CHECK(last["calibration"]["expected_error"].get<double>() <=
          last["calibration"]["largest_error"].get<double>());
    REQUIRE(last["highest_losses"].size() == 10);
    CHECK(last["highest_losses"][0]["loss"].get<double>() >= last["highest_losses"][9]["loss"].get<double>());
    CHECK(last["highest_losses"][0]["label"] != last["highest_losses"][0]["predicted"]);
}

TEST_CASE("command line: synthetic sets, a table, and pictures by folder") {
    const Ending moons = run({"--spec", "dense 16 | tanh | dense 2", "--data", "Moons", "--epochs", "30",
                              "--rate", "0.01", "--optimizer", "adam", "--test-share", "0.25", "--json"});
    REQUIRE(moons.code == 0);
    CHECK(moons.lines().back()["test_images"] == 250);
    CHECK(moons.lines().back()["training_images"] == 750);
    CHECK(moons.lines().back()["test_accuracy"].get<double>() > 0.9);

    namespace fs = std::filesystem;
    const OwnFolder own;
    const fs::path& folder = own.path();
    const auto write = [&](const std::string& name, const std::string& content) {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << content;
        return (folder / name).string();
    };
    std::string rows = "size,kind\n";
    for (int i = 0; i < 40; ++i) rows += std::to_string(i) + (i < 20 ? ",small\n" : ",large\n");
    const std::string table = write("t.csv", rows);
    const Ending learned = run({"--spec", "dense 2", "--data", table.c_str(), "--standardise", "--epochs",
                                "100", "--rate", "0.1", "--batch", "8", "--json"});
    CHECK(learned.code == 0);
    CHECK(learned.lines().back()["test_accuracy"].get<double>() > 0.8);
    check_refused({"--spec", "dense 2", "--data", table.c_str(), "--label", "colour"}, "no column is named");
    check_refused({"--spec", "dense 2", "--data", table.c_str(), "--rotate", "5"}, "only noise fits");
    check_refused({"--spec", "dense 2", "--data", write("wrong.csv", "1,a\n2,b\nx,a\n").c_str()},
                  "wrong.csv, line 3, column 1: \"x\" is not a number.");

    for (int i = 0; i < 10; ++i) {
        const std::vector<std::uint8_t> dark = cnn::write_png({1, 1, {0, 0, 0, 255}});
        const std::vector<std::uint8_t> light = cnn::write_png({1, 1, {255, 255, 255, 255}});
        write("pictures/dark/" + std::to_string(i) + ".png", std::string(dark.begin(), dark.end()));
        write("pictures/light/" + std::to_string(i) + ".png", std::string(light.begin(), light.end()));
    }
    write("pictures/notes.txt", "no picture");
    const std::string pictures = (folder / "pictures").string();
    const auto given = shell::read_picture_folder(pictures + "/");  // as a window takes it
    REQUIRE(given.ok());
    CHECK(given.value().name == "pictures");
    REQUIRE(given.value().parts.size() == 20);
    CHECK(given.value().parts.front().path == "pictures/dark/0.png");
    CHECK(given.value().parts.back().path == "pictures/light/9.png");
    const std::string first = (folder / "pictures/dark/0.png").string();
    CHECK(given.value().parts.front().size == fs::file_size(first));
    const auto nothing = shell::read_picture_folder(own.path().string() + "/nothing");
    CHECK_FALSE(nothing.ok());
    const Ending seen =
        run({"--spec", "dense 2", "--data", pictures.c_str(), "--image", "3x4x6", "--epochs", "20", "--rate",
             "0.01", "--shift", "0.1", "--flip", "--noise", "0.01", "--json"});
    CHECK(seen.code == 0);
    CHECK(seen.lines().back()["test_images"] == 4);
    CHECK(seen.lines().back()["parameters"] == 3 * 4 * 6 * 2 + 2);
    CHECK(seen.lines().back()["test_accuracy"] == 1);
    check_refused({"--spec", "dense 2", "--data", pictures.c_str(), "--image", "2x4x6"}, "not 2");
    check_refused({"--spec", "dense 2", "--data", pictures.c_str(), "--image", "big"}, "--image");
    check_refused({"--spec", "dense 2", "--data", write("x.zip", "no archive").c_str()}, "no zip archive");
}

TEST_CASE("command line: weights are exported and brought back") {
    const OwnFolder folder;
    const std::string weights = (folder.path() / "convolab.npz").string();
    const std::string answers = (folder.path() / "answers.npz").string();
    const char* spec = "dense 16 | relu | dense 10";
    const Ending trained = run({"--spec", spec, "--epochs", "1", "--json", "--export", weights.c_str(),
                                "--answers", answers.c_str()});
    REQUIRE_MESSAGE(trained.code == 0, trained.error);
    const Ending tested = run({"--spec", spec, "--epochs", "0", "--json", "--weights", weights.c_str()});
    REQUIRE_MESSAGE(tested.code == 0, tested.error);
    REQUIRE(tested.lines().size() == 1);
    for (const char* key : {"parameters_hash", "test_loss", "test_accuracy"})
        CHECK(tested.lines()[0][key] == trained.lines()[1][key]);
    CHECK(tested.lines()[0]["steps"] == 0);

    const auto file = shell::read_file(answers, 1U << 20U);
    REQUIRE(file.ok());
    const auto tensors = cnn::read_npz("answers", file.value().bytes);
    REQUIRE(tensors.ok());
    const auto& [stored, images, outputs] =
        std::tie(tensors.value()[0], tensors.value()[1], tensors.value()[2]);
    CHECK(stored.dims == std::vector<std::int64_t>{100, 1, 8, 8});
    CHECK(images.dims == stored.dims);
    for (std::size_t i = 0; i < stored.values.size(); ++i) CHECK(images.values[i] == stored.values[i] / 16);
    CHECK(outputs.dims == std::vector<std::int64_t>{100, 10});

    const auto with = [&](const char* option, const char* value) {
        return std::vector<const char*>{"--spec", spec, "--epochs", "0", option, value};
    };
    check_refused({"--spec", "dense 15 | relu | dense 10", "--weights", weights.c_str()},
                  "dense1.weight is 16 x 64; this network needs 15 x 64");
    check_refused(with("--weights", "/no/such/file"), "is not a file that can be read");
    check_refused(with("--export", "network.pb"), "the ending tells the format; it is one of: .safetensors");
    check_refused(with("--answers", "answers.csv"), "must end with .npz");
    const Ending unwritten = run(with("--export", "/no/such/folder/w.npz"));
    CHECK(unwritten.code == 1);
    CHECK(unwritten.error.find("cannot be written") != std::string::npos);
}

TEST_CASE("command line: a file of weights says which network it is of") {
    const OwnFolder folder;
    const std::string own = (folder.path() / "own.safetensors").string();
    const std::string known = (folder.path() / "known.safetensors").string();
    const std::string silent = (folder.path() / "silent.npz").string();
    const auto hash = [](const Ending& ending) { return ending.lines().back()["parameters_hash"]; };
    const Ending trained = run({"--spec", "dense 16 | tanh | dense 10", "--epochs", "1", "--json", "--export",
                                own.c_str(), "--export", silent.c_str()});
    REQUIRE_MESSAGE(trained.code == 0, trained.error);
    const Ending tested = run({"--weights", own.c_str(), "--epochs", "0", "--json"});
    REQUIRE_MESSAGE(tested.code == 0, tested.error);
    CHECK(tested.error.empty());
    CHECK(hash(tested) == hash(trained));
    CHECK(tested.lines().back()["spec"] == "flatten | dense 16 | tanh | dense 10");
    CHECK(tested.lines().back()["data"] == "digits");

    // One of the lectures' is called by its name and has its recipe.
    const Ending recipe =
        run({"--train", "s1-15", "--epochs", "1", "--limit", "64", "--json", "--export", known.c_str()});
    REQUIRE_MESSAGE(recipe.code == 0, recipe.error);
    const Ending again = run({"--weights", known.c_str(), "--epochs", "0", "--json"});
    REQUIRE_MESSAGE(again.code == 0, again.error);
    CHECK(again.lines().back()["network"] == "s1-15");
    CHECK(again.lines().back()["optimizer"] == recipe.lines().back()["optimizer"]);
    CHECK(hash(again) == hash(recipe));

    // Asked for as another network, it says what it is.
    const Ending other =
        run({"--spec", "dense 16 | relu | dense 10", "--weights", own.c_str(), "--epochs", "0"});
    CHECK(other.code == 0);  // the tensors fit
    CHECK(other.error.find(
              "own.safetensors is of another network: flatten | dense 16 | tanh | dense 10 for 8x8x1.\n") !=
          std::string::npos);
    check_refused({"--spec", "dense 9 | relu | dense 10", "--weights", own.c_str()},
                  "this network needs 9 x 64. own.safetensors is of another network: flatten | dense 16 | "
                  "tanh | dense 10 "
                  "for 8x8x1. Without --train and --spec that one is taken.");
    const Ending scaled = run({"--weights", own.c_str(), "--epochs", "0", "--standardise"});
    CHECK(scaled.error.find(
              "own.safetensors: It was trained on value / 16, and here it is given (value / 16 - mean)") !=
          std::string::npos);
    check_refused({"--weights", silent.c_str()},
                  "silent.npz does not say which network it is of: --train or --spec");
    check_refused({"--weights", own.c_str(), "--data", "spirals"},
                  "own.safetensors: its network does not fit the data spirals. The network gives 10 values");
    const std::string foreign = (folder.path() / "foreign.safetensors").string();
    const std::string header = R"({"__metadata__":{"spec":"conv 8 9x9 | cat","input":"20x20x1"}})";
    cnn::Bytes bytes;
    cnn::append_le(bytes, header.size(), 8);
    cnn::append_text(bytes, header);
    REQUIRE(shell::write_file(foreign, bytes).ok());
    check_refused({"--weights", foreign.c_str()},
                  "the layers in its metadata are no network. At character 14");
}

TEST_CASE("command line: weights that learned from standardised images get such, unless that is unwanted") {
    const OwnFolder folder;
    const std::string file = (folder.path() / "scaled.safetensors").string();
    const Ending trained = run({"--spec", "dense 16 | tanh | dense 10", "--epochs", "2", "--json",
                                "--standardise", "--export", file.c_str()});
    REQUIRE_MESSAGE(trained.code == 0, trained.error);
    const auto figures = [](const Ending& ending) {
        const auto last = ending.lines().back();
        return std::pair(last["test_loss"], last["test_accuracy"]);
    };
    const auto tested = [&](std::initializer_list<const char*> more) {
        std::vector<const char*> words = {"--weights", file.c_str(), "--epochs", "0", "--json"};
        words.insert(words.end(), more);
        Ending ending = run(words);
        REQUIRE_MESSAGE(ending.code == 0, ending.error);
        return ending;
    };
    const Ending same = tested({});
    CHECK(figures(same) == figures(trained));
    CHECK(same.error ==
          "scaled.safetensors: its network learned from standardised images, so they are standardised here "
          "too (--no-standardise: not).\n");
    const Ending asked = tested({"--standardise"});  // as it is anyway
    CHECK(figures(asked) == figures(trained));
    CHECK(asked.error.empty());
    const Ending plain = tested({"--no-standardise"});
    CHECK(figures(plain) != figures(trained));
    CHECK(plain.error.starts_with("scaled.safetensors: It was trained on (value / 16 - mean)"));
    // Also where the network is said by the arguments.
    CHECK(figures(tested({"--spec", "dense 16 | tanh | dense 10"})) == figures(trained));
}

TEST_CASE("command line: S0-4's heights are numbers, so there is an error in centimetres and no accuracy") {
    const Ending seen =
        run({"--spec", "dense 1", "--data", "heights", "--standardise", "--loss", "mean-squared",
             "--optimizer", "sgd", "--rate", "0.1", "--batch", "10", "--epochs", "300", "--json"});
    REQUIRE(seen.code == 0);
    const auto lines = seen.lines();
    const auto& end = lines.back();
    CHECK_FALSE(end.contains("test_accuracy"));
    CHECK_FALSE(end.contains("confusion"));
    CHECK_FALSE(lines.front().contains("train_accuracy"));
    REQUIRE(end["predictions"].size() == 10);
    CHECK(end["predictions"][9]["target"] == 155);
    // least squares: 179.123 - 0.53978 age + 0.19506 weight
    CHECK(end["predictions"][9]["predicted"].get<double>() == doctest::Approx(155.383).epsilon(1e-5));
    CHECK(end["mean_absolute_error"].get<double>() < 2.2);
    check_refused({"--spec", "dense 1", "--data", "heights"},
                  "mean-squared and mean-absolute compare numbers");
    check_refused({"--spec", "dense 10", "--data", "heights", "--loss", "mean-squared"},
                  "end it with dense 1");
}

TEST_CASE("command line: one output tells two classes apart, and its file says so") {
    const OwnFolder folder;
    const std::string own = (folder.path() / "one.safetensors").string();
    const std::string answers = (folder.path() / "answers.npz").string();
    const Ending seen = run({"--spec", "dense 16 | tanh | dense 1", "--data", "moons", "--loss",
                             "binary-cross-entropy", "--optimizer", "adam", "--rate", "0.02", "--epochs",
                             "40", "--json", "--export", own.c_str(), "--answers", answers.c_str()});
    REQUIRE_MESSAGE(seen.code == 0, seen.error);
    const auto lines = seen.lines();
    const auto& last = lines.back();
    CHECK(last["test_accuracy"].get<double>() > 0.95);
    REQUIRE(last["confusion"].size() == 2);
    const auto& cells = last["confusion"];
    const int right = cells[0][0].get<int>() + cells[1][1].get<int>();
    CHECK(right + cells[0][1].get<int>() + cells[1][0].get<int>() == last["test_images"].get<int>());
    CHECK(right / last["test_images"].get<double>() == doctest::Approx(last["test_accuracy"].get<double>()));
    CHECK(last["classes"].size() == 2);
    const auto file = shell::read_file(answers, 1U << 20U);
    REQUIRE(file.ok());
    CHECK(cnn::read_npz("answers", file.value().bytes).value()[2].dims == std::vector<std::int64_t>{100, 1});

    const Ending again = run({"--weights", own.c_str(), "--data", "moons", "--epochs", "0", "--json"});
    REQUIRE_MESSAGE(again.code == 0, again.error);
    for (const char* key : {"parameters_hash", "test_loss", "test_accuracy", "loss"})
        CHECK(again.lines().back()[key] == last[key]);
    CHECK(again.error.find("one.safetensors") == std::string::npos);

    check_refused({"--spec", "dense 1", "--data", "moons"}, "choose the loss binary-cross-entropy, or end");
    check_refused({"--spec", "dense 1", "--data", "spirals", "--loss", "binary-cross-entropy"},
                  "The network gives 1 value for the 3 classes of the training images: end it with dense 3.");
}

TEST_CASE("command line: what cannot be trained is said") {
    check_refused({"--train", "s9-99"}, "--train=s9-99 is not known; it takes one of: quick, ");
    check_refused({"--train", "s9-99"}, "s3-27, resnet-20, resnet-56.");
    check_refused({"--train", "vgg-16"}, "--train=vgg-16 has no recipe: no lecture trains it. --optimizer");
    check_refused({"--train", "s1-15", "--data", "cats"}, "--data=cats is not known");
    check_refused({"--train", "s4-13", "--data", "fashion-mnist", "--data-dir", "/nowhere"},
                  "Fashion-MNIST's 4 files are not in /nowhere");
    check_refused({"--train", "s0-18", "--data-dir", "/nowhere"},
                  "CIFAR-10's 8 files are not in /nowhere. \"assets/fetch/data cifar-10\" fetches them");
    check_refused({"--train", "s1-15", "--optimizer", "magic"}, "--optimizer=magic is not known");
    check_refused({"--spec", "relu | dense ten", "--data", "digits"}, "--spec, character 14: dense");
    check_refused({"--train", "S4-13", "--data", "Digits", "--optimizer", "RMSprop"},
                  "s4-13 does not fit the data digits. Rows: ");
    check_refused({"--train", "s4-13", "--data-dir", "/nowhere"}, "web/play --build-only");
    const Ending diverged = run({"--spec", "dense 32 | relu | dense 10", "--data", "digits", "--optimizer",
                                 "sgd", "--rate", "1e30", "--epochs", "1"});
    CHECK(diverged.code == 1);
    CHECK(diverged.error.find("learning rate is too high") != std::string::npos);
}

TEST_CASE("command line: data directories, best first") {
    CHECK(shell::data_directories("mine", "/a/build/desktop/convolab") == std::vector<std::string>{"mine"});
    const auto directories = shell::data_directories("", "/a/build/desktop/convolab");
    CHECK(std::find(directories.begin(), directories.end(), "/a/build/data") != directories.end());
    CHECK_FALSE(shell::read_file("/nowhere/at/all", 10).ok());
    CHECK_FALSE(shell::read_file("/", 10).ok());
    const auto itself = shell::read_file(CONVOLAB_SOURCE_DIR "/LICENSE", 100);
    REQUIRE_FALSE(itself.ok());
    CHECK(itself.error().sentence.find("the limit is 100") != std::string::npos);
}
