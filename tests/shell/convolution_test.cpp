// The convolution lesson without its picture: worked examples, links, the cursor, commands, and the state as
// others read it.
#include "shell/lessons/01_convolution/model.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "core/base/rng.h"
#include "shell/lessons/01_convolution/pictures.h"
#include "shell/lessons/01_convolution/reach.h"
#include "shell/session.h"
#include "shell/state/field_text.h"
#include "tests/shell/flat_numbers.h"
#include "tests/shell/open_lesson.h"
#include "tests/thorough.h"

namespace shell::lesson_convolution {

using nlohmann::json;

namespace {

void open(Session& session, const std::string& link) {
    const auto status = session.open(link);
    INFO(link);
    if (!status) FAIL_CHECK(status.error().sentence);
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
                            const int iy = oy * number(gy, "stride") + ky * number(gy, "dilation") -
                                           number(gy, "pad_before");
                            const int ix = ox * number(gx, "stride") + kx * number(gx, "dilation") -
                                           number(gx, "pad_before");
                            if (iy < 0 || ix < 0 || iy >= number(gy, "input") || ix >= number(gx, "input"))
                                continue;
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
        for (const WorkedExample& example : worked_examples()) {
            const std::string code(example.code);
            SUBCASE(code.c_str()) {
                const json state = state_of("convolution", "example=" + code);
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
            {-1, -3, -3, -2, 2,  1,  0, -4, 0,  -4, -2, -1, -1, 0,
             -1, 0,  -3, -3, -3, -3, 1, 0,  -1, 0,  -3, -1, -2}};
        for (int cell = 0; cell < 18; ++cell) {
            const json state = state_of("convolution", "example=S3-10&t=" + std::to_string(cell * 28));
            const auto& sums = filters[static_cast<std::size_t>(cell / 9)];
            for (std::size_t c = 0; c < 3; ++c)
                CHECK(state["channel_sums"][c] == sums[c * 9 + static_cast<std::size_t>(cell % 9)]);
        }
    }

    TEST_CASE("S2-9, S3-10, S2-5: the other convention") {
        CHECK(flat(state_of("convolution", "example=S2-9&convention=cross-correlation")["output"]) ==
              std::vector<float>{0, 2, 1, -2, -2, -4, 1, 0, 0});
        CHECK(flat(state_of("convolution", "example=S2-5&convention=convolution")["output"]) ==
              std::vector<float>{18, 20, 19, 10, 9, 17, 11, 8, 14});
        CHECK(flat(state_of("convolution", "example=S3-10&convention=convolution")["output"]) ==
              std::vector<float>{3, 4, 2, 3, 1, 7, 4, 5, 7, -2, -3, -5, 0, -8, -6, -4, -6, -3});
    }

    TEST_CASE("S3-7: strides 1 and 3, and the row that is never read") {
        const json state = state_of("convolution", "example=S3-7");
        CHECK(state["geometry"]["y"]["left_over"] == 1);
        CHECK(state["geometry"]["x"]["left_over"] == 0);
        CHECK(flat(state_of("convolution", "example=S3-7c")["output"]) ==
              std::vector<float>{108, 135, 378, 405});
        CHECK(flat(state_of("convolution", "example=S3-7b")["output"][0][0]) ==
              std::vector<float>{108, 117, 126, 135, 144});
    }

    TEST_CASE("S2-8: the cursor of a link") {
        const json state = state_of("convolution", "example=S2-8&t=5");
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
        const json last = state_of("convolution", "example=S2-8&t=39");
        CHECK(last["cursor"]["cell"] == json{{"filter", 0}, {"row", 1}, {"col", 1}});
        CHECK(last["cursor"]["on_result"] == true);
        CHECK(last["result"] == -22);
    }

    TEST_CASE("a link written by hand, with short and long keys") {
        const json state = state_of(
            "convolution",
            "width=6&height=5&channels=1&kernel_height=3&kernel_width=2&stride_y=2&stride_"
            "x=1&padding=explicit"
            "&pad_top=1&dilation=2&bias=0.5&convention=convolution&input=0,50,0,29,1,2,3,4,5,6,7,8,9,10,11,"
            "12,13,14,15,16,17,18,19,"
            "20,21,22,23,24,25,26&kernel=1,2,3,4,5,-6.25");
        CHECK(state["geometry"]["y"] == json{{"input", 5},
                                             {"kernel", 3},
                                             {"stride", 2},
                                             {"pad_before", 1},
                                             {"pad_after", 0},
                                             {"dilation", 2},
                                             {"effective_kernel", 5},
                                             {"output", 1},
                                             {"left_over", 1}});
        CHECK(state["kernel"][0][0] == json{{1, 2}, {3, 4}, {5, -6.25}});
        CHECK(state["kernel_used"][0][0] == json{{-6.25, 5}, {4, 3}, {2, 1}});
        CHECK(state["bias"] == 0.5);
        CHECK(flat(state["output"]) == by_definition(state));
        const json short_keys = state_of("convolution", "size=8&kernel_size=2&stride=3&pad=1");
        CHECK(short_keys["padding"] == "explicit");
        CHECK(short_keys["geometry"]["x"]["pad_after"] == 1);
        CHECK(short_keys["geometry"]["y"]["output"] == 3);
        CHECK(state_of("convolution", "example=S3-10&padding=valid")["geometry"]["y"]["pad_before"] == 0);
    }

    TEST_CASE(
        "random geometries: the state's output is the definition's, to the bit, and the link brings it "
        "back") {
        cnn::Rng rng(7);
        const auto pick = [&](int low, int high) {
            return low + static_cast<int>(rng.below(static_cast<std::uint32_t>(high - low + 1)));
        };
        const std::array<const char*, 4> paddings{"valid", "same", "full", "same-lower"};
        int opened = 0;
        for (int round = 0; round < cnn::testing::rounds(400); ++round) {
            const int h = pick(1, 16), w = pick(1, 16), c = pick(1, 3), f = pick(1, 2), kh = pick(1, 7),
                      kw = pick(1, 7);
            const auto list = [&](int count) {
                std::vector<float> values(static_cast<std::size_t>(count));
                for (float& value : values) value = rng.uniform(-3, 3);
                return numbers_text(values);
            };
            std::string link =
                "lesson=convolution&height=" + std::to_string(h) + "&width=" + std::to_string(w) +
                "&channels=" + std::to_string(c) + "&filters=" + std::to_string(f) +
                "&kernel_height=" + std::to_string(kh) + "&kernel_width=" + std::to_string(kw) +
                "&stride_y=" + std::to_string(pick(1, 4)) + "&stride_x=" + std::to_string(pick(1, 4)) +
                "&dilation_y=" + std::to_string(pick(1, 3)) + "&dilation_x=" + std::to_string(pick(1, 3));
            link += round % 5 == 4 ? "&padding=explicit&pad_top=" + std::to_string(pick(0, 3)) +
                                         "&pad_right=" + std::to_string(pick(0, 3))
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
        CHECK(opened > cnn::testing::rounds(400) / 2);
    }

    TEST_CASE("links: what a larger grid shows does not depend on what was open before") {
        const std::string link = "lesson=convolution&example=S2-8&width=5&kernel_height=4&channels=2";
        Session fresh;
        open(fresh, link);
        CHECK(fresh.state()["input"][0][0] == nlohmann::json{0, 50, 0, 29, 0});
        CHECK(fresh.state()["kernel"][0][0][3] == nlohmann::json{0, 0, 0});
        Session used;
        open(used, "lesson=convolution&example=S3-10");
        open(used, link);
        CHECK(used.state()["input"] == fresh.state()["input"]);
        CHECK(used.state()["kernel"] == fresh.state()["kernel"]);
    }

    TEST_CASE("links: the largest state is opened again from its link") {
        const std::string numbers = "-1.23456789e-05";
        const auto list = [&](int count) {
            std::string text = numbers;
            for (int i = 1; i < count; ++i) text += "," + numbers;
            return text;
        };
        Session session;
        open(session, "lesson=convolution&size=16&kernel_size=7&channels=3&filters=2&input=" + list(768) +
                          "&kernel=" + list(294));
        Session other;
        open(other, session.link());
        CHECK(other.state()["output"] == session.state()["output"]);
    }

    TEST_CASE("links that cannot be: a sentence, and nothing changes") {
        const std::vector<std::pair<std::string, std::string>> links{
            {"kernel_size=7", "Rows: "},  // the example's 6 x 6 pixels without padding
            {"dilation=5", "Rows: "},
            {"width=2", "Columns: "},
            {"example=S9-9", "S9-9"},
            {"width=0", "width"},
            {"width=-1", "width"},
            {"width=17", "width"},
            {"width=1.5", "width"},
            {"width=", "width"},
            {"height=many", "height"},
            {"channels=4", "channels"},
            {"filters=3", "filters"},
            {"kernel_height=8", "kernel_height"},
            {"stride=0", "stride"},
            {"stride_x=17", "stride_x"},
            {"dilation_y=0", "dilation_y"},
            {"pad=-1", "pad"},
            {"pad_left=17", "pad_left"},
            {"padding=reflect", "padding"},
            {"convention=both", "convention"},
            {"bias=NaN", "bias"},
            {"bias=1,2", "bias"},
            {"bias=1e309", "bias"},
            {"input=1,2,3", "input"},
            {"kernel=1,2,3,4,5,6,7,8,x", "kernel"},
            {"kernel=1,2,3,4,5,6,7,8,inf", "kernel"},
            {"t=160", "t"},
            {"t=-1", "t"},
            {"t=2147483648", "t"},
            {"speed=0", "speed"},
            {"loop=maybe", "loop"},
            {"width=6&width=6", "width"},
            {"width=%zz", "percent"},
        };
        Session session;
        open(session, "lesson=convolution&example=S0-12&t=7");
        const json before = session.state();
        for (const auto& row : links) {  // clang 14 refuses to capture a structured binding, which INFO does
            INFO(row.first);
            const auto status = session.open("lesson=convolution&" + row.first);
            REQUIRE(!status.ok());
            CHECK(status.error().sentence.find(row.second) != std::string::npos);
            CHECK(status.error().sentence.ends_with("."));
            json after = session.state();
            CHECK(after["message"] == status.error().sentence);
            after["message"] = before["message"];
            CHECK(after == before);
        }
    }

    TEST_CASE("commands with bad arguments: a sentence, and nothing changes") {
        const std::vector<std::pair<std::string, json>> wrong{
            {"fly", json::object()},
            {"scrub", json::object()},
            {"scrub", {{"t", 160}}},
            {"scrub", {{"t", 1.5}}},
            {"scrub", {{"t", "3"}}},
            {"set-cell", {{"grid", "input"}, {"row", 6}, {"column", 0}, {"value", 1}}},
            {"set-cell", {{"grid", "input"}, {"row", 0}, {"column", 0}, {"value", 1e30}}},
            {"set-cell", {{"grid", "output"}, {"row", 0}, {"column", 0}, {"value", 1}}},
            {"set-cell", {{"grid", "kernel"}, {"filter", 1}, {"row", 0}, {"column", 0}, {"value", 1}}},
            {"set-cell", json::array({1, 2})},
            {"window", {{"what", "depth"}, {"value", 2}}},
            {"window", {{"what", "pad_before"}, {"value", 2}}},  // valid padding has no pixels to set
            {"padding", {{"mode", "mirror"}}},
            {"picture", {{"name", "cat"}}},
            {"kernel", {{"name", 7}}},
            {"speed", {{"value", 0}}},
            {"random-numbers", {{"grid", "input"}, {"seed", -1}}},
        };
        Session session;
        const json before = session.state();
        for (const auto& row : wrong) {
            INFO(row.first, " ", row.second.dump());
            CHECK(!session.command(row.first, row.second).ok());
            json after = session.state();
            CHECK(!after["message"].get<std::string>().empty());
            after["message"] = before["message"];
            CHECK(after == before);
        }
    }

    TEST_CASE("the cursor: forward and back by terms and cells, ends, play and loop") {
        Session session;
        open(session, "lesson=convolution&example=S2-5");  // 9 cells of 9 products and a result
        const auto t = [&] { return session.state()["cursor"]["t"].get<int>(); };
        const auto run = [&](const char* name) { CHECK(session.command(name).ok()); };
        run("back-term");
        CHECK(t() == 0);
        run("next-term");
        CHECK(t() == 1);
        run("next-cell");
        CHECK(t() == 11);
        run("back-cell");
        CHECK(t() == 1);
        run("back-cell");
        CHECK(t() == 0);
        run("last");
        CHECK(t() == 89);
        CHECK(session.state()["result"] == 14);
        run("next-cell");
        CHECK(t() == 89);
        run("play-pause");  // from the end: starts again
        CHECK(t() == 0);
        CHECK(session.state()["playing"] == true);
        CHECK(session.lesson().advance(0.2) == doctest::Approx(0.3));
        session.lesson().advance(0.2);
        session.lesson().advance(0.2);
        CHECK(t() == 1);
        run("play-pause");
        CHECK(std::isinf(session.lesson().advance(9)));
        CHECK(session.command("scrub", {{"t", 88}}).ok());
        run("loop");
        run("play-pause");
        for (int i = 0; i < 6; ++i) session.lesson().advance(0.2);
        CHECK(t() == 0);
    }

    TEST_CASE("edits keep the cursor on its output cell and its numbers in the link") {
        Session session;
        open(session, "lesson=convolution&example=S2-5&t=44");  // cell 5, term 5
        CHECK(session.command("set-cell", {{"grid", "input"}, {"row", 2}, {"column", 2}, {"value", -0.5}})
                  .ok());
        CHECK(session.state()["example"]["changed"] == true);
        CHECK_FALSE(session.state()["example"].contains("expected"));
        CHECK(session.state()["input"][0][2][2] == -0.5);
        CHECK(session.state()["cursor"]["cell"] == json{{"filter", 0}, {"row", 1}, {"col", 1}});
        CHECK(session.command("window", {{"what", "kernel"}, {"value", 2}}).ok());  // 4 x 4 outputs now
        CHECK(session.state()["cursor"]["cell"] == json{{"filter", 0}, {"row", 1}, {"col", 1}});
        CHECK(session.state()["kernel"] == json{{{{0, 1}, {2, 2}}}});
        CHECK(session.command("window", {{"what", "kernel"}, {"value", 3}}).ok());
        CHECK(session.state()["kernel"] ==
              json{{{{0, 1, 2}, {2, 2, 0}, {0, 1, 2}}}});  // what was hidden is back
        session.checkpoint();
        CHECK(session.command("undo").ok());
        CHECK(session.command("undo").ok());
        CHECK(session.command("undo").ok());
        CHECK(session.state()["example"]["changed"] == false);
        CHECK(session.command("redo").ok());
        CHECK(session.state()["input"][0][2][2] == -0.5);
    }

    TEST_CASE("no slider position is an error") {
        cnn::Rng rng(3);
        constexpr std::array<const char*, 6> kWhat{"size",     "kernel",     "stride",
                                                   "dilation", "pad_before", "pad_after"};
        constexpr std::array<const char*, 3> kAxis{"both", "rows", "columns"};
        constexpr std::array<const char*, 5> kModes{"explicit", "valid", "same", "full", "same-lower"};
        Session session;
        for (int i = 0; i < cnn::testing::rounds(1500); ++i) {
            if (i % 50 == 0) static_cast<void>(session.command("padding", {{"mode", kModes[rng.below(5)]}}));
            const bool explicit_pads = session.state()["padding"] == "explicit";
            const json args{{"what", kWhat[rng.below(explicit_pads ? 6 : 4)]},
                            {"axis", kAxis[rng.below(3)]},
                            {"value", static_cast<int>(rng.below(20))}};
            const auto status = session.command("window", args);
            INFO(session.link(), " ", args.dump());
            CHECK(status.ok());
            CHECK(session.state()["geometry"]["y"]["output"].get<int>() >= 1);
        }
    }

    TEST_CASE("explicit padding begins with the pixels that were there") {
        Session session;
        open(session, "lesson=convolution&size=6&kernel_size=4&stride=1&padding=same");
        CHECK(session.command("padding", {{"mode", "explicit"}}).ok());
        const json y = session.state()["geometry"]["y"];
        CHECK(y["pad_before"] == 1);
        CHECK(y["pad_after"] == 2);
        CHECK(y["output"] == 6);
    }

    TEST_CASE("kernels, pictures and random numbers") {
        Session session;
        for (const std::string_view name : kernel_names())
            CHECK(session.command("kernel", {{"name", name}}).ok());
        CHECK(session.state()["kernel"][0][0] ==
              json{{0, 1, 1}, {-1, 0, 1}, {-1, -1, 0}});  // S2-11's unnamed kernel
        CHECK(session.command("kernel", {{"name", "identity"}}).ok());
        CHECK(session.command("padding", {{"mode", "same"}}).ok());
        for (const std::string_view name : picture_names()) {
            CHECK(session.command("picture", {{"name", name}}).ok());
            const json state = session.state();
            CHECK(state["output"] == state["input"]);
            CHECK(state["input"].dump().find('9') != std::string::npos);
        }
        CHECK(session.command("random-numbers", {{"seed", 5}}).ok());
        const json first = session.state()["input"];
        CHECK(session.command("random-numbers").ok());
        CHECK(session.state()["input"] != first);
        CHECK(session.command("random-numbers", {{"seed", 5}}).ok());
        CHECK(session.state()["input"] == first);
        CHECK(session.command("clear-input").ok());
        CHECK(flat(session.state()["output"]) == std::vector<float>(36, 0));
    }

    TEST_CASE("turning the written kernel by half a turn is what true convolution does") {
        Session session;
        open(session, "lesson=convolution&example=S2-9");
        const json convolved = session.state()["output"];
        CHECK(session.command("turn-kernel").ok());
        CHECK(session.command("convention").ok());
        CHECK(session.state()["output"] == convolved);
        CHECK(session.state()["kernel"] == session.state()["kernel_used"]);
    }

    TEST_CASE("who touches whom agrees with the terms") {
        cnn::Rng rng(11);
        for (int round = 0; round < 40; ++round) {
            cnn::AxisSpec spec{.kernel = 1 + static_cast<int>(rng.below(4)),
                               .stride = 1 + static_cast<int>(rng.below(3)),
                               .padding = cnn::Padding::kExplicit,
                               .pad_before = static_cast<int>(rng.below(3)),
                               .pad_after = static_cast<int>(rng.below(3)),
                               .dilation = 1 + static_cast<int>(rng.below(3))};
            const auto plan = cnn::plan_axis(9, spec);
            if (!plan) continue;
            const cnn::WindowPlan window{plan.value(), plan.value()};
            const cnn::AxisPlan& axis = plan.value();
            for (int i = -axis.pad_before; i < 9 + axis.pad_after; ++i) {
                const Touched pixel{Touched::What::kPixel, 0, 0, i, i};
                int readers = 0;
                for (int o = 0; o < axis.output; ++o) {
                    bool reads = false;
                    for (int k = 0; k < axis.kernel; ++k) reads = reads || axis.tap(o, k) == i;
                    readers += reads ? 1 : 0;
                    CHECK(reaches(window, pixel, {Touched::What::kOutput, 0, 0, o, o}) == reads);
                    CHECK(reaches(window, {Touched::What::kOutput, 0, 0, o, o}, pixel) == reads);
                }
                CHECK(count_outputs(window, i, i) == readers * readers);
                for (int k = 0; k < axis.kernel; ++k) {
                    bool meets = false;
                    for (int o = 0; o < axis.output; ++o) meets = meets || axis.tap(o, k) == i;
                    CHECK(reaches(window, {Touched::What::kWeight, 0, 0, k, k}, pixel) == meets);
                }
            }
        }
    }

    TEST_CASE("a picture of the learner becomes the input, grey or in colours") {
        Session session;
        open(session, "lesson=convolution&size=2&kernel_size=1");
        // 4 x 4 pixels: quarters red, white, black and transparent
        GivenFile file{"quarters.png", std::vector<std::uint8_t>(4 * 4 * 4, 0), 4, 4};
        for (std::size_t row = 0; row < 4; ++row)
            for (std::size_t column = 0; column < 4; ++column) {
                std::uint8_t* pixel = &file.bytes[(row * 4 + column) * 4];
                const bool left = column < 2, top = row < 2;
                pixel[0] = top ? 255 : 0;
                pixel[1] = pixel[2] = top && !left ? 255 : 0;
                pixel[3] = !top && !left ? 0 : 255;
            }
        REQUIRE(session.lesson().take_file(file).ok());
        CHECK(session.state()["input"] == json{{{76, 255}, {0, 255}}});
        open(session, "lesson=convolution&size=2&kernel_size=1&channels=3");
        REQUIRE(session.lesson().take_file(file).ok());
        CHECK(session.state()["input"] ==
              json{{{255, 255}, {0, 255}}, {{0, 255}, {0, 255}}, {{0, 255}, {0, 255}}});
        const json before = session.state();
        CHECK(!session.lesson().take_file({"note.png", {'h', 'e', 'l', 'l', 'o'}, 0, 0}).ok());
        CHECK(session.state() == before);
    }

    TEST_CASE("sentences say what the screen shows") {
        Session session;
        open(session, "lesson=convolution&example=S3-7&t=5");
        const std::string words = session.sentences();
        for (const char* part : {"The input has 8 rows and 7 columns.", "cross-correlation",
                                 "Stride 2, dilation 1, padding valid",
                                 "Output rows: (8 + 0 + 0 - 1 x (3 - 1) - 1) / 2, rounded down, + 1 = 3.",
                                 "Output columns: (7 + 0 + 0 - 1 x (3 - 1) - 1) / 2 + 1 = 3.",
                                 "1 row at the bottom is never read",
                                 "Input, row 8: 71, 72, 73, 74, 75, 76, 77.", "Output, row 3: 468, 486, 504.",
                                 "Step 6 of 90. Row 1, column 1 of the output. Term 6 of 9: 13 at row 2, "
                                 "column 3, times the weight 1 makes 13; the sum is 42.",
                                 "The products add up to 108"})
            CHECK_MESSAGE(words.find(part) != std::string::npos, part, "\n", words);
        open(session, "lesson=convolution&example=S3-14&t=9");
        CHECK(session.sentences().find("after ReLU 0") != std::string::npos);
        CHECK(session.sentences().find("Output before ReLU, row 1: 0, -2, -3.") != std::string::npos);
    }
}

}  // namespace shell::lesson_convolution
