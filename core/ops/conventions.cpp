// The rows, each with the issue or rule that it comes from where that is not in the op's own header.
#include "core/ops/conventions.h"

#include "core/base/assert.h"

namespace cnn {
namespace {

constexpr std::string_view kFlipNames[] = {"cross-correlation", "convolution"};
constexpr std::string_view kFlipLabels[] = {"Cross-correlation", "Convolution"};
constexpr std::string_view kCountNames[] = {"inside", "padded", "kernel"};  // of MeanCount
constexpr std::string_view kCountLabels[] = {"Pixels", "+ padding", "Kernel"};
constexpr std::string_view kPaddingNames[] = {"valid", "same", "same-lower", "full",
                                              "explicit"};  // of Padding
constexpr std::string_view kPaddingLabels[] = {"Valid", "Same", "Same", "Full", "Explicit"};

constexpr Convention kConventions[] = {
    {"kernel-flip", "Is the kernel turned before it slides?", "no: cross-correlation",
     "no: cross-correlation", "no: cross-correlation",
     "no; the convolution lesson has a switch for the half turn of the textbooks", kFlipNames, kFlipLabels},
    {"average-count", "By what does an average divide where its window hangs over the edge?",
     "pixels and padding (count_include_pad, its default), not what ceil adds behind them; or pixels alone",
     "pixels alone (its default), or the whole kernel (count_include_pad; from opset 19 on as PyTorch)",
     "pixels alone", "all three: the choice is the learner's", kCountNames, kCountLabels},
    // onnx/onnx issue 4958: the rule since opset 22; older runtimes have one row more, or NaN in it
    {"ceil-last-window", "With ceil, what of a last window that would start behind the input?", "dropped",
     "dropped", "no ceil", "dropped"},
    {"max-padding", "What does a maximum read in the padding?", "minus infinity: it never wins",
     "minus infinity: it never wins", "minus infinity: it never wins", "nothing: it never wins"},
    {"same-uneven", "Where does \"same\" put the extra pixel when the padding is odd?",
     "after (padding=\"same\", stride 1 only)", "after (SAME_UPPER) or before (SAME_LOWER)", "after",
     "after (same) or before (same-lower)", kPaddingNames, kPaddingLabels},
    {"softmax-axis", "Over which axis does softmax run?", "the one that is given",
     "the last; before opset 13 all from the given one on", "the last", "the last"},
    {"weight-order", "In which order do a convolution's weights lie?", "filter, channel, row, column (OIHW)",
     "filter, channel, row, column (OIHW)", "row, column, channel, filter (HWIO)",
     "filter, channel, row, column (OIHW)"},
    {"batch-norm-momentum", "What is the momentum of batch normalisation the weight of?",
     "the new value (default 0.1)", "the old value (default 0.9)", "the old value (default 0.99)",
     "the old value (default 0.9), named keep"},
    {"batch-norm-variance", "Which variance goes into batch normalisation's running value?",
     "a sample's: divided by count - 1", "the population's: divided by count",
     "the population's: divided by count", "the population's: divided by count"},
    {"lrn-alpha", "Is alpha of local response normalisation divided by the window's size?", "yes", "yes",
     "no, as in AlexNet's paper", "yes"},
    {"leaky-relu-slope", "How steep is leaky ReLU below 0 by default?", "0.01", "0.01", "0.3",
     "0.01, where its spec gives no other"},
};

}  // namespace

std::span<const Convention> conventions() { return kConventions; }

const Convention* find_convention(std::string_view key) {
    for (const Convention& convention : kConventions)
        if (convention.key == key) return &convention;
    return nullptr;
}

const Convention& choice(std::string_view key) {
    const Convention* row = find_convention(key);
    CNN_ASSERT(row != nullptr && !row->names.empty());
    return *row;
}

}  // namespace cnn
