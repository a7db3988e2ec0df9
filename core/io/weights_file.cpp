#include "core/io/weights_file.h"

#include <charconv>

#include "core/io/npz.h"
#include "core/io/safetensors.h"
#include "core/io/zip.h"
#include "core/net/spec_text.h"

namespace cnn {
namespace {

// "28x28x1": rows, columns, channels.
std::optional<Shape> read_input(std::string_view text) {
    constexpr int kMostSide = 4096;
    Shape image{1, 0, 0, 0};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (int* side : {&image.h, &image.w, &image.c}) {
        if (side != &image.h && (at == end || *at++ != 'x')) return std::nullopt;
        const auto [next, error] = std::from_chars(at, end, *side);
        if (error != std::errc{} || *side < 1 || *side > kMostSide) return std::nullopt;
        at = next;
    }
    return at == end ? std::optional(image) : std::nullopt;
}

Result<NetworkSpec> read_spec(const std::string& name, const std::string& text, const std::string& input) {
    if (text.size() > kMaxStoredSpec)
        return Error{name + ": the layers in its metadata take " + std::to_string(text.size()) +
                     " bytes; at most " + std::to_string(kMaxStoredSpec) + " are read."};
    const auto image = read_input(input);
    if (!image)
        return Error{name + ": the input in its metadata is \"" + printable(input) +
                     "\"; it must be rows x columns x channels, as in 28x28x1."};
    auto spec = parse_network(text, *image);
    if (spec) return spec;
    const std::string place =
        spec.error().at < 0 ? "" : "At character " + std::to_string(spec.error().at + 1) + ": ";
    return Error{name + ": the layers in its metadata are no network. " + place + spec.error().sentence};
}

}  // namespace

Result<Network> read_weights(const std::string& name, std::span<const std::uint8_t> bytes,
                             const Network& network) {
    const auto tensors = is_zip(bytes) ? read_npz(name, bytes) : read_safetensors(name, bytes);
    if (!tensors) return tensors.error();
    return with_tensors(name, tensors.value(), network);
}

Result<std::optional<StoredNetwork>> read_stored_network(const std::string& name,
                                                         std::span<const std::uint8_t> bytes) {
    std::optional<StoredNetwork> stored;
    if (is_zip(bytes)) return stored;
    auto texts = read_safetensors_texts(name, bytes);
    if (!texts) return texts.error();
    FileTexts& said = texts.value();
    if (said.count("spec") == 0) return stored;
    auto spec = read_spec(name, said["spec"], said["input"]);
    if (!spec) return spec.error();
    stored = StoredNetwork{std::move(spec).value(), std::nullopt};
    if (said.count("scaling") == 0) return stored;
    auto scaling = read_scaling(said["scaling"], said["outputs"]);
    if (!scaling) return Error{name + ": " + scaling.error().sentence};
    stored->scaling = std::move(scaling).value();
    return stored;
}

Result<Network> read_own_weights(const std::string& name, std::span<const std::uint8_t> bytes,
                                 const NetworkSpec& spec) {
    const auto network = make_network(spec);
    if (!network) return network.error();
    auto filled = read_weights(name, bytes, network.value());
    if (filled) return filled;
    return Error{"The metadata of " + name + " say that it is of " + network_words(spec) +
                 "; its tensors are not. " + filled.error().sentence};
}

std::string network_words(const NetworkSpec& spec) {
    constexpr std::size_t kShown = 120;
    std::string layers = to_text(spec);
    if (layers.size() > kShown) layers = layers.substr(0, layers.rfind(" | ", kShown)) + " | ...";
    return layers + " for " + std::to_string(spec.input.h) + "x" + std::to_string(spec.input.w) + "x" +
           std::to_string(spec.input.c);
}

std::string scaling_remark(const std::optional<Scaling>& stored, const Scaling& now) {
    if (!stored) return {};
    const std::string then = input_words(*stored);
    if (then != input_words(now))
        return "It was trained on " + then + ", and here it is given " + input_words(now) +
               ": what it says may be wrong.";
    if (output_words(*stored) == output_words(now)) return {};
    return "What it gives was meant " + output_words(*stored) + "; here it is read " + output_words(now) +
           ".";
}

}  // namespace cnn
