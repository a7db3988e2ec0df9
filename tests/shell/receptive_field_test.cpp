// The lesson about receptive fields without its picture: fields per layer, exact traces, spans, slips,
// bounds.
#include "shell/lessons/05_receptive_field/model.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/rng.h"
#include "shell/session.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_receptive_field {

using nlohmann::json;

namespace {

std::vector<int> fields_of(const json& state) {
    std::vector<int> fields;
    for (const json& layer : state["receptive_fields"]) fields.push_back(layer["field"].get<int>());
    return fields;
}

}  // namespace

TEST_SUITE("receptive field lesson") {
    TEST_CASE("S4-12, S4-13, S2-20, S0-14: the field of each layer") {
        CHECK(fields_of(state_of("receptive-field", "example=S4-13&t=5")) ==
              std::vector<int>{3, 4, 8, 10, 18});
        CHECK(fields_of(state_of("receptive-field", "example=S4-13b&t=3")) == std::vector<int>{3, 5, 7});
        CHECK(fields_of(state_of("receptive-field", "example=S4-12&t=2")) == std::vector<int>{3, 5});
        CHECK(fields_of(state_of("receptive-field", "example=S2-20&t=3")) == std::vector<int>{3, 7, 15});
        CHECK(fields_of(state_of("receptive-field", "example=S0-14&t=1")) == std::vector<int>{5});
        CHECK(state_of("receptive-field", "example=S0-15&t=1")["receptive_fields"][0]["jump"] == 2);
        CHECK(state_of("receptive-field", "example=S4-13&t=4")["receptive_fields"] ==
              nullptr);  // not followed down yet
    }

    TEST_CASE("S0-14: what a kernel spans with dilation 1 to 4") {
        CHECK(state_of("receptive-field", "example=S0-14")["spans"] == json{3, 5, 7, 9});
        CHECK(state_of("receptive-field", "example=S0-14b")["spans"] == json{5, 9, 13, 17});
    }

    TEST_CASE("S4-13: sizes 26, 13, 11, 5, 3 and the pixels of the middle unit") {
        const json state = state_of("receptive-field", "example=S4-13&t=11");
        const std::vector<int> units{3, 5, 11, 13, 26, 28};
        REQUIRE(state["traced"].size() == 6);
        for (std::size_t i = 0; i < 6; ++i) CHECK(state["traced"][i]["units"] == units[i]);
        CHECK(state["cursor"]["unit"] == 1);
        CHECK(state["traced"][5]["first"] == 4);  // one step of the top layer is 4 pixels
        CHECK(state["traced"][5]["last"] == 21);
        CHECK(state["traced"][5]["count"] == 18);
    }

    TEST_CASE(
        "S0-14, S0-15: gaps are not seen, and two kernels of 3 make a "
        "triangle of ways") {
        CHECK(state_of("receptive-field", "example=S0-14&t=1")["traced"][1]["ways"] ==
              json{1, 0, 1, 0, 1, 0, 0, 0, 0});
        CHECK(state_of("receptive-field", "example=S4-12&t=2")["traced"][2]["ways"] ==
              json{1, 2, 3, 2, 1, 0, 0});
        const json grid = state_of("receptive-field",
                                   "layers=3&size=17&kernel1=3&dilation1=2&kernel2="
                                   "3&dilation2=2&kernel3=3&dilation3=2&t=3");
        CHECK(grid["traced"][3]["count"] == 7);  // of 13: every other pixel is never seen
        CHECK(grid["traced"][3]["last"] == 12);
    }

    TEST_CASE(
        "the exact trace agrees with the network's summary wherever no "
        "padding cuts it") {
        cnn::Rng rng(9);
        for (int round = 0; round < 200; ++round) {
            Settings settings;
            settings.side = 48;
            settings.layers = 1 + static_cast<int>(rng.below(4));
            std::string link = "lesson=receptive-field&size=48&layers=" + std::to_string(settings.layers);
            for (int i = 0; i < settings.layers; ++i) {
                auto& layer = settings.stack[static_cast<std::size_t>(i)];
                layer.kernel = 1 + static_cast<int>(rng.below(4));
                layer.stride = 1 + static_cast<int>(rng.below(2));
                layer.dilation = 1 + static_cast<int>(rng.below(3));
                layer.pad = static_cast<int>(rng.below(2));
                const auto add = [&](LayerNumber which, int value) {
                    link += "&" + std::string(key_of(which, i)) + "=" + std::to_string(value);
                };
                add(LayerNumber::kKernel, layer.kernel);
                add(LayerNumber::kStride, layer.stride);
                add(LayerNumber::kDilation, layer.dilation);
                add(LayerNumber::kPad, layer.pad);
            }
            CAPTURE(link);
            Session session;
            if (!fits(settings)) {
                CHECK_FALSE(session.open(link).ok());
                continue;
            }
            REQUIRE(session.open(link).ok());
            const auto& model = static_cast<FieldModel&>(session.lesson());
            const cnn::Sight sight = model.summary().layers.back().columns;
            if (sight.whole) continue;
            for (int unit = 0; unit < model.top_units(); ++unit) {
                const int first = sight.start + static_cast<int>(sight.jump) * unit;
                const int last = first + sight.size - 1;
                if (first < 0 || last >= 48) continue;
                const auto traced = model.trace(unit, 0);
                CHECK(traced.first == first);
                CHECK(traced.last == last);
                for (int pixel = 0; pixel < 48; ++pixel) {
                    const auto readers = model.readers(0, pixel, settings.layers);
                    CHECK(readers[static_cast<std::size_t>(unit)] ==
                          traced.ways[static_cast<std::size_t>(pixel)]);
                }
            }
        }
    }

    TEST_CASE("slips of the field are told apart") {
        const struct {
            const char* link;
            int given;
            const char* part;
        } slips[] = {
            {"example=S4-13", 9, "strides"}, {"example=S0-14", 3, "dilation"},
            {"example=S4-12", 6, "add up"},  {"example=S4-12", 4, "first pixel"},
            {"example=S4-13", 13, "add up"},
        };
        for (const auto& slip : slips) {
            CAPTURE(slip.link);
            Session session;
            REQUIRE(session.open("lesson=receptive-field&" + std::string(slip.link)).ok());
            REQUIRE(session.command("predict").ok());
            REQUIRE(session.command("answer", {{"value", slip.given}}).ok());
            CHECK(session.state()["quiz"]["verdict"].get<std::string>().find(slip.part) != std::string::npos);
        }
        Session session;
        REQUIRE(session.open("lesson=receptive-field&example=S4-13&t=5").ok());
        REQUIRE(session.command("predict").ok());
        REQUIRE(session.command("next-layer").ok());  // the second unit: its field begins at pixel 5
        REQUIRE(session.command("answer", {{"value", 2}}).ok());
        CHECK(session.state()["quiz"]["verdict"].get<std::string>().find("strides") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 5}}).ok());
        CHECK(session.state()["cursor"]["back"] == 5);
    }

    TEST_CASE("no slider position is an error") {
        cnn::Rng rng(21);
        Session session;
        REQUIRE(session.open("lesson=receptive-field&example=S4-13").ok());
        auto& model = static_cast<FieldModel&>(session.lesson());
        for (int i = 0; i < 400; ++i) {
            const auto& settings = model.settings();
            const auto which = static_cast<LayerNumber>(rng.below(4));
            auto range = range_of(settings, which);
            std::string key(key_of(which, settings.chosen - 1));
            if (i % 7 == 0) range = {1, settings.layers}, key = "chosen";
            if (i % 11 == 0) range = side_range(settings), key = "size";
            if (i % 13 == 0) range = {1, most_layers(settings)}, key = "layers";
            const int value =
                range.low +
                static_cast<int>(rng.below(static_cast<std::uint32_t>(range.high - range.low + 1)));
            CAPTURE(key);
            CHECK(session.command("set", {{"key", key}, {"value", value}}).ok());
        }
    }
}

}  // namespace shell::lesson_receptive_field
