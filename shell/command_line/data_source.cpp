#include "shell/command_line/data_source.h"

#include <algorithm>

#include "core/io/cifar.h"
#include "core/io/csv.h"
#include "core/io/idx.h"
#include "core/io/image.h"
#include "core/io/image_classes.h"
#include "core/train/synthetic.h"
#include "shell/command_line/data_files.h"
#include "shell/state/field_text.h"
#include "shell/state/link.h"

namespace shell {
namespace {

constexpr int kSyntheticPoints = 1000;
constexpr float kSyntheticNoise = 0.05F;
constexpr std::size_t kMaxArchiveBytes = std::size_t{256} << 20U;

using Split = cnn::Result<cnn::DataSplit>;

std::string synthetic_names() {
    std::string names;
    for (const cnn::SyntheticInfo& info : cnn::synthetic_sets()) names += ", " + std::string(info.name);
    return names;
}

Split read_idx_files(const std::string& name, const Arguments& arguments) {
    const auto paths = find_data_files(name, data_directories(arguments.data_directory, arguments.program));
    if (!paths) return paths.error();
    std::vector<GivenFile> files;
    for (const std::string& path : paths.value()) {
        auto file = read_file(path, kMaxDataFileBytes);
        if (!file) return file.error();
        files.push_back(std::move(file).value());
    }
    const auto named = [&](std::size_t i) { return cnn::NamedBytes{files[i].name, files[i].bytes}; };
    auto train = cnn::read_idx(name, named(0), named(1));
    if (!train) return train.error();
    auto test = cnn::read_idx(name, named(2), named(3));
    if (!test) return test.error();
    return cnn::DataSplit{std::move(train).value(), std::move(test).value()};
}

// Some of the files at `paths`: batches of pictures, then their labels.
cnn::Result<cnn::Dataset> read_cifar_part(std::span<const std::string> paths) {
    cnn::CifarImages images("cifar-10");
    for (const std::string& path : paths) {
        const auto file = read_file(path, cnn::kMaxCifarBytes);
        if (!file) return file.error();
        const cnn::NamedBytes named{file.value().name, file.value().bytes};
        if (path == paths.back()) return std::move(images).finish(named);
        if (const cnn::Status added = images.add(named); !added) return added.error();
    }
    return cnn::Error{"CIFAR-10 has no files."};
}

Split read_cifar(const Arguments& arguments) {
    const auto found =
        find_data_files("cifar-10", data_directories(arguments.data_directory, arguments.program));
    if (!found) return found.error();
    const std::span<const std::string> paths = found.value();
    auto train = read_cifar_part(paths.first(paths.size() - 2));
    if (!train) return train.error();
    auto test = read_cifar_part(paths.last(2));
    if (!test) return test.error();
    return cnn::DataSplit{std::move(train).value(), std::move(test).value()};
}

Split read_table(const std::string& path, const TrainArguments& wanted) {
    const auto file = read_file(path, cnn::kMaxCsvBytes);
    if (!file) return file.error();
    const auto all = cnn::read_csv(file.value().name, file.value().bytes, wanted.label);
    if (!all) return all.error();
    if (all.value().count() < 2)
        return cnn::Error{file.value().name + ": two rows at least are to be split."};
    return cnn::split(all.value(), wanted.test_share, wanted.seed);
}

// "28x28" or "3x32x32".
cnn::Result<cnn::Shape> read_image_shape(const std::string& text) {
    const std::size_t first = text.find('x');
    const std::size_t second = text.find('x', first == std::string::npos ? first : first + 1);
    const bool coloured = second != std::string::npos;
    const auto channels =
        coloured ? read_integer("--image, channels", text.substr(0, first), 1, 3) : cnn::Result<int>(1);
    const std::string rest = coloured ? text.substr(first + 1) : text;
    const std::size_t cross = rest.find('x');
    const auto height = read_integer("--image, height", rest.substr(0, cross), 1, cnn::kMaxIdxSide);
    const auto width = read_integer(
        "--image, width", cross == std::string::npos ? "" : rest.substr(cross + 1), 1, cnn::kMaxIdxSide);
    if (!channels) return channels.error();
    if (!height) return height.error();
    if (!width) return width.error();
    if (channels.value() == 2)
        return cnn::Error{"--image: a picture has 1 channel (grey) or 3 (colour), not 2."};
    return cnn::Shape{1, channels.value(), height.value(), width.value()};
}

Split read_pictures(const std::string& path, const TrainArguments& wanted) {
    const auto shape = read_image_shape(wanted.image);
    if (!shape) return shape.error();
    cnn::ImageClasses classes(path, shape.value());
    if (is_folder(path)) {
        const cnn::Status added = visit_pictures(path, [&](const std::string& name, const GivenFile& file) {
            return classes.add(name, file.bytes);
        });
        if (!added) return added.error();
    } else {
        const auto archive = read_file(path, kMaxArchiveBytes);
        if (!archive) return archive.error();
        if (const cnn::Status added = classes.add_zip(archive.value().name, archive.value().bytes); !added)
            return added.error();
    }
    const auto all = std::move(classes).finish();
    if (!all) return all.error();
    return cnn::split(all.value(), wanted.test_share, wanted.seed);
}

}  // namespace

cnn::Result<cnn::DataSplit> load_data(const std::string& name, const Arguments& arguments) {
    const TrainArguments& wanted = *arguments.train;
    const std::string known = lower_case(name);
    if (known == "digits") return *cnn::embedded_digits();
    if (known == "heights") return *cnn::height_table();
    if (known == "mnist" || known == "fashion-mnist") return read_idx_files(known, arguments);
    if (known == "cifar-10") return read_cifar(arguments);
    if (const auto kind = cnn::find_synthetic(known))
        return cnn::split(cnn::make_synthetic(*kind, kSyntheticPoints, kSyntheticNoise, wanted.seed),
                          wanted.test_share, wanted.seed);
    if (known.ends_with(".csv")) return read_table(name, wanted);
    if (known.ends_with(".zip") || is_folder(name)) return read_pictures(name, wanted);
    return cnn::Error{"--data=" + shown(name) + " is not known; it takes one of: digits, heights, " +
                      file_sets() + synthetic_names() +
                      ", or the path of a .csv file, of a folder with a folder of pictures per class, or of "
                      "a .zip of such folders."};
}

}  // namespace shell
