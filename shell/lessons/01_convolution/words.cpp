// Words and JSON of the lesson. Numbers are written as the shortest text that reads back; nothing is computed
// here.
#include "shell/lessons/01_convolution/words.h"

#include <algorithm>
#include <array>
#include <span>

#include "shell/lessons/01_convolution/model.h"
#include "shell/lessons/phrases.h"
#include "shell/lessons/values_json.h"
#include "shell/state/field_text.h"

namespace shell::lesson_convolution {
namespace {

using nlohmann::json;
using std::to_string;

// ---- JSON

json kernel_json(const cnn::Tensor& w) {
    json filters = json::array();
    const std::size_t size = w.size() / static_cast<std::size_t>(w.shape().n);
    for (std::size_t filter = 0; filter < static_cast<std::size_t>(w.shape().n); ++filter)
        filters.push_back(planes_json(w.shape(), w.values().subspan(filter * size, size)));
    return filters;
}

json terms_json(const cnn::Conv2dTrace& trace) {
    json terms = json::array();
    for (const cnn::Conv2dTerm& term : trace.terms) {
        terms.push_back({{"channel", term.ic},
                         {"ky", term.ky},
                         {"kx", term.kx},
                         {"iy", term.iy},
                         {"ix", term.ix},
                         {"padding", term.padding},
                         {"input", number_json(term.input)},
                         {"weight", number_json(term.weight)},
                         {"product", number_json(term.product)},
                         {"partial", number_json(term.partial)}});
    }
    return terms;
}

json cursor_json(const ConvolutionModel& model, const Cursor& cursor) {
    return {{"cell", {{"filter", cursor.filter}, {"row", cursor.row}, {"col", cursor.column}}},
            {"cell_index", cursor.cell},
            {"cells", model.cells()},
            {"term", cursor.term},
            {"terms", model.products_per_cell()},
            {"on_result", cursor.result}};
}

// "expected" belongs to the untouched example only.
json example_json(const ConvolutionModel& model) {
    const WorkedExample* example = model.example();
    if (example == nullptr) return nullptr;
    const bool changed = model.example_changed();
    json out = {{"code", example->code},
                {"title", example->title},
                {"source", example->source},
                {"note", example->note},
                {"changed", changed}};
    if (changed) return out;
    out["expected"] = planes_json(model.output().shape(), example->expected);
    out["agrees"] = std::equal(example->expected.begin(), example->expected.end(),
                               model.output().values().begin(), model.output().values().end());
    if (!example->expected_before_relu.empty())
        out["expected_before_relu"] = planes_json(model.output().shape(), example->expected_before_relu);
    return out;
}

// ---- words

std::string kernel_text(const std::string& what, const cnn::Tensor& w) {
    std::string text;
    const std::size_t size = w.size() / static_cast<std::size_t>(w.shape().n);
    for (int filter = 0; filter < w.shape().n; ++filter) {
        text += rows_text(what + (w.shape().n > 1 ? " of filter " + to_string(filter + 1) : ""), "channel",
                          w.shape(), w.values().subspan(static_cast<std::size_t>(filter) * size, size));
    }
    return text;
}

std::string axis_text(const std::string& name, const cnn::AxisPlan& axis) {
    std::string text = "Output " + name + ": (" + to_string(axis.input) + " + " + to_string(axis.pad_before) +
                       " + " + to_string(axis.pad_after) + " - " + to_string(axis.dilation) + " x (" +
                       to_string(axis.kernel) + " - 1) - 1) / " + to_string(axis.stride);
    if (axis.left_over > 0) text += ", rounded down,";
    return text + " + 1 = " + to_string(axis.output) + ".\n";
}

std::string both_axes(int y, int x) {
    return y == x ? to_string(y) : to_string(y) + " down and " + to_string(x) + " across";
}

std::string window_text(const ConvolutionModel& model) {
    const cnn::AxisPlan& y = model.window().y;
    const cnn::AxisPlan& x = model.window().x;
    const Settings& settings = model.settings();
    std::string text = "The input has " + count_of(y.input, "row", "rows") + " and " +
                       count_of(x.input, "column", "columns");
    if (settings.channels > 1) text += " in " + to_string(settings.channels) + " channels";
    text += ". The kernel has " + count_of(y.kernel, "row", "rows") + " and " +
            count_of(x.kernel, "column", "columns");
    if (settings.filters > 1) text += ", in " + to_string(settings.filters) + " filters";
    text += settings.convention == Convention::kConvolution
                ? ". Convention: true convolution, the kernel is turned by half a turn.\n"
                : ". Convention: cross-correlation, the kernel is used as written.\n";
    text += "Stride " + both_axes(y.stride, x.stride) + ", dilation " + both_axes(y.dilation, x.dilation) +
            ", padding " + std::string(padding_names()[static_cast<std::size_t>(settings.y.window.padding)]) +
            ": " + to_string(y.pad_before) + " above, " + to_string(y.pad_after) + " below, " +
            to_string(x.pad_before) + " on the left, " + to_string(x.pad_after) + " on the right.\n";
    text += axis_text("rows", y) + axis_text("columns", x);
    const std::string unread = left_over_sentence(model);
    return unread.empty() ? text : text + unread + "\n";
}

std::string grids_text(const ConvolutionModel& model) {
    std::string text = rows_text("Input", "channel", model.input().shape(), model.input().values());
    text += kernel_text("Kernel", model.kernel());
    if (model.settings().convention == Convention::kConvolution)
        text += kernel_text("Turned kernel", model.kernel_used());
    text += "Bias: " + list_of(model.settings().bias) + ".\n";
    if (model.settings().relu)
        text += rows_text("Output before ReLU", "filter", model.sums().shape(), model.sums().values());
    return text + rows_text("Output", "filter", model.output().shape(), model.output().values());
}

std::string place(const cnn::Conv2dTerm& term, bool channels) {
    return (channels ? "channel " + to_string(term.ic + 1) + ", " : "") + place_text(term.iy, term.ix);
}

std::string product_text(const cnn::Conv2dTerm& term, bool channels) {
    const std::string pixel =
        term.padding ? "a padding zero" : number_text(term.input) + " at " + place(term, channels);
    return pixel + ", times the weight " + number_text(term.weight) + " makes " + number_text(term.product) +
           "; the sum is " + number_text(term.partial) + ".";
}

std::string result_text(const ConvolutionModel& model, const Cursor& cursor, const cnn::Conv2dTrace& trace) {
    std::string text = "The products add up to " + number_text(trace.terms.back().partial) +
                       "; with the bias " + number_text(trace.bias) + " that is " + number_text(trace.result);
    if (model.settings().relu)
        text +=
            ", and after ReLU " + number_text(model.output().at(0, cursor.filter, cursor.row, cursor.column));
    return text + ".";
}

std::string cell_name(const ConvolutionModel& model, const Cursor& cursor) {
    return "Row " + to_string(cursor.row + 1) + ", column " + to_string(cursor.column + 1) +
           " of the output" +
           (model.settings().filters > 1 ? " of filter " + to_string(cursor.filter + 1) : "");
}

std::string cell_text(const ConvolutionModel& model) {
    const Cursor cursor = model.cursor();
    const cnn::Conv2dTrace trace = model.trace(cursor.filter, cursor.row, cursor.column);
    const bool channels = model.settings().channels > 1;
    std::string text = cell_name(model, cursor) + " has these terms:\n";
    for (std::size_t i = 0; i < trace.terms.size(); ++i)
        text += "Term " + to_string(i + 1) + ": " + product_text(trace.terms[i], channels) + "\n";
    if (channels) text += "Sums of the channels: " + list_of(cnn::channel_sums(trace)) + ".\n";
    return text + result_text(model, cursor, trace) + "\n";
}

std::string example_text(const ConvolutionModel& model) {
    const WorkedExample* example = model.example();
    if (example == nullptr) return {};
    std::string text = "Worked example " + std::string(example->code) + ", " + std::string(example->title) +
                       ", from: " + std::string(example->source) + ".";
    if (model.example_changed()) return text + " It was changed since.\n";
    return text + " " + std::string(example->note) + "\n" +
           rows_text("Expected", "filter", model.output().shape(), example->expected);
}

}  // namespace

json state_json(const ConvolutionModel& model) {
    const Settings& settings = model.settings();
    const Cursor cursor = model.cursor();
    const cnn::Conv2dTrace trace = model.trace(cursor.filter, cursor.row, cursor.column);
    json out = {
        {"geometry", {{"y", axis_json(model.window().y)}, {"x", axis_json(model.window().x)}}},
        {"channels", settings.channels},
        {"filters", settings.filters},
        {"padding", padding_names()[static_cast<std::size_t>(settings.y.window.padding)]},
        {"convention", convention_names()[static_cast<std::size_t>(settings.convention)]},
        {"relu", settings.relu},
        {"input", tensor_json(model.input())},
        {"kernel", kernel_json(model.kernel())},
        {"kernel_used", kernel_json(model.kernel_used())},
        {"biases", numbers_json(settings.bias)},
        {"output", tensor_json(model.output())},
        {"cursor", cursor_json(model, cursor)},
        {"terms", terms_json(trace)},
        {"channel_sums", numbers_json(cnn::channel_sums(trace))},
        {"bias", number_json(trace.bias)},
        {"result", number_json(model.output().at(0, cursor.filter, cursor.row, cursor.column))},
        {"example", example_json(model)},
    };
    if (settings.relu) {
        out["output_before_relu"] = tensor_json(model.sums());
        out["result_before_relu"] = number_json(trace.result);
    }
    return out;
}

std::string sentences(const ConvolutionModel& model) {
    return window_text(model) + grids_text(model) + cell_text(model) + example_text(model);
}

std::string stage_title(const ConvolutionModel& model) {
    constexpr std::array<std::string_view, 13> kWords{"",     "one",    "two",   "three", "four",
                                                      "five", "six",    "seven", "eight", "nine",
                                                      "ten",  "eleven", "twelve"};
    const int pixels = model.products_per_cell();
    const std::string count =
        pixels < 13 ? std::string(kWords[static_cast<std::size_t>(pixels)]) : to_string(pixels);
    const bool turned = model.settings().convention == Convention::kConvolution;
    return std::string(turned ? "The turned kernel" : "The kernel") + " looks at " + count +
           (pixels == 1 ? " pixel" : " pixels") + " and writes one number";
}

std::string step_sentence(const ConvolutionModel& model) {
    const Cursor cursor = model.cursor();
    const cnn::Conv2dTrace trace = model.trace(cursor.filter, cursor.row, cursor.column);
    const std::string cell = cell_name(model, cursor) + ". ";
    if (cursor.result) return cell + result_text(model, cursor, trace);
    const auto term = static_cast<std::size_t>(cursor.term);
    return cell + "Term " + to_string(cursor.term + 1) + " of " + to_string(trace.terms.size()) + ": " +
           product_text(trace.terms[term], model.settings().channels > 1);
}

std::string place_label(const ConvolutionModel& model) {
    const Cursor cursor = model.cursor();
    const std::string cell = "cell " + to_string(cursor.cell + 1) + " of " + to_string(model.cells());
    if (cursor.result) return cell + " · result";
    return cell + " · term " + to_string(cursor.term + 1) + " of " + to_string(model.products_per_cell());
}

StepText step_text(const ConvolutionModel& model) {
    const Cursor cursor = model.cursor();
    const cnn::Conv2dTrace trace = model.trace(cursor.filter, cursor.row, cursor.column);
    StepText step{
        step_sentence(model), {"channel", "row", "column", "input", "weight", "product", "sum"}, {}, {}};
    std::vector<LatexTerm> terms;
    const std::size_t shown = cursor.result ? trace.terms.size() : static_cast<std::size_t>(cursor.term) + 1;
    for (const cnn::Conv2dTerm& term : std::span(trace.terms).first(shown)) {
        step.rows.push_back({to_string(term.ic + 1), to_string(term.iy + 1), to_string(term.ix + 1),
                             number_text(term.input), number_text(term.weight), number_text(term.product),
                             number_text(term.partial)});
        terms.push_back({{term.input, term.weight}});
    }
    step.latex = cursor.result ? latex_sum(terms, trace.bias, trace.result)
                               : latex_sum(terms, 0, trace.terms[shown - 1].partial);
    if (cursor.result && model.settings().relu)
        step.latex += ",\\quad \\max(0, " + number_text(trace.result) +
                      ") = " + number_text(model.output().at(0, cursor.filter, cursor.row, cursor.column));
    return step;
}

std::string left_over_sentence(const ConvolutionModel& model) { return left_over_text(model.window()); }

}  // namespace shell::lesson_convolution
