// The text of links, and of single values.
#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.h"
#include "shell/state/field_text.h"
#include "shell/state/link.h"

using shell::parse_link;

namespace {

std::string sentence(std::string_view link) {
    const auto parsed = parse_link(link);
    REQUIRE_FALSE(parsed.ok());
    return parsed.error().sentence;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("link: pairs come out as they stand") {
    const std::vector<shell::LinkPair> pairs{
        {"lesson", "convolution"}, {"spec", "conv 8 3x3 | relu"}, {"empty", ""}};
    CHECK(parse_link("#lesson=convolution&spec=conv%208+3x3%20%7c+relu&empty=").value() == pairs);
    CHECK(parse_link(shell::link_text(pairs)).value() == pairs);
    CHECK(shell::link_text(pairs) == "lesson=convolution&spec=conv%208%203x3%20%7C%20relu&empty=");
    CHECK(parse_link("").value().empty());
    CHECK(parse_link("#").value().empty());
    CHECK(parse_link("&&a=1&").value().size() == 1);
    CHECK(parse_link("a=b=c").value()[0].value == "b=c");
}

TEST_CASE("link: any text survives the round trip") {
    cnn::Rng rng(7);
    const std::vector<std::string> characters{
        "a",  "Z", "0", "&", "=", "+", "%", "#", " ", "|", "<b>", "\n", "\"", "ä", "→", "😀", "\xE2\x80\xAE",
        "\\", "?", "/"};
    for (int round = 0; round < 300; ++round) {
        std::vector<shell::LinkPair> pairs;
        for (std::uint32_t i = 0; i < rng.below(5) + 1; ++i) {
            std::string value;
            for (std::uint32_t length = rng.below(12); length > 0; --length) {
                value += characters[rng.below(static_cast<std::uint32_t>(characters.size()))];
            }
            pairs.push_back({"key " + std::to_string(i), value});
        }
        CHECK(parse_link(shell::link_text(pairs)).value() == pairs);
    }
}

TEST_CASE("link: what is wrong is said") {
    CHECK(sentence("stride") == "The link's part \"stride\" has no value: key=value is wanted.");
    CHECK(sentence("=2") == "The link's part \"=2\" has no key: key=value is wanted.");
    CHECK(sentence("a=1&b=2&a=1") == "The link gives \"a\" more than once.");
    CHECK(sentence("a=%4") == "The link has a bad percent code, \"%4\": after % come two of 0-9, A-F.");
    CHECK(sentence("a=%zz&b=1") == "The link has a bad percent code, \"%zz\": after % come two of 0-9, A-F.");
    CHECK(contains(sentence("a=%00"), "not text"));
    CHECK(contains(sentence("a=%ff"), "not text"));
    CHECK(contains(sentence("a=\xC0\x80"), "not text"));      // an overlong NUL
    CHECK(contains(sentence("a=\xED\xA0\x80"), "not text"));  // a lone surrogate
    CHECK(contains(sentence("a=%1b[31m"), "not text"));
    CHECK(sentence(std::string(100 * 1024, 'a')) == "The link is 102400 bytes long; the limit is 32768.");
    CHECK(parse_link("a=" + std::string(32766, 'b')).ok());
    CHECK_FALSE(parse_link("a=" + std::string(32767, 'b')).ok());
}

TEST_CASE("link: the address of the page before it is skipped") {
    const auto pairs = parse_link("lesson=convolution&t=5").value();
    CHECK(parse_link("#lesson=convolution&t=5").value() == pairs);
    CHECK(parse_link("http://localhost:8000/index.html?x=1#lesson=convolution&t=5").value() == pairs);
    CHECK(parse_link("title=a#b").value()[0].value == "a#b");
}

TEST_CASE("link: what is shown in a sentence cannot turn or break it") {
    CHECK(shell::shown("plain äöü") == "plain äöü");
    CHECK(shell::shown("a\nb\x01") == "a?b?");
    CHECK(shell::shown("left\xE2\x80\xAEtfel") == "left?tfel");
    CHECK(shell::shown("\xFF\xFE") == "??");
    CHECK(shell::shown(std::string(50, 'x')) == std::string(40, 'x') + "...");
    CHECK(shell::shown(std::string(39, 'x') + "äx") == std::string(39, 'x') + "...");
}

TEST_CASE("field text: a number's digits read back as the number") {
    CHECK(shell::number_text(0.1F) == "0.1");
    CHECK(shell::number_text(-3.0F) == "-3");
    CHECK(shell::number_text(-0.0F) == "0");
    CHECK(shell::number_text(255.0F) == "255");
    CHECK(shell::number_text(1e20F) == "1e20");
    CHECK(shell::number_text(1.0F / 3.0F) == "0.33333334");
    CHECK(shell::number_text(0.00012345F) == "0.00012345");
    CHECK(shell::number_text(1.5e-7F) == "1.5e-7");
    CHECK(shell::number_text(2e6F) == "2e6");
    CHECK(shell::number_text(1234567.0F) == "1234567");
    CHECK(shell::number_text(100000.5F) == "100000.5");
    cnn::Rng rng(3);
    for (int round = 0; round < 2000; ++round) {
        const float value = std::ldexp(rng.uniform(-1, 1), static_cast<int>(rng.below(58)) - 29);
        CHECK(shell::read_numbers("x", shell::number_text(value), 1).value()[0] == value);
    }
    const float values[] = {1.0F, 0.5F, -2.0F};
    CHECK(shell::numbers_text(values) == "1,0.5,-2");
    CHECK(shell::number_json(0.1F).dump() == "0.1");
    CHECK(shell::number_json(29.0F).dump() == "29");
    CHECK(shell::number_json(INFINITY).is_null());
}

TEST_CASE("field text: each reader takes what its field takes") {
    CHECK(shell::read_integer("n", " 7 ", 1, 7).value() == 7);
    CHECK(shell::read_integer("n", "-2147483648", -2147483647 - 1, 0).value() == -2147483647 - 1);
    CHECK(shell::read_big_integer("n", "18446744073709551615").value() == 18446744073709551615ULL);
    CHECK(shell::read_real("r", "1e-3", 0, 1).value() == 0.001F);
    CHECK(shell::read_real("r", "1e 3", 0, 10000).value() == 1000.0F);  // 1e+3 out of a web form
    CHECK(shell::read_real("r", ".5", 0, 1).value() == 0.5F);
    CHECK_FALSE(std::signbit(shell::read_real("r", "-0", 0, 1).value()));
    CHECK(shell::read_flag("f", "on").value());
    CHECK_FALSE(shell::read_flag("f", "0").value());
    const std::string_view names[] = {"valid", "same"};
    CHECK(shell::read_choice("c", "same", names).value() == 1);
    CHECK(shell::read_choice("c", "SAME", names).value() == 1);
    CHECK(shell::read_numbers("x", " 1, 2 ,3", 3).value() == std::vector<float>{1, 2, 3});
    CHECK(shell::read_text("s", "", 3).value().empty());
}

TEST_CASE("field text: the sentence names key, value and limit") {
    const auto integer = [](std::string_view text) {
        return shell::read_integer("stride", text, 1, 7).error().sentence;
    };
    CHECK(integer("") == "stride has no value; it takes a whole number, 1 to 7.");
    CHECK(integer("two") == "stride=two is not a whole number; it takes 1 to 7.");
    CHECK(integer("1.5") == "stride=1.5 is not a whole number; it takes 1 to 7.");
    CHECK(integer("NaN") == "stride=NaN is not a whole number; it takes 1 to 7.");
    CHECK(integer("1e309") == "stride=1e309 is not a whole number; it takes 1 to 7.");
    CHECK(integer("0") == "stride=0 is below the limit 1; it takes 1 to 7.");
    CHECK(integer("-1") == "stride=-1 is below the limit 1; it takes 1 to 7.");
    CHECK(integer("8") == "stride=8 is above the limit 7; it takes 1 to 7.");
    CHECK(integer("2147483648") == "stride=2147483648 is above the limit 7; it takes 1 to 7.");
    CHECK(integer("99999999999999999999") ==
          "stride=99999999999999999999 is above the limit 7; it takes 1 to 7.");
    const auto real = [](std::string_view text) {
        return shell::read_real("rate", text, 0, 10).error().sentence;
    };
    CHECK(real("") == "rate has no value; it takes a number, 0 to 10.");
    CHECK(real("nan") == "rate=nan is not a finite number; it takes 0 to 10.");
    CHECK(real("1e309") == "rate=1e309 is not a finite number; it takes 0 to 10.");
    CHECK(real("0x10") == "rate=0x10 is not a finite number; it takes 0 to 10.");
    CHECK(real("1e39") == "rate=1e39 is above the limit 10; it takes 0 to 10.");
    CHECK(real("-0.1") == "rate=-0.1 is below the limit 0; it takes 0 to 10.");
    const auto numbers = [](std::string_view text) {
        return shell::read_numbers("cells", text, 3).error().sentence;
    };
    CHECK(numbers("") == "cells has no value; it takes 3 numbers, separated by commas.");
    CHECK(numbers("1,2") == "cells has 2 numbers; it takes 3 numbers, separated by commas.");
    CHECK(numbers("1,2,3,4") == "cells has 4 numbers; it takes 3 numbers, separated by commas.");
    CHECK(numbers("1,,3") == "cells: number 2, \"\", is not a finite number.");
    CHECK(numbers("1,2,inf") == "cells: number 3, \"inf\", is not a finite number.");
    CHECK(numbers("1,2,1e10") == "cells: number 3, \"1e10\", is beyond the limit; it takes -1e9 to 1e9.");
    const std::string_view names[] = {"valid", "same"};
    CHECK(shell::read_choice("pad", "wide", names).error().sentence ==
          "pad=wide is not known; it takes one of: valid, same.");
    CHECK(shell::read_flag("loop", "2").error().sentence == "loop=2 is neither on nor off; it takes 1 or 0.");
    CHECK(shell::read_text("title", "four", 3).error().sentence == "title is 4 bytes long; the limit is 3.");
    CHECK(shell::read_big_integer("seed", "-1").error().sentence ==
          "seed=-1 is out of bounds; it takes a whole number, 0 to 18446744073709551615.");
    CHECK_FALSE(shell::read_big_integer("seed", "18446744073709551616").ok());
    CHECK_FALSE(shell::read_big_integer("seed", "1.5").ok());
}
