// Files found and read; std::filesystem without exceptions.
#include "shell/command_line/data_files.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <span>

#include "core/io/image.h"
#include "core/io/image_classes.h"
#include "shell/state/link.h"

namespace shell {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFashion = "fashion-mnist";
constexpr std::string_view kIdxFiles[] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                          "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};
constexpr std::string_view kCifarFiles[] = {"data_batch_1.png", "data_batch_2.png", "data_batch_3.png",
                                            "data_batch_4.png", "data_batch_5.png", "train_lables.json",
                                            "test_batch.png",   "test_lables.json"};  // spelled as they are

// A data set that comes as files.
struct FileSet {
    std::string_view name;
    std::string_view title;
    std::string_view fetch;  // the command that gets it
    std::span<const std::string_view> files;
};
constexpr FileSet kFileSets[] = {
    {"mnist", "MNIST", "web/play --build-only", kIdxFiles},
    {kFashion, "Fashion-MNIST", "assets/fetch/data fashion-mnist", kIdxFiles},
    {"cifar-10", "CIFAR-10", "assets/fetch/data cifar-10", kCifarFiles},
};

const FileSet* find_set(std::string_view name) {
    for (const FileSet& set : kFileSets)
        if (set.name == name) return &set;
    return nullptr;
}

bool is_file(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

// The set's files in `folder`, each as it is or as .gz; nothing when one is missing.
std::optional<std::vector<std::string>> files_in(const fs::path& folder, const FileSet& set) {
    std::vector<std::string> paths;
    for (const std::string_view file : set.files) {
        const std::string plain = (folder / file).string();
        if (!is_file(plain) && !is_file(plain + ".gz")) return std::nullopt;
        paths.push_back(is_file(plain) ? plain : plain + ".gz");
    }
    return paths;
}

}  // namespace

std::vector<std::string> data_directories(const std::string& given, const std::string& program) {
    if (!given.empty()) return {given};
    std::vector<std::string> directories;
    if (const char* set = std::getenv("CONVOLAB_DATA"); set != nullptr && *set != '\0')
        directories.emplace_back(set);
    if (!program.empty())
        directories.push_back((fs::path(program).parent_path().parent_path() / "data").string());
    const std::string here = (fs::path(".") / "build" / "data").string();
    std::error_code error;
    if (directories.empty() || !fs::equivalent(directories.back(), here, error)) directories.push_back(here);
    return directories;
}

std::string file_sets() {
    std::string names;
    for (const FileSet& set : kFileSets) names += (names.empty() ? "" : ", ") + std::string(set.name);
    return names;
}

cnn::Result<std::vector<std::string>> find_data_files(std::string_view name,
                                                      const std::vector<std::string>& directories) {
    const FileSet* set = find_set(name);
    if (set == nullptr)
        return cnn::Error{"There is no data set \"" + shown(name) + "\" to fetch; there are: " + file_sets() +
                          "."};
    std::string looked;
    for (const std::string& directory : directories) {
        auto paths = files_in(fs::path(directory) / name, *set);
        // Two sets name their files alike: a directory that holds them itself is MNIST's but for its name.
        if (!paths && (fs::path(directory).filename() == kFashion) == (name == kFashion))
            paths = files_in(directory, *set);
        if (paths) return *paths;
        looked += (looked.empty() ? "" : ", ") + directory;
    }
    return cnn::Error{std::string(set->title) + "'s " + std::to_string(set->files.size()) +
                      " files are not in " + looked + ". \"" + std::string(set->fetch) +
                      "\" fetches them into build/data; --data-dir or CONVOLAB_DATA name another directory."};
}

bool is_folder(const std::string& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

cnn::Result<std::vector<std::string>> files_below(const std::string& path) {
    constexpr std::size_t kMostFiles = 200'000;
    std::vector<std::string> files;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(path, error); !error && entry != fs::end(entry);
         entry.increment(error)) {
        if (!entry->is_regular_file(error)) continue;
        if (files.size() == kMostFiles)
            return cnn::Error{"\"" + shown(path) + "\" holds more than " + std::to_string(kMostFiles) +
                              " files."};
        files.push_back(entry->path().lexically_relative(path).generic_string());
    }
    if (error) return cnn::Error{"\"" + shown(path) + "\" cannot be read: " + error.message() + "."};
    std::sort(files.begin(), files.end());
    return files;
}

cnn::Result<GivenFile> read_file(const std::string& path, std::size_t max_bytes) {
    std::error_code error;
    const std::uintmax_t size = is_file(path) ? fs::file_size(path, error) : 0;
    if (!is_file(path) || error) return cnn::Error{"\"" + shown(path) + "\" is not a file that can be read."};
    if (size > max_bytes) {
        return cnn::Error{"\"" + shown(path) + "\" is " + std::to_string(size) +
                          " bytes long; the limit is " + std::to_string(max_bytes) + "."};
    }
    GivenFile file;
    file.name = fs::path(path).filename().string();
    file.bytes.resize(static_cast<std::size_t>(size));
    std::FILE* stream = std::fopen(path.c_str(), "rb");
    const std::size_t read =
        stream != nullptr ? std::fread(file.bytes.data(), 1, file.bytes.size(), stream) : 0;
    if (stream != nullptr) std::fclose(stream);
    if (stream == nullptr || read != file.bytes.size()) {
        return cnn::Error{"\"" + shown(path) + "\" cannot be read."};
    }
    return file;
}

cnn::Status visit_pictures(const std::string& folder,
                           const std::function<cnn::Status(const std::string&, const GivenFile&)>& visit) {
    const auto files = files_below(folder);
    if (!files) return files.error();
    for (const std::string& name : files.value()) {
        if (!cnn::ImageClasses::wants(name)) continue;
        const auto file = read_file(std::string(folder).append("/").append(name), cnn::kMaxPictureBytes);
        if (!file) return file.error();
        if (cnn::Status visited = visit(name, file.value()); !visited) return visited;
    }
    return cnn::success();
}

cnn::Result<GivenFile> read_picture_folder(const std::string& path) {
    GivenFile folder;
    const fs::path whole = fs::path(path).lexically_normal();
    folder.name = (whole.has_filename() ? whole : whole.parent_path()).filename().string();
    const cnn::Status read = visit_pictures(path, [&](const std::string& name, const GivenFile& file) {
        if (folder.bytes.size() + file.bytes.size() > kMaxDataFileBytes)
            return cnn::Status(cnn::Error{"The pictures in \"" + shown(path) + "\" have more than " +
                                          std::to_string(kMaxDataFileBytes) + " bytes."});
        folder.parts.push_back({folder.name + "/" + name, file.bytes.size()});
        folder.bytes.insert(folder.bytes.end(), file.bytes.begin(), file.bytes.end());
        return cnn::success();
    });
    if (!read) return read.error();
    if (folder.parts.empty())
        return cnn::Error{"There are no .png or .jpg pictures in \"" + shown(path) +
                          "\", nor in folders below it."};
    return folder;
}

cnn::Status write_file(const std::string& path, std::span<const std::uint8_t> bytes) {
    std::FILE* stream = std::fopen(path.c_str(), "wb");
    const bool written =
        stream != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), stream) == bytes.size();
    if (stream != nullptr && std::fclose(stream) == 0 && written) return cnn::success();
    return cnn::Error{"\"" + shown(path) + "\" cannot be written."};
}

}  // namespace shell
