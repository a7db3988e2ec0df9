// The spec language: "conv 32 3x3 | relu | maxpool 2 | flatten | dense 64 | relu | dense 10".
// A layer is a word and its arguments, layers are joined by "|" or a line end; case and blanks do not matter,
// and an empty line is no layer. A "|" without a layer on either side is an error:
//
//   conv F K [sS] [pP | valid | same | full] [dD] [gG] [nobias]   F filters with a kernel of K, in G groups
//   depthwise K [..]           conv with one filter per channel
//   convtranspose F K [sS] [pP | valid | same | full] [dD] [oO] [gG] [nobias]   back to a larger picture,
//   with
//                              O pixels at its end that no tap reaches
//   local F K [..]             conv without shared weights: every output pixel has its own
//   maxpool K [sS] [pP | valid | same] [dD] [ceil]   stride defaults to the window; ceil rounds the size up
//   avgpool, minpool, sumpool, l2pool                the same; an average divides by the pixels inside, with
//                              count-padding by those of the padding too, with count-kernel by the kernel's
//   globalavgpool, globalmaxpool, ..                 one window over the whole plane
//   dense U [nobias]           flatten before it is implied when left out
//   relu, tanh, sigmoid, softplus, leakyrelu [A], elu [A]   slope 0.01, scale 1
//   softmax, logsoftmax        of flat values, between layers; the one behind the last is the loss's
//   batchnorm [mM] [eE]        M: kept of the running statistics (0.9), E: epsilon (1e-05)
//   lrn [N] [aA] [bB] [kK]     across N channels (5), alpha 1e-4, beta 0.75, k 1
//   dropout R                  drops the share R in training
//   flatten
//   bias                       a learned number for every position
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
//
// Before the layers may stand
//   input 32x32x3      rows, columns and channels of an image; else those that the reader brings
//   init he_normal     how weights begin, by Keras' names; else glorot_uniform. init constant 0.1
#pragma once

#include <string>
#include <string_view>

#include "core/net/layer_spec.h"

namespace cnn {

// What a network is read for. To be trained it must give flat values, one per class (one for two classes) or
// one per number to predict, and fit with batch 1 into kMemoryBudget. For the table of its layers it may be
// larger, up to kTableBudget: nothing is allocated.
enum class NetworkUse { kTraining, kTable };

// The network, checked layer by layer against its input's shape, or the first error with its place in `text`.
Result<NetworkSpec> parse_network(std::string_view text, Shape input, NetworkUse use = NetworkUse::kTraining);

// The canonical text: parse_network(to_text(spec), spec.input) == spec. The input is not part of it.
std::string to_text(const NetworkSpec& spec);
std::string to_text(const LayerSpec& layer);

}  // namespace cnn
