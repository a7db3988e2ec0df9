// The lesson on channels without its picture: the lectures' numbers through the model, bounds, groups, who
// touches whom, and the slips that are told apart.
#include "shell/lessons/07_channels/model.h"

#include <doctest/doctest.h>

#include "shell/lessons/07_channels/reach.h"
#include "shell/session.h"
#include "tests/shell/flat_numbers.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_channels {

TEST_SUITE("channels lesson") {
    using nlohmann::json;
    using What = Touched::What;

    TEST_CASE("S3-10: the demo's outputs and the sums of its channels") {
        const json state = state_of("channels", "example=S3-10");
        CHECK(flat(state["output"]) ==
              std::vector<float>{2, 3, 3, 3, 7, 3, 8, 10, -3, -8, -8, -3, -3, 1, 0, -3, -8, -5});
        // appendix A of the lecture inventory, filter by filter, channel by channel
        CHECK(flat(state["channel_sums"]) ==
              std::vector<float>{-1, -2, -1, -2, 4, 2,  1, 4,  -2, 1,  2,  1,  4,  2,  1, 3,  -1, -3,
                                 1,  2,  2,  0,  0, -1, 3, 6,  1,  -1, -3, -3, -2, 2,  1, 0,  -4, 0,
                                 -4, -2, -1, -1, 0, -1, 0, -3, -3, -3, -3, 1,  0,  -1, 0, -3, -1, -2});
        CHECK(state["parameters"] == 2 * (27 + 1));
        CHECK(state["geometry"]["y"]["output"] == 3);
    }

    TEST_CASE("S0-11: six weights and a bias for each channel that comes out") {
        const json state = state_of("channels", "example=S0-11");
        CHECK(state["weights"] == 12);
        CHECK(state["parameters"] == 14);
        // 1 - 3 + 8 + 1 = 7, and 1 + 2 + 3 - 7 - 8 - 9 = -18
        CHECK(flat(state["output"]) == std::vector<float>{7, 8, 9, 10, -18, -18, -18, -18});
    }

    TEST_CASE("S3-15, S3-16, S3-17: a window of 27 products, four filters, a filter 2 x 2") {
        CHECK(state_of("channels", "example=S3-15")["geometry"]["y"]["output"] == 1);
        const json four = state_of("channels", "example=S3-16");
        for (std::size_t row = 0; row < 3; ++row)  // a filter and its negative
            for (std::size_t column = 0; column < 3; ++column) {
                CHECK(four["output"][0][row][column].get<float>() ==
                      -four["output"][1][row][column].get<float>());
                CHECK(four["output"][0][row][column] ==
                      four["output"][2][column][row]);  // the square's symmetry
            }
        CHECK(four["output"][0][1][0] == 8);
        const json small = state_of("channels", "example=S3-17");
        CHECK(small["output"][0][0][0] == 1);
        CHECK(small["output"][0][0][1] == 2);
        CHECK(state_of("channels", "example=S3-17b")["geometry"]["x"]["output"] == 2);
        CHECK(state_of("channels", "example=S3-17c")["geometry"]["x"]["output"] == 5);
    }

    TEST_CASE("S3-20, S2-13, S2-23: parameters, sizes, a matrix of 400 x 300 x 3") {
        const json three = state_of("channels", "example=S3-20")["count"];
        CHECK(three["layers"][0]["parameters"] == 448);
        CHECK(three["layers"][1]["parameters"] == 4640);
        CHECK(three["layers"][2]["parameters"] == 18496);
        CHECK(three["parameters"] == 23584);
        CHECK(three["layers"][2]["output"] == json{32, 32, 64});
        CHECK(three["multiply_adds"] == 32 * 32 * (27 * 16 + 144 * 32 + 288 * 64));
        const json layer = state_of("channels", "example=S2-13")["count"]["layers"][0];
        CHECK(layer["output"] == json{16, 16, 6});
        CHECK(layer["parameters"] == (3 * 3 * 3 + 1) * 6);
        CHECK(state_of("channels", "example=S2-23")["picture"]["numbers"] == 360000);
        CHECK(state_of("channels", "topic=count&separable=1")["count"]["parameters"] == 94 + 704 + 2432);
    }

    TEST_CASE("channels: the lines of the count end in the layer's parameters") {
        for (const char* fields :
             {"topic=count", "topic=count&separable=1", "topic=count&layer_kernel=5&filters_2=7"}) {
            const json count = state_of("channels", fields)["count"];
            for (std::size_t i = 0; i < 3; ++i)
                CHECK(count["lines"][i * 5 + 3]["value"] == count["layers"][i]["parameters"]);
        }
    }

    TEST_CASE("channels: groups divide channels and filters, sizes stay possible") {
        CHECK(state_of("channels", "channels=6&filters=4&groups=2")["groups"] == 2);
        CHECK(state_of("channels", "channels=6&filters=6&groups=4")["groups"] ==
              3);  // the next that divides both
        Session session;
        REQUIRE(session.open("lesson=channels&size=9&kernel_size=4&pad=3").ok());
        REQUIRE(session.command("set", {{"key", "height"}, {"value", 1}}).ok());
        CHECK(session.state()["geometry"]["y"]["kernel"] == 1);  // a single row has no padding above it
        REQUIRE(session.command("set", {{"key", "pad"}, {"value", 0}}).ok());
        REQUIRE(session.command("set", {{"key", "width"}, {"value", 2}}).ok());
        CHECK(session.state()["geometry"]["x"]["kernel"] == 2);
        CHECK_FALSE(session.open("lesson=channels&topic=count&rows=1&columns=1&layer_pad=0").ok());
        CHECK(session.open("lesson=channels&topic=count&rows=7&columns=7&layer_pad=0").ok());
        CHECK_FALSE(session.open("lesson=channels&topic=count&rows=6&columns=7&layer_pad=0").ok());
    }

    TEST_CASE("channels: who touches whom, within a group") {
        ChannelsModel model;
        REQUIRE(model.open_example("grouped").ok());
        const auto pixel = [](int channel) { return Touched{What::kPixel, 0, channel, 1, 1}; };
        const auto output = [](int filter) { return Touched{What::kOutput, filter, 0, 0, 0}; };
        CHECK(reaches(model.plan(), pixel(1), output(0)));
        CHECK(reaches(model.plan(), output(0), pixel(1)));
        CHECK_FALSE(reaches(model.plan(), pixel(1), output(1)));
        CHECK(reaches(model.plan(), pixel(2), output(1)));
        const Touched weight{What::kWeight, 1, 2, 1, 1};
        CHECK(reaches(model.plan(), weight, output(1)));
        CHECK_FALSE(reaches(model.plan(), weight, output(0)));
        CHECK(reaches(model.plan(), pixel(2), weight));
        CHECK_FALSE(reaches(model.plan(), Touched{What::kPixel, 0, 2, 0, 0},
                            weight));  // its last tap never gets there
    }

    TEST_CASE("channels: an edited number changes the maps of its group alone") {
        Session session;
        REQUIRE(session.open("lesson=channels&example=depthwise").ok());
        const json before = session.state();
        std::vector<float> input = flat(before["input"]);
        input[0] += 5;
        REQUIRE(session.command("set", {{"key", "input"}, {"value", input}}).ok());
        const json after = session.state();
        CHECK(after["output"][0] != before["output"][0]);
        CHECK(after["output"][1] == before["output"][1]);
        CHECK(after["example"]["changed"] == true);
    }

    TEST_CASE("channels: slips are told by their numbers") {
        Session session;
        REQUIRE(session.open("lesson=channels&example=S3-10&predict=1").ok());
        auto& model = *session.lesson().stepped();
        const auto verdict = [&](double value) { return verdict_on(session, value); };
        REQUIRE(session.command("reveal").ok());     // row 1, column 1
        REQUIRE(session.command("next-cell").ok());  // row 1, column 2: -2 + 2 + 2 + 1 = 3
        REQUIRE(model.quiz().open() != nullptr);
        CHECK(verdict(2).find("bias") != std::string::npos);
        CHECK(verdict(-2).find("first channel") != std::string::npos);
        REQUIRE(session.open("lesson=channels&example=S3-20").ok());
        REQUIRE(session.command("predict").ok());
        CHECK(verdict(432).find("bias") != std::string::npos);
        CHECK(verdict(160).find("each channel") != std::string::npos);
        CHECK(verdict(28).find("one filter") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 448}}).ok());
        CHECK(model.player().t == 3);
    }

    TEST_CASE("channels: a picture of the learner's is split and stays out of the link") {
        ChannelsModel model;
        GivenFile file{"two.png", {255, 0, 0, 255, 0, 0, 255, 255}, 2, 1};
        REQUIRE(model.take_file(file).ok());
        CHECK(model.state()["topic"] == "split");
        CHECK(model.state()["picture"]["own_picture"] == true);
        CHECK(model.colour(0, 200, 10) == 255);
        CHECK(model.colour(2, 200, 299) == 255);
        REQUIRE(model.command("built-in-picture", json::object()).ok());
        CHECK(model.own_picture().empty());
        CHECK(model.colour(0, 399, 0) == 230);  // sand
    }
}

}  // namespace shell::lesson_channels
