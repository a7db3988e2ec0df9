// The text of a link: "lesson=convolution&example=S2-8&t=5". Keys and values are UTF-8; what a link cannot
// carry as it is stands as %XX. This file knows the text, not what the keys mean: that is field_visitors.h.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace shell {

// Room for the longest state there is: 1,062 numbers of a convolution, each with every digit that a double
// prints (22) and a comma as percent code (3).
inline constexpr std::size_t kMaxLinkBytes = 32768;

struct LinkPair {
    std::string key;
    std::string value;
    bool operator==(const LinkPair&) const = default;
};

// The pairs in the order in which they stand. A leading '#', and a page's address before it, are skipped; '+'
// is a blank, as in web forms.
// Errors: longer than `max_bytes`, a part without '=', an empty key, a key that stands twice, a bad percent
// code, no plain text.
cnn::Result<std::vector<LinkPair>> parse_link(std::string_view text, std::size_t max_bytes = kMaxLinkBytes);

// parse_link(link_text(pairs)) == pairs. Not limited in length: who shows it as an address asks for its size.
std::string link_text(std::span<const LinkPair> pairs);

// UTF-8 without control characters other than tab and line end.
bool is_plain_text(std::string_view text);

// `text` as it may stand inside a sentence: at most 40 bytes, with "..." where it was cut, and without
// anything that could turn the line around or break it (control and direction characters, bytes that are not
// UTF-8).
std::string shown(std::string_view text);

}  // namespace shell
