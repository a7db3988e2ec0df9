// Lines of a count on the stage: those that the playhead has reached, the others without their numbers.
#pragma once

#include <span>

#include "shell/lessons/count_lines.h"
#include "shell/ui.h"

namespace shell {

void draw_count_lines(Ui& ui, std::span<const CountLine> lines, int reached);  // `reached`: the current one

}  // namespace shell
