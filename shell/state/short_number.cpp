#include "shell/state/short_number.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace shell {
namespace {

constexpr const char* kMinus = "\u2212";
constexpr const char* kNoBreakSpace = "\u00A0";

// "1.2e+06" -> "1.2e6", "-1e-05" -> "−1e−5": a learner's notation without C's padding.
std::string tidy(const char* printed) {
    std::string text;
    for (const char* at = printed; *at != '\0'; ++at) {
        if (*at == '-') {
            text += kMinus;
        } else if (*at != '+') {
            text += *at;
        }
        const bool after_exponent = at > printed && (*at == '-' || *at == '+') && *(at - 1) == 'e';
        while (after_exponent && *(at + 1) == '0' && *(at + 2) != '\0') ++at;
    }
    return text;
}

}  // namespace

std::string short_number(float value, int digits) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? std::string(kMinus) + "∞" : "∞";
    if (value == 0.0F) return "0";
    char printed[48];
    std::snprintf(printed, sizeof printed, "%.*g", digits, static_cast<double>(value));
    // Whole numbers up to six digits stay whole although %g would round them: 12345 and not 1.234e4.
    if (std::fabs(value) < 1e6F && std::trunc(value) == value)
        std::snprintf(printed, sizeof printed, "%.0f", static_cast<double>(value));
    return tidy(printed);
}

std::string spaced_thousands(std::string text) {
    for (std::size_t at = text.find(','); at != std::string::npos; at = text.find(',', at))
        text.replace(at, 1, kNoBreakSpace);
    return text;
}

std::string count_text(std::int64_t value) {
    const std::string digits = std::to_string(std::llabs(value));
    std::string text = value < 0 ? kMinus : "";
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += kNoBreakSpace;
        text += digits[i];
    }
    return text;
}

std::string count_text(std::int64_t value, std::string_view thing) {
    return count_text(value) + " " + std::string(thing) + (value == 1 ? "" : "s");
}

std::string megabytes_text(std::int64_t bytes) {
    constexpr std::int64_t kMegabyte = 1 << 20U;
    return count_text(std::max<std::int64_t>(1, (bytes + kMegabyte - 1) / kMegabyte)) + "\u00A0MB";
}

std::string bytes_text(std::int64_t bytes) {
    constexpr std::int64_t kKilobyte = 1 << 10U;
    if (bytes < kKilobyte) return count_text(bytes) + kNoBreakSpace + "B";
    const bool kilobytes = bytes < kKilobyte * kKilobyte;
    const auto unit = static_cast<double>(kilobytes ? kKilobyte : kKilobyte * kKilobyte);
    char printed[32];
    std::snprintf(printed, sizeof printed, "%.1f", static_cast<double>(bytes) / unit);
    return tidy(printed) + kNoBreakSpace + (kilobytes ? "KB" : "MB");
}

std::string percent_text(double share, int decimals) {
    char printed[48];
    std::snprintf(printed, sizeof printed, "%.*f", decimals, share * 100.0);
    return tidy(printed) + kNoBreakSpace + "%";
}

std::string points_text(double change) {
    char printed[48];
    std::snprintf(printed, sizeof printed, "%+.2f", change * 100.0);
    std::string text = printed;
    if (text.front() == '-') text.replace(0, 1, kMinus);
    return text + kNoBreakSpace + "points";
}

std::string plain_number(std::string typed) {
    for (std::size_t at; (at = typed.find(kMinus)) != std::string::npos;) typed.replace(at, 3, "-");
    std::replace(typed.begin(), typed.end(), ',', '.');
    return typed;
}

}  // namespace shell
