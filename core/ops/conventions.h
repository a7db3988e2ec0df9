// Where the frameworks mean different things by the same word: what each of them does, and what this program
// does or offers. The one table of these names, for menus, explanations and exports; a test computes every
// row.
#pragma once

#include <span>
#include <string_view>

namespace cnn {

struct Convention {
    std::string_view key;       // "average-count": how links and tests name it
    std::string_view question;  // as a menu asks it
    std::string_view pytorch;
    std::string_view onnx;
    std::string_view keras;  // and TensorFlow
    std::string_view here;
    // Where the learner chooses: the choices in the order of their enumeration, as links and JSON name them
    // and as the screen does.
    std::span<const std::string_view> names = {};
    std::span<const std::string_view> labels = {};
};

std::span<const Convention> conventions();

// Null: there is no such key.
const Convention* find_convention(std::string_view key);

// A row that leaves a choice.
const Convention& choice(std::string_view key);

}  // namespace cnn
