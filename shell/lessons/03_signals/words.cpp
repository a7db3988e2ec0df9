// What the signals lesson says of its state: JSON, sentences, the step as a table. Nothing is computed here.
#include <array>

#include "shell/lessons/03_signals/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_signals {
namespace {

using nlohmann::json;
using std::to_string;

json terms_json(const SignalsModel& model, const cnn::Conv2dTrace& trace) {
    json terms = json::array();
    for (const cnn::Conv2dTerm& term : trace.terms)
        terms.push_back({{"sample", term.ix},
                         {"weight_index", model.as_written(term.kx)},
                         {"padding", term.padding},
                         {"input", number_json(term.input)},
                         {"weight", number_json(term.weight)},
                         {"product", number_json(term.product)},
                         {"partial", number_json(term.partial)}});
    return terms;
}

std::string sample_name(const cnn::Conv2dTerm& term) {
    return term.padding ? "a padding zero" : "x(" + to_string(term.ix + 1) + ") = " + number_text(term.input);
}

std::string size_text(const cnn::AxisPlan& plan) {
    std::string text = "Outputs: (" + to_string(plan.input) + " + " + to_string(plan.pad_before) + " + " +
                       to_string(plan.pad_after) + " - " + to_string(plan.effective_kernel) + ") / " +
                       to_string(plan.stride);
    if (plan.numerator % plan.stride != 0) text += ", rounded down,";
    return text + " + 1 = " + to_string(plan.output) + ".\n";
}

}  // namespace

json SignalsModel::lesson_state() const {
    const Cursor at = cursor();
    const cnn::Conv2dTrace now = trace(at.output);
    json gains = json::array();
    for (const double cycles : {0.0, 0.125, 0.25, 0.375, 0.5})
        gains.push_back({{"cycles", cycles}, {"gain", number_json(static_cast<float>(gain_at(cycles)))}});
    return {
        {"geometry", window_json(window_)},
        {"padding", padding_names()[static_cast<std::size_t>(settings_.padding)]},
        {"convention", convention_names()[static_cast<std::size_t>(settings_.convention)]},
        {"signal", numbers_json(settings_.signal())},
        {"filter", numbers_json(settings_.filter())},
        {"filter_used", numbers_json(used())},
        {"output", numbers_json(outputs())},
        {"terms", terms_json(*this, now)},
        {"result", number_json(now.result)},
        {"gain", gains},
        {"cursor",
         {{"output", at.output}, {"term", at.term}, {"terms", settings_.taps}, {"on_result", at.result}}}};
}

std::string SignalsModel::lesson_sentences() const {
    std::string text = "Signal: " + list_of(settings_.signal()) +
                       ".\nFilter: " + list_of(settings_.filter()) +
                       (turned() ? ", turned around before it slides (true convolution).\n"
                                 : ", sliding as it is written (cross-correlation).\n");
    text += "Padding " + std::string(padding_names()[static_cast<std::size_t>(settings_.padding)]) + ": " +
            to_string(plan().pad_before) + " before, " + to_string(plan().pad_after) + " after. Stride " +
            to_string(plan().stride) + ", dilation " + to_string(plan().dilation) + ".\n" + size_text(plan());
    text += "Output: " + list_of(outputs()) + ".\n";
    return text + "The filter makes a level signal " + number_text(static_cast<float>(gain_at(0))) +
           " times as large and the fastest wave " + number_text(static_cast<float>(gain_at(0.5))) +
           " times.\n";
}

std::string SignalsModel::stage_title() const {
    const std::string who = turned() ? "The filter, turned around," : "The filter";
    return who + " slides along the signal";
}

std::string SignalsModel::step_sentence() const {
    const Cursor at = cursor();
    const cnn::Conv2dTrace now = trace(at.output);
    const std::string name = "Output " + to_string(at.output + 1) + ". ";
    if (at.result) return name + "The products add up to " + number_text(now.result) + ".";
    const cnn::Conv2dTerm& term = now.terms[static_cast<std::size_t>(at.term)];
    return name + "Term " + to_string(at.term + 1) + " of " + to_string(settings_.taps) + ": " +
           sample_name(term) + ", times w(" + to_string(as_written(term.kx) + 1) +
           ") = " + number_text(term.weight) + ", makes " + number_text(term.product) + "; the sum is " +
           number_text(term.partial) + ".";
}

std::string SignalsModel::place_label() const {
    const Cursor at = cursor();
    const std::string place = "output " + to_string(at.output + 1) + " of " + to_string(plan().output);
    return at.result ? place + " · result"
                     : place + " · term " + to_string(at.term + 1) + " of " + to_string(settings_.taps);
}

StepText SignalsModel::step_text() const {
    const Cursor at = cursor();
    const cnn::Conv2dTrace now = trace(at.output);
    StepText step{step_sentence(), {"sample", "weight index", "input", "weight", "product", "sum"}, {}, {}};
    std::vector<LatexTerm> products;
    const std::size_t shown = at.result ? now.terms.size() : static_cast<std::size_t>(at.term) + 1;
    for (const cnn::Conv2dTerm& term : std::span(now.terms).first(shown)) {
        step.rows.push_back({to_string(term.ix + 1), to_string(as_written(term.kx) + 1),
                             number_text(term.input), number_text(term.weight), number_text(term.product),
                             number_text(term.partial)});
        products.push_back({{term.input, term.weight}});
    }
    step.latex = latex_sum(products, 0, now.terms[shown - 1].partial);
    return step;
}

}  // namespace shell::lesson_signals
