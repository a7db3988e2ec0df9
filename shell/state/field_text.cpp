// Field values as text. Reading goes by grammar first and by the C library second, because strtof would also
// take "nan", "0x10" and "3 apples".
#include "shell/state/field_text.h"

#include <algorithm>
#include <cfloat>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "shell/state/link.h"

namespace shell {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

cnn::Error refuse(std::string_view key, std::string_view text, const std::string& why) {
    return cnn::Error{shown(key) + "=" + shown(text) + " " + why};
}

cnn::Error no_value(std::string_view key, const std::string& wanted) {
    return cnn::Error{shown(key) + " has no value; it takes " + wanted + "."};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - at;
}

// Decimal numbers: [+-] digits [. digits] [e [+-] digits], at least one digit before the exponent. A '+' of
// the exponent may have become a blank on its way through a web form. Nothing where the text is no number;
// may be infinite.
std::optional<double> decimal(std::string_view text) {
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const std::size_t whole = digits_at(text, at);
    at += whole;
    std::size_t fraction = 0;
    if (at < text.size() && text[at] == '.') {
        fraction = digits_at(text, at + 1);
        at += 1 + fraction;
    }
    if (whole + fraction == 0) return std::nullopt;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+' || text[at] == ' ')) ++at;
        const std::size_t exponent = digits_at(text, at);
        if (exponent == 0) return std::nullopt;
        at += exponent;
    }
    if (at != text.size()) return std::nullopt;
    std::string copy(text);
    std::replace(copy.begin(), copy.end(), ' ', '+');
    return std::strtod(copy.c_str(), nullptr);
}

// The same number as float, rounded once. + 0 turns -0 into 0, which is how both are shown.
float to_float(std::string_view text) {
    std::string copy(text);
    std::replace(copy.begin(), copy.end(), ' ', '+');
    return std::strtof(copy.c_str(), nullptr) + 0.0F;
}

std::string range_text(const std::string& low, const std::string& high) {
    return low == high ? low : low + " to " + high;
}

template <class T, class Text>
cnn::Error out_of_range(std::string_view key, std::string_view text, bool below, T low, T high,
                        Text to_text) {
    return refuse(key, text,
                  (below ? "is below the limit " + to_text(low) : "is above the limit " + to_text(high)) +
                      "; it takes " + range_text(to_text(low), to_text(high)) + ".");
}

}  // namespace

std::string number_text(float value) {
    if (std::isnan(value)) return "nan";
    constexpr float kExactIntegers =
        1e6F;  // printed alike by %g, but this is most of what grids hold and much faster
    if (std::fabs(value) < kExactIntegers && value == std::trunc(value))
        return std::to_string(static_cast<int>(value));
    char digits[32];
    // Six digits are the nearest that a number of fewer is, and %g leaves the zeros out.
    for (int precision = FLT_DIG; precision <= FLT_DECIMAL_DIG; ++precision) {
        std::snprintf(digits, sizeof digits, "%.*g", precision, static_cast<double>(value));
        if (std::strtof(digits, nullptr) == value) break;
    }
    std::string text(digits);
    text.erase(std::remove(text.begin(), text.end(), '+'), text.end());
    // C writes at least two digits of the exponent: 1e09 is 1e9.
    if (const std::size_t zero = text.find("e0"); zero != std::string::npos) text.erase(zero + 1, 1);
    if (const std::size_t zero = text.find("e-0"); zero != std::string::npos) text.erase(zero + 2, 1);
    return text;
}

std::string numbers_text(std::span<const float> values) {
    std::string out;
    for (const float value : values) {
        if (!out.empty()) out += ',';
        out += number_text(value);
    }
    return out;
}

nlohmann::json number_json(float value) {
    if (!std::isfinite(value)) return nullptr;
    constexpr float kExactIntegers = 16777216.0F;  // 2^24
    if (std::fabs(value) <= kExactIntegers && value == std::trunc(value)) return static_cast<int>(value);
    return std::strtod(number_text(value).c_str(), nullptr);
}

cnn::Result<int> read_integer(std::string_view key, std::string_view text, int low, int high) {
    const std::string_view digits = trimmed(text);
    const auto to_text = [](int value) { return std::to_string(value); };
    const std::string wanted = "a whole number, " + range_text(to_text(low), to_text(high));
    if (digits.empty()) return no_value(key, wanted);
    const std::size_t sign = digits[0] == '-' ? 1 : 0;
    if (digits.size() == sign || digits_at(digits, sign) + sign != digits.size()) {
        return refuse(key, text,
                      "is not a whole number; it takes " + range_text(to_text(low), to_text(high)) + ".");
    }
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool below = error == std::errc{} ? value < low : sign == 1;
    const bool above = error == std::errc{} ? value > high : sign == 0;
    if (below || above) return out_of_range(key, text, below, low, high, to_text);
    return value;
}

cnn::Result<std::uint64_t> read_big_integer(std::string_view key, std::string_view text) {
    const std::string_view digits = trimmed(text);
    const std::string wanted = "a whole number, 0 to 18446744073709551615";
    if (digits.empty()) return no_value(key, wanted);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        return refuse(key, text, "is out of bounds; it takes " + wanted + ".");
    }
    return value;
}

cnn::Result<float> read_real(std::string_view key, std::string_view text, float low, float high) {
    const std::string_view digits = trimmed(text);
    if (digits.empty()) return no_value(key, "a number, " + range_text(number_text(low), number_text(high)));
    const std::optional<double> read = decimal(digits);
    if (!read || !std::isfinite(*read)) {
        return refuse(
            key, text,
            "is not a finite number; it takes " + range_text(number_text(low), number_text(high)) + ".");
    }
    const float value = to_float(digits);
    if (value < low || value > high) return out_of_range(key, text, value < low, low, high, number_text);
    return value;
}

bool same_name(std::string_view a, std::string_view b) { return lower_case(a) == lower_case(b); }

cnn::Result<int> read_choice(std::string_view key, std::string_view text,
                             std::span<const std::string_view> names) {
    const auto same = [&](std::string_view name) { return same_name(name, trimmed(text)); };
    const auto found = std::find_if(names.begin(), names.end(), same);
    if (found != names.end()) return static_cast<int>(found - names.begin());
    std::string all;
    for (const std::string_view name : names) all += (all.empty() ? "" : ", ") + std::string(name);
    if (trimmed(text).empty()) return no_value(key, "one of: " + all);
    return refuse(key, text, "is not known; it takes one of: " + all + ".");
}

cnn::Result<bool> read_flag(std::string_view key, std::string_view text) {
    const std::string_view word = trimmed(text);
    for (const std::string_view yes : {"1", "true", "on", "yes"}) {
        if (word == yes) return true;
    }
    for (const std::string_view no : {"0", "false", "off", "no"}) {
        if (word == no) return false;
    }
    if (word.empty()) return no_value(key, "1 or 0");
    return refuse(key, text, "is neither on nor off; it takes 1 or 0.");
}

cnn::Result<std::vector<float>> read_numbers(std::string_view key, std::string_view text, std::size_t count) {
    const std::string wanted =
        count == 1 ? "one number" : std::to_string(count) + " numbers, separated by commas";
    if (trimmed(text).empty() && count > 0) return no_value(key, wanted);
    std::vector<float> values;
    std::string_view rest = text;
    std::size_t given = 0;
    while (given == 0 || rest.data() != nullptr) {
        const std::size_t comma = rest.find(',');
        const std::string_view item = trimmed(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        ++given;
        const std::optional<double> value = decimal(item);
        const std::string which =
            shown(key) + ": number " + std::to_string(given) + ", \"" + shown(item) + "\", ";
        if (!value || !std::isfinite(*value)) return cnn::Error{which + "is not a finite number."};
        if (std::fabs(*value) > static_cast<double>(kMaxNumber)) {
            return cnn::Error{which + "is beyond the limit; it takes -1e9 to 1e9."};
        }
        values.push_back(to_float(item));
    }
    if (given != count) {
        return cnn::Error{shown(key) + " has " + std::to_string(given) +
                          (given == 1 ? " number" : " numbers") + "; it takes " + wanted + "."};
    }
    return values;
}

cnn::Result<std::string> read_text(std::string_view key, std::string_view text, std::size_t max_bytes) {
    if (text.size() > max_bytes) {
        return cnn::Error{shown(key) + " is " + std::to_string(text.size()) + " bytes long; the limit is " +
                          std::to_string(max_bytes) + "."};
    }
    if (!is_plain_text(text)) return refuse(key, text, "holds bytes that are not text.");
    return std::string(text);
}

}  // namespace shell
