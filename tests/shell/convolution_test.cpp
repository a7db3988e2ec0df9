// The convolution lesson without its picture: worked examples, links, the cursor, commands, and the state as others read it.
#include "shell/lessons/01_convolution/model.h"

#include <doctest/doctest.h>

#include "core/base/rng.h"
#include "shell/lessons/01_convolution/pictures.h"
#include "shell/session.h"
#include "shell/state/field_text.h"

using namespace shell;
using lesson_convolution::WorkedExample;
using nlohmann::json;

namespace {

std::vector<float> flat(const json& nested) {
    if (nested.is_number()) return {nested.get<float>()};
    std::vector<float> all;
    for (const json& part : nested)
        for (const float value : flat(part)) all.push_back(value);
    return all;
}

void open(Session& session, const std::string& link) {
    const auto status = session.open(link);
    INFO(link);
    if (!status) FAIL_CHECK(status.error().sentence);
}

json state_of(const std::string& link) {
    Session session;
    open(session, link);
    return session.state();
}

// The definition, written out independently of core: y = sum of x w + b over an input with zeros around it.
std::vector<float> by_definition(const json& state) {
    const json& gy = state["geometry"]["y"];
    const json& gx = state["geometry"]["x"];
    const auto number = [](const json& axis, const char* key) { return axis[key].get<int>(); };
    std::vector<float> out;
    for (std::size_t filter = 0; filter < state["kernel_used"].size(); ++filter)
        for (int oy = 0; oy < number(gy, "output"); ++oy)
            for (int ox = 0; ox < number(gx, "output"); ++ox) {
                float sum = 0;
                for (std::size_t c = 0; c < state["input"].size(); ++c)
                    for (int ky = 0; ky < number(gy, "kernel"); ++ky)
                        for (int kx = 0; kx < number(gx, "kernel"); ++kx) {
                            const int iy = oy * number(gy, "stride") + ky * number(gy, "dilation") - number(gy, "pad_before");
                            const int ix = ox * number(gx, "stride") + kx * number(gx, "dilation") - number(gx, "pad_before");
                            if (iy < 0 || ix < 0 || iy >= number(gy, "input") || ix >= number(gx, "input")) continue;
                            const auto at = [](int i) { return static_cast<std::size_t>(i); };
                            sum += state["input"][c][at(iy)][at(ix)].get<float>() *
                                   state["kernel_used"][filter][c][at(ky)][at(kx)].get<float>();
                        }
                sum += state["biases"][filter].get<float>();
                out.push_back(state["relu"].get<bool>() && sum < 0 ? 0 : sum);
            }
    return out;
}

}  // namespace

TEST_SUITE("convolution lesson") {
    // One test case per worked example, under its code.
    TEST_CASE("worked examples") {
        for (const WorkedExample& example : lesson_convolution::worked_examples()) {
            const std::string code(example.code);
            SUBCASE(code.c_str()) {
                const json state = state_of("lesson=convolution&example=" + code);
                CHECK(state["example"]["code"] == code);
                CHECK(state["example"]["changed"] == false);
                CHECK(flat(state["output"]) == example.expected);
                CHECK(flat(state["example"]["expected"]) == example.expected);
                if (example.relu) CHECK(flat(state["output_before_relu"]) == example.expected_before_relu);
            }
        }
    }

    TEST_CASE("S3-10: per-channel sums of both filters") {
        // appendix A of the lecture inventory, filter by filter, channel by channel, cell by cell
        const std::vector<std::vector<float>> filters{
            {-1, -2, -1, -2, 4, 2, 1, 4, -2, 1, 2, 1, 4, 2, 1, 3, -1, -3, 1, 2, 2, 0, 0, -1, 3, 6, 1},
            {-1, -3, -3, -2, 2, 1, 0, -4, 0, -4, -2, -1, -1, 0, -1, 0, -3, -3, -3, -3, 1, 0, -1, 0, -3, -1, -2}};
        for (int cell = 0; cell < 18; ++cell) {
            const json state = state_of("lesson=convolution&example=S3-10&t=" + std::to_string(cell * 28));
            const auto& sums = filters[static_cast<std::size_t>(cell / 9)];
            for (std::size_t c = 0; c < 3; ++c)
                CHECK(state["channel_sums"][c] == sums[c * 9 + static_cast<std::size_t>(cell % 9)]);
        }
    }

    TEST_CASE("S2-9, S3-10, S2-5: the other convention") {
        CHECK(flat(state_of("lesson=convolution&example=S2-9&convention=cross-correlation")["output"]) ==
              std::vector<float>{0, 2, 1, -2, -2, -4, 1, 0, 0});
        CHECK(flat(state_of("lesson=convolution&example=S2-5&convention=convolution")["output"]) ==
              std::vector<float>{18, 20, 19, 10, 9, 17, 11, 8, 14});
        CHECK(flat(state_of("lesson=convolution&example=S3-10&convention=convolution")["output"]) ==
              std::vector<float>{3, 4, 2, 3, 1, 7, 4, 5, 7, -2, -3, -5, 0, -8, -6, -4, -6, -3});
    }

    TEST_CASE("S3-7: strides 1 and 3, and the row that is never read") {
        const json state = state_of("lesson=convolution&example=S3-7");
        CHECK(state["geometry"]["y"]["left_over"] == 1);
        CHECK(state["geometry"]["x"]["left_over"] == 0);
        CHECK(flat(state_of("lesson=convolution&example=S3-7&stride=3")["output"]) == std::vector<float>{108, 135, 378, 405});
        CHECK(flat(state_of("lesson=convolution&example=S3-7&stride=1")["output"][0][0]) ==
              std::vector<float>{108, 117, 126, 135, 144});
    }

    TEST_CASE("S2-8: the cursor of a link") {
        const json state = state_of("lesson=convolution&example=S2-8&t=5");
        CHECK(state["cursor"]["t"] == 5);
        CHECK(state["cursor"]["count"] == 4 * 10);
        CHECK(state["cursor"]["term"] == 5);
        CHECK(state["terms"].size() == 9);
        CHECK(state["terms"][5]["input"] == 31);
        CHECK(state["terms"][5]["weight"] == 2);
        CHECK(state["terms"][5]["product"] == 62);
        CHECK(state["terms"][5]["partial"] == 62);
        CHECK(state["result"] == 29);
        CHECK(state["result"].dump() == "29");
        const json last = state_of("lesson=convolution&example=S2-8&t=39");
        CHECK(last["cursor"]["cell"] == json{{"filter", 0}, {"row", 1}, {"col", 1}});
        CHECK(last["cursor"]["on_result"] == true);
        CHECK(last["result"] == -22);
    }

    TEST_CASE("a link written by hand, with short and long keys") {
        const json state = state_of(
            "lesson=convolution&width=6&height=5&channels=1&kernel_height=3&kernel_width=2&stride_y=2&stride_x=1&padding=explicit"
            "&pad_top=1&dilation=2&bias=0.5&convention=convolution&input=0,50,0,29,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,"
            "20,21,22,23,24,25,26&kernel=1,2,3,4,5,-6.25");
        CHECK(state["geometry"]["y"] == json{{"input", 5}, {"kernel", 3}, {"stride", 2}, {"pad_before", 1}, {"pad_after", 0},
                                             {"dilation", 2}, {"effective_kernel", 5}, {"output", 1}, {"left_over", 1}});
        CHECK(state["kernel"][0][0] == json{{1, 2}, {3, 4}, {5, -6.25}});
        CHECK(state["kernel_used"][0][0] == json{{-6.25, 5}, {4, 3}, {2, 1}});
        CHECK(state["bias"] == 0.5);
        CHECK(flat(state["output"]) == by_definition(state));
        const json short_keys = state_of("lesson=convolution&size=8&kernel_size=2&stride=3&pad=1");
        CHECK(short_keys["padding"] == "explicit");
        CHECK(short_keys["geometry"]["x"]["pad_after"] == 1);
        CHECK(short_keys["geometry"]["y"]["output"] == 3);
        CHECK(state_of("lesson=convolution&example=S3-10&padding=valid")["geometry"]["y"]["pad_before"] == 0);
    }

    TEST_CASE("random geometries: the state's output is the definition's, to the bit, and the link brings it back") {
        cnn::Rng rng(7);
        const auto pick = [&](int low, int high) { return low + static_cast<int>(rng.below(static_cast<std::uint32_t>(high - low + 1))); };
        const std::array<const char*, 4> paddings{"valid", "same", "full", "same-lower"};
        int opened = 0;
        for (int round = 0; round < 400; ++round) {
            const int h = pick(1, 16), w = pick(1, 16), c = pick(1, 3), f = pick(1, 2), kh = pick(1, 7), kw = pick(1, 7);
            const auto list = [&](int count) {
                std::vector<float> values(static_cast<std::size_t>(count));
                for (float& value : values) value = rng.uniform(-3, 3);
                return numbers_text(values);
            };
            std::string link = "lesson=convolution&height=" + std::to_string(h) + "&width=" + std::to_string(w) +
                               "&channels=" + std::to_string(c) + "&filters=" + std::to_string(f) +
                               "&kernel_height=" + std::to_string(kh) + "&kernel_width=" + std::to_string(kw) +
                               "&stride_y=" + std::to_string(pick(1, 4)) + "&stride_x=" + std::to_string(pick(1, 4)) +
                               "&dilation_y=" + std::to_string(pick(1, 3)) + "&dilation_x=" + std::to_string(pick(1, 3));
            link += round % 5 == 4 ? "&padding=explicit&pad_top=" + std::to_string(pick(0, 3)) + "&pad_right=" + std::to_string(pick(0, 3))
                                   : "&padding=" + std::string(paddings[static_cast<std::size_t>(round % 5)]);
            link += round % 2 == 0 ? "&convention=convolution" : "&relu=1";
            if (c * h * w < 300) link += "&input=" + list(c * h * w);  // a link holds 8 KB
            if (f * c * kh * kw < 200) link += "&kernel=" + list(f * c * kh * kw);
            link += "&bias=" + list(f);
            Session session;
            if (!session.open(link)) {
                CHECK(session.message().find("spans") != std::string::npos);  // plan_axis's sentence
                continue;
            }
            ++opened;
            const json state = session.state();
            CHECK(flat(state["output"]) == by_definition(state));
            CHECK(state["terms"].back()["partial"].is_number());
            Session other;
            open(other, session.link());
            CHECK(other.state()["output"] == state["output"]);
            CHECK(other.link() == session.link());
        }
        CHECK(opened > 200);
    }
}
