// The lectures' worked examples: what they show, what is right, and a word where the two differ.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "shell/lessons/01_convolution/settings.h"

namespace shell::lesson_convolution {

struct WorkedExample {
    std::string_view code{};  // of the lecture inventory: "S2-8"; a letter behind it marks a variant
    std::string_view title{};
    std::string_view source{};
    std::string_view note{};         // "What the lecture shows"
    std::string_view offer_label{};  // a button below the note that opens ...
    std::string_view offer_code{};   // ... this example; empty: none
    cnn::Shape input{};              // (1, C, H, W)
    cnn::Shape kernel{};             // (OC, C, KH, KW)
    int stride = 1;
    int pad = 0;  // explicit, on all sides
    Convention convention = Convention::kCrossCorrelation;
    bool relu = false;
    std::vector<float> pixels{};
    std::vector<float> weights{};
    std::vector<float> bias{};
    std::vector<float> expected{};
    std::vector<float> expected_before_relu{};  // only where relu is on
};

// In the order of the menu.
std::span<const WorkedExample> worked_examples();

// "none", then the code of each worked example: the choices of the field `worked_example`.
std::span<const std::string_view> example_codes();

// index into example_codes(), not 0.
const WorkedExample& worked_example(int index);
Settings example_settings(int index);

}  // namespace shell::lesson_convolution
