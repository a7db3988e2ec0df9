// Errata that a convolution alone shows.
#include <array>

#include "shell/lessons/01_convolution/model.h"
#include "shell/lessons/lectures.h"

namespace shell::lesson_convolution {

std::span<const Erratum> ConvolutionModel::errata() const {
    static constexpr std::array kCards{
        Erratum{"E9", kLectureS0,
                "A 6 × 6 input, a 3 × 3 kernel, and an empty output grid that is five cells wide.",
                "example=S0-12p",
                "Without padding 6 × 6 gives 4 × 4: 6 - 3 + 1 = 4. Five cells come from the 5 × 5 pixels "
                "inside the picture's rim of zeros, which is padding: 5 + 2 - 3 + 1 = 5."},
        Erratum{"E45", kLectureS3,
                "One slide's Conv2d(3, 16, 3) and the next slide's Conv2d(3, 16, 3, padding=1) are shown as "
                "the same layer.",
                "size=16&padding=valid&kernel_size=3&stride=1&dilation=1",
                "They are two layers. Without padding each side shrinks by 2, 16 to 14 and 32 to 30; with "
                "padding 1 the size stays."}};
    return kCards;
}

}  // namespace shell::lesson_convolution
