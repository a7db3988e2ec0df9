// Numbers as the screen shows them and as people type them.
#include "shell/state/short_number.h"

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "shell/state/field_text.h"

TEST_CASE("short_number: four digits, true minus, whole numbers whole") {
    CHECK(shell::short_number(99) == "99");
    CHECK(shell::short_number(-1) == "\u22121");
    CHECK(shell::short_number(-0.0F) == "0");
    CHECK(shell::short_number(0.125F) == "0.125");
    CHECK(shell::short_number(1.23456F) == "1.235");
    CHECK(shell::short_number(12345) == "12345");
    CHECK(shell::short_number(12345.5F) == "1.235e4");
    CHECK(shell::short_number(0.00001234F) == "1.234e\u22125");
    CHECK(shell::short_number(1e10F) == "1e10");
    CHECK(shell::short_number(-std::numeric_limits<float>::infinity()) == "\u2212∞");
    CHECK(shell::short_number(std::numeric_limits<float>::quiet_NaN()) == "NaN");
}

TEST_CASE("count_text and percent_text: groups of three, sign of per cent apart") {
    CHECK(shell::count_text(0) == "0");
    CHECK(shell::count_text(999) == "999");
    CHECK(shell::count_text(60000) == "60\u00A0000");
    CHECK(shell::count_text(-1087106) == "\u22121\u00A0087\u00A0106");
    CHECK(shell::count_text(0, "update") == "0 updates");
    CHECK(shell::count_text(1, "update") == "1 update");
    CHECK(shell::count_text(1200, "update") == "1\u00A0200 updates");
    CHECK(shell::megabytes_text(41'000'000) == "40\u00A0MB");
    CHECK(shell::megabytes_text(40 * 1'048'576) == "40\u00A0MB");
    CHECK(shell::megabytes_text(0) == "1\u00A0MB");
    CHECK(shell::bytes_text(1023) == "1\u00A0023\u00A0B");
    CHECK(shell::bytes_text(1024) == "1.0\u00A0KB");
    CHECK(shell::bytes_text(21632) == "21.1\u00A0KB");
    CHECK(shell::bytes_text(3 << 20U) == "3.0\u00A0MB");
    CHECK(shell::percent_text(0.9874) == "98.74\u00A0%");
    CHECK(shell::points_text(0.0083) == "+0.83\u00A0points");
    CHECK(shell::points_text(-0.012) == "\u22121.20\u00A0points");
}

TEST_CASE("plain_number: what people type, read as a field's value, and nothing else") {
    const auto read = [](const char* typed) {
        return shell::read_real("Rate", shell::plain_number(typed), -1000, 1000);
    };
    CHECK(read("0,5").value() == 0.5F);
    CHECK(read("\u22123 ").value() == -3.0F);
    CHECK(read("1e3").value() == 1000.0F);
    for (const char* wrong :
         {"", " ", "a", "1 2", "1e999", "inf", "nan", "--1", "1/2", "1001", "\u22121e4"}) {
        const std::string text = wrong;
        INFO(text);
        const cnn::Result<float> refused = read(wrong);
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().sentence.starts_with("Rate"));
        CHECK(refused.error().sentence.find("1000") != std::string::npos);
    }
}
