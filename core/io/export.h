// The formats in which a network leaves, as one table: the command line's --export, the page's menu and the
// tests all read it. What each holds stands in its own header.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/bytes.h"
#include "core/io/scaling.h"
#include "core/net/network.h"

namespace cnn {

struct OutputFile {
    std::string name;
    Bytes bytes;
};

struct ExportFormat {
    std::string_view slug;    // "safetensors"
    std::string_view title;   // "Weights for PyTorch and others"
    std::string_view ending;  // of the file's name, "lenet.safetensors"; no ending is the end of another
    bool one_file;            // false: others lie beside it
    // The file `name` first, then those that lie beside it.
    Result<std::vector<OutputFile>> (*write)(const Network& network, const Scaling& scaling,
                                             const std::string& name);
};

std::span<const ExportFormat> export_formats();
// By the ending of a file's name; null: none has it.
const ExportFormat* find_export_format(std::string_view file);
std::string export_endings();  // ".safetensors, .npz, ..."

}  // namespace cnn
