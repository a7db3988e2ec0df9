// The words of all lessons, read from the sections "Words" of their texts: each under every name that it has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shell::lesson_glossary {

inline constexpr std::string_view kSlug = "glossary";  // words that no lesson owns stand in its own text

// A line of a section "Words": "**Kernel**, filter: the small grid that slides." has two names.
struct Definition {
    std::vector<std::string> names;
    std::string text;
};
// All of one lesson's text; empty where it has no such section.
std::vector<Definition> definitions_in(std::string_view markdown);

// What one lesson says of a word.
struct Meaning {
    Definition definition;
    std::string lesson;  // its title
    std::string slug;
};
struct Word {
    std::string name;
    std::vector<Meaning> meanings;          // in the order of the lessons
    std::vector<std::string> also() const;  // its other names, each once
};

// By alphabet; capital letters count as small ones.
const std::vector<Word>& glossary();
// The index of the word that is meant: by its name, by how a name begins, by a part of a name, or by what is
// said of it; -1: none.
int find_word(std::string_view wanted);

}  // namespace shell::lesson_glossary
