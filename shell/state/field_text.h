// One field's value as the text that links, undo and the command line carry, and back. Reading is strict: a
// value that is not exactly what the field takes gives a sentence with the key, the value and the limit.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/lower_case.h"
#include "core/base/result.h"

namespace shell {

// The fewest digits that read back as the same number; never with a '+', because '+' is a blank in links.
std::string number_text(float value);
std::string numbers_text(std::span<const float> values);  // "1,0.5,-2"

// The same digits in JSON (0.1F as 0.1, not 0.10000000149011612); null for what is not finite.
nlohmann::json number_json(float value);

cnn::Result<int> read_integer(std::string_view key, std::string_view text, int low, int high);
cnn::Result<std::uint64_t> read_big_integer(std::string_view key, std::string_view text);
cnn::Result<float> read_real(std::string_view key, std::string_view text, float low, float high);
// Names are compared without regard to case: "RMSprop" is rmsprop, "s2-8" is S2-8.
bool same_name(std::string_view a, std::string_view b);
using cnn::lower_case;

cnn::Result<int> read_choice(std::string_view key, std::string_view text,
                             std::span<const std::string_view> names);
cnn::Result<bool> read_flag(std::string_view key, std::string_view text);  // 1 0 true false on off yes no
// Exactly `count` numbers, each finite and at most kMaxNumber in size.
cnn::Result<std::vector<float>> read_numbers(std::string_view key, std::string_view text, std::size_t count);
cnn::Result<std::string> read_text(std::string_view key, std::string_view text, std::size_t max_bytes);

// Sums of products of numbers within this bound stay finite in float32.
inline constexpr float kMaxNumber = 1e9F;

}  // namespace shell
