// One layer as text: "conv 32 3x3 s2" into a ConvSpec and back.
#include "core/net/layer_text.h"

#include <array>
#include <cstdio>

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

std::string_view rest_of(const Token& token) { return std::string_view(token.word).substr(1); }

// The arguments of one phrase, read into the two axes of a window.
class WindowReader {
 public:
    WindowReader(const Phrase& phrase, std::size_t first, bool pooling)
        : phrase_(phrase), next_(first), pooling_(pooling) {}

    // `other` takes the words that only this layer has: a Status for one that is its own, nullopt else.
    template <class Other>
    Status read(AxisSpec& y, AxisSpec& x, const std::string& known, Other&& other) {
        if (Status status = read_kernel(y, x); !status) return status;
        for (; next_ < phrase_.tokens.size(); ++next_) {
            const Token& token = phrase_.tokens[next_];
            std::optional<Status> read = other(token);
            if (!read) read = read_option(token, y, x);
            if (!read)
                return token.error(phrase_.head().word + " does not know \"" + token.word + "\"; it takes " +
                                   known + ".");
            if (!*read) return *read;
        }
        return success();
    }

 private:
    Status read_kernel(AxisSpec& y, AxisSpec& x) {
        const std::string& name = phrase_.head().word;
        if (next_ >= phrase_.tokens.size())
            return phrase_.error(pooling_ ? name + " needs the size of its window, as in \"" + name + " 2\"."
                                          : name + " needs the size of its kernel, as in \"" + name +
                                                (next_ == 1 ? " 3x3\"." : " 32 3x3\"."));
        const Token& token = phrase_.tokens[next_++];
        if (Status status =
                read_pair(token, token.word, pooling_ ? "The window" : "The kernel", y.kernel, x.kernel);
            !status)
            return status;
        if (pooling_) {
            y.stride = y.kernel;
            x.stride = x.kernel;
        }
        return success();
    }

    // Two numbers within [1, kMaxReach], or one for both.
    static Status read_pair(const Token& token, std::string_view text, const std::string& what, int& y,
                            int& x) {
        const AxisTexts axes = split_axes(text);
        const std::optional<int> rows = read_number(axes.y);
        const std::optional<int> columns = read_number(axes.x);
        if (!rows || !columns)
            return token.error(what + " is a number or rows x columns, such as 3 or 3x5; \"" + token.word +
                               "\" is neither.");
        if (*rows < 1 || *columns < 1 || *rows > kMaxReach || *columns > kMaxReach)
            return token.error(what + " must lie between 1 and " + std::to_string(kMaxReach) + "; \"" +
                               token.word + "\" does not.");
        y = *rows;
        x = *columns;
        return success();
    }

    std::optional<Status> read_option(const Token& token, AxisSpec& y, AxisSpec& x) const {
        if (const std::optional<Padding> padding = padding_named(token.word)) {
            y.padding = x.padding = *padding;
            return success();
        }
        if (pooling_ && token.word == "ceil") {
            y.ceil = x.ceil = true;
            return success();
        }
        if (token.word[0] == 's') return read_pair(token, rest_of(token), "The stride", y.stride, x.stride);
        if (token.word[0] == 'p') return read_padding(token, y, x);
        if (token.word[0] == 'd')
            return read_pair(token, rest_of(token), "The dilation", y.dilation, x.dilation);
        return std::nullopt;
    }

    std::optional<Padding> padding_named(const std::string& word) const {
        if (word == "valid") return Padding::kValid;
        if (word == "same") return Padding::kSameUpper;
        if (word == "same-lower") return Padding::kSameLower;
        if (word == "full" && !pooling_) return Padding::kFull;
        return std::nullopt;
    }

    // "1", "1x2", "1+0" or "1+0x2+1": before + after, rows x columns.
    static Status read_padding(const Token& token, AxisSpec& y, AxisSpec& x) {
        const AxisTexts axes = split_axes(rest_of(token));
        if (Status status = read_ends(token, axes.y, y); !status) return status;
        return read_ends(token, axes.x, x);
    }

    static Status read_ends(const Token& token, std::string_view text, AxisSpec& axis) {
        const std::size_t plus = text.find('+');
        const std::optional<int> before = read_number(text.substr(0, plus));
        const std::optional<int> after =
            plus == std::string_view::npos ? before : read_number(text.substr(plus + 1));
        if (!before || !after)
            return token.error("The padding is p and a number, such as p1 or p1x2; \"" + token.word +
                               "\" is not.");
        if (*before > kMaxReach || *after > kMaxReach)
            return token.error("The padding must lie between 0 and " + std::to_string(kMaxReach) + "; \"" +
                               token.word + "\" does not.");
        axis.padding = Padding::kExplicit;
        axis.pad_before = *before;
        axis.pad_after = *after;
        return success();
    }

    const Phrase& phrase_;
    std::size_t next_;
    bool pooling_;
};

// The number of filters or units behind the word.
Result<int> read_width(const Phrase& phrase, const std::string& missing) {
    if (phrase.tokens.size() < 2) return phrase.error(missing);
    const Token& token = phrase.tokens[1];
    const std::optional<int> width = read_number(token.word);
    if (!width || *width < 1 || *width > kMaxWidth)
        return token.error(phrase.head().word + " takes a number from 1 to " + std::to_string(kMaxWidth) +
                           " first; \"" + token.word + "\" is not one.");
    return *width;
}

Result<int> read_filters(const Phrase& phrase) {
    const std::string& word = phrase.head().word;
    return read_width(
        phrase, word + " needs the number of its filters and its kernel, as in \"" + word + " 32 3x3\".");
}

std::optional<Status> read_nobias(const Token& token, bool& bias) {
    if (token.word != "nobias") return std::nullopt;
    bias = false;
    return success();
}

Status read_groups(const Token& token, int& groups) {
    const std::optional<int> number = read_number(rest_of(token));
    if (!number || *number < 1 || *number > kMaxWidth)
        return token.error("The groups are g and a number, such as g2; \"" + token.word + "\" is not.");
    groups = *number;
    return success();
}

Result<LayerSpec> read_conv(const Phrase& phrase, int) {
    const Result<int> filters = read_filters(phrase);
    if (!filters) return filters.error();
    ConvSpec conv;
    conv.filters = filters.value();
    const auto other = [&](const Token& token) -> std::optional<Status> {
        if (token.word[0] == 'g') return read_groups(token, conv.groups);
        return read_nobias(token, conv.bias);
    };
    const Status status = WindowReader(phrase, 2, false)
                              .read(conv.y, conv.x, "s2, p1, valid, same, full, d2, g2 and nobias", other);
    return status ? Result<LayerSpec>(LayerSpec{conv}) : status.error();
}

// "o1": pixels at the end that no tap reaches; plan_transposed_axis knows how many may be.
Status read_output_padding(const Token& token, ConvTransposeSpec& conv) {
    const AxisTexts axes = split_axes(rest_of(token));
    const std::optional<int> rows = read_number(axes.y);
    const std::optional<int> columns = read_number(axes.x);
    if (!rows || !columns || *rows > kMaxReach || *columns > kMaxReach)
        return token.error("The output padding is o and a number, such as o1; \"" + token.word +
                           "\" is not.");
    conv.y_output_padding = *rows;
    conv.x_output_padding = *columns;
    return success();
}

Result<LayerSpec> read_conv_transpose(const Phrase& phrase, int) {
    const Result<int> filters = read_filters(phrase);
    if (!filters) return filters.error();
    ConvTransposeSpec conv;
    conv.filters = filters.value();
    const auto other = [&](const Token& token) -> std::optional<Status> {
        if (token.word[0] == 'g') return read_groups(token, conv.groups);
        if (token.word[0] == 'o') return read_output_padding(token, conv);
        return read_nobias(token, conv.bias);
    };
    const Status status =
        WindowReader(phrase, 2, false)
            .read(conv.y, conv.x, "s2, p1, valid, same, full, d2, o1, g2 and nobias", other);
    return status ? Result<LayerSpec>(LayerSpec{conv}) : status.error();
}

// One filter per channel.
Result<LayerSpec> read_depthwise(const Phrase& phrase, int channels) {
    ConvSpec conv;
    conv.filters = conv.groups = channels;
    const auto other = [&](const Token& token) { return read_nobias(token, conv.bias); };
    const Status status = WindowReader(phrase, 1, false)
                              .read(conv.y, conv.x, "s2, p1, valid, same, full, d2 and nobias", other);
    return status ? Result<LayerSpec>(LayerSpec{conv}) : status.error();
}

Result<LayerSpec> read_local(const Phrase& phrase, int) {
    const Result<int> filters = read_filters(phrase);
    if (!filters) return filters.error();
    LocalSpec local;
    local.filters = filters.value();
    const auto other = [&](const Token& token) { return read_nobias(token, local.bias); };
    const Status status = WindowReader(phrase, 2, false)
                              .read(local.y, local.x, "s2, p1, valid, same, full, d2 and nobias", other);
    return status ? Result<LayerSpec>(LayerSpec{local}) : status.error();
}

Result<LayerSpec> read_pool(const Phrase& phrase, PoolKind kind) {
    PoolSpec pool;
    pool.kind = kind;
    const bool averages = kind == PoolKind::kAverage;
    const auto other = [&](const Token& token) -> std::optional<Status> {
        if (!averages || (token.word != "count-padding" && token.word != "count-kernel")) return std::nullopt;
        pool.mean_count = token.word == "count-padding" ? MeanCount::kPadded : MeanCount::kKernel;
        return success();
    };
    const std::string known = averages ? "s2, p1, valid, same, d2, ceil, count-padding and count-kernel"
                                       : "s2, p1, valid, same, d2 and ceil";
    const Status status = WindowReader(phrase, 1, true).read(pool.y, pool.x, known, other);
    return status ? Result<LayerSpec>(LayerSpec{pool}) : status.error();
}

Result<LayerSpec> read_dense(const Phrase& phrase, int) {
    const Result<int> units = read_width(phrase, "dense needs the number of its units, as in \"dense 10\".");
    if (!units) return units.error();
    DenseSpec dense{units.value()};
    for (std::size_t i = 2; i < phrase.tokens.size(); ++i)
        if (!read_nobias(phrase.tokens[i], dense.bias))
            return phrase.tokens[i].error("dense takes one number, and nobias; \"" + phrase.tokens[i].word +
                                          "\" is too much.");
    return LayerSpec{dense};
}

Result<LayerSpec> read_bare(const Phrase& phrase, LayerSpec layer) {
    if (phrase.tokens.size() == 1) return layer;
    return phrase.tokens[1].error(phrase.head().word + " takes no argument; \"" + phrase.tokens[1].word +
                                  "\" is too much.");
}

// A number that a layer may be given, with its letter ("m0.99") or without (letter 0), in [low, high].
struct NumberOption {
    char letter;
    const char* what;
    float low;
    float high;
    float* to;
};

Status read_into(const Token& token, const NumberOption& option) {
    const std::string_view text = option.letter == 0 ? std::string_view(token.word) : rest_of(token);
    const std::optional<float> number = read_decimal(text);
    if (!number || *number < option.low || *number > option.high)
        return token.error(std::string(option.what) + " is a number from " + decimal_text(option.low) +
                           " to " + decimal_text(option.high) + "; \"" + token.word + "\" is not one.");
    *option.to = *number;
    return success();
}

// Every word is the number of the first option that its first character fits.
Status read_options(const Phrase& phrase, std::initializer_list<NumberOption> options) {
    for (std::size_t i = 1; i < phrase.tokens.size(); ++i) {
        const Token& token = phrase.tokens[i];
        const NumberOption* fitting = nullptr;
        for (const NumberOption& option : options)
            if (fitting == nullptr && (option.letter == 0 ? i == 1 : token.word[0] == option.letter))
                fitting = &option;
        if (fitting == nullptr)
            return token.error(phrase.head().word + " does not know \"" + token.word + "\".");
        if (Status status = read_into(token, *fitting); !status) return status;
    }
    return success();
}

// leakyrelu and elu
Result<LayerSpec> read_slope(const Phrase& phrase, Activation kind, float usual) {
    ActivationSpec activation{kind, usual};
    const Status status = read_options(phrase, {{0, "The slope", 0, 100, &activation.alpha}});
    return status ? Result<LayerSpec>(LayerSpec{activation}) : status.error();
}

Result<LayerSpec> read_dropout(const Phrase& phrase, int) {
    DropoutSpec dropout;
    if (phrase.tokens.size() < 2) return phrase.error("dropout needs its rate, as in \"dropout 0.5\".");
    const Status status = read_options(phrase, {{0, "The rate", 0, 0.99F, &dropout.rate}});
    return status ? Result<LayerSpec>(LayerSpec{dropout}) : status.error();
}

Result<LayerSpec> read_batch_norm(const Phrase& phrase, int) {
    BatchNormSpec norm;
    const Status status =
        read_options(phrase, {{'m', "What is kept of the running statistics", 0, 1, &norm.keep},
                              {'e', "Epsilon", 1e-10F, 1, &norm.epsilon}});
    return status ? Result<LayerSpec>(LayerSpec{norm}) : status.error();
}

Result<LayerSpec> read_lrn(const Phrase& phrase, int) {
    LrnSpec lrn;
    if (phrase.tokens.size() > 1) {
        const std::optional<int> size = read_number(phrase.tokens[1].word);
        if (!size || *size < 1 || *size > kMaxReach)
            return phrase.tokens[1].error("lrn takes the number of its channels first, from 1 to " +
                                          std::to_string(kMaxReach) + "; \"" + phrase.tokens[1].word +
                                          "\" is not one.");
        lrn.size = *size;
    }
    float size_again = 0;
    const Status status = read_options(phrase, {{0, "The size", 1, kMaxReach, &size_again},
                                                {'a', "alpha", 0, 1000, &lrn.alpha},
                                                {'b', "beta", 0, 100, &lrn.beta},
                                                {'k', "k", 1e-3F, 1000, &lrn.k}});
    return status ? Result<LayerSpec>(LayerSpec{lrn}) : status.error();
}

struct PoolName {
    std::string_view name;
    PoolKind kind;
};
constexpr PoolName kPools[] = {{"maxpool", PoolKind::kMax},
                               {"avgpool", PoolKind::kAverage},
                               {"minpool", PoolKind::kMin},
                               {"sumpool", PoolKind::kSum},
                               {"l2pool", PoolKind::kL2}};

struct ActivationName {
    std::string_view name;
    Activation kind;
};
constexpr ActivationName kActivations[] = {
    {"relu", Activation::kRelu}, {"tanh", Activation::kTanh},       {"leakyrelu", Activation::kLeakyRelu},
    {"elu", Activation::kElu},   {"sigmoid", Activation::kSigmoid}, {"softplus", Activation::kSoftplus}};

std::string_view pool_name(PoolKind kind) {
    for (const PoolName& pool : kPools)
        if (pool.kind == kind) return pool.name;
    return {};
}

std::string_view activation_name(Activation kind) {
    for (const ActivationName& activation : kActivations)
        if (activation.kind == kind) return activation.name;
    return {};
}

// maxpool and its kin, with "global" before them for one window over the whole plane.
std::optional<Result<LayerSpec>> read_any_pool(const Phrase& phrase) {
    const std::string_view word = phrase.head().word;
    for (const PoolName& pool : kPools) {
        if (word == pool.name) return read_pool(phrase, pool.kind);
        if (word == "global" + std::string(pool.name)) {
            PoolSpec global;
            global.kind = pool.kind;
            global.global = true;
            return read_bare(phrase, global);
        }
    }
    return std::nullopt;
}

std::optional<Result<LayerSpec>> read_activation(const Phrase& phrase) {
    const std::string_view word = phrase.head().word;
    if (word == "leakyrelu") return read_slope(phrase, Activation::kLeakyRelu, 0.01F);
    if (word == "elu") return read_slope(phrase, Activation::kElu, 1);
    for (const ActivationName& activation : kActivations)
        if (word == activation.name) return read_bare(phrase, ActivationSpec{activation.kind});
    return std::nullopt;
}

struct LayerWord {
    std::string_view word;
    Result<LayerSpec> (*read)(const Phrase& phrase, int channels);
};
constexpr LayerWord kWords[] = {
    {"conv", read_conv},
    {"depthwise", read_depthwise},
    {"convtranspose", read_conv_transpose},
    {"local", read_local},
    {"dense", read_dense},
    {"dropout", read_dropout},
    {"batchnorm", read_batch_norm},
    {"lrn", read_lrn},
    {"flatten", [](const Phrase& phrase, int) { return read_bare(phrase, FlattenSpec{}); }},
    {"bias", [](const Phrase& phrase, int) { return read_bare(phrase, BiasSpec{}); }},
    {"softmax", [](const Phrase& phrase, int) { return read_bare(phrase, SoftmaxSpec{false}); }},
    {"logsoftmax", [](const Phrase& phrase, int) { return read_bare(phrase, SoftmaxSpec{true}); }},
};

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

std::string dilation_text(const AxisSpec& y, const AxisSpec& x) {
    return y.dilation == 1 && x.dilation == 1 ? "" : " d" + pair_text(y.dilation, x.dilation);
}

std::string filters_text(const char* word, int filters, const AxisSpec& y, const AxisSpec& x) {
    std::string text =
        std::string(word) + " " + std::to_string(filters) + " " + kernel_text(y.kernel, x.kernel);
    if (y.stride != 1 || x.stride != 1) text += " s" + pair_text(y.stride, x.stride);
    return text + padding_text(y, x) + dilation_text(y, x);
}

std::string bias_text(bool bias) { return bias ? "" : " nobias"; }

std::string text_of(const ConvSpec& conv) {
    return filters_text("conv", conv.filters, conv.y, conv.x) +
           (conv.groups == 1 ? "" : " g" + std::to_string(conv.groups)) + bias_text(conv.bias);
}

std::string text_of(const ConvTransposeSpec& conv) {
    const bool padded = conv.y_output_padding > 0 || conv.x_output_padding > 0;
    return filters_text("convtranspose", conv.filters, conv.y, conv.x) +
           (padded ? " o" + pair_text(conv.y_output_padding, conv.x_output_padding) : "") +
           (conv.groups == 1 ? "" : " g" + std::to_string(conv.groups)) + bias_text(conv.bias);
}

std::string text_of(const LocalSpec& local) {
    return filters_text("local", local.filters, local.y, local.x) + bias_text(local.bias);
}

std::string text_of(const PoolSpec& pool) {
    if (pool.global) return "global" + std::string(pool_name(pool.kind));
    std::string text = std::string(pool_name(pool.kind)) + " " + pair_text(pool.y.kernel, pool.x.kernel);
    if (pool.y.stride != pool.y.kernel || pool.x.stride != pool.x.kernel)
        text += " s" + pair_text(pool.y.stride, pool.x.stride);
    text += padding_text(pool.y, pool.x) + dilation_text(pool.y, pool.x);
    if (pool.y.ceil) text += " ceil";
    if (pool.mean_count == MeanCount::kPadded) text += " count-padding";
    if (pool.mean_count == MeanCount::kKernel) text += " count-kernel";
    return text;
}

std::string text_of(const ActivationSpec& activation) {
    const bool slope = activation.kind == Activation::kLeakyRelu || activation.kind == Activation::kElu;
    return std::string(activation_name(activation.kind)) +
           (slope ? " " + decimal_text(activation.alpha) : "");
}

std::string text_of(const SoftmaxSpec& softmax) { return softmax.logarithm ? "logsoftmax" : "softmax"; }
std::string text_of(const FlattenSpec&) { return "flatten"; }
std::string text_of(const DenseSpec& dense) {
    return "dense " + std::to_string(dense.units) + bias_text(dense.bias);
}
std::string text_of(const BiasSpec&) { return "bias"; }
std::string text_of(const DropoutSpec& dropout) { return "dropout " + decimal_text(dropout.rate); }

std::string text_of(const BatchNormSpec& norm) {
    const BatchNormSpec usual;
    return "batchnorm" + (norm.keep == usual.keep ? "" : " m" + decimal_text(norm.keep)) +
           (norm.epsilon == usual.epsilon ? "" : " e" + decimal_text(norm.epsilon));
}

std::string text_of(const LrnSpec& lrn) {
    const LrnSpec usual;
    return "lrn " + std::to_string(lrn.size) +
           (lrn.alpha == usual.alpha ? "" : " a" + decimal_text(lrn.alpha)) +
           (lrn.beta == usual.beta ? "" : " b" + decimal_text(lrn.beta)) +
           (lrn.k == usual.k ? "" : " k" + decimal_text(lrn.k));
}

std::string text_of(const AddSpec&) { return "add"; }
std::string text_of(const ConcatSpec&) { return "concat"; }

// By Initialiser.
constexpr InitialiserInfo kInitialisers[] = {
    {"glorot_uniform", "uniform within ±√(6 / (inputs + outputs)); the usual one"},
    {"glorot_normal", "normal, variance 2 / (inputs + outputs)"},
    {"he_uniform", "uniform within ±√(6 / inputs)"},
    {"he_normal", "normal, variance 2 / inputs"},
    {"lecun_uniform", "uniform within ±√(3 / inputs)"},
    {"lecun_normal", "normal, variance 1 / inputs"},
    {"zeros", "all 0: no unit of a layer differs from another"},
    {"constant", "all the same number"},
};

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

std::optional<float> read_decimal(std::string_view text) {
    const std::size_t e = text.find('e');
    int power = 0;
    if (e != std::string_view::npos) {
        if (text.substr(e, 2) != "e-") return std::nullopt;
        const std::optional<int> digits = read_number(text.substr(e + 2));
        if (!digits || *digits > 20) return std::nullopt;
        power = -*digits;
    }
    const std::string_view mantissa = text.substr(0, e);
    const std::size_t point = mantissa.find('.');
    std::string digits(mantissa.substr(0, point));
    if (point != std::string_view::npos) {
        digits += mantissa.substr(point + 1);
        power -= static_cast<int>(mantissa.size() - point - 1);
    }
    if (digits.empty() || digits.size() > 15 || digits.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    double number = 0;  // both exact: below 2^53 and at most 10^22
    for (const char c : digits) number = number * 10 + (c - '0');
    double scale = 1;
    for (; power < 0; ++power) scale *= 10;
    return static_cast<float>(number / scale);
}

std::string decimal_text(float number) {
    std::array<char, 32> text{};
    for (int digits = 1; digits < 10; ++digits) {
        std::snprintf(text.data(), text.size(), "%.*g", digits, static_cast<double>(number));
        if (read_decimal(text.data()) == number) break;
    }
    return text.data();
}

Result<LayerSpec> read_layer(const Phrase& phrase, int channels) {
    const std::string& word = phrase.head().word;
    for (const LayerWord& entry : kWords)
        if (word == entry.word) return entry.read(phrase, channels);
    if (const auto pool = read_any_pool(phrase)) return *pool;
    if (const auto activation = read_activation(phrase)) return *activation;
    return phrase.head().error("There is no layer \"" + word +
                               "\"; there are conv, depthwise, convtranspose, local, maxpool and other "
                               "pools, dense, relu and other activations, "
                               "batchnorm, lrn, dropout, flatten, bias, softmax, add, concat and residual. "
                               "Before the first layer may stand input and init, as in \"init he_normal\".");
}

std::span<const InitialiserInfo> initialisers() { return kInitialisers; }

std::string to_text(const LayerSpec& layer) {
    return std::visit([](const auto& kind) { return text_of(kind); }, layer);
}

Result<InitialiserSpec> read_initialiser(const Phrase& phrase) {
    std::string names;
    for (std::size_t i = 0; i < std::size(kInitialisers); ++i) {
        names += (i == 0 ? "" : ", ") + std::string(kInitialisers[i].name);
        if (phrase.tokens.size() < 2 || phrase.tokens[1].word != kInitialisers[i].name) continue;
        InitialiserSpec initialiser{static_cast<Initialiser>(i)};
        const bool constant = initialiser.kind == Initialiser::kConstant;
        if (phrase.tokens.size() != (constant ? 3 : 2))
            return phrase.error(constant ? "constant needs its value, as in \"init constant 0.1\"."
                                         : phrase.tokens[1].word + " takes no number.");
        if (constant)
            if (Status status =
                    read_into(phrase.tokens[2], {0, "The constant", 0, kMaxConstant, &initialiser.value});
                !status)
                return status.error();
        return initialiser;
    }
    return phrase.error("init needs one of the names " + names + ".");
}

std::string to_text(const InitialiserSpec& initialiser) {
    const std::string name(kInitialisers[static_cast<std::size_t>(initialiser.kind)].name);
    return initialiser.kind == Initialiser::kConstant ? name + " " + decimal_text(initialiser.value) : name;
}

}  // namespace cnn
