// Text into words and marks, marks into a tree of phrases.
#include "core/net/spec_syntax.h"

#include <algorithm>
#include <cctype>

namespace cnn {
namespace {

constexpr std::size_t kMaxTextBytes = 10000;
constexpr int kMaxDepth = 16;  // brackets within brackets

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_mark(char c) { return c == '|' || c == '\n' || c == '[' || c == ']'; }

// Characters that the language does not have, above all those that a sentence could not show.
Status check_characters(std::string_view text) {
    const auto foreign = [](char c) { return !is_blank(c) && c != '\n' && (c < '!' || c > '~'); };
    const auto first = std::find_if(text.begin(), text.end(), foreign);
    if (first == text.end()) return success();
    const auto last = std::find_if_not(first, text.end(), foreign);
    return Error{"A network is written in unaccented letters, digits, blanks, | and brackets.",
                 static_cast<int>(first - text.begin()), static_cast<int>(last - first)};
}

// Words, and marks as words of one character.
std::vector<Token> split_words(std::string_view text) {
    std::vector<Token> words;
    for (std::size_t i = 0; i < text.size();) {
        if (is_blank(text[i])) {
            ++i;
            continue;
        }
        Token word{"", static_cast<int>(i)};
        do {
            word.word += static_cast<char>(std::tolower(static_cast<unsigned char>(text[i++])));
        } while (!is_mark(word.word[0]) && i < text.size() && !is_blank(text[i]) && !is_mark(text[i]));
        words.push_back(std::move(word));
    }
    return words;
}

class SyntaxReader {
 public:
    explicit SyntaxReader(const std::vector<Token>& words) : words_(words) {}

    Result<std::vector<Phrase>> read() {
        Result<std::vector<Phrase>> phrases = read_chain(0);
        if (phrases && !at_end()) return word().error("There is no [ for this ].");
        return phrases;
    }

 private:
    bool at_end() const { return next_ == words_.size(); }
    const Token& word() const { return words_[next_]; }
    bool is(char mark) const { return !at_end() && word().word[0] == mark; }
    bool is_end() const { return at_end() || is(']'); }
    void skip_lines() {
        while (is('\n')) ++next_;
    }

    // Phrases up to the end or a "]". Every "|" stands between two layers; line ends around it do not count.
    Result<std::vector<Phrase>> read_chain(int depth) {
        std::vector<Phrase> phrases;
        const Token* joint = nullptr;  // the "|" that waits for its second layer
        for (skip_lines(); !is_end(); skip_lines()) {
            if (is('|')) {
                if (Status status = check_joint(joint, phrases.empty()); !status) return status.error();
                joint = &word();
                ++next_;
                continue;
            }
            Result<Phrase> phrase = read_phrase(depth);
            if (!phrase) return phrase.error();
            phrases.push_back(std::move(phrase).value());
            joint = nullptr;
        }
        if (joint != nullptr) return joint->error("A layer is missing after this |.");
        return phrases;
    }

    Status check_joint(const Token* former, bool first) const {
        if (former != nullptr)
            return Error{"A layer is missing between these |.", former->at, word().at + 1 - former->at};
        if (first) return word().error("A layer is missing before this |.");
        return success();
    }

    Result<Phrase> read_phrase(int depth) {
        Phrase phrase;
        if (is('[')) return word().error("A word belongs before this [: add, concat, residual, or 3x.");
        for (; !at_end() && !is_mark(word().word[0]); ++next_) phrase.tokens.push_back(word());
        for (std::size_t back = next_;; back = next_) {
            skip_lines();  // the next bracket may stand on its own line
            if (!is('[')) {
                next_ = back;
                break;
            }
            Result<Branch> branch = read_branch(depth + 1);
            if (!branch) return branch.error();
            phrase.branches.push_back(std::move(branch).value());
        }
        if (!is_end() && !is('|') && !is('\n')) return word().error("Behind a ] comes |, a line end or a [.");
        return phrase;
    }

    Result<Branch> read_branch(int depth) {
        const Token& open = word();
        if (depth > kMaxDepth)
            return open.error("Brackets go at most " + std::to_string(kMaxDepth) + " deep.");
        ++next_;
        Result<std::vector<Phrase>> phrases = read_chain(depth);
        if (!phrases) return phrases.error();
        if (at_end()) return open.error("The ] for this [ is missing.");
        const Token& close = word();
        ++next_;
        return Branch{std::move(phrases).value(), open.at, close.at + 1 - open.at};
    }

    const std::vector<Token>& words_;
    std::size_t next_ = 0;
};

}  // namespace

Result<std::vector<Phrase>> read_syntax(std::string_view text) {
    if (text.size() > kMaxTextBytes)
        return Error{"The network's text has " + std::to_string(text.size()) + " bytes; at most " +
                         std::to_string(kMaxTextBytes) + " are read.",
                     static_cast<int>(kMaxTextBytes), 1};
    if (Status status = check_characters(text); !status) return status.error();
    const std::vector<Token> words = split_words(text);
    return SyntaxReader(words).read();
}

}  // namespace cnn
