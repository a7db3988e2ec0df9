// From phrases to a network, layer by layer; and from a network back to its text, brackets and repetitions
// included.
#include "core/net/spec_text.h"

#include <algorithm>
#include <optional>

#include "core/net/layer_ops.h"
#include "core/net/layer_text.h"
#include "core/net/network.h"
#include "core/net/spec_syntax.h"

namespace cnn {
namespace {

constexpr std::size_t kLongestUnit = 64;  // phrases of a repetition, when a text is written
constexpr int kMaxInputSide = 4096;

// Grows a network layer by layer and keeps what the limits are about.
class Builder {
 public:
    Builder(Shape input, NetworkUse use)
        : spec_{input, {}, {}, {}},
          use_(use),
          budget_(use == NetworkUse::kTable ? kTableBudget : kMemoryBudget) {}

    // All phrases of a text.
    Result<NetworkSpec> build(const std::vector<Phrase>& phrases) && {
        std::size_t first = 0;
        for (; first < phrases.size() && is_heading(phrases[first]); ++first)
            if (Status status = add_heading(phrases[first]); !status) return status.error();
        if (first == phrases.size())
            return phrases.back().error("A network needs at least one layer, as in \"dense 10\".");
        for (std::size_t i = first; i < phrases.size(); ++i)
            if (Status status = add(phrases[i]); !status) return status.error();
        if (use_ != NetworkUse::kTable)
            if (Status status = check_end(phrases.back()); !status) return status.error();
        return std::move(spec_);
    }

 private:
    static bool is_heading(const Phrase& phrase) {
        return phrase.branches.empty() && (phrase.head().word == "input" || phrase.head().word == "init");
    }

    Status add_heading(const Phrase& phrase) {
        if (phrase.head().word == "input") return read_input(phrase);
        const Result<InitialiserSpec> initialiser = read_initialiser(phrase);
        if (!initialiser) return initialiser.error();
        spec_.initialiser = initialiser.value();
        return success();
    }

    // "input 32x32x3": rows, columns, channels.
    Status read_input(const Phrase& phrase) {
        std::vector<std::optional<int>> sizes;
        if (phrase.tokens.size() == 2) {
            std::string_view rest = phrase.tokens[1].word;
            for (std::size_t cross = 0; cross != std::string_view::npos; rest.remove_prefix(cross + 1)) {
                cross = rest.find('x');
                sizes.push_back(read_number(rest.substr(0, cross)));
                if (cross == std::string_view::npos) break;
            }
        }
        const auto wrong = [](const std::optional<int>& size) {
            return !size || *size < 1 || *size > kMaxInputSide;
        };
        if (sizes.size() != 3 || std::any_of(sizes.begin(), sizes.end(), wrong))
            return phrase.error("The input is rows x columns x channels, each from 1 to " +
                                std::to_string(kMaxInputSide) + ", as in \"input 28x28x1\".");
        spec_.input = {1, *sizes[2], *sizes[0], *sizes[1]};
        return success();
    }

    Status check_end(const Phrase& last) const {
        const Shape shape = shape_of(at_);
        if (std::holds_alternative<SoftmaxSpec>(spec_.layers.back()))
            return last.error("The softmax behind the last layer belongs to the loss: leave it out.");
        if (shape.h == 1 && shape.w == 1) return success();
        return last.error("The last layer must give one value per class; this one gives " +
                          shape_text(shape) + ". End with \"dense 10\".");
    }

    Status add(const std::vector<Phrase>& phrases) {
        for (const Phrase& phrase : phrases)
            if (Status status = add(phrase); !status) return status;
        return success();
    }

    Status add(const Phrase& phrase) {
        const std::string& word = phrase.head().word;
        if (word == "add") return add_join(phrase, AddSpec{}, 2);
        if (word == "concat") return add_join(phrase, ConcatSpec{}, 2);
        if (word == "residual") return add_join(phrase, AddSpec{}, 1);
        if (is_repetition(word)) return repeat(phrase);
        if (!phrase.branches.empty())
            return phrase.branches.front().error(
                "Brackets belong to add, concat, residual and repetitions such as 3x; \"" + word +
                "\" has none.");
        const Shape shape = shape_of(at_);
        const Result<LayerSpec> layer = read_layer(phrase, shape.c);
        if (!layer) return layer.error();
        const bool flat = shape.h == 1 && shape.w == 1;
        if (std::holds_alternative<DenseSpec>(layer.value()) && !flat)
            if (Status status = append(phrase, FlattenSpec{}, {at_}); !status) return status;
        return append(phrase, layer.value(), {at_});
    }

    // "3x"
    static bool is_repetition(const std::string& word) {
        return word.find_first_not_of("0123456789") == word.size() - 1 && word.size() > 1 &&
               word.back() == 'x';
    }

    static Status no_arguments(const Phrase& phrase) {
        if (phrase.tokens.size() == 1) return success();
        return phrase.tokens[1].error(phrase.head().word + " takes brackets and nothing else; \"" +
                                      phrase.tokens[1].word + "\" is too much.");
    }

    // Every branch starts from the value that was there before the first.
    Status add_join(const Phrase& phrase, const LayerSpec& join, std::size_t least) {
        if (Status status = no_arguments(phrase); !status) return status;
        const std::string& word = phrase.head().word;
        const bool residual = least == 1;
        if (phrase.branches.size() < least)
            return phrase.error(residual ? "residual needs a bracket, as in \"residual [conv 8 3x3 same]\"."
                                         : word + " needs two branches or more, as in \"" + word +
                                               " [conv 8 3x3 same] [conv 8 1x1]\".");
        if (residual && phrase.branches.size() > 1)
            return phrase.branches[1].error("residual has one branch; with more, write \"add\".");
        const int source = at_;
        std::vector<int> ends;
        for (const Branch& branch : phrase.branches) {
            at_ = source;
            if (Status status = add(branch.phrases); !status) return status;
            ends.push_back(at_);
        }
        if (residual) ends.push_back(source);
        return append(phrase, join, std::move(ends));
    }

    Status repeat(const Phrase& phrase) {
        const Token& head = phrase.head();
        const std::optional<int> times =
            read_number(std::string_view(head.word).substr(0, head.word.size() - 1));
        if (!times || phrase.branches.size() != 1 || phrase.branches[0].phrases.empty())
            return phrase.error(
                "A repetition is a number, x and one bracket with layers, as in \"3x [conv 8 "
                "3x3 same | relu]\".");
        if (Status status = no_arguments(phrase); !status) return status;
        if (*times < 1 || *times > kMaxLayers)
            return head.error("A repetition goes from 1x to " + std::to_string(kMaxLayers) + "x.");
        for (int i = 0; i < *times; ++i)
            if (Status status = add(phrase.branches[0].phrases); !status) return status;
        return success();
    }

    Shape shape_of(int layer) const {
        return layer == kNetworkInput ? spec_.input : outputs_[static_cast<std::size_t>(layer)];
    }

    Status append(const Phrase& phrase, const LayerSpec& layer, std::vector<int> inputs) {
        if (spec_.layers.size() >= static_cast<std::size_t>(kMaxLayers))
            return phrase.error("A network has at most " + std::to_string(kMaxLayers) +
                                " layers; this is one more.");
        std::vector<Shape> shapes;
        shapes.reserve(inputs.size());
        for (const int source : inputs) shapes.push_back(shape_of(source));
        const Result<LayerPlan> plan = plan_layer(shapes, layer);
        if (!plan) return phrase.error(plan.error().sentence);
        const Shape output = plan.value().output;
        parameters_ += static_cast<std::int64_t>(plan.value().parameter_count());
        values_ += static_cast<std::int64_t>(output.size());
        const std::int64_t bytes = 4 * (parameters_ * kParameterCopies + values_ * 2);
        if (bytes > budget_)
            return phrase.error("Up to this layer, training the network needs " +
                                std::to_string(bytes >> 20U) + " MB; at most " +
                                std::to_string(budget_ >> 20U) + " MB are allowed.");
        at_ = static_cast<int>(spec_.layers.size());
        spec_.layers.push_back(layer);
        spec_.inputs.push_back(std::move(inputs));
        outputs_.push_back(output);
        return success();
    }

    NetworkSpec spec_;
    NetworkUse use_;
    std::int64_t budget_;
    std::vector<Shape> outputs_;
    int at_ = kNetworkInput;  // whose output the next layer reads
    std::int64_t parameters_ = 0;
    std::int64_t values_ = 0;
};

// Phrases joined by "|", with what comes several times in a row written once: a run of phrases with brackets
// from twice on, others from four times on. A run does not begin with a bare word: in "conv 8 3x3 | relu |
// conv 4 3x3 | relu | ..." the first relu belongs to what is before it.
std::string folded(const std::vector<std::string>& phrases) {
    const auto repeats = [&](std::size_t at, std::size_t unit) {
        std::size_t times = 1;
        const auto first = phrases.begin() + static_cast<std::ptrdiff_t>(at);
        const auto length = static_cast<std::ptrdiff_t>(unit);
        while (at + (times + 1) * unit <= phrases.size() &&
               std::equal(first, first + length, first + length * static_cast<std::ptrdiff_t>(times)))
            ++times;
        return times;
    };
    const auto is_bare = [](const std::string& phrase) { return phrase.find(' ') == std::string::npos; };
    const auto brackets = [&](std::size_t at, std::size_t unit) {
        for (std::size_t i = at; i < at + unit; ++i)
            if (phrases[i].back() == ']') return true;
        return false;
    };
    std::string text;
    const auto add = [&text](const std::string& phrase) { text += (text.empty() ? "" : " | ") + phrase; };
    for (std::size_t at = 0; at < phrases.size();) {
        std::size_t best_unit = 1;
        std::size_t best_times = 1;
        const std::size_t longest = is_bare(phrases[at]) ? 0 : (phrases.size() - at) / 2;
        for (std::size_t unit = 1; unit <= std::min(kLongestUnit, longest); ++unit) {
            const std::size_t times = repeats(at, unit);
            const bool worth = times >= 4 ? unit > 1 || brackets(at, unit) : times > 1 && brackets(at, unit);
            if (worth && unit * times > best_unit * best_times) {
                best_unit = unit;
                best_times = times;
            }
        }
        const auto first = phrases.begin() + static_cast<std::ptrdiff_t>(at);
        if (best_times == 1)
            add(*first);
        else
            add(std::to_string(best_times) + "x [" +
                folded({first, first + static_cast<std::ptrdiff_t>(best_unit)}) + "]");
        at += best_unit * best_times;
    }
    return text;
}

// Finds the brackets in the order of the layers: a branch is a run of layers whose first reads the value at
// which the branches part.
class Writer {
 public:
    explicit Writer(const NetworkSpec& spec) : spec_(spec) {
        for (int i = 0; i < static_cast<int>(spec.layers.size()); ++i)
            elements_.push_back(joins_branches(layer(i)) ? element_of_join(i)
                                                         : Element{i, inputs(i).front()});
    }

    // The layers from `first` to `last`, which stand behind each other.
    std::string chain(int first, int last) const {
        std::vector<std::string> phrases;
        for (int i = last; i >= first; i = element(i).first - 1)
            phrases.push_back(joins_branches(layer(i)) ? join_text(i) : to_text(layer(i)));
        std::reverse(phrases.begin(), phrases.end());
        return folded(phrases);
    }

 private:
    // What a phrase stands for: one layer, or a join with all its branches. By its last layer.
    struct Element {
        int first = 0;   // layer
        int source = 0;  // value that it starts from; where branches part
    };

    const LayerSpec& layer(int i) const { return spec_.layers[static_cast<std::size_t>(i)]; }
    const std::vector<int>& inputs(int i) const { return spec_.inputs[static_cast<std::size_t>(i)]; }
    const Element& element(int i) const { return elements_[static_cast<std::size_t>(i)]; }

    // Walks from the last branch's end to its first layer, which tells where the branches part; then over the
    // branches before it. Branches with layers end at different places, empty ones where the branches part.
    Element element_of_join(int join) const {
        const std::vector<int>& ends = inputs(join);
        const auto is_end = [&](int i) { return std::find(ends.begin(), ends.end(), i) != ends.end(); };
        if (std::count(ends.begin(), ends.end(), ends[0]) == static_cast<std::ptrdiff_t>(ends.size()))
            return {join, ends[0]};
        Element first = element(join - 1);
        while (first.source == first.first - 1 && !is_end(first.source)) first = element(first.source);
        const int source = first.source;
        while (first.first - 1 > source && is_end(first.first - 1))
            first.first = branch_start(first.first - 1, source);
        return {first.first, source};
    }

    // First layer of the branch that ends at layer `end` and starts from `source`.
    int branch_start(int end, int source) const {
        while (element(end).source != source) end = element(end).source;
        return element(end).first;
    }

    std::string join_text(int join) const {
        const std::vector<int>& ends = inputs(join);
        const int source = element(join).source;
        const bool residual = std::holds_alternative<AddSpec>(layer(join)) && ends.size() == 2 &&
                              ends[0] != source && ends[1] == source;
        std::string text = residual ? "residual" : to_text(layer(join));
        for (std::size_t k = 0; k < (residual ? 1 : ends.size()); ++k)
            text += " [" +
                    (ends[k] == source ? std::string() : chain(branch_start(ends[k], source), ends[k])) + "]";
        return text;
    }

    const NetworkSpec& spec_;
    std::vector<Element> elements_;
};

}  // namespace

Result<NetworkSpec> parse_network(std::string_view text, Shape input, NetworkUse use) {
    const Result<std::vector<Phrase>> phrases = read_syntax(text);
    if (!phrases) return phrases.error();
    if (phrases.value().empty())
        return Error{"A network needs at least one layer, as in \"dense 10\".", 0,
                     static_cast<int>(text.size())};
    return Builder(input, use).build(phrases.value());
}

std::string to_text(const NetworkSpec& spec) {
    const bool usual = spec.initialiser == InitialiserSpec{};
    return (usual ? "" : "init " + to_text(spec.initialiser) + " | ") +
           Writer(spec).chain(0, static_cast<int>(spec.layers.size()) - 1);
}

}  // namespace cnn
