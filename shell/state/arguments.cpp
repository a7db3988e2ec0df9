// Arguments of commands, checked.
#include "shell/state/arguments.h"

#include <algorithm>
#include <cmath>

#include "shell/state/field_text.h"
#include "shell/state/link.h"

namespace shell {
namespace {

// The value as it may stand inside of a sentence; "nothing" where there is none.
std::string given(const nlohmann::json& args, const char* key) {
    return has_argument(args, key) ? shown(args.find(key)->dump(-1, ' ', true)) : "nothing";
}

cnn::Error refuse(const nlohmann::json& args, const char* key, const std::string& wanted) {
    return cnn::Error{std::string(key) + " is " + given(args, key) + "; it takes " + wanted + "."};
}

}  // namespace

bool has_argument(const nlohmann::json& args, const char* key) {
    return args.is_object() && args.contains(key);
}

cnn::Result<int> integer_argument(const nlohmann::json& args, const char* key, int low, int high) {
    const std::string wanted = "a whole number, " + std::to_string(low) + " to " + std::to_string(high);
    if (!has_argument(args, key) || !args.find(key)->is_number()) return refuse(args, key, wanted);
    const double value =
        args.find(key)->get<double>();  // JavaScript knows only doubles: 3.0 is a whole number
    if (!(value >= low && value <= high) || value != std::trunc(value)) return refuse(args, key, wanted);
    return static_cast<int>(value);
}

cnn::Result<float> real_argument(const nlohmann::json& args, const char* key, float low, float high) {
    const std::string wanted = "a number, " + number_text(low) + " to " + number_text(high);
    if (!has_argument(args, key) || !args.find(key)->is_number()) return refuse(args, key, wanted);
    const auto value = static_cast<float>(args.find(key)->get<double>());
    if (!(value >= low && value <= high)) return refuse(args, key, wanted);
    return value + 0.0F;  // -0 becomes 0
}

cnn::Result<std::string> text_argument(const nlohmann::json& args, const char* key) {
    if (!has_argument(args, key) || !args.find(key)->is_string()) return refuse(args, key, "a text");
    return args.find(key)->get<std::string>();
}

cnn::Result<int> choice_argument(const nlohmann::json& args, const char* key,
                                 std::span<const std::string_view> names) {
    std::string wanted = "one of:";
    for (const std::string_view name : names)
        wanted += (name == names.front() ? " " : ", ") + std::string(name);
    if (!has_argument(args, key) || !args.find(key)->is_string()) return refuse(args, key, wanted);
    const auto found = std::find(names.begin(), names.end(), args.find(key)->get<std::string>());
    if (found == names.end()) return refuse(args, key, wanted);
    return static_cast<int>(found - names.begin());
}

}  // namespace shell
