// JSON, sentences, questions and examples of the lesson of the networks.
#include <algorithm>
#include <string>
#include <vector>

#include "shell/lessons/18_networks/model.h"
#include "shell/lessons/lectures.h"
#include "shell/lessons/network_words.h"
#include "shell/state/short_number.h"

namespace shell::lesson_networks {
namespace {

using nlohmann::json;
using std::to_string;

// The shape of what the layer reads; where branches meet, that of the first.
std::string read_text(const cnn::NetworkSummary& summary, int layer) {
    return box_text(summary.layers[static_cast<std::size_t>(layer)].plan.input);
}

// "(3 × 3 × 64 + 1) × 64", without the number that it gives
std::string product_of(const cnn::LayerSummary& layer) {
    return layer.parameter_product.substr(0, layer.parameter_product.find(" = "));
}

// What the slips of counting make of a layer's parameters.
void add_slips(const cnn::LayerSummary& layer, Question& question) {
    const auto add = [&](std::int64_t value, const char* why) {
        if (value > 0 && value != layer.parameters)
            question.mistakes.push_back({static_cast<double>(value), why});
    };
    const auto weights = static_cast<std::int64_t>(layer.plan.weight_count);
    const auto biases = static_cast<std::int64_t>(layer.plan.bias_count);
    add(weights, "Those are the weights alone; each filter or unit has a bias as well.");
    const std::int64_t sheet = std::int64_t{layer.plan.window.y.kernel} * layer.plan.window.x.kernel;
    if (layer.text.starts_with("conv "))
        add(weights / layer.plan.terms * sheet + biases,
            "That is one sheet per filter; a filter has a sheet for each channel that it reads.");
    add(layer.multiply_adds, "Those are the multiply-adds: every output uses the same weights again.");
}

// The lecture whose items begin with "S2".
std::string_view lecture_of(std::string_view code) {
    constexpr std::string_view kLectures[] = {kLectureS0, kLectureS1, kLectureS2, kLectureS3, kLectureS4};
    return kLectures[code[1] - '0'];
}

bool is_item(std::string_view code) {
    return code.size() > 2 && code[0] == 'S' && code[1] >= '0' && code[1] <= '4' && code[2] == '-';
}

// The inventory's codes for a network: its own, where it has one, and those of other items that show it.
std::vector<std::string_view> items_of(const cnn::ZooEntry& entry) {
    std::vector<std::string_view> codes;
    if (is_item(entry.code)) codes.push_back(entry.code);
    for (std::string_view rest = entry.items; !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        codes.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return codes;
}

// An item that several networks show opens the first of them, as find_network has it.
std::vector<LectureExample> examples_of_zoo() {
    std::vector<LectureExample> all;
    for (const cnn::ZooEntry& entry : cnn::zoo())
        for (const std::string_view code : items_of(entry))
            if (cnn::find_network(code) == &entry)
                all.push_back({code,
                               entry.title,
                               lecture_of(code),
                               entry.source,
                               "network=" + std::string(entry.slug),
                               {static_cast<float>(entry.parameters)}});
    std::stable_sort(all.begin(), all.end(), [](const LectureExample& a, const LectureExample& b) {
        return a.code.substr(0, 2) < b.code.substr(0, 2);
    });
    return all;
}

}  // namespace

json NetworksModel::lesson_state() const {
    json state = summary_json(spec_, summary_);
    state["network"] = entry().slug;
    state["title"] = entry().title;
    state["source"] = entry().source;
    state["layer"] = layer();
    state["training_link"] = training_link();
    return state;
}

std::string NetworksModel::lesson_sentences() const {
    std::string text = std::string(entry().title) + ". From: " + std::string(entry().source) + ".\n";
    text += "It reads " + box_text(summary_.input) + " and has " + count_text(count_steps(), "layer") + ", " +
            count_text(summary_.parameters) + " parameters and " + count_text(summary_.multiply_adds) +
            " multiply-adds per image.\n";
    text += "The values of one image take " + bytes_text(summary_.forward_bytes) + ", in training " +
            bytes_text(summary_.training_bytes) + ".\n";
    for (std::size_t i = 0; i < summary_.layers.size(); ++i) {
        const cnn::LayerSummary& layer = summary_.layers[i];
        text += to_string(i + 1) + ". " + shell::layer_text(summary_, i) + ": " + box_text(layer.output);
        if (layer.parameters > 0) text += ", " + count_text(layer.parameters) + " parameters";
        text += ".\n";
    }
    return text;
}

std::string NetworksModel::stage_title() const { return std::string(entry().title) + ", layer by layer"; }

std::string NetworksModel::step_sentence() const {
    const auto at = static_cast<std::size_t>(layer());
    const cnn::LayerSummary& now = summary_.layers[at];
    std::string text = "Layer " + to_string(at + 1) + ", " + shell::layer_text(summary_, at) + ", makes " +
                       box_text(now.output) + " of " + read_text(summary_, layer()) + ". ";
    if (now.parameters > 0)
        text += "Parameters: " + spaced_thousands(now.parameter_product) + ". ";
    else
        text += "It has no parameters. ";
    if (now.multiply_adds > 0) text += count_text(now.multiply_adds) + " multiply-adds. ";
    return text + "The output takes " + bytes_text(now.bytes) + ". A unit sees " +
           side_text(now.rows, now.columns) + " of the picture.";
}

std::string NetworksModel::place_label() const {
    return "layer " + to_string(layer() + 1) + " of " + to_string(count_steps());
}

StepText NetworksModel::step_text() const {
    StepText step{
        step_sentence(), {"layer", "output", "parameters", "multiply-adds", "bytes", "sees"}, {}, {}};
    for (std::size_t i = 0; i <= static_cast<std::size_t>(layer()); ++i) {
        const cnn::LayerSummary& one = summary_.layers[i];
        step.rows.push_back({shell::layer_text(summary_, i), box_text(one.output), to_string(one.parameters),
                             to_string(one.multiply_adds), to_string(one.bytes),
                             side_text(one.rows, one.columns)});
    }
    const cnn::LayerSummary& now = summary_.layers[static_cast<std::size_t>(layer())];
    step.latex = now.parameter_product.empty()
                     ? latex_equation(box_text(now.output), to_string(now.output.size()))
                     : latex_equation(product_of(now), to_string(now.parameters));
    return step;
}

// About the parameters of the layer behind the playhead, where it sums products.
std::optional<Question> NetworksModel::question(int t) const {
    constexpr std::int64_t kMostTyped = 100'000'000;
    if (t + 1 >= count_steps()) return std::nullopt;
    const cnn::LayerSummary& next = summary_.layers[static_cast<std::size_t>(t) + 1];
    const bool sums = next.plan.terms > 0;
    if (!sums || next.parameters > kMostTyped) return std::nullopt;
    Question question;
    question.counted = true;
    question.prompt = "Layer " + to_string(t + 2) + ", " + next.text + ", reads " +
                      read_text(summary_, t + 1) + ": how many parameters has it?";
    question.answer = static_cast<double>(next.parameters);
    question.shown_at = t + 1;
    add_slips(next, question);
    return question;
}

std::span<const LectureExample> NetworksModel::lecture_examples() const {
    static const std::vector<LectureExample> all = examples_of_zoo();
    return all;
}

}  // namespace shell::lesson_networks
