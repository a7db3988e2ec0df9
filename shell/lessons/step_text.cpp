// Writes a step in the forms that documents, spreadsheets and typesetting take.
#include "shell/lessons/step_text.h"

#include <array>

#include "core/base/assert.h"
#include "shell/state/field_text.h"

namespace shell {
namespace {

constexpr std::array<std::string_view, 4> kForms{"text", "markdown", "latex", "csv"};

std::string joined(const std::vector<std::string>& cells, std::string_view between) {
    std::string line;
    for (const std::string& cell : cells) line.append(line.empty() ? "" : between).append(cell);
    return line;
}

std::string plain(const StepText& step) {
    std::string text = step.sentence + "\n";
    for (const auto& row : step.rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line.append(i > 0 ? ", " : "").append(step.columns[i]).append(" ").append(row[i]);
        text += line + "\n";
    }
    return text;
}

std::string markdown(const StepText& step) {
    std::string text = step.sentence + "\n";
    if (!step.rows.empty()) {
        text += "\n| " + joined(step.columns, " | ") + " |\n|";
        for (std::size_t i = 0; i < step.columns.size(); ++i) text += " ---: |";
        text += "\n";
        for (const auto& row : step.rows) text += "| " + joined(row, " | ") + " |\n";
    }
    return step.latex.empty() ? text : text + "\n$$" + step.latex + "$$\n";
}

// As RFC 4180 has it.
std::string csv_cell(const std::string& cell) {
    if (cell.find_first_of(",\"\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char letter : cell) quoted.append(letter == '"' ? 2 : 1, letter);
    return quoted + "\"";
}

std::string csv(const StepText& step) {
    std::string text;
    const auto line = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            text.append(i > 0 ? "," : "").append(csv_cell(cells[i]));
        text += "\r\n";
    };
    line(step.columns);
    for (const auto& row : step.rows) line(row);
    return text;
}

std::string in_brackets(float value) {
    const std::string text = number_text(value);
    return value < 0 ? "(" + text + ")" : text;
}

}  // namespace

std::span<const std::string_view> step_forms() { return kForms; }

std::string write_step(const StepText& step, int form) {
    switch (form) {
        case 0:
            return plain(step);
        case 1:
            return markdown(step);
        case 2:
            return step.latex + "\n";
        case 3:
            return csv(step);
        default:
            CNN_ASSERT(false);
    }
}

std::string latex_terms(std::span<const LatexTerm> terms) {
    std::string text;
    for (const LatexTerm& term : terms) {
        if (!text.empty()) text += " + ";
        for (std::size_t i = 0; i < term.factors.size(); ++i)
            text.append(i > 0 ? " \\cdot " : "").append(in_brackets(term.factors[i]));
    }
    return text.empty() ? "0" : text;
}

std::string latex_sum(std::span<const LatexTerm> terms, float bias, float result) {
    std::string text = latex_terms(terms);
    if (bias != 0) text += " + " + in_brackets(bias);
    return text + " = " + number_text(result);
}

std::string latex_equation(std::string_view terms, std::string_view value) {
    constexpr std::array<std::array<std::string_view, 2>, 7> kSigns{{{"−", "-"},
                                                                     {"·", " \\cdot "},
                                                                     {"×", "\\times"},
                                                                     {"⌊", "\\lfloor "},
                                                                     {"⌋", " \\rfloor"},
                                                                     {"⌈", "\\lceil "},
                                                                     {"⌉", " \\rceil"}}};
    std::string text(terms);
    for (const auto& [sign, command] : kSigns)
        for (std::size_t at = 0; (at = text.find(sign, at)) != std::string::npos; at += command.size())
            text.replace(at, sign.size(), command);
    return terms == value ? text : text.append(" = ").append(value);
}

std::string latex_matrix(int columns, std::span<const float> values) {
    std::string text = "\\begin{pmatrix} ";
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) text += i % static_cast<std::size_t>(columns) == 0 ? " \\\\ " : " & ";
        text += number_text(values[i]);
    }
    return text + " \\end{pmatrix}";
}

}  // namespace shell
