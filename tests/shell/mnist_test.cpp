// The training lesson without its picture: what commands do to the run and the state, what links may say, how
// data arrives. A recording runner stands in where the order of commands is asked for, the sliced one where
// numbers are.
#include "shell/lessons/17_mnist/model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/io/bytes.h"
#include "core/io/export.h"
#include "core/io/safetensors.h"
#include "core/net/layer_text.h"
#include "core/net/spec_text.h"
#include "shell/session.h"
#include "shell/state/short_number.h"
#include "tests/shell/sliced_model.h"
#include "tests/thorough.h"

namespace shell::lesson_mnist {

using nlohmann::json;

namespace {

// Keeps what was posted; snapshots are what the test says.
class RecordingRunner final : public cnn::Runner {
 public:
    struct Record {
        std::vector<cnn::Command> posted;
        std::shared_ptr<cnn::Snapshot> next = std::make_shared<cnn::Snapshot>();
        std::size_t room = 1000;
    };
    explicit RecordingRunner(std::shared_ptr<Record> record) : record_(std::move(record)) {}

    bool post(cnn::Command command) override {
        if (record_->posted.size() >= record_->room) return false;
        record_->posted.push_back(std::move(command));
        return true;
    }
    std::shared_ptr<const cnn::Snapshot> snapshot() override { return record_->next; }
    bool work(double) override { return false; }

 private:
    std::shared_ptr<Record> record_;
};

struct Recorded {
    std::shared_ptr<RecordingRunner::Record> record = std::make_shared<RecordingRunner::Record>();
    std::shared_ptr<Shelf> shelf = std::make_shared<Shelf>();
    MnistModel model{[this] {
                         return StartedRunner{std::make_unique<RecordingRunner>(record), false};
                     },
                     shelf};

    // A snapshot as the runner would make it for the run that was configured last.
    void publish(cnn::RunState state, std::int64_t step = 0) {
        auto made = std::make_shared<cnn::Snapshot>();
        for (const cnn::Command& command : record->posted)
            if (const auto* configure = std::get_if<cnn::Configure>(&command)) made->run = configure->run;
        made->version = record->next->version + 1;
        made->state = state;
        made->step = step;
        made->steps_per_epoch = 90;
        cnn::Network network = cnn::make_network(model.config().network).value();
        cnn::initialise(network, model.config().seed);
        made->network = std::make_shared<const cnn::Network>(std::move(network));
        record->next = made;
        model.advance(0);
    }
    template <class T>
    int count() const {
        int found = 0;
        for (const cnn::Command& command : record->posted)
            found += std::holds_alternative<T>(command) ? 1 : 0;
        return found;
    }
};

}  // namespace

TEST_CASE("mnist: opens with digits, a small network and nothing to fetch; making a model starts nothing") {
    Recorded lesson;
    const json state = lesson.model.state();
    CHECK(state["network"]["slug"] == "quick");
    CHECK(state["data"]["name"] == "digits");
    CHECK(state["data"]["available"] == true);
    CHECK(state["run"]["state"] == "idle");
    CHECK(state["network"]["input"] == json({1, 8, 8}));
    CHECK(lesson.record->posted.empty());
    CHECK(lesson.model.sentences().find("Not trained yet") != std::string::npos);
    const std::int64_t needed = state["run"]["memory_bytes"].get<std::int64_t>();
    CHECK(needed == cnn::planned_bytes(lesson.model.config(), 0));
    CHECK(lesson.model.sentences().find("training needs " + megabytes_text(needed) + ".") !=
          std::string::npos);
    CHECK(lesson.model.advice().find("Press Train") == 0);
    CHECK_FALSE(lesson.model.latest_accuracy().has_value());
    lesson.model.advance(0);
    CHECK(lesson.count<cnn::Configure>() == 1);
}

TEST_CASE("mnist: the default run learns the digits in seconds" * doctest::skip(cnn::testing::kSanitized)) {
    MnistModel model = sliced_model();
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    const json state = model.state();
    CHECK(state["run"]["state"] == "finished");
    CHECK(state["run"]["epoch"] == state["config"]["epochs"]);
    CHECK(state["rows"].size() == state["config"]["epochs"].get<std::size_t>());
    CHECK(state["rows"].back()["validation_accuracy"].get<double>() > 0.9);
    CHECK(state["rows"].back()["validation_loss"].get<double>() <
          state["rows"].front()["validation_loss"].get<double>());
    CHECK(state["evaluation"]["total"] == 360);
    int counted = 0;
    for (const json& cell : state["evaluation"]["confusion"]) counted += cell.get<int>();
    CHECK(counted == 360);
    double sum = 0;
    for (const json& p : state["image"]["probabilities"]) sum += p.get<double>();
    CHECK(sum == doctest::Approx(1));
    CHECK(model.sentences().find("Validation after epoch") != std::string::npos);

    SUBCASE("at the end Train and the epoch's end say that nothing is left; one update goes on") {
        for (const char* name : {"train", "epoch"}) {
            const cnn::Status refused = model.command(name, {});
            REQUIRE_FALSE(refused.ok());
            CHECK(refused.error().sentence.find("are done") != std::string::npos);
        }
        CHECK(model.state()["config"] == state["config"]);
        REQUIRE(model.command("step", {}).ok());
        run_to_rest(model);
        const int epochs = state["config"]["epochs"].get<int>();
        CHECK(model.place() == "update 1 after epoch " + std::to_string(epochs));
        CHECK_FALSE(model.command("epoch", {}).ok());
    }
    SUBCASE("training on after the end is a command of its own, for as many epochs again") {
        CHECK(model.place() == "epoch 60 of 60");
        REQUIRE(model.command("train-more", {}).ok());
        model.advance(0);
        CHECK(model.state()["config"]["epochs"] == 2 * state["config"]["epochs"].get<int>());
        run_to_rest(model);
        CHECK(model.state()["run"]["epoch"] == 2 * state["config"]["epochs"].get<int>());
    }
    SUBCASE("starting over gives the same weights again, and says so") {
        REQUIRE(model.command("start-over", {}).ok());
        run_to_rest(model);
        CHECK(model.state()["run"]["step"] == 0);
        CHECK(model.state()["note"].get<std::string>().find("seed 1") != std::string::npos);
        REQUIRE(model.command("train", {}).ok());
        run_to_rest(model);
        CHECK(model.state()["run"]["parameters_hash"] == state["run"]["parameters_hash"]);
    }
    SUBCASE("the wrong ones and a cell of the confusion matrix are shown") {
        REQUIRE(model.command("show-images", {{"show", "wrong"}}).ok());
        const int wrong = model.gallery_size();
        CHECK(wrong == std::lround(360 * (1 - state["evaluation"]["accuracy"].get<double>())));
        int cells = 0;
        for (int t = 0; t < 10; ++t)
            for (int p = 0; p < 10; ++p) {
                REQUIRE(model.command("show-images", {{"show", "cell"}, {"true", t}, {"predicted", p}}).ok());
                CHECK(model.gallery_size() ==
                      state["evaluation"]["confusion"][static_cast<std::size_t>(t * 10 + p)]);
                if (model.gallery_size() > 0) CHECK(model.chosen_label() == t);
                if (t != p) cells += model.gallery_size();
            }
        CHECK(cells == wrong);
    }
}

TEST_CASE("mnist: commands reach the runner in their order, and a full ring loses none") {
    Recorded lesson;
    lesson.record->room = 1;
    REQUIRE(lesson.model.command("step", {}).ok());
    REQUIRE(lesson.model.command("evaluate", {}).ok());
    REQUIRE(lesson.model.command("epoch", {}).ok());
    CHECK(lesson.model.advance(0) == 0.0);
    CHECK(lesson.record->posted.size() == 1);
    lesson.record->room = 10;
    lesson.model.advance(0);
    REQUIRE(lesson.record->posted.size() == 4);
    CHECK(std::holds_alternative<cnn::Configure>(lesson.record->posted[0]));
    CHECK(std::holds_alternative<cnn::StepOnce>(lesson.record->posted[1]));
    CHECK(std::holds_alternative<cnn::Evaluate>(lesson.record->posted[2]));
    CHECK(std::holds_alternative<cnn::EpochOnce>(lesson.record->posted[3]));
}

TEST_CASE("mnist: train pauses what trains, the rate changes in flight, other settings begin a new run") {
    Recorded lesson;
    lesson.model.advance(0);
    CHECK_FALSE(lesson.model.command("train-more", {}).ok());
    REQUIRE(lesson.model.command("train", {}).ok());
    CHECK(lesson.count<cnn::Train>() == 1);
    lesson.publish(cnn::RunState::kTraining, 12);
    REQUIRE(lesson.model.command("raise-rate", {}).ok());
    REQUIRE(lesson.count<cnn::SetRate>() == 1);
    CHECK(std::get<cnn::SetRate>(lesson.record->posted.back()).rate == doctest::Approx(0.005));
    REQUIRE(set(lesson.model, "epochs", "40").ok());
    CHECK(lesson.count<cnn::SetEpochs>() == 1);
    CHECK(lesson.count<cnn::Configure>() == 1);
    REQUIRE(lesson.model.command("train", {}).ok());
    CHECK(lesson.count<cnn::Pause>() == 1);

    REQUIRE(set(lesson.model, "batch", "32").ok());
    lesson.model.advance(0);
    CHECK(lesson.count<cnn::Configure>() == 2);
    CHECK(lesson.model.run() == nullptr);  // the old snapshot is not shown as the new run's
    CHECK(lesson.model.note().find("12 updates") != std::string::npos);
}

TEST_CASE("mnist: an epoch is called by one number from its first update to its last") {
    MnistModel model = sliced_model();
    REQUIRE(set(model, "epochs", "2").ok());
    CHECK(model.place() == "epoch 1 of 2");
    const auto after = [&](const char* command) {
        REQUIRE(model.command(command, {}).ok());
        run_to_rest(model);
        CHECK(model.sentences().find("(" + model.place() + ")") != std::string::npos);
        return model.place();
    };
    CHECK(after("step") == "epoch 1 of 2");
    CHECK(after("epoch") == "epoch 1 of 2");
    CHECK(after("step") == "epoch 2 of 2");
    CHECK(after("train") == "epoch 2 of 2");
    CHECK(after("step") == "update 1 after epoch 2");
}

TEST_CASE("mnist: what was measured before the last updates says how many those were") {
    MnistModel model = sliced_model();
    REQUIRE(set(model, "epochs", "2").ok());
    const auto after = [&](const char* command) {
        REQUIRE(model.command(command, {}).ok());
        run_to_rest(model);
        return model.latest_accuracy()->words;
    };
    const auto age = [&] { return model.age(model.measured()->evaluation->step); };
    CHECK(after("epoch") == "validation accuracy");
    CHECK(age().empty());
    CHECK(after("step") == "validation accuracy, 1 update ago");
    CHECK(age() == ", 1 update ago");
    CHECK(after("train") == "validation accuracy");
    CHECK(model.advice().find("epochs are done. ") != std::string::npos);
    after("step");
    CHECK(after("step") == "validation accuracy, 2 updates ago");
    CHECK(age() == ", 2 updates ago");
    CHECK(model.advice().find("All 2 epochs are done, and 2 updates more. ") != std::string::npos);
    CHECK(model.sentences().find(" on 360 images, 2 updates ago.") != std::string::npos);
    CHECK(after("evaluate") == "validation accuracy, 2 updates ago");
    CHECK(age().empty());
}

TEST_CASE("mnist: a sample within an epoch is the latest validation, and is called a sample") {
    Recorded lesson;
    lesson.model.advance(0);
    lesson.publish(cnn::RunState::kIdle);
    CHECK(lesson.model.drawing_note().find("random") != std::string::npos);
    lesson.publish(cnn::RunState::kTraining, 30);
    CHECK(lesson.model.drawing_note().empty());
    using Points = cnn::Snapshot::Points;
    lesson.record->next->validation_curve =
        std::make_shared<const Points>(Points{{0, 2.4F, 0.1F}, {0.25F, 0.5F, 0.8F}});
    REQUIRE(lesson.model.latest_accuracy().has_value());
    CHECK(lesson.model.latest_accuracy()->accuracy == 0.8F);
    CHECK(lesson.model.latest_accuracy()->words.find("sample, epoch 0.25") != std::string::npos);
    lesson.record->next->validation_curve = std::make_shared<const Points>(Points{{1, 0.3F, 0.9F}});
    lesson.record->next->rows =
        std::make_shared<const std::vector<cnn::EpochRow>>(std::vector<cnn::EpochRow>{{.epoch = 1}});
    CHECK(lesson.model.latest_accuracy()->words == "validation accuracy");
}

TEST_CASE("mnist: what is looked at leaves the run alone") {
    Recorded lesson;
    lesson.model.advance(0);
    lesson.publish(cnn::RunState::kPaused, 7);
    const std::size_t before = lesson.record->posted.size();
    REQUIRE(lesson.model.command("choose-image", {{"set", "train"}, {"image", 1436}}).ok());
    REQUIRE(lesson.model.command("next-image", {}).ok());
    CHECK(lesson.model.selection().image == 1436);
    REQUIRE(lesson.model.command("previous-image", {}).ok());
    CHECK(lesson.model.selection().image == 1435);
    REQUIRE(lesson.model.command("next-layer", {}).ok());
    REQUIRE(lesson.model.command("draw", {{"strokes", {{{0.3, 0.2}, {0.6, 0.8}}}}}).ok());
    CHECK(lesson.record->posted.size() == before);
    CHECK(lesson.model.run() != nullptr);
    REQUIRE(lesson.model.activations() != nullptr);
    CHECK(lesson.model.activations()->outputs.size() == lesson.model.summary().layers.size());
}

TEST_CASE(
    "mnist: predictions of the looked-at images are made a few per frame and renewed with the weights") {
    Recorded lesson;
    lesson.model.advance(0);
    lesson.publish(cnn::RunState::kPaused, 7);
    lesson.model.look_at({0, 5, 9, 100000, -1});
    while (lesson.model.advance(0) == 0.0) {
    }
    REQUIRE(lesson.model.prediction(5) != nullptr);
    CHECK(lesson.model.prediction(1) == nullptr);
    CHECK(lesson.model.prediction(100000) == nullptr);
    const auto version = lesson.model.prediction(5)->version;
    lesson.publish(cnn::RunState::kPaused, 8);
    while (lesson.model.advance(0) == 0.0) {
    }
    CHECK(lesson.model.prediction(5)->version == version + 1);
}

TEST_CASE("mnist: a number inside the network is taken apart, and its terms lead to those that it reads") {
    Recorded lesson;
    lesson.model.advance(0);
    lesson.publish(cnn::RunState::kPaused, 3);
    MnistModel& model = lesson.model;
    CHECK(model.state()["explained"].is_null());
    REQUIRE(model.command("choose-number", {{"layer", 2}, {"c", 5}, {"y", 1}, {"x", 3}}).ok());
    json state = model.state();
    json told = state["explained"];
    CHECK(told["what"] == "value");
    CHECK(told["number"] == model.activations()->outputs[2].at(0, 5, 1, 3));
    REQUIRE(told["trace"]["terms"].size() == 4);  // a pool of 2 x 2 over rows 2, 3 and columns 6, 7
    CHECK(told["trace"]["terms"][0]["at"] == json({5, 2, 6}));
    CHECK(told["trace"]["terms"][3]["at"] == json({5, 3, 7}));
    CHECK(model.sentences().find("layer 3, channel 6, row 2, column 4") != std::string::npos);

    // From the pool over the ReLU to the convolution's nine products.
    REQUIRE(model.command("choose-number", {{"layer", 0}, {"c", 5}, {"y", 2}, {"x", 6}}).ok());
    state = model.state();
    CHECK(state["explained"]["trace"]["terms"].size() == 9);
    CHECK(state["explained"]["trace"]["steps"][0]["name"] == "bias");

    // The gradient at an output is the loss's own: share less target.
    REQUIRE(
        model.command("choose-number", {{"layer", 6}, {"c", model.chosen_label()}, {"y", 0}, {"x", 0}}).ok());
    REQUIRE(set(model, "explain", "gradient").ok());
    state = model.state();
    told = state["explained"];
    const float share = model.activations()->probabilities[static_cast<std::size_t>(model.chosen_label())];
    CHECK(told["number"].get<float>() == doctest::Approx(share - 1));
    CHECK(told["loss"].get<float>() == doctest::Approx(-std::log(share)));

    // A layer with fewer channels keeps the number within it.
    REQUIRE(model.command("choose-number", {{"layer", 0}, {"c", 15}, {"y", 7}, {"x", 7}}).ok());
    REQUIRE(model.command("choose-layer", {{"layer", 6}}).ok());
    CHECK(model.selection().cell == cnn::CellPlace{9, 0, 0});
    for (const json& wrong :
         {json({{"c", 16}, {"y", 0}, {"x", 0}, {"layer", 0}}), json({{"c", -1}, {"y", 0}, {"x", 0}}),
          json({{"y", 0}, {"x", 0}}), json({{"c", 0}, {"y", 0}, {"x", 0}, {"layer", 7}}), json("here")})
        CHECK(!model.command("choose-number", wrong).ok());
    CHECK(model.selection().layer == 6);
}

TEST_CASE("mnist: the chosen image has a loss, which is that of the evaluation; a drawing has none") {
    MnistModel model = sliced_model();
    REQUIRE(set(model, "l2", "0.1").ok());  // which is of the weights, not of an image
    for (const char* loss :
         {"cross-entropy", "binary-cross-entropy", "mean-squared", "mean-absolute", "hinge"}) {
        CAPTURE(loss);
        REQUIRE(set(model, "loss", loss).ok());
        REQUIRE(model.command("step", {}).ok());
        run_to_rest(model);
        REQUIRE(model.command("evaluate", {}).ok());
        run_to_rest(model);
        REQUIRE(model.command("choose-image", {{"set", "test"}, {"image", 7}}).ok());
        REQUIRE(model.chosen_loss().has_value());
        CHECK(*model.chosen_loss() == doctest::Approx(model.run()->evaluation->losses[7]).epsilon(1e-5));
        CHECK(model.state()["image"]["loss"] == *model.chosen_loss());
        CHECK(model.sentences().find(", with the loss " + short_number(*model.chosen_loss()) + ".") !=
              std::string::npos);
    }
    REQUIRE(model.command("draw", {{"strokes", {{{0.2, 0.2}, {0.8, 0.8}}}}}).ok());
    CHECK(model.state()["image"]["set"] == "drawing");
    CHECK_FALSE(model.chosen_loss().has_value());
    CHECK(model.state()["image"]["loss"].is_null());
    CHECK(model.sentences().find("with the loss") == std::string::npos);
}

TEST_CASE("mnist: the gradient of a weight is taken apart, of a bias too, and layers without say so") {
    Recorded lesson;
    lesson.model.advance(0);
    lesson.publish(cnn::RunState::kPaused, 3);
    MnistModel& model = lesson.model;
    REQUIRE(model.command("choose-layer", {{"layer", 0}}).ok());
    REQUIRE(model.command("choose-weight", {{"c", 5}, {"in", 0}, {"y", 1}, {"x", 2}}).ok());
    const cnn::Network& network = *model.run()->network;
    json told = model.state()["explained"];
    CHECK(told["what"] == "weight");
    CHECK(told["weight"]["value"] == network.parameters[5 * 9 + 1 * 3 + 2]);
    const cnn::Shape& map = model.summary().layers[0].output;
    CHECK(told["trace"]["term_count"] == map.h * map.w);  // each output of the filter has it as a factor
    // The kernel's row is its middle one and the column its last: each output met the pixel at its right, or
    // the padding.
    std::vector<float> pixels(model.data()->test.image.size());
    model.data()->test.image_to(model.selection().image, pixels.data());
    double sum = 0;
    for (const cnn::CellTerm& term : model.explained()->weight.terms) {
        const auto [c, y, x] = term.place;
        const float met = x + 1 < map.w ? pixels[static_cast<std::size_t>(y * map.w + x + 1)] : 0.0F;
        CHECK(term.factor == met);
        sum += static_cast<double>(term.input) * static_cast<double>(term.factor);
    }
    CHECK(told["number"].get<double>() == doctest::Approx(sum).epsilon(1e-4));
    CHECK(model.sentences().find("The gradient of the weight of filter 6, row 2, column 3 in layer 1") !=
          std::string::npos);

    REQUIRE(set(model, "weight_bias", "1").ok());
    told = model.state()["explained"];
    CHECK(told["weight"]["bias"] == true);
    CHECK(told["weight"]["value"] == network.parameters[network.plan[0].bias + 5]);
    CHECK(model.sentences().find("bias of filter 6") != std::string::npos);

    // A pool has none; an unknown weight is refused; a number chosen on a map is a number again.
    REQUIRE(model.command("choose-layer", {{"layer", 2}}).ok());
    CHECK(model.state()["explained"]["trace"]["term_count"] == 0);
    CHECK(model.state()["explained"]["weight"].is_null());
    CHECK(model.sentences().find("Layer 3 (maxpool 2) has no weights") != std::string::npos);
    CHECK(!model.command("choose-weight", {{"c", 0}, {"in", 0}, {"y", 0}, {"x", 0}}).ok());
    REQUIRE(model.command("choose-layer", {{"layer", 0}}).ok());
    for (const json& wrong :
         {json({{"c", 16}, {"in", 0}, {"y", 0}, {"x", 0}}), json({{"c", 0}, {"in", 1}, {"y", 0}, {"x", 0}}),
          json({{"c", 0}}), json("here")})
        CHECK(!model.command("choose-weight", wrong).ok());
    REQUIRE(model.command("choose-number", {{"c", 1}, {"y", 0}, {"x", 0}}).ok());
    CHECK(model.state()["explained"]["what"] == "value");
    CHECK(model.selection().weight.output.c == 1);
}

TEST_CASE("mnist: a diverged run offers the way back with a tenth of the rate") {
    Recorded lesson;
    lesson.model.advance(0);
    CHECK_FALSE(lesson.model.command("go-back", {}).ok());
    lesson.publish(cnn::RunState::kDiverged, 3);
    const float rate = lesson.model.config().rate;
    REQUIRE(lesson.model.command("go-back", {}).ok());
    CHECK(lesson.count<cnn::GoBack>() == 1);
    CHECK(lesson.model.config().rate == doctest::Approx(rate / 10));
}

TEST_CASE("mnist: a rate far too high diverges for real, says where, and is mended") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("apply-spec", {{"text", "dense 32 | dense 10"}}).ok());
    REQUIRE(set(model, "optimizer", "sgd").ok());
    REQUIRE(model.command("set-rate", {{"value", 100}}).ok());
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    json state = model.state();
    REQUIRE(state["run"]["state"] == "diverged");
    CHECK(state["divergence"]["step"].get<int>() >= 1);
    CHECK(state["divergence"]["layer"].get<int>() >= 0);
    CHECK(model.sentences().find(state["divergence"]["sentence"].get<std::string>()) != std::string::npos);
    for (const float weight : model.run()->network->parameters) REQUIRE(std::isfinite(weight));
    REQUIRE(model.command("go-back", {}).ok());
    run_to_rest(model);
    CHECK(model.state()["divergence"].is_null());
    CHECK(model.state()["run"]["rate"].get<double>() == doctest::Approx(10));
}

TEST_CASE("mnist: an optimiser chosen without a rate brings its usual one") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-network", {{"network", "s1-15"}}).ok());
    CHECK(model.config().rate == doctest::Approx(0.1));
    REQUIRE(model.command("choose-optimizer", {{"optimizer", "adam"}}).ok());
    CHECK(model.config().rate == doctest::Approx(0.001));
    REQUIRE(model.command("set-rate", {{"value", 0.02}}).ok());
    CHECK(model.config().rate == doctest::Approx(0.02));
    REQUIRE(model.command("choose-optimizer", {{"optimizer", "sgd"}}).ok());
    CHECK(model.config().rate == doctest::Approx(0.1));  // the recipe's: it is made for SGD
    CHECK_FALSE(model.command("choose-optimizer", {{"optimizer", "magic"}}).ok());
}

TEST_CASE("mnist: a rate that changes with the optimiser is told, and only while it holds") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-network", {{"network", "s1-15"}}).ok());
    CHECK(model.rate_remark().empty());
    REQUIRE(model.command("choose-optimizer", {{"optimizer", "adam"}}).ok());
    const std::string remark = "The optimiser brought its usual rate: 0.001 instead of 0.1.";
    CHECK(model.rate_remark() == remark);
    CHECK(model.state()["rate_remark"] == remark);
    CHECK(model.sentences().find("\n" + remark + "\n") != std::string::npos);
    REQUIRE(model.command("choose-optimizer", {{"optimizer", "rmsprop"}}).ok());
    CHECK(model.config().rate == 0.001F);
    CHECK(model.rate_remark().empty());  // it has the same
    // Also of the same optimiser, whose rate was another.
    REQUIRE(model.command("set-rate", {{"value", 0.02}}).ok());
    REQUIRE(model.command("choose-optimizer", {{"optimizer", "rmsprop"}}).ok());
    CHECK(model.rate_remark() == "The optimiser brought its usual rate: 0.001 instead of 0.02.");
    REQUIRE(model.command("raise-rate", {}).ok());
    CHECK(model.rate_remark().empty());
    REQUIRE(model.command("choose-optimizer", {{"optimizer", "sgd"}}).ok());
    CHECK_FALSE(model.rate_remark().empty());
    REQUIRE(set(model, "seed", "2").ok());  // another run: the rate is no news
    CHECK(model.rate_remark().empty());
}

TEST_CASE("mnist: the numbers in an optimiser's formula are set, and go when it goes") {
    MnistModel model = sliced_model();  // Adam
    CHECK(model.state()["config"]["constants"].empty());
    REQUIRE(set(model, "beta1", "0.5").ok());
    CHECK(model.state()["config"]["constants"] == json{{"beta1", 0.5}});
    CHECK(model.sentences().find("Trained with adam (β1 0.5), rate") != std::string::npos);
    const auto hash_of_three = [&] {
        REQUIRE(model.command("step", {}).ok());
        REQUIRE(model.command("step", {}).ok());
        REQUIRE(model.command("step", {}).ok());
        run_to_rest(model);
        return model.state()["run"]["parameters_hash"].get<std::string>();
    };
    const std::string other = hash_of_three();
    REQUIRE(set(model, "beta1", "-1").ok());  // the usual one: another run
    CHECK(model.state()["run"]["step"] == 0);
    CHECK(hash_of_three() != other);

    REQUIRE(set(model, "beta1", "0.5").ok());
    REQUIRE(model.command("apply-spec", {{"text", "dense 10"}}).ok());
    CHECK(model.config().constants.beta1 == 0.5F);
    REQUIRE(model.command("choose-optimizer", {{"optimizer", "momentum"}}).ok());
    CHECK(model.config().constants == cnn::OptimizerConstants{});
    REQUIRE(set(model, "momentum", "0.99").ok());
    REQUIRE(model.command("choose-network", {{"network", "s1-15"}}).ok());
    CHECK(model.config().constants == cnn::OptimizerConstants{});
    const auto refused = set(model, "momentum", "0.5");
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().sentence.find("sgd has no momentum in its formula") != std::string::npos);
}

TEST_CASE("mnist: a run that does not learn says so") {
    MnistModel model = sliced_model();
    REQUIRE(set(model, "optimizer", "sgd").ok());
    REQUIRE(set(model, "epochs", "1").ok());
    REQUIRE(model.command("set-rate", {{"value", 100}}).ok());
    CHECK(model.warning().empty());
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    CHECK(model.state()["run"]["state"] == "finished");  // its ReLUs are dead, but every number is finite
    CHECK(model.warning().find("2.30") != std::string::npos);
    CHECK(model.sentences().find(model.warning()) != std::string::npos);
}

TEST_CASE("mnist: wrong layers are refused with their place, and nothing changes") {
    Recorded lesson;
    lesson.model.advance(0);
    const json before = lesson.model.state();
    for (const char* text : {"conv 8 3x3 | dens 10", "", "|", "conv 8 99x99 | dense 10", "dense 99999999999",
                             "dense 10 | conv 0 3x3", "maxpool 2", "dense 11", "conv 8 3x3 s0"}) {
        CAPTURE(text);
        const cnn::Status applied = lesson.model.command("apply-spec", {{"text", text}});
        REQUIRE_FALSE(applied.ok());
        CHECK_FALSE(applied.error().sentence.empty());
        CHECK(lesson.model.state() == before);
    }
    const cnn::Status place = lesson.model.command("apply-spec", {{"text", "conv 8 3x3 | dens 10"}});
    CHECK(place.error().at == 13);
    CHECK_FALSE(lesson.model.command("apply-spec", {{"text", std::string(kMaxSpecBytes + 1, ' ')}}).ok());
    CHECK_FALSE(lesson.model.command("apply-spec", {{"text", 3}}).ok());

    CHECK_FALSE(lesson.model.check_spec("conv 8 3x3 | dens 10").ok());
    const auto unfit = lesson.model.check_spec("conv 8 3x3 | dense 12");  // while it is typed, too
    REQUIRE_FALSE(unfit.ok());
    CHECK(unfit.error().sentence.find("12 values") != std::string::npos);

    REQUIRE(lesson.model.command("apply-spec", {{"text", "conv 4 3x3\ntanh\ndense 10"}}).ok());
    CHECK(lesson.model.state()["config"] == before["config"]);  // the recipe stays as it was shown
    CHECK(lesson.model.setup().spec.find('\n') == std::string::npos);
    CHECK(lesson.model.state()["network"]["slug"] == "custom");
    CHECK(lesson.model.state()["network"]["layers"][0]["parameter_product"] == "(3 × 3 × 1 + 1) × 4 = 40");
}

TEST_CASE("mnist: how the weights begin is chosen by Keras' names, and stands in the layers' text alone") {
    MnistModel model = sliced_model();
    const std::string usual = model.spec_text();
    const json recipe = model.state()["config"];
    CHECK(recipe["initialiser"] == "glorot_uniform");
    for (const cnn::InitialiserInfo& info : cnn::initialisers()) {
        CAPTURE(info.name);
        REQUIRE(model.command("choose-initialiser", {{"initialiser", info.name}}).ok());
        const std::string text = cnn::to_text(model.config().network.initialiser);
        CHECK(text.starts_with(info.name));
        CHECK(model.spec_text() == (text == "glorot_uniform" ? usual : "init " + text + " | " + usual));
        CHECK(model.state()["config"]["initialiser"] == text);
        CHECK(model.sentences().find("The weights begin as Keras' " + text + " has them.") !=
              std::string::npos);
    }
    REQUIRE(model.command("choose-initialiser", {{"initialiser", "constant"}, {"value", 0.25}}).ok());
    CHECK(model.spec_text() == "init constant 0.25 | " + usual);
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    REQUIRE(model.command("choose-initialiser", {{"initialiser", "constant"}, {"value", 0.25}}).ok());
    CHECK(model.state()["run"]["step"] == 1);  // the same again begins no new run
    for (const json& args : {json{{"initialiser", "he"}}, json{{"value", 1}}, json(),
                             json{{"initialiser", "constant"}, {"value", -1}},
                             json{{"initialiser", "constant"}, {"value", 1e300}}}) {
        CAPTURE(args.dump());
        CHECK_FALSE(model.command("choose-initialiser", args).ok());
    }
    CHECK(model.spec_text() == "init constant 0.25 | " + usual);
    REQUIRE(model.command("choose-initialiser", {{"initialiser", "glorot_uniform"}}).ok());
    CHECK(model.spec_text() == usual);
    CHECK(model.state()["config"] == recipe);
}

TEST_CASE("mnist: a network that begins with zeros learns its last biases only") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-initialiser", {{"initialiser", "zeros"}}).ok());
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    const auto& parameters = model.run()->network->parameters;
    CHECK(std::all_of(parameters.begin(), parameters.end() - 10, [](float w) { return w == 0; }));
    CHECK(std::any_of(parameters.end() - 10, parameters.end(), [](float w) { return w != 0; }));
}

TEST_CASE("mnist: arguments that make no sense are refused") {
    Recorded lesson;
    lesson.model.advance(0);
    const json before = lesson.model.state();
    const std::vector<std::pair<std::string, json>> wrong = {{"set-rate", {{"value", "fast"}}},
                                                             {"set-rate", {{"value", 0}}},
                                                             {"set-rate", {{"value", -1}}},
                                                             {"set-rate", {{"value", 1e30}}},
                                                             {"set-rate", {{"value", nullptr}}},
                                                             {"set-rate", json::array()},
                                                             {"choose-network", {{"network", "x"}}},
                                                             {"choose-network", json::object()},
                                                             {"choose-image", {{"image", 360}}},
                                                             {"choose-image", {{"image", -1}}},
                                                             {"choose-image", {{"image", 1.5}}},
                                                             {"choose-image", {{"image", 1e300}}},
                                                             {"choose-image", {{"set", "all"}}},
                                                             {"choose-layer", {{"layer", 99}}},
                                                             {"show-images", {{"show", "wrong"}}},
                                                             {"show-images", {{"show", "cell"}}},
                                                             {"draw", {{"strokes", 1}}},
                                                             {"draw", {{"strokes", {{{0.5, 2}}}}}},
                                                             {"draw", {{"strokes", {{{"a", 0}}}}}},
                                                             {"draw", {{"strokes", {5}}}},
                                                             {"extend-drawing", json::object()},
                                                             {"no-such-command", json::object()},
                                                             {"choose-data", {{"data", "cifar"}}}};
    for (const auto& row : wrong) {  // clang 14 refuses to capture a structured binding, which CAPTURE does
        CAPTURE(row.first);
        CAPTURE(row.second.dump());
        CHECK_FALSE(lesson.model.command(row.first, row.second).ok());
        CHECK(lesson.model.state() == before);
    }
}

TEST_CASE("mnist: networks by name bring their lecture's recipe and counts") {
    const std::vector<std::tuple<const char*, int, const char*, double, int, int>> expected = {
        {"S4-13", 93322, "rmsprop", 0.001, 64, 5},
        {"S2-25", 1087106, "adam", 0.001, 128, 10},
        {"LeNet-5", 61706, "sgd", 0.1, 32, 5},
        {"S4-1", 407050, "rmsprop", 0.001, 128, 5},
        {"S1-15", 5160, "sgd", 0.1, 100, 100}};
    for (const auto& row : expected) {
        CAPTURE(std::get<0>(row));
        const auto& [code, parameters, optimizer, rate, batch, epochs] = row;
        Recorded lesson;
        REQUIRE(lesson.model.open_example(code).ok());
        const json state = lesson.model.state();
        CHECK(state["network"]["parameters"] == parameters);
        int sum = 0;
        for (const json& layer : state["network"]["layers"]) sum += layer["parameters"].get<int>();
        CHECK(sum == parameters);
        CHECK(state["config"]["optimizer"] == optimizer);
        CHECK(state["config"]["rate"].get<double>() == doctest::Approx(rate));
        CHECK(state["config"]["batch"] == batch);
        CHECK(state["config"]["epochs"] == epochs);
    }
    Recorded lesson;
    CHECK_FALSE(lesson.model.open_example("S9-99").ok());
    CHECK(lesson.model.examples().size() >= 5);
}

TEST_CASE("mnist: what is measured on the test images agrees with the confusion matrix, class by class") {
    MnistModel model = sliced_model();
    CHECK(model.state()["measures"].is_null());
    CHECK(model.measured() == nullptr);
    CHECK(model.curves() == nullptr);
    REQUIRE(set(model, "epochs", "3").ok());
    REQUIRE(set(model, "class", "8").ok());
    REQUIRE(set(model, "measure", "losses").ok());
    CHECK_FALSE(set(model, "class", "10").ok());
    CHECK_FALSE(set(model, "measure", "everything").ok());
    REQUIRE(set(model, "class", "8").ok());
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    const json state = model.state();
    const json& measures = state["measures"];
    const json& confusion = state["evaluation"]["confusion"];
    CHECK(measures["images"] == 360);
    CHECK(measures["top_k_accuracy"]["1"].get<double>() ==
          doctest::Approx(state["evaluation"]["accuracy"].get<double>()));
    CHECK(measures["top_k_accuracy"].size() == 4);
    double f1 = 0;
    for (std::size_t c = 0; c < 10; ++c) {
        double row = 0;
        double column = 0;
        for (std::size_t other = 0; other < 10; ++other) {
            row += confusion[c * 10 + other].get<double>();
            column += confusion[other * 10 + c].get<double>();
        }
        const double right = confusion[c * 11].get<double>();
        CHECK(measures["classes"][c]["images"] == row);
        CHECK(measures["classes"][c]["recall"].get<double>() == doctest::Approx(right / row));
        CHECK(measures["classes"][c]["precision"].get<double>() ==
              doctest::Approx(column > 0 ? right / column : 0));
        f1 += 2 * right / (row + column) / 10;
    }
    CHECK(measures["mean_f1"].get<double>() == doctest::Approx(f1));
    CHECK(measures["highest_losses"].size() == 10);
    int binned = 0;
    for (const json& bin : measures["calibration"]["bins"]) binned += bin["images"].get<int>();
    CHECK(binned == 360);
    CHECK(model.sentences().find("Means over the classes: F1 ") != std::string::npos);

    // The curves of the chosen class: short, from nothing called positive to everything.
    const json& curves = measures["curves"];
    CHECK(curves["class"] == 8);
    for (const char* name : {"roc", "precision_recall"}) {
        REQUIRE(curves[name].size() >= 2);
        CHECK(curves[name].size() <= cnn::kCurvePoints);
        CHECK(curves[name][0][2].is_null());
    }
    CHECK(curves["roc"][0] == json({0, 0, nullptr}));
    CHECK(curves["roc"].back()[0] == 1);
    CHECK(curves["roc"].back()[1] == 1);
    double area = 0;
    for (std::size_t i = 1; i < curves["roc"].size(); ++i)
        area += (curves["roc"][i][0].get<double>() - curves["roc"][i - 1][0].get<double>()) *
                (curves["roc"][i][1].get<double>() + curves["roc"][i - 1][1].get<double>()) / 2;
    CHECK(std::abs(area - measures["classes"][8]["roc_auc"].get<double>()) < 0.003);
    CHECK(curves["precision_recall"].back()[1].get<double>() ==
          doctest::Approx(measures["classes"][8]["images"].get<double>() / 360));

    // Put together once, until the test images are evaluated again.
    const MnistModel::Measured* measured = model.measured();
    const cnn::ClassMeasures* const first = measured->measures.classes.data();
    const cnn::ThresholdPoint* const whole = model.curves()->whole.data();
    model.advance(0);
    CHECK(model.measured()->measures.classes.data() == first);
    CHECK(model.curves()->whole.data() == whole);
    REQUIRE(set(model, "class", "3").ok());
    CHECK(model.curves()->from.second == 3);
    const std::shared_ptr<const cnn::Evaluation> former = measured->evaluation;
    REQUIRE(model.command("step", {}).ok());
    REQUIRE(model.command("evaluate", {}).ok());
    run_to_rest(model);
    CHECK(model.measured()->evaluation != former);
    REQUIRE(model.command("start-over", {}).ok());
    run_to_rest(model);
    CHECK(model.measured() == nullptr);
}

TEST_CASE("mnist: measures wait for the whole of the test images, and the former ones stay meanwhile") {
    Recorded lesson;
    lesson.model.advance(0);
    lesson.publish(cnn::RunState::kPaused, 7);
    const std::vector<std::uint8_t> labels = {3, 4};
    const std::vector<std::uint8_t> predictions = {3, 3};
    const std::vector<float> losses = {0.1F, 2.0F};
    const std::vector<float> confidence = {0.9F, 0.5F};
    std::vector<float> probabilities(20, 0.05F);
    probabilities[3] = 0.55F;
    probabilities[13] = 0.55F;
    const auto evaluated = [&](int images) {
        return std::make_shared<const cnn::Evaluation>(
            cnn::summarise_evaluation(images, 10, {losses, predictions, confidence, probabilities, labels}));
    };
    lesson.record->next->evaluation = evaluated(1);
    CHECK(lesson.model.measured() == nullptr);
    lesson.record->next->evaluation = evaluated(2);
    REQUIRE(lesson.model.measured() != nullptr);
    CHECK(lesson.model.measured()->measures.hardest == std::vector<int>{1, 0});
    CHECK(lesson.model.measured()->measures.classes[3].figures.precision == 0.5F);
    lesson.record->next->evaluation = evaluated(1);
    REQUIRE(lesson.model.measured() != nullptr);
    CHECK(lesson.model.measured()->evaluation->images == 2);
    REQUIRE(lesson.model.command("set-rate", {{"value", 0.25}}).ok());
    CHECK(lesson.model.measured() != nullptr);
    REQUIRE(set(lesson.model, "seed", "5").ok());  // another run
    lesson.publish(cnn::RunState::kIdle);
    CHECK(lesson.model.measured() == nullptr);
}

TEST_CASE("mnist: two classes have their measures, too, and no second place to be among") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-data", {{"data", "moons"}}).ok());
    REQUIRE(set(model, "epochs", "2").ok());
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    const json measures = model.state()["measures"];
    CHECK(measures["classes"].size() == 2);
    CHECK(measures["top_k_accuracy"].size() == 1);
    // Of two classes one is the other's reverse.
    CHECK(measures["classes"][0]["roc_auc"].get<double>() ==
          doctest::Approx(measures["classes"][1]["roc_auc"].get<double>()).epsilon(1e-6));
    CHECK_FALSE(set(model, "class", "2").ok());
}

TEST_CASE("mnist: two classes are told apart by one output") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("choose-data", {{"data", "moons"}}).ok());
    const auto one = [&] { return model.command("apply-spec", {{"text", "dense 16 | tanh | dense 1"}}); };
    CHECK(one().error().sentence ==
          "The network gives 1 value, a yes or no, and the loss cross-entropy compares one for each class: "
          "choose the loss binary-cross-entropy, or end the network with dense 2.");
    REQUIRE(set(model, "loss", "binary-cross-entropy").ok());
    CHECK(model.shares_remark() ==
          "Only the loss cross-entropy trains the shares of a softmax to be probabilities.");
    REQUIRE(one().ok());
    CHECK(model.shares_remark().empty());
    run_to_rest(model);
    CHECK(model.warning().empty());
    REQUIRE(model.command("train", {}).ok());
    run_to_rest(model);
    const json state = model.state();
    CHECK(state["evaluation"]["accuracy"].get<double>() > 0.97);
    const json cells = state["evaluation"]["confusion"];
    REQUIRE(cells.size() == 4);
    CHECK(cells[0].get<int>() + cells[1].get<int>() + cells[2].get<int>() + cells[3].get<int>() ==
          state["evaluation"]["total"].get<int>());
    CHECK(state["measures"]["classes"].size() == 2);
    CHECK(model.warning().empty());
    const auto shares = state["image"]["probabilities"].get<std::vector<float>>();
    REQUIRE(shares.size() == 2);
    CHECK(shares[0] + shares[1] == doctest::Approx(1));

    // The gradient at the output is the loss's own, of either class: share of class 1, less 1 if it is that.
    REQUIRE(set(model, "explain", "gradient").ok());
    REQUIRE(model.command("choose-layer", {{"layer", 2}}).ok());
    bool seen[2] = {false, false};
    for (int image = 0; image < 20; ++image) {
        REQUIRE(model.command("choose-image", {{"set", "test"}, {"image", image}}).ok());
        const int label = model.chosen_label();
        seen[label] = true;
        const float share = model.activations()->probabilities[1];
        const json told = model.state()["explained"];
        CHECK(told["number"].get<float>() == doctest::Approx(share - static_cast<float>(label)));
        CHECK(told["loss"].get<float>() ==
              doctest::Approx(-std::log(label == 1 ? share : 1 - share)).epsilon(1e-3));
    }
    CHECK((seen[0] && seen[1]));
    CHECK_FALSE(set(model, "loss", "cross-entropy").ok());
    REQUIRE(set(model, "loss", "hinge").ok());
    CHECK(model.shares_remark() ==
          "Only the loss binary-cross-entropy trains what a single output says to be a probability.");
    // Three classes need three outputs, so the data bring a network of their own.
    REQUIRE(model.command("choose-data", {{"data", "spirals"}}).ok());
    CHECK(model.state()["network"]["spec"] == "dense 32 | tanh | dense 32 | tanh | dense 3");
}

TEST_CASE("mnist: networks made for other images are offered where they fit, and train on what is there") {
    const auto offers = [](const MnistModel& model, std::string_view slug) {
        return std::any_of(model.offered().begin(), model.offered().end(),
                           [slug](const OfferedNetwork& offered) { return offered.entry->slug == slug; });
    };
    Recorded lesson;
    MnistModel& model = lesson.model;
    CHECK(offers(model, "s4-13"));
    CHECK(offers(model, "resnet-20"));
    CHECK(offers(model, "s0-18"));         // both bring CIFAR-10
    CHECK_FALSE(offers(model, "vgg-16"));  // no recipe
    CHECK_FALSE(offers(model, "s3-19"));   // it tells no classes

    REQUIRE(model.command("choose-network", {{"network", "resnet-20"}}).ok());
    CHECK(model.state()["data"]["name"] == "cifar-10");
    CHECK(model.state()["network"]["parameters"] == 272474);
    // It stays where it fits.
    REQUIRE(model.command("choose-data", {{"data", "digits"}}).ok());
    CHECK(model.state()["network"]["slug"] == "resnet-20");
    CHECK(model.config().batch == 128);
    CHECK(model.state()["network"]["parameters"] == 272474 - 2 * 9 * 16);  // one channel instead of three
    REQUIRE(model.command("choose-layer", {{"layer", 70}}).ok());
    // Its layers may be edited: the longest text of all that can be chosen.
    const std::string layers = model.spec_text();
    CHECK(layers.size() <= kMaxSpecBytes);
    REQUIRE(model.command("apply-spec", {{"text", layers}}).ok());
    CHECK(model.state()["network"]["slug"] == "custom");
    CHECK(model.spec_text() == layers);

    REQUIRE(model.command("choose-network", {{"network", "s4-13"}}).ok());
    CHECK(model.state()["data"]["name"] == "mnist");
    CHECK(offers(model, "s0-18"));
    for (const OfferedNetwork& offered : model.offered()) {
        CAPTURE(offered.entry->slug);
        Recorded other;
        REQUIRE(other.model.command("choose-network", {{"network", "small"}}).ok());
        REQUIRE(other.model.command("choose-network", {{"network", offered.entry->slug}}).ok());
        CHECK(other.model.summary().parameters == offered.parameters);
        if (!offered.brings_data) CHECK(other.model.state()["data"]["name"] == "mnist");
    }
    REQUIRE(model.command("choose-data", {{"data", "moons"}}).ok());
    REQUIRE(model.command("choose-network", {{"network", "s3-26"}}).ok());
    CHECK(model.state()["data"]["name"] == "cifar-10");
}

TEST_CASE("mnist: data of no lecture have small networks of their own to choose from") {
    Recorded lesson;
    MnistModel& model = lesson.model;
    CHECK(model.offered_small().empty());
    CHECK_FALSE(model.command("choose-network", {{"network", "linear"}}).ok());
    for (const char* data : {"moons", "spirals"}) {
        CAPTURE(data);
        REQUIRE(model.command("choose-data", {{"data", data}}).ok());
        REQUIRE(model.chosen_small() != nullptr);  // the first of them
        REQUIRE(model.offered_small().size() >= 3);
        for (const OfferedSmall& small : model.offered_small()) {
            const FittingNetwork& network = small.network;
            CAPTURE(network.slug);
            REQUIRE(model.command("choose-network", {{"network", network.slug}}).ok());
            CHECK(model.spec_text() == network.layers);
            CHECK(model.chosen_small() == &network);
            CHECK(model.summary().parameters == small.parameters);
            const json state = model.state();
            CHECK(state["data"]["name"] == data);
            CHECK(state["network"]["title"] == network.title);
            CHECK(state["config"]["rate"] == 0.01F);
            const json& offered = state["network"]["offered"];
            CHECK(std::find(offered.begin(), offered.end(), network.slug) != offered.end());
            CHECK(model.sentences().starts_with(network.title + ", on "));
        }
    }
    REQUIRE(model.command("apply-spec", {{"text", "dense 5 | relu | dense 3"}}).ok());
    CHECK(model.chosen_small() == nullptr);
    CHECK(model.state()["network"]["title"] == "Own network");
    REQUIRE(model.command("choose-network", {{"network", "quick"}}).ok());
    CHECK(model.offered_small().empty());
}

TEST_CASE("mnist: small networks fit tables and pictures of any size, and are named by one slug each") {
    for (const cnn::Shape& image :
         {cnn::Shape{1, 4, 1, 1}, cnn::Shape{1, 2, 1, 1}, cnn::Shape{1, 3, 5, 9}, cnn::Shape{1, 3, 40, 8}}) {
        DataSet set;
        set.image = image;
        set.classes = 3;
        std::vector<std::string> slugs;
        for (const FittingNetwork& network : fitting_networks(set)) {
            CAPTURE(network.layers);
            const auto spec = cnn::parse_network(network.layers, image);
            REQUIRE(spec.ok());
            CHECK(cnn::to_text(spec.value()) == network.layers);
            CHECK(cnn::summarise(spec.value()).layers.back().output == cnn::Shape{1, 3, 1, 1});
            CHECK(std::find(slugs.begin(), slugs.end(), network.slug) == slugs.end());
            CHECK(cnn::find_network(network.slug) == nullptr);
            slugs.push_back(network.slug);
        }
        CHECK(slugs.size() >= 2);
    }
}

TEST_CASE("mnist: a straight border is too little for the moons, a few bends are enough" *
          doctest::skip(cnn::testing::kSanitized)) {
    const auto accuracy = [](const char* network) {
        MnistModel model = sliced_model();
        REQUIRE(model.command("choose-data", {{"data", "moons"}}).ok());
        REQUIRE(model.command("choose-network", {{"network", network}}).ok());
        REQUIRE(model.command("train", {}).ok());
        run_to_rest(model);
        return model.latest_accuracy()->accuracy;
    };
    CHECK(accuracy("linear") < 0.95F);
    CHECK(accuracy("one-hidden") > 0.98F);
}

TEST_CASE("mnist: data that are missing are called by their name, with their size") {
    Recorded lesson;
    REQUIRE(lesson.model.command("choose-network", {{"network", "small"}}).ok());
    CHECK(lesson.model.sentences().find("\nMNIST has not been fetched yet (11.6 MB).") != std::string::npos);
    REQUIRE(lesson.model.command("choose-data", {{"data", "fashion-mnist"}}).ok());
    CHECK(lesson.model.sentences().find("\nFashion-MNIST has not been fetched yet (30.8 MB).") !=
          std::string::npos);
}

TEST_CASE("mnist: training without the data fetches it, says the size, and can be called off") {
    Recorded lesson;
    REQUIRE(lesson.model.command("choose-network", {{"network", "s4-13"}}).ok());
    CHECK(lesson.model.state()["data"]["available"] == false);
    CHECK(lesson.model.state()["data"]["download"] == "11.6 MB");
    const cnn::Status stepped = lesson.model.command("step", {});
    REQUIRE_FALSE(stepped.ok());
    CHECK(stepped.error().sentence.find("11.6 MB") != std::string::npos);

    REQUIRE(lesson.model.command("train", {}).ok());
    CHECK(lesson.model.take_wishes().fetch_data == "mnist");
    CHECK(lesson.model.take_wishes().fetch_data.empty());
    lesson.model.data_progress("mnist", 0.25);
    lesson.model.data_progress("cifar", 0.75);
    CHECK(lesson.model.state()["data"]["progress"] == 0.25);
    CHECK(lesson.model.state()["data"]["fetch"] == "loading");

    SUBCASE("failure says why and may be tried again") {
        lesson.model.data_failed("mnist", "The server answered 404.");
        CHECK(lesson.model.state()["data"]["fetch"] == "failed");
        CHECK(lesson.model.state()["data"]["failure"] == "The server answered 404.");
        REQUIRE(lesson.model.command("fetch-data", {}).ok());
        CHECK(lesson.model.take_wishes().fetch_data == "mnist");
        CHECK(lesson.model.state()["data"]["fetch"] == "loading");
    }
    SUBCASE("what arrives after a cancel is not taken") {
        REQUIRE(lesson.model.command("cancel-fetch", {}).ok());
        lesson.model.data_progress("mnist", 0.5);
        CHECK(lesson.model.state()["data"]["fetch"] == "none");
        CHECK(lesson.model.take_data("mnist", {}).ok());
        CHECK(lesson.model.data() == nullptr);
    }
    SUBCASE("broken files are refused by name") {
        CHECK_FALSE(lesson.model.take_data("mnist", {{"train-images-idx3-ubyte", {1, 2, 3}, 0, 0}}).ok());
        CHECK(lesson.model.state()["data"]["fetch"] == "failed");
        CHECK_FALSE(lesson.model.state()["data"]["failure"].get<std::string>().empty());
        CHECK(lesson.model.data() == nullptr);
    }
}

TEST_CASE(
    "mnist: a network that does not fit the images is refused by name, a change of data takes one that "
    "fits") {
    Recorded lesson;
    REQUIRE(lesson.model.open_example("S4-13").ok());
    CHECK_FALSE(set(lesson.model, "data", "digits").ok());
    Recorded other;
    REQUIRE(other.model.open_example("S4-13").ok());
    REQUIRE(other.model.command("choose-data", {{"data", "digits"}}).ok());
    CHECK(other.model.state()["data"]["name"] == "digits");
    // S1-15 on true MNIST, as the inventory counts it.
    Recorded third;
    REQUIRE(third.model.open_example("S1-15").ok());
    REQUIRE(third.model.command("choose-data", {{"data", "mnist"}}).ok());
    CHECK(third.model.state()["network"]["parameters"] == 85160);
}

namespace {

LessonEntry mnist_entry() { return {"mnist", "# Train\ngroup: Train it\n", make_model}; }

}  // namespace

TEST_CASE("mnist: the whole state goes through a link and back") {
    const std::vector<LessonEntry> entries = {mnist_entry()};
    const std::vector<std::string> links = {
        "lesson=mnist",
        "lesson=mnist&example=S4-13",
        "lesson=mnist&network=lenet-5&optimizer=adam&rate=0.002&batch=50&epochs=3&seed=18446744073709551615",
        "lesson=mnist&network=custom&spec=conv%204%203x3%20%7C%20relu%20%7C%20dense%2010&data=digits&"
        "validation=100&limit=700",
        "lesson=mnist&network=s1-15&set=train&image=1436&layer=3&show=cell&true_digit=4&predicted_digit=9&"
        "scale=0&centre=0",
        "lesson=mnist&set=drawing&drawing=AAAQQQggg.wwwzzz",
        "lesson=mnist&standardise=on",
        "lesson=mnist&network=quick&optimizer=ftrl&loss=hinge&schedule=step&factor=0.1&every=2.5&warmup=1&l1="
        "0.001&"
        "l2=0.0001&clip_norm=2&patience=3&keep_best=1&shift=0.1&rotate=15&zoom=0.2&shear=5&flip=1&noise=0.05",
        "lesson=mnist&network=s3-27",
        "lesson=mnist&network=s3-27&rules=own&keep_best=1&shift=0.1",
        "lesson=mnist&network=quick&schedule=milestones&factor=0.1&at=0.4&then=0.9",
    };
    for (const std::string& link : links) {
        CAPTURE(link);
        Session first(entries);
        REQUIRE(first.open(link).ok());
        const std::string canonical = first.link();
        Session second(entries);
        REQUIRE(second.open(canonical).ok());
        CHECK(second.link() == canonical);
        CHECK(second.state() == first.state());
        CHECK(first.message().empty());
    }
}

TEST_CASE("mnist: hostile values in links change nothing") {
    const std::vector<LessonEntry> entries = {mnist_entry()};
    Session session(entries);
    REQUIRE(session.open("lesson=mnist&network=s1-15&image=7").ok());
    const json before = session.state();
    const std::vector<std::string> keys = {
        "rate",       "batch",           "epochs", "seed",     "validation", "limit",     "image", "layer",
        "true_digit", "predicted_digit", "first",  "network",  "data",       "optimizer", "set",   "show",
        "scale",      "centre",          "loss",   "schedule", "patience",   "keep_best", "rules", "at",
        "then",       "standardise"};
    const std::vector<std::string> values = {
        "", "x", "-1", "1.5", "1e309", "NaN", "inf", "99999999999999999999999", "%00", "%FF"};
    for (const std::string& key : keys)
        for (const std::string& value : values) {
            if (key == "rate" && value == "1.5") continue;  // a rate
            CAPTURE(key);
            CAPTURE(value);
            CHECK_FALSE(session.open("lesson=mnist&" + key + "=" + value).ok());
            CHECK_FALSE(session.message().empty());
            session.say("");
            json after = session.state();
            CHECK(after == before);
        }
    for (const std::string& link :
         {std::string("lesson=mnist&network=custom"), std::string("lesson=mnist&network=custom&spec=conv"),
          "lesson=mnist&network=custom&spec=" + std::string(700, 'a'), std::string("lesson=mnist&drawing=AB"),
          std::string("lesson=mnist&network=s4-13&data=digits"), std::string("lesson=mnist&example=S9"),
          std::string("lesson=mnist&image=360"), std::string("lesson=mnist&validation=719"),
          std::string("lesson=mnist&limit=100&validation=51"), std::string("lesson=mnist&limit=1438"),
          std::string("lesson=mnist&network=custom&data=mnist&batch=1024&spec=conv%20500%203x3%20same%20%7C%"
                      "20conv%20500%203x3%20same%20%7C%20dense%2010")}) {
        CAPTURE(link);
        CHECK_FALSE(session.open(link).ok());
        CHECK(session.state()["network"] == before["network"]);
        CHECK(session.state()["config"] == before["config"]);
    }
}

TEST_CASE("mnist: a network brings its lecture's rules; own rules begin as these and each can be off") {
    const std::vector<LessonEntry> entries = {mnist_entry()};
    Session session(entries);
    REQUIRE(session.open("lesson=mnist&network=s3-27").ok());
    const json recipe = session.state()["config"];
    CHECK(recipe["validation"] == (kSmallMemory ? 2000 : 5000));  // the lecture's 45,000 and 5,000
    CHECK(recipe["keep_best"] == true);
    CHECK(recipe["flip"] == true);
    CHECK(recipe["shift"].get<double>() == doctest::Approx(0.1));
    CHECK(session.sentences().find("As S3-27 has it: 10 % of the training images held out") !=
          std::string::npos);

    REQUIRE(session.command("choose-rules", {{"rules", "own"}}).ok());
    json own = session.state()["config"];
    CHECK(own["rules"] == "own");
    own["rules"] = recipe["rules"];
    CHECK(own == recipe);
    REQUIRE(session.command("set", {{"key", "flip"}, {"value", false}}).ok());
    CHECK(session.state()["config"]["flip"] == false);
    CHECK(session.state()["config"]["keep_best"] == true);
    CHECK(session.sentences().find("As S3-27 has it") == std::string::npos);
    Session second(entries);
    REQUIRE(second.open(session.link()).ok());
    CHECK(second.state()["config"] == session.state()["config"]);

    REQUIRE(session.command("choose-rules", {{"rules", "lecture"}}).ok());
    CHECK(session.state()["config"] == recipe);
    REQUIRE(session.open("lesson=mnist&network=s3-27&rules=own").ok());  // all off
    CHECK(session.state()["config"]["validation"] == 0);
    CHECK(session.state()["config"]["flip"] == false);
    REQUIRE(
        session.open("lesson=mnist&network=s3-27&validation=100&limit=2000").ok());  // one said, others stay
    CHECK(session.state()["config"]["validation"] == 100);
    CHECK(session.state()["config"]["keep_best"] == true);
    REQUIRE(session.open("lesson=mnist&network=resnet-20").ok());
    CHECK(session.state()["config"]["schedule"] == "milestones");
    CHECK(session.state()["config"]["factor"].get<double>() == doctest::Approx(0.1));
}

TEST_CASE("mnist: an optimiser in a link without a rate brings its usual one") {
    const std::vector<LessonEntry> entries = {mnist_entry()};
    Session session(entries);
    REQUIRE(session.open("lesson=mnist&network=s1-15&optimizer=rmsprop").ok());
    CHECK(session.state()["config"]["rate"].get<double>() == doctest::Approx(0.001));
    REQUIRE(session.open("lesson=mnist&network=custom&spec=dense%2010&optimizer=momentum").ok());
    CHECK(session.state()["config"]["rate"].get<double>() == doctest::Approx(0.01));
}

TEST_CASE("mnist: a link's network that cannot be names its place, or the images that it does not fit") {
    const std::vector<LessonEntry> entries = {mnist_entry()};
    Session session(entries);
    const cnn::Status wrong = session.open("lesson=mnist&network=custom&spec=relu%20%7C%20dense%20ten");
    REQUIRE_FALSE(wrong.ok());
    CHECK(wrong.error().sentence.find("spec, character 14: ") != std::string::npos);
    const cnn::Status unfit = session.open("lesson=mnist&network=s4-13&data=digits");
    REQUIRE_FALSE(unfit.ok());
    CHECK(unfit.error().sentence.find("s4-13 does not fit the data digits. ") != std::string::npos);
}

TEST_CASE("mnist: undo takes back a stroke and a setting") {
    const std::vector<LessonEntry> entries = {mnist_entry()};
    Session session(entries);
    REQUIRE(session.command("extend-drawing", {{"begin", true}, {"points", {{0.2, 0.2}, {0.8, 0.2}}}}).ok());
    session.checkpoint();
    REQUIRE(session.command("extend-drawing", {{"begin", true}, {"points", {{0.5, 0.1}, {0.5, 0.9}}}}).ok());
    session.checkpoint();
    CHECK(session.state()["drawing"]["points"] == 4);
    REQUIRE(session.command("undo").ok());
    CHECK(session.state()["drawing"]["points"] == 2);
    REQUIRE(session.command("redo").ok());
    CHECK(session.state()["drawing"]["points"] == 4);
    REQUIRE(session.command("clear-drawing").ok());
    CHECK(session.state()["drawing"]["points"] == 0);
    CHECK(session.state()["image"]["set"] == "test");
}

TEST_CASE("mnist: a chosen initialisation goes into the link and is undone") {
    const std::vector<LessonEntry> entries = {mnist_entry()};
    Session session(entries);
    REQUIRE(session.command("choose-network", {{"network", "s1-15"}}).ok());
    session.checkpoint();
    const std::string before = session.link();
    REQUIRE(session.command("choose-initialiser", {{"initialiser", "lecun_normal"}}).ok());
    session.checkpoint();
    CHECK(session.link().find("init%20lecun_normal") != std::string::npos);
    Session other(entries);
    REQUIRE(other.open(session.link()).ok());
    CHECK(other.state()["config"]["initialiser"] == "lecun_normal");
    CHECK(other.state()["network"]["spec"] == session.state()["network"]["spec"]);
    REQUIRE(session.command("undo").ok());
    CHECK(session.link() == before);
    CHECK(session.state()["config"]["initialiser"] == "glorot_uniform");
}

TEST_CASE("mnist: each network is an example by its code, as it is by its name") {
    const std::vector<LessonEntry> entries = {mnist_entry()};
    const auto opened = [&](const std::string& link) {
        Session session(entries);
        const cnn::Status status = session.open("lesson=mnist&" + link);
        CHECK_MESSAGE(status.ok(), link);
        const json state = session.state();
        return json{state["network"], state["data"], state["config"]};
    };
    const std::unique_ptr<LessonModel> model = make_model();
    CHECK(model->examples().size() + 1 == zoo_networks().size());  // ResNet-56 takes too much memory
    for (const Example& example : model->examples()) {
        const std::string slug(cnn::find_network(example.code)->slug);
        CHECK(opened("example=" + example.code) == opened("network=" + slug));
        CHECK(opened("example=" + slug) == opened("network=" + slug));
    }
    CHECK(opened("example=S0-17") == opened("network=lenet-5"));
    CHECK(opened("example=S2-22") == opened("network=resnet-20"));
    Session session(entries);
    CHECK(session.open("lesson=mnist&example=ResNet-56").error().sentence ==
          session.open("lesson=mnist&network=resnet-56").error().sentence);
    for (const char* code : {"S3-19", "AlexNet", "S9-99"}) {
        const cnn::Status refused = session.open(std::string("lesson=mnist&example=") + code);
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().sentence.find("there are: Quick, ") != std::string::npos);
        CHECK(refused.error().sentence.find("S3-27") != std::string::npos);
    }
}

TEST_CASE("mnist: the loss of update 50 is this to the bit, in every build") {
    // The browser tests compare both variants of the page with the same constant (tests/web/mnist.test.mjs).
    MnistModel model = sliced_model();
    REQUIRE(set(model, "limit", "800").ok());  // 50 batches of 16
    REQUIRE(model.command("epoch", {}).ok());
    run_to_rest(model);
    CHECK(model.state()["run"]["step"] == 50);
    CHECK(model.state()["run"]["loss_bits"] == "0x400bd2ac");
}

namespace {

// An IDX file of bytes: the sizes, then zeros.
GivenFile idx_file(const char* name, const std::vector<std::uint32_t>& sizes) {
    GivenFile file{name, {0, 0, 8, static_cast<std::uint8_t>(sizes.size())}, 0, 0};
    std::size_t count = 1;
    for (const std::uint32_t size : sizes) {
        for (const unsigned shift : {24U, 16U, 8U, 0U})
            file.bytes.push_back(static_cast<std::uint8_t>(size >> shift));
        count *= size;
    }
    file.bytes.resize(file.bytes.size() + count);
    return file;
}

}  // namespace

TEST_CASE("mnist: what arrives whole is trained on; another count is refused") {
    Recorded lesson;
    REQUIRE(lesson.model.open_example("S4-1").ok());
    const auto files = [](std::uint32_t train) {
        return std::vector<GivenFile>{idx_file("train-images-idx3-ubyte", {train, 28, 28}),
                                      idx_file("train-labels-idx1-ubyte", {train}),
                                      idx_file("t10k-images-idx3-ubyte", {10000, 28, 28}),
                                      idx_file("t10k-labels-idx1-ubyte", {10000})};
    };
    REQUIRE(lesson.model.command("train", {}).ok());
    const cnn::Status fewer = lesson.model.take_data("mnist", files(59999));
    REQUIRE_FALSE(fewer.ok());
    CHECK(fewer.error().sentence.find("59999") != std::string::npos);
    CHECK(lesson.model.data() == nullptr);

    REQUIRE(lesson.model.command("train", {}).ok());
    REQUIRE(lesson.model.take_data("mnist", files(60000)).ok());
    REQUIRE(lesson.model.data() != nullptr);
    lesson.model.advance(0);
    CHECK(lesson.count<cnn::Configure>() == 1);
    CHECK(lesson.count<cnn::Train>() == 1);
}

TEST_CASE("training lesson: the network leaves in every format, and its weights come back") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("apply-spec", {{"text", "conv 4 3x3 | relu | maxpool 2 | dense 10"}}).ok());
    run_to_rest(model);
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    const std::uint64_t hash = model.run()->parameters_hash;
    GivenFile weights;
    for (const cnn::ExportFormat& format : cnn::export_formats()) {
        CAPTURE(format.slug);
        REQUIRE(model.command("export", {{"format", format.slug}}).ok());
        const Wishes wishes = model.take_wishes();
        REQUIRE(wishes.save.size() == (format.one_file ? 1 : 2));
        CHECK(wishes.save[0].name == "network" + std::string(format.ending));
        CHECK_FALSE(wishes.save[0].bytes.empty());
        if (format.slug == "safetensors") weights = wishes.save[0];
    }
    CHECK(model.command("export", {{"format", "hdf5"}}).error().sentence ==
          "The argument \"format\" is to be one of safetensors, npz, onnx, torch, keras, tfjs, tfjs-zip.");
    CHECK_FALSE(model.command("export", {}).ok());

    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    CHECK(model.run()->parameters_hash != hash);
    REQUIRE(model.take_file(weights).ok());
    run_to_rest(model);
    CHECK(model.run()->parameters_hash == hash);
    CHECK(model.run()->step == 0);
    CHECK(model.run()->evaluation != nullptr);
    CHECK(model.note() == "A new run: its weights are those of network.safetensors.");
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    REQUIRE(model.command("start-over", {}).ok());
    run_to_rest(model);
    CHECK(model.run()->parameters_hash == hash);
    CHECK(model.note() == "Started over: the weights are those of network.safetensors again.");
}

TEST_CASE("training lesson: a file that is no weights for this network changes nothing") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("apply-spec", {{"text", "dense 10"}}).ok());
    run_to_rest(model);
    const std::uint64_t run = model.run()->run;
    CHECK_FALSE(model.take_file({"notes.npz", {'h', 'i'}}).ok());
    REQUIRE(model.command("export", {{"format", "npz"}}).ok());
    const GivenFile weights = model.take_wishes().save[0];
    REQUIRE(model.command("apply-spec", {{"text", "dense 9 | relu | dense 10"}}).ok());
    run_to_rest(model);
    const cnn::Status refused = model.take_file(weights);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().sentence.find("does not fit this network") != std::string::npos);
    CHECK(model.run()->run == run + 1);
    REQUIRE(model.command("open-weights", {}).ok());
    CHECK(model.take_wishes().open_weights);
}

namespace {

// What the model leaves when it is exported as safetensors.
GivenFile exported_weights(MnistModel& model) {
    REQUIRE(model.command("export", {{"format", "safetensors"}}).ok());
    return model.take_wishes().save.at(0);
}

}  // namespace

TEST_CASE("training lesson: weights of another network bring that network") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("apply-spec", {{"text", "conv 4 3x3 | tanh | maxpool 2 | dense 10"}}).ok());
    run_to_rest(model);
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    const std::uint64_t hash = model.run()->parameters_hash;
    const GivenFile weights = exported_weights(model);

    REQUIRE(model.command("apply-spec", {{"text", "dense 12 | relu | dense 10"}}).ok());
    run_to_rest(model);
    REQUIRE(model.take_file(weights).ok());
    run_to_rest(model);
    CHECK(model.spec_text() == "conv 4 3x3 | tanh | maxpool 2 | flatten | dense 10");
    CHECK(model.run()->parameters_hash == hash);
    CHECK(model.run()->evaluation != nullptr);
    CHECK(
        model.note() ==
        "The network is now that of network.safetensors, with its weights; Undo brings the former one back, "
        "with fresh weights.");

    // The same tensors, but another function between them, is another network too.
    REQUIRE(model.command("apply-spec", {{"text", "conv 4 3x3 | relu | maxpool 2 | dense 10"}}).ok());
    run_to_rest(model);
    REQUIRE(model.take_file(weights).ok());
    CHECK(model.spec_text() == "conv 4 3x3 | tanh | maxpool 2 | flatten | dense 10");

    // A network of the lectures comes with its recipe.
    REQUIRE(model.open_example("S1-15").ok());
    run_to_rest(model);
    const GivenFile known = exported_weights(model);
    const std::string link_spec = model.spec_text();
    REQUIRE(model.command("apply-spec", {{"text", "dense 10"}}).ok());
    run_to_rest(model);
    REQUIRE(model.take_file(known).ok());
    run_to_rest(model);
    REQUIRE(model.setup().entry() != nullptr);
    CHECK(model.setup().entry()->code == "S1-15");
    CHECK(model.spec_text() == link_spec);
}

TEST_CASE("training lesson: weights that learned from standardised images switch that on, others off") {
    MnistModel model = sliced_model();
    run_to_rest(model);
    CHECK(model.drawing_note() == "Not trained yet: the weights are random.");
    const GivenFile plain = exported_weights(model);
    REQUIRE(set(model, "standardise", "on").ok());
    run_to_rest(model);
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    const GivenFile standardised = exported_weights(model);
    const auto opened = [&](const GivenFile& file) {
        REQUIRE(model.take_file(file).ok());
        run_to_rest(model);
        return model.note();
    };
    const std::string begin = "A new run: its weights are those of quick.safetensors.";
    CHECK(opened(standardised) == begin);
    CHECK(model.drawing_note() == "The weights are those of quick.safetensors.");
    const auto accuracy = model.latest_accuracy();
    REQUIRE(accuracy.has_value());
    CHECK(accuracy->words == "test accuracy before any update");
    CHECK(accuracy->accuracy == model.run()->evaluation->accuracy);
    REQUIRE(model.command("step", {}).ok());
    run_to_rest(model);
    CHECK(model.latest_accuracy()->words == "validation accuracy before training");
    REQUIRE(model.command("start-over", {}).ok());
    run_to_rest(model);
    CHECK(model.latest_accuracy()->accuracy == accuracy->accuracy);
    CHECK(model.not_in_link() == "the weights: Take it along saves them.");
    CHECK(model.sentences().find("\nNo update yet, from the weights of quick.safetensors; training needs ") !=
          std::string::npos);
    CHECK(opened(plain) == begin + " Mean 0, deviation 1 is off now, as it was for them.");
    CHECK(!model.setup().standardises());
    CHECK(opened(plain) == begin);
    CHECK(opened(standardised) == begin + " Mean 0, deviation 1 is on now, as it was for them.");
    CHECK(model.setup().standardises());

    // Another network that is brought by its file brings that too.
    REQUIRE(model.command("apply-spec", {{"text", "dense 12 | relu | dense 10"}}).ok());
    REQUIRE(set(model, "standardise", "off").ok());
    run_to_rest(model);
    CHECK(opened(standardised) ==
          "The network is now that of quick.safetensors, with its weights; Undo brings the former one back, "
          "with fresh weights.");
    CHECK(model.setup().standardises());
}

TEST_CASE("training lesson: weights of a network with one output bring it, and a loss that it can have") {
    MnistModel source = sliced_model();
    REQUIRE(source.command("choose-data", {{"data", "circles"}}).ok());
    REQUIRE(set(source, "loss", "binary-cross-entropy").ok());
    REQUIRE(source.command("apply-spec", {{"text", "dense 5 | relu | dense 1"}}).ok());
    run_to_rest(source);
    const GivenFile weights = exported_weights(source);
    const auto taken_by = [&](MnistModel& model) {
        REQUIRE(model.command("choose-data", {{"data", "moons"}}).ok());
        run_to_rest(model);
        return model.take_file(weights);
    };
    MnistModel model = sliced_model();
    REQUIRE(taken_by(model).ok());
    run_to_rest(model);
    CHECK(model.spec_text() == "dense 5 | relu | dense 1");
    CHECK(model.state()["config"]["loss"] == "binary-cross-entropy");
    CHECK(model.state()["data"]["name"] == "moons");
    CHECK(model.run()->parameters_hash == source.run()->parameters_hash);
    CHECK(model.note() ==
          "The network is now that of network.safetensors, with its weights; Undo brings the former one "
          "back, with fresh weights.");
    // A network that predicts a number looks the same, but its file says that it does.
    cnn::Scaling numbers;
    numbers.outputs = cnn::Outputs::kNumbers;
    const auto& network = *source.run()->network;
    REQUIRE(model.command("apply-spec", {{"text", "dense 2"}}).ok());
    const cnn::Status refused =
        model.take_file({"heights.safetensors", cnn::write_safetensors(network, numbers).value()});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().sentence ==
          "heights.safetensors is of another network: dense 5 | relu | dense 1 for 1x1x2. It predicts "
          "numbers, and here classes are told apart.");
}

TEST_CASE("training lesson: a network that came with its weights is undone") {
    MnistModel source = sliced_model();
    REQUIRE(source.command("apply-spec", {{"text", "dense 9 | relu | dense 10"}}).ok());
    run_to_rest(source);
    Session session;
    REQUIRE(session.open("lesson=mnist").ok());
    REQUIRE(session.command("apply-spec", {{"text", "dense 11 | relu | dense 10"}}).ok());
    session.checkpoint();
    auto& model = static_cast<MnistModel&>(session.lesson());
    REQUIRE(model.take_file(exported_weights(source)).ok());
    session.checkpoint();
    CHECK(model.spec_text() == "flatten | dense 9 | relu | dense 10");
    CHECK(model.begins_from_file());
    REQUIRE(session.command("undo").ok());
    CHECK(model.spec_text() == "flatten | dense 11 | relu | dense 10");
    CHECK_FALSE(model.begins_from_file());
}

TEST_CASE("training lesson: weights of a network for other images, or of none, change nothing") {
    MnistModel model = sliced_model();
    REQUIRE(model.command("apply-spec", {{"text", "dense 10"}}).ok());
    run_to_rest(model);
    const std::uint64_t run = model.run()->run;
    const auto file = [](const std::string& texts) {
        const std::string header = R"({"__metadata__":{)" + texts +
                                   R"(},"dense1.bias":{"dtype":"F32","shape":[10],)"
                                   R"("data_offsets":[0,40]},"dense1.weight":{"dtype":"F32","shape":[10,64],)"
                                   R"("data_offsets":[40,2600]}})";
        cnn::Bytes bytes;
        cnn::append_le(bytes, header.size(), 8);
        cnn::append_text(bytes, header);
        bytes.resize(bytes.size() + 2600);
        return GivenFile{"w.safetensors", bytes};
    };
    const auto refused = [&](const std::string& texts) {
        const cnn::Status taken = model.take_file(file(texts));
        CHECK_FALSE(taken.ok());
        CHECK(model.spec_text() == "flatten | dense 10");
        CHECK(model.run()->run == run);
        return taken.ok() ? std::string() : taken.error().sentence;
    };
    const auto starts = [](const std::string& text, std::string_view begin) {
        CHECK_MESSAGE(text.starts_with(begin), text);
    };
    starts(refused(R"("spec":"dense 10","input":"28x28x1")"),
           "w.safetensors is of another network: flatten | dense 10 for 28x28x1. Its images, ");
    starts(refused(R"("spec":"dense 10","input":"30x30x1")"),
           "w.safetensors is of another network: flatten | dense 10 for 30x30x1. There are no images of that "
           "size here");
    starts(refused(R"("spec":"dense 9","input":"8x8x1")"),
           "w.safetensors is of another network: flatten | dense 9 for 8x8x1. ");
    starts(refused(R"("spec":"dense 5 | dense 10","input":"8x8x1")"),
           "The metadata of w.safetensors say that it is of flatten | dense 5 | dense 10 for 8x8x1; its "
           "tensors are not.");
    // What it says is no network, but its tensors are this one's: they are taken, and it is said.
    REQUIRE(model.take_file(file(R"("spec":"cat","input":"8x8x1")")).ok());
    CHECK(model.note().starts_with(
        "A new run: its weights are those of w.safetensors. w.safetensors: the layers in "
        "its metadata are no network."));
    // The digits count to 16, MNIST's bytes to 255.
    REQUIRE(model
                .take_file(file(R"("spec":"dense 10","input":"8x8x1","scaling":"value / 255","outputs":)"
                                R"("before the softmax that belongs to the loss")"))
                .ok());
    CHECK(model.note() ==
          "A new run: its weights are those of w.safetensors. It was trained on value / 255, and here "
          "it is given value / 16: what it says may be wrong.");
}

}  // namespace shell::lesson_mnist
