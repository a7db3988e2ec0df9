// safetensors, the format of Hugging Face (https://github.com/huggingface/safetensors#format): the length of
// a JSON header as 8 bytes, the header, the numbers of all tensors one behind the other. Little-endian; no
// version number of its own. Names and shapes are those of named_tensors.h, so that PyTorch's load_state_dict
// takes what safetensors.torch.load_file gives.
//
// Written: F32, the header filled with blanks to a multiple of 8. Its __metadata__ has the network as text
// ("spec", "input" as rows x columns x channels) and how its numbers were scaled ("scaling", "outputs", the
// words of scaling.h). Read: F16, BF16, F32 and F64; a header of at most 1 MiB, where upstream allows 100 MB:
// the thousand layers that a network may have need 0.4. Tensors must lie without gap and overlap, as upstream
// demands.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/io/bytes.h"
#include "core/io/named_tensors.h"
#include "core/io/scaling.h"

namespace cnn {

inline constexpr std::size_t kMaxSafetensorsHeader = std::size_t{1} << 20U;

Result<Bytes> write_safetensors(const Network& network, const Scaling& scaling);

// `name` is the file's, for the sentence.
Result<std::vector<NamedTensor>> read_safetensors(const std::string& name,
                                                  std::span<const std::uint8_t> bytes);

// What stands in the header's __metadata__, text by name; nothing where there is none.
using FileTexts = std::map<std::string, std::string>;
Result<FileTexts> read_safetensors_texts(const std::string& name, std::span<const std::uint8_t> bytes);

}  // namespace cnn
