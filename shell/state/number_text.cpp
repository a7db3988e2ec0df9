#include "shell/state/number_text.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace shell {

std::string number_text(float value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    if (value == 0.0F) return "0";
    char text[32] = "";
    // Nine significant digits always read back (IEEE 754); std::to_chars for floats is not in every standard library.
    for (int digits = 1; digits <= 9; ++digits) {
        std::snprintf(text, sizeof text, "%.*g", digits, static_cast<double>(value));
        if (std::strtof(text, nullptr) == value) break;
    }
    // "%g" turns to an exponent when digits run out: 90 with one digit is "9e+01". Below a million we spell it out.
    if (std::fabs(value) < 1e6F && value == std::trunc(value))
        std::snprintf(text, sizeof text, "%d", static_cast<int>(value));
    return text;
}

nlohmann::json number_json(float value) {
    if (!std::isfinite(value)) return nullptr;
    constexpr float kExactInteger = 16777216.0F;  // 2^24: every whole float up to here has its digits
    if (std::fabs(value) <= kExactInteger && value == std::trunc(value)) return static_cast<int>(value);
    return std::strtod(number_text(value).c_str(), nullptr);
}

}  // namespace shell
