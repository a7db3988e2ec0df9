// What the lesson says of its state, its worked examples and the erratum. Nothing is computed here.
#include <algorithm>

#include "shell/lessons/11_four_views/setup.h"
#include "shell/lessons/lectures.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_four_views {
namespace {

using nlohmann::json;
using std::to_string;

json operations_json(cnn::Operations all) {
    return {{"multiplications", all.multiplications}, {"additions", all.additions}};
}

json spectrum_json(const std::vector<cnn::Complex>& values) {
    json all = json::array();
    for (const cnn::Complex& one : values)
        all.push_back({number_json(static_cast<float>(one.re)), number_json(static_cast<float>(one.im))});
    return all;
}

std::string operations_text(cnn::Operations all) {
    return to_string(all.multiplications) + " multiplications and " + to_string(all.additions) + " additions";
}

}  // namespace

std::string FourViewsModel::coefficient_rule(int k) const {
    std::string text;
    for (int i = std::min(k, settings_.alpha.count - 1); i >= 0 && k - i < settings_.beta.count; --i)
        text += (text.empty() ? "" : " + ") + ("α" + to_string(i)) + "β" + to_string(k - i);
    return "δ" + to_string(k) + " = " + text;
}

json FourViewsModel::lesson_state() const {
    const Cursor at = cursor();
    const cnn::Conv2dTrace now = trace(at.output);
    json terms = json::array();
    for (std::size_t i = 0; i < now.terms.size(); ++i)
        terms.push_back({{"input_index", input_of(at.output, static_cast<int>(i))},
                         {"input", number_json(now.terms[i].input)},
                         {"weight", number_json(now.terms[i].weight)},
                         {"padding", now.terms[i].padding},
                         {"product", number_json(now.terms[i].product)},
                         {"partial", number_json(now.terms[i].partial)}});
    json state = {
        {"topic", kTopics[static_cast<std::size_t>(settings_.topic)]},
        {"geometry", window_json(window_)},
        {"input", matrix_json(window_.x.input, input_.values())},
        {"kernel_used", matrix_json(window_.x.kernel, used_.values())},
        {"output", matrix_json(window_.x.output, output_.values())},
        {"matrix", matrix_json(matrix_.shape().w, matrix_.values())},
        {"patches", matrix_json(patches_.shape().w, patches_.values())},
        {"terms", terms},
        {"result", number_json(now.result)},
        {"operations",
         {{"direct", operations_json(direct_operations())}, {"dense", operations_json(dense_operations())}}},
        {"cursor", {{"output", at.output}, {"term", at.term}, {"terms", taps()}, {"on_result", at.result}}}};
    if (!product()) return state;
    state["rule"] = coefficient_rule(at.output);
    state["fft"] = {{"alpha", spectrum_json(transforms_.a)},
                    {"beta", spectrum_json(transforms_.b)},
                    {"product", spectrum_json(transforms_.product)}};
    state["operations"]["fft"] = operations_json(transforms_.operations);
    return state;
}

std::string FourViewsModel::lesson_sentences() const {
    std::string text;
    if (product()) {
        text = "p has the coefficients " + list_of(settings_.alpha.shown()) + ", s " +
               list_of(settings_.beta.shown()) + ", lowest power first. Their product has " +
               list_of(output_.values()) + ".\n";
        for (int k = 0; k < outputs(); ++k) text += coefficient_rule(k) + ".\n";
    } else {
        text = rows_text("Input", "", input_.shape(), input_.values()) +
               rows_text("Weights", "", used_.shape(), used_.values()) +
               rows_text("Output", "", output_.shape(), output_.values());
    }
    text += rows_text("Matrix", "", matrix_.shape(), matrix_.values());
    if (settings_.topic == Topic::kPicture)
        text += rows_text("Patches (im2col)", "", patches_.shape(), patches_.values());
    text += "Pair by pair: " + operations_text(direct_operations()) +
            ". With the zeros of the matrix: " + operations_text(dense_operations()) + ".";
    if (product()) text += " By transforms: " + operations_text(transforms_.operations) + ".";
    return text + "\n";
}

std::string FourViewsModel::stage_title() const {
    if (product()) return "One product, four ways to see it";
    return settings_.topic == Topic::kLayer ? "A convolution layer is a band of shared weights"
                                            : "A picture's convolution is one matrix product";
}

std::string FourViewsModel::step_sentence() const {
    const Cursor at = cursor();
    const cnn::Conv2dTrace now = trace(at.output);
    const std::string name =
        product() ? coefficient_rule(at.output) + ". " : "Output " + to_string(at.output + 1) + ". ";
    if (at.result) return name + "The products add up to " + number_text(now.result) + ".";
    const cnn::Conv2dTerm& term = now.terms[static_cast<std::size_t>(at.term)];
    if (term.padding)
        return name + "The weight " + number_text(term.weight) +
               " lies outside: it adds nothing, and the matrix "
               "has no column for it. The sum is " +
               number_text(term.partial) + ".";
    return name + number_text(term.weight) + " times " + number_text(term.input) + " makes " +
           number_text(term.product) + "; the sum is " + number_text(term.partial) + ".";
}

std::string FourViewsModel::place_label() const {
    const Cursor at = cursor();
    const std::string place = "number " + to_string(at.output + 1) + " of " + to_string(outputs());
    return at.result ? place + " · result"
                     : place + " · term " + to_string(at.term + 1) + " of " + to_string(taps());
}

StepText FourViewsModel::step_text() const {
    const Cursor at = cursor();
    const cnn::Conv2dTrace now = trace(at.output);
    StepText step{step_sentence(), {"weight", "input", "product", "sum"}, {}, {}};
    std::vector<LatexTerm> products;
    const std::size_t shown = at.result ? now.terms.size() : static_cast<std::size_t>(at.term) + 1;
    for (const cnn::Conv2dTerm& term : std::span(now.terms).first(shown)) {
        step.rows.push_back({number_text(term.weight), number_text(term.input), number_text(term.product),
                             number_text(term.partial)});
        products.push_back({{term.weight, term.input}});
    }
    step.latex = latex_sum(products, 0, now.terms[shown - 1].partial);
    return step;
}

// Expected numbers were computed independently of this program.
std::span<const LectureExample> FourViewsModel::lecture_examples() const {
    static const std::vector<float> product{4,  13, 28, 34, 32,  21,  //
                                            4,  13, 28, 34, 32,  21,  //
                                            4,  13, 28, 34, 32,  21,  //
                                            4,  13, 28, 34, 32,  21,  //
                                            12, 6,  24, 18, 176, 232};
    static const std::vector<LectureExample> examples{
        {"S0-10",
         "A layer as a band of a matrix",
         kLectureS0,
         "Fully connected, 6 inputs and 6 outputs have 36 weights. A kernel of 3 has 3 and a bias, repeated "
         "along "
         "a band with zeros elsewhere. The lecture's figure has no numbers; these are ours.",
         "topic=layer",
         {3, 1, 7, -1, 3, 14},
         0,
         6},
        {"S0-10b",
         "With stride 2: every other row",
         kLectureS0,
         "Stride 2 keeps rows 1, 3 and 5 of the band.",
         "topic=layer&stride=2",
         {3, 7, 3},
         0,
         3},
        {"S1-2", "The product of two polynomials", kLectureS1,
         "p has degree 2, s degree 3. The lecture's list of the product's coefficients is empty (E14). "
         "Below: by "
         "the double sum, by the two band matrices, by Fourier transforms; then the counts of S1-3.",
         "", product, 1e-5F, 6},
        {"S1-3", "What is wasted, and what commuting changes", kLectureS1,
         "The lecture asks and does not answer. Pair by pair: 12 multiplications and 6 additions, either way "
         "round. As full matrices 24 (6 x 4) or 18 (6 x 3): the same useful work, other waste. The "
         "transforms "
         "need 176 and 232 here; they pay only when both factors are long.",
         "band=beta", product, 1e-5F, 6},
        {"S1-4",
         "A picture as a vector: the matrix of a 2-D convolution",
         kLectureS1,
         "The lecture says \"Toeplitz matrices and convolution: Add material here\". The picture is unrolled "
         "row "
         "by row; each output is one row of the matrix: bands within bands.",
         "topic=picture",
         {18, 9, 13, 25},
         0,
         2},
        {"S1-4b",
         "im2col: the picture in the matrix",
         kLectureS1,
         "The other way round: each window becomes a column, the kernel one row that meets them all. "
         "Libraries "
         "compute convolutions so, because matrix products are what machines are best at.",
         "topic=picture&spread=picture",
         {18, 9, 13, 25},
         0,
         2}};
    return examples;
}

std::span<const Erratum> FourViewsModel::errata() const {
    static const std::vector<Erratum> cards{
        {"E14", kLectureS1, "\"The coefficients are given as\", and then nothing.", "example=S1-2&t=11",
         "δ0 = α0β0, δ1 = α1β0 + α0β1, δ2 = α2β0 + α1β1 + α0β2, δ3 = α2β1 + α1β2 + α0β3, δ4 = α2β2 + α1β3, "
         "δ5 = α2β3. Here δ2 = 3 · 4 + 2 · 5 + 1 · 6 = 28."}};
    return cards;
}

}  // namespace shell::lesson_four_views
