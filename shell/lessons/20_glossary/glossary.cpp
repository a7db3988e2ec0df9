// Reads the little Markdown of the sections, and puts equal names together.
#include "shell/lessons/20_glossary/glossary.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "shell/lessons/lesson_title.h"
#include "shell/lessons/registry.h"
#include "shell/state/field_text.h"

namespace shell::lesson_glossary {
namespace {

std::string trimmed(std::string_view text) {
    constexpr std::string_view kEdges = " \n\"";
    const std::size_t from = text.find_first_not_of(kEdges);
    if (from == std::string_view::npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(kEdges) - from + 1));
}

void without(std::string& text, std::string_view mark) {
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;) text.erase(at, mark.size());
}

// The words alone: no stars, no ticks, lines joined.
std::string plain(std::string_view markdown) {
    std::string text = trimmed(markdown);
    without(text, "**");
    without(text, "`");
    std::replace(text.begin(), text.end(), '\n', ' ');
    for (std::size_t at = 0; (at = text.find("  ", at)) != std::string::npos;) text.erase(at, 1);
    return text;
}

std::string_view section(std::string_view markdown) {
    constexpr std::string_view kHeading = "\n## Words\n";
    const std::size_t at = markdown.find(kHeading);
    if (at == std::string_view::npos) return {};
    markdown.remove_prefix(at + kHeading.size());
    return markdown.substr(0, markdown.find("\n## "));
}

// Where "**Name**, other name:" begins at or after `from`, and where its colon is. Bold words in a sentence
// are no names.
struct Head {
    std::size_t begin = std::string_view::npos;
    std::size_t colon = std::string_view::npos;
};
Head next_head(std::string_view item, std::size_t from) {
    while (true) {
        const std::size_t begin = item.find("**", from);
        if (begin == std::string_view::npos) return {};
        const std::size_t end = item.find("**", begin + 2);
        if (end == std::string_view::npos) return {};
        const std::string_view rest = item.substr(end + 2);
        const std::size_t stop = rest.find_first_of(":.*");
        if ((rest.starts_with(':') || rest.starts_with(',')) && stop != std::string_view::npos &&
            rest[stop] == ':')
            return {begin, end + 2 + stop};
        from = end + 2;
    }
}

std::vector<std::string> names_in(std::string_view head) {
    std::vector<std::string> names;
    while (!head.empty()) {
        const std::size_t comma = std::min(head.find(','), head.size());
        if (std::string name = plain(head.substr(0, comma)); !name.empty()) names.push_back(std::move(name));
        head.remove_prefix(std::min(comma + 1, head.size()));
    }
    return names;
}

void read_item(std::string_view item, std::vector<Definition>& all) {
    for (Head head = next_head(item, 0); head.begin != std::string_view::npos;) {
        const Head next = next_head(item, head.colon);
        const std::size_t end = std::min(next.begin, item.size());
        all.push_back({names_in(item.substr(head.begin, head.colon - head.begin)),
                       plain(item.substr(head.colon + 1, end - head.colon - 1))});
        head = next;
    }
}

std::vector<Word> collect() {
    std::map<std::string, Word> words;
    for (const LessonEntry& entry : lessons())
        for (const Definition& definition : definitions_in(entry.words))
            for (const std::string& name : definition.names) {
                Word& word = words[lower_case(name)];
                if (word.name.empty()) word.name = name;
                word.meanings.push_back(
                    {definition, std::string(title_in(entry.words)), std::string(entry.slug)});
            }
    std::vector<Word> all;
    all.reserve(words.size());
    for (auto& [key, word] : words) all.push_back(std::move(word));
    return all;
}

}  // namespace

std::vector<Definition> definitions_in(std::string_view markdown) {
    std::vector<Definition> all;
    std::string_view rest = section(markdown);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find("\n- ", 1), rest.size());
        read_item(rest.substr(0, end), all);
        rest.remove_prefix(end);
    }
    return all;
}

std::vector<std::string> Word::also() const {
    std::vector<std::string> others;
    std::vector<std::string> known{lower_case(name)};
    for (const Meaning& meaning : meanings)
        for (const std::string& other : meaning.definition.names) {
            if (std::find(known.begin(), known.end(), lower_case(other)) != known.end()) continue;
            known.push_back(lower_case(other));
            others.push_back(other);
        }
    return others;
}

const std::vector<Word>& glossary() {
    static const std::vector<Word> all = collect();
    return all;
}

int find_word(std::string_view wanted) {
    const std::string key = lower_case(trimmed(wanted));
    if (key.empty()) return -1;
    const auto says = [&](const Word& word) {
        return std::any_of(word.meanings.begin(), word.meanings.end(), [&](const Meaning& meaning) {
            return lower_case(meaning.definition.text).find(key) != std::string::npos;
        });
    };
    const std::array<std::function<bool(const Word&)>, 4> ways{
        [&](const Word& word) { return lower_case(word.name) == key; },
        [&](const Word& word) { return lower_case(word.name).starts_with(key); },
        [&](const Word& word) { return lower_case(word.name).find(key) != std::string::npos; }, says};
    for (const auto& fits : ways) {
        const auto found = std::find_if(glossary().begin(), glossary().end(), fits);
        if (found != glossary().end()) return static_cast<int>(found - glossary().begin());
    }
    return -1;
}

}  // namespace shell::lesson_glossary
