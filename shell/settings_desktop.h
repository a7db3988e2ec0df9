// Settings of the desktop program: a few texts by key, kept in one JSON file of the user's configuration
// directory.
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"

namespace shell {

// The user's file: $XDG_CONFIG_HOME/convolab/settings.json, ~/.config/..., or %APPDATA%\convolab\...; empty:
// no home.
std::string settings_path();

// A file that is missing, broken, too large or not writable is no error: the settings then last as long as
// the program.
class Settings {
 public:
    explicit Settings(std::string path);

    std::string get(std::string_view key) const;  // empty: none
    void set(std::string_view key, const std::string& value);

 private:
    std::string path_;
    nlohmann::json values_ = nlohmann::json::object();
};

}  // namespace shell
