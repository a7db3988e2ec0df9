// The program under Node: everything but the window.
#include "shell/command_line/command_line.h"

int main(int count, char** values) {
    const shell::Terminal terminal =
        shell::standard_terminal([](double) {});  // without threads nothing goes on elsewhere
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
    return shell::exit_code(terminal, shell::run_command_line(arguments.value(), terminal));
}
