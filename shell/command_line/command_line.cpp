// Answers on standard output, one sentence on standard error when there is none.
#include "shell/command_line/command_line.h"

#include <cstdio>
#include <utility>

#include "shell/command_line/network_table.h"
#include "shell/command_line/training.h"
#include "shell/state/link.h"

namespace shell {
namespace {

int refuse(const Terminal& terminal, const std::string& sentence) {
    terminal.error(sentence + "\n");
    return kExitImpossible;
}

int print_list(const Arguments& arguments, const Terminal& terminal, std::span<const LessonEntry> entries) {
    const nlohmann::json list = list_lessons(entries);
    if (arguments.json) {
        terminal.out(json_line(list));
        return kExitDone;
    }
    std::string group;
    for (const nlohmann::json& lesson : list["lessons"]) {
        if (lesson["group"] != group) {
            group = lesson["group"].get<std::string>();
            terminal.out(group + ":\n");
        }
        terminal.out("  " + lesson["title"].get<std::string>() + " (" + lesson["link"].get<std::string>() +
                     ")\n");
        for (const nlohmann::json& example : lesson["examples"]) {
            terminal.out("    " + example["code"].get<std::string>() + "  " +
                         example["title"].get<std::string>() + "  (" + example["link"].get<std::string>() +
                         ")\n");
        }
    }
    return kExitDone;
}

int print_state(const Arguments& arguments, const Terminal& terminal, std::span<const LessonEntry> entries) {
    Session session(entries);
    if (const cnn::Status status = prepare(session, arguments); !status) {
        return refuse(terminal, status.error().sentence);
    }
    if (!session.message().empty()) terminal.error(session.message() + "\n");
    terminal.out(arguments.json ? json_line(session.state()) : session.sentences() + "\n");
    return kExitDone;
}

// At once: a line per epoch is read while the next one is trained.
void write_to(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

}  // namespace

Terminal standard_terminal(std::function<void(double seconds)> wait) {
    return {[](std::string_view text) { write_to(stdout, text); },
            [](std::string_view text) { write_to(stderr, text); }, std::move(wait)};
}

int exit_code(const Terminal& terminal, int code) {
    if (std::ferror(stdout) == 0) return code;
    terminal.error("The answer could not be written to standard output.\n");
    return kExitFailed;
}

cnn::Status prepare(Session& session, const Arguments& arguments) {
    if (!arguments.link.empty()) {
        if (const cnn::Status opened = session.open(arguments.link); !opened) return opened;
    }
    for (const std::string& command : arguments.commands) {
        const std::size_t blank = command.find(' ');
        const std::string rest = blank == std::string::npos ? "{}" : command.substr(blank + 1);
        const nlohmann::json args = nlohmann::json::parse(rest, nullptr, false);
        if (!args.is_object()) {
            return cnn::Error{"--command " + shown(command) + ": what follows the name is no JSON object."};
        }
        if (const cnn::Status done = session.command(command.substr(0, blank), args); !done) return done;
    }
    return cnn::success();
}

std::string json_line(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

int run_command_line(const Arguments& arguments, const Terminal& terminal,
                     std::span<const LessonEntry> entries) {
    if (!arguments.help.empty()) {
        terminal.out(arguments.help);
        return kExitDone;
    }
    if (arguments.json && arguments.text) return refuse(terminal, "--json and --text exclude each other.");
    const bool one_request = int{arguments.list} + int{arguments.train.has_value()} +
                                 int{!arguments.network.empty()} +
                                 int{!arguments.link.empty() || !arguments.commands.empty()} <=
                             1;
    if (!one_request)
        return refuse(
            terminal,
            "Of --list, --network, --train and --link (with --command) only one can be asked for at a time.");
    if (arguments.list) return print_list(arguments, terminal, entries);
    if (!arguments.network.empty()) return print_network(arguments, terminal);
    if (arguments.train) return run_training(arguments, terminal);
    return print_state(arguments, terminal, entries);
}

}  // namespace shell
