// Words of Python that the code writers share.
#pragma once

#include <span>
#include <string>

#include "core/net/layer_plan.h"

namespace cnn {

inline const char* python_bool(bool value) { return value ? "True" : "False"; }
// "(3, 3)", "(10,)"
std::string python_tuple(std::span<const int> numbers);
inline std::string python_pair(int first, int second) {
    return "(" + std::to_string(first) + ", " + std::to_string(second) + ")";
}
// "conv 6 5x5 | tanh | ..." in lines of at most 100 letters, broken behind a "|"
std::string wrapped_spec(const NetworkSpec& spec);

}  // namespace cnn
