// Settings read once and written whole; a new file replaces the old one only when it is complete.
#include "shell/settings_desktop.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "shell/command_line/data_files.h"

namespace shell {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = 64U << 10U;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

}  // namespace

std::string settings_path() {
    std::string folder = environment("XDG_CONFIG_HOME");
    if (folder.empty()) folder = environment("APPDATA");
    if (folder.empty() && !environment("HOME").empty()) folder = environment("HOME") + "/.config";
    return folder.empty() ? folder : folder + "/convolab/settings.json";
}

Settings::Settings(std::string path) : path_(std::move(path)) {
    const auto file = read_file(path_, kMaxBytes);
    if (!file) return;
    nlohmann::json read = nlohmann::json::parse(file.value().bytes, nullptr, false);
    if (read.is_object()) values_ = std::move(read);
}

std::string Settings::get(std::string_view key) const {
    const auto found = values_.find(key);
    return found != values_.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void Settings::set(std::string_view key, const std::string& value) {
    values_[std::string(key)] = value;
    if (path_.empty()) return;
    std::error_code error;
    fs::create_directories(fs::path(path_).parent_path(), error);
    const std::string text = values_.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    const std::string unfinished = path_ + ".new";
    std::FILE* stream = std::fopen(unfinished.c_str(), "wb");
    if (stream == nullptr) return;
    const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
    if (std::fclose(stream) == 0 && written) fs::rename(unfinished, path_, error);
}

}  // namespace shell
