// A network trained without a picture: one line per epoch, and the test images at the end.
#pragma once

#include "shell/command_line/command_line.h"

namespace shell {

// Does arguments.train; returns the exit code. A run that diverges prints its sentence and ends with
// kExitFailed.
int run_training(const Arguments& arguments, const Terminal& terminal);

}  // namespace shell
