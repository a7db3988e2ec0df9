// The spec language: "conv 32 3x3 | relu | maxpool 2 | flatten | dense 64 | relu | dense 10".
// A layer is a word and its arguments, layers are joined by "|" or a line end; case and blanks do not matter,
// and an empty line is no layer. A "|" without a layer on either side is an error:
//
//   conv F K [sS] [pP | valid | same | full] [dD]   F filters with a kernel of K
//   maxpool K [sS] [pP | valid | same] [ceil]       stride defaults to the window; ceil rounds the size up
//   avgpool K [sS] [pP | valid | same] [ceil]
//   relu
//   tanh
//   flatten
//   dense U                                         flatten before it is implied when left out
//   add [..] [..]      branches that start from the same value; the sum of what they give
//   concat [..] [..]   the same, but their channels one behind the other
//   residual [..]      short for add [..] []: an empty branch is the value itself
//   3x [..]            the layers three times, one after another
//
// In the brackets stand layers as outside, brackets again among them:
//   conv 16 3x3 same | relu | 3x [residual [conv 16 3x3 same | relu | conv 16 3x3 same] | relu] | dense 10
//   concat [conv 64 1x1 | relu] [conv 96 1x1 | relu | conv 128 3x3 p1 | relu] [maxpool 3 s1 p1 | conv 32 1x1]
//
// K, S, P and D are one number for both axes or rows x columns ("3x5"). A padding that differs at the two
// ends of an axis is before+after ("p1+0"); same-lower puts the odd pixel of "same" before instead of after.
#pragma once

#include <string>
#include <string_view>

#include "core/net/layer_spec.h"

namespace cnn {

// The network, checked layer by layer against its input's shape, or the first error with its place in `text`.
// The last layer must give one value per class, and training it with batch 1 must fit into kMemoryBudget.
Result<NetworkSpec> parse_network(std::string_view text, Shape input);

// The canonical text: parse_network(to_text(spec), spec.input) == spec.
std::string to_text(const NetworkSpec& spec);
std::string to_text(const LayerSpec& layer);

}  // namespace cnn
