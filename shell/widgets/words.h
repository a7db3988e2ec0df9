// lesson.md on the screen: headings, paragraphs and lists with **bold**, `code` and [words that set a
// state](stride=2).
#pragma once

#include <string_view>

#include "shell/ui.h"

namespace shell {

// From its first "## " heading on: title, group and introduction stand elsewhere. Lines of a paragraph are
// joined and broken anew to the available width.
void lesson_words(Ui& ui, std::string_view markdown);

}  // namespace shell
