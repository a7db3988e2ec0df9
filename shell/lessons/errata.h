// Where a lecture errs, as cards: what is printed, the evidence that the lesson can show, and the right form.
#pragma once

#include <string_view>

namespace shell {

struct Erratum {
    std::string_view code;     // "E13"
    std::string_view source;   // one of lectures.h
    std::string_view printed;  // what the lecture says; the card asks what is wrong with it
    std::string_view
        evidence;  // fields of the lesson as in a link, which show it: "example=S2-9&convention=convolution"
    std::string_view right;  // what is right, and what the evidence shows
};

}  // namespace shell
