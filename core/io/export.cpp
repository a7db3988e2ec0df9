#include "core/io/export.h"

#include <array>

#include "core/io/keras_code.h"
#include "core/io/npz.h"
#include "core/io/onnx.h"
#include "core/io/safetensors.h"
#include "core/io/tfjs.h"
#include "core/io/torch_code.h"

namespace cnn {
namespace {

using Files = Result<std::vector<OutputFile>>;

Result<Bytes> write_arrays(const Network& network, const Scaling&) { return write_npz(network); }

// A format of one file, from what writes its bytes.
template <Result<Bytes> (*write)(const Network&, const Scaling&)>
Files one_file(const Network& network, const Scaling& scaling, const std::string& name) {
    Result<Bytes> bytes = write(network, scaling);
    if (!bytes) return bytes.error();
    std::vector<OutputFile> files;
    files.push_back({name, std::move(bytes).value()});
    return files;
}

constexpr std::array<ExportFormat, 7> kFormats{{
    {"safetensors", "Weights for PyTorch and others", ".safetensors", true, one_file<write_safetensors>},
    {"npz", "Weights for NumPy", ".npz", true, one_file<write_arrays>},
    {"onnx", "ONNX model", ".onnx", true, one_file<write_onnx>},
    {"torch", "PyTorch code", "_torch.py", true, one_file<write_torch_code>},
    {"keras", "Keras code", "_keras.py", true, one_file<write_keras_code>},
    {"tfjs", "TensorFlow.js model", ".json", false, write_tfjs},
    {"tfjs-zip", "TensorFlow.js model, zipped", ".zip", true, write_tfjs_zip},
}};

}  // namespace

std::span<const ExportFormat> export_formats() { return kFormats; }

const ExportFormat* find_export_format(std::string_view file) {
    for (const ExportFormat& format : kFormats)
        if (file.ends_with(format.ending)) return &format;
    return nullptr;
}

std::string export_endings() {
    std::string endings;
    for (const ExportFormat& format : kFormats)
        endings += (endings.empty() ? "" : ", ") + std::string(format.ending);
    return endings;
}

}  // namespace cnn
