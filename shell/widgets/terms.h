// The sum of one output cell as chips: "105 × 0  +  102 × −1  + ...", done, current and to come.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shell/ui.h"

namespace shell {

enum class TermState { kDone, kCurrent, kToCome };

struct Term {
    std::string input;   // "105"
    std::string weight;  // "−1"; empty: the chip has only `input` (a bias, a channel's sum)
    TermState state = TermState::kToCome;
    bool padding = false;      // the input is a padding zero: hatched
    Role role = Role::kInput;  // hue of `input`
};

struct TermsAnswer {
    std::optional<int> hovered;
    std::optional<int> clicked;
};

// Wraps to the available width; `sign` stands between two.
TermsAnswer terms(Ui& ui, std::string_view name, std::span<const Term> terms, std::string_view sign = "+");

}  // namespace shell
