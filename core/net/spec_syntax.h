// The grammar of the spec language without its vocabulary: words, layers joined by "|" or line ends,
// brackets. Every word keeps its place in the text, so that an error can point at it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace cnn {

struct Token {
    std::string word;  // lower case
    int at = 0;        // first byte in the text

    int length() const { return static_cast<int>(word.size()); }
    Error error(std::string sentence) const { return Error{std::move(sentence), at, length()}; }
};

struct Phrase;

// What stands between a pair of brackets; nothing is an empty branch.
struct Branch {
    std::vector<Phrase> phrases;
    int at = 0;
    int length = 0;

    Error error(std::string sentence) const { return Error{std::move(sentence), at, length}; }
};

// A layer as written: its word, its arguments, and its brackets.
struct Phrase {
    std::vector<Token> tokens;  // at least one
    std::vector<Branch> branches;

    const Token& head() const { return tokens.front(); }
    // An error about the words of the phrase.
    Error error(std::string sentence) const {
        const Token& last = tokens.back();
        return Error{std::move(sentence), head().at, last.at + last.length() - head().at};
    }
};

// The phrases of a text; or the first place where brackets or "|" do not fit.
Result<std::vector<Phrase>> read_syntax(std::string_view text);

}  // namespace cnn
