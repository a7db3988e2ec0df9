// A lesson as a link opens it, for tests that read the numbers off its state.
#pragma once

#include <doctest/doctest.h>

#include <span>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "shell/lessons/errata.h"
#include "shell/lessons/stepped_model.h"
#include "shell/session.h"

// fields: "example=S0-9&t=4". A link that is refused, or taken with a message, fails the test.
inline nlohmann::json state_of(std::string_view lesson, const std::string& fields) {
    shell::Session session;
    INFO(fields);
    const auto status = session.open("lesson=" + std::string(lesson) + "&" + fields);
    if (!status) FAIL_CHECK(status.error().sentence);
    CHECK(session.message().empty());
    return session.state();
}

// What is said to an answer to the open question.
inline std::string verdict_on(shell::Session& session, double value) {
    REQUIRE(session.command("answer", {{"value", value}}).ok());
    return session.lesson().stepped()->quiz().verdict();
}

// The fields of the evidence for an erratum; "none" where there is no such card.
inline std::string evidence(std::span<const shell::Erratum> errata, std::string_view code) {
    for (const shell::Erratum& erratum : errata)
        if (erratum.code == code) return std::string(erratum.evidence);
    return "none";
}
