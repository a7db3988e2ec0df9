#include "core/io/strict_json.h"

#include <set>
#include <string>
#include <vector>

namespace cnn {

std::optional<nlohmann::json> read_strict_json(std::string_view text) {
    std::vector<std::set<std::string>> keys;  // of the objects that are open
    bool sound = true;
    const auto watch = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        if (event == Event::object_start) keys.emplace_back();
        if (event == Event::object_end) keys.pop_back();
        if (event == Event::key) sound &= keys.back().insert(parsed.get<std::string>()).second;
        sound &= depth <= kMostJsonDepth;
        return sound;
    };
    nlohmann::json json = nlohmann::json::parse(text, watch, false);
    if (json.is_discarded() || !sound) return std::nullopt;
    return json;
}

}  // namespace cnn
