// What the lesson says of its state. Nothing is computed here.
#include <algorithm>

#include "shell/lessons/02_correlation/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_correlation {
namespace {

using nlohmann::json;
using std::to_string;

constexpr std::array<std::string_view, 3> kKeys{"convolution", "correlation", "printed"};
constexpr std::array<std::string_view, 3> kRelations{"equal", "opposite", "different"};

json terms_json(const CorrelationModel& model, Reading reading, const cnn::Conv2dTrace& trace) {
    json terms = json::array();
    for (const cnn::Conv2dTerm& term : trace.terms) {
        const auto weight = model.as_written(reading, term.ky, term.kx);
        terms.push_back({{"row", term.iy},
                         {"column", term.ix},
                         {"weight_row", weight[0]},
                         {"weight_column", weight[1]},
                         {"input", number_json(term.input)},
                         {"weight", number_json(term.weight)},
                         {"product", number_json(term.product)},
                         {"partial", number_json(term.partial)}});
    }
    return terms;
}

std::string pair(const std::string& one, const std::string& other) { return "(" + one + ", " + other + ")"; }
std::string pair(int one, int other) { return pair(to_string(one), to_string(other)); }

}  // namespace

std::string_view name_of(Reading reading) {
    constexpr std::array<std::string_view, 3> kNames{"true convolution", "cross-correlation",
                                                     "the formula as printed"};
    return kNames[static_cast<std::size_t>(reading)];
}

std::string CorrelationModel::formula_text(Formula formula) const {
    constexpr std::array<std::string_view, 4> kTexts{
        "S(i, j) = Σ I(m, n) K(i − m, j − n)", "S(i, j) = Σ I(i − m, j − n) K(m, n)",
        "S(i, j) = Σ I(i + m, j + n) K(m, n)", "S(i, j) = Σ I(i + m, j − n) K(m, n)"};
    return std::string(kTexts[static_cast<std::size_t>(formula)]);
}

std::string CorrelationModel::product_text(const Indices& at, Formula formula) const {
    const auto minus = [](int a, int b) { return to_string(a) + " − " + to_string(b); };
    const auto plus = [](int a, int b) { return to_string(a) + " + " + to_string(b); };
    switch (formula) {
        case Formula::kConvolution:
            return "I" + pair(at.m, at.n) + " · K" + pair(minus(at.i, at.m), minus(at.j, at.n));
        case Formula::kCommuted:
            return "I" + pair(minus(at.i, at.m), minus(at.j, at.n)) + " · K" + pair(at.m, at.n);
        case Formula::kCorrelation:
            return "I" + pair(plus(at.i, at.m), plus(at.j, at.n)) + " · K" + pair(at.m, at.n);
        case Formula::kPrinted:
            return "I" + pair(plus(at.i, at.m), minus(at.j, at.n)) + " · K" + pair(at.m, at.n);
    }
    CNN_ASSERT(false);
}

std::string CorrelationModel::relation_sentence() const {
    // The same of the kernels: a picture of zeros says nothing about them.
    const auto turned = kernel(Reading::kConvolution).values();
    const auto written = kernel(Reading::kCorrelation).values();
    const bool same = std::equal(turned.begin(), turned.end(), written.begin());
    const bool negative = std::equal(turned.begin(), turned.end(), written.begin(),
                                     [](float one, float other) { return one == -other; });
    if (relation_ == Relation::kEqual)
        return same ? "The same numbers: half a turn leaves the kernel as it is."
                    : "The same numbers: half a turn makes another kernel, but these pixels do not tell.";
    if (relation_ == Relation::kOpposite)
        return negative ? "Every number changes its sign: half a turn makes the kernel its own negative."
                        : "Every number changes its sign: half a turn makes another kernel.";
    return "Different numbers: half a turn makes another kernel.";
}

std::string CorrelationModel::so_far_sentence() const {
    const Cursor at = cursor();
    int equal = 0;
    int opposite = 0;
    const int shown = at.cell + (at.result ? 1 : 0);
    for (int cell = 0; cell < shown; ++cell) {
        const auto i = static_cast<std::size_t>(cell);
        const float one = output(Reading::kConvolution).values()[i];
        const float other = output(Reading::kCorrelation).values()[i];
        equal += one == other ? 1 : 0;
        opposite += one != other && one == -other ? 1 : 0;
    }
    if (shown == 0) return "Will convolution and correlation agree?";
    return "Convolution and correlation so far: " + to_string(equal) + " equal, " + to_string(opposite) +
           " with the other sign, " + to_string(shown - equal - opposite) + " different.";
}

json CorrelationModel::lesson_state() const {
    const Cursor at = cursor();
    json outputs;
    json kernels;
    json terms;
    json results;
    for (const Reading reading : kReadings) {
        const auto key = kKeys[static_cast<std::size_t>(reading)];
        const cnn::Conv2dTrace now = trace(reading, at.row, at.column);
        outputs[key] = matrix_json(window_.x.output, output(reading).values());
        kernels[key] = matrix_json(settings_.kernel_width, kernel(reading).values());
        terms[key] = terms_json(*this, reading, now);
        results[key] = number_json(now.result);
    }
    return {{"geometry", window_json(window_)},
            {"input", matrix_json(settings_.width, input_.values())},
            {"kernel", kernels["correlation"]},
            {"kernels_used", kernels},
            {"outputs", outputs},
            {"relation", kRelations[static_cast<std::size_t>(relation_)]},
            {"formula", formula_text(settings_.formula)},
            {"terms", terms},
            {"results", results},
            {"cursor",
             {{"cell", {{"row", at.row}, {"col", at.column}}},
              {"term", at.term},
              {"terms", products()},
              {"on_result", at.result}}}};
}

std::string CorrelationModel::lesson_sentences() const {
    std::string text = rows_text("Input", "", input_.shape(), input_.values());
    text += rows_text("Kernel as written", "", kernel(Reading::kCorrelation).shape(),
                      kernel(Reading::kCorrelation).values());
    for (const Reading reading : kReadings)
        text += rows_text("Output of " + std::string(name_of(reading)), "", output(reading).shape(),
                          output(reading).values());
    return text + relation_sentence() + "\n" + formula_text(settings_.formula) + "\n";
}

std::string CorrelationModel::stage_title() const {
    return "The same pixels, the same weights, in another order";
}

std::string CorrelationModel::step_sentence() const {
    const Cursor at = cursor();
    std::string text = "Row " + to_string(at.row + 1) + ", column " + to_string(at.column + 1) + ". ";
    if (at.result) {
        text += "The sums: ";
        for (const Reading reading : kReadings)
            text += std::string(name_of(reading)) + " " +
                    number_text(output(reading).at(0, 0, at.row, at.column)) +
                    (reading == Reading::kPrinted ? "." : ", ");
        return text;
    }
    const auto term = static_cast<std::size_t>(at.term);
    const cnn::Conv2dTerm pixel = trace(Reading::kConvolution, at.row, at.column).terms[term];
    text += "The pixel " + number_text(pixel.input) + " meets the weight ";
    for (const Reading reading : kReadings)
        text += number_text(trace(reading, at.row, at.column).terms[term].weight) + " in " +
                std::string(name_of(reading)) + (reading == Reading::kPrinted ? "." : ", ");
    return text;
}

std::string CorrelationModel::place_label() const {
    const Cursor at = cursor();
    const std::string cell =
        "cell " + to_string(at.cell + 1) + " of " + to_string(window_.y.output * window_.x.output);
    return at.result ? cell + " · result"
                     : cell + " · term " + to_string(at.term + 1) + " of " + to_string(products());
}

StepText CorrelationModel::step_text() const {
    const Cursor at = cursor();
    StepText step{
        step_sentence(), {"row", "column", "input", "convolution", "correlation", "as printed"}, {}, {}};
    std::array<cnn::Conv2dTrace, 3> traces;
    for (const Reading reading : kReadings)
        traces[static_cast<std::size_t>(reading)] = trace(reading, at.row, at.column);
    const cnn::Conv2dTrace& shown = traces[static_cast<std::size_t>(reading_of(settings_.formula))];
    const std::size_t count = at.result ? shown.terms.size() : static_cast<std::size_t>(at.term) + 1;
    std::vector<LatexTerm> products;
    for (std::size_t i = 0; i < count; ++i) {
        const cnn::Conv2dTerm& term = shown.terms[i];
        step.rows.push_back({to_string(term.iy), to_string(term.ix), number_text(term.input),
                             number_text(traces[0].terms[i].weight), number_text(traces[1].terms[i].weight),
                             number_text(traces[2].terms[i].weight)});
        products.push_back({{term.input, term.weight}});
    }
    step.latex = latex_sum(products, 0, shown.terms[count - 1].partial);
    return step;
}

}  // namespace shell::lesson_correlation
