// One layer as text: the vocabulary of the spec language. Its manual is spec_text.h.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/net/layer_spec.h"
#include "core/net/spec_syntax.h"

namespace cnn {

// The layer that a phrase without brackets names, behind an output of `channels` channels.
Result<LayerSpec> read_layer(const Phrase& phrase, int channels);

// The ways in which weights may begin, in the order of Initialiser.
struct InitialiserInfo {
    std::string_view name;    // Keras' own, as the spec language says it: "he_normal"
    std::string_view remark;  // "normal, variance 2 / inputs"
};
std::span<const InitialiserInfo> initialisers();
inline constexpr float kMaxConstant = 1000;  // that weights begin as

// The phrase "init he_normal" or "init constant 0.1"; and back, without the word "init".
Result<InitialiserSpec> read_initialiser(const Phrase& phrase);
std::string to_text(const InitialiserSpec& initialiser);

// A number of at most seven digits; nothing else.
std::optional<int> read_number(std::string_view digits);
// A number of at least 0: "2", "0.25", "1e-05".
std::optional<float> read_decimal(std::string_view text);
// The fewest digits that read back as the same number.
std::string decimal_text(float number);

}  // namespace cnn
