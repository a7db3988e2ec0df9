// The errata of all lessons: cards in the order of their codes, with evidence that shows what is said.
#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "shell/lessons/19_errata/model.h"
#include "shell/session.h"

using shell::Session;
namespace errata = shell::lesson_errata;

TEST_CASE("errata: cards are ordered by code, and stepping shows first what is printed, then what is right") {
    REQUIRE(errata::cards().size() >= 5);
    int before = 0;
    for (const errata::ErratumCard& card : errata::cards()) {
        const int number = std::stoi(std::string(card.erratum.code.substr(1)));
        CHECK(number >= before);
        CHECK(number <= 53);
        before = number;
    }
    Session session;
    REQUIRE(session.open("lesson=errata").ok());
    CHECK(session.state()["solved"] == false);
    CHECK(session.sentences().find("Right:") == std::string::npos);
    REQUIRE(session.command("next-side").ok());
    CHECK(session.state()["solved"] == true);
    CHECK(session.sentences().find("Right: ") != std::string::npos);
    REQUIRE(session.command("next-card").ok());
    CHECK(session.state()["card"] == 1);
}

TEST_CASE("errata E9, E45, E38: the evidence shows the numbers of which the card speaks") {
    Session session;
    REQUIRE(session.open("lesson=errata").ok());
    const nlohmann::json cards = session.state()["cards"];
    const auto evidence = [&](const std::string& code) {
        for (const nlohmann::json& card : cards)
            if (card["code"] == code) return card["evidence"].get<std::string>();
        return std::string();
    };
    REQUIRE(session.command("follow", {{"link", evidence("E9")}}).ok());
    CHECK(session.state()["geometry"]["x"]["output"] == 5);
    REQUIRE(session.command("follow", {{"link", evidence("E45")}}).ok());
    CHECK(session.state()["geometry"]["y"]["output"] == 14);
    REQUIRE(session.command("set", {{"key", "pad"}, {"value", 1}}).ok());
    CHECK(session.state()["geometry"]["y"]["output"] == 16);
    REQUIRE(session.command("follow", {{"link", evidence("E38")}}).ok());
    CHECK(session.state().dump().find("576") != std::string::npos);
    CHECK(session.command("undo").ok());
}

TEST_CASE("errata E21, E22, E24, E25, E31, E32, E34, E35, E37, E39: the card counts what it speaks of") {
    Session session;
    REQUIRE(session.open("lesson=errata").ok());
    const nlohmann::json cards = session.state()["cards"];
    const auto figures = [&](const std::string& code) {
        std::vector<double> values;
        for (const nlohmann::json& card : cards)
            if (card["code"] == code)
                for (const nlohmann::json& figure : card["figures"]) values.push_back(figure["value"]);
        return values;
    };
    const auto close = [&](const std::string& code, const std::vector<double>& wanted,
                           double tolerance = 1e-9) {
        CAPTURE(code);
        const std::vector<double> values = figures(code);
        REQUIRE(values.size() == wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(std::fabs(values[i] - wanted[i]) < tolerance);
    };
    close("E21", {15.3, 15, 26.1, 26});
    close("E22", {6998552, 1582671872});
    close("E24", {0.9976, 0.9981, 0.9925});
    close("E25", {0.9563 - 0.8949, 2});
    close("E31", {1199882, 0});
    close("E32", {200000, 2600});
    close("E34", {20.4, 5500}, 0.05);
    close("E35", {64, 46, 647214});
    close("E39", {320, 160, 0});
    close("E37", {0.8, 1}, 0.02);  // 10,000 draws: the deviation of the mean is 0.004
    int counted = 0;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const bool counts = !cards[i]["figures"].empty();
        CHECK(counts == cards[i]["evidence"].get<std::string>().empty());
        if (!counts) continue;
        ++counted;
        REQUIRE(session.command("scrub", {{"t", 2 * static_cast<int>(i)}}).ok());
        CHECK(session.sentences().find("Evidence: ") != std::string::npos);
        CHECK(session.sentences().find("Right:") == std::string::npos);
    }
    CHECK(counted == 10);
}

TEST_CASE("errata: at least 46 of the 53 have a card") {
    std::set<std::string_view> codes;
    for (const errata::ErratumCard& card : errata::cards()) codes.insert(card.erratum.code);
    CHECK(codes.size() >= 46);
}
