#include "shell/theme.h"

#include <algorithm>
#include <cmath>

namespace shell {
namespace {

using Table = std::array<Rgb, static_cast<std::size_t>(Colour::kCount)>;

struct Entry {
    Colour colour;
    std::uint32_t light;
    std::uint32_t dark;
};

// Chosen by eye, held by tests/shell/theme_test.cpp: 4.5:1 for text on what it stands on, 3:1 for marks.
constexpr Entry kEntries[] = {
    {Colour::kPage, 0xF3F5F8, 0x11141B},       {Colour::kPanel, 0xFFFFFF, 0x1B2029},
    {Colour::kInset, 0xF4F5F8, 0x12161D},      {Colour::kLine, 0xE1E4EA, 0x2D3440},
    {Colour::kControl, 0x848D9B, 0x6F7A8B},    {Colour::kTrack, 0xDDE2EA, 0x353D4A},
    {Colour::kText, 0x1A202C, 0xE9ECF2},       {Colour::kMuted, 0x5C6573, 0x9DA7B6},
    {Colour::kAccent, 0x2560D4, 0x74A5FF},     {Colour::kAccentSoft, 0xE6EEFC, 0x1C2C4C},
    {Colour::kOnAccent, 0xFFFFFF, 0x0D1422},   {Colour::kInput, 0x1F5BC8, 0x82AFFF},
    {Colour::kInputSoft, 0xE6EEFC, 0x1B2B4A},  {Colour::kInputMark, 0x2A66D9, 0x6FA2FF},
    {Colour::kKernel, 0x935000, 0xF6B455},     {Colour::kKernelSoft, 0xFDF0DD, 0x3A2B14},
    {Colour::kKernelMark, 0xB05C00, 0xF3A93C}, {Colour::kOutput, 0x0A6B4C, 0x53D6A8},
    {Colour::kOutputSoft, 0xDDF4EB, 0x13362C}, {Colour::kOutputMark, 0x0C8059, 0x46CF9E},
    {Colour::kWarning, 0x8A4B00, 0xF6B455},    {Colour::kWarningSoft, 0xFFF7E6, 0x2D2412},
    {Colour::kNegative, 0x2166C4, 0x5A9CF8},   {Colour::kZero, 0xF0F2F5, 0x2A303B},
    {Colour::kPositive, 0xC25E00, 0xF29A35},
};

constexpr Table table(bool dark) {
    Table colours{};
    for (const Entry& entry : kEntries)
        colours[static_cast<std::size_t>(entry.colour)] = rgb(dark ? entry.dark : entry.light);
    return colours;
}
static_assert(std::size(kEntries) == static_cast<std::size_t>(Colour::kCount));

double linear(std::uint8_t channel) {
    const double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

std::uint8_t mix_channel(std::uint8_t a, std::uint8_t b, float share) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * std::clamp(share, 0.0F, 1.0F)));
}

}  // namespace

const Theme kLightTheme{false, table(false)};
const Theme kDarkTheme{true, table(true)};

Colour role_text(Role role) {
    constexpr Colour kColours[] = {Colour::kText, Colour::kInput, Colour::kKernel, Colour::kOutput};
    return kColours[static_cast<int>(role)];
}

Colour role_soft(Role role) {
    constexpr Colour kColours[] = {Colour::kInset, Colour::kInputSoft, Colour::kKernelSoft,
                                   Colour::kOutputSoft};
    return kColours[static_cast<int>(role)];
}

Colour role_mark(Role role) {
    constexpr Colour kColours[] = {Colour::kMuted, Colour::kInputMark, Colour::kKernelMark,
                                   Colour::kOutputMark};
    return kColours[static_cast<int>(role)];
}

Rgb mix(Rgb a, Rgb b, float share) {
    return {mix_channel(a.r, b.r, share), mix_channel(a.g, b.g, share), mix_channel(a.b, b.b, share)};
}

Rgb signed_colour(const Theme& theme, float value) {
    if (std::isnan(value)) return theme[Colour::kLine];
    return mix(theme[Colour::kZero], theme[value < 0 ? Colour::kNegative : Colour::kPositive],
               std::fabs(value));
}

Rgb ink_colour(const Theme& theme, float value) {
    return mix(theme[Colour::kInset], theme[Colour::kText], std::isnan(value) ? 0.0F : value);
}

double luminance(Rgb colour) {
    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

double contrast(Rgb a, Rgb b) {
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

Rgb text_on(Rgb fill) {
    const Rgb dark = kLightTheme[Colour::kText];
    constexpr Rgb kWhite = rgb(0xFFFFFF);
    return contrast(dark, fill) > contrast(kWhite, fill) ? dark : kWhite;
}

}  // namespace shell
