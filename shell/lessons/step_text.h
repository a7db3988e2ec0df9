// The current step to take along: a sentence, a table and a formula, as plain text, Markdown, LaTeX or CSV.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shell {

struct StepText {
    std::string sentence;              // "Row 1, column 1 of the output. ..."
    std::vector<std::string> columns;  // "input", "weight", "product", "sum"
    std::vector<std::vector<std::string>>
        rows;           // each as long as `columns`; numbers as field_text.h writes them
    std::string latex;  // "105 \cdot 0 + 102 \cdot (-1) = -102"; no dollar signs
};

// The forms, by the names that the command "copy-step" takes: "text" "markdown" "latex" "csv".
std::span<const std::string_view> step_forms();
std::string write_step(const StepText& step, int form);

// A sum for StepText::latex: factors with dots between them, negative ones in brackets; "= result" last.
struct LatexTerm {
    std::vector<float> factors;
};
std::string latex_sum(std::span<const LatexTerm> terms, float bias, float result);
std::string latex_terms(std::span<const LatexTerm> terms);  // without "= result"; of no terms: "0"

// Terms as the screen writes them: "⌊(7 − 3) / 2⌋" and "3 × 3 · 2" with LaTeX's commands, and "= value"
// behind them unless they are that number already.
std::string latex_equation(std::string_view terms, std::string_view value);
// values: (rows, columns)
std::string latex_matrix(int columns, std::span<const float> values);

}  // namespace shell
