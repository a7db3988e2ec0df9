// The training lesson's data besides the digits: points, sets in MNIST's format, and the learner's own files.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "shell/state/field_visitors.h"
#include "shell/state/link.h"
#include "tests/shell/sliced_model.h"

#include "core/io/image.h"
#include "core/io/zip.h"
#include "core/io/zip_writer.h"

namespace shell::lesson_mnist {

using nlohmann::json;

namespace {

GivenFile text_file(std::string name, const std::string& text) {
    return {std::move(name), {text.begin(), text.end()}, 0, 0};
}

// Two clouds of points with names for classes; a column is a thousand times the other.
GivenFile table() {
    std::string text = "height,weight,kind\n";
    for (int i = 0; i < 40; ++i)
        text += std::to_string(i % 7) + "," + std::to_string(1000 * (i % 5) + (i % 2) * 9000) + "," +
                (i % 2 == 0 ? "cat" : "dog") + "\n";
    return text_file("pets.csv", text);
}

// type 8; `sizes`; numbers that count up to `below`.
GivenFile idx_file(std::string name, const std::vector<int>& sizes, int below) {
    GivenFile file{std::move(name), {0, 0, 8, static_cast<std::uint8_t>(sizes.size())}, 0, 0};
    std::size_t count = 1;
    for (const int size : sizes) {
        count *= static_cast<std::size_t>(size);
        for (const int byte : {0, 0, size / 256, size % 256})
            file.bytes.push_back(static_cast<std::uint8_t>(byte));
    }
    for (std::size_t i = 0; i < count; ++i)
        file.bytes.push_back(static_cast<std::uint8_t>(i % static_cast<std::size_t>(below)));
    return file;
}

// A batch of CIFAR-10: `images` black ones; of the first, the first pixel is `red`.
GivenFile cifar_batch(std::string name, int images, std::uint8_t red) {
    constexpr std::size_t kRow = std::size_t{4} * cnn::kCifarSide * cnn::kCifarSide;
    cnn::Picture rows{cnn::kCifarSide * cnn::kCifarSide, images, {}};
    rows.rgba.resize(kRow * static_cast<std::size_t>(images));
    rows.rgba[0] = red;
    return {std::move(name), cnn::write_png(rows), 0, 0};
}

GivenFile cifar_labels(std::string name, int count) {
    std::string text = "[0";
    for (int i = 1; i < count; ++i) text += "," + std::to_string(i % 10);
    return text_file(std::move(name), text + "]");
}

// Two folders of ten pictures each, of 40 x 40 pixels of one colour.
GivenFile picture_zip(std::array<std::uint8_t, 3> first, std::array<std::uint8_t, 3> second) {
    cnn::ZipWriter zip;
    for (int i = 0; i < 20; ++i) {
        cnn::Picture picture{40, 40, {}};
        for (int pixel = 0; pixel < 1600; ++pixel) {
            for (const std::uint8_t value : i % 2 == 0 ? first : second) picture.rgba.push_back(value);
            picture.rgba.push_back(255);
        }
        const std::string path = (i % 2 == 0 ? "a/" : "b/") + std::to_string(i) + ".png";
        zip.add(path, cnn::write_png(picture));
    }
    return {"mine.zip", std::move(zip).finish(), 0, 0};
}

DataSet small_cifar() {
    DataSet set = data_set(kCifar);
    set.train = 5;
    set.test = 2;
    return set;
}

}  // namespace

TEST_CASE("mnist data: CIFAR-10's batches become two parts, piece by piece") {
    const DataSet set = small_cifar();
    CifarFiles files(set);
    REQUIRE(files.add(cifar_batch("data_batch_1.png", 3, 7)).ok());
    REQUIRE(files.add(cifar_batch("data_batch_2.png", 2, 8)).ok());
    REQUIRE(files.add(cifar_labels("train_lables.json", 50)).ok());
    REQUIRE(files.add(cifar_batch("test_batch.png", 2, 9)).ok());
    CHECK_FALSE(files.finish().ok());
    REQUIRE(files.add(cifar_labels("test_lables.json", 2)).ok());
    CHECK(files.work(1).value() == false);
    const auto read = files.finish();
    REQUIRE(read.ok());
    const cnn::DataSplit& data = *read.value();
    CHECK(data.train.count() == 5);
    CHECK(data.train.labels == std::vector<std::uint8_t>{0, 1, 2, 3, 4});
    CHECK(data.train.pixels[0] == 7);
    CHECK(data.train.pixels[3 * data.train.image.size()] == 8);
    CHECK(data.test.pixels[0] == 9);
    CHECK(data.test.count() == 2);
    CHECK(data.train.class_names[9] == "truck");
}

TEST_CASE("mnist data: CIFAR-10's files that do not belong together are refused by name") {
    const DataSet set = small_cifar();
    {
        CifarFiles files(set);
        REQUIRE(files.add(cifar_batch("data_batch_1.png", 3, 7)).ok());
        const cnn::Status few = files.add(cifar_labels("train_lables.json", 50));
        REQUIRE_FALSE(few.ok());
        CHECK(few.error().sentence ==
              "The batches before train_lables.json hold 3 images; there are to be 5.");
    }
    CifarFiles files(set);
    REQUIRE(files.add(cifar_batch("data_batch_1.png", 5, 7)).ok());
    const cnn::Status short_list = files.add(cifar_labels("train_lables.json", 4));
    REQUIRE_FALSE(short_list.ok());
    CHECK(short_list.error().sentence.find("train_lables.json has 4 labels") == 0);
    CifarFiles other(set);
    GivenFile cut = cifar_batch("data_batch_1.png", 5, 7);
    cut.bytes.resize(cut.bytes.size() - 20);
    const cnn::Status damaged = other.add(std::move(cut));
    REQUIRE_FALSE(damaged.ok());
    CHECK(damaged.error().sentence.find("data_batch_1.png") != std::string::npos);
}

TEST_CASE("mnist data: pictures of one's own keep their colours where they have some") {
    MnistModel model = sliced_model();
    REQUIRE(model.take_file(picture_zip({200, 30, 30}, {30, 30, 200})).ok());
    CHECK(model.state()["data"]["image"] == json({3, 32, 32}));
    CHECK(model.state()["data"]["class_names"] == json({"a", "b"}));
    const cnn::Dataset& data = model.data()->train;
    CHECK(data.pixels[0] == (data.labels[0] == 0 ? 200 : 30));
    CHECK(data.pixels[2 * 32 * 32] == (data.labels[0] == 0 ? 30 : 200));
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    CHECK(model.state()["rows"].back()["validation_accuracy"] == 1.0);
    REQUIRE(model.take_file(picture_zip({200, 200, 190}, {30, 30, 40})).ok());
    CHECK(model.state()["data"]["image"] == json({1, 28, 28}));
}

TEST_CASE("mnist data: CIFAR-10 brings a network of its own, arrives between frames and is learned") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-network", {{"network", "s0-18"}}).ok());
    json state = model.state();
    CHECK(state["data"]["name"] == "cifar-10");
    CHECK(state["data"]["image"] == json({3, 32, 32}));
    CHECK(state["data"]["train"] == 10000 * kCifarBatches);
    CHECK(state["data"]["remark"].get<std::string>().empty() == !kSmallMemory);
    CHECK(model.class_text(6) == "frog");
    CHECK_FALSE(model.setup().data_info().drawable());
    REQUIRE(model.command("train", {}).ok());
    CHECK(model.take_wishes().fetch_data == "cifar-10");
    const GivenFile batch = cifar_batch("data_batch_1.png", 10000, 200);
    for (int i = 0; i < kCifarBatches; ++i) CHECK(model.take_data_file("cifar-10", batch).value());
    CHECK(model.take_data_file("cifar-10", cifar_labels("train_lables.json", 50000)).value());
    GivenFile test = batch;
    test.name = "test_batch.png";
    CHECK(model.take_data_file("cifar-10", test).value());
    CHECK(model.take_data_file("cifar-10", cifar_labels("test_lables.json", 10000)).value());
    REQUIRE(model.take_data("cifar-10", {}).ok());
    for (int frames = 0; frames < 100 && model.data() == nullptr; ++frames) model.advance(0);
    REQUIRE(model.data() != nullptr);
    CHECK(model.data()->train.pixels[std::size_t{10000} * 3072] == 200);
    model.advance(0);
    for (int i = 0; i < 100 && model.state()["run"]["step"] == 0; ++i) {
        model.work(20);
        model.advance(0);
    }
    CHECK(model.state()["run"]["step"].get<int>() > 0);
    CHECK(model.sentences().find("The chosen image (airplane) is read as") != std::string::npos);
}

TEST_CASE("mnist data: fetching ends when it is called off or other data are fetched, and damage ends it") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-data", {{"data", "cifar-10"}}).ok());
    REQUIRE(model.command("fetch-data", {}).ok());
    CHECK(model.take_wishes().stop_fetching.empty());
    REQUIRE(model.command("cancel-fetch", {}).ok());
    CHECK(model.take_wishes().stop_fetching == "cifar-10");
    CHECK_FALSE(model.take_data_file("cifar-10", cifar_batch("data_batch_1.png", 2, 1)).value());
    REQUIRE(model.command("fetch-data", {}).ok());
    REQUIRE(model.command("choose-data", {{"data", "mnist"}}).ok());
    REQUIRE(model.command("fetch-data", {}).ok());
    const Wishes wishes = model.take_wishes();
    CHECK(wishes.stop_fetching == "cifar-10");
    CHECK(wishes.fetch_data == "mnist");
    REQUIRE(model.command("choose-data", {{"data", "cifar-10"}}).ok());
    REQUIRE(model.command("fetch-data", {}).ok());
    GivenFile cut = cifar_batch("data_batch_1.png", 40, 1);
    cut.bytes[45] ^= 0xFF;
    REQUIRE(model.take_data_file("cifar-10", cut).ok());  // only unpacking shows it
    model.advance(0);
    CHECK(model.state()["data"]["fetch"] == "failed");
    CHECK(model.state()["data"]["failure"].get<std::string>().find("data_batch_1.png") != std::string::npos);
    CHECK(model.take_wishes().stop_fetching == "cifar-10");
    // What was under way when it failed is not taken.
    const json failed = model.state()["data"];
    CHECK_FALSE(model.take_data_file("cifar-10", cifar_batch("data_batch_2.png", 2, 1)).value());
    CHECK(model.take_data("cifar-10", {}).ok());
    model.advance(0);
    CHECK(model.state()["data"] == failed);
    CHECK(model.take_wishes().stop_fetching.empty());
}

TEST_CASE("mnist data: where memory is small, fetched sets make room for a larger one") {
    Shelf shelf;
    shelf.most_bytes = Shelf::kSmallShelfBytes;
    const auto some = std::make_shared<const cnn::DataSplit>();
    shelf.fetched["fashion-mnist"] = some;
    shelf.make_room(data_set("mnist"));
    CHECK(shelf.fetched.size() == 1);
    shelf.fetched["mnist"] = some;
    shelf.make_room(data_set("cifar-10"));
    CHECK(shelf.fetched.empty());
}

TEST_CASE("mnist data: points bring a small network, are there at once and are learned") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-data", {{"data", "moons"}}).ok());
    json state = model.state();
    CHECK(state["data"]["available"] == true);
    CHECK(state["data"]["classes"] == 2);
    CHECK(state["data"]["train"].get<int>() + state["data"]["test"].get<int>() == 1000);
    CHECK(state["network"]["spec"] == "dense 32 | tanh | dense 32 | tanh | dense 2");
    CHECK(model.setup().data_info().points());
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    state = model.state();
    CHECK(state["run"]["state"] == "finished");
    CHECK(state["rows"].back()["validation_accuracy"].get<double>() > 0.95);
    // A drawing is no point: it is not read, and does no harm.
    REQUIRE(model.command("draw", {{"strokes", {{{0.2, 0.2}, {0.8, 0.8}}}}}).ok());
    CHECK(model.state()["drawing"]["predicted"].is_null());
    CHECK(model.state()["image"]["set"] == "test");
    REQUIRE(model.command("choose-data", {{"data", "digits"}}).ok());
    CHECK(model.state()["network"]["slug"] == "quick");
}

TEST_CASE("mnist data: S0-4's heights are predicted in centimetres, and nothing counts classes") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-data", {{"data", "heights"}}).ok());
    json state = model.state();
    CHECK(state["data"]["available"] == true);
    CHECK(state["data"]["unit"] == "cm");
    CHECK(state["network"]["spec"] == "dense 8 | tanh | dense 1");
    CHECK(state["config"]["loss"] == "mean-squared");
    CHECK(state["config"]["standardise"] == true);
    CHECK(model.title() == "A network learns to predict a height from age and weight");
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    state = model.state();
    CHECK(state["run"]["state"] == "finished");
    CHECK(state["run"]["steps_per_epoch"] == 5);
    REQUIRE(state["predicted"]["rows"].size() == 10);
    CHECK(state["predicted"]["rows"][9]["target"] == 155);
    CHECK(std::abs(state["predicted"]["rows"][9]["predicted"].get<double>() - 155) < 2);
    CHECK(state["predicted"]["mean_error"].get<double>() < 1);
    CHECK(model.warning().empty());
    for (const char* part : {"evaluation", "measures"}) CHECK(state[part].is_null());
    CHECK(state["image"]["probabilities"].empty());
    CHECK_FALSE(model.latest_accuracy().has_value());
    REQUIRE(model.command("choose-image", {{"set", "test"}, {"image", 4}}).ok());
    const std::string words = model.sentences();
    CHECK(words.find("accuracy") == std::string::npos);
    CHECK(words.find("Of example 4 the network says 1") != std::string::npos);
    CHECK(words.find(" cm; its height is 170 cm, the loss ") != std::string::npos);

    const cnn::Status sorted = model.command("show-images", {{"show", "wrong"}});
    REQUIRE_FALSE(sorted.ok());
    CHECK(sorted.error().sentence.find("no classes") != std::string::npos);
    for (const char* loss : {"cross-entropy", "hinge"}) {
        const cnn::Status refused = set(model, "loss", loss);
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().sentence.find("mean-squared and mean-absolute compare numbers") !=
              std::string::npos);
        REQUIRE(set(model, "loss", "mean-squared").ok());
    }
    const cnn::Status unfit = model.command("apply-spec", {{"text", "dense 2"}});
    REQUIRE_FALSE(unfit.ok());
    CHECK(unfit.error().sentence.ends_with(
        "The network gives 2 values, the rows of Heights have 1 to predict: end it with dense 1."));
    REQUIRE(model.command("choose-data", {{"data", "digits"}}).ok());
    CHECK(model.state()["network"]["slug"] == "quick");
    CHECK(model.state()["config"]["loss"] == "cross-entropy");
    CHECK(model.state()["predicted"].is_null());
}

TEST_CASE("mnist data: a run that begins above guessing and falls is not said to learn nothing") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-data", {{"data", "heights"}}).ok());
    REQUIRE(model.command("choose-network", {{"network", "linear"}}).ok());
    REQUIRE(set(model, "batch", "10").ok());
    REQUIRE(set(model, "epochs", "1").ok());
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    CHECK(model.run()->rows->back().train_loss > 1.1F);  // what guessing the mean gives is 1
    CHECK(model.warning().empty());
}

TEST_CASE("mnist data: a plane through the heights ends at the least squares") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-data", {{"data", "heights"}}).ok());
    for (const char* network : {"lecture-hidden", "one-hidden", "linear"}) {
        REQUIRE(model.command("choose-network", {{"network", network}}).ok());
        CHECK(model.setup().data_info().slug == "heights");
        CHECK(model.chosen_small()->slug == network);
    }
    REQUIRE(set(model, "batch", "10").ok());
    REQUIRE(set(model, "epochs", "600").ok());
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    // 179.123 - 0.53978 age + 0.19506 weight
    const json rows = model.state()["predicted"]["rows"];
    CHECK(rows[0]["predicted"].get<double>() == doctest::Approx(179.28).epsilon(1e-3));
    CHECK(rows[9]["predicted"].get<double>() == doctest::Approx(155.383).epsilon(1e-3));
}

TEST_CASE("mnist data: a number that is predicted is taken apart, down to the gradient of its loss") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-data", {{"data", "heights"}}).ok());
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    REQUIRE(model.command("choose-number", {{"layer", 2}, {"c", 0}, {"y", 0}, {"x", 0}}).ok());
    const float said = model.explained()->number;
    CHECK(model.data()->test.in_target_unit(0, said) == model.said()->numbers[0]);
    REQUIRE(set(model, "explain", "gradient").ok());
    float wanted = 0;
    model.data()->test.targets_to(0, model.config().loss, 1, &wanted);
    CHECK(model.explained()->number == doctest::Approx(2 * (said - wanted)));
    CHECK(model.explained()->loss == doctest::Approx((said - wanted) * (said - wanted)));
    CHECK(model.state()["image"]["loss"] == model.explained()->loss);
    CHECK(model.state()["explained"]["label"].is_null());
    CHECK(model.sentences().find("how the loss of this example changes") != std::string::npos);
}

TEST_CASE("mnist data: a network that tells classes apart is no network for numbers, nor the other way") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-data", {{"data", "moons"}}).ok());
    REQUIRE(set(model, "loss", "binary-cross-entropy").ok());
    REQUIRE(model.command("apply-spec", {{"text", "dense 5 | relu | dense 1"}}).ok());
    run_to_rest(model);
    REQUIRE(model.command("export", {{"format", "safetensors"}}).ok());
    const auto yes_or_no = model.take_wishes().save;
    REQUIRE(yes_or_no.size() == 1);
    REQUIRE(model.command("choose-data", {{"data", "heights"}}).ok());
    CHECK(model.setup().data_info().slug == "heights");
    const json before = model.state()["network"];
    const cnn::Status refused = model.take_file({"moons.safetensors", yes_or_no[0].bytes, 0, 0});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().sentence.ends_with("It tells classes apart, and here numbers are predicted."));
    CHECK(model.state()["network"] == before);
    REQUIRE(model.command("apply-spec", {{"text", "dense 4 | tanh | dense 1"}}).ok());
    run_to_rest(model);
    REQUIRE(model.command("export", {{"format", "safetensors"}}).ok());
    const auto numbers = model.take_wishes().save;
    REQUIRE(model.command("choose-network", {{"network", "linear"}}).ok());
    run_to_rest(model);
    REQUIRE(model.take_file({"heights.safetensors", numbers[0].bytes, 0, 0}).ok());
    CHECK(model.spec_text() == "dense 4 | tanh | dense 1");
    CHECK(model.setup().data_info().slug == "heights");
}

TEST_CASE("mnist data: Fashion-MNIST takes MNIST's networks, fetches itself and has names for its classes") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-network", {{"network", "s4-13"}}).ok());
    REQUIRE(model.command("choose-data", {{"data", "fashion-mnist"}}).ok());
    CHECK(model.state()["network"]["slug"] == "s4-13");
    CHECK(model.state()["data"]["available"] == false);
    CHECK(model.class_text(9) == "Ankle boot");
    REQUIRE(model.command("fetch-data", {}).ok());
    CHECK(model.take_wishes().fetch_data == "fashion-mnist");
    model.data_progress("mnist", 0.5);
    CHECK(model.state()["data"]["progress"] == 0.0);
    REQUIRE(model.command("choose-network", {{"network", "lenet-5"}}).ok());
    CHECK(model.state()["data"]["name"] == "fashion-mnist");
}

TEST_CASE("mnist data: a table of one's own is divided, standardised and learned") {
    MnistModel model = sliced_model();
    REQUIRE(model.take_file(table()).ok());
    json state = model.state();
    CHECK(state["data"]["name"] == "own");
    CHECK(state["data"]["title"] == "pets.csv");
    CHECK(state["data"]["class_names"] == json({"cat", "dog"}));
    CHECK(state["data"]["train"] == 32);
    CHECK(state["data"]["test"] == 8);
    REQUIRE(model.data() != nullptr);
    REQUIRE(model.data()->train.mean.size() == 2);
    // By the rows that are trained on: neither those held out nor those beyond the limit are asked.
    REQUIRE(set(model, "limit", "20").ok());
    REQUIRE(set(model, "validation", "5").ok());
    double sum = 0;
    for (std::size_t i = 0; i < 15; ++i) sum += static_cast<double>(model.data()->train.values[2 * i]);
    CHECK(model.data()->train.mean[0] == doctest::Approx(sum / 15));
    CHECK(model.data()->test.mean == model.data()->train.mean);
    REQUIRE(set(model, "validation", "0").ok());
    REQUIRE(set(model, "limit", "0").ok());
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    CHECK(model.state()["rows"].back()["train_accuracy"].get<double>() == 1.0);
    // Another file takes its place in a run of its own.
    REQUIRE(model.take_file(text_file("other.csv", "x,class\n1,a\n2,b\n3,c\n4,a\n5,b\n6,c\n")).ok());
    state = model.state();
    CHECK(state["data"]["title"] == "other.csv");
    CHECK(state["data"]["classes"] == 3);
    CHECK(state["run"]["step"] == 0);
}

TEST_CASE(
    "mnist data: another column of a table is the class when it is chosen, also where the last cannot be") {
    MnistModel model = sliced_model();
    CHECK(model.table() == nullptr);
    CHECK_FALSE(model.command("choose-class-column", {{"column", 1}}).ok());
    REQUIRE(model.take_file(text_file("two.csv", "kind,x,sort\n0,1,a\n1,2,b\n0,3,c\n1,4,a\n0,5,b\n1,6,c\n"))
                .ok());
    REQUIRE(model.table() != nullptr);
    CHECK(model.table()->columns == std::vector<std::string>{"kind", "x", "sort"});
    CHECK(model.table()->class_column == 2);
    CHECK(model.state()["data"]["classes"] == 3);
    // What remains must be numbers.
    CHECK(model.command("choose-class-column", {{"column", 1}}).error().sentence ==
          "two.csv, line 2, column 3: \"a\" is not a number.");
    CHECK(model.state()["data"]["classes"] == 3);
    CHECK(model.table()->class_column == 2);
    CHECK(model.command("choose-class-column", {{"column", 4}}).error().sentence.find("column") !=
          std::string::npos);

    // The class first, without a header, and a last column that is the same everywhere.
    const cnn::Status wine =
        model.take_file(text_file("wine.csv", "1,14.2,7\n2,13.1,7\n1,14.4,7\n2,12.9,7\n1,14,7\n"));
    REQUIRE_FALSE(wine.ok());
    CHECK(wine.error().sentence ==
          "wine.csv: all rows are of one class; there is nothing to tell apart. The menu Data takes another "
          "column for the class.");
    CHECK(model.state()["data"]["title"] == "two.csv");
    CHECK(model.table()->columns[0] == "Column 1");
    REQUIRE(model.command("choose-class-column", {{"column", 1}}).ok());
    CHECK(model.state()["data"]["title"] == "wine.csv");
    CHECK(model.state()["data"]["class_names"] == json({"1", "2"}));
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    CHECK(model.state()["run"]["step"] == 1);

    // What is no table has none to choose from; what cannot be read takes nothing away.
    CHECK_FALSE(model.take_file(text_file("song.mp3", "la la")).ok());
    CHECK(model.table() != nullptr);
    REQUIRE(model.take_file(picture_zip({200, 30, 30}, {30, 30, 200})).ok());
    CHECK(model.table() == nullptr);
}

TEST_CASE("mnist data: how much of one's own data is kept for testing is chosen, and the network stays") {
    MnistModel model = sliced_model();
    REQUIRE_FALSE(model.command("choose-test-share", {{"percent", 30}}).ok());
    CHECK(model.state()["data"]["test_percent"].is_null());
    REQUIRE(model.take_file(table()).ok());
    CHECK(model.state()["data"]["test_percent"] == 20);
    CHECK(model.state()["data"]["test"] == 8);
    REQUIRE(model.command("apply-spec", {{"text", "dense 6 | tanh | dense 2"}}).ok());
    REQUIRE(set(model, "validation", "10").ok());
    for (const auto& [percent, tested] : {std::pair(5, 2), std::pair(50, 20), std::pair(25, 10)}) {
        REQUIRE(model.command("choose-test-share", {{"percent", percent}}).ok());
        const json data = model.state()["data"];
        CHECK(data["test"] == tested);
        CHECK(data["train"] == 40 - tested);
        CHECK(data["test_percent"] == percent);
        CHECK(model.data()->test.count() == tested);
        CHECK(model.spec_text() == "dense 6 | tanh | dense 2");
        CHECK(model.config().validation == 0);
    }
    for (const json& args : {json{{"percent", 4}}, json{{"percent", 51}}, json{{"percent", "half"}}, json()})
        CHECK_FALSE(model.command("choose-test-share", args).ok());
    CHECK(model.state()["data"]["test"] == 10);
    REQUIRE(model.command("choose-class-column", {{"column", 3}}).ok());  // the share stays
    CHECK(model.state()["data"]["test_percent"] == 25);
    REQUIRE(model.command("choose-data", {{"data", "digits"}}).ok());
    CHECK_FALSE(model.command("choose-test-share", {{"percent", 30}}).ok());
}

TEST_CASE("mnist data: pictures are standardised when asked for, a table unless it is not wanted") {
    MnistModel model = sliced_model();
    CHECK(model.data()->train.mean.empty());
    const std::uint8_t* pixels = model.data()->train.pixels.data();
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    REQUIRE(model.state()["run"]["step"] == 1);
    REQUIRE(set(model, "standardise", "on").ok());
    CHECK(model.state()["config"]["standardise"] == true);
    CHECK(model.state()["run"]["step"] == 0);
    const cnn::Dataset& train = model.data()->train;
    CHECK(train.pixels.data() == pixels);
    REQUIRE(train.mean.size() == 1);
    double sum = 0, squares = 0;
    for (const std::uint8_t pixel : train.pixels) {
        const double value = pixel / 16.0;
        sum += value;
        squares += value * value;
    }
    const double mean = sum / static_cast<double>(train.pixels.size());
    CHECK(train.mean[0] == doctest::Approx(mean));
    CHECK(train.deviation[0] ==
          doctest::Approx(std::sqrt(squares / static_cast<double>(train.pixels.size()) - mean * mean)));
    CHECK(model.sentences().find("The inputs are standardised") != std::string::npos);
    // Measured again for other images only.
    const cnn::DataSplit* measured = model.data();
    const float mean_of_all = train.mean[0];
    REQUIRE(set(model, "seed", "7").ok());
    CHECK(model.data() == measured);
    REQUIRE(set(model, "limit", "100").ok());
    CHECK(model.data()->train.mean[0] != mean_of_all);
    REQUIRE(set(model, "limit", "0").ok());
    CHECK(model.data()->train.mean[0] == mean_of_all);
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    CHECK(model.state()["rows"].back()["validation_accuracy"].get<double>() > 0.9);

    REQUIRE(model.take_file(table()).ok());
    CHECK(model.state()["config"]["standardise"] == true);
    REQUIRE(set(model, "standardise", "off").ok());
    CHECK(model.data()->train.mean.empty());
    CHECK(model.state()["data"]["mean"] == json::array());
}

TEST_CASE("mnist data: a drawing is standardised as the images are") {
    MnistModel model = sliced_model();
    const json stroke = {{{0.3, 0.2}, {0.5, 0.5}, {0.3, 0.8}}};
    REQUIRE(model.command("draw", {{"strokes", stroke}}).ok());
    const std::vector<float> plain = model.chosen_pixels();
    REQUIRE(set(model, "standardise", "on").ok());
    REQUIRE(model.command("draw", {{"strokes", stroke}}).ok());
    const cnn::Dataset& train = model.data()->train;
    const std::vector<float> seen = model.chosen_pixels();
    REQUIRE(seen.size() == plain.size());
    for (std::size_t i = 0; i < seen.size(); ++i)
        CHECK(seen[i] == (plain[i] - train.mean[0]) / train.deviation[0]);
    CHECK(std::equal(plain.begin(), plain.end(), model.digit().result.values().begin()));
    run_to_rest(model);
    const std::vector<float> expected = cnn::run_image(*model.run()->network, seen).probabilities;
    CHECK(std::equal(expected.begin(), expected.end(), model.drawing_probabilities().begin()));
}

TEST_CASE("mnist data: the two files of an IDX set, in either order") {
    const GivenFile images = idx_file("shapes-images.idx", {20, 9, 9}, 251);
    const GivenFile labels = idx_file("shapes-labels.idx", {20}, 4);
    for (const bool images_first : {true, false}) {
        MnistModel model = sliced_model();
        REQUIRE(model.take_file(images_first ? images : labels).ok());
        CHECK(model.state()["data"]["name"] == "digits");
        CHECK(model.note().find(images_first ? "its labels next" : "its images next") != std::string::npos);
        REQUIRE(model.take_file(images_first ? labels : images).ok());
        CHECK(model.state()["data"]["name"] == "own");
        CHECK(model.state()["data"]["classes"] == 4);
        CHECK(model.state()["data"]["image"] == json({1, 9, 9}));
        CHECK(model.state()["network"]["spec"].get<std::string>().find("conv 16 3x3 same") == 0);
    }
}

// The files of picture_zip as a folder of the disk has them, with one that is no picture.
GivenFile picture_folder(std::array<std::uint8_t, 3> first, std::array<std::uint8_t, 3> second) {
    const GivenFile zip = picture_zip(first, second);
    const std::vector<cnn::ZipEntry> entries = cnn::list_zip(zip.name, zip.bytes).value();
    GivenFile folder{"pets", {}, 0, 0, {}};
    const auto add = [&](const std::string& path, const std::vector<std::uint8_t>& bytes) {
        folder.parts.push_back({"pets/" + path, bytes.size()});
        folder.bytes.insert(folder.bytes.end(), bytes.begin(), bytes.end());
    };
    add("notes.txt", {1, 2, 3});
    for (const cnn::ZipEntry& entry : entries)
        add(entry.path, cnn::unzip(zip.name, zip.bytes, entry, 1 << 20).value());
    return folder;
}

TEST_CASE("mnist data: a folder of pictures is the set that its zip is") {
    using Colour = std::array<std::uint8_t, 3>;
    for (const auto& [first, second] : {std::pair<Colour, Colour>{{200, 30, 30}, {30, 30, 200}},
                                        std::pair<Colour, Colour>{{200, 200, 190}, {30, 30, 40}}}) {
        MnistModel from_zip = sliced_model();
        MnistModel from_folder = sliced_model();
        REQUIRE(from_zip.take_file(picture_zip(first, second)).ok());
        REQUIRE(from_folder.take_file(picture_folder(first, second)).ok());
        json expected = from_zip.state()["data"];
        json found = from_folder.state()["data"];
        CHECK(found["title"] == "pets");
        expected.erase("title");
        found.erase("title");
        CHECK(found == expected);
        CHECK(from_folder.data()->train.pixels == from_zip.data()->train.pixels);
        CHECK(from_folder.data()->test.labels == from_zip.data()->test.labels);
    }
    MnistModel model = sliced_model();
    GivenFile one = picture_folder({1, 1, 1}, {2, 2, 2});
    one.parts.erase(one.parts.begin() + 2, one.parts.end());
    const cnn::Status refused = model.take_file(one);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().sentence ==
          "pets: all pictures are in one folder; each class needs a folder of its own.");
}

TEST_CASE("mnist data: files that are none are refused by name, and nothing changes") {
    MnistModel model = sliced_model();
    REQUIRE(model.take_file(table()).ok());
    const json before = model.state();
    const GivenFile images = idx_file("a-images.idx", {6, 4, 4}, 9);
    GivenFile cut = images;
    cut.bytes.pop_back();
    GivenFile swapped = images;
    swapped.bytes[2] = 0x0D;
    GivenFile picture{"cat.png", std::vector<std::uint8_t>(16, 9), 2, 2};
    for (const GivenFile& bad :
         {text_file("empty.csv", ""), text_file("words.csv", "a,b\nc\n"), text_file("one.csv", "1,a\n2,a\n"),
          text_file("notes.pdf", "%PDF"), text_file("broken.zip", "PK\x03\x04 and no more"), cut, swapped,
          picture, text_file("short-ubyte", "ab"), text_file("bad.gz", "\x1f\x8b\x08 no gzip")}) {
        const cnn::Status taken = model.take_file(bad);
        REQUIRE_MESSAGE(!taken.ok(), bad.name);
        CHECK_MESSAGE(taken.error().sentence.find(bad.name) != std::string::npos, taken.error().sentence);
        CHECK(model.state() == before);
    }
    // Counts that differ are found when both are there; what waited may be given another partner.
    REQUIRE(model.take_file(images).ok());
    const cnn::Status unequal = model.take_file(idx_file("b-labels.idx", {5}, 2));
    REQUIRE_FALSE(unequal.ok());
    CHECK(unequal.error().sentence.find("6 images") != std::string::npos);
    GivenFile wild = idx_file("wild-labels.idx", {6}, 2);
    wild.bytes.back() = 255;
    const cnn::Status gaps = model.take_file(wild);
    REQUIRE_FALSE(gaps.ok());
    CHECK(gaps.error().sentence.find("wild-labels.idx has labels up to 255, but only 3") == 0);
    REQUIRE(model.take_file(idx_file("c-labels.idx", {6}, 2)).ok());
    CHECK(model.state()["data"]["title"] == "a-images.idx");
}

TEST_CASE("mnist data: a link to one's own data needs the file, and finds it in the same session") {
    const auto shelf = std::make_shared<Shelf>();
    const auto runner = [] { return StartedRunner{cnn::make_sliced_runner(), false}; };
    MnistModel model(runner, shelf);
    const auto open = [](MnistModel& to) {
        const std::vector<LinkPair> pairs{
            {"network", "custom"}, {"spec", "dense 4 | tanh | dense 2"}, {"data", "own"}};
        FieldWriter writer(pairs);
        to.fields(writer);
        return writer.status() ? to.settle() : writer.status();
    };
    MnistModel other(runner, shelf);
    const cnn::Status missing = open(other);
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().sentence.find("open the file first") != std::string::npos);
    REQUIRE(model.take_file(table()).ok());
    MnistModel later(runner, shelf);
    REQUIRE(open(later).ok());
    CHECK(later.state()["data"]["title"] == "pets.csv");
}

}  // namespace shell::lesson_mnist
