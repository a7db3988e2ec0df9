// Where frameworks mean different things by the same word: core/ops/conventions.h as the lesson shows it.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "core/ops/conventions.h"

namespace shell::lesson_glossary {

// "none", then the keys of the table, in its order: the values of the field "convention".
std::span<const std::string_view> convention_keys();
// Index into convention_keys() of the row in which the text stands, in any letters; 0: none has it.
int find_difference(std::string_view wanted);

// Who answers, and what: "PyTorch", "dropped".
struct Answer {
    std::string_view who;
    std::string_view what;
};
std::array<Answer, 4> answers(const cnn::Convention& convention);

// The link and the title of the lesson that shows the row in numbers; empty where none does.
struct Evidence {
    std::string_view link;
    std::string lesson;
};
Evidence evidence_of(const cnn::Convention& convention);

}  // namespace shell::lesson_glossary
