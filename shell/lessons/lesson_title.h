// A lesson's title, from its text.
#pragma once

#include <string_view>

namespace shell {

// The first line of a lesson.md, without its "# ".
std::string_view title_in(std::string_view words);

}  // namespace shell
