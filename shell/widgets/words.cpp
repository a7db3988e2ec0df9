// The little Markdown that lessons are written in, as runs.
#include "shell/widgets/words.h"

#include <algorithm>
#include <string>
#include <vector>

#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

// "a **b** and `c`" as runs: bold, and code in the accent's colour.
std::vector<Run> inline_runs(std::string_view text) {
    std::vector<Run> runs;
    bool bold = false;
    bool code = false;
    std::string part;
    const auto flush = [&] {
        if (!part.empty()) runs.push_back({part, code ? Colour::kAccent : Colour::kText, bold});
        part.clear();
    };
    while (!text.empty()) {
        if (!code && text.starts_with("**")) {
            flush();
            bold = !bold;
            text.remove_prefix(2);
        } else if (text.front() == '`') {
            flush();
            code = !code;
            text.remove_prefix(1);
        } else {
            part += text.front();
            text.remove_prefix(1);
        }
    }
    flush();
    return runs;
}

void list_item(Ui& ui, std::string_view text) {
    const float indent = ui.px(14);
    draw_text(ui, TextStyle::kBody, ImGui::GetCursorScreenPos() + ImVec2(ui.px(2), ui.px(2)),
              ui.colour(Colour::kMuted), "•");
    ImGui::Indent(indent);
    text_runs(ui, inline_runs(text));
    ImGui::Unindent(indent);
    space(ui, 4);
}

void block(Ui& ui, const std::string& text) {
    if (text.empty()) return;
    if (text.starts_with("- ")) {
        list_item(ui, std::string_view(text).substr(2));
    } else {
        text_runs(ui, inline_runs(text));
        space(ui, 8);
    }
}

}  // namespace

void lesson_words(Ui& ui, std::string_view markdown) {
    markdown.remove_prefix(std::min(markdown.find("\n## "), markdown.size()));
    std::string text;  // of the block that is being read
    while (!markdown.empty()) {
        std::string_view line = take_line(markdown);
        const bool starts_block = line.empty() || line.starts_with("#") || line.starts_with("- ");
        if (starts_block) {
            block(ui, text);
            text.clear();
        }
        if (line.starts_with("## ")) {
            space(ui, 8);
            heading(ui, line.substr(3));
            continue;
        }
        while (line.starts_with("  ")) line.remove_prefix(1);
        if (!text.empty() && !line.empty() && !line.starts_with(' ')) text += ' ';
        text += line;
    }
    block(ui, text);
}

}  // namespace shell
