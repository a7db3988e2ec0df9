// The text of a link, written and read. Percent codes: RFC 3986, section 2.1.
#include "shell/state/link.h"

#include <algorithm>

namespace shell {
namespace {

// Characters that a fragment may carry bare and that need no quoting in shells' double quotes or chat
// programs.
bool bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~,:;/@*").find(c) != std::string_view::npos;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void append_encoded(std::string& out, std::string_view text) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    for (const char c : text) {
        if (bare(c)) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += kDigits[byte >> 4U];
            out += kDigits[byte & 15U];
        }
    }
}

// Length in bytes of the UTF-8 character at the start of `text`; 0 where there is none (RFC 3629: no overlong
// forms, no surrogates, nothing above U+10FFFF). `code` receives the character.
std::size_t utf8_character(std::string_view text, char32_t& code) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
    if (length == 0 || length > text.size()) return 0;
    code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return 0;
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < kSmallest[length] || surrogate || code > 0x10FFFF ? 0 : length;
}

bool control(char32_t code) {
    return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0);
}

// Characters that reorder what stands around them (Unicode's bidirectional controls), and the line
// separators.
bool reorders(char32_t code) {
    return code == 0x61C || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

cnn::Result<std::string> decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int high = i + 1 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return cnn::Error{"The link has a bad percent code, \"" + shown(text.substr(i, 3)) +
                              "\": after % come two of 0-9, A-F."};
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!is_plain_text(out)) {
        return cnn::Error{"The link holds bytes that are not text, in \"" + shown(text) + "\"."};
    }
    return out;
}

cnn::Result<LinkPair> parse_pair(std::string_view part) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
        return cnn::Error{"The link's part \"" + shown(part) + "\" has no value: key=value is wanted."};
    }
    auto key = decode(part.substr(0, equals));
    if (!key) return key.error();
    if (key.value().empty()) {
        return cnn::Error{"The link's part \"" + shown(part) + "\" has no key: key=value is wanted."};
    }
    auto value = decode(part.substr(equals + 1));
    if (!value) return value.error();
    return LinkPair{std::move(key).value(), std::move(value).value()};
}

// The part behind '#', where what stands before it is nothing or a page's address.
std::string_view without_address(std::string_view text) {
    const std::size_t hash = text.find('#');
    if (hash == std::string_view::npos) return text;
    const bool address = text.substr(0, hash).find("://") != std::string_view::npos;
    return hash == 0 || address ? text.substr(hash + 1) : text;
}

}  // namespace

cnn::Result<std::vector<LinkPair>> parse_link(std::string_view text, std::size_t max_bytes) {
    text = without_address(text);
    if (text.size() > max_bytes) {
        return cnn::Error{"The link is " + std::to_string(text.size()) + " bytes long; the limit is " +
                          std::to_string(max_bytes) + "."};
    }
    std::vector<LinkPair> pairs;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.empty()) continue;
        auto pair = parse_pair(part);
        if (!pair) return pair.error();
        const auto same = [&](const LinkPair& other) { return other.key == pair.value().key; };
        if (std::any_of(pairs.begin(), pairs.end(), same)) {
            return cnn::Error{"The link gives \"" + shown(pair.value().key) + "\" more than once."};
        }
        pairs.push_back(std::move(pair).value());
    }
    return pairs;
}

std::string link_text(std::span<const LinkPair> pairs) {
    std::string out;
    for (const LinkPair& pair : pairs) {
        if (!out.empty()) out += '&';
        append_encoded(out, pair.key);
        out += '=';
        append_encoded(out, pair.value);
    }
    return out;
}

bool is_plain_text(std::string_view text) {
    while (!text.empty()) {
        char32_t code = 0;
        const std::size_t length = utf8_character(text, code);
        if (length == 0 || control(code)) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string shown(std::string_view text) {
    constexpr std::size_t kMostBytes = 40;
    std::string out;
    while (!text.empty()) {
        char32_t code = 0;
        const std::size_t length = utf8_character(text, code);
        if (out.size() + std::max<std::size_t>(length, 1) > kMostBytes) return out + "...";
        const bool harmless = length != 0 && !control(code) && !reorders(code) && code >= 0x20;
        out += harmless ? std::string(text.substr(0, length)) : "?";
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

}  // namespace shell
