// The errata of all lessons: cards in the order of their codes, with evidence that shows what is said.
#include <doctest/doctest.h>

#include <string>

#include "shell/lessons/18_errata/model.h"
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
