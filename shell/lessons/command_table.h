// The commands of a lesson, once: their names, titles and keys for the screen, and what each does.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "shell/lessons/model.h"

namespace shell {

class CommandTable {
 public:
    using Run = std::function<cnn::Status(const nlohmann::json& args)>;

    void add(CommandInfo info, Run run);  // the texts of `info` outlive the table
    std::span<const CommandInfo> infos() const { return infos_; }
    // An unknown name is an error sentence.
    cnn::Status run(std::string_view name, const nlohmann::json& args) const;

 private:
    std::vector<CommandInfo> infos_;
    std::vector<Run> runs_;  // one per info
};

}  // namespace shell
