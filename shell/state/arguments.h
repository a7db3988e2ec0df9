// Arguments of commands, checked: a JSON object from a button, a key, a script or a stranger. Each gives the
// value, or a sentence that names the argument, what was given and what it takes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace shell {

bool has_argument(const nlohmann::json& args, const char* key);
// A whole number in [low, high].
cnn::Result<int> integer_argument(const nlohmann::json& args, const char* key, int low, int high);
// A finite number in [low, high].
cnn::Result<float> real_argument(const nlohmann::json& args, const char* key, float low, float high);
cnn::Result<std::string> text_argument(const nlohmann::json& args, const char* key);
// The index of one of `names`.
cnn::Result<int> choice_argument(const nlohmann::json& args, const char* key,
                                 std::span<const std::string_view> names);

}  // namespace shell
