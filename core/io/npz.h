// NumPy's .npz: a zip archive of .npy files, one per tensor
// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Names and shapes are those of
// named_tensors.h: np.load(file)["conv1.weight"].
//
// Written: .npy version 1.0, '<f4' (little-endian), C order, stored. Read: versions 1.0 to 3.0, '<f2', '<f4'
// and '<f8', C and Fortran order, stored or deflated; pickles (dtype O), structures, big-endian numbers and
// the rest are refused by name.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/io/bytes.h"
#include "core/io/named_tensors.h"

namespace cnn {

Result<Bytes> write_npz(const Network& network);
// Any tensors; each must have its values.
Bytes write_npz(std::span<const NamedTensor> tensors);

// `name` is the file's, for the sentence.
Result<std::vector<NamedTensor>> read_npz(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace cnn
