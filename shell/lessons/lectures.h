// The lectures that worked examples and errata name as their source.
#pragma once

#include <string_view>

namespace shell {

inline constexpr std::string_view kLectureS0 = "CE6146 Deep Learning, CNN week (2023)";
inline constexpr std::string_view kLectureS1 = "Hjorth-Jensen, Mathematics of convolution";
inline constexpr std::string_view kLectureS2 = "Kun Suo, Convolutional Neural Networks";
inline constexpr std::string_view kLectureS3 = "CNN lecture in pictures";
inline constexpr std::string_view kLectureS4 = "Vanschoren, Neural networks in practice";
inline constexpr std::string_view kGuide =
    "Dumoulin and Visin, A guide to convolution arithmetic (arXiv 1603.07285)";
inline constexpr std::string_view kOwn = "Beyond the lectures";

}  // namespace shell
