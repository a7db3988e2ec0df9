// A count told line by line: a number with the product that gives it.
#pragma once

#include <cstdint>
#include <string>

namespace shell {

struct CountLine {
    int layer = 0;        // that it belongs to, from 0
    std::string what;     // "one filter, a sheet for each channel"
    std::string product;  // "3 × 3 × 16"
    std::int64_t value = 0;
};

}  // namespace shell
