// The lesson of the networks without its picture: every network of the lectures opens with the counts that
// are printed or published, steps through its layers, asks for parameters and leads to its training.
#include "shell/lessons/18_networks/model.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/shell/open_lesson.h"

namespace shell::lesson_networks {

using nlohmann::json;

TEST_SUITE("networks lesson") {
    TEST_CASE("every network of the zoo opens by name, with its parameters") {
        for (const cnn::ZooEntry& entry : cnn::zoo()) {
            CAPTURE(entry.slug);
            const json state = state_of("networks", "network=" + std::string(entry.slug));
            CHECK(state["network"] == entry.slug);
            CHECK(state["parameters"] == entry.parameters);
        }
    }

    TEST_CASE("S2-19, S2-21, S2-22: shapes, products, multiply-adds, memory and fields of the large ones") {
        const json alexnet = state_of("networks", "network=alexnet");
        CHECK(alexnet["layers"][0]["output"] == json{{"channels", 96}, {"rows", 55}, {"columns", 55}});
        CHECK(alexnet["layers"][0]["parameter_product"] == "(11 × 11 × 3 + 1) × 96 = 34,944");
        CHECK(alexnet["layers"][0]["multiply_adds"] == 105415200);
        CHECK(alexnet["layers"][0]["bytes"] == 4 * 96 * 55 * 55);
        CHECK(alexnet["layers"][4]["receptive_field"]["rows"]["size"] == 51);
        CHECK(state_of("networks", "example=S2-21")["network"] == "googlenet");
        CHECK(state_of("networks", "example=S2-22")["layers"][0]["text"] == "conv 16 3x3 p1 nobias");
        CHECK(state_of("networks", "network=googlenet")["multiply_adds"] == 1582671872);
        CHECK(state_of("networks", "network=resnet-152&t=513")["layers"].size() == 514);
    }

    TEST_CASE("the steps are those of the network that the link names") {
        Session session;
        CHECK(session.open("lesson=networks&network=alexnet&t=22").ok());
        CHECK_FALSE(session.open("lesson=networks&network=s4-1&t=22").ok());
        CHECK(session.state()["network"] == "alexnet");
        CHECK(session.command("set", {{"key", "network"}, {"value", "s4-1"}}).ok());
        CHECK(session.state()["cursor"]["t"].get<int>() < 4);
    }

    TEST_CASE("each slip of counting parameters is told apart") {
        Session session;
        REQUIRE(session.open("lesson=networks&network=s4-13&t=2&predict=1").ok());
        // conv 64 3x3 of 32 channels: (3 * 3 * 32 + 1) * 64 = 18,496
        CHECK(verdict_on(session, 18432).find("weights alone") != std::string::npos);
        CHECK(verdict_on(session, 3 * 3 * 64 + 64).find("one sheet per filter") != std::string::npos);
        CHECK(verdict_on(session, 11 * 11 * 64 * 3 * 3 * 32).find("multiply-adds") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 18496}}).ok());
        CHECK(session.lesson().stepped()->player().t == 3);
    }

    TEST_CASE("what has a recipe leads to its training, and is there under that name") {
        std::set<std::string> led;
        for (const cnn::ZooEntry& entry : cnn::zoo()) {
            CAPTURE(entry.slug);
            const json state = state_of("networks", "network=" + std::string(entry.slug));
            const auto link = state["training_link"].get<std::string>();
            CHECK(link.empty() == entry.optimizer.empty());
            if (link.empty()) continue;
            led.insert(link);
            Session session;
            REQUIRE(session.open("lesson=networks&network=" + std::string(entry.slug)).ok());
            REQUIRE(session.command("follow", {{"link", link}}).ok());
            CHECK(session.state()["network"]["slug"] == entry.slug);
        }
        CHECK(led.size() > 10);
    }
}

}  // namespace shell::lesson_networks
