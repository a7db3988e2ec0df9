// Convolution or correlation without its picture: both numbers of each example, the formulas' indices, the
// errata, edits, reach, slips.
#include <doctest/doctest.h>

#include "shell/lessons/02_correlation/model.h"
#include "shell/session.h"
#include "tests/shell/flat_numbers.h"
#include "tests/shell/open_lesson.h"

namespace shell::lesson_correlation {

using nlohmann::json;

TEST_SUITE("correlation lesson") {
    TEST_CASE("S2-9, S2-10, S2-8, S2-6, S2-5, S1-9: which examples change and which do not") {
        CHECK(state_of("correlation", "example=S2-9")["relation"] == "opposite");
        CHECK(state_of("correlation", "example=S2-8")["relation"] == "opposite");
        CHECK(state_of("correlation", "example=S2-8h")["relation"] == "opposite");
        CHECK(state_of("correlation", "example=S2-10")["relation"] == "equal");
        CHECK(state_of("correlation", "example=S2-6")["relation"] == "equal");
        CHECK(state_of("correlation", "example=S2-6b")["relation"] == "equal");
        CHECK(state_of("correlation", "example=S2-5")["relation"] == "different");
        CHECK(state_of("correlation", "example=S1-9")["relation"] == "different");
    }

    TEST_CASE("correlation: what is said follows from the numbers shown") {
        CorrelationModel model;
        REQUIRE(model.open_example("S2-9").ok());
        CHECK(model.so_far_sentence() == "Will convolution and correlation agree?");
        REQUIRE(model.command("scrub", {{"t", 29}}).ok());  // the third cell's result: 0, -2, -1
        CHECK(model.so_far_sentence().find("1 equal, 2 with the other sign, 0 different") !=
              std::string::npos);
        CHECK(model.relation_sentence().find("its own negative") != std::string::npos);
        REQUIRE(model.command("clear-input", {}).ok());
        CHECK(model.relation_sentence().find("do not tell") != std::string::npos);
    }

    TEST_CASE("S2-9, S2-8, S2-5: both numbers") {
        const json state = state_of("correlation", "example=S2-9");
        CHECK(flat(state["outputs"]["convolution"]) == std::vector<float>{0, -2, -1, 2, 2, 4, -1, 0, 0});
        CHECK(flat(state["outputs"]["correlation"]) == std::vector<float>{0, 2, 1, -2, -2, -4, 1, 0, 0});
        const json sobel = state_of("correlation", "example=S2-8");
        CHECK(flat(sobel["outputs"]["correlation"]) == std::vector<float>{29, -192, -35, -22});
        CHECK(flat(sobel["outputs"]["convolution"]) == std::vector<float>{-29, 192, 35, 22});
        const json other = state_of("correlation", "example=S2-5");
        CHECK(flat(other["outputs"]["correlation"]) == std::vector<float>{12, 12, 17, 10, 17, 19, 9, 6, 14});
        CHECK(flat(other["outputs"]["convolution"]) == std::vector<float>{18, 20, 19, 10, 9, 17, 11, 8, 14});
    }

    TEST_CASE("S1-9: each formula, summed as it is written, gives its output") {
        CorrelationModel model;
        REQUIRE(model.open_example("S1-9").ok());
        const auto sum = [&](Formula formula, int i, int j) {
            float total = 0;
            for (int m = 0; m < 4; ++m)
                for (int n = 0; n < 4; ++n) {
                    const auto I = [&](int row, int column) {
                        const bool inside = row >= 0 && row < 4 && column >= 0 && column < 4;
                        return inside ? model.input().at(0, 0, row, column) : 0.0F;
                    };
                    const auto K = [&](int row, int column) {
                        const bool inside = row >= 0 && row < 2 && column >= 0 && column < 2;
                        return inside ? model.kernel(Reading::kCorrelation).at(0, 0, row, column) : 0.0F;
                    };
                    switch (formula) {
                        case Formula::kConvolution:
                            total += I(m, n) * K(i - m, j - n);
                            break;
                        case Formula::kCommuted:
                            total += I(i - m, j - n) * K(m, n);
                            break;
                        case Formula::kCorrelation:
                            total += I(i + m, j + n) * K(m, n);
                            break;
                        case Formula::kPrinted:
                            total += I(i + m, j - n) * K(m, n);
                            break;
                    }
                }
            return total;
        };
        for (const Formula formula :
             {Formula::kConvolution, Formula::kCommuted, Formula::kCorrelation, Formula::kPrinted})
            for (int row = 0; row < 3; ++row)
                for (int column = 0; column < 3; ++column) {
                    const Indices at = model.indices(formula, row, column, 0, 0);
                    CHECK(sum(formula, at.i, at.j) ==
                          model.output(reading_of(formula)).at(0, 0, row, column));
                }
    }

    TEST_CASE("S1-9: the letters of the formulas name the pixel and the weight of the product") {
        CorrelationModel model;
        REQUIRE(model.open_example("S1-9").ok());
        for (int tap = 0; tap < 4; ++tap) {
            const int ky = tap / 2, kx = tap % 2;
            const Indices conv = model.indices(Formula::kConvolution, 1, 2, ky, kx);
            CHECK(conv.m == 1 + ky);
            CHECK(conv.n == 2 + kx);
            CHECK(conv.i - conv.m == conv.weight_row);
            CHECK(conv.j - conv.n == conv.weight_column);
            const Indices commuted = model.indices(Formula::kCommuted, 1, 2, ky, kx);
            CHECK(commuted.i - commuted.m == 1 + ky);
            CHECK(commuted.j - commuted.n == 2 + kx);
            const Indices corr = model.indices(Formula::kCorrelation, 1, 2, ky, kx);
            CHECK(corr.i + corr.m == 1 + ky);
            CHECK(corr.j + corr.n == 2 + kx);
            const Indices printed = model.indices(Formula::kPrinted, 1, 2, ky, kx);
            CHECK(printed.i + printed.m == 1 + ky);
            CHECK(printed.j - printed.n == 2 + kx);
        }
        CHECK(model.product_text(model.indices(Formula::kPrinted, 1, 2, 0, 1), Formula::kPrinted) ==
              "I(1 + 0, 3 − 0) · K(0, 0)");
    }

    TEST_CASE("E13, E19, E50: the evidence shows the numbers of the cards") {
        const json misprint = state_of("correlation", "example=S2-10&formula=printed");
        CHECK(misprint["outputs"]["printed"][0] == json::array({1, 0, 1, 0, 2}));
        CHECK(misprint["outputs"]["correlation"][0] == json::array({2, 0, 1, 0, 1}));
        const json rule = state_of("correlation", "example=S2-5&formula=convolution");
        CHECK(rule["outputs"]["convolution"][0][0] == 18);
        CHECK(rule["outputs"]["correlation"][0][0] == 12);
        const json signs = state_of("correlation", "example=S2-8h&formula=correlation");
        CHECK(signs["outputs"]["correlation"][0][0] == -113);
        CHECK(signs["outputs"]["convolution"][0][0] == 113);
        CorrelationModel model;
        REQUIRE(model.errata().size() == 3);
        CHECK(model.errata()[0].evidence == "example=S2-10&formula=printed");
        CHECK(model.errata()[1].evidence == "example=S2-5&formula=convolution");
        CHECK(model.errata()[2].evidence == "example=S2-8h&formula=correlation");
    }

    TEST_CASE("correlation: turning the kernel as written exchanges the two outputs") {
        Session session;
        REQUIRE(session.open("lesson=correlation&example=S1-9").ok());
        const json before = session.state()["outputs"];
        REQUIRE(session.command("turn-kernel").ok());
        CHECK(session.state()["outputs"]["convolution"] == before["correlation"]);
        CHECK(session.state()["outputs"]["correlation"] == before["convolution"]);
        REQUIRE(session.command("undo").ok());
        REQUIRE(session.command("mirror-kernel").ok());
        CHECK(session.state()["outputs"]["correlation"] == before["printed"]);
        REQUIRE(
            session.command("set-cell", {{"grid", "kernel"}, {"row", 1}, {"column", 0}, {"value", 9}}).ok());
        CHECK(session.state()["kernel"] == json::parse("[[2,1],[9,3]]"));
        REQUIRE(session.command("set", {{"key", "height"}, {"value", 1}}).ok());
        CHECK(session.state()["kernel"] ==
              json::parse("[[2,1]]"));  // a kernel is never higher than the picture
        CHECK_FALSE(
            session.command("set-cell", {{"grid", "input"}, {"row", 1}, {"column", 0}, {"value", 1}}).ok());
    }

    TEST_CASE("correlation: who touches whom depends on the reading") {
        CorrelationModel model;
        REQUIRE(model.open_example("S2-9").ok());
        using What = Touched::What;
        const Touched corner{What::kWeight, 0, 0};
        // as written the first weight never meets the last pixel, turned it does
        CHECK_FALSE(model.reaches(Reading::kCorrelation, corner, {What::kPixel, 4, 4}));
        CHECK(model.reaches(Reading::kConvolution, corner, {What::kPixel, 4, 4}));
        CHECK(model.reaches(Reading::kConvolution, {What::kPixel, 4, 4}, corner));
        CHECK(model.reaches(Reading::kPrinted, corner, {What::kPixel, 0, 4}));
        CHECK_FALSE(model.reaches(Reading::kPrinted, corner, {What::kPixel, 4, 4}));
        CHECK(model.reaches(Reading::kCorrelation, {What::kPixel, 2, 2}, {What::kOutput, 0, 0}));
        CHECK_FALSE(model.reaches(Reading::kCorrelation, {What::kPixel, 3, 2}, {What::kOutput, 0, 0}));
    }

    TEST_CASE("correlation: the other reading is told by its number") {
        Session session;
        REQUIRE(session.open("lesson=correlation&example=S1-9&predict=1").ok());
        auto& model = *session.lesson().stepped();
        REQUIRE(session.command("next-cell").ok());
        REQUIRE(session.command("back-term").ok());
        REQUIRE(session.command("first").ok());
        REQUIRE(session.command("scrub", {{"t", 4}}).ok());
        REQUIRE(session.command("next-term").ok());
        REQUIRE(model.quiz().open() != nullptr);
        CHECK(model.quiz().open()->answer == 11);
        REQUIRE(session.command("answer", {{"value", 9}}).ok());
        CHECK(model.quiz().verdict().find("cross-correlation") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 17}}).ok());
        CHECK(model.quiz().verdict().find("off by one") != std::string::npos);
        REQUIRE(session.command("answer", {{"value", 11}}).ok());
        CHECK(model.quiz().verdict() == "Right.");
    }
}

}  // namespace shell::lesson_correlation
