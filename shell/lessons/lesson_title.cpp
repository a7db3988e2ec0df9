// Reads the title off a lesson's text.
#include "shell/lessons/lesson_title.h"

#include <algorithm>

namespace shell {

std::string_view title_in(std::string_view words) {
    const std::string_view line = words.substr(0, words.find('\n'));
    return line.substr(std::min(line.find_first_not_of("# "), line.size()));
}

}  // namespace shell
