#include "core/io/npz.h"

#include "core/io/npy.h"
#include "core/io/zip.h"
#include "core/io/zip_writer.h"

namespace cnn {
namespace {

constexpr std::string_view kEnding = ".npy";

}  // namespace

Bytes write_npz(std::span<const NamedTensor> tensors) {
    ZipWriter zip;
    for (const NamedTensor& tensor : tensors) zip.add(tensor.name + std::string(kEnding), write_npy(tensor));
    return std::move(zip).finish();
}

Result<Bytes> write_npz(const Network& network) {
    const auto tensors = named_tensors(network);
    if (!tensors) return tensors.error();
    return write_npz(tensors.value());
}

Result<std::vector<NamedTensor>> read_npz(const std::string& name, std::span<const std::uint8_t> bytes) {
    const auto entries = list_zip(name, bytes);
    if (!entries) return entries.error();
    std::vector<NamedTensor> tensors;
    std::size_t left = static_cast<std::size_t>(kMaxWeightBytes);  // of all entries, unpacked
    for (const ZipEntry& entry : entries.value()) {
        if (!entry.path.ends_with(kEnding))
            return Error{name + ": " + printable(entry.path) +
                         " is no .npy file; an .npz holds nothing else."};
        auto content = unzip(name, bytes, entry, left);
        if (!content) return content.error();
        left -= content.value().size();
        Result<NamedTensor> tensor = read_npy(name + ", " + printable(entry.path), content.value());
        if (!tensor) return tensor.error();
        tensor.value().name = entry.path.substr(0, entry.path.size() - kEnding.size());
        tensors.push_back(std::move(tensor).value());
    }
    return tensors;
}

}  // namespace cnn
