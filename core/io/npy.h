// NumPy's .npy, version 1.0 to 3.0: magic, version, the length of a header, the header as a Python
// dictionary, the numbers. Little-endian; what is read and written of it stands in npz.h.
#pragma once

#include <span>
#include <string>

#include "core/io/bytes.h"
#include "core/io/named_tensors.h"

namespace cnn {

Bytes write_npy(const NamedTensor& tensor);

// A tensor of another type than floats is not readable: it has a type, but no values. `name`: the file's.
Result<NamedTensor> read_npy(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace cnn
