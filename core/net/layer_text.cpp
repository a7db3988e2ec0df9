// One layer as text: "conv 32 3x3 s2" into a ConvSpec and back.
#include "core/net/layer_text.h"

#include <optional>

#include "core/net/layer_plan.h"
#include "core/net/spec_text.h"

namespace cnn {
namespace {

// "3" or "3x5": rows and columns, each still text.
struct AxisTexts {
    std::string_view y;
    std::string_view x;
};
AxisTexts split_axes(std::string_view text) {
    const std::size_t cross = text.find('x');
    if (cross == std::string_view::npos) return {text, text};
    return {text.substr(0, cross), text.substr(cross + 1)};
}

// The arguments of one phrase, read into the two axes of a window.
class WindowReader {
 public:
    WindowReader(const Phrase& phrase, std::size_t first, bool pooling)
        : phrase_(phrase), next_(first), pooling_(pooling) {}

    std::optional<Error> read(AxisSpec& y, AxisSpec& x) {
        if (auto error = read_kernel(y, x)) return error;
        for (; next_ < phrase_.tokens.size(); ++next_)
            if (auto error = read_option(phrase_.tokens[next_], y, x)) return error;
        return std::nullopt;
    }

 private:
    std::optional<Error> read_kernel(AxisSpec& y, AxisSpec& x) {
        const std::string& name = phrase_.head().word;
        if (next_ >= phrase_.tokens.size())
            return phrase_.error(pooling_ ? name + " needs the size of its window, as in \"" + name + " 2\"."
                                          : "conv needs the size of its kernel, as in \"conv 32 3x3\".");
        const Token& token = phrase_.tokens[next_++];
        if (auto error =
                read_pair(token, token.word, pooling_ ? "The window" : "The kernel", 1, y.kernel, x.kernel))
            return error;
        if (pooling_) {
            y.stride = y.kernel;
            x.stride = x.kernel;
        }
        return std::nullopt;
    }

    // Two numbers within [low, kMaxReach], or one for both.
    static std::optional<Error> read_pair(const Token& token, std::string_view text, const std::string& what,
                                          int low, int& y, int& x) {
        const AxisTexts axes = split_axes(text);
        const std::optional<int> rows = read_number(axes.y);
        const std::optional<int> columns = read_number(axes.x);
        if (!rows || !columns)
            return token.error(what + " is a number or rows x columns, such as 3 or 3x5; \"" + token.word +
                               "\" is neither.");
        if (*rows < low || *columns < low || *rows > kMaxReach || *columns > kMaxReach)
            return token.error(what + " must lie between " + std::to_string(low) + " and " +
                               std::to_string(kMaxReach) + "; \"" + token.word + "\" does not.");
        y = *rows;
        x = *columns;
        return std::nullopt;
    }

    std::optional<Error> read_option(const Token& token, AxisSpec& y, AxisSpec& x) {
        const std::string_view rest = std::string_view(token.word).substr(1);
        if (const std::optional<Padding> padding = padding_named(token.word)) {
            y.padding = x.padding = *padding;
            return std::nullopt;
        }
        if (pooling_ && token.word == "ceil") {
            y.ceil = x.ceil = true;
            return std::nullopt;
        }
        if (token.word[0] == 's') return read_pair(token, rest, "The stride", 1, y.stride, x.stride);
        if (token.word[0] == 'p') return read_padding(token, rest, y, x);
        if (token.word[0] == 'd' && !pooling_)
            return read_pair(token, rest, "The dilation", 1, y.dilation, x.dilation);
        return token.error(phrase_.head().word + " does not know \"" + token.word + "\"; " +
                           (pooling_ ? "it takes s2, p1, valid, same and ceil."
                                     : "it takes s2, p1, valid, same, full and d2."));
    }

    std::optional<Padding> padding_named(const std::string& word) const {
        if (word == "valid") return Padding::kValid;
        if (word == "same") return Padding::kSameUpper;
        if (word == "same-lower") return Padding::kSameLower;
        if (word == "full" && !pooling_) return Padding::kFull;
        return std::nullopt;
    }

    // "1", "1x2", "1+0" or "1+0x2+1": before + after, rows x columns.
    static std::optional<Error> read_padding(const Token& token, std::string_view text, AxisSpec& y,
                                             AxisSpec& x) {
        const AxisTexts axes = split_axes(text);
        if (auto error = read_ends(token, axes.y, y)) return error;
        return read_ends(token, axes.x, x);
    }

    static std::optional<Error> read_ends(const Token& token, std::string_view text, AxisSpec& axis) {
        const std::size_t plus = text.find('+');
        const std::string_view before = text.substr(0, plus);
        const std::string_view after = plus == std::string_view::npos ? before : text.substr(plus + 1);
        axis.padding = Padding::kExplicit;
        if (const std::optional<int> pad = read_number(before)) axis.pad_before = *pad;
        if (const std::optional<int> pad = read_number(after)) axis.pad_after = *pad;
        if (!read_number(before) || !read_number(after))
            return token.error("The padding is p and a number, such as p1 or p1x2; \"" + token.word +
                               "\" is not.");
        if (axis.pad_before > kMaxReach || axis.pad_after > kMaxReach)
            return token.error("The padding must lie between 0 and " + std::to_string(kMaxReach) + "; \"" +
                               token.word + "\" does not.");
        return std::nullopt;
    }

    const Phrase& phrase_;
    std::size_t next_;
    bool pooling_;
};

// The number behind "conv" and "dense".
Result<int> read_width(const Phrase& phrase, const std::string& missing) {
    if (phrase.tokens.size() < 2) return phrase.error(missing);
    const Token& token = phrase.tokens[1];
    const std::optional<int> width = read_number(token.word);
    if (!width || *width < 1 || *width > kMaxWidth)
        return token.error(phrase.head().word + " takes a number from 1 to " + std::to_string(kMaxWidth) +
                           " first; \"" + token.word + "\" is not one.");
    return *width;
}

Result<LayerSpec> read_conv(const Phrase& phrase) {
    const Result<int> filters =
        read_width(phrase, "conv needs the number of its filters and its kernel, as in \"conv 32 3x3\".");
    if (!filters) return filters.error();
    ConvSpec conv;
    conv.filters = filters.value();
    if (auto error = WindowReader(phrase, 2, false).read(conv.y, conv.x)) return *error;
    return LayerSpec{conv};
}

Result<LayerSpec> read_pool(const Phrase& phrase, PoolKind kind) {
    PoolSpec pool;
    pool.kind = kind;
    if (auto error = WindowReader(phrase, 1, true).read(pool.y, pool.x)) return *error;
    return LayerSpec{pool};
}

Result<LayerSpec> read_dense(const Phrase& phrase) {
    const Result<int> units = read_width(phrase, "dense needs the number of its units, as in \"dense 10\".");
    if (!units) return units.error();
    if (phrase.tokens.size() > 2)
        return phrase.tokens[2].error("dense takes one number; \"" + phrase.tokens[2].word +
                                      "\" is too much.");
    return LayerSpec{DenseSpec{units.value()}};
}

Result<LayerSpec> read_bare(const Phrase& phrase, LayerSpec layer) {
    if (phrase.tokens.size() == 1) return layer;
    return phrase.tokens[1].error(phrase.head().word + " takes no argument; \"" + phrase.tokens[1].word +
                                  "\" is too much.");
}

std::string pair_text(int y, int x) {
    return y == x ? std::to_string(y) : std::to_string(y) + "x" + std::to_string(x);
}

std::string kernel_text(int y, int x) { return std::to_string(y) + "x" + std::to_string(x); }

std::string ends_text(const AxisSpec& axis) {
    const std::string before = std::to_string(axis.pad_before);
    return axis.pad_before == axis.pad_after ? before : before + "+" + std::to_string(axis.pad_after);
}

std::string padding_text(const AxisSpec& y, const AxisSpec& x) {
    switch (y.padding) {
        case Padding::kValid:
            return "";
        case Padding::kSameUpper:
            return " same";
        case Padding::kSameLower:
            return " same-lower";
        case Padding::kFull:
            return " full";
        case Padding::kExplicit:
            break;
    }
    const std::string rows = ends_text(y);
    const std::string columns = ends_text(x);
    return " p" + (rows == columns ? rows : rows + "x" + columns);
}

std::string conv_text(const ConvSpec& conv) {
    std::string text =
        "conv " + std::to_string(conv.filters) + " " + kernel_text(conv.y.kernel, conv.x.kernel);
    if (conv.y.stride != 1 || conv.x.stride != 1) text += " s" + pair_text(conv.y.stride, conv.x.stride);
    text += padding_text(conv.y, conv.x);
    if (conv.y.dilation != 1 || conv.x.dilation != 1)
        text += " d" + pair_text(conv.y.dilation, conv.x.dilation);
    return text;
}

std::string pool_text(const PoolSpec& pool) {
    std::string text = pool.kind == PoolKind::kMax ? "maxpool " : "avgpool ";
    text += pair_text(pool.y.kernel, pool.x.kernel);
    if (pool.y.stride != pool.y.kernel || pool.x.stride != pool.x.kernel)
        text += " s" + pair_text(pool.y.stride, pool.x.stride);
    text += padding_text(pool.y, pool.x);
    if (pool.y.ceil) text += " ceil";
    return text;
}

}  // namespace

std::optional<int> read_number(std::string_view digits) {
    if (digits.empty() || digits.size() > 7) return std::nullopt;
    int number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

Result<LayerSpec> read_layer(const Phrase& phrase) {
    const std::string& word = phrase.head().word;
    if (word == "conv") return read_conv(phrase);
    if (word == "maxpool") return read_pool(phrase, PoolKind::kMax);
    if (word == "avgpool") return read_pool(phrase, PoolKind::kAverage);
    if (word == "dense") return read_dense(phrase);
    if (word == "relu") return read_bare(phrase, ActivationSpec{Activation::kRelu});
    if (word == "tanh") return read_bare(phrase, ActivationSpec{Activation::kTanh});
    if (word == "flatten") return read_bare(phrase, FlattenSpec{});
    return phrase.head().error("There is no layer \"" + word +
                               "\"; there are conv, maxpool, avgpool, relu, tanh, flatten and dense.");
}

std::string to_text(const LayerSpec& layer) {
    if (const auto* conv = std::get_if<ConvSpec>(&layer)) return conv_text(*conv);
    if (const auto* pool = std::get_if<PoolSpec>(&layer)) return pool_text(*pool);
    if (const auto* dense = std::get_if<DenseSpec>(&layer)) return "dense " + std::to_string(dense->units);
    if (const auto* activation = std::get_if<ActivationSpec>(&layer))
        return activation->kind == Activation::kRelu ? "relu" : "tanh";
    if (std::holds_alternative<AddSpec>(layer)) return "add";
    if (std::holds_alternative<ConcatSpec>(layer)) return "concat";
    return "flatten";
}

}  // namespace cnn
