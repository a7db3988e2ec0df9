// The desktop program: a window, or without one the answers of the command line.
#include <chrono>
#include <filesystem>
#include <thread>

#include "shell/command_line/command_line.h"
#include "shell/host_desktop.h"

namespace {

// The program's own path, through links and the search path where the system can tell.
std::string own_path(const char* called_as) {
    std::error_code error;
    const std::filesystem::path link = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? called_as : link.string();
}

int run_window(const shell::Arguments& arguments, const shell::Terminal& terminal) {
    const auto refuse = [&](const cnn::Status& status, int code) {
        terminal.error(status.error().sentence + "\n");
        return code;
    };
    shell::DesktopHost host(arguments);
    if (const cnn::Status opened = host.open(); !opened) return refuse(opened, shell::kExitFailed);
    if (const cnn::Status opened = host.open_state(); !opened) return refuse(opened, shell::kExitImpossible);
    if (const cnn::Status done = host.run(); !done) return refuse(done, shell::kExitFailed);
    return shell::kExitDone;
}

}  // namespace

int main(int count, char** values) {
    const shell::Terminal terminal = shell::standard_terminal(
        [](double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); });
    auto arguments = shell::read_arguments(count, values);
    if (!arguments) {
        terminal.error(arguments.error().sentence + "\n");
        return shell::kExitImpossible;
    }
    arguments.value().program = own_path(values[0]);
    const int code = arguments.value().without_window() ? shell::run_command_line(arguments.value(), terminal)
                                                        : run_window(arguments.value(), terminal);
    return shell::exit_code(terminal, code);
}
