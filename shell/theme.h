// The colours of the program, as tables: light and dark. Free of ImGui, so that tests can compute contrasts
// from them. Colour has meaning and keeps it everywhere: one hue for the input, one for the kernel, one for
// the output.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace shell {

struct Rgb {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
};

constexpr Rgb rgb(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8),
            static_cast<std::uint8_t>(hex)};
}

enum class Colour {
    kPage,     // behind the cards of the stage
    kPanel,    // bars, columns, cards
    kInset,    // boxes inside a panel, hovered rows
    kLine,     // hairlines between regions, around cards
    kControl,  // outlines that tell that something can be used (3:1)
    kTrack,    // the empty part of sliders and bars
    kText,
    kMuted,       // explanations, labels
    kAccent,      // primary buttons, the chosen row, links
    kAccentSoft,  // behind the chosen row
    kOnAccent,    // text on kAccent
    kInput,       // numbers and words of the input
    kInputSoft,   // behind them
    kInputMark,   // outlines and fills; a fill carries kOnAccent
    kKernel,
    kKernelSoft,
    kKernelMark,
    kOutput,
    kOutputSoft,
    kOutputMark,
    kWarning,  // first words of notes and refusals, and their outline
    kWarningSoft,
    kNegative,  // ends and middle of the diverging map for signed values
    kZero,
    kPositive,
    kCount
};

struct Theme {
    bool dark = false;
    std::array<Rgb, static_cast<std::size_t>(Colour::kCount)> colours{};

    constexpr Rgb operator[](Colour colour) const { return colours[static_cast<std::size_t>(colour)]; }
};

extern const Theme kLightTheme;
extern const Theme kDarkTheme;

// What a number is, and so its hue.
enum class Role { kNeutral, kInput, kKernel, kOutput };
Colour role_text(Role role);
Colour role_soft(Role role);
Colour role_mark(Role role);

// Mix of two colours; share 0 = a, 1 = b.
Rgb mix(Rgb a, Rgb b, float share);
// The diverging map: -1 = kNegative (blue), 0 = kZero, +1 = kPositive (orange); values outside are clamped.
Rgb signed_colour(const Theme& theme, float value);
// Ink on paper: 0 = paper, 1 = ink; follows the theme, so that a digit is dark on light or light on dark.
Rgb ink_colour(const Theme& theme, float value);

// WCAG 2.1 relative luminance and contrast ratio (1..21).
double luminance(Rgb colour);
double contrast(Rgb a, Rgb b);
// The better readable of the theme's dark and light text on this fill.
Rgb text_on(Rgb fill);

}  // namespace shell
