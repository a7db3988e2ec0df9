// The layers of a network as a table, without training it: shape, parameters, multiply-adds, memory,
// receptive field.
#pragma once

#include "shell/command_line/command_line.h"

namespace shell {

// Prints the table of arguments.network, a name of the zoo or a text of layers; returns the exit code.
int print_network(const Arguments& arguments, const Terminal& terminal);

}  // namespace shell
