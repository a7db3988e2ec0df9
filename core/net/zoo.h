// The lectures' networks by name, with the training recipe that their lecture prints.
#pragma once

#include <span>
#include <string_view>

#include "core/net/layer_spec.h"

namespace cnn {

struct ZooEntry {
    std::string_view slug;    // "s4-13", as links and the command line say it
    std::string_view code;    // "S4-13", the inventory's code; "LeNet-5" where there is none
    std::string_view title;   // "MNIST convnet"
    std::string_view source;  // "Vanschoren, Neural Networks in practice"
    std::string_view spec;    // spec text
    Shape input;
    std::string_view data;       // "mnist" or "digits"
    std::string_view optimizer;  // "rmsprop"
    float rate = 0.001F;
    int batch = 64;
    int epochs = 5;
    std::int64_t parameters = 0;  // as the inventory prints it: tests compare it with what is computed
};

std::span<const ZooEntry> zoo();
const ZooEntry* find_network(std::string_view slug);  // nullptr: unknown

}  // namespace cnn
