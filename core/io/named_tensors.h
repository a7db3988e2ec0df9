// A network's numbers as tensors with names and shapes, those of PyTorch's state_dict, so that
// load_state_dict takes a file of ours as it is:
//
//   conv1.weight           (OC, C / groups, KH, KW)      conv1.bias        (OC)
//   convtranspose1.weight  (C, OC / groups, KH, KW)      local1.weight     (OC, C, KH, KW, OH, OW)
//   dense1.weight          (out, in): turned round       dense1.bias       (out)
//   batchnorm1.weight .bias .running_mean .running_var (C)
//   bias1.bias             (C, H, W)                     local1.bias       (OC, OH, OW)
//
// The first dense layer behind an image counts its inputs channel by channel, rows, columns (C, H, W).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/net/network.h"

namespace cnn {

struct NamedTensor {
    std::string name;
    std::string type;  // as its file says it: "F32", "<f4"
    std::vector<std::int64_t> dims;
    bool readable = true;  // false: of a type that is not read, and without values
    Floats values;         // row by row, the last dimension innermost
};

inline constexpr std::int64_t kMaxWeightBytes = std::int64_t{64} << 20U;  // of a file that is read

// All parameters and running statistics, layer by layer; refused when one is not finite.
Result<std::vector<NamedTensor>> named_tensors(const Network& network);

// The network with these numbers instead of its own. Each tensor must be there once, by name and shape, and
// be finite; one that the network does not have is an error too, but for PyTorch's num_batches_tracked.
// `file` is the file's name, for the sentence.
Result<Network> with_tensors(const std::string& file, std::span<const NamedTensor> tensors,
                             const Network& network);

std::string dims_text(std::span<const std::int64_t> dims);  // "32 x 1 x 3 x 3"

// Names and other words of a file as they may stand in a sentence: printable, at most 60 bytes.
std::string printable(std::string_view text);

}  // namespace cnn
