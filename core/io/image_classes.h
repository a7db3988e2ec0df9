// Pictures sorted into folders, one folder per class, as a data set.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/train/dataset.h"

namespace cnn {

inline constexpr std::size_t kMaxClassImages = 100'000;
inline constexpr std::size_t kMaxClassBytes = std::size_t{128} << 20U;  // of all images as they are kept
inline constexpr std::size_t kMaxImageClasses = 256;

// A file of a given folder, by its path: "pets/cats/1.png".
struct FolderFile {
    std::string path;
    std::span<const std::uint8_t> bytes;
};

class ImageClasses {
 public:
    // image: what every picture is shrunk to (shrink_to_grid), 1 or 3 channels. name: of the folder or
    // archive.
    ImageClasses(std::string name, Shape image);

    // A file by its path, whose last folder is the class: "cats/1.png". Files that are no .png, .jpg or .jpeg
    // and hidden ones are passed over.
    static bool wants(std::string_view path);
    Status add(const std::string& path, std::span<const std::uint8_t> bytes);

    // Whether colours are worth keeping: of 16 pictures from all over the archive or folder one at least has
    // some. What cannot be read is no reason: adding will name it.
    static bool coloured_zip(const std::string& name, std::span<const std::uint8_t> bytes);
    static bool coloured_folder(std::span<const FolderFile> files);
    // Every picture of a zip archive, whose name is `name`, or of a folder.
    Status add_zip(const std::string& name, std::span<const std::uint8_t> bytes);
    Status add_folder(std::span<const FolderFile> files);
    // All pictures, classes in the order of their names.
    Result<Dataset> finish() &&;

 private:
    Dataset data_;
    std::map<std::string, std::uint8_t, std::less<>> classes_;  // numbered as they came
};

}  // namespace cnn
