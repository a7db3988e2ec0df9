// The commands of a lesson by name.
#include "shell/lessons/command_table.h"

#include <algorithm>
#include <string>
#include <utility>

#include "shell/state/link.h"

namespace shell {

void CommandTable::add(CommandInfo info, Run run) {
    infos_.push_back(info);
    runs_.push_back(std::move(run));
}

cnn::Status CommandTable::run(std::string_view name, const nlohmann::json& args) const {
    const auto found = std::find_if(infos_.begin(), infos_.end(),
                                    [&](const CommandInfo& info) { return info.name == name; });
    if (found == infos_.end()) return cnn::Error{"This lesson has no command \"" + shown(name) + "\"."};
    return runs_[static_cast<std::size_t>(found - infos_.begin())](args);
}

}  // namespace shell
