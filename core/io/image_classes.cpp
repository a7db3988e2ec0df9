#include "core/io/image_classes.h"

#include <algorithm>
#include <cmath>

#include "core/base/lower_case.h"
#include "core/io/image.h"
#include "core/io/zip.h"

namespace cnn {
namespace {

// The folder that the file lies in; empty: none.
std::string_view folder_of(std::string_view path) {
    const std::size_t file = path.rfind('/');
    if (file == std::string_view::npos) return {};
    const std::string_view folders = path.substr(0, file);
    const std::size_t parent = folders.rfind('/');
    return parent == std::string_view::npos ? folders : folders.substr(parent + 1);
}

// One pixel in a hundred whose channels lie further apart than a scanner's or a camera's cast puts them.
bool has_colours(const Picture& picture) {
    constexpr int kCast = 24;
    std::size_t coloured = 0;
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
        const auto [low, high] = std::minmax({picture.rgba[i], picture.rgba[i + 1], picture.rgba[i + 2]});
        if (picture.rgba[i + 3] > 0 && high - low > kCast) ++coloured;
    }
    return coloured * 400 > picture.rgba.size();
}

// Whether one of a few of `count` pictures has colours. picture_of(i): picture i, or why it cannot be read.
template <class PictureOf>
bool any_coloured(std::size_t count, PictureOf&& picture_of) {
    constexpr std::size_t kLookedAt = 16;
    const std::size_t looked_at = std::min(kLookedAt, count);
    for (std::size_t i = 0; i < looked_at; ++i) {
        const Result<Picture> picture = picture_of(i * count / looked_at);
        if (picture && has_colours(picture.value())) return true;
    }
    return false;
}

}  // namespace

ImageClasses::ImageClasses(std::string name, Shape image) {
    CNN_ASSERT(image.c == 1 || image.c == 3);
    data_.name = std::move(name);
    data_.image = image;
}

bool ImageClasses::wants(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    const std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
    const bool hidden = file.starts_with('.') || path.starts_with("__MACOSX/");
    const std::size_t dot = file.rfind('.');
    const std::string ending = lower_case(file.substr(std::min(dot, file.size())));
    return !hidden && (ending == ".png" || ending == ".jpg" || ending == ".jpeg");
}

Status ImageClasses::add(const std::string& path, std::span<const std::uint8_t> bytes) {
    const std::string_view folder = folder_of(path);
    if (folder.empty())
        return Error{data_.name + ": " + path + " lies in no folder; the folder's name is to be the class."};
    if (data_.labels.size() == kMaxClassImages || data_.pixels.size() + data_.image.size() > kMaxClassBytes)
        return Error{data_.name + ": at most " + std::to_string(kMaxClassImages) + " pictures and " +
                     std::to_string(kMaxClassBytes >> 20U) + " MB of them are read."};
    const Result<Picture> picture = read_picture(path, bytes);
    if (!picture) return picture.error();
    auto found = classes_.find(folder);
    if (found == classes_.end()) {
        if (classes_.size() == kMaxImageClasses)
            return Error{data_.name + ": there are more than " + std::to_string(kMaxImageClasses) +
                         " classes."};
        found = classes_.emplace(folder, static_cast<std::uint8_t>(classes_.size())).first;
    }
    std::vector<std::uint8_t>& pixels = data_.pixels.edit();
    for (const float value : shrink_to_grid(picture.value(), data_.image.c, data_.image.h, data_.image.w))
        pixels.push_back(static_cast<std::uint8_t>(std::lround(value * 255.0F)));
    data_.labels.push_back(found->second);
    return success();
}

bool ImageClasses::coloured_zip(const std::string& name, std::span<const std::uint8_t> bytes) {
    const auto entries = list_zip(name, bytes);
    if (!entries) return false;
    std::vector<ZipEntry> pictures;
    for (const ZipEntry& entry : entries.value())
        if (wants(entry.path)) pictures.push_back(entry);
    return any_coloured(pictures.size(), [&](std::size_t i) {
        const auto content = unzip(name, bytes, pictures[i], kMaxPictureBytes);
        return content ? read_picture(pictures[i].path, content.value()) : Result<Picture>(content.error());
    });
}

bool ImageClasses::coloured_folder(std::span<const FolderFile> files) {
    std::vector<FolderFile> pictures;
    for (const FolderFile& file : files)
        if (wants(file.path)) pictures.push_back(file);
    return any_coloured(pictures.size(),
                        [&](std::size_t i) { return read_picture(pictures[i].path, pictures[i].bytes); });
}

Status ImageClasses::add_zip(const std::string& name, std::span<const std::uint8_t> bytes) {
    const auto entries = list_zip(name, bytes);
    if (!entries) return entries.error();
    for (const ZipEntry& entry : entries.value()) {
        if (!wants(entry.path)) continue;
        const auto content = unzip(name, bytes, entry, kMaxPictureBytes);
        if (!content) return content.error();
        if (Status added = add(entry.path, content.value()); !added) return added;
    }
    return success();
}

Status ImageClasses::add_folder(std::span<const FolderFile> files) {
    for (const FolderFile& file : files) {
        if (!wants(file.path)) continue;
        if (Status added = add(file.path, file.bytes); !added) return added;
    }
    return success();
}

Result<Dataset> ImageClasses::finish() && {
    if (data_.labels.empty()) return Error{data_.name + ": there are no .png or .jpg pictures in it."};
    if (classes_.size() < 2)
        return Error{data_.name + ": all pictures are in one folder; each class needs a folder of its own."};
    std::vector<std::uint8_t> place(classes_.size());
    for (const auto& [folder, number] : classes_) {
        place[number] = static_cast<std::uint8_t>(data_.class_names.size());
        data_.class_names.push_back(folder);
    }
    for (std::uint8_t& label : data_.labels) label = place[label];
    data_.classes = static_cast<int>(classes_.size());
    return std::move(data_);
}

}  // namespace cnn
