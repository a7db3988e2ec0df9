// The program under Node: everything but the window.
#include <cstdio>

#include "shell/command_line/command_line.h"

int main(int count, char** values) {
    const shell::Terminal terminal{
        [](std::string_view text) {
            std::fwrite(text.data(), 1, text.size(), stdout);
            std::fflush(stdout);
        },
        [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); },
        [](double) {},  // without threads nothing goes on elsewhere
    };
    auto arguments = shell::read_arguments(count, values);
    if (!arguments) {
        terminal.error(arguments.error().sentence + "\n");
        return shell::kExitImpossible;
    }
    if (!arguments.value().without_window()) {
        terminal.error("There is no window under Node: ask for --json, --text, --list or --train.\n");
        return shell::kExitImpossible;
    }
    arguments.value().program = values[0];
    return shell::run_command_line(arguments.value(), terminal);
}
