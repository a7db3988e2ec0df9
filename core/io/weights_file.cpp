#include "core/io/weights_file.h"

#include "core/io/npz.h"
#include "core/io/safetensors.h"
#include "core/io/zip.h"

namespace cnn {

Result<Network> read_weights(const std::string& name, std::span<const std::uint8_t> bytes,
                             const Network& network) {
    const auto tensors = is_zip(bytes) ? read_npz(name, bytes) : read_safetensors(name, bytes);
    if (!tensors) return tensors.error();
    return with_tensors(name, tensors.value(), network);
}

}  // namespace cnn
