// The numbers of a nested JSON array, as a lesson's state has its grids, one behind the other.
#pragma once

#include <vector>

#include "core/base/json.h"

inline std::vector<float> flat(const nlohmann::json& nested) {
    if (nested.is_number()) return {nested.get<float>()};
    std::vector<float> all;
    for (const nlohmann::json& part : nested)
        for (const float value : flat(part)) all.push_back(value);
    return all;
}
