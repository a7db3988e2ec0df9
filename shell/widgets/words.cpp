// The little Markdown that lessons are written in, as runs.
#include "shell/widgets/words.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
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

// "[words](link)" at the start of `text`, taken from it; nullopt: there is none.
std::optional<Run> take_link(std::string_view& text) {
    if (!text.starts_with('[')) return std::nullopt;
    const std::size_t middle = text.find("](");
    const std::size_t end = text.find(')', std::min(middle, text.size()));
    if (middle == std::string_view::npos || end == std::string_view::npos) return std::nullopt;
    Run run{std::string(text.substr(1, middle - 1)), Colour::kAccent, false,
            std::string(text.substr(middle + 2, end - middle - 2))};
    text.remove_prefix(end + 1);
    return run;
}

// "a **b**, `c` and [d](stride=2)" as runs: bold, code in the accent's colour, and words to press.
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
        if (auto link = code ? std::nullopt : take_link(text)) {
            flush();
            runs.push_back(std::move(*link));
        } else if (!code && text.starts_with("**")) {
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

// Words whose links set the state that they speak of.
void inline_text(Ui& ui, std::string_view name, std::string_view text) {
    if (const auto link = linked_runs(ui, name, inline_runs(text))) ui.command("follow", {{"link", *link}});
}

void list_item(Ui& ui, std::string_view name, std::string_view text) {
    const float indent = ui.px(14);
    draw_text(ui, TextStyle::kBody, ImGui::GetCursorScreenPos() + ImVec2(ui.px(2), ui.px(2)),
              ui.colour(Colour::kMuted), "•");
    ImGui::Indent(indent);
    inline_text(ui, name, text);
    ImGui::Unindent(indent);
    space(ui, 4);
}

void block(Ui& ui, int& number, const std::string& text) {
    if (text.empty()) return;
    const std::string name = "words." + std::to_string(number++);
    if (text.starts_with("- ")) {
        list_item(ui, name, std::string_view(text).substr(2));
    } else {
        inline_text(ui, name, text);
        space(ui, 8);
    }
}

}  // namespace

void lesson_words(Ui& ui, std::string_view markdown) {
    markdown.remove_prefix(std::min(markdown.find("\n## "), markdown.size()));
    std::string text;  // of the block that is being read
    int number = 0;    // of the block, in its links' names
    while (!markdown.empty()) {
        std::string_view line = take_line(markdown);
        const bool starts_block = line.empty() || line.starts_with("#") || line.starts_with("- ");
        if (starts_block) {
            block(ui, number, text);
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
    block(ui, number, text);
}

}  // namespace shell
