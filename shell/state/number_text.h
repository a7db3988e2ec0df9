// A float as text: the shortest decimal that reads back as the same float, the same on every platform.
// 29 stays "29", 0.1F becomes "0.1" and not "0.100000001"; links, JSON and sentences all use it.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace shell {

// "-0.5", "1e+20", "0" (also for minus zero); "nan", "inf" and "-inf" for what is no number.
std::string number_text(float value);

// The same as JSON: whole numbers as integers, others with that shortest decimal, null for what is no number.
nlohmann::json number_json(float value);

}  // namespace shell
