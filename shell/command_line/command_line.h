// The program without its picture: lessons listed, a link's state printed, a network trained.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "shell/command_line/arguments.h"
#include "shell/session.h"

namespace shell {

// Where answers go and how time is spent; the home fills it in.
struct Terminal {
    std::function<void(std::string_view)> out;    // standard output
    std::function<void(std::string_view)> error;  // standard error
    std::function<void(double seconds)> wait;     // for work that goes on elsewhere
};

// The standard streams; `wait` is the home's.
Terminal standard_terminal(std::function<void(double seconds)> wait);

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;      // the request was right and could not be carried out
inline constexpr int kExitImpossible = 2;  // the request was wrong: an unknown option, an impossible link

// Does what arguments.without_window() asks for; returns the exit code.
int run_command_line(const Arguments& arguments, const Terminal& terminal,
                     std::span<const LessonEntry> entries = lessons());

// `code`, or kExitFailed with a sentence where standard output did not take the answer: a full disk, a closed
// pipe.
int exit_code(const Terminal& terminal, int code);

// Opens arguments.link and does arguments.commands; the first that cannot be done ends it with its sentence.
cnn::Status prepare(Session& session, const Arguments& arguments);

// JSON as one line. Bytes that are no UTF-8 cannot stop it.
std::string json_line(const nlohmann::json& json);

}  // namespace shell
