// Weights from a file whose kind its first bytes tell, .npz (a zip) or safetensors, and what such a file says
// of the network that they are of.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/io/named_tensors.h"
#include "core/io/scaling.h"

namespace cnn {

// `network` with the file's numbers, or what does not fit. `name` is the file's, for the sentence.
Result<Network> read_weights(const std::string& name, std::span<const std::uint8_t> bytes,
                             const Network& network);

inline constexpr std::size_t kMaxStoredSpec = std::size_t{64} << 10U;  // bytes of the layers' text

// What our own safetensors files say in their metadata.
struct StoredNetwork {
    NetworkSpec spec;
    std::optional<Scaling> scaling;  // nothing: the file does not say
};
// Nothing: the file has no such text; an .npz never has. An error: the text is too long, or no network.
Result<std::optional<StoredNetwork>> read_stored_network(const std::string& name,
                                                         std::span<const std::uint8_t> bytes);

// The network that the file says it is of, with its numbers; an error that says so where they do not fit it.
// spec: that of read_stored_network, perhaps on images of another size.
Result<Network> read_own_weights(const std::string& name, std::span<const std::uint8_t> bytes,
                                 const NetworkSpec& spec);

// "conv 8 3x3 | relu | dense 10 for 28x28x1", long layers shortened: for sentences.
std::string network_words(const NetworkSpec& spec);

// How what a network was trained on differs from `now`, as a sentence; empty: it does not.
std::string scaling_remark(const std::optional<Scaling>& stored, const Scaling& now);

}  // namespace cnn
