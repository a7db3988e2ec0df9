// The card of the conventions: the table of core/ops/conventions.h as questions with their answers.
#include "shell/lessons/20_glossary/differences.h"

#include <algorithm>
#include <vector>

#include "core/base/lower_case.h"
#include "shell/lessons/lesson_title.h"
#include "shell/lessons/registry.h"

namespace shell::lesson_glossary {
namespace {

struct Row {
    std::string_view key;
    std::string_view slug;
    std::string_view link;
};
constexpr std::array<Row, 5> kEvidence{{
    {"kernel-flip", "correlation", "lesson=correlation"},
    {"average-count", "pooling", "lesson=pooling&example=ceil-torch&t=89"},
    {"ceil-last-window", "size", "lesson=size&size=4&kernel=2&stride=3&padding=explicit&pad=1&ceil=1"},
    {"max-padding", "pooling",
     "lesson=pooling&example=S0-16&input=-7,-7,-7,-7&kernel=3&stride=1&padding=explicit&pad=1"},
    {"same-uneven", "size", "lesson=size&size=7&kernel=2&stride=1&padding=same"},
}};

}  // namespace

std::span<const std::string_view> convention_keys() {
    static const std::vector<std::string_view> keys = [] {
        std::vector<std::string_view> all{"none"};
        for (const cnn::Convention& convention : cnn::conventions()) all.push_back(convention.key);
        return all;
    }();
    return keys;
}

int find_difference(std::string_view wanted) {
    const std::string text = cnn::lower_case(wanted);
    const auto rows = cnn::conventions();
    const auto has = [&](std::string_view words) {
        return cnn::lower_case(words).find(text) != std::string::npos;
    };
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const cnn::Convention& row) {
        const auto said = answers(row);
        return has(row.question) ||
               std::any_of(said.begin(), said.end(), [&](const Answer& answer) { return has(answer.what); });
    });
    return text.empty() || found == rows.end() ? 0 : static_cast<int>(found - rows.begin()) + 1;
}

std::array<Answer, 4> answers(const cnn::Convention& convention) {
    return {{{"PyTorch", convention.pytorch},
             {"ONNX", convention.onnx},
             {"Keras", convention.keras},
             {"Here", convention.here}}};
}

Evidence evidence_of(const cnn::Convention& convention) {
    const auto* found = std::find_if(kEvidence.begin(), kEvidence.end(),
                                     [&](const Row& row) { return row.key == convention.key; });
    if (found == kEvidence.end()) return {};
    for (const LessonEntry& entry : lessons())
        if (entry.slug == found->slug) return {found->link, std::string(title_in(entry.words))};
    return {};
}

}  // namespace shell::lesson_glossary
