// The lesson on kernels and pictures without its picture: the lectures' numbers through the model, sums of
// kernels on flat areas, clamping, the gradient, and pictures of the learner's.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "shell/lessons/08_pictures/model.h"
#include "shell/lessons/named_kernels.h"
#include "shell/session.h"
#include "tests/shell/flat_numbers.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_pictures {

namespace {

using nlohmann::json;

}  // namespace

TEST_SUITE("pictures lesson") {
    TEST_CASE("S2-8: both Sobels, padding, magnitude and direction") {
        CHECK(flat(state_of("pictures", "example=S2-8")["output"]) == std::vector<float>{29, -192, -35, -22});
        CHECK(
            flat(state_of("pictures", "example=S2-8b")["output"]) ==
            std::vector<float>{180, 31, -120, -31, 300, 29, -192, -62, 269, -35, -22, -31, 108, -33, 157, 0});
        CHECK(flat(state_of("pictures", "example=S2-8c")["output"]) ==
              std::vector<float>{-113, -86, 173, 40});
        const std::vector<float> magnitude = flat(state_of("pictures", "example=S2-8d")["shown"]);
        const std::vector<float> printed{116.66F, 210.38F, 176.50F, 45.65F};
        REQUIRE(magnitude.size() == printed.size());
        for (std::size_t i = 0; i < printed.size(); ++i) CHECK(std::fabs(magnitude[i] - printed[i]) < 0.005F);
        // 29 to the right and -113 upwards: down, a little to the right
        CHECK(state_of("pictures", "example=S2-8d")["pixel"]["direction"].get<float>() ==
              doctest::Approx(-75.6063).epsilon(1e-4));
    }

    TEST_CASE("S3-2, S3-3, S2-11: what the sums of the kernels do to a flat area") {
        struct Row {
            const char* code;
            float sum;
        };
        for (const Row& row :
             {Row{"S3-2", 0}, Row{"S3-2b", 4}, Row{"S3-2c", -1}, Row{"S3-3", 1}, Row{"S3-3b", 0},
              Row{"S3-3c", 0}, Row{"S3-3d", 0}, Row{"S3-3e", 1}, Row{"S3-3f", 1}, Row{"S3-3g", 1},
              Row{"S2-11", 0}, Row{"S2-11b", 0}, Row{"S2-11c", 1}, Row{"S2-11d", 0}, Row{"S2-11e", 0}}) {
            CAPTURE(row.code);
            // in the middle of the upper left flat area of "greys", which is 40
            const json state =
                state_of("pictures", "example=" + std::string(row.code) + "&source=greys&row=10&column=6");
            CHECK(state["sum_of_kernel"].get<float>() == doctest::Approx(row.sum));
            CHECK(state["pixel"]["sum"].get<float>() == doctest::Approx(40 * row.sum));
        }
    }

    TEST_CASE("S3-2: sum 0 keeps flat areas black, positive brightens, negative is black when clamped") {
        CHECK(state_of("pictures", "example=S3-2&after=clamp&row=10&column=6")["pixel"]["shown"] == 0);
        CHECK(state_of("pictures", "example=S3-2b&after=clamp&row=10&column=6")["pixel"]["shown"] == 160);
        CHECK(state_of("pictures", "example=S3-2c&after=clamp&row=10&column=6")["pixel"]["shown"] == 0);
        CHECK(state_of("pictures", "example=S3-2c&row=10&column=6")["pixel"]["sum"] == -40);
    }

    TEST_CASE("S3-4, S3-11: the walk of one pixel, and a sum beyond 255") {
        const json walk = state_of("pictures", "example=S3-4&t=9");
        std::vector<float> products;
        for (const json& term : walk["pixel"]["terms"]) products.push_back(term["product"].get<float>());
        CHECK(products == std::vector<float>{0, -140, 0, -225, 880, -205, 0, -250, 0});
        CHECK(walk["pixel"]["sum"] == 60);
        const json beyond = state_of("pictures", "example=S3-11&t=10");
        CHECK(beyond["pixel"]["sum"] == 427);
        CHECK(beyond["pixel"]["shown"] == 255);
        CHECK(beyond["sum_of_kernel"] == 1);
    }

    TEST_CASE(
        "E50: with the other sign of the horizontal Sobel the magnitude stays, the direction turns over") {
        const json up = state_of("pictures", "example=S2-8d");
        const json down = state_of("pictures", "source=numbers&pad=0&task=gradient&top_down=1");
        CHECK(up["shown"] == down["shown"]);
        CHECK(up["output"][0] == down["output"][0]);
        CHECK(down["output"][1][0][0] == 113);
        CHECK(down["pixel"]["direction"].get<float>() == -up["pixel"]["direction"].get<float>());
    }

    TEST_CASE("pictures: normalised results reach from 0 to 255") {
        const std::vector<float> shown = flat(state_of("pictures", "source=house&after=normalise")["shown"]);
        CHECK(*std::min_element(shown.begin(), shown.end()) == 0);
        CHECK(*std::max_element(shown.begin(), shown.end()) == 255);
    }

    TEST_CASE("pictures: high-pass and low-pass by what they do to the finest pattern") {
        for (const KernelOf3& kernel : named_kernels()) {
            PicturesModel model;
            REQUIRE(model.command("kernel", {{"name", kernel.name}}).ok());
            CAPTURE(kernel.name);
            if (kernel.name == "gaussian") CHECK(model.checkerboard() == 0);
            if (kernel.name == "box-blur") CHECK(model.checkerboard() == doctest::Approx(1.0 / 9));
            if (kernel.name == "edges-4") CHECK(model.checkerboard() == 8);
        }
    }

    TEST_CASE("pictures: the pixel stays inside when the picture shrinks or loses its padding") {
        Session session;
        REQUIRE(session.open("lesson=pictures&side=96&row=95&column=95").ok());
        REQUIRE(session.command("set", {{"key", "pad"}, {"value", false}}).ok());
        CHECK(session.state()["pixel"]["row"] == 93);
        REQUIRE(session.command("set", {{"key", "side"}, {"value", 16}}).ok());
        CHECK(session.state()["pixel"]["col"] == 13);
        CHECK_FALSE(session.open("lesson=pictures&side=16&row=16").ok());
    }

    TEST_CASE("pictures: slips are told by their numbers") {
        Session session;
        REQUIRE(session.open("lesson=pictures&example=S2-8").ok());
        REQUIRE(session.command("predict").ok());
        auto& model = *session.lesson().stepped();
        const auto verdict = [&](double value) { return verdict_on(session, value); };
        CHECK(verdict(-29).find("half a turn") != std::string::npos);
        CHECK(verdict(180).find("off by one") == std::string::npos);  // both axes: no single slip
        REQUIRE(session.command("answer", {{"value", 29}}).ok());
        CHECK(model.player().t == 9);
        REQUIRE(session.open("lesson=pictures&example=S2-8d").ok());
        REQUIRE(session.command("predict").ok());
        CHECK(verdict(29 + 113).find("short cut") != std::string::npos);
        CHECK(verdict(29 - 113).find("root") != std::string::npos);
    }

    TEST_CASE("pictures: a picture of the learner's is used at any side and stays out of the link") {
        PicturesModel model;
        GivenFile file{"two.png", {0, 0, 0, 255, 255, 255, 255, 255}, 2, 1};
        REQUIRE(model.take_file(file).ok());
        CHECK(model.own_picture());
        CHECK(model.input().at(0, 0, 5, 0) == 0);  // a square out of the middle: half black, half white
        CHECK(model.input().at(0, 0, 5, 63) == 255);
        REQUIRE(model.command("built-in-picture", json::object()).ok());
        CHECK_FALSE(model.own_picture());
    }

    TEST_CASE("pictures: the camera's pictures are the input while it runs; the last one stays") {
        Session session;
        REQUIRE(session.open("lesson=pictures&kernel=0,0,0,0,1,0,0,0,0&row=5&column=4&t=3").ok());
        auto& model = static_cast<PicturesModel&>(session.lesson());
        const auto put_on = [&] {
            REQUIRE(session.command("camera").ok());
            REQUIRE(model.wants_camera());
            CHECK(session.state()["camera"] == true);
        };
        put_on();
        for (const auto grey : {std::uint8_t{40}, std::uint8_t{200}}) {
            model.take_camera({"", {grey, grey, grey, 255}, 1, 1});
            CHECK(session.state()["source"] == "own");
            CHECK(session.state()["pixel"]["row"] == 5);
            CHECK(session.state()["cursor"]["t"] == 3);
            CHECK(model.result().at(0, 0, 5, 4) == grey);
        }
        REQUIRE(session.command("camera").ok());
        CHECK_FALSE(model.wants_camera());
        CHECK(model.result().at(0, 0, 5, 4) == 200);
        put_on();
        REQUIRE(model.take_file({"black.png", {0, 0, 0, 255}, 1, 1}).ok());
        CHECK_FALSE(model.wants_camera());
        put_on();
        model.take_camera({"", {9, 9, 9, 255}, 1, 1});
        REQUIRE(session.command("set", {{"key", "source"}, {"value", "disc"}}).ok());
        CHECK_FALSE(model.wants_camera());
        put_on();
        model.camera_ended();
        CHECK_FALSE(model.wants_camera());
    }
}

}  // namespace shell::lesson_pictures
