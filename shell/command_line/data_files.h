// The data sets as files on this computer.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shell/lessons/model.h"

namespace shell {

// Where to look, best first: `given` alone where it is not empty; else CONVOLAB_DATA, and build/data beside
// the program. program: the program's own path, empty where it is not known.
std::vector<std::string> data_directories(const std::string& given, const std::string& program);

// The names of the sets that come as files: "mnist, fashion-mnist, cifar-10".
std::string file_sets();
// The files of the set `name`, from the first directory that has all of them; a sentence that says how to get
// them where none has. IDX: training images and labels, then the test's. CIFAR-10: five training batches and
// their labels, then the test's.
cnn::Result<std::vector<std::string>> find_data_files(std::string_view name,
                                                      const std::vector<std::string>& directories);

bool is_folder(const std::string& path);
// The files in the folder `path` and below it, as paths from there with '/', sorted.
cnn::Result<std::vector<std::string>> files_below(const std::string& path);

// A whole file, at most `max_bytes` long.
cnn::Result<GivenFile> read_file(const std::string& path, std::size_t max_bytes);

// Calls visit(path from the folder, file) for each picture in the folder and below it, until it fails.
cnn::Status visit_pictures(const std::string& folder,
                           const std::function<cnn::Status(const std::string&, const GivenFile&)>& visit);
// These pictures as one given folder, at most kMaxDataFileBytes together.
cnn::Result<GivenFile> read_picture_folder(const std::string& path);

cnn::Status write_file(const std::string& path, std::span<const std::uint8_t> bytes);

inline constexpr std::size_t kMaxDataFileBytes = 64U << 20U;

}  // namespace shell
