#include "tests/bench/peer_files.h"

#include <cstdio>
#include <memory>

#include "core/io/export.h"
#include "core/net/network.h"

namespace {

using namespace cnn;

bool write_file(const std::string& path, std::initializer_list<std::span<const std::uint8_t>> parts) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"), std::fclose);
    bool whole = file != nullptr;
    for (const std::span<const std::uint8_t> part : parts)
        whole = whole && std::fwrite(part.data(), 1, part.size(), file.get()) == part.size();
    if (!whole) std::fprintf(stderr, "%s cannot be written.\n", path.c_str());
    return whole;
}

bool export_as(const std::string& folder, const std::string& file, const Network& network) {
    const auto files = find_export_format(file)->write(network, {}, file);
    if (!files) {
        std::fprintf(stderr, "%s: %s\n", file.c_str(), files.error().sentence.c_str());
        return false;
    }
    for (const OutputFile& each : files.value())
        if (!write_file(folder + "/" + each.name, {each.bytes})) return false;
    return true;
}

}  // namespace

bool write_peer_network(const std::string& folder, const std::string& name, const NetworkSpec& spec) {
    Network network = make_network(spec).value();
    initialise(network, 1);
    for (const char* ending : {".onnx", ".json", "_torch.py", ".npz"})
        if (!export_as(folder, name + ending, network)) return false;
    return true;
}

bool write_peer_images(const std::string& folder, const Dataset& data) {
    return write_file(folder + "/images.bin", {data.pixels, data.labels});
}
