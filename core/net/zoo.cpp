// The table of networks. Recipes are their lectures'; where a lecture leaves one out, the note says what
// stands in.
#include "core/net/zoo.h"

#include <algorithm>

namespace cnn {
namespace {

constexpr Shape kMnistImage{1, 1, 28, 28};
constexpr Shape kDigitsImage{1, 1, 8, 8};

constexpr ZooEntry kZoo[] = {
    {.slug = "quick",
     .code = "Quick",
     .title = "Small convnet for the 8x8 digits",
     .source = "Convolab: learns in seconds, without a download",
     .spec = "conv 16 3x3 same | relu | maxpool 2 | flatten | dense 32 | relu | dense 10",
     .input = kDigitsImage,
     .data = "digits",
     .optimizer = "adam",
     .rate = 0.003F,
     .batch = 16,
     .epochs = 15,
     .parameters = 8714},
    {.slug = "s1-15",
     .code = "S1-15",
     .title = "Digits convnet",
     .source = "Hjorth-Jensen, machine learning for physics",
     .spec = "conv 10 3x3 | relu | maxpool 2 | flatten | dense 50 | relu | dense 10",
     .input = kDigitsImage,
     .data = "digits",
     .optimizer = "sgd",
     .rate =
         0.1F,  // of the lecture's grid 1e-5 .. 10, the decade that learns best; its L2 penalty is left out
     .batch = 100,
     .epochs = 100,
     .parameters = 5160},
    {.slug = "small",
     .code = "Small",
     .title = "Small convnet for MNIST",
     .source = "Convolab: 97 % within seconds",
     .spec = "conv 8 3x3 | relu | maxpool 2 | conv 16 3x3 | relu | maxpool 2 | flatten | dense 10",
     .input = kMnistImage,
     .data = "mnist",
     .optimizer = "adam",
     .rate = 0.002F,
     .batch = 32,
     .epochs = 3,
     .parameters = 5258},
    {.slug = "s4-13",
     .code = "S4-13",
     .title = "MNIST convnet",
     .source = "Vanschoren, Neural Networks in practice",
     .spec =
         "conv 32 3x3 | relu | maxpool 2 | conv 64 3x3 | relu | maxpool 2 | conv 64 3x3 | relu | flatten | "
         "dense 64 | relu | dense 10",
     .input = kMnistImage,
     .data = "mnist",
     .optimizer = "rmsprop",
     .rate = 0.001F,
     .batch = 64,
     .epochs = 5,
     .parameters = 93322},
    {.slug = "lenet-5",
     .code = "LeNet-5",
     .title = "LeNet-5",
     .source = "LeCun and others 1998, in the form of S0-17 and S2-16; padding 2 makes 28x28 the 32x32 of "
               "the paper",
     .spec =
         "conv 6 5x5 p2 | tanh | avgpool 2 | conv 16 5x5 | tanh | avgpool 2 | flatten | dense 120 | tanh | "
         "dense 84 | tanh | dense 10",
     .input = kMnistImage,
     .data = "mnist",
     .optimizer = "sgd",
     .rate = 0.1F,
     .batch = 32,
     .epochs = 5,
     .parameters = 61706},
    {.slug = "s4-1",
     .code = "S4-1",
     .title = "Dense network",
     .source = "Vanschoren, Neural Networks in practice",
     .spec = "flatten | dense 512 | relu | dense 10",
     .input = kMnistImage,
     .data = "mnist",
     .optimizer = "rmsprop",
     .rate = 0.001F,
     .batch = 128,
     .epochs = 5,
     .parameters = 407050},
    {.slug = "s2-25",
     .code = "S2-25",
     .title = "Wide MNIST convnet",
     .source = "Kun Suo, Convolutional Neural Networks",
     .spec = "conv 32 5x5 | relu | maxpool 2 | conv 64 5x5 | relu | maxpool 2 | flatten | dense 1000 | relu "
             "| dense 10",
     .input = kMnistImage,
     .data = "mnist",
     .optimizer = "adam",
     .rate = 0.001F,
     .batch = 128,
     .epochs = 10,
     .parameters = 1087106},
};

}  // namespace

std::span<const ZooEntry> zoo() { return kZoo; }

const ZooEntry* find_network(std::string_view slug) {
    const auto* found = std::find_if(std::begin(kZoo), std::end(kZoo),
                                     [slug](const ZooEntry& entry) { return entry.slug == slug; });
    return found == std::end(kZoo) ? nullptr : found;
}

}  // namespace cnn
