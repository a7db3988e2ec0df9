// A network for a test, from its text, with the numbers that its initialisation gives it; and a chunk to
// train it on.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>

#include "core/net/layer_ops.h"
#include "core/net/network.h"
#include "core/net/spec_text.h"

namespace cnn::testing {

inline constexpr TrainingChunk kChunk{11, 4, 2};  // run, update and first image that dropout draws by

inline Network network_of(std::string_view text, Shape input, std::uint64_t seed = 1) {
    const Result<NetworkSpec> spec = parse_network(text, input);
    REQUIRE_MESSAGE(spec.ok(), (spec.ok() ? "" : spec.error().sentence));
    Result<Network> network = make_network(spec.value());
    REQUIRE_MESSAGE(network.ok(), (network.ok() ? "" : network.error().sentence));
    initialise(network.value(), seed);
    return std::move(network).value();
}

}  // namespace cnn::testing
