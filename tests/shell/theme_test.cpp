// The colour tables against WCAG 2.1 (1.4.3 text 4.5:1, 1.4.11 marks 3:1) and against colour blindness: the
// pairs below are those that the widgets draw.
#include "shell/theme.h"

#include <array>
#include <cmath>
#include <string>

#include <doctest/doctest.h>

namespace {

using shell::Colour;
using shell::Rgb;
using shell::Theme;

struct Pair {
    Colour ink;
    Colour behind;
    const char* what;
};

constexpr Pair kTexts[] = {
    {Colour::kText, Colour::kPage, "text on the stage"},
    {Colour::kText, Colour::kPanel, "text on a panel"},
    {Colour::kText, Colour::kInset, "text in a box"},
    {Colour::kText, Colour::kWarningSoft, "text in a note"},
    {Colour::kText, Colour::kTrack, "text on a held button"},
    {Colour::kMuted, Colour::kPage, "explanation on the stage"},
    {Colour::kMuted, Colour::kPanel, "explanation on a panel"},
    {Colour::kMuted, Colour::kInset, "explanation in a box"},
    {Colour::kAccent, Colour::kPanel, "link on a panel"},
    {Colour::kAccent, Colour::kInset, "link in a box"},
    {Colour::kAccent, Colour::kAccentSoft, "chosen row"},
    {Colour::kAccent, Colour::kWarningSoft, "link in a note"},
    {Colour::kOnAccent, Colour::kAccent, "primary button"},
    {Colour::kInput, Colour::kPanel, "input words"},
    {Colour::kInput, Colour::kInset, "input words in the formula"},
    {Colour::kInput, Colour::kInputSoft, "input numbers"},
    {Colour::kInput, Colour::kWarningSoft, "input in the current term"},
    {Colour::kKernel, Colour::kPanel, "kernel words"},
    {Colour::kKernel, Colour::kInset, "kernel words in the formula"},
    {Colour::kKernel, Colour::kKernelSoft, "kernel numbers"},
    {Colour::kKernel, Colour::kWarningSoft, "kernel in the current term"},
    {Colour::kOutput, Colour::kPanel, "output words"},
    {Colour::kOutput, Colour::kInset, "output words in the formula"},
    {Colour::kOutput, Colour::kOutputSoft, "output numbers"},
    {Colour::kOnAccent, Colour::kInputMark, "current input"},
    {Colour::kOnAccent, Colour::kKernelMark, "current weight"},
    {Colour::kOnAccent, Colour::kOutputMark, "result on its way"},
    {Colour::kWarning, Colour::kWarningSoft, "first words of a note"},
};

constexpr Pair kMarks[] = {
    {Colour::kControl, Colour::kPanel, "outline of a field"},
    {Colour::kAccent, Colour::kPanel, "focus ring, slider"},
    {Colour::kAccent, Colour::kPage, "focus ring on the stage"},
    {Colour::kAccent, Colour::kTrack, "filled part of a track"},
    {Colour::kInputMark, Colour::kPanel, "input mark"},
    {Colour::kKernelMark, Colour::kPanel, "window over the input"},
    {Colour::kKernelMark, Colour::kInputSoft, "window on input cells"},
    {Colour::kOutputMark, Colour::kPanel, "output mark"},
    {Colour::kOutputMark, Colour::kOutputSoft, "the cell being computed"},
    {Colour::kNegative, Colour::kZero, "negative end of the map"},
    {Colour::kPositive, Colour::kZero, "positive end of the map"},
};

void check(const Theme& theme, const Pair& pair, double least) {
    const std::string where = std::string(theme.dark ? "dark: " : "light: ") + pair.what;
    INFO(where);
    CHECK(shell::contrast(theme[pair.ink], theme[pair.behind]) >= least);
}

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

Vector times(const Matrix& m, const Vector& v) {
    Vector out{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t i = 0; i < 3; ++i) out[row] += m[row][i] * v[i];
    return out;
}

// Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB. The first is ordinary sight.
constexpr Matrix kSights[] = {
    {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
};

double linear(std::uint8_t channel) {
    const double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

// CIE L*a*b*, D65.
Vector lab(const Vector& rgb) {
    constexpr Matrix kToXyz = {{{0.4124564, 0.3575761, 0.1804375},
                                {0.2126729, 0.7151522, 0.0721750},
                                {0.0193339, 0.1191920, 0.9503041}}};
    const Vector xyz = times(kToXyz, rgb);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116.0; };
    const double x = f(xyz[0] / 0.95047);
    const double y = f(xyz[1]);
    const double z = f(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double distance(Rgb a, Rgb b, const Matrix& sight) {
    const Vector first = lab(times(sight, {linear(a.r), linear(a.g), linear(a.b)}));
    const Vector second = lab(times(sight, {linear(b.r), linear(b.g), linear(b.b)}));
    return std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

}  // namespace

TEST_CASE("theme: every text has 4.5:1 and every mark 3:1 on what it stands on") {
    for (const Theme* theme : {&shell::kLightTheme, &shell::kDarkTheme}) {
        for (const Pair& pair : kTexts) check(*theme, pair, 4.5);
        for (const Pair& pair : kMarks) check(*theme, pair, 3.0);
    }
}

TEST_CASE("theme: text on any fill of the diverging map and of grey pictures is readable") {
    for (const Theme* theme : {&shell::kLightTheme, &shell::kDarkTheme}) {
        for (int step = -20; step <= 20; ++step) {
            const Rgb fill = shell::signed_colour(*theme, static_cast<float>(step) / 20.0F);
            CHECK(shell::contrast(shell::text_on(fill), fill) >= 4.0);
        }
    }
}

TEST_CASE("theme: signs and roles stay apart for protan, deutan and tritan sight") {
    for (const Theme* theme : {&shell::kLightTheme, &shell::kDarkTheme}) {
        const Theme& t = *theme;
        for (const Matrix& sight : kSights) {
            CHECK(distance(t[Colour::kNegative], t[Colour::kPositive], sight) > 40);
            CHECK(distance(t[Colour::kNegative], t[Colour::kZero], sight) > 25);
            CHECK(distance(t[Colour::kPositive], t[Colour::kZero], sight) > 25);
            CHECK(distance(t[Colour::kInputMark], t[Colour::kKernelMark], sight) > 20);
            CHECK(distance(t[Colour::kKernelMark], t[Colour::kOutputMark], sight) > 12);
            CHECK(distance(t[Colour::kInputMark], t[Colour::kOutputMark], sight) > 12);
        }
    }
}

TEST_CASE("theme: the diverging map is zero in the middle, clamped at its ends and safe with NaN") {
    const Theme& theme = shell::kLightTheme;
    const auto same = [](Rgb a, Rgb b) { return a.r == b.r && a.g == b.g && a.b == b.b; };
    CHECK(same(shell::signed_colour(theme, 0), theme[Colour::kZero]));
    CHECK(same(shell::signed_colour(theme, -7), theme[Colour::kNegative]));
    CHECK(same(shell::signed_colour(theme, 7), theme[Colour::kPositive]));
    CHECK(same(shell::signed_colour(theme, std::nanf("")), theme[Colour::kLine]));
}
