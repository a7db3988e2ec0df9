// JSON values: nlohmann::json. Its class is compiled once (json.cpp), not by every file that holds one;
// without optimisation that is a third of such a file's compile time.
#pragma once

#include <nlohmann/json.hpp>

extern template class nlohmann::basic_json<>;
